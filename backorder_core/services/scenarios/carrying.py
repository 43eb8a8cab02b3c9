"""Carry out the steps of a scenario inside one transaction: the same code tries it and commits it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import intake
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.priority import Demand
from backorder_core.domain.scenarios import (
    AddStock,
    ChangeSetting,
    LoseSupplier,
    SlipSupplier,
    SpendBudget,
    Step,
    slipped,
)
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Actor, Outcome, Trigger
from backorder_core.services import approving, expediting
from backorder_core.services import settings as setting
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.holding import Seen, hold_one
from backorder_core.services.making import NewBackorder, make_backorders
from backorder_core.services.revising import NewEta, revise_etas
from backorder_core.services.states import load_demands, load_states
from backorder_core.services.work import choosing, following_eta
from backorder_core.store import Inside, Store, Writer
from backorder_core.store.session import read_settings

SOURCE = "scenario"
Row = dict[str, Any]


def carry_out(
    store: Store, writer: Writer, step: Step, why: str, who: Actor, as_of: date, *, approved: bool = False
) -> None:
    """Do one step as of a day; ``why`` stands in the history of whatever it changes.

    ``approved`` supposes that the plans which it chooses have been approved already: for trials alone.

    Raises ``NotFound`` for an unknown supplier, location, product or setting, and whatever the rules refuse.
    """
    if isinstance(step, SlipSupplier | LoseSupplier):
        _redate(writer, step, why, who, as_of)
    elif isinstance(step, AddStock):
        _stock(writer, step)
    elif isinstance(step, SpendBudget):
        _spend(store, writer, step, why, who, as_of, approved)
    else:
        _set(Inside(store, writer), step, why, who, as_of)


def _redate(writer: Writer, step: SlipSupplier | LoseSupplier, why: str, who: Actor, as_of: date) -> None:
    if writer.one("supplier_named", code=step.supplier) is None:
        raise NotFound(f"There is no supplier {step.supplier}: choose one from the list.")
    version, settings = read_settings(writer)
    rows = writer.dicts("lines_to_slip", supplier=step.supplier)
    demands = load_demands(writer, [row["id"] for row in rows])
    changes = Changes(writer, who, as_of)
    made: list[tuple[Row, NewBackorder]] = []
    moved: list[Row] = []
    for row in rows:
        eta = None if isinstance(step, LoseSupplier) else slipped(row["eta"], step.days, as_of)
        waiting = demands.get(row["id"], ())
        found = intake.decide(_situation(row, waiting), intake.DelayReport(eta, None, why), as_of, settings)
        row["new_eta"], row["words"] = eta, why
        if eta == row["eta"] or found.outcome in (Outcome.UNCHANGED, Outcome.REJECTED):
            continue
        if found.outcome is Outcome.CREATED:
            made.append((row, _new(row, waiting, found.quantity, why)))
        elif found.outcome is Outcome.UPDATED:
            moved.append(row)
        else:
            _note(changes, row, found.reason)
    _make(changes, made, settings, version)
    _revise(changes, moved, settings, version)
    changes.flush()


def _make(
    changes: Changes, made: Sequence[tuple[Row, NewBackorder]], settings: Settings, version: int
) -> None:
    states = make_backorders(changes, [new for _, new in made], settings, version, source=SOURCE)
    for (row, _), state in zip(made, states, strict=True):
        _move_line(changes, row, f"ETA given with {state.number}")


def _revise(changes: Changes, moved: Sequence[Row], settings: Settings, version: int) -> None:
    states = load_states(changes.writer, [row["backorder_id"] for row in moved])
    given = [
        NewEta(
            state=states[row["backorder_id"]],
            eta=row["new_eta"],
            trigger=Trigger.SUPPLIER_COMMUNICATION,
            source=SOURCE,
            words=row["words"],
            product=row["product"],
            product_name=row["product_name"],
        )
        for row in moved
    ]
    revise_etas(changes, given, settings, version)
    for row in moved:
        _move_line(changes, row, f"ETA updated with {states[row['backorder_id']].number}")


def _move_line(changes: Changes, row: Row, action: str) -> None:
    before = PoLine.of(row)
    after = PoLine(row["id"], row["new_eta"], row["received"], row["cancelled"], row["version"])
    changes.change_po_line(before, after, action)


def _note(changes: Changes, row: Row, why_not: str) -> None:
    changes.add(
        "append_delays",
        {
            "id": changes.new_id(),
            "po_line_id": row["id"],
            "reported_on": changes.on,
            "previous_eta": row["eta"],
            "new_eta": row["new_eta"],
            "quantity": row["ordered"] - row["received"] - row["cancelled"],
            "cause": int(intake.cause_of(row["words"])),
            "reason": row["words"],
            "why_not": why_not,
            "import_id": None,
            "recorded_at": changes.writer.now,
        },
    )
    _move_line(changes, row, "delay noted, no backorder needed")


def _situation(row: Row, demands: tuple[Demand, ...]) -> intake.LineSituation:
    return intake.LineSituation(
        po_number=row["po_number"],
        po_line=row["po_line"],
        order_date=row["order_date"],
        original_due=row["original_due"],
        eta=row["eta"],
        ordered=row["ordered"],
        received=row["received"],
        cancelled=row["cancelled"],
        demands=demands,
        has_open_backorder=row["backorder_id"] is not None,
        backorder_open=row["backorder_open"],
    )


def _new(row: Row, demands: tuple[Demand, ...], quantity: Decimal, why: str) -> NewBackorder:
    return NewBackorder(
        po_line_id=row["id"],
        po_number=row["po_number"],
        supplier_id=row["supplier_id"],
        supplier=row["supplier"],
        product_id=row["product_id"],
        product=row["product"],
        product_name=row["product_name"],
        original_due=row["original_due"],
        previous_eta=row["eta"],
        eta=row["new_eta"],
        quantity=min(quantity, sum((one.open_quantity for one in demands), ZERO)),
        words=why,
        demands=demands,
    )


def _stock(writer: Writer, step: AddStock) -> None:
    found = writer.dicts("place_of_stock", location=step.location, product=step.product)
    if not found:
        raise NotFound(f"There is no location {step.location} or no product {step.product}: choose others.")
    writer.run("suppose_stock", **found[0], quantity=step.quantity)


def _spend(
    store: Store, writer: Writer, step: SpendBudget, why: str, who: Actor, as_of: date, approved: bool
) -> None:
    """Choose the offers as plans: they are asked for, and approved, like any other plan."""
    inside = Inside(store, writer)
    for one in expediting.spending(inside, step.amount, as_of).chosen:
        plan = choosing.PlanChoice(Seen(one.number), {one.option: one.units}, why, set_eta=True)
        choosing.choose_plan(inside, plan, who, as_of)
        if approved:
            _suppose_approved(writer, one.number, who, as_of)


def _suppose_approved(writer: Writer, number: str, who: Actor, as_of: date) -> None:
    version, settings = read_settings(writer)
    held = hold_one(writer, number)
    plan = following_eta.plan_of(writer, held.state.id, approving.round_of(writer, held.state.id).plan_id)
    if plan is not None:
        changes = Changes(writer, who, as_of)
        following_eta.follow_plan(changes, held, plan, settings, version)
        changes.flush()


def _set(store: Store, step: ChangeSetting, why: str, who: Actor, as_of: date) -> None:
    version, now = store.settings()
    fields = now.model_dump()
    part: Any = fields
    *parents, last = step.path.split(".")
    for name in parents:
        part = part.get(name) if isinstance(part, dict) else None
    if not isinstance(part, dict) or last not in part or isinstance(part[last], dict):
        raise NotFound(f"There is no setting {step.path}: name one such as approvals.manager_up_to.")
    listed = isinstance(part[last], list | tuple)
    part[last] = [one.strip() for one in step.value.split(",")] if listed else step.value
    wanted = setting.validated(fields)
    if wanted == now:
        raise InvalidInput(f"Setting {step.path} is {step.value} already: nothing would change.")
    setting.save(store, version, wanted, why, who, as_of)
