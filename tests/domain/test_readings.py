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
    decimal_signs,
    looks_like_damaged_id,
    read_date,
    read_decimal,
)

FEB_15 = date(2025, 2, 15)
DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD
POINT, COMMA = DecimalSign.POINT, DecimalSign.COMMA


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


@pytest.mark.parametrize(
    ("text", "by_point", "by_comma"),
    [
        ("70", "70", "70"),
        ("007", "7", "7"),
        ("+12", "12", "12"),
        ("1,234.56", "1234.56", None),
        ("1.234,56", None, "1234.56"),
        ("1,234,567", "1234567", None),
        ("1.234.567", None, "1234567"),
        ("1 234 567", "1234567", "1234567"),
        ("1 234,5", None, "1234.5"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", None, "1234.5"),
        ("1\N{NO-BREAK SPACE}234.5", "1234.5", None),
        ("1'234.5", "1234.5", None),
        ("1’234,5", None, "1234.5"),
        ("1,23,456.50", "123456.50", None),
        ("6.395", "6.395", "6395"),
        ("6,395", "6395", "6.395"),
        ("-6.395", "-6.395", "-6395"),
        ("0.395", "0.395", None),
        ("0,395", None, "0.395"),
        ("1234.567", "1234.567", None),
        ("12.34", "12.34", None),
        ("12,5", None, "12.5"),
        ("6.3950", "6.395", None),
        (".5", "0.5", None),
        (",5", None, "0.5"),
        ("5.", "5", None),
        (".0000", "0", None),
        ("$4,402.00", "4402.00", None),
        ("US$ 4,402.00", "4402.00", None),
        ("$4,402.00 USD", "4402.00", None),
        ("4.402,00 €", None, "4402.00"),
        ("€4.402,00", None, "4402.00"),
        ("EUR 12", "12", "12"),
        ("12 TL", "12", "12"),
        ("₺12", "12", "12"),
        ("(12)", "-12", "-12"),
        ("(1,234.50)", "-1234.50", None),
        ("($12)", "-12", "-12"),
        ("$(12)", "-12", "-12"),
        ("-12", "-12", "-12"),
        ("- 12", "-12", "-12"),
        ("12-", "-12", "-12"),
        ("1.234,50-", None, "-1234.50"),
        ("-$12", "-12", "-12"),
        ("$-12", "-12", "-12"),
        ("\N{MINUS SIGN}12", "-12", "-12"),
        ("-0", "0", "0"),
        ("1e3", "1000", "1000"),
        ("1E+3", "1000", "1000"),
        ("1.5e3", "1500", None),
        ("1,5E+03", None, "1500"),
        ("5e-1", "0.5", "0.5"),
        ("999999999999999", "999999999999999", "999999999999999"),
    ],
)
def test_a_number_is_read_under_each_decimal_sign_that_fits(
    text: str, by_point: str | None, by_comma: str | None
) -> None:
    for sign, expected in ((POINT, by_point), (COMMA, by_comma)):
        if expected is None:
            with pytest.raises(ValueError, match=f"not a number with a decimal {sign}"):
                read_decimal(text, sign)
        else:
            assert read_decimal(text, sign) == Decimal(expected)
    if by_point == by_comma:
        assert read_decimal(text, None) == Decimal(by_point or "")
    else:
        both = by_point is not None and by_comma is not None
        why = "thousands or decimals: say which" if both else "has a decimal .*: say which"
        with pytest.raises(ValueError, match=why):
            read_decimal(text, None)


PERCENT = {
    "12.5 %": ("12.5", None),
    "12.5%": ("12.5", None),
    "12,5 %": (None, "12.5"),
    "%12,5": (None, "12.5"),
    "% 12": ("12", "12"),
    "100%": ("100", "100"),
    "-3%": ("-3", "-3"),
    "(3 %)": (None, None),
    "12.5": ("12.5", None),
    "1,234.5%": ("1234.5", None),
    "5‰": (None, None),
    "%5%": (None, None),
    "%": (None, None),
}


@pytest.mark.parametrize("text", PERCENT)
def test_a_percentage_is_read_only_where_one_is_expected(text: str) -> None:
    for sign, expected in zip((POINT, COMMA), PERCENT[text], strict=True):
        if expected is None:
            with pytest.raises(ValueError, match=f"'{text}'".replace("(", r"\(").replace(")", r"\)")):
                read_decimal(text, sign, percent=True)
        else:
            assert read_decimal(text, sign, percent=True) == Decimal(expected)
        if "%" in text:
            with pytest.raises(ValueError, match=r"is a percentage|not a number"):
                read_decimal(text, sign)


def test_percentages_tell_the_decimal_sign_of_their_column() -> None:
    assert decimal_signs(["12,5 %", "6.395 %"]).signs == {COMMA}
    assert decimal_signs(["6.395 %"]).open_example == "6.395 %"
    assert decimal_signs(["%12.5", "12,5%"]).mixed


@pytest.mark.parametrize("sign", [None, POINT, COMMA])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("5%", "percentage"),
        ("12,5 %", "percentage"),
        ("many", "not a number"),
        ("", "not a number"),
        ("-", "not a number"),
        ("()", "not a number"),
        ("$", "not a number"),
        (".", "not a number"),
        ("12 pcs", "not a number"),
        ("12 DOZ", "not a number"),
        ("1€50", "not a number"),
        ("12,34,5", "not a number"),
        ("1.23.456", "not a number"),
        ("12,345.678,9", "not a number"),
        ("1 234.567,8 9", "not a number"),
        ("12,-", "not a number"),
        ("--5", "not a number"),
        ("(5)-", "not a number"),
        ("1/2", "not a number"),
        ("0x10", "not a number"),
        ("²", "not a number"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("1e30", "too large"),
        ("1000000000000000", "too large"),
    ],
)
def test_what_is_no_quantity_is_refused(text: str, sign: DecimalSign | None, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        read_decimal(text, sign)
    assert f"'{text}'" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "places", "number"),
    [("1.234", 3, "1.234"), ("45.5805", 4, "45.5805"), ("201.0400", 2, "201.04"), ("12.00", 0, "12")],
)
def test_decimals_up_to_the_allowed_places_are_kept(text: str, places: int, number: str) -> None:
    assert read_decimal(text, POINT, places) == Decimal(number)


