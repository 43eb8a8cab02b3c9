"""Dates and numbers as people write them: read exactly, or left open for a question, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.readings import (
    DateOrder,
    DecimalSign,
    date_orders,
    read_date,
    read_decimal,
)

FEB_15 = date(2025, 2, 15)
DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD


@pytest.mark.parametrize("order", [None, DMY, MDY, YMD])
@pytest.mark.parametrize(
    "text",
    [
        *("2025-02-15", "2025-2-15", "2025/02/15", "2025.2.15", "20250215", "  2025-02-15  "),
        *("2025-02-15T09:30:00", "2025-02-15 09:30", "2025-02-15T09:30:00Z", "2025-02-15T09:30:00+01:00"),
        *("2025-02-15 00:00:00.000", "2025-02-15T23:59:59-0500", "20250215093000", "20250215T0930"),
        *("15-Feb-25", "15-Feb-2025", "15-FEB-25", "15/Feb/2025", "15 February 2025", "15feb2025"),
        *("Feb 15, 2025", "February 15 2025", "February 15th, 2025", "15th February 2025", "2025-Feb-15"),
        *(
            "15-FEB-25 02.30.00.000000 PM",
            "15 Feb 2025 2:30 pm",
            "15\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2025",
        ),
        *("15. Februar 2025", "15. Feb. 2025", "15 février 2025", "15 févr. 2025", "15 FÉVRIER 2025"),
        *("15 febrero 2025", "15 de febrero de 2025", "15/feb/2025"),
        *("15 Şubat 2025", "15 ŞUBAT 2025", "15.Şub.25", "15 subat 2025"),
    ],
)
def test_a_date_with_one_meaning_is_read_under_any_order(text: str, order: DateOrder | None) -> None:
    assert read_date(text, order) == FEB_15


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("January Jan Januar Jänner janvier janv enero ene Ocak Oca", 1),
        ("February Feb Februar février fév febrero Şubat Şub", 2),
        ("March Mar März Mrz mars marzo Mart", 3),
        ("April Apr avril avr abril abr Nisan Nis", 4),
        ("May Mai mayo Mayıs", 5),
        ("June Jun Juni juin junio Haziran Haz", 6),
        ("July Jul Juli juillet juil julio Temmuz Tem", 7),
        ("August Aug août agosto ago Ağustos Ağu AĞUSTOS", 8),
        ("September Sep Sept septembre septiembre Eylül Eyl", 9),
        ("October Oct Oktober Okt octobre octubre Ekim Eki", 10),
        ("November Nov novembre noviembre Kasım Kas KASIM", 11),
        ("December Dec Dezember Dez décembre déc diciembre dic Aralık Ara", 12),
    ],
)
def test_month_names_are_read_in_five_languages(words: str, month: int) -> None:
    assert {read_date(f"3 {word} 2025", None) for word in words.split()} == {date(2025, month, 3)}


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2025", DMY, date(2025, 4, 3)),
        ("03/04/2025", MDY, date(2025, 3, 4)),
        ("3-4-25", DMY, date(2025, 4, 3)),
        ("3 4 25", MDY, date(2025, 3, 4)),
        ("03.04.2025", DMY, date(2025, 4, 3)),
        ("03.04.2025", MDY, date(2025, 3, 4)),
        ("2/15/2025 2:30 PM", MDY, FEB_15),
        ("15.02.2025 14:05", DMY, FEB_15),
        ("25-02-15", YMD, FEB_15),
        ("25-02-15", DMY, date(2015, 2, 25)),
        ("04/04/2025", None, date(2025, 4, 4)),
        ("4/04/2025", YMD, date(2025, 4, 4)),
        ("1/2/00", DMY, date(2000, 2, 1)),
        ("1/2/68", DMY, date(2068, 2, 1)),
        ("1/2/69", DMY, date(1969, 2, 1)),
        ("1-Feb-68", None, date(2068, 2, 1)),
        ("1-Feb-69", None, date(1969, 2, 1)),
        ("29/02/2024", DMY, date(2024, 2, 29)),
        ("1900-01-01", None, date(1900, 1, 1)),
        ("2199-12-31", None, date(2199, 12, 31)),
    ],
)
def test_the_order_decides_what_a_date_of_numbers_means(
    text: str, order: DateOrder | None, day: date
) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("03/04/2025", None, "say which"),
        ("03.04.2025", None, "say which"),
        ("25/04/2025", None, "say which"),
        ("03/04/2025", YMD, "say which"),
        ("31/02/2025", DMY, "not a day of the calendar; the column is read day first"),
        ("31/02/2025", None, "not a day of the calendar"),
        ("29/02/2025", DMY, "not a day of the calendar"),
        ("13/13/2025", DMY, "not a day of the calendar"),
        ("25/04/2025", MDY, "not a day of the calendar; the column is read month first"),
        ("04/25/2025", DMY, "not a day of the calendar; the column is read day first"),
        ("2025-02-30", None, "not a day of the calendar"),
        ("2025-13-01", None, "not a day of the calendar"),
        ("20250230", None, "not a day of the calendar"),
        ("31-Apr-25", None, "not a day of the calendar"),
        ("0000-01-01", None, "in the year 0: dates lie between 1900 and 2199"),
        ("00000000", None, "in the year 0"),
        ("00/00/0000", None, "in the year 0"),
        ("1899-12-31", None, "in the year 1899"),
        ("2200-01-01", None, "in the year 2200"),
        ("9999-12-31", None, "in the year 9999"),
        ("15022025", None, "in the year 1502"),
        ("45703", None, "spreadsheet's day number"),
        ("45703.5", None, "spreadsheet's day number"),
        ("45703,5", None, "spreadsheet's day number"),
        ("N/A", None, "not a date"),
        ("TBD", DMY, "not a date"),
        ("See note 12", None, "not a date"),
        ("15-Foo-2025", None, "'foo' is not a month"),
        ("2025-02", None, "not a date"),
        ("Feb 20-25", None, "not a date"),
        ("KW 7", None, "not a date"),
        ("2025-02-15 quarter past", None, "not a date"),
        ("2025-02-15T25", None, "not a date"),
        ("", None, "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_text(text: str, order: DateOrder | None, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        read_date(text, order)
    assert f"'{text}'" in str(refused.value)


@pytest.mark.parametrize(
    ("column", "orders", "mixed"),
    [
        ([], {YMD}, False),
        (["2025-02-15", "N/A", "15-Feb-25"], {YMD}, False),
        (["04/04/2025"], {YMD}, False),
        (["31/02/2025"], {YMD}, False),
        (["03/04/2025"], {DMY, MDY}, False),
        (["12/12/2025", "11/12/2025"], {DMY, MDY}, False),
        (["03/04/2025", "31/02/2025"], {DMY, MDY}, False),
        (["03/04/2025", "12/13/2025"], {MDY}, False),
        (["03/04/2025", "13/12/2025"], {DMY}, False),
        (["03/04/25", "13/04/25"], {DMY}, False),
        (["03/04/2025 10:00", "04/13/2025 11:00"], {MDY}, False),
        (["13/04/2025", "04/13/2025"], set(), True),
        (["03.04.2025"], {DMY}, False),
        (["03/04/2025", "31.12.2025"], {DMY}, False),
        (["03/04/2025", "03.04.2025"], {DMY, MDY}, False),
        (["03.04.2025", "04/13/2025"], set(), True),
        (["03.04.2025", "04.13.2025"], set(), True),
        (["04.13.2025"], {MDY}, False),
    ],
)
def test_all_values_of_a_column_decide_its_date_order(
    column: list[str], orders: set[DateOrder], mixed: bool
) -> None:
    for values in (column, column[::-1]):
        evidence = date_orders(values)
        assert evidence.orders == orders
        assert evidence.mixed is mixed


def test_date_evidence_names_the_values_that_prove_it_and_those_that_leave_it_open() -> None:
    evidence = date_orders(["2025-01-01", "03/04/2025", "05/06/2025", "25/04/2025", "04/26/2025"])
    assert (evidence.open_example, evidence.dmy_example, evidence.mdy_example) == (
        "03/04/2025",
        "25/04/2025",
        "04/26/2025",
    )


FORMS = {
    "%d/%m/%Y": DMY,
    "%m/%d/%Y": MDY,
    "%d-%m-%y": DMY,
    "%m-%d-%y": MDY,
    "%d.%m.%Y": DMY,
    "%y/%m/%d": YMD,
    "%Y-%m-%d": None,
    "%Y%m%d": None,
    "%d-%b-%Y": None,
    "%B %d, %Y %H:%M": None,
}


@given(st.dates(date(1969, 1, 1), date(2068, 12, 31)), st.sampled_from(sorted(FORMS)))
def test_a_written_date_reads_back_under_its_own_order(day: date, form: str) -> None:
    assert read_date(day.strftime(form), FORMS[form]) == day


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2060, 1, 1)), min_size=1),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_a_column_in_one_order_is_never_understood_in_the_other_alone(days: list[date], form: str) -> None:
    true, false = (DMY, MDY) if form.startswith("%d") else (MDY, DMY)
    evidence = date_orders([day.strftime(form) for day in days])
    assert not evidence.mixed
    assert evidence.orders != {false}
    if evidence.orders == {true}:
        assert [read_date(day.strftime(form), true) for day in days] == days


def sentence_or_value(read: Callable[[], object]) -> object:
    try:
        return read()
    except ValueError as refused:
        return str(refused)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_with_a_sentence_that_shows_it(text: str) -> None:
    for order in (None, *DateOrder):
        said = sentence_or_value(lambda order=order: read_date(text, order))  # type: ignore[misc]
        assert isinstance(said, date) or str(said).startswith("'")
    for sign in (None, *DecimalSign):
        said = sentence_or_value(lambda sign=sign: read_decimal(text, sign))  # type: ignore[misc]
        assert isinstance(said, Decimal) or str(said).startswith("'")
