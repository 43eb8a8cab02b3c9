"""From an empty store to the first command centre: what is there, what is needed next, what the rest adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backorder_core.domain.contracts import Contract
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.master import CUSTOMERS, PRODUCTS, SUPPLIERS
from backorder_core.domain.kinds.orders import ORDER_LINES, PO_LINES

FIRST = tuple(one.kind for one in (SUPPLIERS, PRODUCTS, CUSTOMERS, PO_LINES, ORDER_LINES))
"""Kinds without which there is no backorder to show; what is late comes by delays or the open-PO report."""


class Standing(StrEnum):
    """How a kind of file stands on the way to the first command centre."""

    LOADED = "loaded"
    NEEDED = "needed"
    USEFUL = "useful"

    @property
    def label(self) -> str:
        """The word for people."""
        return {"loaded": "Loaded", "needed": "Needed first", "useful": "Adds more"}[self.value]


@dataclass(frozen=True)
class Stage:
    """One kind of file: how many of its records are there, and how it stands."""

    contract: Contract
    records: int

    @property
    def standing(self) -> Standing:
        """Loaded, needed for the first command centre, or adding more to it."""
        if self.records:
            return Standing.LOADED
        return Standing.NEEDED if self.contract.kind in FIRST else Standing.USEFUL


@dataclass(frozen=True)
class Start:
    """How far a company's own data are: every kind in the order of loading, and backorders ever made."""

    stages: tuple[Stage, ...]
    backorders: int

    @property
    def empty(self) -> bool:
        """Whether nothing of any kind is there."""
        return not any(one.records for one in self.stages)

    @property
    def needed(self) -> tuple[Contract, ...]:
        """What is needed first and not there yet."""
        return tuple(one.contract for one in self.stages if one.standing is Standing.NEEDED)

    @property
    def ready(self) -> bool:
        """Whether the command centre has something to show."""
        return self.backorders > 0

    @property
    def next(self) -> str:
        """What to do next, in one sentence."""
        if self.ready:
            return "The command centre is ready."
        if self.needed:
            still = "" if self.empty else "still "
            return f"Load what is {still}needed first: {_listed(self.needed)}."
        if any(one.contract.kind == PO_DELAYS.kind and one.records for one in self.stages):
            return "Nothing late hurts a customer so far: load more delays, or the next open-PO report."
        return "Nothing is known to be late: load PO delays, or the open-PO report with its newest dates."


def start_of(records: Mapping[str, int], backorders: int) -> Start:
    """How far the data are, by records of each kind; kinds that are not named have none."""
    return Start(tuple(Stage(one, records.get(kind, 0)) for kind, one in KINDS.items()), backorders)


def _listed(contracts: Sequence[Contract]) -> str:
    names = [one.title if one.title.startswith("PO") else one.title.lower() for one in contracts]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