@pytest.mark.parametrize(("text", "places"), [("1.2345", 3), ("45.58051", 4), ("0.001", 2), ("12.5", 0)])
def test_more_decimals_than_allowed_are_refused_and_not_rounded(text: str, places: int) -> None:
    with pytest.raises(ValueError, match=f"more than {places} decimals"):
        read_decimal(text, POINT, places)


@pytest.mark.parametrize(
    ("column", "signs", "mixed"),
    [
        (["70", "20", "many"], {POINT, COMMA}, False),
        (["6.395"], {POINT, COMMA}, False),
        (["6.395", "1000"], {POINT, COMMA}, False),
        (["6.395", "1.5"], {POINT}, False),
        (["6.395", "0.395"], {POINT}, False),
        (["6.395", "1234.567"], {POINT}, False),
        (["6.395", "1.23456789"], {POINT}, False),
        (["6.395", "1.234,5"], {COMMA}, False),
        (["6.395", "1,5"], {COMMA}, False),
        (["6.395", "1.234.567"], {COMMA}, False),
        (["1.5", "1,5"], set(), True),
    ],
)
def test_all_values_of_a_column_decide_its_decimal_sign(
    column: list[str], signs: set[DecimalSign], mixed: bool
) -> None:
    for values in (column, column[::-1]):
        assert decimal_signs(values).signs == signs
        assert decimal_signs(values).mixed is mixed


def test_decimal_evidence_names_the_values_that_prove_it_and_those_that_leave_it_open() -> None:
    evidence = decimal_signs(["12", "6.395", "1,5", "7.25"])
    assert (evidence.open_example, evidence.point_example, evidence.comma_example) == ("6.395", "7.25", "1,5")
    assert decimal_signs(["12", "13"]).open_example is None


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from([POINT, COMMA]))
def test_a_written_number_reads_back_under_its_own_sign(number: Decimal, sign: DecimalSign) -> None:
    text = f"{number:,.3f}"
    if sign is COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    assert read_decimal(text, sign) == number
    assert sign in decimal_signs([text]).signs


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


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.447296e+09", "shortened"),
        ("1,447296E+09", "shortened"),
        ("4,5E+15", "shortened"),
        ("4.5E15", "shortened"),
        (" 5E+05 ", "shortened"),
        ("4500012345.0", "given decimals"),
        ("4500012345,00", "given decimals"),
        ("#####", "error"),
        ("#N/A", "error"),
        ("#REF!", "error"),
    ],
)
def test_a_number_that_a_spreadsheet_damaged_is_recognised(text: str, why: str) -> None:
    sentence = looks_like_damaged_id(text)
    assert sentence is not None
    assert why in sentence
    assert "format the column as text" in sentence


@pytest.mark.parametrize(
    "text", ["4500012345", "00010", "PO-2025-0089", "E100", "12E4", "1E3", "45E12", "10.5", "1.0", "#12", ""]
)
def test_an_ordinary_number_or_code_is_not_called_damaged(text: str) -> None:
    assert looks_like_damaged_id(text) is None
