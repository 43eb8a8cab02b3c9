"""Numbers as files write them: points and commas, percentages, and what a spreadsheet damaged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.readings import (
    DecimalSign,
    decimal_signs,
    looks_like_damaged_id,
    read_decimal,
)

POINT, COMMA = DecimalSign.POINT, DecimalSign.COMMA


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
