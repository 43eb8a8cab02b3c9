"""What was agreed with suppliers and noted about them: penalties, ratings, incidents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.scorecard import Criterion
from backorder_core.domain.service_levels import Basis
from backorder_core.domain.windows import Window
from backorder_core.services.checks import check
from backorder_core.services.supplier_records import (
    Opinion,
    Trouble,
    note_incident,
    rate_supplier,
)
from backorder_core.services.suppliers import review
from backorder_core.store import PastStore
from tests.busy_company import BusyCompany
from tests.services.supplier_figures import JANUARY, D, agree, on, one
from tests.small_company import LISA, SARAH, TODAY


def test_penalties_line_by_line(busy: BusyCompany) -> None:
    busy.supply("PO-1", on(10), ordered="100")  # 40 in time, 35 late by 2 days, 25 missing for 18
    busy.arrives("PO-1", "40", on(10))
    busy.arrives("PO-1", "35", on(12))
    busy.supply("PO-2", on(11), ordered="10")  # in time, and 5 more than ordered later
    busy.arrives("PO-2", "10", on(11))
    busy.arrives("PO-2", "5", on(15))
    busy.supply("PO-3", on(27), ordered="7")  # missing since yesterday
    agree(busy.store)
    (claim,) = one(busy.store).claims
    assert [(row.po_number, row.late, row.missing, row.days, row.penalty) for row in claim.rows] == [
        ("PO-1", 35, 25, 18, D("150.00")),
        ("PO-3", 0, 7, 1, D("17.50")),
    ]
    assert (claim.on_time, claim.lines, claim.kept, claim.due) == (D("46.7"), 3, False, D("167.50"))
    # the unit cost is 1: 35 × 2 + 25 × 18 = 520 unit-days at 10 % a day, and 7
    agree(busy.store, basis=Basis.VALUE_DAY, penalty=D(10), cap=D(50))
    (claim,) = one(busy.store).claims
    assert [row.penalty for row in claim.rows] == [D("50.00"), D("0.70")]
    assert one(busy.store).penalties == D("50.70")
    assert check(busy.store) == ()


def test_nothing_is_due_where_the_level_was_kept_and_a_new_one_ends_the_old(busy: BusyCompany) -> None:
    busy.supply("PO-1", on(10), ordered="100")
    busy.arrives("PO-1", "90", on(10))
    busy.supply("PO-2", on(20), ordered="100")
    busy.arrives("PO-2", "90", on(20))
    agree(busy.store, on_time=D(90))
    agree(busy.store, from_on=on(15), on_time=D("90.01"))
    old, new = one(busy.store).claims
    assert (old.kept, old.due, len(old.rows)) == (True, D(0), 1)
    assert (new.kept, new.due, new.lines) == (False, D("25.00"), 1)
    assert one(busy.store).penalties == D("25.00")


def test_lines_promised_before_the_agreement_cost_nothing(busy: BusyCompany) -> None:
    busy.supply("PO-1", on(10))
    agree(busy.store, from_on=on(11))
    assert one(busy.store).claims == ()
    assert one(busy.store).penalties is None


def test_ratings_complete_the_card_and_a_later_one_replaces_an_earlier(busy: BusyCompany) -> None:
    busy.supply("PO-1", on(10))
    busy.arrives("PO-1", "100", on(10))
    assert one(busy.store).card.missing == (Criterion.SERVICE, Criterion.INNOVATION)
    for rating in ("50", "82"):
        rate_supplier(
            busy.store, Opinion("ABC", Criterion.SERVICE, D(rating), TODAY, "answers"), SARAH, TODAY
        )
    rate_supplier(busy.store, Opinion("ABC", Criterion.INNOVATION, D(75), TODAY, "ideas"), SARAH, TODAY)
    found = one(busy.store).card
    # 30 + 25 + 82 × 0.2 + 15 + 75 × 0.1
    assert (found.score, found.missing) == (D("93.90"), ())
    # a rating of this quarter says nothing of the one before
    assert one(busy.store, Window(date(2024, 10, 1), date(2025, 1, 1))).card.score is None
    assert len(review(busy.store, "ABC", JANUARY, TODAY).ratings) == 2
    assert check(busy.store) == ()


@pytest.mark.parametrize(
    ("opinion", "said"),
    [
        (Opinion("ABC", Criterion.DELIVERY, D(80), TODAY, "x"), "not rated by hand"),
        (Opinion("ABC", Criterion.SERVICE, D(101), TODAY, "x"), "give 0"),
        (Opinion("ABC", Criterion.SERVICE, D("80.123"), TODAY, "x"), "at most 2"),
        (Opinion("ABC", Criterion.SERVICE, D(80), date(2025, 4, 1), "x"), "has not begun"),
        (Opinion("ABC", Criterion.SERVICE, D(80), TODAY, " "), "reason for the rating is missing"),
    ],
)
def test_a_rating_that_makes_no_sense_is_refused(busy: BusyCompany, opinion: Opinion, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        rate_supplier(busy.store, opinion, SARAH, TODAY)


def test_an_incident_names_its_line_once_and_is_corrected_by_its_code(busy: BusyCompany) -> None:
    busy.supply("PO-1", on(10))
    trouble = Trouble("QI-1", "ABC", on(12), D(3), "scratched", po_number="PO-1", po_line="10")
    note_incident(busy.store, trouble, LISA, TODAY)
    note_incident(busy.store, replace(trouble, code="QI-2"), LISA, TODAY)
    note_incident(busy.store, replace(trouble, cost=D("9.50")), LISA, TODAY)
    found = one(busy.store).quality
    assert (found.incidents, found.troubled, found.cost) == (2, 1, D("9.50"))
    rows = review(busy.store, "ABC", JANUARY, TODAY).events
    assert [(row.number, row.po_line, row.product) for row in rows] == [
        ("QI-1", "PO-1 / 10", "Control Module CM-500"),
        ("QI-2", "PO-1 / 10", "Control Module CM-500"),
    ]
    assert check(busy.store) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": " "}, "code of the incident is missing"),
        ({"description": ""}, "What happened is missing"),
        ({"occurred_on": on(29)}, "before it happens"),
        ({"quantity": D(-1)}, "cannot be below 0"),
        ({"product": "NOPE"}, "no product NOPE"),
        ({"po_number": "NOPE", "po_line": "1"}, "no PO line NOPE / 1"),
        ({"supplier": "NOPE"}, "no supplier NOPE"),
    ],
)
def test_an_incident_that_makes_no_sense_is_refused(
    busy: BusyCompany, fields: dict[str, Any], said: str
) -> None:
    trouble = Trouble("QI-1", "ABC", on(12), D(3), "scratched")
    with pytest.raises((InvalidInput, NotFound), match=said):
        note_incident(busy.store, replace(trouble, **fields), LISA, TODAY)


def test_what_was_noted_later_was_not_known(busy: BusyCompany) -> None:
    note_incident(busy.store, Trouble("QI-1", "ABC", on(12), D(3), "scratched"), LISA, on(20))
    assert one(busy.store).quality.incidents == 1
    assert one(PastStore(busy.store, on(20)), as_of=on(20)).quality.incidents == 1
    busy.supply("PO-1", on(10))
    assert one(PastStore(busy.store, on(19)), as_of=on(19)).quality.incidents == 0
