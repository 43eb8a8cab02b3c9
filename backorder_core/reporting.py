"""The command that prints a report: one subcommand for each, with the options that it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from backorder_core.answering import day_or_default, opened, say
from backorder_core.options import Day, answering, as_of_day, known_on_day, stored


class Reports(click.Group):
    """Subcommands made from the list of reports, which is loaded only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from backorder_core.delivery.reporting import BY_NAME

        return list(BY_NAME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from backorder_core.delivery.reporting import BY_NAME

        return _command(BY_NAME[cmd_name]) if cmd_name in BY_NAME else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            raise click.UsageError(f"There is no report '{args[0]}': choose from {', '.join(known)}.")
        return super().resolve_command(ctx, args)


@click.group(cls=Reports)
def report() -> None:
    """Print a report as of a day."""


paged = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    help="Text for people, a page to print or send, or JSON.",
)


def _command(found: Any) -> click.Command:
    @(paged if found.page else answering)
    @stored
    @as_of_day
    @known_on_day
    def run(
        url: str,
        form: str,
        as_of: date | None,
        known_on: date | None,
        since: date | None = None,
        until: date | None = None,
        supplier: str | None = None,
    ) -> None:
        from backorder_core.delivery.reporting import Ask

        with opened(url, known_on) as store:
            ask = Ask(day_or_default(store, as_of), since, until, supplier)
            document = found.document(store, ask)
        say(form, document, lambda: (found.page if form == "html" else found.text)(document))

    options: Any = run
    if found.windowed:
        options = click.option("--to", "until", type=Day(), required=True, help="First day after it.")(
            options
        )
        options = click.option("--from", "since", type=Day(), required=True, help="First day.")(options)
    if found.by_supplier:
        options = click.option("--supplier", help="Supplier code.")(options)
    return click.command(found.name, help=found.about)(options)
