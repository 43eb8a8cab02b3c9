"""Make a backorder by hand: find the PO line, see the impact, save (RULES, Intake)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import approvals, care, intake, priority
from backorder_core.domain.access import Permission
from backorder_core.domain.errors import IllegalStep, InvalidInput, NotFound
from backorder_core.domain.intake import LineSituation
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import SYSTEM, ZERO, Actor, Band, Outcome, Tier, line_value
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.making import NewBackorder, make_backorders
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.reports import recommended
from backorder_core.services.states import load_demands
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

FOUND = 50


@dataclass(frozen=True)
class LineFound:
    """A PO line that a search found; units, ``waiting`` is what customers still expect of it."""

    id: int
    po_number: str
    po_line: str
    supplier: str
    product: str
    product_name: str
    open: Decimal
    waiting: Decimal
    original_due: date
    eta: date | None
    backorder: str | None


@dataclass(frozen=True)
class Wish:
    """A backorder to be made by hand; ``quantity`` None takes all that is open, ``eta`` None is unknown.

    ``overrule`` is the reason to make it although the rules say that none is needed.
    """

    po_number: str
    po_line: str
    quantity: Decimal | None
    eta: date | None
    reason: str
    overrule: str = ""


@dataclass(frozen=True)
class Affected:
    """A customer order line that would go short; units and money."""

    customer: str
    tier: Tier
    order_number: str
    order_line: str
    short: Decimal
    value: Decimal
    need_date: date


@dataclass(frozen=True)
class CreationImpact:
    """What a backorder would be; ``needed`` with the rule's reason, not ``possible`` where nobody waits."""

    needed: bool
    possible: bool
    why: str
    quantity: Decimal
    affected: tuple[Affected, ...]
    value: Decimal
    score: Decimal
    band: Band
    route: approvals.Route
    cause: str
    action: str = ""


def find_lines(store: Store, text: str, limit: int = FOUND) -> tuple[LineFound, ...]:
    """Open PO lines whose PO number, supplier or product holds a text, awaited ones first."""
    with store.read() as reader:
        rows = reader.dicts("find_po_lines", search=text.strip(), count=limit)
    return tuple(LineFound(**row) for row in rows)


def creation_impact(store: Store, wish: Wish, as_of: date) -> CreationImpact:
    """Who would be short, what that is worth, who must approve; nothing is written.

    Raises ``NotFound`` for an unknown PO line, ``InvalidInput`` for a date or quantity that cannot be,
    ``IllegalStep`` where the line has an open backorder: that one gets an ETA update instead.
    """
    with store.read() as reader:
        _, settings = read_settings(reader)
        row, demands = _line(reader, wish)
        impact = _impact(row, demands, wish, as_of, settings)
    if not impact.possible:
        return impact
    tried = replace(wish, overrule="tried out")
    return replace(impact, action=store.rehearse(lambda writer: _action(writer, tried, as_of, settings)))


def _action(writer: Writer, wish: Wish, as_of: date, settings: Settings) -> str:
    """What would be recommended for the backorder, once it is there."""
    number = _create(writer, wish, SYSTEM, as_of)
    row = writer.dicts("one_backorder", number=number, as_of=as_of)[0]
    return recommended(writer, [row], as_of, settings)[row["id"]].sentence


@permitted(Permission.DATE)
def create_backorder(store: Store, wish: Wish, actor: Actor, as_of: date, key: str | None = None) -> str:
    """Make the backorder; its number.

    Raises as ``creation_impact`` does, and ``IllegalStep`` where none is needed and nobody overrules that.
    """
    care.required(wish.reason, "The reason for the delay")
    return once(store, key, (wish, as_of), lambda writer: _create(writer, wish, actor, as_of))


