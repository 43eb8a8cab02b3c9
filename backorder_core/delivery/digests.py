"""A digest as a person reads it: text for a terminal or a notice, HTML for a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorder_core.delivery.sheets import template
from backorder_core.delivery.terminal import table
from backorder_core.services.reviews import Concerned, Digest, Part, Period

NO_DATA = "no data"
TITLES = {Period.DAILY: "Daily backorder review", Period.WEEKLY: "Weekly backorder summary"}


@dataclass(frozen=True)
class Block:
    """One part of a digest: figures by their names, or a table."""

    name: str
    figures: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def title(one: Digest) -> str:
    """What a digest is called, with the days it covers."""
    if one.period is Period.DAILY:
        return f"{TITLES[one.period]} of {_day(one.since)}"
    return f"{TITLES[one.period]}, {_day(one.since)} to {_day(one.last)}"


def lead(one: Digest) -> str:
    """The digest in one sentence."""
    did = one.activity
    return (
        f"{did.new} new, {did.resolved} resolved, {did.partially_resolved} partially resolved, "
        f"{did.escalated} escalated. Revenue at risk {_signed(did.value_change)}: "
        f"{one.open.open} open at the end, worth {_money(one.open.value)}."
    )


def as_text(one: Digest) -> str:
    """The digest for a terminal or a notice, block by block."""
    return "\n\n".join([title(one), lead(one), *map(_text, blocks(one))])


def as_html(one: Digest) -> str:
    """The digest as one self-contained page; every text in it is escaped."""
    page = template("digest.html")
    return page.render(title=title(one), lead=lead(one), blocks=blocks(one), as_of=one.last.isoformat())


def blocks(one: Digest) -> list[Block]:
    """The parts of a digest in the order of the chapter's daily review, without the empty ones."""
    found = [
        Block("Resolution activity", _activity(one)),
        Block("Customer impact", tuple((row.tier.label, _customers(row)) for row in one.customers)),
        Block("Financial impact", _finance(one)),
        Block("Satisfaction and quality, last seven days", _quality(one)),
        Block("Supplier performance", _suppliers(one)),
        *_causes(one),
        _moved(one),
        _urgent(one),
    ]
    return [block for block in found if block.figures or block.rows]


def _activity(one: Digest) -> tuple[tuple[str, str], ...]:
    did = one.activity
    days = did.mean_days_to_resolve
    return (
        ("New backorders", str(did.new)),
        ("Resolved backorders", str(did.resolved)),
        ("Partially resolved", str(did.partially_resolved)),
        ("Escalations", str(did.escalated)),
        ("New ETAs", str(did.eta_updates)),
        ("Cancelled", str(did.cancelled)),
        ("Net change", _plus(did.net)),
        ("Mean time to resolve", NO_DATA if days is None else f"{days} days"),
    )


def _customers(row: Concerned) -> str:
    return f"{row.customers} affected, {row.waiting} still waiting"


def _finance(one: Digest) -> tuple[tuple[str, str], ...]:
    spent = [(f"  {row.way}", _money(row.cost)) for row in one.costs if row.count]
    return (
        ("Revenue at risk, change", _signed(one.activity.value_change)),
        ("Revenue at risk, at the end", _money(one.open.value)),
        ("Resolution costs", _money(one.cost)),
        *spent,
    )


def _quality(one: Digest) -> tuple[tuple[str, str], ...]:
    found = one.quality
    rating = NO_DATA if found.rating is None else f"{found.rating} of 5 ({found.ratings} ratings)"
    issues = f"{found.issues} ({found.issues_week_before} the week before)"
    return (("Customer satisfaction", rating), ("Quality issues", issues))


def _suppliers(one: Digest) -> tuple[tuple[str, str], ...]:
    found = one.suppliers
    on_time = NO_DATA if found.on_time is None else f"{found.on_time} % of {found.due_lines:,} lines"
    slip = NO_DATA if found.mean_slip is None else f"{found.mean_slip} days"
    over = f"On time against the first promise, {found.days} days"
    return ((over, on_time), ("Average delay of open ones", slip))


def _causes(one: Digest) -> tuple[Block, ...]:
    named = {
        "Causes of new backorders": one.causes,
        "Suppliers of new backorders": one.new_by_supplier,
        "Products of new backorders": one.new_by_category,
    }
    return tuple(Block(name, tuple(map(_share, parts))) for name, parts in named.items())


def _share(part: Part) -> tuple[str, str]:
    return part.name, f"{part.count} ({part.share} %)"


def _moved(one: Digest) -> Block:
    rows = tuple(
        (row.number, row.customer, row.product_name, _money(row.value), ", ".join(row.happened))
        for row in one.moved
    )
    return Block("What happened", (), ("Backorder", "Customer", "Product", "Value now", "What"), rows)


def _urgent(one: Digest) -> Block:
    rows = tuple(
        (
            row.number,
            row.customer,
            _money(row.value),
            row.band.label,
            f"{row.age_days} days",
            row.action.sentence,
        )
        for row in one.urgent
    )
    return Block("Most urgent", (), ("Backorder", "Customer", "Value", "Band", "Age", "Next step"), rows)


def _text(block: Block) -> str:
    if block.rows:
        return f"{block.name}\n{table(block.columns, block.rows)}"
    width = max(len(name) for name, _ in block.figures)
    return "\n".join([block.name, *(f"  {name:{width}}  {value}" for name, value in block.figures)])


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _signed(amount: Decimal) -> str:
    return f"{amount:+,.2f}"


def _plus(amount: int) -> str:
    return f"{amount:+d}" if amount else "0"


def _day(day: date) -> str:
    return f"{day:%A}, {day.isoformat()}"
