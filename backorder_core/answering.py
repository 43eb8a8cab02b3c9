"""How every command opens the store, picks its day and answers."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from backorder_core.domain.values import Actor, Role

if TYPE_CHECKING:
    from backorder_core.store import Store

ACTOR = Actor("command line", Role.ADMINISTRATOR)


@contextmanager
def opened(
    url: str, known_on: date | None = None, *, create: bool = False, doubtful: bool = False
) -> Iterator[Store]:
    """The store of one command, closed at its end; as it was known on a day where one is named."""
    from backorder_core.store import PastStore, open_store

    store = open_store(url, create=create, doubtful=doubtful)
    try:
        yield PastStore(store, known_on) if known_on else store
    finally:
        store.close()


@contextmanager
def opened_or_empty(url: str, dry_run: bool) -> Iterator[Store]:
    """The store, made where there is none; a dry run then happens in an empty one that goes with it."""
    from backorder_core.store import is_shared

    with TemporaryDirectory(prefix="backorders-") as folder:
        missing = dry_run and not is_shared(url) and not Path(url).exists()
        with opened(
            str(Path(folder) / "empty.duckdb") if missing else url, create=not dry_run or missing
        ) as store:
            yield store


def day_or_default(store: Store, given: date | None) -> date:
    """The as-of date of a command."""
    return given or store.business_day()


def say(form: str, document: object, text: Callable[[], str]) -> None:
    """Print one JSON document, or the text."""
    click.echo(json.dumps(document, ensure_ascii=False, default=plainly) if form == "json" else text())


@contextmanager
def watched(doing: str) -> Iterator[Callable[[int, int], None] | None]:
    """Hears of rows done, of how many; says it on stderr, with rows a second, where somebody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()

    def move(done: int, total: int) -> None:
        rate = done / max(time.monotonic() - began, 0.001)
        said = f"{doing}: {done:,} of {total:,} rows, {rate:,.0f} rows a second"
        click.echo(f"\r{said}\x1b[K", nl=False, err=True)

    try:
        yield move
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def plainly(value: object) -> object:
    """What JSON does not know, as text: money with two decimals, dates as ISO."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)
