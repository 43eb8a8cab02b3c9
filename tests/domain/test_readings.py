"""Dates and numbers as people write them: read exactly, or left open for a question, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.readings import (
    DateOrder,
    DecimalSign,
    date_orders,
    decimal_signs,
    read_date,
    read_decimal,
)

FEB_15 = date(2025, 2, 15)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-15",
        "2025/02/15",
        "2025.2.15",
        "20250215",
        "2025-02-15T09:30:00",
        "2025-02-15 09:30",
        "2025-02-15T09:30:00Z",
        "2025-02-15T09:30:00+01:00",
        "15.02.2025",
        "15.2.25",
        "15.02.2025 14:05",
        "15-Feb-25",
        "15-Feb-2025",
        "15 February 2025",
        "Feb 15, 2025",
        "15. Februar 2025",
        "15 février 2025",
        "15 febrero 2025",
        "15 Şubat 2025",
        "  2025-02-15  ",
    ],
)
def test_a_date_with_one_meaning_is_read_without_asking(text: str) -> None:
    assert read_date(text, None) == FEB_15


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2025", DateOrder.DMY, date(2025, 4, 3)),
        ("03/04/2025", DateOrder.MDY, date(2025, 3, 4)),
        ("3-4-25", DateOrder.DMY, date(2025, 4, 3)),
        ("03.04.2025", DateOrder.MDY, date(2025, 4, 3)),
        ("04/04/2025", None, date(2025, 4, 4)),
        ("1/2/68", DateOrder.DMY, date(2068, 2, 1)),
        ("1/2/69", DateOrder.DMY, date(1969, 2, 1)),
        ("29/02/2024", DateOrder.DMY, date(2024, 2, 29)),
    ],
)
def test_the_order_decides_what_a_date_of_numbers_means(
    text: str, order: DateOrder | None, day: date
) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("03/04/2025", None, "day-first or month-first"),
        ("31/02/2025", DateOrder.DMY, "not a day of the calendar"),
        ("29/02/2025", DateOrder.DMY, "not a day of the calendar"),
        ("13/13/2025", DateOrder.DMY, "not a day of the calendar"),
        ("25/04/2025", DateOrder.MDY, "not a day of the calendar"),
        ("0000-01-01", None, "not a day of the calendar"),
        ("45703", None, "spreadsheet's day number"),
        ("45703.5", None, "spreadsheet's day number"),
        ("N/A", None, "not a date"),
        ("See note 12", None, "not a date"),
        ("15-Foo-2025", None, "not a month"),
        ("2025-02", None, "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_text(text: str, order: DateOrder | None, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        read_date(text, order)
    assert text in str(refused.value)


@pytest.mark.parametrize(
    ("column", "orders", "mixed"),
    [
        (["2025-02-15", "N/A"], {DateOrder.YMD}, False),
        (["03/04/2025"], {DateOrder.DMY, DateOrder.MDY}, False),
        (["03/04/2025", "13/04/2025"], {DateOrder.DMY}, False),
        (["03/04/2025", "04/13/2025"], {DateOrder.MDY}, False),
        (["13/04/2025", "04/13/2025"], set(), True),
        (["03/04/2025", "31.12.2025"], {DateOrder.DMY}, False),
        (["03.04.2025"], {DateOrder.YMD}, False),
        (["04/04/2025"], {DateOrder.YMD}, False),
    ],
)
def test_all_values_of_a_column_decide_its_date_order(
    column: list[str], orders: set[DateOrder], mixed: bool
) -> None:
    evidence = date_orders(column)
    assert evidence.orders == orders
    assert evidence.mixed is mixed


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y"]))
def test_a_written_date_reads_back_under_its_own_order(day: date, form: str) -> None:
    order = DateOrder.MDY if form.startswith("%m") else DateOrder.DMY
    assert read_date(day.strftime(form), order) == day


POINT, COMMA = DecimalSign.POINT, DecimalSign.COMMA


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("70", None, "70"),
        ("1.234,56", COMMA, "1234.56"),
        ("1,234.56", POINT, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("1.234,56", None, "1234.56"),
        ("1,234,567", POINT, "1234567"),
        ("1.234.567", COMMA, "1234567"),
        ("1 234,5", COMMA, "1234.5"),
        ("1'234.5", POINT, "1234.5"),
        ("6.395", POINT, "6.395"),
        ("6.395", COMMA, "6395"),
        ("6,395", POINT, "6395"),
        ("6,395", COMMA, "6.395"),
        ("12,5", COMMA, "12.5"),
        ("$4,402.00", POINT, "4402.00"),
        ("4.402,00 €", COMMA, "4402.00"),
        ("EUR 12", None, "12"),
        ("(12)", None, "-12"),
        ("-12", None, "-12"),
        ("12-", None, "-12"),
        ("\N{MINUS SIGN}12", None, "-12"),
        ("+12", None, "12"),
        ("1e3", None, "1000"),
        (".5", POINT, "0.5"),
    ],
)
def test_a_number_is_read_under_its_decimal_sign(text: str, sign: DecimalSign | None, number: str) -> None:
    assert read_decimal(text, sign) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "sign", "why"),
    [
        ("6.395", None, "thousands or decimals"),
        ("1,234.56", COMMA, "not a number"),
        ("1.234.567", POINT, "not a number"),
        ("12,34,5", POINT, "not a number"),
        ("5%", POINT, "percentage"),
        ("many", POINT, "not a number"),
        ("", POINT, "not a number"),
        ("1.2345", POINT, "more than three decimals"),
        ("1e30", POINT, "too large"),
        ("12 pcs", POINT, "not a number"),
    ],
)
def test_what_is_no_quantity_is_refused(text: str, sign: DecimalSign | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_decimal(text, sign)


@pytest.mark.parametrize(
    ("column", "signs"),
    [
        (["70", "20"], {POINT, COMMA}),
        (["6.395"], {POINT, COMMA}),
        (["6.395", "1.5"], {POINT}),
        (["6.395", "1.234,5"], {COMMA}),
        (["6.395", "1,5"], {COMMA}),
        (["1.5", "1,5"], set()),
        (["1.234.567"], {COMMA}),
    ],
)
def test_all_values_of_a_column_decide_its_decimal_sign(column: list[str], signs: set[DecimalSign]) -> None:
    assert decimal_signs(column).signs == signs


@given(st.decimals(0, 10**9, places=3), st.sampled_from([POINT, COMMA]))
def test_a_written_number_reads_back_under_its_own_sign(number: Decimal, sign: DecimalSign) -> None:
    text = f"{number:,.3f}"
    if sign is COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    assert read_decimal(text, sign) == number
