"""What the words on the command line mean: days, amounts, codes, and the options that commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import click

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import Code
from backorder_core.domain.windows import within_reach

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_URL = "data/backorders.duckdb"
QUANTITY = re.compile(r"-?\d{1,15}(\.\d{1,3})?")
AMOUNT = re.compile(r"-?\d{1,16}(\.\d{1,2})?")


class Day(click.ParamType[Any]):
    """A calendar day as ISO text."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, date):
            return value
        try:
            return within_reach(date.fromisoformat(value))
        except ValueError:
            self.fail(f"'{value}' is not a date such as 2025-01-28.", param, ctx)
        except InvalidInput as refusal:
            self.fail(refusal.sentence, param, ctx)


class Amount(click.ParamType[Any]):
    """Money, exact."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, Decimal):
            return value
        if not AMOUNT.fullmatch(value):
            self.fail(f"'{value}' is not an amount such as 1250.00.", param, ctx)
        return Decimal(value)


class Quantity(click.ParamType[Any]):
    """Units, with up to three decimals where goods are measured."""

    name = "quantity"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, Decimal):
            return value
        if not QUANTITY.fullmatch(value):
            self.fail(f"'{value}' is not a quantity such as 30 or 12.5.", param, ctx)
        return Decimal(value)


class CodeType(click.ParamType[Any]):
    """A word of one of the field's code lists."""

    def __init__(self, codes: type[Code]) -> None:
        self.codes = codes
        self.name = codes.__name__.lower()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, self.codes):
            return value
        try:
            return self.codes.parse(value)
        except ValueError as unknown:
            self.fail(f"{unknown}.", param, ctx)


stored = click.option(
    "--store",
    "url",
    metavar="PATH",
    envvar="BACKORDERS_STORE",
    default=DEFAULT_URL,
    show_default=True,
    show_envvar=True,
    help="Path of the store.",
)
as_of_day = click.option("--as-of", type=Day(), help="The business date to look at.")
known_on_day = click.option(
    "--known-on", type=Day(), help="Leave out what was entered after this day; it is the day looked at, too."
)


answering = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text for people or JSON.",
)


def shared(command: F) -> F:
    """Options of every command that answers from the store."""
    return answering(stored(command))
