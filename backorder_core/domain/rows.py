"""Rows of printed reports that are no records: headings of groups, totals, headers printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from backorder_core.domain.readings import folded

_BLANK = "".join(chr(code) for code in (*range(9, 14), 32, 0xA0, 0x2007, 0x202F, 0x200B, 0xFEFF))
_NUMBERED = re.compile(r" \([0-9]+\)$")
_TOTAL = re.compile(
    r"(?:(?:grand|sub|page|report|overall|general|net|genel|ara|sous)[ -]?)?"
    r"(?:totals?|totale|totaux|subtotal(?:es)?|(?:end|gesamt|zwischen)?summen?|gesamt(?:betrag|menge|wert)?"
    r"|insgesamt|toplami?|somme|sumas?|sum)(?=$|[ :.=])"
)
_RULE = re.compile(r"[-=_*.~+|─━═]{3,}")
_PRINTED = re.compile(
    r"(?:page|seite|sayfa|pagina)\b.*[0-9]|\*+ ?end of .*|end of (?:report|list|file)\b.*"
    r"|[0-9]+ (?:rows?|records?)"
)


def not_a_record(cells: Sequence[str], needed: Sequence[int], headers: Sequence[str] = ()) -> str | None:
    """Why a row is no record, in words, or None where it may be one.

    ``needed`` are the places, from 0, of the cells that every record fills; a row that fills them all is
    always taken for a record, except one that says what ``headers`` say, cell by cell, or is all rules.
    """
    texts = [cell.strip(_BLANK) for cell in cells]
    if _repeats(texts, headers):
        return "it repeats the header, it is not a record"
    if any(texts) and all(_RULE.fullmatch(text) for text in texts if text):
        return "it is a ruled line, not a record"
    if needed and all(place < len(texts) and texts[place] for place in needed):
        return None
    filled = [(place, text) for place, text in enumerate(texts) if text]
    if not filled:
        return "it is empty, not a record"
    if not filled[0][1].strip("*") or _TOTAL.match(folded(filled[0][1])) or any(map(_total_alone, texts)):
        return "it is a total, not a record"
    return _alone(filled, needed)


def _repeats(texts: Sequence[str], headers: Sequence[str]) -> bool:
    if len(texts) > len(headers) or sum(map(bool, headers)) < 2:
        return False
    # asked of every row: the first cell that differs ends it
    return all(_names(text, header) for text, header in zip_longest(texts, headers, fillvalue=""))


def _names(text: str, header: str) -> bool:
    return folded(text) in {folded(header), folded(_NUMBERED.sub("", header))}


def _total_alone(text: str) -> bool:
    plain = folded(text).rstrip(" :.=")
    return bool(plain) and " " not in plain and bool(_TOTAL.fullmatch(plain))


def _alone(filled: Sequence[tuple[int, str]], needed: Sequence[int]) -> str | None:
    place, text = filled[0]
    if len(filled) == 1 and _PRINTED.fullmatch(folded(text)):
        return "it is a line of the printed page, not a record"
    labelled = text.endswith(":") and len(filled) <= 3
    # a code alone in a cell that records fill is more likely a record that lacks the rest
    worded = ":" in text or " " in text or place not in needed
    if labelled or (len(filled) == 1 and worded):
        return "it is a heading of a group, not a record"
    return None
