"""What people keep about suppliers: agreed service levels, ratings for a quarter, quality incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import care, scorecard, service_levels
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.scorecard import Criterion, SupplierRating, quarter_of
from backorder_core.domain.service_levels import Basis, Incident, ServiceLevel, Severity
from backorder_core.domain.values import ZERO, Actor
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.store import Reader, Store, Writer

LONGEST_CODE = 40


@dataclass(frozen=True)
class Agreement:
    """What is agreed with a supplier; ``on_time`` in percent, ``cap`` money a PO line or None."""

    supplier: str
    from_on: date
    on_time: Decimal
    basis: Basis
    penalty: Decimal
    cap: Decimal | None = None
    until_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Opinion:
    """What somebody gives a supplier on one criterion for the quarter that ``day`` lies in, 0 to 100."""

    supplier: str
    criterion: Criterion
    rating: Decimal
    day: date
    why: str


@dataclass(frozen=True)
class Trouble:
    """A quality incident; ``quantity`` in units, ``cost`` in money; PO line and product where known."""

    code: str
    supplier: str
    occurred_on: date
    quantity: Decimal
    description: str
    severity: Severity = Severity.MINOR
    cost: Decimal = ZERO
    product: str = ""
    po_number: str = ""
    po_line: str = ""


@permitted(Permission.SUPPLIERS)
def set_service_level(
    store: Store, agreed: Agreement, actor: Actor, as_of: date, key: str | None = None
) -> None:
    """Agree a service level with a supplier; one from the same day is replaced, the one before ends there."""

    def work(writer: Writer) -> str:
        supplier = supplier_of(writer, agreed.supplier)
        found = writer.dicts("service_level_from", supplier_id=supplier["id"], from_on=agreed.from_on)
        before = records_from(ServiceLevel, found)[0] if found else None
        changes = Changes(writer, actor, as_of)
        made = ServiceLevel(
            id=before.id if before else changes.new_id(),
            supplier_id=supplier["id"],
            from_on=agreed.from_on,
            until_on=agreed.until_on,
            on_time=agreed.on_time,
            basis=agreed.basis,
            penalty=agreed.penalty,
            cap=agreed.cap,
            note=agreed.note.strip(),
            agreed_by=actor.name,
            version=before.version if before else 1,
        )
        changes.put(before, service_levels.valid(made), "service level agreed")
        changes.flush()
        return ""

    once(store, key, (agreed, as_of), work)


@permitted(Permission.SUPPLIERS)
def rate_supplier(store: Store, opinion: Opinion, actor: Actor, as_of: date, key: str | None = None) -> None:
    """Rate a supplier for a quarter on service or innovation; a later rating of the quarter replaces it."""
    service_levels.decimals(scorecard.valid(opinion.rating), 2, "A rating")
    if not opinion.criterion.rated:
        raise InvalidInput(f"{opinion.criterion.label} comes out of the data and is not rated by hand.")
    quarter = quarter_of(opinion.day)
    if quarter > as_of:
        raise InvalidInput(f"The quarter from {quarter} has not begun: rate one that has.")
    why = care.required(opinion.why, "The reason for the rating")

    def work(writer: Writer) -> str:
        supplier = supplier_of(writer, opinion.supplier)
        found = writer.dicts(
            "supplier_rating", supplier_id=supplier["id"], quarter=quarter, criterion=opinion.criterion.value
        )
        before = records_from(SupplierRating, found)[0] if found else None
        changes = Changes(writer, actor, as_of)
        made = before or SupplierRating(
            changes.new_id(), supplier["id"], quarter, opinion.criterion, ZERO, "", actor.name, as_of
        )
        after = replace(made, rating=opinion.rating, why=why, who=actor.name, rated_on=as_of)
        changes.put(before, after, "supplier rated")
        changes.flush()
        return ""

    once(store, key, (opinion, as_of), work)


@permitted(Permission.QUALITY)
def note_incident(store: Store, trouble: Trouble, actor: Actor, as_of: date, key: str | None = None) -> None:
    """Note that something was wrong with a supplier's goods; the same code again corrects it."""
    _sensible(trouble, as_of)

    def work(writer: Writer) -> str:
        changes = Changes(writer, actor, as_of)
        put_incident(changes, trouble)
        changes.flush()
        return ""

    once(store, key, (trouble, as_of), work)


def put_incident(changes: Changes, trouble: Trouble) -> None:
    """Note an incident, or correct the one with its code, inside another use-case."""
    known = changes.writer.dicts("incident_by_code", code=trouble.code.strip())
    before = records_from(Incident, known)[0] if known else None
    made = _incident(changes.writer, trouble, before, before.id if before else changes.new_id())
    changes.put(before, made, "quality incident noted")


def _sensible(trouble: Trouble, as_of: date) -> None:
    care.required(trouble.code, "The code of the incident")
    care.required(trouble.description, "What happened")
    if len(trouble.code.strip()) > LONGEST_CODE:
        raise InvalidInput(f"The code of the incident is longer than {LONGEST_CODE} characters: shorten it.")
    if trouble.quantity < 0 or trouble.cost < 0:
        raise InvalidInput("Units and cost of an incident cannot be below 0.")
    service_levels.decimals(trouble.quantity, 3, "A quantity")
    service_levels.decimals(trouble.cost, 2, "A cost")
    if trouble.occurred_on > as_of:
        raise InvalidInput(f"An incident cannot be noted before it happens on {trouble.occurred_on}.")


def _incident(reader: Reader, trouble: Trouble, before: Incident | None, new_id: int) -> Incident:
    supplier = supplier_of(reader, trouble.supplier)
    line, product = None, None
    if trouble.po_number:
        row = reader.one(
            "po_line_of_supplier",
            supplier_id=supplier["id"],
            po_number=trouble.po_number.strip(),
            po_line=trouble.po_line.strip(),
        )
        if row is None:
            where = f"{trouble.po_number} / {trouble.po_line}"
            raise NotFound(f"{supplier['name']} has no PO line {where}: check number and line.")
        line, product = row
    if trouble.product:
        found = reader.one("product_by_code", code=trouble.product.strip())
        if found is None:
            raise NotFound(f"There is no product {trouble.product}: check its code.")
        product = found[0]
    return Incident(
        id=new_id,
        code=trouble.code.strip(),
        supplier_id=supplier["id"],
        product_id=product,
        po_line_id=line,
        occurred_on=trouble.occurred_on,
        quantity=trouble.quantity,
        description=trouble.description.strip(),
        severity=trouble.severity,
        cost=trouble.cost,
        version=before.version if before else 1,
    )


def supplier_of(reader: Reader, code: str) -> Mapping[str, Any]:
    """Id, code and name of a supplier; ``NotFound`` for a code that nobody knows."""
    found = reader.dicts("supplier_by_code", code=code.strip())
    if not found:
        raise NotFound(f"There is no supplier {code}: check its code, or choose one from the list.")
    return found[0]
