"""Which kind of file some headers are: the one whose needed fields are all there and that knows most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backorder_core.domain.contracts import Contract
from backorder_core.domain.headers import HeaderMatch, normal, sureness
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES

FEW = 4
OF_REPORTS = ("received", "status")


@dataclass(frozen=True)
class Recognised:
    """The kind of a file; None with the ``reason`` where that stays open, and which it ``could_be``."""

    kind: str | None
    reason: str = ""
    could_be: tuple[str, ...] = ()


def recognise(headers: Sequence[str], matches: Mapping[str, HeaderMatch], file_name: str) -> Recognised:
    """The kind whose contract fits best, by ``matches`` of each kind with the same file.

    More headers known beats fewer, then more that are called as the app calls them. The file's name may
    decide what is level, or what rests on words alone that can mean anything and leave headers over.
    """
    fitting = {kind: match for kind, match in matches.items() if not match.asked}
    if {PO_LINES.kind, PO_DELAYS.kind} <= fitting.keys():
        del fitting[PO_LINES.kind if _says_why(fitting) else PO_DELAYS.kind]
    if not fitting:
        return Recognised(None, _nothing_fits(headers, matches))
    strength = {kind: _strength(match) for kind, match in fitting.items()}
    most = max(strength.values())
    best = tuple(kind for kind, one in strength.items() if one == most)
    if len(best) == 1 and _is_sure(headers, KINDS[best[0]], fitting[best[0]]):
        return Recognised(best[0])
    called = [kind for kind in best if _is_called(file_name, KINDS[kind])]
    if len(called) == 1:
        return Recognised(called[0])
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
    return len(match.mapping), sum(name == header.strip() for name, header in match.mapping.items())


def _says_why(fitting: Mapping[str, HeaderMatch]) -> bool:
    """Whether it is a delay file: it has all that an open-PO report has, and why lines are late."""
    why = {name: said for name, said in fitting[PO_DELAYS.kind].mapping.items() if name == "reason"}
    states = any(name in fitting[PO_LINES.kind].mapping for name in OF_REPORTS)
    return bool(sureness(PO_DELAYS, why)) and not states


def _is_called(file_name: str, contract: Contract) -> bool:
    stem = f" {normal(file_name.rpartition('.')[0] or file_name)} "
    return any(f" {normal(word)} " in stem for word in (contract.kind, contract.title, contract.one))


def _nothing_fits(headers: Sequence[str], matches: Mapping[str, HeaderMatch]) -> str:
    named = [header for header in headers if header.strip()]
    shown = ", ".join(named[:FEW]) + (", …" if len(named) > FEW else "")
    near = {kind: len(match.mapping) for kind, match in matches.items()}
    nearest = max(near, key=lambda kind: near[kind], default=None)
    if nearest is None or near[nearest] < 2:
        return (
            f"no kind of file has the headers {shown}: name its kind in the mappings, and its columns where "
            "it has no header"
        )
    open_points = matches[nearest].unclear()
    said = open_points[:1].lower() + open_points[1:]
    return f"it is nearest to {nearest}, but {said}: say which column it is in the mappings"
