"""RULES, Command centre: aging and pipeline."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.buckets import aging, bucket_of, percent, pipeline, tally
from backorder_core.domain.limits import Buckets

AGING, PIPELINE = aging(Buckets()), pipeline(Buckets())


@pytest.mark.parametrize(
    ("given", "expected"),
    [(0, "0-7"), (7, "0-7"), (8, "8-14"), (14, "8-14"), (15, "15+"), (400, "15+")],
)
def test_an_age_falls_into_its_bucket(given: int, expected: str) -> None:
    assert bucket_of(given, AGING).key == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (-30, "past_eta"),
        (-1, "past_eta"),
        (0, "24h"),
        (1, "24h"),
        (2, "3d"),
        (3, "3d"),
        (4, "7d"),
        (7, "7d"),
        (8, "later"),
        (400, "later"),
        (None, "unknown"),
    ],
)
def test_days_to_the_eta_fall_into_their_bucket(given: int | None, expected: str) -> None:
    assert bucket_of(given, PIPELINE).key == expected


def test_the_labels_are_written_for_people() -> None:
    assert [bucket.label for bucket in AGING] == ["0–7 days", "8–14 days", "15+ days"]
    assert {bucket.key: bucket.label for bucket in PIPELINE}["unknown"] == "Unknown ETA"


@given(st.none() | st.integers(min_value=-5000, max_value=5000))
def test_exactly_one_pipeline_bucket_holds_any_number_of_days(days: int | None) -> None:
    assert sum(bucket.contains(days) for bucket in PIPELINE) == 1


@given(st.integers(min_value=0, max_value=5000))
def test_exactly_one_aging_bucket_holds_any_age(age: int) -> None:
    assert sum(bucket.contains(age) for bucket in AGING) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((23, 47), "48.9"),
        ((15, 47), "31.9"),
        ((9, 47), "19.1"),
        ((1, 8), "12.5"),
        ((5, 8), "62.5"),
        ((1, 2000), "0.1"),
        ((1, 2001), "0.0"),
        ((0, 8), "0.0"),
        ((8, 8), "100.0"),
        ((0, 0), "0.0"),
    ],
)
def test_a_percentage_has_one_decimal_rounded_half_up(given: tuple[int, int], expected: str) -> None:
    assert str(percent(*given)) == expected


def test_an_empty_tally_still_lists_every_bucket() -> None:
    assert [(one.bucket.key, one.count, one.value, one.share) for one in tally([], AGING)] == [
        (key, 0, Decimal(0), Decimal(0)) for key in ("0-7", "8-14", "15+")
    ]


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(min_value=-99, max_value=99),
            st.integers(min_value=0, max_value=50),
            st.decimals(min_value=0, max_value=99_999, places=2),
        )
    )
)
def test_a_tally_loses_no_backorder_and_no_cent(rows: list[tuple[int | None, int, Decimal]]) -> None:
    tallied = tally(rows, PIPELINE)
    assert [one.bucket for one in tallied] == list(PIPELINE)
    assert sum(one.count for one in tallied) == sum(row[1] for row in rows)
    assert sum(one.value for one in tallied) == sum(row[2] for row in rows)


def test_buckets_are_cut_where_the_settings_say() -> None:
    cuts = Buckets(aging_days=(0, 30), pipeline_days=(0, 1, 14))
    assert [(one.key, one.label) for one in aging(cuts)] == [
        ("0", "0 days"),
        ("1-30", "1–30 days"),
        ("31+", "31+ days"),
    ]
    assert [(one.key, one.label, one.low, one.high) for one in pipeline(cuts)] == [
        ("past_eta", "Past ETA", None, -1),
        ("today", "Today", 0, 0),
        ("24h", "Next 24 hours", 1, 1),
        ("14d", "Next 14 days", 2, 14),
        ("later", "Later", 15, None),
        ("unknown", "Unknown ETA", None, None),
    ]


@given(
    st.lists(st.integers(0, 400), min_size=3, max_size=3, unique=True).map(sorted),
    st.none() | st.integers(min_value=-500, max_value=500),
)
def test_wherever_they_are_cut_exactly_one_bucket_holds_any_day(cuts: list[int], days: int | None) -> None:
    made = Buckets(aging_days=(cuts[0], cuts[1]), pipeline_days=(cuts[0], cuts[1], cuts[2]))
    assert sum(one.contains(days) for one in pipeline(made)) == 1
    assert days is None or sum(one.contains(days) for one in aging(made)) == 1
    assert len({one.key for one in pipeline(made)}) == 6


@pytest.mark.parametrize("days", [(7, 7), (14, 7), (-1, 7)])
def test_buckets_that_overlap_are_refused(days: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        Buckets(aging_days=days)
