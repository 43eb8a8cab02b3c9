"""The command that tries out what might be, keeps it as a scenario, and carries one out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from backorder_core.answering import ACTOR, day_or_default, opened, say
from backorder_core.options import as_of_day, shared

if TYPE_CHECKING:
    from backorder_core.domain.scenarios import Step


@click.command()
@shared
@as_of_day
@click.option("--slip", "slips", multiple=True, metavar="SUPPLIER=DAYS", help="A supplier comes later.")
@click.option("--lose", "losses", multiple=True, metavar="SUPPLIER", help="A supplier fails.")
@click.option(
    "--stock", "stocks", multiple=True, metavar="LOCATION:PRODUCT=UNITS", help="More units lie somewhere."
)
@click.option("--set", "changes", multiple=True, metavar="SETTING=VALUE", help="A setting is another.")
@click.option("--budget", "budgets", multiple=True, metavar="AMOUNT", help="Spent on expediting.")
@click.option("--keep", "name", help="Keep the steps under this name, as a scenario.")
@click.option("--commit", "number", help="Carry out a scenario that was kept, as it was tried.")
def whatif(
    url: str,
    form: str,
    as_of: date | None,
    slips: tuple[str, ...],
    losses: tuple[str, ...],
    stocks: tuple[str, ...],
    changes: tuple[str, ...],
    budgets: tuple[str, ...],
    name: str | None,
    number: str | None,
) -> None:
    """Try out what might be: before and after on the command centre; nothing is changed."""
    from backorder_core.delivery.terminal import whatif_text
    from backorder_core.services import scenarios

    steps = [*_steps(slips, losses, stocks, changes), *_budgets(budgets)]
    if number and (steps or name):
        raise click.UsageError("--commit carries out a scenario as it is: give it alone.")
    with opened(url) as store:
        day = day_or_default(store, as_of)
        if number:
            changed = scenarios.commit(store, number, ACTOR, day)
            done = {"scenario": number, "committed": True, "changes": changed}
            say(form, done, lambda: f"{number} is carried out: {changed} backorders changed.")
            return
        document: dict[str, Any] = scenarios.as_json(scenarios.try_out(store, steps, day))
        if name:
            document["scenario"] = scenarios.keep(store, steps, name, ACTOR, day)
    say(form, document, lambda: whatif_text(document))


def _steps(
    slips: tuple[str, ...], losses: tuple[str, ...], stocks: tuple[str, ...], changes: tuple[str, ...]
) -> list[Step]:
    from backorder_core.domain.scenarios import read_step

    words = []
    for given in slips:
        supplier, days = _parted(given, "--slip", "SUPPLIER=DAYS")
        words.append({"kind": "slip", "supplier": supplier, "days": days})
    words += [{"kind": "lose", "supplier": given} for given in losses]
    for given in stocks:
        place, quantity = _parted(given, "--stock", "LOCATION:PRODUCT=UNITS")
        location, colon, product = place.partition(":")
        if not colon:
            raise click.UsageError(f"--stock {given} is not of the form LOCATION:PRODUCT=UNITS.")
        words.append({"kind": "stock", "location": location, "product": product, "quantity": quantity})
    for given in changes:
        path, value = _parted(given, "--set", "SETTING=VALUE")
        words.append({"kind": "set", "path": path, "value": value})
    return [read_step(one) for one in words]


def _parted(given: str, option: str, form: str) -> tuple[str, str]:
    before, equals, after = given.rpartition("=")
    if not equals or not before or not after:
        raise click.UsageError(f"{option} {given} is not of the form {form}.")
    return before.strip(), after.strip()


def _budgets(budgets: tuple[str, ...]) -> list[Step]:
    from backorder_core.domain.scenarios import read_step

    return [read_step({"kind": "budget", "amount": given}) for given in budgets]
