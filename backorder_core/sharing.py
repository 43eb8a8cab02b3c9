"""Commands about where a store is kept: one moves it, one keeps a shared one small and fast."""

from __future__ import annotations

import click

from backorder_core.answering import ACTOR, opened, say
from backorder_core.options import answering, shared


@click.command()
@click.argument("source")
@click.argument("target")
@answering
def copy(source: str, target: str, form: str) -> None:
    """Copy all of a store into a new one, file or shared, and prove that they are the same."""
    from backorder_core.services.moving import copy_store

    state = copy_store(source, target, ACTOR)
    said = f"{target} holds what {source} does: {state.rows:,} rows, state {state.digest[:12]}."
    say(form, {"source": source, "target": target, "rows": state.rows, "state": state.digest}, lambda: said)


@click.command()
@click.option(
    "--keep-days",
    type=click.IntRange(min=1),
    default=7,
    show_default=True,
    help="Days of earlier states that DuckDB itself can still show.",
)
@shared
def maintain(keep_days: int, url: str, form: str) -> None:
    """Tidy a shared store: write small changes into files, merge small files, forget earlier states."""
    from backorder_core.services.moving import keep_small

    with opened(url) as store:
        done = keep_small(store, keep_days, ACTOR)
    became = f"{done.files_before:,} files became {done.files_after:,}"
    said = f"{became}; DuckDB keeps the states of {keep_days} days, the ledger keeps everything."
    say(form, vars(done), lambda: said)
