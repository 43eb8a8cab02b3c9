"""Foreign text on its way into widgets that read markdown or HTML: shown letter by letter, never obeyed."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
JOINER = "\u2060"
LIVE = re.compile(r"(?i)(:(?=[a-z0-9+_/])|www(?=\.)|@)")
BREAKS = re.compile(r"\s+")
ISOLATE, END_OF_ISOLATE, END_OF_EMBEDDING = "\u2068", "\u2069", "\u202c"
TURNS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", END_OF_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", END_OF_ISOLATE),
}
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
LONGEST_LABEL, LONGEST_HINT = 30, 120


def safe(text: object) -> str:
    """Text that came from a file, a person or the store, harmless wherever markdown is read.

    Punctuation is escaped, line breaks become spaces, an invisible joiner keeps addresses and ``:icon:``
    words from becoming links and pictures, and signs that turn the direction of writing end with the text.
    """
    plain = BREAKS.sub(" ", _closed(str(text))).strip()
    return PUNCTUATION.sub(r"\\\1", LIVE.sub(lambda found: found[0] + JOINER, plain))


def drawn(text: object, longest: int = LONGEST_LABEL) -> str:
    """Foreign text in a chart, where plotly reads some HTML: harmless, and not longer than a label can be."""
    plain = BREAKS.sub(" ", _closed(str(text))).strip()
    short = plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
    return html.escape(short, quote=False)


def drawn_each(named: Sequence[tuple[str, str]]) -> list[str]:
    """Labels for an axis, of (key, name) each: with their key where two would be the same."""
    labels = [drawn(name) for _, name in named]
    return [
        label if labels.count(label) == 1 else f"{label} · {drawn(key)}"
        for label, (key, _) in zip(labels, named, strict=True)
    ]


def _closed(text: str) -> str:
    """The text with every turn of direction ended, and no end without its turn (UAX 9, 3.3.2)."""
    if not TURNING.search(text):
        return text
    kept, waiting = [], list[str]()
    for sign in text:
        if sign in TURNS:
            waiting.append(TURNS[sign])
        elif sign in (END_OF_ISOLATE, END_OF_EMBEDDING):
            if not waiting or waiting[-1] != sign:
                continue
            waiting.pop()
        kept.append(sign)
    return "".join((ISOLATE, *kept, *reversed(waiting), END_OF_ISOLATE))
