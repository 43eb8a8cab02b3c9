"""Texts that somebody may type, or put into a file, to reach through the screen, the mail or the database.

Each names itself (``X01`` …), so that it is found again wherever it is shown. ``SITE`` is where they call.
"""

from __future__ import annotations

import re

SITE = "evil.example"
_BASE = f"http://{SITE}"
PAYLOADS: tuple[str, ...] = (
    f"![X01]({_BASE}/X01.png)",
    f"[X02]({_BASE}/X02)",
    "[X03](javascript:alert(3))",
    f"<img src={_BASE}/X04.png onerror=alert(4)>",
    '<script>alert("X05")</script>',
    "<svg/onload=alert(6)>X06",
    '<a href="javascript:alert(7)">X07</a>',
    f'<iframe src="{_BASE}/X08"></iframe>',
    '"><img src=x onerror=alert(9)>X09',
    f"{_BASE}/X10",
    f"www.{SITE}/X11",
    f"p12@{SITE} X12",
    f"<{_BASE}/X13>",
    f"[X14]: {_BASE}/X14 'x'",
    ":red[X15] :rainbow[X15]",
    ":material/delete: X16 :material/X16:",
    ":smile: X17 :+1:",
    ":red-background[X18] :violet-badge[:material/star: X18]",
    rf"$\href{{{_BASE}/X19}}{{x}}$ X19",
    rf"$$\includegraphics{{{_BASE}/X20.png}}$$ X20",
    "**X21** _x_ ~~y~~ `z` <u>w</u>",
    "# X22",
    "> X23",
    "- [ ] X24",
    "X25 | a | b |\n|---|---|---|\n| c | d | e |",
    "```html\nX26\n```",
    f'=HYPERLINK("{_BASE}/X27","X27")',
    "+cmd|' /C calc'!X28",
    "-2+3+cmd|' /C calc'!X29",
    "@SUM(1+1)*X30",
    "\t=X31+1",
    "{{ 7*7 }}X32{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "${{<%[%'\"}}%\\X33",
    f"X34\r\nBcc: victim@{SITE}\r\n\r\nX34",
    "X35 \u202egnp.exe\u2066 \u202dX35",
    "X36\u200b\u200d\ufeff\u00adX36",
    "X37" + "W" * 3000,
    "X38" + "e\u0301\u0327\u0338" * 40,
    "'; drop table backorders; --X39",
    "X40' or '1'='1",
    "../../../../etc/passwd%00X41",
    "C:\\X42\\con.txt\\",
    "%0d%0aSet-Cookie: X43=1",
    "&lt;b&gt;X44&amp;amp;&#60;",
    f"<style>@import url({_BASE}/X45.css);*{{background:url({_BASE}/X45.png)}}</style>",
    ":small[X46] :streamlit: :help[X46]",
    "__proto__.X47 constructor[X47]",
    f"\\[X48]({_BASE}/X48)",
    "X49\\",
    "[^X50]: note\n[^X50]",
    "X51 <!-- --!> ]]> <![CDATA[",
    "\x1b]0;X52\x07\x1b[31mX52\x1b[2J",
    "X53\u2028x\u2029X53\x85",
    "data:text/html,<script>alert(54)</script>X54",
    f"mailto:p55@{SITE} tel:55 xmpp:p@{SITE} X55",
    f"//{SITE}/X56 ftp://{SITE}/X56",
    f"![X57][ref]\n\n[ref]: {_BASE}/X57.png",
    "X58 \U0001f469\u200d\U0001f469\u200d\U0001f466 \u05d0\u05d1 \u0645\u0631 X58",
)
MARK = re.compile(r"X\d\d")
NOT_SHOWN = re.compile("[\u2060\u2066-\u2069\u202a-\u202e\x00-\x08\x0e-\x1f\x7f]")


def marks(text: str) -> set[str]:
    """The payloads that a text has something of."""
    return set(MARK.findall(text))


def seen(text: str) -> str:
    """A text as an eye reads it: blanks are one blank, signs without a shape are none."""
    return " ".join(NOT_SHOWN.sub("", text).split())
