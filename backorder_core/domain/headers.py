"""Which header of a file holds which field of its contract.

Only known words match. Where a header can mean several fields, the other headers of the file
decide, or it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from backorder_core.domain.contracts import Contract, Field
from backorder_core.domain.header_forms import core_of, forms_of, normal, of_lines

__all__ = [
    "HeaderMatch",
    "fields_meant",
    "header_key",
    "is_one_of",
    "knows",
    "match_headers",
    "normal",
    "sureness",
]

NAMED, MEANT, LOOSE, OTHERWISE = (0, 1), 2, 3, 4
"""How well a header fits: the field's own name, a word that means nothing else, one that can mean more,
one that stands for something near."""
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class HeaderMatch:
    """Which header holds which field.

    ``ambiguous`` lists the headers that could hold one field, ``shared`` the fields that one header could
    hold, ``because`` says by field why its header is it, where the words alone do not. ``loosely`` are the
    fields whose header can mean something else too, ``misfits`` those headers by field whose cells proved it.
    """

    mapping: dict[str, str]
    unmatched: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: dict[str, tuple[str, ...]] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    loosely: frozenset[str] = frozenset()
    misfits: dict[str, str] = field(default_factory=dict)

    def without(self, names: Collection[str]) -> HeaderMatch:
        """The same match without the headers of some fields, which turned out to mean something else."""
        misfits = {name: self.mapping[name] for name in names}
        rest = {name: header for name, header in self.mapping.items() if name not in misfits}
        return replace(self, mapping=rest, unmatched=(*self.unmatched, *misfits.values()), misfits=misfits)

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """The fields that somebody has to find, each with the headers that could hold it; () for no idea."""
        open_fields = dict.fromkeys((*self.missing, *self.ambiguous), ())
        by_header = [(name, header) for header, names in self.shared.items() for name in names]
        found = {name: tuple(h for one, h in by_header if one == name) for name, _ in by_header}
        return {**open_fields, **found, **self.ambiguous}

    def unclear(self, called: Callable[[str], str] = str) -> str:
        """What is not clear, in words and without a full stop; ``called`` names a field."""
        alike = [
            f"{header} could be {' or '.join(map(called, names))}" for header, names in self.shared.items()
        ]
        doubtful = [f"{' and '.join(f)} could both be {called(name)}" for name, f in self.ambiguous.items()]
        rest = " and ".join(called(name) for name, found in self.asked.items() if not found)
        unknown = [f"No column of the file was recognised as {rest}"] if rest else []
        return "; ".join([*unknown, *alike, *doubtful])


@lru_cache(maxsize=64)
def _index(contract: Contract) -> Mapping[str, Mapping[str, int]]:
    """By form of a word, the fields that it means and how well; a loose word stays loose in its field."""
    ranks: dict[str, dict[str, int]] = {}
    for one in contract.fields:
        said_of = (
            (LOOSE, one.loose),
            (NAMED[1], (one.name,)),
            (MEANT, one.aliases),
            (OTHERWISE, one.otherwise),
        )
        for rank, said in said_of:
            for form in (form for word in said for form in forms_of(word)):
                ranks.setdefault(form, {}).setdefault(one.name, rank)
    return ranks


@lru_cache(maxsize=8192)
def _fits(contract: Contract, header: str) -> Mapping[str, int]:
    """The fields that a header could hold, and how well it fits each."""
    index, found = _index(contract), dict[str, set[int]]()
    for form in forms_of(header):
        for name, rank in index.get(form, {}).items():
            found.setdefault(name, set()).add(rank)
    ranks = {name: LOOSE if LOOSE in some else min(some) for name, some in found.items()}
    if header.strip() in contract.names:
        ranks[header.strip()] = NAMED[0]
    return ranks


class _Matching:
    """The fields of one contract on their way to their headers."""

    def __init__(self, contract: Contract, headers: Sequence[str], given: Mapping[str, str]) -> None:
        self.contract = contract
        self.mapping = {name: header for name, header in given.items() if header}
        self.ambiguous: dict[str, tuple[str, ...]] = {}
        self.shared: dict[str, tuple[str, ...]] = {}
        self.because: dict[str, str] = {}
        self._absent = frozenset(name for name, header in given.items() if not header)
        self._given = given
        self._wanted = contract.names
        self._taken = set(self.mapping.values())
        self._headers = [header for header in dict.fromkeys(headers) if header.strip()]

    def find(self) -> None:
        """Find the headers of the fields, the surest first; of lines brought along after the file's own."""
        stages = list(dict.fromkeys((self.contract.lean.names, self.contract.names)))
        for self._wanted in stages:
            for rank in (*NAMED, MEANT):
                self.claim(rank)
        for self._wanted in stages:
            self.decide()
            self.claim(OTHERWISE)
            self.lend()

    def _vacant(self) -> list[Field]:
        done = (*self.mapping, *self.ambiguous, *self._absent)
        return [one for one in self.contract.fields if one.name in self._wanted and one.name not in done]

    def _free(self) -> list[str]:
        return [header for header in self._headers if header not in self._taken]

    def claim(self, rank: int) -> None:
        """Give each vacant field the header that fits it this well."""
        for one in self._vacant():
            self._give(one, [h for h in self._free() if _fits(self.contract, h).get(one.name) == rank])

    def _give(self, one: Field, found: Sequence[str], why: str = "") -> None:
        if len(found) > 1:
            lines = [header for header in found if of_lines(header)]
            if len(lines) == 1:
                found, why = (
                    lines,
                    f"it is said of the lines, “{next(h for h in found if h != lines[0])}” is not",
                )
        self._taken.update(found)
        if len(found) == 1:
            self.mapping[one.name] = found[0]
            if why:
                self.because[one.name] = why
        elif found:
            self.ambiguous[one.name] = tuple(found)

    def decide(self) -> None:
        """Give words with several meanings to the fields that the other headers leave."""
        while options := self._options():
            alone = next((names[0] for names in options.values() if len(names) == 1), None)
            if alone is not None:
                found = [header for header, names in options.items() if names == (alone,)]
                self._give(self.contract.field(alone), found, self._neighbour(found[0], alone))
                continue
            header, names = next(iter(options.items()))
            meant = self._preferred(names)
            if meant is None:
                self.shared[header] = names
                self._taken.add(header)
            else:
                found = [one for one, other in options.items() if meant in other]
                self._give(self.contract.field(meant), found)

    def _options(self) -> dict[str, tuple[str, ...]]:
        held = (*self.mapping, *self.ambiguous)
        vacant = [one.name for one in self._vacant() if not one.beside or one.beside in held]
        found = {
            header: tuple(name for name in vacant if self._open(header, name)) for header in self._free()
        }
        return {header: names for header, names in found.items() if names}

    def _open(self, header: str, name: str) -> bool:
        """Whether a header can hold a field; "Item" is not the line where "Item Code" is the product."""
        fits = _fits(self.contract, header)
        if fits.get(name) != LOOSE or not self.contract.field(name).zeros:
            return fits.get(name) == LOOSE
        about = core_of(header)
        others = (other for pair in self.contract.neighbours if name in pair for other in pair)
        return not any(
            about <= core_of(self.mapping[other])
            for other in others
            if other in fits and other in self.mapping and not self.contract.field(other).zeros
        )

    def _preferred(self, names: Sequence[str]) -> str | None:
        """The field that gets a word which no neighbour decides; None where it has to be asked."""
        needed = [name for name in names if self.contract.field(name).required]
        if len(needed) == 1:
            return needed[0]
        asked = any(len(set(pair) & set(needed or names)) > 1 for pair in self.contract.neighbours)
        return None if asked else (needed or names)[0]

    def _neighbour(self, header: str, name: str) -> str:
        """Why a header that could hold another field as well holds this one; '' where it could not."""
        fits = _fits(self.contract, header)
        for other in (one for pair in self.contract.neighbours if name in pair for one in pair):
            if other != name and other in fits and other in self.mapping:
                named = self.contract.field(other).label
                low = named if named[:2].isupper() else named[:1].lower() + named[1:]
                return f"“{self.mapping[other]}” is the {low}"
        return ""

    def lend(self) -> None:
        """A field without a header takes the one of the field that stands in for it."""
        for one in self._vacant():
            if one.lent_by in self.mapping:
                header = self.mapping.pop(one.lent_by)
                self.mapping[one.name] = header
                self.because.pop(one.lent_by, None)
                self.because[one.name] = "the file has no other"

    def outcome(self, headers: Sequence[str]) -> HeaderMatch:
        """What was found."""
        mapping = {name: self.mapping[name] for name in self.contract.names if name in self.mapping}
        held = set(mapping.values())
        missing = [one.name for one in self.contract.fields if one.required and one.name not in mapping]
        rest = tuple(header for header in headers if header not in held)
        loosely = frozenset(
            name
            for name, header in mapping.items()
            if name not in self._given and _fits(self.contract, header).get(name, LOOSE) >= LOOSE
        )
        return HeaderMatch(
            mapping, rest, tuple(missing), self.ambiguous, self.shared, self.because, loosely=loosely
        )


