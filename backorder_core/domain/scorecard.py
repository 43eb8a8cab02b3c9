"""The weighted scorecard of a supplier: five criteria, exact points, a band and what follows from it.

Source: RULES, Patterns and performance: 85/95/82/88/75 at 30/25/20/15/10 is 86.35. A criterion without data
is left out and named; the score then stands over the weights that are left, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.scorecard_settings import HUNDRED, Scorecard
from backorder_core.domain.values import ZERO

HUNDREDTH = Decimal("0.01")


class Criterion(StrEnum):
    """What a supplier is scored on, the heaviest first by default."""

    DELIVERY = "delivery"
    QUALITY = "quality"
    SERVICE = "service"
    COST = "cost"
    INNOVATION = "innovation"

    @property
    def label(self) -> str:
        """Words for people."""
        return self.value.capitalize()

    @property
    def rated(self) -> bool:
        """Whether people rate it; the others come out of the data."""
        return self in (Criterion.SERVICE, Criterion.INNOVATION)


class Standing(StrEnum):
    """The band that a score falls in; every score from 0 to 100 falls in exactly one."""

    PREFERRED = "preferred"
    APPROVED = "approved"
    WATCH = "watch"
    DEVELOP = "develop or replace"

    @property
    def label(self) -> str:
        """Words for people."""
        return self.value.capitalize()


@dataclass(frozen=True)
class SupplierRating:
    """What somebody gives a supplier for a quarter (its first day) on one criterion, 0 to 100."""

    id: int
    supplier_id: int
    quarter: date
    criterion: Criterion
    rating: Decimal
    why: str
    who: str
    rated_on: date
    version: int = 1


@dataclass(frozen=True)
class Term:
    """One criterion of a card: its score 0 to 100 (None: no data), its weight, its points (hundredths)."""

    criterion: Criterion
    weight: Decimal
    score: Decimal | None

    @property
    def points(self) -> Decimal | None:
        """Score × weight ÷ 100, exact; the points of a full card sum to its score."""
        return None if self.score is None else self.score * self.weight / HUNDRED


@dataclass(frozen=True)
class Card:
    """A scorecard; ``score`` is over the weights with data, which sum to ``weight``; None without any."""

    terms: tuple[Term, ...]
    score: Decimal | None
    weight: Decimal
    standing: Standing | None
    follows: str

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """Criteria that weigh something and have no data."""
        return tuple(term.criterion for term in self.terms if term.score is None and term.weight)

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing and self.score is not None

    def score_of(self, criterion: Criterion) -> Decimal | None:
        """The score of one criterion."""
        return next(term.score for term in self.terms if term.criterion is criterion)

    @property
    def caveat(self) -> str:
        """What the score leaves out, as a sentence; empty where it leaves out nothing."""
        if self.score is None:
            return "No criterion has data, so there is no score."
        if not self.missing:
            return ""
        names = " and ".join(filter(None, [", ".join(self.missing[:-1]), *self.missing[-1:]]))
        return f"No data for {names}: the score stands over the other {self.weight.normalize():f} of 100."


def card(scores: Mapping[Criterion, Decimal | None], settings: Scorecard) -> Card:
    """The card of scores from 0 to 100; a criterion that is not given has no data.

    Raises ``InvalidInput`` for a score outside 0 to 100.
    """
    terms = tuple(
        Term(one, weight_of(one, settings), None if scores.get(one) is None else valid(scores[one]))
        for one in Criterion
    )
    known = [term for term in terms if term.score is not None and term.weight]
    weight = sum((term.weight for term in known), ZERO)
    if not weight:
        return Card(terms, None, ZERO, None, "")
    total = sum((Fraction(term.score or 0) * Fraction(term.weight) for term in known), Fraction(0))
    score = rounded(total / Fraction(weight))
    found = standing(score, settings)
    return Card(terms, score, weight, found, follows(found, settings))


def weight_of(criterion: Criterion, settings: Scorecard) -> Decimal:
    """The weight of a criterion."""
    return Decimal(getattr(settings, criterion.value))


def valid(score: Decimal | None) -> Decimal:
    """A score from 0 to 100; ``InvalidInput`` for anything else."""
    if score is None or not score.is_finite() or not ZERO <= score <= HUNDRED:
        raise InvalidInput(f"A score of {score} does not exist: give 0 (worst) to 100 (best).")
    return score


def standing(score: Decimal, settings: Scorecard) -> Standing:
    """The band of a score; the last one has no lower end, the first no upper one."""
    if score >= settings.preferred_from:
        return Standing.PREFERRED
    if score >= settings.approved_from:
        return Standing.APPROVED
    return Standing.WATCH if score >= settings.watch_from else Standing.DEVELOP


def follows(found: Standing, settings: Scorecard) -> str:
    """What follows from a band."""
    return {
        Standing.PREFERRED: settings.preferred_follows,
        Standing.APPROVED: settings.approved_follows,
        Standing.WATCH: settings.watch_follows,
        Standing.DEVELOP: settings.develop_follows,
    }[found]


def quality_score(lines: int, troubled: int) -> Decimal | None:
    """Share of the PO lines promised without trouble, 0 to 100; None where none was promised."""
    return rounded(max(Fraction(0), Fraction(lines - troubled, lines) * 100)) if lines else None


def cost_score(spend: Decimal, hurried: Decimal, settings: Scorecard) -> Decimal | None:
    """100 where nothing was spent to hurry, 0 from the setting's share of the purchase value on.

    Linear between; None where nothing was bought.
    """
    if not spend:
        return None
    used = Fraction(hurried) / Fraction(spend) * 100 / Fraction(settings.no_points_from_percent)
    return rounded(max(Fraction(0), 100 * (1 - used)))


def quarter_of(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def rounded(exact: Fraction) -> Decimal:
    """Two decimals, half up."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(HUNDREDTH, ROUND_HALF_UP)
