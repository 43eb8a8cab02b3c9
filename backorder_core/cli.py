"""The command line: a thin door to the same use-cases as the screens.

Exit codes: 0 done, 2 refused with one sentence on stderr, 1 a bug. With ``--format json`` every command
prints exactly one JSON document on stdout.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from backorder_core.answering import ACTOR, day_or_default, opened, say
from backorder_core.backing import backup, restore
from backorder_core.digesting import digest
from backorder_core.domain.errors import InvalidInput, Refusal
from backorder_core.domain.values import Band, Cause, Status, Tier
from backorder_core.exporting import export
from backorder_core.importing import import_, must_be_readable
from backorder_core.ledgering import ledger
from backorder_core.options import Amount, CodeType, Day, answering, as_of_day, known_on_day, shared, stored
from backorder_core.peopling import people
from backorder_core.reporting import paged, report
from backorder_core.sending import send
from backorder_core.setting import settings
from backorder_core.sharing import copy, maintain
from backorder_core.signing import sign_in_
from backorder_core.supposing import whatif
from backorder_core.tokening import token
from backorder_core.working import end_line, escalate, eta, receive

# What a command needs is imported inside it: help and refusals come at once, without a database.

# DuckDB makes this RuntimeError of a Ctrl-C that comes in the midst of a statement.
INTERRUPTED = "Query interrupted"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="backorder-command-centre")
def cli() -> None:
    """See which customer orders a late supplier puts at risk, and decide."""


@cli.command()
@stored
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8501,
    show_default=True,
    help="Port on this machine, 0 for any that is free.",
)
@click.option("--demo", is_flag=True, help="Fill an empty store with the demo company first.")
def serve(url: str, port: int, demo: bool) -> None:
    """Serve the app on this machine."""
    from backorder_core.serving import serve_app

    serve_app(url, port, demo, click.echo)


@cli.command()
@shared
@click.option("--rows", type=click.IntRange(min=0), help="About how many past backorders to make.")
def demo(url: str, form: str, rows: int | None) -> None:
    """Fill an empty store with the demo company as of 2025-01-28."""
    from backorder_core.delivery.terminal import made_text
    from backorder_core.serving import fill, must_be_empty

    must_be_empty(url)
    made = vars(fill(url, rows))
    say(form, made, lambda: made_text(url, made))


@cli.command()
@click.argument("import_id", type=int)
@shared
@click.option("--as-of", type=Day(), help="The day on which it is undone; that of the import by default.")
def undo(import_id: int, url: str, form: str, as_of: date | None) -> None:
    """Take back an import, newest first."""
    from backorder_core.services.imports import undo_import

    with opened(url) as store:
        touched = undo_import(store, import_id, ACTOR, as_of)
    document = {"import_id": import_id, "undone": True, "backorders": touched}
    say(form, document, lambda: f"Import {import_id} is undone: {touched} backorders removed or put back.")


@cli.command("list")
@shared
@as_of_day
@known_on_day
@click.option("--state", type=click.Choice(["open", "closed", "all"]), help="Open ones by default.")
@click.option("--band", "bands", type=CodeType(Band), multiple=True, help="Priority band; repeatable.")
@click.option("--tier", "tiers", type=CodeType(Tier), multiple=True, help="Customer tier; repeatable.")
@click.option("--status", "statuses", type=CodeType(Status), multiple=True, help="Headline; repeatable.")
@click.option("--cause", "causes", type=CodeType(Cause), multiple=True, help="Root cause; repeatable.")
@click.option("--supplier", help="Supplier code.")
@click.option("--product", help="Product code.")
@click.option("--customer", help="Customer code.")
@click.option("--owner", help="Name of the owner.")
@click.option("--aging", help="Aging bucket: 0-7, 8-14 or 15+ where the settings do not say otherwise.")
@click.option("--age-from", type=int, help="Age in days, at least.")
@click.option("--age-to", type=int, help="Age in days, at most.")
@click.option("--value-from", type=Amount(), help="Revenue at risk, at least.")
@click.option("--value-to", type=Amount(), help="Revenue at risk, at most.")
@click.option(
    "--pipeline", help="Pipeline bucket: past_eta, 24h, 3d, 7d, later or unknown, unless settings differ."
)
@click.option("--search", help="Words in numbers, suppliers, products, customers or orders.")
@click.option("--category", help="Product category.")
@click.option("--created-from", type=Day(), help="Created on this day or later.")
@click.option("--created-to", type=Day(), help="Created on this day or earlier.")
@click.option("--closed-from", type=Day(), help="Closed on this day or later.")
@click.option("--closed-to", type=Day(), help="Closed on this day or earlier.")
@click.option("--sort", default="score", show_default=True, help="Column to sort by.")
@click.option("--ascending", is_flag=True, help="Smallest first.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Rows, 0 for all.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Rows to skip.")
def list_(
    url: str,
    form: str,
    as_of: date | None,
    known_on: date | None,
    state: str | None,
    sort: str,
    ascending: bool,
    limit: int,
    offset: int,
    **narrowed: Any,
) -> None:
    """List backorders as of a day."""
    from backorder_core.delivery.terminal import list_text
    from backorder_core.services.backorders import Filters, SortKey, as_json, list_backorders, stated

    if sort not in list(SortKey):
        raise click.UsageError(f"--sort {sort} is not one of {', '.join(SortKey)}.")
    filters = stated(Filters(**narrowed), state)
    with opened(url, known_on) as store:
        day = day_or_default(store, as_of)
        page = list_backorders(store, filters, day, SortKey(sort), not ascending, limit, offset)
    document: dict[str, Any] = as_json(page)
    say(form, document, lambda: list_text(document))


@cli.command()
@click.argument("number")
@paged
@stored
@as_of_day
@known_on_day
def show(number: str, url: str, form: str, as_of: date | None, known_on: date | None) -> None:
    """Show one backorder as of a day."""
    from backorder_core.delivery.sheets import backorder_html
    from backorder_core.delivery.terminal import show_text
    from backorder_core.services.detail import show_backorder
    from backorder_core.services.detail_json import as_json
    from backorder_core.services.sheets import sheet_of

    with opened(url, known_on) as store:
        day = day_or_default(store, as_of)
        if form == "html":
            click.echo(backorder_html(sheet_of(store, number, day)))
            return
        document: dict[str, Any] = as_json(show_backorder(store, number, day))
    say(form, document, lambda: show_text(document))


@cli.command()
@click.option("--file", type=click.Path(path_type=Path), required=True, help="The case as JSON.")
@answering
def plan(file: Path, form: str) -> None:
    """Offer the sourcing plans of a case, cheapest first; needs no store."""
    from backorder_core.delivery.terminal import plan_text
    from backorder_core.services.sourcing import as_json, offer, read_case

    must_be_readable(file, "JSON")
    document: dict[str, Any] = as_json(offer(read_case(file)))
    say(form, document, lambda: plan_text(document))


@cli.command()
@shared
def check(url: str, form: str) -> None:
    """Prove that the store is whole: the ledger, the quantities, the totals."""
    from backorder_core.services.checks import check as check_store

    with opened(url, doubtful=True) as store:
        findings = check_store(store)
    document = {"ok": not findings, "findings": [vars(one) for one in findings]}
    say(form, document, lambda: "\n".join(one.sentence for one in findings) or "Everything checks out.")
    if findings:
        raise SystemExit(1)


for command in (
    export,
    import_,
    report,
    whatif,
    eta,
    receive,
    end_line,
    escalate,
    people,
    send,
    digest,
    backup,
    restore,
    copy,
    maintain,
    ledger,
    settings,
    token,
    sign_in_,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; every refusal is one sentence on stderr and exit code 2."""
    try:
        _must_be_text(sys.argv[1:])
        cli.main(prog_name="backorders", standalone_mode=False)
    except Refusal as refused:
        _refuse(refused.sentence)
    except click.exceptions.NoArgsIsHelpError:
        _refuse("Say what to do: 'backorders --help' lists it.")
    except click.ClickException as misused:
        _refuse(misused.format_message())
    except click.exceptions.Abort:
        _stop()
    except Exception as bug:
        if str(bug) == INTERRUPTED:
            _stop()
        traceback.print_exc()
        what = " ".join(f"{type(bug).__name__}: {bug}".split())
        click.echo(f"This is a bug in backorders, please report it: {what}", err=True)
        raise SystemExit(1) from None


def _must_be_text(words: Sequence[str]) -> None:
    """``InvalidInput`` for a word with bytes that are no UTF-8: Python hands them on as half letters."""
    for word in words:
        shown = word.encode("utf-8", "replace").decode()
        if shown != word:
            raise InvalidInput(f"The word '{shown}' is not UTF-8: write it again, or rename the file.")


def _stop() -> NoReturn:
    click.echo("Stopped.", err=True)
    raise SystemExit(130)


def _refuse(sentence: str) -> NoReturn:
    said = " ".join(sentence.split())
    click.echo(said if said.endswith((".", "?", "!")) else f"{said}.", err=True)
    raise SystemExit(2)


if __name__ == "__main__":
    main()
