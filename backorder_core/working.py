"""Commands that work on backorders where a machine would: an ETA, a receipt, a line's end, the check."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import click

from backorder_core.answering import ACTOR, day_or_default, opened, say
from backorder_core.domain.values import Trigger, plain
from backorder_core.options import CodeType, Day, Quantity, as_of_day, shared


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
@click.option("--po", "po_number", metavar="PO", help="All open backorders of a purchase order.")
@click.option("--supplier", metavar="CODE", help="All open backorders of a supplier, by code or name.")
@shared
@as_of_day
@click.option("--to", type=Day(), help="The new ETA.")
@click.option("--unknown", is_flag=True, help="The supplier does not know the date.")
@click.option("--trigger", type=CodeType(Trigger), default="supplier_communication", help="Why it changes.")
@click.option("--words", required=True, help="What the supplier said.")
@click.option("--dry-run", is_flag=True, help="Show the impact and write nothing.")
def eta(
    numbers: tuple[str, ...],
    po_number: str | None,
    supplier: str | None,
    url: str,
    form: str,
    as_of: date | None,
    to: date | None,
    unknown: bool,
    trigger: Trigger,
    words: str,
    dry_run: bool,
) -> None:
    """Give open backorders a new ETA, or confirm the one they have."""
    from backorder_core.services.holding import Seen
    from backorder_core.services.work.etas import EtaUpdate, as_json, eta_impact, open_of, update_etas

    if (to is None) != unknown:
        raise click.UsageError("Give the new ETA with --to DATE, or say --unknown.")
    if [bool(numbers), po_number is not None, supplier is not None].count(True) != 1:
        raise click.UsageError("Name the backorders, or say --po PO or --supplier CODE.")
    with opened(url) as store:
        named = tuple(Seen(number) for number in numbers)
        concerned = named or open_of(store, po_number=po_number, supplier=supplier)
        update = EtaUpdate(concerned, to, trigger, words, "command line")
        day = day_or_default(store, as_of)
        impacts = eta_impact(store, update, day)
        changed = () if dry_run else update_etas(store, update, ACTOR, day)
    document = {"updated": list(changed), "impact": [as_json(one) for one in impacts]}
    text = "\n".join(
        f"{one.number}: ETA {one.previous or 'unknown'} → {one.eta or 'unknown'}, score "
        f"{plain(one.score_before)} → {plain(one.score_after)}"
        + (f", escalates: {one.escalation}" if one.escalation else "")
        + (f"; the supplier delivers next on {one.delivers_on}" if one.delivers_on else "")
        for one in impacts
    )
    say(form, document, lambda: text)


@click.command()
@click.argument("po_number")
@click.argument("po_line")
@click.argument("quantity", type=Quantity())
@shared
@as_of_day
@click.option(
    "--policy",
    type=click.Choice(["strict", "fair_share", "protect_vip"]),
    help="Who gets scarce units; as the settings say by default.",
)
@click.option("--dry-run", is_flag=True, help="Show who would get what and write nothing.")
def receive(
    po_number: str,
    po_line: str,
    quantity: Decimal,
    url: str,
    form: str,
    as_of: date | None,
    policy: str | None,
    dry_run: bool,
) -> None:
    """Receive units of a PO line; customers who wait get them by priority."""
    from backorder_core.domain.values import Policy
    from backorder_core.services.filling import Sharing
    from backorder_core.services.receipts import Receipt, as_json, preview_receipts
    from backorder_core.services.receipts import receive as book

    with opened(url) as store:
        day = day_or_default(store, as_of)
        receipt = Receipt(po_number, po_line, quantity, day, Sharing(Policy(policy) if policy else None))
        (result,) = (preview_receipts if dry_run else book)(store, [receipt], ACTOR, day)
    document = as_json(result)
    lines = [f"{plain(result.taken)} units of {result.po_number} / {result.po_line} received."]
    lines += [f"  {plain(one.quantity)} to order line {one.order_line_id}: {one.why}" for one in result.given]
    say(form, document, lambda: "\n".join([*lines, *([result.warning] if result.warning else [])]))


@click.command("end")
@click.argument("po_number")
@click.argument("po_line")
@shared
@as_of_day
@click.option("--words", required=True, help="What the supplier said.")
@click.option("--dry-run", is_flag=True, help="Show what it would do and write nothing.")
def end_line(
    po_number: str, po_line: str, url: str, form: str, as_of: date | None, words: str, dry_run: bool
) -> None:
    """End a PO line: nothing more of it will come. Who waits for it is short, without a date."""
    from backorder_core.services.work import ending

    with opened(url) as store:
        wanted = ending.LineEnd(po_number, po_line, words)
        ended = (ending.preview_end if dry_run else ending.end_line)(
            store, wanted, ACTOR, day_or_default(store, as_of)
        )
    say(form, ending.as_json(ended), lambda: ending.sentence(ended))


@click.command()
@shared
@as_of_day
def escalate(url: str, form: str, as_of: date | None) -> None:
    """Run the escalation check: raise what the day asks for; safe to run again."""
    from backorder_core.services.escalations import sweep

    with opened(url) as store:
        raised = sweep(store, day_or_default(store, as_of), ACTOR)
    say(form, {"escalated": raised}, lambda: f"{raised} backorders escalated.")
