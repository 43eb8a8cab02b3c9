"""Choose a sourcing plan: it becomes transfers, purchase requests and conditions, and waits for approval."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.domain.access import Permission
from backorder_core.domain.care import ChosenPlan, required
from backorder_core.domain.errors import Conflict, InvalidInput
from backorder_core.domain.values import ZERO, Actor, OfferKind, Quality, money, units
from backorder_core.services import approving
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Held, Seen, hold_one
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.work import caring, following_eta, purchases, transfers
from backorder_core.services.work.calling_off import call_off_plan
from backorder_core.services.work.finding import Source, Sourcing, sourcing_of
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings

Taken = list[tuple[Source, Decimal]]


@dataclass(frozen=True)
class PlanChoice:
    """Units by the name of the option they come from, why, and whether the ETA follows once it is approved.

    ``round`` is that of the approvals that was seen: another plan would have begun another; None accepts any.
    """

    backorder: Seen
    quantities: Mapping[str, Decimal]
    reason: str
    set_eta: bool = False
    round: int | None = None


@dataclass(frozen=True)
class PlanMade:
    """The numbers of what a chosen plan asked for, and the conditions that it set.

    ``waits_for`` is the role whose approval comes first, in words; empty where none is needed.
    """

    transfers: tuple[str, ...]
    purchases: tuple[str, ...]
    conditions: tuple[str, ...]
    cost: Decimal
    waits_for: str


@permitted(Permission.SOURCE)
def choose_plan(
    store: Store, choice: PlanChoice, actor: Actor, as_of: date, key: str | None = None
) -> PlanMade:
    """Ask for what a plan needs, in one transaction; an earlier plan's requests that nobody acted on go.

    Its approval is asked for; the ETA follows with the last of the approvals (``following_eta``).

    Raises ``InvalidInput`` for an unknown option, more than it has or more than is missing, ``Conflict``
    where the backorder changed since the plan was drawn up.
    """
    required(choice.reason, "Why this plan was chosen")
    answer = once(store, key, (choice, as_of), lambda writer: _choose(writer, choice, actor, as_of))
    said = json.loads(answer)
    return PlanMade(
        tuple(said["transfers"]),
        tuple(said["purchases"]),
        tuple(said["conditions"]),
        Decimal(said["cost"]),
        said["waits_for"],
    )


def _choose(writer: Writer, choice: PlanChoice, actor: Actor, as_of: date) -> str:
    version, settings = read_settings(writer)
    held = hold_one(writer, choice.backorder.number, choice.backorder.version)
    if choice.round not in (None, approving.round_of(writer, held.state.id).number):
        raise Conflict(f"The plan or value of {held.state.number} changed meanwhile: reload and look again.")
    first = Changes(writer, actor, as_of)
    call_off_plan(first, held.state.id, "replaced by another plan", "replaced")
    first.flush()
    changes = Changes(writer, actor, as_of)
    sourcing = sourcing_of(writer, held, as_of, settings)
    taken = _taken(sourcing, choice.quantities)
    made = _ask(changes, held, taken)
    conditions = _conditions(changes, held, taken)
    filled = sum((quantity for _, quantity in taken), ZERO)
    plan = _record(changes, held, taken, choice, whole=filled == sourcing.missing)
    changes.put(None, plan, "plan chosen")
    about = held.about(held.state)
    route = approving.ask_again(changes, held.state, about, settings, "a plan was chosen", plan.id)
    if route.automatic:
        following_eta.follow_plan(changes, held, plan, settings, version)
    changes.flush()
    waits_for = "" if route.automatic else route.steps[0].label.lower()
    said = {"conditions": conditions, "cost": str(plan.cost), "waits_for": waits_for}
    return json.dumps({**made, **said})


def _taken(sourcing: Sourcing, quantities: Mapping[str, Decimal]) -> Taken:
    by_name = {source.option.name: source for source in sourcing.sources}
    taken = []
    for name, quantity in quantities.items():
        if name not in by_name:
            raise InvalidInput(f"There is no option “{name}” any more: look at the plans again.")
        available = by_name[name].option.available
        if not 0 < quantity <= available:
            raise InvalidInput(f"{name} has {units(available)} units: {units(quantity)} cannot be taken.")
        taken.append((by_name[name], quantity))
    total = sum((quantity for _, quantity in taken), ZERO)
    if not taken or total > sourcing.missing:
        raise InvalidInput(
            f"{sourcing.number} misses {units(sourcing.missing)} units: "
            f"a plan of {units(total)} does not fit."
        )
    return taken


def _ask(changes: Changes, held: Held, taken: Taken) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {"transfers": [], "purchases": []}
    seen = Seen(held.state.number)
    for source, quantity in taken:
        option = source.option
        if option.kind is OfferKind.TRANSFER:
            cost = money(option.fixed_cost + option.unit_cost * quantity)
            request = transfers.TransferRequest(seen, source.location, quantity, option.ready_on, cost)
            asked["transfers"].append(transfers.ask(changes, held, request).number)
            continue
        wish = purchases.PurchaseWish(
            backorder=seen,
            kind=option.kind,
            supplier_id=source.supplier_id,
            product_id=source.product_id,
            quantity=quantity,
            ready_on=option.ready_on,
            fixed_cost=option.fixed_cost,
            unit_cost=option.unit_cost,
            quality=option.quality,
            note=option.name,
        )
        asked["purchases"].append(purchases.ask(changes, held, wish).number)
    return asked


def _conditions(changes: Changes, held: Held, taken: Taken) -> list[str]:
    said = []
    for source, quantity in taken:
        option = source.option
        if option.quality is Quality.SUBSTITUTE:
            customers = ", ".join(dict.fromkeys(demand.customer for demand in held.state.demands))
            said.append(f"{customers} approves {units(quantity)} units of {option.name}")
        elif option.quality is Quality.EQUIVALENT:
            said.append(f"Quality check of {units(quantity)} units from {option.name}")
    for condition in said:
        caring.tie(changes, held.state.id, condition, "sourcing plan")
    return said


def _record(changes: Changes, held: Held, taken: Taken, choice: PlanChoice, *, whole: bool) -> ChosenPlan:
    on = changes.on
    costs = [source.option.fixed_cost + source.option.unit_cost * quantity for source, quantity in taken]
    late = [quantity * max(0, (source.option.ready_on - on).days) for source, quantity in taken]
    risky = [quantity for source, quantity in taken if source.option.quality is not Quality.SAME]
    lines = [
        {"option": source.option.name, "kind": source.option.kind.key, "quantity": str(quantity)}
        for source, quantity in taken
    ]
    ready_on = max(source.option.ready_on for source, _ in taken)
    return ChosenPlan(
        id=changes.new_id(),
        backorder_id=held.state.id,
        chosen_on=on,
        lines=json.dumps(lines, ensure_ascii=False),
        cost=money(sum(costs, ZERO)),
        late_unit_days=sum(late, ZERO),
        units_at_risk=sum(risky, ZERO),
        ready_on=ready_on,
        reason=choice.reason.strip(),
        state="chosen",
        backorder_version=held.state.version,
        new_eta=ready_on if choice.set_eta and whole and ready_on != held.state.eta else None,
    )
