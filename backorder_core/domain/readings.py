"""Read dates and numbers from text; say which readings a whole column allows instead of guessing one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

PIVOT = 68
FIRST_YEAR, LAST_YEAR = 1900, 2199
PLACES = 3
DIGITS = 18


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

    ``dmy_example`` and ``mdy_example`` are values that read only one way, ``open_example`` one that reads
    under both orders. Both orders left means that somebody must be asked, ``ymd`` alone that nothing in
    the column depends on the order.
    """

    orders: frozenset[DateOrder]
    open_example: str | None = None
    dmy_example: str | None = None
    mdy_example: str | None = None

    @property
    def mixed(self) -> bool:
        """Some values are day-first, others month-first only."""
        return self.dmy_example is not None and self.mdy_example is not None


@dataclass(frozen=True)
class DecimalEvidence:
    """What a column says about its decimal sign, in the same way; both signs without an open example
    mean that no value depends on the sign.
    """

    signs: frozenset[DecimalSign]
    open_example: str | None = None
    point_example: str | None = None
    comma_example: str | None = None

    @property
    def mixed(self) -> bool:
        """Some values only read with a point, others only with a comma."""
        return self.point_example is not None and self.comma_example is not None


LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text without case, accents and doubled spaces; ``Şubat`` and ``SUBAT`` fold to the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.translate(LETTERS).split())


MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar jaenner janner janvier janv enero ene ocak oca",
            "feb february februar fevrier fevr fev febrero subat sub",
            "mar march marz maerz mrz mars marzo mart",
            "apr april avril avr abril abr nisan nis",
            "may mai mayo mayis",
            "jun june juni juin junio haziran haz",
            "jul july juli juillet juil julio temmuz tem",
            "aug august aout agosto ago agustos agu",
            "sep sept september septembre septiembre setiembre set eylul eyl",
            "oct okt october oktober octobre octubre ekim eki",
            "nov november novembre noviembre kasim kas",
            "dec dez december dezember decembre diciembre dic aralik ara",
        ),
        start=1,
    )
    for word in words.split()
}
_CLOCK = r"[0-9]{1,2}[:.][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]+)?)?"
_TIME = rf"(?:(?:t|,? ){_CLOCK}(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|[+-][0-9]{{2}}:?[0-9]{{2}}))?)?"
_GAP = r"(?: del? |[-/., ]*)"
_YEAR = r"([0-9]{4}|[0-9]{2})"
_ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:t?[0-9]{4}(?:[0-9]{2})?)?")
_NUMBERS = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2{_YEAR}{_TIME}")
_DAY_NAMED = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th|er)?{_GAP}([a-z]+){_GAP}{_YEAR}{_TIME}")
_NAMED_DAY = re.compile(rf"([a-z]+){_GAP}([0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]+([0-9]{{4}}){_TIME}")
_YEAR_NAMED = re.compile(rf"([0-9]{{4}})[-/. ]([a-z]+)[-/. ]([0-9]{{1,2}}){_TIME}")
_SERIAL = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?")


def date_orders(values: Iterable[str]) -> DateEvidence:
    """Which orders every all-number date of a column allows; texts that are no dates say nothing.

    Dates with dots count as day-first, as in every locale that writes them, unless another value of the
    column is month-first.
    """
    undecided = dotted = dmy = mdy = None
    for text in values:
        days = _both(text)
        if len(days) == 2 and days[DateOrder.DMY] != days[DateOrder.MDY]:
            if "." in text.split()[0]:
                dotted = dotted or text
            else:
                undecided = undecided or text
        elif len(days) == 1:
            dmy = dmy or (text if DateOrder.DMY in days else None)
            mdy = mdy or (text if DateOrder.MDY in days else None)
    if dotted and (mdy or not undecided):
        dmy = dmy or dotted
    if not (dmy or mdy or undecided):
        return DateEvidence(frozenset({DateOrder.YMD}))
    against = {DateOrder.DMY: mdy, DateOrder.MDY: dmy}
    orders = frozenset(order for order, example in against.items() if example is None)
    return DateEvidence(orders, undecided or dotted, dmy, mdy)


