"""Which machine judges, writes and takes back the files of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from backorder_core.domain.contracts import Contract
from backorder_core.domain.kinds import kind_of
from backorder_core.services.changes import Changes
from backorder_core.services.imports.allocating import AllocationMachine
from backorder_core.services.imports.arrivals import ReceiptMachine
from backorder_core.services.imports.case import Case, Progress, Written
from backorder_core.services.imports.delays import DelayMachine
from backorder_core.services.imports.incidents import IncidentMachine
from backorder_core.services.imports.lines import LineMachine
from backorder_core.services.imports.records import RecordMachine
from backorder_core.services.imports.rules import (
    PLAIN,
    LocationRules,
    OfferRules,
    OrderLineRules,
    Rules,
    StockRules,
)
from backorder_core.store import Reader

RULES: dict[str, type[Rules]] = {
    "locations": LocationRules,
    "stock": StockRules,
    "offers": OfferRules,
    "order-lines": OrderLineRules,
}


class Machine(Protocol):
    """Judges, writes and takes back the files of one kind; one is made for every file."""

    @property
    def contract(self) -> Contract:
        """What the files hold."""

    def judge(self, reader: Reader, case: Case, progress: Progress | None) -> tuple[str, ...]:
        """Put a verdict for every staged row into staging; what else should be said of the file."""

    def write(self, changes: Changes, case: Case, written: Written) -> None:
        """Write everything that the verdicts say; ``written`` hears how many rows that were so far."""

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Undo what an import wrote beside backorders and PO lines; how many records that were."""


MACHINES: dict[str, Callable[[], Machine]] = {
    "po-delays": DelayMachine,
    "po-lines": LineMachine,
    "receipts": ReceiptMachine,
    "allocations": AllocationMachine,
    "quality": IncidentMachine,
}


def machine_for(kind: str) -> Machine:
    """The machine of a kind; ``InvalidInput`` names the kinds."""
    contract = kind_of(kind)
    if kind in MACHINES:
        return MACHINES[kind]()
    return RecordMachine(contract, RULES[kind]() if kind in RULES else PLAIN)
