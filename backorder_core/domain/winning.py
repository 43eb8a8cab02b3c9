"""At which prices a sourcing plan wins: exact limits, and the same in words.

RULES, Alternative sources and the plan. The two prices are money for a late unit-day and for a unit at risk.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import gcd

from backorder_core.domain.hull import Cone, Point, Weight, inside
from backorder_core.domain.values import CENT

MONEY_SCALE = 10**7  # points count money in units of a unit cost's last place times a quantity's
PART_SCALE = 10**3  # points count late unit-days and units at risk in thousandths


@dataclass(frozen=True)
class Thing:
    """Something that has a price, in words."""

    one: str
    many: str

    def counted(self, count: int | Decimal) -> str:
        """That many of it, e.g. ``20 late unit-days``."""
        number = f"{count:,f}" if isinstance(count, Decimal) else f"{count:,}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        return f"{number} {self.one if number == '1' else self.many}"

    def named(self, count: int) -> str:
        """That many of it as the subject of a sentence, e.g. ``a late unit-day``."""
        return f"a {self.one}" if count == 1 else self.counted(count)


DAYS = Thing("late unit-day", "late unit-days")
RISKS = Thing("unit at risk", "units at risk")


@dataclass(frozen=True)
class Limit:
    """A plan is better than a neighbour where ``cost + days × day price + risks × risk price`` is above 0.

    ``cost`` is money; ``days`` and ``risks`` are whole numbers without a common divisor, not both 0.
    """

    cost: Fraction
    days: int
    risks: int

    def at(self, day_price: Fraction, risk_price: Fraction) -> Fraction:
        """How much better the plan is, in money: above 0 better, below 0 worse."""
        return self.cost + self.days * day_price + self.risks * risk_price

    @property
    def words(self) -> str:
        """The limit in words, e.g. ``a late unit-day costs more than $10.00``."""
        pairs = [(count, thing) for count, thing in ((self.risks, RISKS), (self.days, DAYS)) if count]
        if len(pairs) == 1:
            return self._alone(*pairs[0])
        if self.days * self.risks > 0:
            side = "more" if self.days > 0 else "less"
            both = f"{DAYS.named(abs(self.days))} and {RISKS.named(abs(self.risks))}"
            return f"{both} together cost {side} than {dollars(abs(self.cost))}"
        gains, loses = sorted(pairs, key=lambda pair: -pair[0])
        return self._against(gains, loses)

    def _alone(self, count: int, thing: Thing) -> str:
        side = "more" if count > 0 else "less"
        return f"{thing.named(1)} costs {side} than {dollars(abs(self.cost / count))}"

    def _against(self, gains: tuple[int, Thing], loses: tuple[int, Thing]) -> str:
        """``loses`` costs less than the cost plus ``gains``; the other way round for a cost below 0."""
        subject, rest, side = (loses, gains, "less") if self.cost >= 0 else (gains, loses, "more")
        amount = f"{dollars(abs(self.cost))} plus " if self.cost else ""
        count, thing = abs(subject[0]), subject[1]
        verb = "costs" if count == 1 else "cost"
        return f"{thing.named(count)} {verb} {side} than {amount}the price of {rest[1].named(abs(rest[0]))}"


@dataclass(frozen=True)
class Prices:
    """All prices of 0 or more within every one of the limits; at a limit itself a neighbour is as good.

    ``corners`` are the outermost pairs of prices (of a late unit-day, of a unit at risk) that are finite.
    At ``example`` the plan is the only best one.
    """

    limits: tuple[Limit, ...]
    corners: tuple[tuple[Fraction, Fraction], ...]
    example: tuple[Fraction, Fraction]

    def hold(self, day_price: Fraction | Decimal | int, risk_price: Fraction | Decimal | int) -> bool:
        """The plan is among the best at these prices."""
        return all(limit.at(Fraction(day_price), Fraction(risk_price)) >= 0 for limit in self.limits)

    @property
    def sentence(self) -> str:
        """The prices in words."""
        words = [limit.words for limit in self.limits]
        if not words:
            return "Wins at all prices."
        return f"Wins where {', '.join(words[:-1])}{', and ' if len(words) > 1 else ''}{words[-1]}."


def prices_of(point: Point, cone: Cone) -> Prices:
    """The prices of a cone of weights; its sides towards other plans are the limits, the simplest first."""
    neighbours = {side.neighbour for side in cone if side.neighbour is not None}
    limits = {_limit(point, neighbour) for neighbour in neighbours}
    ordered = sorted(limits, key=lambda one: (bool(one.days and one.risks), -one.days, -one.risks, one.cost))
    corners = sorted(_prices(side.ray) for side in cone if side.ray[0])
    return Prices(tuple(ordered), tuple(corners), _prices(inside(cone)))


def dollars(amount: Fraction) -> str:
    """Money in words, e.g. ``$37.50``; ``about`` where cents do not give it exactly."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    cents = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    return f"{'' if Fraction(cents) == amount else 'about '}${cents:,.2f}"


def _limit(point: Point, neighbour: Point) -> Limit:
    money, days, risks = (other - own for own, other in zip(point, neighbour, strict=True))
    shared = gcd(days, risks)
    return Limit(Fraction(money * PART_SCALE, MONEY_SCALE * shared), days // shared, risks // shared)


def _prices(ray: Weight) -> tuple[Fraction, Fraction]:
    scale = Fraction(PART_SCALE, MONEY_SCALE)
    return Fraction(ray[1], ray[0]) * scale, Fraction(ray[2], ray[0]) * scale
