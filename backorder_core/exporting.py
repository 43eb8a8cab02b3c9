"""The commands that take data out: the whole store as Parquet, or the records of one kind as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from backorder_core.answering import ACTOR, day_or_default, opened, say
from backorder_core.options import as_of_day, shared, stored

OR_BY_NAME = "CSV, unless the file's name ends in .xlsx."


class Exports(click.Group):
    """``parquet``, and one subcommand for every kind of file, from its contract."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from backorder_core.domain.kinds import KINDS

        return [*super().list_commands(ctx), *KINDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from backorder_core.domain.kinds import KINDS

        return _kind(cmd_name) if cmd_name in KINDS else super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            raise click.UsageError(f"There is no export '{args[0]}': choose from {', '.join(known)}.")
        return super().resolve_command(ctx, args)


@click.group(cls=Exports)
def export() -> None:
    """Take data out, in files that are read in again without a change."""


@export.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), required=True, help="Folder to make for the files."
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier export in that folder.")
@shared
@as_of_day
def parquet(folder: Path, overwrite: bool, url: str, form: str, as_of: date | None) -> None:
    """The whole store as one Parquet file per table, for analysts."""
    from backorder_core.services.whole import export_whole

    with opened(url) as store:
        made = export_whole(store, folder, day_or_default(store, as_of), ACTOR, overwrite=overwrite)
    rows = sum(table.rows for table in made.tables)
    say(form, made.as_json(), lambda: f"{len(made.tables)} tables with {rows:,} rows are in {folder}.")


@export.command()
@click.argument("kind")
@click.option("--to", "file", type=click.Path(path_type=Path), help="File to write; else it is printed.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), help=OR_BY_NAME)
def template(kind: str, file: Path | None, form: str | None) -> None:
    """A file of a kind to fill in, with one example row; KIND as in 'import --kinds'."""
    from backorder_core.delivery.kinds import template as template_of
    from backorder_core.domain.kinds import kind_of

    form = _form(form, file)
    _out(file, template_of(kind_of(kind), form), f"A template of {kind} is in {file}.")


@export.command("imported")
@click.argument("import_id", type=int, metavar="IMPORT")
@click.option("--to", "file", type=click.Path(path_type=Path), help="File to write; its own name by default.")
@stored
def imported(import_id: int, file: Path | None, url: str) -> None:
    """The file of an applied import as it came; IMPORT is its number."""
    from backorder_core.domain.errors import InvalidInput
    from backorder_core.services.imports import imported_file

    with opened(url) as store:
        name, made = imported_file(store, import_id, ACTOR)
    target = file or Path(Path(name).name)
    if target.exists():
        raise InvalidInput(f"There is a {target} already: name another file with --to.")
    written(target, made)
    click.echo(f"The file of import {import_id} is in {target}.")


def _form(said: str | None, file: Path | None) -> str:
    form = said or ("xlsx" if file and file.suffix.lower() == ".xlsx" else "csv")
    if form == "xlsx" and file is None:
        raise click.UsageError("A workbook needs a file: say --to FILE.xlsx.")
    return form


def _out(file: Path | None, made: bytes, told: str) -> None:
    if file is None:
        click.echo(made.decode(), nl=False)
        return
    written(file, made)
    click.echo(told)


def _kind(name: str) -> click.Command:
    from backorder_core.domain.kinds import KINDS

    @click.option("--to", "file", type=click.Path(path_type=Path), help="File to write; else it is printed.")
    @click.option(
        "--format",
        "form",
        type=click.Choice(["csv", "xlsx"]),
        help=OR_BY_NAME,
    )
    @stored
    def run(file: Path | None, form: str | None, url: str) -> None:
        from backorder_core.delivery.exports import sheet_csv, sheet_xlsx
        from backorder_core.services.kinds_out import export_kind

        form = _form(form, file)
        with opened(url) as store:
            found = export_kind(store, name, ACTOR)
        made = (
            sheet_csv(found.columns, found.rows)
            if form == "csv"
            else sheet_xlsx(KINDS[name].title, found.columns, found.rows)
        )
        _out(file, made, f"{len(found.rows):,} rows are in {file}.")

    return click.command(name, help=KINDS[name].about)(run)


def written(file: Path, made: bytes) -> None:
    """Write a file; ``Unavailable`` where that is not possible."""
    from backorder_core.domain.errors import Unavailable

    try:
        file.write_bytes(made)
    except OSError as refused:
        raise Unavailable(f"The file {file} cannot be written: {refused.strerror}.") from refused