def _both(text: str) -> dict[DateOrder, date]:
    found = _NUMBERS.fullmatch(folded(text))
    if found is None:
        return {}
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    days = {DateOrder.DMY: _day(year, second, first), DateOrder.MDY: _day(year, first, second)}
    return {order: day for order, day in days.items() if day is not None}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, order: DateOrder | None) -> date:
    """The date that a text means; a time of day beside it is left out.

    All-number dates are read under ``order``; under None or ``ymd`` one that depends on the order is
    refused. Two-digit years mean 2000 to 2068 (00 to 68) and 1969 to 1999 (69 to 99).
    Raises ``ValueError`` with a sentence.
    """
    said = text.strip()
    plain = folded(said)
    if found := _ISO.fullmatch(plain):
        return _made(said, found[1], int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(plain):
        return _made(said, found[1], int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(plain):
        return _all_numbers(said, found, order)
    if found := _DAY_NAMED.fullmatch(plain):
        return _made(said, found[3], _month(said, found[2]), int(found[1]))
    if found := _NAMED_DAY.fullmatch(plain):
        return _made(said, found[3], _month(said, found[1]), int(found[2]))
    if found := _YEAR_NAMED.fullmatch(plain):
        return _made(said, found[1], _month(said, found[2]), int(found[3]))
    if _SERIAL.fullmatch(plain):
        raise ValueError(
            f"'{said}' is a spreadsheet's day number: format the column as a date and export it again"
        )
    raise ValueError(f"'{said}' is not a date: write it as 2025-02-15, or leave the cell empty if unknown")


def _all_numbers(said: str, found: re.Match[str], order: DateOrder | None) -> date:
    first, second, third = found[1], found[3], found[4]
    if order is DateOrder.DMY:
        return _made(said, third, int(second), int(first), "; the column is read day first")
    if order is DateOrder.MDY:
        return _made(said, third, int(first), int(second), "; the column is read month first")
    if order is DateOrder.YMD and len(first) == len(third) == 2:
        return _made(said, first, int(second), int(third), "; the column is read year first")
    if int(first) == int(second) or not _both(said):
        return _made(said, third, int(second), int(first))
    raise ValueError(f"'{said}' depends on whether the day or the month comes first: say which")


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year <= PIVOT else 1900 + year


def _month(said: str, word: str) -> int:
    month = MONTHS.get(word)
    if month is None:
        raise ValueError(f"'{said}' is not a date: '{word}' is not a month")
    return month


def _made(said: str, year_text: str, month: int, day: int, because: str = "") -> date:
    year = _year(year_text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"'{said}' is in the year {year}: dates lie between {FIRST_YEAR} and {LAST_YEAR}; "
            "leave the cell empty if the date is unknown"
        )
    made = _day(year, month, day)
    if made is None:
        raise ValueError(f"'{said}' is not a day of the calendar{because}")
    return made


_CURRENCY = (
    r"(?:[a-z]{0,2}[$€£¥₺₹₽₩₪₫₴฿]|(?:aud|brl|cad|chf|cny|czk|dkk|eur|gbp|huf|inr|jpy|krw|mxn|nok|nzd|pln|ron"
    r"|rub|sek|sgd|try|usd|zar|tl|kr|zł|kč|ft|lei|fr\.)(?![a-z]))"
)
_AROUND = re.compile(rf"{_CURRENCY} ?(?P<before>.+)|(?P<after>.+?) ?{_CURRENCY}")
_MINUS = "-\N{MINUS SIGN}\N{EN DASH}"
_EXPONENT = r"(?:e(?P<power>[+-]?[0-9]{1,2}))?"
_SHAPES: Mapping[DecimalSign, re.Pattern[str]] = {
    sign: re.compile(
        rf"(?:(?P<whole>[0-9]*|[1-9][0-9]{{0,2}}(?P<by>[ '’{other}])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*{lakhs})"
        rf"(?:{mark}(?P<decimals>[0-9]*))?){_EXPONENT}"
    )
    for sign, mark, other, lakhs in (
        (DecimalSign.POINT, r"\.", ",", r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"),
        (DecimalSign.COMMA, ",", ".", ""),
    )
}


def decimal_signs(values: Iterable[str]) -> DecimalEvidence:
    """Which decimal signs every number of a column allows; texts that are no numbers say nothing."""
    examples: dict[DecimalSign, str] = {}
    undecided = None
    for text in values:
        fitting = _readings(_without_percent(text.strip()))
        if len(fitting) == 1:
            examples.setdefault(next(iter(fitting)), text)
        elif len(set(fitting.values())) == 2:
            undecided = undecided or text
    point, comma = examples.get(DecimalSign.POINT), examples.get(DecimalSign.COMMA)
    against = {DecimalSign.POINT: comma, DecimalSign.COMMA: point}
    signs = frozenset(sign for sign, example in against.items() if example is None)
    return DecimalEvidence(signs, undecided, point, comma)


def read_decimal(text: str, sign: DecimalSign | None, places: int = PLACES, percent: bool = False) -> Decimal:
    """The number that a text means, with up to ``places`` decimals and 18 digits in all.

    Thousands separators, currency signs, ``(5)`` and ``5-`` as negatives and ``1e3`` are read, with
    ``percent`` also ``12.5 %`` as 12.5. Without a ``sign``, as in a column that mixes both, a number that
    depends on it is refused. Raises ``ValueError`` with a sentence.
    """
    said = " ".join(text.split())
    plain = _without_percent(said) if percent else said
    if "%" in plain or "‰" in plain:
        raise ValueError(f"'{said}' is a percentage: a plain number is needed here")
    fitting = _readings(plain)
    if not fitting or (sign is not None and sign not in fitting):
        because = f" with a decimal {sign}" if fitting else ""
        raise ValueError(f"'{said}' is not a number{because}: write digits alone, such as 1250.5")
    if sign is not None:
        return _within(said, fitting[sign], places)
    if len(set(fitting.values())) == 2:
        raise ValueError(f"'{said}' can be thousands or decimals: say which sign stands before the decimals")
    if len(fitting) == 1:
        only = next(iter(fitting))
        raise ValueError(f"'{said}' has a decimal {only}: say which sign stands before the decimals")
    return _within(said, fitting[DecimalSign.POINT], places)


def _without_percent(said: str) -> str:
    plain = said.removesuffix("%") if said.endswith("%") else said.removeprefix("%")
    return plain.strip()


def _within(said: str, number: Decimal, places: int) -> Decimal:
    if number.copy_abs() >= Decimal(10) ** (DIGITS - places):
        raise ValueError(f"'{said}' is too large")
    rounded = round(number, places)
    if rounded != number:
        raise ValueError(f"'{said}' has more than {places} decimals")
    exact = Decimal(f"{number:f}")
    return rounded if -int(exact.as_tuple().exponent) > places else exact


@lru_cache(maxsize=8192)
def _readings(text: str) -> Mapping[DecimalSign, Decimal]:
    body, negative = _unsigned(" ".join(text.split()).casefold())
    fitting = {}
    for sign, shape in _SHAPES.items():
        found = shape.fullmatch(body)
        if found and (found["whole"] or found["decimals"]):
            whole = re.sub(r"[^0-9]", "", found["whole"])
            number = Decimal(f"{whole}.{found['decimals'] or ''}e{found['power'] or '0'}")
            fitting[sign] = number.copy_negate() if negative and number else number
    return fitting


def _unsigned(said: str) -> tuple[str, bool]:
    body = _bare(said)
    if body.startswith("(") and body.endswith(")"):
        return _bare(body[1:-1].strip()), True
    if body[:1] and body[0] in _MINUS:
        return _bare(body[1:].strip()), True
    if len(body) > 1 and body[-1] in _MINUS and body[-2] in "0123456789 ":
        return body[:-1].strip(), True
    return _bare(body.removeprefix("+").strip()), False


def _bare(body: str) -> str:
    while found := _AROUND.fullmatch(body):
        body = (found["before"] or found["after"]).strip()
    return body


_SHORTENED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?e[+-][0-9]+|[+-]?[0-9][.,][0-9]+e[0-9]+", re.IGNORECASE)
_AS_DECIMAL = re.compile(r"[0-9]{5,}[.,]0+")
_FAULTS = re.compile(r"#{2,}|#(?:N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|DIV/0!)", re.IGNORECASE)


def looks_like_damaged_id(text: str) -> str | None:
    """Why a text cannot be the number or code that was meant, or None; spreadsheets make such texts."""
    said = text.strip()
    if _SHORTENED.fullmatch(said):
        what = "is a long number that a spreadsheet has shortened"
    elif _AS_DECIMAL.fullmatch(said):
        what = "is a number that a spreadsheet has given decimals"
    elif _FAULTS.fullmatch(said):
        what = "is a spreadsheet's error and not a value"
    else:
        return None
    return f"'{said}' {what}: format the column as text in the spreadsheet and export it again"
