"""Numbers, dates and times as people read them: one way each, on every page."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from backorder_core.domain.values import CENT

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
UNKNOWN = "unknown"
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
DATE_COLUMN = "D MMM YYYY"


def sign(currency: str) -> str:
    """What stands before an amount of a currency."""
    return SIGNS.get(currency, f"{currency} ")


def money(amount: Decimal, currency: str = "USD") -> str:
    """An amount to the cent, without cents where there are none: $234,567 or $1,250.50."""
    cents = amount.quantize(CENT)
    text = f"{abs(cents):,.0f}" if cents == cents.to_integral_value() else f"{abs(cents):,.2f}"
    return f"{'−' if cents < 0 else ''}{sign(currency)}{text}"


def day(when: date | None) -> str:
    """A date that nobody can misread, ``28 Jan 2025``; ``unknown`` where there is none."""
    return UNKNOWN if when is None else f"{when.day} {when:%b %Y}"


def worded(sentence: str) -> str:
    """A sentence of the core with its ISO dates written as on every screen."""

    def write(found: re.Match[str]) -> str:
        with suppress(ValueError):
            return day(date.fromisoformat(found[0]))
        return found[0]

    return ISO_DAY.sub(write, sentence)


def moment(instant: datetime, time_zone: str) -> str:
    """A stored UTC instant in the business's time zone, ``28 Jan 2025, 09:15``."""
    local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(time_zone))
    return f"{day(local.date())}, {local:%H:%M}"


def number(value: Decimal | int) -> str:
    """A quantity or a score with thousands separated and no trailing zeros: 1,250 or 2.5."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(amount: int, one: str, many: str | None = None) -> str:
    """A count with its noun: ``1 row``, ``1,250 rows``."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def percent(share: Decimal) -> str:
    """A share in percent, ``48.9 %`` or ``49 %``."""
    return f"{number(share)} %"


def capital(sentence: str) -> str:
    """A sentence with a capital at its beginning; the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def either(words: list[str]) -> str:
    """``Critical``, ``Critical or High``, ``Critical, High or Low``."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
