"""Which header of a file holds which field of its contract."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from backorder_core.domain.contracts import Contract, Field
from backorder_core.domain.readings import folded


@dataclass(frozen=True)
class HeaderMatch:
    """Which header holds which field; ``ambiguous`` lists the headers that could hold one field."""

    mapping: dict[str, str]
    unmatched: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SAME = {
    word: one
    for one, words in {
        "no": "number num nr nummer numero nro n numarasi id #",
        "qty": "quantity quantities menge quantite qte cantidad cant miktar miktari",
    }.items()
    for word in words.split()
}
_SMALL = frozenset(re.split(" ", "of the for d de del du des la le les l el los der die das fur pour para"))


@lru_cache(maxsize=8192)
def normal(header: str) -> str:
    """The words of a header, without case, accents and punctuation, each parted from the next by a space."""
    return " ".join(re.findall(r"[^\W_]+|#", folded(_HUMP.sub(" ", header))))


@lru_cache(maxsize=8192)
def _forms(header: str) -> frozenset[str]:
    found = set()
    for text in (header, re.sub(r"\(.*?\)", " ", header), re.sub("([äöüÄÖÜ])", r"\1e", header)):
        words = normal(text).split()
        core = [_SAME.get(word, word) for word in words if word not in _SMALL]
        found |= {"".join(words), "".join(core), " ".join(sorted(set(core)))}
    return frozenset(found - {""})


@lru_cache(maxsize=64)
def _known(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for word in words for form in _forms(word))


def _rank(one: Field, header: str) -> int | None:
    forms = _forms(header)
    if header.strip() == one.name:
        return 0
    if forms & _known(one.loose):
        return 3
    if forms & _known((one.name,)):
        return 1
    return 2 if forms & _known(one.aliases) else None


def match_headers(contract: Contract, headers: Sequence[str]) -> HeaderMatch:
    """Find each field's header: its own name, then its aliases, then its loose ones.

    A header holds at most one field. Where two headers fit a field equally well, none is taken and the
    field is ``ambiguous``.
    """
    mapping: dict[str, str] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for rank in range(4):
        for one in contract.fields:
            if one.name in mapping or one.name in ambiguous:
                continue
            found = [place for place in headers if place not in taken and _rank(one, place) == rank]
            taken.update(found)
            if len(found) == 1:
                mapping[one.name] = found[0]
            elif found:
                ambiguous[one.name] = tuple(found)
    unmatched = tuple(header for header in headers if header not in mapping.values())
    missing = tuple(one.name for one in contract.fields if one.required and one.name not in mapping)
    return HeaderMatch(mapping, unmatched, missing, ambiguous)


def knows(contract: Contract, header: str) -> bool:
    """Whether a header names a field of the contract."""
    return any(_rank(one, header) is not None for one in contract.fields)


def header_key(headers: Sequence[str]) -> str:
    """The same text for the same set of headers, whatever their order."""
    return json.dumps(sorted(headers), ensure_ascii=False)
