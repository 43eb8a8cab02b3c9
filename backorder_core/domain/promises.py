"""What a customer was told against the truth now (RULES, ETA updates: a broken promise)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from backorder_core.domain.priority import in_days
from backorder_core.domain.values import units


@dataclass(frozen=True)
class Told:
    """The date a customer was last told; ``eta`` None where they were told that it is not known."""

    eta: date | None
    on: date | None


@dataclass(frozen=True)
class Item:
    """Units of a customer's order that have not been shipped."""

    order_number: str
    order_line: str
    product: str
    product_name: str
    quantity: Decimal


@dataclass(frozen=True)
class Range:
    """The honest span in which units can be expected; both None where nobody knows."""

    earliest: date | None
    latest: date | None

    @property
    def words(self) -> str:
        """The span as a customer reads it."""
        if self.earliest is None or self.latest is None:
            return "not yet known"
        if self.earliest == self.latest:
            return self.earliest.isoformat()
        return f"between {self.earliest.isoformat()} and {self.latest.isoformat()}"


def broken(told: date | None, truth: date | None) -> bool:
    """Whether the truth is worse than what was said; who was told "not known" was promised nothing."""
    return told is not None and (truth is None or truth > told)


def worse_by(told: date | None, truth: date | None) -> int | None:
    """Days that the truth is later than what was said; None where either is unknown."""
    return (truth - told).days if told and truth else None


def gap(told: date | None, truth: date | None) -> str:
    """The difference in words."""
    days = worse_by(told, truth)
    return f"{in_days(days)} later than told" if days is not None else "told a date, now unknown"


def honest_range(eta: date | None, revisions: Sequence[int]) -> Range:
    """From the ETA to the ETA moved once more as this supplier usually moves it.

    ``revisions`` are the changes in days of the supplier's revisions; those that moved a date later count,
    weighted by how often that happens, rounded up to whole days.
    """
    if eta is None:
        return Range(None, None)
    later = [days for days in revisions if days > 0]
    if not later:
        return Range(eta, eta)
    usual = (Decimal(sum(later)) / len(revisions)).to_integral_value(ROUND_CEILING)
    return Range(eta, eta + timedelta(days=int(usual)))


def message(
    customer: str, items: Sequence[Item], expected: Range, told: Told, *, sorry: bool
) -> tuple[str, str]:
    """Subject and body of a message that lists what is missing and says when to expect it."""
    names = ", ".join(dict.fromkeys(item.product_name for item in items))
    missing = "\n".join(
        f"- {units(item.quantity)} × {item.product_name} ({item.product}), "
        f"order {item.order_number} line {item.order_line}"
        for item in items
    )
    said = "" if told.eta is None else f"We had told you {told.eta.isoformat()}. "
    when = (
        "Our supplier cannot name a date at the moment; we ask every day and will tell you at once."
        if expected.earliest is None
        else f"We now expect the units {expected.words}."
    )
    regret = "We are sorry for this delay and will tell you at once when anything changes."
    subject = f"Your order of {names}: delivery {expected.words}"
    return subject, f"Dear {customer},\n\nnot yet shipped:\n{missing}\n\n{said}{when}\n" + (
        regret if sorry else "We will tell you at once when anything changes."
    )
