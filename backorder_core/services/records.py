"""Records: what people keep beside the facts of a backorder, one ledger entry for each version of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Protocol, TypeVar, get_type_hints

from backorder_core.domain import (
    approvals,
    care,
    scenarios,
    scorecard,
    service_levels,
    shipping,
    supply,
    working_days,
)
from backorder_core.domain.values import Code
from backorder_core.services.states import column_text


class Record(Protocol):
    """A frozen dataclass whose fields are the columns of its table."""

    @property
    def id(self) -> int: ...

    @property
    def version(self) -> int: ...


R = TypeVar("R")


@dataclass(frozen=True)
class Kind:
    """How the ledger names a record, and which statement puts it."""

    name: str
    statement: str

    @property
    def first(self) -> str:
        """The statement that puts a first version."""
        return self.statement.replace("put_", "new_", 1)


KINDS: Mapping[type, Kind] = {
    care.Assignment: Kind("assignment", "put_assignments"),
    care.Comment: Kind("comment", "put_comments"),
    care.Condition: Kind("condition", "put_approval_conditions"),
    care.Cancellation: Kind("cancellation", "put_cancellations"),
    care.Return: Kind("return", "put_returns"),
    care.Rating: Kind("rating", "put_ratings"),
    care.CostEntry: Kind("cost", "put_cost_entries"),
    scenarios.Scenario: Kind("scenario", "put_scenarios"),
    care.Decision: Kind("fulfilment decision", "put_fulfilment_decisions"),
    approvals.Decision: Kind("decision", "put_approval_decisions"),
    approvals.Delegation: Kind("delegation", "put_delegations"),
    approvals.ThresholdProposal: Kind("threshold proposal", "put_threshold_proposals"),
    care.ChosenPlan: Kind("plan", "put_chosen_plans"),
    shipping.Shipment: Kind("shipment", "put_shipments"),
    supply.Transfer: Kind("transfer", "put_transfers"),
    supply.PurchaseRequest: Kind("purchase request", "put_purchase_requests"),
    service_levels.Incident: Kind("quality incident", "put_quality_incidents"),
    service_levels.ServiceLevel: Kind("service level", "put_service_levels"),
    scorecard.SupplierRating: Kind("supplier rating", "put_supplier_ratings"),
    working_days.SupplierCalendar: Kind("supplier calendar", "put_supplier_calendars"),
}
NAMES = tuple(kind.name for kind in KINDS.values())


def kind_of(record: Record) -> Kind:
    """The kind of a record."""
    return KINDS[type(record)]


def columns_of(record: Record) -> dict[str, object]:
    """A record as a row: codes as numbers, words as text."""
    return {name: _plain(value) for name, value in vars(record).items()}


def text_of(record: Record) -> dict[str, str | None]:
    """The ledgered fields of a record as DuckDB casts them to text."""
    return {
        name: column_text(name, value)
        for name, value in vars(record).items()
        if name not in ("id", "version")
    }


def records_from(kind: type[R], rows: Iterable[Mapping[str, Any]]) -> list[R]:
    """Records of one kind from rows of their table; other columns are left out."""
    hints = get_type_hints(kind)
    coded = {
        name: hint
        for name, hint in hints.items()
        if isinstance(hint, type) and issubclass(hint, (StrEnum, Code))
    }
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return [
        kind(**{name: coded[name](row[name]) if name in coded else row[name] for name in names})
        for row in rows
    ]


def _plain(value: object) -> object:
    if isinstance(value, Code):
        return int(value)
    return str(value) if isinstance(value, str) else value