def match_headers(
    contract: Contract, headers: Sequence[str], given: Mapping[str, str] = NOTHING
) -> HeaderMatch:
    """Find each field's header: its own name, then its aliases, then its loose words.

    ``given`` are headers by field that somebody chose; '' means that the field is not there. A header
    holds at most one field. Where two headers fit a field equally well, none is taken and the field is
    ``ambiguous``, unless one alone is said of the lines ("Order Lines/Product", "Required By (Items)").
    Fields of lines that a file may bring along come last: they take no header from another field, unless it
    means them alone.
    """
    matching = _Matching(contract, headers, given)
    matching.find()
    return matching.outcome(headers)


def fields_meant(contract: Contract, word: str) -> tuple[str, tuple[str, ...]]:
    """How well a word fits best ("name", "word", "loose" or "otherwise"), and the fields that it fits so."""
    fits = _fits(contract, word)
    best = min(fits.values(), default=OTHERWISE)
    said = {MEANT: "word", LOOSE: "loose", OTHERWISE: "otherwise"}.get(best, "name")
    return said, tuple(name for name, rank in fits.items() if rank == best)


def knows(contract: Contract, header: str) -> bool:
    """Whether a header names a field of the contract."""
    return bool(_fits(contract, header))


def is_one_of(header: str, words: Iterable[str]) -> bool:
    """Whether a header is one of some words, however it is written."""
    return any(forms_of(header) & forms_of(word) for word in words)


def sureness(contract: Contract, mapping: Mapping[str, str]) -> int:
    """How many fields hold a header by a word that means nothing else in the contract."""
    return sum(
        _fits(contract, header).get(name, LOOSE) in (*NAMED, MEANT) for name, header in mapping.items()
    )


def header_key(headers: Iterable[str]) -> str:
    """The same text for the same set of headers, whatever their order."""
    return json.dumps(sorted(headers), ensure_ascii=False)
