"""What a cell of a workbook says as text: the number as it was typed, the day that a serial number means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from math import isfinite

EXACT = 15
LAST_SERIAL = 2_958_466
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# Four decimals and more are kept as they are shown: with three, 6.395 might be 6395.
_DECIMALS = re.compile(r"[#0,]*0\.(0{4,})")
Reader = Callable[[str], str]


def reader_of(code: str, since_1904: bool) -> Reader | None:
    """How a number under a number format reads; None where it is a plain number."""
    # half a second that only workbooks should cost
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    if is_timedelta_format(code):
        return _duration
    if is_date_format(code):
        return _day_since_1904 if since_1904 else _day_since_1900
    plain = _LITERAL.sub("", code.split(";")[0])
    if "%" in plain:
        return _percent
    if re.fullmatch("0{2,}", plain):
        return lambda text: number(text).zfill(len(plain))
    decimals = _DECIMALS.fullmatch(plain)
    if decimals:
        return partial(_with_decimals, least=len(decimals[1]))
    return None


@lru_cache(maxsize=65_536)
def number(text: str) -> str:
    """A stored number as it was typed: 15 digits, as spreadsheets count, and no exponent.

    A number of more digits has lost its last ones: it keeps its exponent, so that it is seen as damaged.
    """
    said = text.strip()
    value = _value(said)
    if value is None or (said.isdecimal() and len(said) <= EXACT):
        return said
    if abs(value) >= 10**EXACT:
        return f"{value:.{EXACT - 1}e}"
    exact = Decimal(f"{value:.{EXACT}g}")
    return f"{exact:f}" if exact else "0"


def _with_decimals(text: str, least: int) -> str:
    said = number(text)
    if _value(said) is None or "e" in said:
        return said
    whole, _, decimals = said.partition(".")
    return f"{whole}.{decimals.ljust(least, '0')}"


def _value(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


@lru_cache(maxsize=65_536)
def _percent(text: str) -> str:
    if _value(text) is None:
        return text
    return f"{(Decimal(number(text)) * 100).normalize():f}%"


@lru_cache(maxsize=65_536)
def _day_since_1900(text: str) -> str:
    return _day(text, since_1904=False)


@lru_cache(maxsize=65_536)
def _day_since_1904(text: str) -> str:
    return _day(text, since_1904=True)


def _day(text: str, since_1904: bool) -> str:
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    value = _value(text)
    if value is None or not 0 <= value < LAST_SERIAL:
        return number(text)
    if value == 0:
        return "1904-01-01" if since_1904 else "1900-01-00"
    meant = from_excel(value, MAC_EPOCH if since_1904 else WINDOWS_EPOCH)
    if isinstance(meant, datetime) and meant.time() == time():
        return meant.date().isoformat()
    return str(meant.isoformat(" ", "seconds") if isinstance(meant, datetime) else meant)


@lru_cache(maxsize=65_536)
def _duration(text: str) -> str:
    value = _value(text)
    if value is None or abs(value) >= LAST_SERIAL:
        return number(text)
    seconds = round(abs(value) * timedelta(days=1).total_seconds())
    sign = "-" if value < 0 and seconds else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
