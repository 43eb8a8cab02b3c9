"""The command that reads files in."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backorder_core.answering import ACTOR, day_or_default, opened_or_empty, say, watched
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.options import Day, shared

if TYPE_CHECKING:
    from backorder_core.services.imports import ImportOptions
    from backorder_core.services.imports.folder import Answers

OF_FOLDERS = ("mappings", "keep_going")
OF_FILES = ("mapped", "no_header", "columns", "sheet", "encoding", "remember")


@click.command("import")
@click.argument("kind", required=False)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@shared
@click.option("--kinds", is_flag=True, help="List the kinds of files with their fields.")
@click.option("--as-of", type=Day(), help="Business date of the file; today by default.")
@click.option("--dates", type=click.Choice(["dmy", "mdy", "ymd"]), help="Order of day, month and year.")
@click.option("--decimal", type=click.Choice(["point", "comma"]), help="Decimal sign of numbers.")
@click.option("--map", "mapped", multiple=True, metavar='FIELD="HEADER"', help="Which column holds a field.")
@click.option("--no-header", is_flag=True, help="The file has no header; --columns names its columns.")
@click.option(
    "--columns", metavar="A,B,C", help="Names of all columns in order, for a file without a header."
)
@click.option("--sheet", help="Sheet of a workbook, where several hold data.")
@click.option("--encoding", help="Encoding of a text file, such as cp1252, where it cannot be found out.")
@click.option("--unknown", multiple=True, metavar="TEXT", help="Text that means a date nobody knows, as TBD.")
@click.option("--with-lines", is_flag=True, help="Bring PO lines, suppliers, products that are not known.")
@click.option("--missing", type=click.Choice(["keep", "close"]), help="Open PO lines that the file lacks.")
@click.option("--closed", type=click.Choice(["keep", "close"]), help="PO lines closed with units still open.")
@click.option("--blanks", type=click.Choice(["above", "reject"]), help="Lines without their order's number.")
@click.option("--mappings", type=click.Path(path_type=Path), help="Saved mappings (TOML) for a folder.")
@click.option(
    "--keep-going", is_flag=True, help="Of a folder, apply the files that are clear without the others."
)
@click.option("--remember", is_flag=True, help="Remember the --map for files with the same headers.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
def import_(
    kind: str | None, file: Path | None, url: str, form: str, kinds: bool, as_of: date | None, **said: Any
) -> None:
    """Import a file of one kind; a store that is not there yet is made.

    KIND is one of suppliers, products, locations, customers, po-lines, order-lines, allocations, stock,
    offers, receipts, po-delays, quality; --kinds lists their fields. With folder as KIND, FILE is a folder:
    the kind of each of its files is found by the headers, and they are loaded in the order that they need.
    """
    if kinds:
        _list_kinds(form)
        return
    if kind is None or file is None:
        raise click.UsageError("Say which kind of file and which file: import KIND FILE; --kinds lists them.")
    if kind == "folder":
        _folder(file, url, form, as_of, **said)
        return
    only = [name for name in OF_FOLDERS if said.pop(name)]
    if only:
        raise click.UsageError(f"--{only[0].replace('_', '-')} belongs to a folder: import folder DIR.")
    _one_file(kind, file, url, form, as_of, **said)


def _list_kinds(form: str) -> None:
    from backorder_core.delivery.terminal import kinds_text
    from backorder_core.domain.kinds import described

    document = described()
    say(form, document, lambda: kinds_text(document))


def _one_file(kind: str, file: Path, url: str, form: str, as_of: date | None, **said: Any) -> None:
    from backorder_core.delivery.terminal import import_text
    from backorder_core.domain.kinds import kind_of
    from backorder_core.services.files import inspect
    from backorder_core.services.imports import apply_file, mapping_of, remember_mapping

    contract = kind_of(kind)
    must_be_readable(file, "CSV or XLSX")
    options = _options(said, mapping_of(contract, said["mapped"], "--map"))
    with opened_or_empty(url, said["dry_run"]) as store:
        day = day_or_default(store, as_of)
        with watched("Judging") as judging, watched("Writing") as writing:
            result = apply_file(
                *(store, kind, file, file.name, day, options, ACTOR),
                dry_run=said["dry_run"],
                progress=judging,
                writing=writing,
            )
        if said["remember"] and not said["dry_run"]:
            shape = inspect(file, options.reading)
            remember_mapping(store, kind, shape.headers, dict(options.mapping), ACTOR)
    document = result.as_json()
    say(form, document, lambda: import_text(document))


def _folder(folder: Path, url: str, form: str, as_of: date | None, **said: Any) -> None:
    from backorder_core.delivery.terminal import folder_text
    from backorder_core.domain.mappings import Mappings
    from backorder_core.services.imports.folder import apply_files, judge_files, sources_in
    from backorder_core.services.imports.mappings import read_mappings

    single = [name for name in OF_FILES if said[name]]
    if single:
        name = {"mapped": "map"}.get(single[0], single[0]).replace("_", "-")
        raise click.UsageError(f"--{name} belongs to one file: write it into the --mappings of the folder.")
    sources = sources_in(folder)
    mappings = read_mappings(said["mappings"]) if said["mappings"] else Mappings()
    with opened_or_empty(url, said["dry_run"]) as store:
        day = day_or_default(store, as_of)
        done = judge_files(store, sources, day, ACTOR, mappings=mappings, answers=_answers(said))
        if not said["dry_run"]:
            done = apply_files(store, done, ACTOR, keep_going=said["keep_going"])
    document = done.as_json()
    say(form, document, lambda: folder_text(document))
    if done.unclear and not said["dry_run"]:
        raise InvalidInput(_left(len(done.unclear), len(done.files), applied=done.applied))


def _left(unclear: int, files: int, *, applied: bool) -> str:
    what = "1 file is" if unclear == 1 else f"{unclear:,} files are"
    if applied:
        there = "1 was" if files == 1 else f"{files:,} were"
        return f"{what} not applied, {there}: see why, mend it and import again."
    return f"Nothing was applied, {what} not clear: see why and mend it, or say --keep-going."


def _answers(said: dict[str, Any]) -> Answers:
    from backorder_core.domain.readings import DateOrder, DecimalSign
    from backorder_core.services.imports import ANSWERS
    from backorder_core.services.imports.folder import Answers

    return Answers(
        dates=DateOrder(said["dates"]) if said["dates"] else None,
        decimal=DecimalSign(said["decimal"]) if said["decimal"] else None,
        with_lines=said["with_lines"],
        unknown=said["unknown"],
        answers={name: said[name] for name in ANSWERS if said[name]},
    )


def _options(said: dict[str, Any], mapping: dict[str, str]) -> ImportOptions:
    from backorder_core.domain.readings import DateOrder, DecimalSign
    from backorder_core.services.files import ReadOptions
    from backorder_core.services.imports import ANSWERS, ImportOptions

    columns = tuple(part.strip() for part in (said["columns"] or "").split(",") if part.strip())
    if columns and not said["no_header"]:
        raise InvalidInput("--columns names the columns of a file without a header: say --no-header too.")
    return ImportOptions(
        dates=DateOrder(said["dates"]) if said["dates"] else None,
        decimal=DecimalSign(said["decimal"]) if said["decimal"] else None,
        mapping=mapping,
        reading=ReadOptions(
            encoding=said["encoding"], header=not said["no_header"], columns=columns, sheet=said["sheet"]
        ),
        with_lines=said["with_lines"],
        unknown=said["unknown"],
        answers={name: said[name] for name in ANSWERS if said[name]},
    )


def must_be_readable(file: Path, kind: str = "CSV") -> None:
    """``NotFound`` or ``InvalidInput`` where there is no file to read."""
    if not file.exists():
        raise NotFound(f"There is no file {file}: check the path.")
    if not file.is_file():
        raise InvalidInput(f"{file} is not a file: give the path of a {kind} file.")
    if not os.access(file, os.R_OK):
        raise InvalidInput(f"The file {file} cannot be read: make it readable for you.")
