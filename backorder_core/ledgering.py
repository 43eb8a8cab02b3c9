"""Commands about the ledger itself: how it is bound, a new key, and going on where it cannot be believed."""

from __future__ import annotations

import click

from backorder_core.answering import ACTOR, opened, say
from backorder_core.options import shared


@click.group()
def ledger() -> None:
    """How the ledger is bound to the key of this installation."""


@ledger.command()
@shared
def show(url: str, form: str) -> None:
    """Show the newest entry, the key's id and where the head is noted."""
    from backorder_core.delivery.terminal import table
    from backorder_core.services.ledger_keys import bound

    with opened(url, doubtful=True) as store:
        found = vars(bound(store))
    rows = [(name.replace("_", " "), value or "none") for name, value in found.items()]
    say(form, found, lambda: table(("what", "is"), rows))


@ledger.command()
@shared
def rotate(url: str, form: str) -> None:
    """Chain with a new key from now on; the earlier ones stay in the key file."""
    from backorder_core.services import ledger_keys

    with opened(url) as store:
        key = ledger_keys.rotate(store, ACTOR, store.business_day())
        place = store.chain.keys.path
    say(
        form,
        {"key": key},
        lambda: f"The ledger is chained with key {key} from now on: keep a copy of {place}.",
    )


@ledger.command()
@click.option("--because", required=True, metavar="WHY", help="Why it is taken as it stands.")
@shared
def accept(because: str, url: str, form: str) -> None:
    """Go on with a ledger that cannot be believed; the reason is written into it."""
    from backorder_core.services import ledger_keys

    with opened(url, doubtful=True) as store:
        key = ledger_keys.accept(store, because, ACTOR, store.business_day())
    said = f"The ledger goes on as it stands with key {key}; 'backorders check' still names what was altered."
    say(form, {"key": key, "because": because.strip()}, lambda: said)
