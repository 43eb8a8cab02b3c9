"""Which kind of file some headers are: the one whose needed fields are all there and that knows most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backorder_core.domain.contracts import Contract
from backorder_core.domain.file_words import CALLED
from backorder_core.domain.headers import HeaderMatch, normal, sureness
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES

FEW = 4
CLEARLY = 2
NAMES = ("supplier_name", "product_name")
"""Fields that say nothing about the kind: names of partners stand in orders bought and sold alike."""
OF_REPORTS = ("received", "status")


@dataclass(frozen=True)
class Recognised:
    """The kind of a file; None with the ``reason`` where that stays open, and which it ``could_be``.

    ``nearest`` is the kind that knows most of the headers, and lacks something it needs.
    """

    kind: str | None
    reason: str = ""
    could_be: tuple[str, ...] = ()
    nearest: str | None = None


def recognise(
    headers: Sequence[str], matches: Mapping[str, HeaderMatch], file_name: str, sheet: str = ""
) -> Recognised:
    """The kind whose contract fits best, by ``matches`` of each kind with the same file.

    More headers known beats fewer, then more that are called as the app calls them. The name of the file or
    of its sheet may decide what is level, or what rests on words alone that can mean anything and leave
    headers over. Where a kind that lacks something it needs knows more than every kind that has all, the
    file is more likely one of that kind.
    """
    fitting = {kind: match for kind, match in matches.items() if not match.asked}
    if {PO_LINES.kind, PO_DELAYS.kind} <= fitting.keys():
        del fitting[PO_LINES.kind if _says_why(fitting) else PO_DELAYS.kind]
    nearest = _nearest(matches, fitting, file_name)
    if nearest is not None:
        return Recognised(None, _lacks(nearest, matches[nearest]), nearest=nearest)
    if not fitting:
        return Recognised(None, _nothing_fits(headers))
    strength = {kind: _strength(match) for kind, match in fitting.items()}
    most = max(strength.values())
    best = tuple(kind for kind, one in strength.items() if one == most)
    if len(best) == 1 and _is_sure(headers, KINDS[best[0]], fitting[best[0]]):
        return Recognised(best[0])
    called = _called(file_name, best) or _called(sheet, best)
    if called is not None:
        return Recognised(called)
    names = " or ".join(filter(None, (", ".join(best[:-1]), best[-1])))
    alone = ", in words that can mean anything" if len(best) == 1 else ""
    why = (
        f"its headers could be those of {names}{alone}: say which by a name such as {best[0]}.csv, "
        "or with kind in the mappings"
    )
    return Recognised(None, why, best)


def _is_sure(headers: Sequence[str], contract: Contract, match: HeaderMatch) -> bool:
    """Whether one word at least means nothing else, or no header is left over."""
    return bool(sureness(contract, match.mapping)) or not any(one.strip() for one in match.unmatched)


def _strength(match: HeaderMatch) -> tuple[int, int]:
    telling = [name for name in match.mapping if name not in NAMES]
    return len(telling), sum(name == header.strip() for name, header in match.mapping.items())


def _says_why(fitting: Mapping[str, HeaderMatch]) -> bool:
    """Whether it is a delay file: it has all that an open-PO report has, and why lines are late."""
    why = {name: said for name, said in fitting[PO_DELAYS.kind].mapping.items() if name == "reason"}
    states = any(name in fitting[PO_LINES.kind].mapping for name in OF_REPORTS)
    return bool(sureness(PO_DELAYS, why)) and not states


def _called(name: str, kinds: Sequence[str]) -> str | None:
    """The kind that a name says most of; None where it says nothing, or as much of two."""
    stem = f" {normal(name.rpartition('.')[0] or name)} "
    said = {kind: max(_words_in(stem, kind), default=0) for kind in kinds}
    most = max(said.values(), default=0)
    best = [kind for kind, one in said.items() if one == most]
    return best[0] if most and len(best) == 1 else None


def _words_in(stem: str, kind: str) -> Iterator[int]:
    """How long the words for a kind are that stand in a name."""
    contract = KINDS[kind]
    for word in (contract.kind, contract.title, contract.one, *CALLED[kind]):
        said = normal(word)
        if f" {said} " in stem:
            yield len(said.split())


def _nearest(
    matches: Mapping[str, HeaderMatch], fitting: Mapping[str, HeaderMatch], file_name: str
) -> str | None:
    """The kind that lacks something, but clearly knows more headers than all that fit; None for none."""
    most = max((_strength(match)[0] for match in fitting.values()), default=0)
    lacking = {
        kind: len(match.mapping) + _needs_met(match, KINDS[kind])
        for kind, match in matches.items()
        if kind not in fitting and _strength(match)[0] - most >= CLEARLY
    }
    if PO_DELAYS.kind in fitting:
        lacking.pop(PO_LINES.kind, None)
    called = _called(file_name, list(lacking))
    return called or max(lacking, key=lambda kind: lacking[kind], default=None)


def _needs_met(match: HeaderMatch, contract: Contract) -> int:
    """How many of the needed fields are found."""
    return sum(one.required and one.name in match.mapping for one in contract.fields)


def _lacks(kind: str, match: HeaderMatch) -> str:
    said = match.unclear().replace("No column", "no column", 1)
    return f"it is nearest to {kind}, but {said}: say which column it is in the mappings"


def _nothing_fits(headers: Sequence[str]) -> str:
    named = [header for header in headers if header.strip()]
    shown = ", ".join(named[:FEW]) + (", …" if len(named) > FEW else "")
    return (
        f"no kind of file has the headers {shown}: name its kind in the mappings, and its columns where it "
        "has no header"
    )
