"""Service levels agreed with suppliers, and what a late PO line costs them; exact in cents.

A penalty falls due only where fewer lines were on time than was agreed. Source: issue "Supplier performance";
RULES, Patterns and performance, for what on time means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import ZERO, money, units

HUNDRED = Decimal(100)
MOST_PENALTY = Decimal(10) ** 12


class Basis(StrEnum):
    """What a penalty is counted by."""

    UNIT = "unit"
    VALUE_DAY = "value_day"

    @property
    def label(self) -> str:
        """Words for people."""
        return {Basis.UNIT: "Money per late unit", Basis.VALUE_DAY: "Percent of the late value per day"}[self]


class Severity(StrEnum):
    """How bad a quality incident is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@dataclass(frozen=True)
class ServiceLevel:
    """What was agreed with a supplier from a day on, up to and with ``until_on`` or until the next begins.

    ``on_time`` in percent; ``penalty`` in money a unit or in percent a day, see ``basis``; ``cap`` is the
    most that one PO line costs, money.
    """

    id: int
    supplier_id: int
    from_on: date
    until_on: date | None
    on_time: Decimal
    basis: Basis
    penalty: Decimal
    cap: Decimal | None
    note: str
    agreed_by: str
    version: int = 1

    @property
    def words(self) -> str:
        """The penalty as people say it; amounts in the money of the company."""
        amount = units(self.penalty)
        rate = f"{amount} a late unit" if self.basis is Basis.UNIT else f"{amount} % of the late value a day"
        return rate if self.cap is None else f"{rate}, at most {units(self.cap)} a PO line"


@dataclass(frozen=True)
class Incident:
    """Something wrong with a supplier's goods; ``quantity`` in units, ``cost`` beside the goods in money."""

    id: int
    code: str
    supplier_id: int
    product_id: int | None
    po_line_id: int | None
    occurred_on: date
    quantity: Decimal
    description: str
    severity: Severity
    cost: Decimal
    version: int = 1


@dataclass(frozen=True)
class Batch:
    """Units of a PO line that came ``days`` after the first promise, or are still missing so long after."""

    quantity: Decimal
    days: int


def valid(level: ServiceLevel) -> ServiceLevel:
    """The level; ``InvalidInput`` where it makes no sense."""
    if level.until_on is not None and level.until_on < level.from_on:
        raise InvalidInput(
            f"An agreement from {level.from_on} cannot end on {level.until_on}: "
            "end it later, or leave the end open."
        )
    if not ZERO <= level.on_time <= HUNDRED:
        raise InvalidInput(f"{units(level.on_time)} % on time does not exist: agree on 0 to 100.")
    if not ZERO <= level.penalty <= MOST_PENALTY:
        raise InvalidInput(f"A penalty of {units(level.penalty)} makes no sense: give 0 or more.")
    if level.basis is Basis.VALUE_DAY and level.penalty > HUNDRED:
        raise InvalidInput(
            f"{units(level.penalty)} % of the value a day is more than all of it: give 0 to 100."
        )
    if level.cap is not None and not ZERO <= level.cap <= MOST_PENALTY:
        raise InvalidInput(f"A cap of {units(level.cap)} makes no sense: give 0 or more, or none.")
    decimals(level.on_time, 2, "A share on time")
    decimals(level.penalty, 4, "A penalty")
    decimals(level.cap or ZERO, 2, "A cap")
    return level


def decimals(value: Decimal, most: int, what: str) -> Decimal:
    """A number; ``InvalidInput`` where it has more decimals than are kept."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > most:
        raise InvalidInput(f"{what} of {value} has too many decimals: give at most {most}.")
    return value


def in_force(levels: Sequence[ServiceLevel], day: date) -> ServiceLevel | None:
    """The level that binds on a day: the one that began last, unless it has ended."""
    begun = [level for level in levels if level.from_on <= day]
    if not begun:
        return None
    last = max(begun, key=lambda level: level.from_on)
    return last if last.until_on is None or day <= last.until_on else None


def penalty(level: ServiceLevel, batches: Sequence[Batch], unit_cost: Decimal) -> Decimal:
    """What the late units of one PO line cost, money: rounded to cents once, then capped."""
    if level.basis is Basis.UNIT:
        exact = sum((batch.quantity for batch in batches), ZERO) * level.penalty
    else:
        unit_days = sum((batch.quantity * batch.days for batch in batches), ZERO)
        exact = unit_days * unit_cost * level.penalty / HUNDRED
    found = money(exact)
    return found if level.cap is None else min(found, level.cap)
