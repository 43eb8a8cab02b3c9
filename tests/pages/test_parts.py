"""The shared pieces of the pages that can be checked without drawing them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest

from backorder_core.domain.buckets import aging, pipeline
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.limits import Buckets
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.values import Band, Cause, Outcome, Status, Tier, Trigger
from backorder_core.services.backorders import Choices, Filters
from backorder_core.services.detail import EtaChange, HistoryEntry
from backorder_core.services.imports import ANSWERS
from pages.parts import charts, filters, format, glossary, reading, story, tables  # noqa: A004
from pages.parts.charts import Bar
from pages.parts.text import safe

CHOICES = Choices(
    (("ABC", "ABC Manufacturing"),),
    (("CM-500", "Control Module"),),
    (("C-1", "Metro"),),
    (("Tom", "Tom"),),
    (("24h", "Next 24 hours"), ("unknown", "Unknown ETA")),
    (("Valves", "Valves"),),
)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("234567", "USD", "$234,567"),
        ("234567.00", "USD", "$234,567"),
        ("1250.5", "USD", "$1,250.50"),
        ("-15000", "USD", "−$15,000"),
        ("0", "USD", "$0"),
        ("10", "EUR", "€10"),
        ("10", "CHF", "CHF 10"),
    ],
)
def test_money_shows_cents_only_where_there_are_some(amount: str, currency: str, text: str) -> None:
    assert format.money(Decimal(amount), currency) == text


@pytest.mark.parametrize(
    ("value", "text"), [("70.000", "70"), ("2.500", "2.5"), ("1250", "1,250"), ("100", "100"), ("0.000", "0")]
)
def test_quantities_have_no_trailing_zeros(value: str, text: str) -> None:
    assert format.number(Decimal(value)) == text


def test_a_date_is_written_so_that_nobody_misreads_it_and_a_missing_one_is_unknown() -> None:
    assert format.day(date(2025, 2, 1)) == "1 Feb 2025"
    assert format.day(None) == "unknown"
    assert format.worded("ETA 2025-02-15 → 2025-02-22, row 2025-13-45") == (
        "ETA 15 Feb 2025 → 22 Feb 2025, row 2025-13-45"
    )


def test_instants_are_shown_in_the_time_zone_of_the_business() -> None:
    instant = datetime(2025, 1, 29, 2, 30, tzinfo=UTC).replace(tzinfo=None)
    assert format.moment(instant, "America/New_York") == "28 Jan 2025, 21:30"


@pytest.mark.parametrize(
    "text",
    [
        "![pixel](http://evil.example/p.png)",
        "[click](javascript:alert(1))",
        "<img src=x>",
        "**bold** _it_ `code`",
        ":red[boo] :material/home:",
        "$a$ and $b$",
        "# title",
        "www.evil.example me@evil.example",
    ],
)
def test_foreign_text_loses_every_power_and_keeps_its_letters(text: str) -> None:
    made = safe(text)
    for sign in "![]()<>*_`$#:":
        assert f"\\{sign}" in made or sign not in text
    assert made.replace("\\", "").replace("\u2060", "") == text
    assert "www." not in made.replace("\\", "")
    assert "://" not in made.replace("\\", "")


def test_foreign_text_stays_on_one_line() -> None:
    assert safe("one\n\n# two\tthree") == "one \\# two three"


def test_every_bucket_and_cause_has_a_colour_of_its_own() -> None:
    for group in (aging(Buckets()), pipeline(Buckets())):
        assert len({charts.COLOURS[bucket.place] for bucket in group}) == len(group)
    assert all(cause.key in charts.COLOURS for cause in Cause)


def test_cells_of_one_kind_are_sent_as_they_are_and_others_all_the_same() -> None:
    columns = dict.fromkeys(("day", "amount", "word", "mixed"))
    rows: list[dict[str, object]] = [
        {"day": date(2025, 1, 28), "amount": Decimal("12.50"), "word": ["High"], "mixed": 1},
        {"day": None, "amount": float("nan"), "word": [], "mixed": 2},
    ]
    cells = tables._cells(rows, columns)
    assert isinstance(cells, pa.Table)
    assert cells.to_pylist() == [
        {"day": date(2025, 1, 28), "amount": 12.5, "word": ["High"], "mixed": 1},
        {"day": None, "amount": None, "word": [], "mixed": 2},
    ]
    other = tables._cells([*rows, {**rows[0], "mixed": "three"}], columns)
    assert isinstance(other, pd.DataFrame)
    assert list(other["mixed"]) == [1, 2, "three"]


def test_every_code_has_a_colour() -> None:
    for colours, kind in (
        (tables.BAND_COLOURS, Band),
        (tables.STATUS_COLOURS, Status),
        (tables.TIER_COLOURS, Tier),
        (tables.OUTCOME_COLOURS, Outcome),
    ):
        assert set(colours) == set(kind)


def test_bars_keep_the_order_given_with_the_first_on_top() -> None:
    rows = [Bar("0-7", "0–7 days", 5, "5"), Bar("8-14", "8–14 days", 9, "9"), Bar("15+", "15+ days", 1, "1")]
    figure = charts.bars(rows, 6)
    assert list(figure.layout.yaxis.categoryarray) == ["15+ days", "8–14 days", "0–7 days"]
    assert list(figure.data[0].text) == ["5", "9", "1"]
    assert figure.layout.height == charts.bars([*rows, *rows], 6).layout.height


def test_links_carry_exactly_what_is_filtered_and_nothing_that_is_not() -> None:
    wanted = Filters(
        bands=(Band.CRITICAL, Band.HIGH),
        supplier="ABC",
        pipeline="24h",
        age_from=8,
        state="all",
        category="Valves",
        created_from=date(2025, 1, 21),
        created_to=date(2025, 1, 27),
        closed_to=date(2025, 1, 28),
    )
    assert filters.query(wanted, CHOICES) == {
        "band": ["Critical", "High"],
        "supplier": "ABC Manufacturing · ABC",
        "eta": "Next 24 hours",
        "age_from": "8",
        "state": "Open and closed",
        "category": "Valves",
        "created_from": "2025-01-21",
        "created_to": "2025-01-27",
        "closed_to": "2025-01-28",
    }
    assert filters.query(Filters(), CHOICES) == {}


def test_active_filters_stand_in_words() -> None:
    wanted = Filters(
        bands=(Band.CRITICAL, Band.HIGH, Band.LOW),
        supplier="ABC",
        value_from=Decimal(10000),
        age_from=3,
        age_to=8,
        pipeline="unknown",
        search="cm",
        category="Valves",
        created_from=date(2025, 1, 21),
        created_to=date(2025, 1, 27),
        closed_to=date(2025, 1, 28),
    )
    assert filters.words(wanted, CHOICES, "USD") == [
        "priority Critical, High or Low",
        "supplier ABC Manufacturing",
        "age 3 days to 8 days",
        "value from $10,000",
        "category Valves",
        "created 21 Jan 2025 to 27 Jan 2025",
        "closed up to 28 Jan 2025",
        "expected: Unknown ETA",
        "containing “cm”",
    ]
    assert filters.words(Filters(), CHOICES, "USD") == []


def test_a_score_in_a_list_never_seems_to_reach_the_next_band() -> None:
    assert tables.whole(Decimal("9999.99")) == 9999


def entry(before: dict[str, str | None], after: dict[str, str | None]) -> HistoryEntry:
    return HistoryEntry(datetime(2025, 1, 28, 12), date(2025, 1, 28), "Pat", "ETA updated", before, after)  # noqa: DTZ001


def test_a_change_is_told_from_what_to_what() -> None:
    changed = entry(
        {"eta": "2025-02-15", "status": "1", "level": "0", "level_reason": "", "score_base": "1"},
        {"eta": None, "status": "4", "level": "2", "level_reason": "ETA moved later", "score_base": "2"},
    )
    assert story.changes(changed, "USD") == [
        "Status Open → Escalated",
        "ETA 15 Feb 2025 → unknown",
        "Escalation not escalated → level 2, manager",
        "Because: ETA moved later",
    ]


def test_a_first_entry_tells_what_there_is_and_not_what_is_not() -> None:
    made = entry(
        {}, {"eta": None, "status": "1", "quantity": "70.000", "received": "0.000", "closed_on": None}
    )
    assert story.changes(made, "USD") == ["Status Open", "Quantity 70 units", "ETA unknown"]


@pytest.mark.parametrize(
    ("previous", "new", "ordinal", "words"),
    [
        (date(2025, 1, 25), date(2025, 2, 1), 0, "7 days later"),
        (date(2025, 2, 2), date(2025, 2, 1), 1, "1 day earlier"),
        (date(2025, 2, 1), date(2025, 2, 1), 0, "the same date"),
        (None, date(2025, 2, 1), 1, "first known date"),
        (date(2025, 2, 1), None, 1, "now unknown"),
        (date(2025, 2, 1), None, 0, "supplier does not know"),
    ],
)
def test_an_eta_says_how_far_it_moved(
    previous: date | None, new: date | None, ordinal: int, words: str
) -> None:
    change = EtaChange(
        ordinal, previous, new, Trigger.SUPPLIER_COMMUNICATION, "f.csv", "", "Pat", date(2025, 1, 28)
    )
    assert story.moved(change) == words


def test_the_help_has_every_status_and_finds_a_word() -> None:
    everything = dict(pair for words in glossary.entries(DEFAULTS, "").values() for pair in words)
    assert {status.label for status in Status} <= set(everything)
    assert {"Created", "Updated", "Unchanged", "Not needed", "Rejected"} <= set(everything)
    assert glossary.entries(DEFAULTS, "overdue")["Days"][0][0] == "Days overdue"
    assert glossary.entries(DEFAULTS, "zebra") == {}


def test_every_field_of_every_kind_of_file_has_words() -> None:
    assert reading.label("po_number") == "PO number"
    assert reading.label("new_eta") == "New ETA"
    words = {one.label for contract in KINDS.values() for one in contract.fields}
    assert not [word for word in words if "_" in word or word[0].islower()]


def test_every_question_that_a_file_can_raise_has_words() -> None:
    assert {"dates", "decimal", "sheet", *ANSWERS} == set(reading.QUESTIONS)
