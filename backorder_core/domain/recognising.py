"""Which kind of file some headers are: the one whose needed fields are all there and that knows most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backorder_core.domain.contracts import Contract
from backorder_core.domain.headers import HeaderMatch, normal, sureness
from backorder_core.domain.kinds import KINDS

FEW = 4


@dataclass(frozen=True)
class Recognised:
    """The kind of a file; None with the ``reason`` where that stays open, and which it ``could_be``."""

    kind: str | None
    reason: str = ""
    could_be: tuple[str, ...] = ()


def recognise(headers: Sequence[str], matches: Mapping[str, HeaderMatch], file_name: str) -> Recognised:
    """The kind whose contract fits best, by ``matches`` of each kind with the same file.

    More headers known beats fewer, then surer words beat looser ones. The file's name may decide what is
    still level, or what rests on words alone that can mean anything; nothing else does.
    """
    fitting = {kind: match for kind, match in matches.items() if not match.asked}
    if not fitting:
        return Recognised(None, _nothing_fits(headers, matches))
    strength = {kind: sureness(KINDS[kind], match.mapping) for kind, match in fitting.items()}
    most = max(strength.values())
    best = tuple(kind for kind, one in strength.items() if one == most)
    if len(best) == 1 and most[1]:
        return Recognised(best[0])
    called = [kind for kind in best if _is_called(file_name, KINDS[kind])]
    if len(called) == 1:
        return Recognised(called[0])
    names = " or ".join(filter(None, (", ".join(best[:-1]), best[-1])))
    why = (
        f"its headers could be those of {names}: say which by a name such as {best[0]}.csv, "
        "or with kind in the mappings"
    )
    return Recognised(None, why, best)


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
