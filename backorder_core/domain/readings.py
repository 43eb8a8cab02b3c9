"""Read dates and numbers from text; say which readings a whole column allows instead of guessing one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from backorder_core.domain.contracts import normal

PIVOT = 69


class DateOrder(StrEnum):
    """Which part of an all-number date comes first."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class DecimalSign(StrEnum):
    """Which sign stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class DateEvidence:
    """What a column says about its date order: the orders that no value contradicts.

    ``open_example`` is a value that reads under both orders, ``dmy_example`` and ``mdy_example`` are values
    that read only one way. ``mixed`` means the column contradicts itself.
    """

    orders: frozenset[DateOrder]
    open_example: str | None
    dmy_example: str | None
    mdy_example: str | None

    @property
    def mixed(self) -> bool:
        """Some values are day-first only, others month-first only."""
        return self.dmy_example is not None and self.mdy_example is not None


@dataclass(frozen=True)
class DecimalEvidence:
    """What a column says about its decimal sign, in the same way."""

    signs: frozenset[DecimalSign]
    open_example: str | None
    point_example: str | None
    comma_example: str | None

    @property
    def mixed(self) -> bool:
        """Some values only read with a point, others only with a comma."""
        return self.point_example is not None and self.comma_example is not None


MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier janv enero ene ocak oca",
            "feb february februar fevrier fevr fev febrero subat sub",
            "mar march marz maerz mrz mars marzo mart",
            "apr april avril avr abril abr nisan nis",
            "may mai mayo mayis",
            "jun june juni juin junio haziran haz",
            "jul july juli juillet juil julio temmuz tem",
            "aug august aout agosto ago agustos agu",
            "sep sept september septembre septiembre eylul eyl",
            "oct okt october oktober octobre octubre ekim eki",
            "nov november novembre noviembre kasim kas",
            "dec dez december dezember decembre diciembre dic aralik ara",
        ),
        start=1,
    )
    for word in words.split()
}
TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMBERS = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){TIME}")
NAMED = re.compile(rf"(\d{{1,2}})[-/. ]+([^\W\d_]+)[-/., ]+(\d{{4}}|\d{{2}}){TIME}")
NAMED_FIRST = re.compile(rf"([^\W\d_]+)[-/. ]+(\d{{1,2}})[-/., ]+(\d{{4}}|\d{{2}}){TIME}")
SERIAL = re.compile(r"\d{5}(\.\d+)?")


def date_orders(values: Iterable[str]) -> DateEvidence:
    """Which orders every all-number date of a column allows; texts that are no dates say nothing."""
    dmy = mdy = undecided = None
    for text in values:
        parts = NUMBERS.fullmatch(text.strip())
        if parts is None or parts[1] == parts[3]:
            continue
        first, second = int(parts[1]), int(parts[3])
        if first > 12 >= second > 0:
            dmy = dmy or text
        elif second > 12 >= first > 0:
            mdy = mdy or text
        elif first <= 12 and second <= 12 and parts[2] != ".":
            undecided = undecided or text
    orders = {DateOrder.DMY, DateOrder.MDY}
    if dmy:
        orders.discard(DateOrder.MDY)
    if mdy:
        orders.discard(DateOrder.DMY)
    if not (dmy or mdy or undecided):
        orders = {DateOrder.YMD}
    return DateEvidence(frozenset(orders), undecided, dmy, mdy)


def read_date(text: str, order: DateOrder | None) -> date:
    """The date that a text means, all-number dates under ``order``.

    Dates with dots are day-first in every locale that writes them so. Two-digit years are 1969 to 2068.
    Raises ``ValueError`` with a sentence.
    """
    said = text.strip()
    if found := ISO.fullmatch(said):
        return _made(said, int(found[1]), int(found[3]), int(found[4]))
    if found := COMPACT.fullmatch(said):
        return _made(said, int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(said):
        return _all_numbers(said, found, order)
    if found := NAMED.fullmatch(said):
        return _made(said, _year(found[3]), _month(said, found[2]), int(found[1]))
    if found := NAMED_FIRST.fullmatch(said):
        return _made(said, _year(found[3]), _month(said, found[1]), int(found[2]))
    if SERIAL.fullmatch(said):
        raise ValueError(
            f"'{said}' is a spreadsheet's day number: format the column as a date and export it again"
        )
    raise ValueError(f"'{said}' is not a date: write it as 2025-02-15, or leave it empty for an unknown ETA")


def _all_numbers(said: str, found: re.Match[str], order: DateOrder | None) -> date:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if found[2] == "." or order is DateOrder.DMY:
        return _made(said, year, second, first)
    if order is DateOrder.MDY:
        return _made(said, year, first, second)
    if first == second:
        return _made(said, year, first, second)
    raise ValueError(f"'{said}' can be day-first or month-first: say which")


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return 1900 + year if year >= PIVOT else 2000 + year


def _month(said: str, word: str) -> int:
    month = MONTHS.get(normal(word))
    if month is None:
        raise ValueError(f"'{said}' is not a date: '{word}' is not a month")
    return month


def _made(said: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"'{said}' is not a day of the calendar") from None


NUMBER = re.compile(r"\d*|\d{1,3}([ .,'’])\d{3}(?:\1\d{3})*")
SIGNS = re.compile(r"[.,]")


def decimal_signs(values: Iterable[str]) -> DecimalEvidence:
    """Which decimal signs every number of a column allows; texts that are no numbers say nothing."""
    point = comma = undecided = None
    for text in values:
        as_point, as_comma = _try(text, DecimalSign.POINT), _try(text, DecimalSign.COMMA)
        if as_point == as_comma:
            continue
        if as_comma is None:
            point = point or text
        elif as_point is None:
            comma = comma or text
        else:
            undecided = undecided or text
    signs = {DecimalSign.POINT, DecimalSign.COMMA}
    if point:
        signs.discard(DecimalSign.COMMA)
    if comma:
        signs.discard(DecimalSign.POINT)
    return DecimalEvidence(frozenset(signs), undecided, point, comma)


def _try(text: str, sign: DecimalSign) -> Decimal | None:
    try:
        return read_decimal(text, sign)
    except ValueError:
        return None


def read_decimal(text: str, sign: DecimalSign | None) -> Decimal:
    """The number that a text means: thousands separators, currency signs, (negatives) and 1e3 are read.

    Raises ``ValueError`` with a sentence; a percentage is refused, and so is more than three decimals.
    """
    said = text.strip()
    if "%" in said:
        raise ValueError(f"'{said}' is a percentage, not a quantity")
    body, negative = _unsigned(said)
    if re.fullmatch(r"\d+([.,]\d+)?[eE][+]?\d{1,2}", body):
        number = _exact(said, body.replace(",", "."))
    else:
        number = _exact(said, _plain(said, body, sign))
    if -int(number.as_tuple().exponent) > 3:
        raise ValueError(f"'{said}' has more than three decimals")
    if number >= Decimal(10) ** 14:
        raise ValueError(f"'{said}' is too large to be a quantity")
    return -number if negative else number


def _unsigned(said: str) -> tuple[str, bool]:
    body = "".join(sign for sign in said if unicodedata.category(sign) != "Sc").strip()
    body = re.sub(r"^[A-Z]{3}\s+|\s+[A-Z]{3}$", "", body)
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1].strip(), True
    if body.startswith(("-", "\N{MINUS SIGN}")):
        return body[1:].strip(), True
    if body.endswith("-"):
        return body[:-1].strip(), True
    return body.removeprefix("+").strip(), False


def _plain(said: str, body: str, sign: DecimalSign | None) -> str:
    kinds = set(SIGNS.findall(body))
    mark = _mark(said, body, kinds, sign)
    whole, found, decimals = body.rpartition(mark) if mark else (body, "", "")
    if mark and not found:
        whole, decimals = body, ""
    if decimals and not decimals.isdigit():
        raise ValueError(f"'{said}' is not a number")
    if not NUMBER.fullmatch(whole) or not (whole or decimals) or (mark and mark in whole):
        raise ValueError(f"'{said}' is not a number")
    digits = re.sub(r"\D", "", whole) or "0"
    return f"{digits}.{decimals}" if decimals else digits


def _mark(said: str, body: str, kinds: set[str], sign: DecimalSign | None) -> str:
    if not kinds:
        return ""
    if sign is DecimalSign.POINT:
        return "."
    if sign is DecimalSign.COMMA:
        return ","
    if len(kinds) == 2:
        return max(kinds, key=body.rfind)
    mark = kinds.pop()
    if body.count(mark) > 1:
        return "," if mark == "." else "."
    if len(body) - body.index(mark) == 4:
        raise ValueError(f"'{said}' can be thousands or decimals: say which sign stands before the decimals")
    return mark


def _exact(said: str, body: str) -> Decimal:
    try:
        return Decimal(body)
    except InvalidOperation:
        raise ValueError(f"'{said}' is not a number") from None
