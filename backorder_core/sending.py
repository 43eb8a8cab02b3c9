"""The command that sends what is due; it needs the store for itself."""

from __future__ import annotations

import click

from backorder_core.answering import opened, say
from backorder_core.options import shared


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
