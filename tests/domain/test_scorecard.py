"""The scorecard: exact to the hundredth, a band for every score, and nothing left out silently."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.punctuality import delays
from backorder_core.domain.scorecard import (
    Criterion,
    Standing,
    card,
    cost_score,
    quality_score,
    quarter_of,
    standing,
)
from backorder_core.domain.scorecard_settings import Scorecard
from tests.small_company import TODAY

D = Decimal
USUAL = Scorecard()
FULL = {
    Criterion.DELIVERY: D(85),
    Criterion.QUALITY: D(95),
    Criterion.SERVICE: D(82),
    Criterion.COST: D(88),
    Criterion.INNOVATION: D(75),
}


def test_the_rules_example_is_86_35_exactly() -> None:
    found = card(FULL, USUAL)
    assert found.score == D("86.35")
    assert found.whole
    assert found.caveat == ""
    assert sum(term.points or D(0) for term in found.terms) == D("86.35")
    assert found.standing is Standing.APPROVED
    assert found.follows == USUAL.approved_follows


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("0", Standing.DEVELOP),
        ("59.99", Standing.DEVELOP),
        ("60", Standing.WATCH),
        ("74.99", Standing.WATCH),
        ("75", Standing.APPROVED),
        ("89.99", Standing.APPROVED),
        ("90", Standing.PREFERRED),
        ("100", Standing.PREFERRED),
    ],
)
def test_each_score_has_its_band(score: str, expected: Standing) -> None:
    assert standing(D(score), USUAL) is expected
    assert card(dict.fromkeys(Criterion, D(score)), USUAL).standing is expected


def test_every_hundredth_from_0_to_100_falls_in_a_band_and_bands_never_sink() -> None:
    order = list(Standing)[::-1]
    places = [order.index(standing(D(point) / 100, USUAL)) for point in range(10_001)]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2, 3}


def test_what_has_no_data_is_named_and_the_score_stands_over_the_rest() -> None:
    found = card({**FULL, Criterion.SERVICE: None, Criterion.INNOVATION: None}, USUAL)
    # (85 × 30 + 95 × 25 + 88 × 15) ÷ 70
    assert (found.score, found.weight) == (D("89.21"), D(70))
    assert not found.whole
    assert found.caveat == "No data for service and innovation: the score stands over the other 70 of 100."
    assert found.score_of(Criterion.SERVICE) is None


def test_without_any_data_there_is_no_score_and_no_band() -> None:
    found = card({}, USUAL)
    assert (found.score, found.standing, found.follows, found.weight) == (None, None, "", 0)
    assert found.caveat == "No criterion has data, so there is no score."


def test_a_criterion_that_weighs_nothing_is_not_missed() -> None:
    settings = Scorecard(delivery=D(50), quality=D(50), service=D(0), cost=D(0), innovation=D(0))
    found = card({Criterion.DELIVERY: D(80), Criterion.QUALITY: D(90)}, settings)
    assert (found.score, found.missing, found.caveat) == (D(85), (), "")


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "Infinity"])
def test_a_score_outside_0_to_100_is_refused(score: str) -> None:
    with pytest.raises(InvalidInput, match=r"give 0 .* to 100"):
        card({Criterion.SERVICE: D(score)}, USUAL)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"delivery": D(31)}, "must sum to 100, and these sum to 101"),
        ({"approved_from": D(90)}, "bands must descend"),
        ({"watch_from": D(80)}, "bands must descend"),
        ({"delivery": D(-10), "quality": D(65)}, "greater than or equal to 0"),
        ({"preferred_from": D(101)}, "less than or equal to 100"),
    ],
)
def test_weights_sum_to_100_and_bands_descend(fields: dict[str, Decimal], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Scorecard(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "troubled", "expected"),
    [(0, 0, None), (0, 2, None), (10, 0, D(100)), (3, 1, D("66.67")), (4, 4, D(0)), (2, 5, D(0))],
)
def test_quality_is_the_share_of_lines_without_trouble(
    lines: int, troubled: int, expected: Decimal | None
) -> None:
    assert quality_score(lines, troubled) == expected


@pytest.mark.parametrize(
    ("spend", "hurried", "expected"),
    [
        ("0", "5", None),
        ("1000", "0", "100"),
        ("1000", "50", "50"),
        ("1000", "100", "0"),
        ("1000", "500", "0"),
    ],
)
def test_cost_loses_its_points_linearly(spend: str, hurried: str, expected: str | None) -> None:
    found = cost_score(D(spend), D(hurried), USUAL)
    assert found == (None if expected is None else D(expected))


def test_a_quarter_begins_in_january_april_july_and_october() -> None:
    firsts = [quarter_of(TODAY.replace(day=1, month=month)).month for month in range(1, 13)]
    assert firsts == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]


def test_delays_have_the_median_and_p90_of_all_receipts() -> None:
    found = delays([(30, 1), (-2, 4), (0, 3), (5, 2)])
    assert (found.receipts, found.late, found.median, found.p90) == (10, 3, 0, 5)
    assert [(one.label, one.receipts) for one in found.bins] == [
        ("early or on the day", 7),
        ("1–3 days", 0),
        ("4–7 days", 2),
        ("8–14 days", 0),
        ("15–21 days", 0),
        ("22 days or more", 1),
    ]


def test_without_a_receipt_there_is_no_delay() -> None:
    found = delays([])
    assert (found.receipts, found.median, found.p90, found.late) == (0, None, None, 0)
