"""Commands that tell people: send what is due, make the digests. They need the store for themselves."""

from __future__ import annotations

from datetime import date

import click

from backorder_core.answering import ACTOR, day_or_default, opened, say
from backorder_core.options import as_of_day, shared


@click.command()
@shared
def send(url: str, form: str) -> None:
    """Send the notices that are due, by every channel that is set up."""
    from backorder_core.delivery.outbound import post, send_due

    with opened(url) as store:
        done = send_due(store)
        left = post(store, limit=0)
    document = {**vars(done), "waiting": left.queued, "dead_letters": left.dead}
    text = (
        f"{done.sent} sent, {done.failed} to be tried again, {done.dead} given up; {left.queued} wait, "
        f"{left.dead} dead letters."
    )
    say(form, document, lambda: text if done.channels else f"{NO_CHANNEL} {text}")


NO_CHANNEL = "No channel is set up: every notice stays in the inbox."


@click.command()
@shared
@as_of_day
@click.option("--week", is_flag=True, help="The weekly summary, not the daily digest.")
def digest(url: str, form: str, as_of: date | None, week: bool) -> None:
    """Tell the daily digest or the weekly summary; safe to run again."""
    from backorder_core.services.digests import tell_day, tell_week

    with opened(url) as store:
        told = (tell_week if week else tell_day)(store, ACTOR, day_or_default(store, as_of))
    what = "weekly summary" if week else "daily digest"
    say(form, {"told": told}, lambda: f"The {what} is told, by role: {told}.")