def _create(writer: Writer, wish: Wish, actor: Actor, as_of: date) -> str:
    version, settings = read_settings(writer)
    row, demands = _line(writer, wish)
    impact = _impact(row, demands, wish, as_of, settings)
    if not impact.possible:
        raise IllegalStep(f"{_named(row)}: {impact.why}, so there is nothing to put on backorder.")
    if not impact.needed and not wish.overrule.strip():
        raise IllegalStep(f"{_named(row)} needs no backorder: {impact.why}; overrule that with a reason.")
    changes = Changes(writer, actor, as_of)
    new = _new(row, demands, wish, impact)
    made = make_backorders(changes, [new], settings, version, source="entered by hand")[0]
    if wish.eta != row["eta"]:
        before = PoLine.of(row)
        after = PoLine(row["id"], wish.eta, row["received"], row["cancelled"], row["version"])
        changes.change_po_line(before, after, f"ETA given with {made.number}")
    changes.confirm([row["id"]])
    changes.flush()
    return made.number


def _new(
    row: dict[str, Any], demands: tuple[Demand, ...], wish: Wish, impact: CreationImpact
) -> NewBackorder:
    words = wish.reason.strip()
    if not impact.needed:
        words = f"{words}; made although {impact.why}: {wish.overrule.strip()}"
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
        eta=wish.eta,
        quantity=impact.quantity,
        words=words,
        demands=demands,
    )


def _line(reader: Reader, wish: Wish) -> tuple[dict[str, Any], tuple[Demand, ...]]:
    rows = reader.dicts("po_line_to_delay", po_number=wish.po_number.strip(), po_line=wish.po_line.strip())
    if not rows:
        raise NotFound(
            f"There is no PO line {wish.po_number} / {wish.po_line}: load its purchase order first."
        )
    row = rows[0]
    if row["backorder"]:
        raise IllegalStep(
            f"{_named(row)} is on backorder {row['backorder']} already: give that one a new ETA."
        )
    return row, load_demands(reader, [row["id"]]).get(row["id"], ())


def _impact(
    row: dict[str, Any], demands: tuple[Demand, ...], wish: Wish, as_of: date, settings: Settings
) -> CreationImpact:
    report = intake.DelayReport(wish.eta, wish.quantity, wish.reason)
    decision = intake.decide(_situation(row, demands), report, as_of, settings)
    if decision.outcome is Outcome.REJECTED:
        raise InvalidInput(f"{_named(row)}: {decision.reason}.")
    still_open = row["ordered"] - row["received"] - row["cancelled"]
    wanted = still_open if wish.quantity is None else min(wish.quantity, still_open)
    quantity = min(wanted, sum((demand.open_quantity for demand in demands), ZERO))
    short = intake.shortfall(demands, quantity, row["original_due"], wish.eta, as_of, settings)
    hit = [(demand, short[demand.order_line_id]) for demand in demands if demand.order_line_id in short]
    delay = priority.delay(row["original_due"], wish.eta, as_of)
    waiting = [_short(demand, missing) for demand, missing in hit]
    score = priority.score(waiting, settings).at(delay)
    value = sum((line_value(missing, demand.unit_price) for demand, missing in hit), ZERO)
    vip = any(demand.tier is Tier.VIP for demand, _ in hit)
    return CreationImpact(
        needed=decision.outcome is Outcome.CREATED,
        possible=quantity > 0,
        why=decision.reason,
        quantity=quantity,
        affected=tuple(_affected(demand, missing) for demand, missing in hit),
        value=value,
        score=score,
        band=priority.band(score, settings),
        route=approvals.route(value, vip, settings),
        cause=intake.cause_of(wish.reason).label,
    )


def _situation(row: dict[str, Any], demands: tuple[Demand, ...]) -> LineSituation:
    return LineSituation(
        po_number=row["po_number"],
        po_line=row["po_line"],
        order_date=row["order_date"],
        original_due=row["original_due"],
        eta=row["eta"],
        ordered=row["ordered"],
        received=row["received"],
        cancelled=row["cancelled"],
        demands=demands,
        has_open_backorder=False,
        backorder_open=ZERO,
    )


def _short(demand: Demand, missing: Decimal) -> Demand:
    return Demand(**{**vars(demand), "open_quantity": missing})


def _affected(demand: Demand, missing: Decimal) -> Affected:
    return Affected(
        customer=demand.customer,
        tier=demand.tier,
        order_number=demand.order_number,
        order_line=demand.order_line,
        short=missing,
        value=line_value(missing, demand.unit_price),
        need_date=demand.need_date,
    )


def _named(row: dict[str, Any]) -> str:
    return f"{row['po_number']} / {row['po_line']}"
