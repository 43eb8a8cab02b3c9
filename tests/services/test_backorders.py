"""The list of backorders and the page of one: what is found, in which order, and why it scores so."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.settings import DEFAULTS, PriorityScoring
from backorder_core.domain.values import Band, Cause, Impact, Status, Tier
from backorder_core.services import backorders, detail_json
from backorder_core.services.backorders import (
    Filters,
    SortKey,
    as_json,
    choices,
    code_called,
    list_backorders,
    stated,
)
from backorder_core.services.detail import show_backorder
from backorder_core.services.reports import command_center
from backorder_core.store import Store
from backorder_core.store.session import save_settings
from tests.busy_company import BusyCompany
from tests.small_company import CREATED, PLANNER, TODAY

DUE = date(2025, 1, 5)


def five_and_one(store: Store, folder: Path) -> None:
    busy = BusyCompany(store, folder)
    busy.short("PO-1", created=date(2025, 1, 13), eta=date(2025, 1, 27), value="1000", customer="C-METRO")
    busy.short("PO-2", created=date(2025, 1, 14), eta=date(2025, 1, 28), value="2000", customer="C-PREM")
    busy.short("PO-3", created=date(2025, 1, 20), eta=date(2025, 1, 30), value="3000", supplier="GLOB")
    busy.short("PO-4", created=date(2025, 1, 21), eta=None, value="4000", product="CM-510", supplier="XYZ")
    busy.short(
        "PO-5",
        created=TODAY,
        due=date(2025, 1, 26),
        eta=date(2025, 3, 20),
        value="4000",
        why="quality issue",
        supplier="GLOB",
    )
    busy.short("PO-6", created=date(2025, 1, 10), eta=date(2025, 2, 28), value="6000")
    busy.arrives("PO-6", "10", date(2025, 1, 27))


FILLS = {"five": five_and_one}


@pytest.fixture
def five(busy: BusyCompany) -> BusyCompany:
    """Five open backorders, all but the last 23 days overdue, and a closed one; PO-n is BO-2025-000n."""
    return busy


def found(company: BusyCompany, as_of: date = TODAY, **narrowed: Any) -> str:
    """Last digits of the numbers that match, lowest first."""
    page = list_backorders(company.store, Filters(**narrowed), as_of, SortKey.NUMBER, False)
    numbers = "".join(row.number[-1] for row in page.rows)
    assert page.total == len(page.rows)
    assert page.value == sum(row.value for row in page.rows)
    return numbers


def order(company: BusyCompany, sort: SortKey, descending: bool) -> str:
    return "".join(
        row.number[-1] for row in list_backorders(company.store, Filters(), TODAY, sort, descending).rows
    )


def test_among_open_and_closed_a_customer_keeps_what_is_open_but_arrived_for_them(busy: BusyCompany) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    busy.arrives("PO-2025-0089", "50", TODAY)
    assert (found(busy, customer="C-METRO"), found(busy, customer="C-INDUS")) == ("", "1")
    assert found(busy, customer="C-METRO", state="all") == "1"


def test_without_a_state_days_of_closing_look_at_closed_ones_too() -> None:
    closing = Filters(closed_to=TODAY)
    assert (stated(closing, None).state, stated(closing, "open").state) == ("all", "open")
    assert stated(Filters(closed_from=TODAY), None).state == "all"
    assert stated(Filters(statuses=(Status.RESOLVED,)), None).state == "all"
    assert stated(Filters(created_to=TODAY), None).state == "open"


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ({}, "12345"),
        ({"state": "closed"}, "6"),
        ({"state": "all"}, "123456"),
        # scores as of TODAY: 2925, 1785, 655, 615, 1365
        ({"bands": (Band.MEDIUM,)}, "125"),
        ({"bands": (Band.LOW,)}, "34"),
        ({"bands": (Band.MEDIUM, Band.LOW)}, "12345"),
        ({"bands": (Band.HIGH,)}, ""),
        ({"tiers": (Tier.VIP,)}, "1"),
        ({"tiers": (Tier.VIP, Tier.PREMIUM)}, "12"),
        ({"statuses": (Status.OPEN,)}, "5"),
        ({"statuses": (Status.ESCALATED,)}, "1234"),
        ({"statuses": (Status.OPEN, Status.ESCALATED)}, "12345"),
        ({"statuses": (Status.RESOLVED,), "state": "all"}, "6"),
        ({"causes": (Cause.QUALITY,)}, "5"),
        ({"supplier": "GLOB"}, "35"),
        ({"supplier": "nobody"}, ""),
        ({"product": "CM-510"}, "4"),
        ({"customer": "C-METRO"}, "1"),
        ({"customer": "C-INDUS"}, "345"),
        ({"customer": "C-INDUS", "state": "all"}, "3456"),
        ({"age_from": 14}, "12"),
        ({"age_from": 15}, "1"),
        ({"age_to": 7}, "45"),
        ({"age_to": 8}, "345"),
        ({"age_from": 8, "age_to": 14}, "23"),
        ({"aging": "0-7"}, "45"),
        ({"aging": "8-14"}, "23"),
        ({"aging": "15+"}, "1"),
        ({"aging": "8-14", "age_from": 10}, "2"),
        ({"value_from": Decimal(3000)}, "345"),
        ({"value_from": Decimal("3000.01")}, "45"),
        ({"value_to": Decimal("2999.99")}, "12"),
        ({"value_to": Decimal(3000)}, "123"),
        ({"pipeline": "past_eta"}, "1"),
        ({"pipeline": "24h"}, "2"),
        ({"pipeline": "3d"}, "3"),
        ({"pipeline": "7d"}, ""),
        ({"pipeline": "later"}, "5"),
        ({"pipeline": "unknown"}, "4"),
        ({"supplier": "GLOB", "age_to": 7, "tiers": (Tier.STANDARD,)}, "5"),
        ({"supplier": "GLOB", "tiers": (Tier.VIP,)}, ""),
        ({"category": "Control systems"}, "12345"),
        ({"category": "Basic hardware"}, ""),
        ({"created_from": date(2025, 1, 20)}, "345"),
        ({"created_to": date(2025, 1, 14)}, "12"),
        ({"created_from": date(2025, 1, 14), "created_to": date(2025, 1, 20)}, "23"),
        ({"created_to": date(2025, 1, 13), "state": "all"}, "16"),
        ({"closed_from": date(2025, 1, 27), "state": "all"}, "6"),
        ({"closed_from": date(2025, 1, 28), "state": "all"}, ""),
        ({"closed_to": date(2025, 1, 27), "state": "closed"}, "6"),
        ({"closed_to": date(2025, 1, 26), "state": "closed"}, ""),
        ({"closed_from": date(2025, 1, 1)}, ""),
    ],
)
def test_each_filter_narrows_and_several_narrow_together(
    five: BusyCompany, narrowed: dict[str, Any], numbers: str
) -> None:
    assert found(five, **narrowed) == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("BO-2025-0003", "3"),
        ("bo-2025", "12345"),
        ("po-4", "4"),
        ("  global ", "35"),
        ("glob", "35"),
        ("cm-510", "4"),
        ("control module", "12345"),
        ("metro manu", "1"),
        ("c-prem", "2"),
        ("SO-PO-5", "5"),
        ("10%", ""),
        ("_", ""),
        ("   ", "12345"),
    ],
)
def test_the_search_looks_in_every_name_whatever_its_case_and_takes_signs_literally(
    five: BusyCompany, words: str, numbers: str
) -> None:
    assert found(five, search=words) == numbers


@pytest.mark.parametrize(
    ("sort", "ascending", "descending"),
    [
        (SortKey.NUMBER, "12345", "54321"),
        (SortKey.SCORE, "43521", "12534"),
        (SortKey.VALUE, "12345", "45321"),
        (SortKey.AGE, "54321", "12345"),
        (SortKey.OVERDUE, "51234", "12345"),
        (SortKey.ETA, "12354", "53214"),
        (SortKey.SUPPLIER, "12354", "43512"),
        (SortKey.PRODUCT, "12354", "41235"),
        (SortKey.STATUS, "51234", "12345"),
    ],
)
def test_ties_fall_back_to_the_number_and_an_unknown_eta_comes_last_either_way(
    five: BusyCompany, sort: SortKey, ascending: str, descending: str
) -> None:
    assert order(five, sort, False) == ascending
    assert order(five, sort, True) == descending


def test_the_ten_thousandth_number_of_a_year_comes_after_the_one_before_it(busy: BusyCompany) -> None:
    busy.store.write(lambda writer: writer.numbers("BO-2025", 9998))
    for number in range(3):
        busy.short(f"PO-{number}", created=CREATED, eta=None)
    listed = list_backorders(busy.store, Filters(), TODAY, SortKey.NUMBER, False).rows
    assert [row.number for row in listed] == ["BO-2025-9999", "BO-2025-10000", "BO-2025-10001"]


def test_a_waiting_customer_is_shown_before_one_who_waits_no_more_even_without_a_score(
    busy: BusyCompany,
) -> None:
    busy.supply("PO-1", date(2025, 2, 10))
    busy.order("SO-1", "PO-1", 10, "C-METRO", price="5")
    busy.order("SO-2", "PO-1", 10, "C-INDUS", price="0")
    busy.delays("PO-1,10,,late,,")
    busy.arrives("PO-1", "10", CREATED)
    assert list_backorders(busy.store, Filters(), CREATED).rows[0].customer == "Industrial Services"
    assert command_center(busy.store, CREATED).critical[0].customer == "Industrial Services"
    assert show_backorder(busy.store, "BO-2025-0001", CREATED).row.customer == "Industrial Services"


def test_pages_follow_one_another_and_every_page_tells_the_whole(five: BusyCompany) -> None:
    pages = [
        list_backorders(five.store, Filters(), TODAY, SortKey.VALUE, True, limit=2, offset=skip)
        for skip in (0, 2, 4, 6)
    ]
    assert ["".join(row.number[-1] for row in page.rows) for page in pages] == ["45", "32", "1", ""]
    assert {(page.total, page.value) for page in pages} == {(5, Decimal("14000.00"))}
    assert len(list_backorders(five.store, Filters(), TODAY, limit=0).rows) == 5


@pytest.mark.parametrize(
    ("narrowed", "paging", "sentence"),
    [
        ({"pipeline": "soon"}, {}, "There is no pipeline bucket 'soon': choose one of past_eta, 24h"),
        ({"aging": "old"}, {}, "There is no aging bucket 'old': choose one of 0-7, 8-14, 15+"),
        ({"state": "lost"}, {}, "'lost' is not one of open, closed, all"),
        ({}, {"limit": -1}, "must not be negative"),
        ({}, {"offset": -1}, "must not be negative"),
    ],
)
def test_what_cannot_be_listed_is_refused(
    store: Store, narrowed: dict[str, Any], paging: dict[str, int], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        list_backorders(
            store,
            Filters(**narrowed),
            TODAY,
            limit=paging.get("limit", 50),
            offset=paging.get("offset", 0),
        )


def test_a_list_of_an_empty_store_is_empty(store: Store) -> None:
    page = list_backorders(store, Filters(), TODAY)
    assert (page.total, page.value, page.rows) == (0, 0, ())


def test_a_row_keeps_age_overdue_and_past_eta_apart(five: BusyCompany) -> None:
    row = list_backorders(five.store, Filters(), TODAY, SortKey.NUMBER, False).rows[0]
    assert (row.age_days, row.days_overdue, row.days_past_eta) == (15, 23, 1)
    assert (row.po_number, row.po_line, row.supplier) == ("PO-1", "10", "ABC Manufacturing")
    assert (row.product, row.product_name) == ("CM-500", "Control Module CM-500")
    assert (row.customer, row.customers, row.tier) == ("Metro Manufacturing", 1, Tier.VIP)
    assert (row.status, row.band, row.score) == (Status.ESCALATED, Band.MEDIUM, Decimal(2925))
    assert (row.value, row.quantity, row.open) == (1000, 10, 10)
    assert (row.eta, row.stale) == (date(2025, 1, 27), True)


def test_the_list_shows_what_was_true_on_an_earlier_day(five: BusyCompany) -> None:
    assert found(five, as_of=date(2025, 1, 9)) == ""
    assert found(five, as_of=date(2025, 1, 20)) == "1236"
    assert found(five, as_of=date(2025, 1, 26)) == "12346"
    assert found(five, as_of=date(2025, 1, 27), state="closed") == "6"
    before = list_backorders(five.store, Filters(search="PO-1"), date(2025, 1, 13)).rows[0]
    assert (before.age_days, before.days_overdue, before.score) == (0, 8, Decimal(2800))


def test_a_customer_who_got_everything_is_no_longer_among_those_a_backorder_affects(
    busy: BusyCompany,
) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,late,,")
    busy.arrives("PO-2025-0089", "50", date(2025, 1, 22))
    assert found(busy, as_of=date(2025, 1, 21), customer="C-METRO") == "1"
    assert found(busy, as_of=date(2025, 1, 22), customer="C-METRO") == ""
    assert found(busy, as_of=date(2025, 1, 22), customer="C-INDUS") == "1"
    row = list_backorders(busy.store, Filters(), TODAY).rows[0]
    assert (row.customer, row.customers, row.tier) == ("Industrial Services", 1, Tier.STANDARD)


def test_every_share_of_the_command_centre_opens_the_rows_behind_it(five: BusyCompany) -> None:
    center = command_center(five.store, TODAY)
    pairs: list[tuple[int, Decimal, Filters]] = [
        (center.summary.open, center.summary.value, Filters()),
        (
            center.summary.high_count,
            center.summary.high_value,
            Filters(bands=(Band.CRITICAL, Band.HIGH)),
        ),
        *((one.count, one.value, Filters(aging=one.bucket.key)) for one in center.aging),
        *((one.count, one.value, Filters(pipeline=one.bucket.key)) for one in center.pipeline),
        *((one.count, one.value, Filters(causes=(Cause.parse(one.key),))) for one in center.root_causes),
        *((one.count, one.value, Filters(supplier=one.key)) for one in center.suppliers),
    ]
    for count, value, behind in pairs:
        page = list_backorders(five.store, behind, TODAY, limit=0)
        assert (page.total, page.value) == (count, value), behind


def test_the_choices_are_everybody_by_name(five: BusyCompany) -> None:
    offered = choices(five.store)
    assert [code for code, _ in offered.suppliers] == ["ABC", "GLOB", "XYZ"]
    assert [code for code, _ in offered.products] == ["CM-500", "CM-510", "SKU-12459"]
    assert [code for code, _ in offered.customers] == ["C-INDUS", "C-METRO", "C-PREM"]


def test_where_there_are_many_the_first_are_offered_and_the_others_found_by_code_or_name(
    five: BusyCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backorders, "MOST_CHOICES", 2)
    assert [code for code, _ in choices(five.store).customers] == ["C-INDUS", "C-METRO"]
    for called in ("C-PREM", "Premium Parts", " Premium Parts · C-PREM "):
        assert code_called(five.store, "customer", called) == "C-PREM"
    assert code_called(five.store, "supplier", "XYZ Components") == "XYZ"
    assert code_called(five.store, "product", "Hex bolt") == "SKU-12459"
    assert code_called(five.store, "product", "C-PREM") is None


def test_the_list_document_has_the_agreed_shape(five: BusyCompany) -> None:
    page = list_backorders(five.store, Filters(), TODAY, SortKey.NUMBER, False, limit=4)
    document = json.loads(json.dumps(as_json(page)))
    assert (document["total"], document["value"]) == (5, "14000.00")
    row, unknown = document["backorders"][0], document["backorders"][3]
    agreed = {
        "number": "BO-2025-0001",
        "po_number": "PO-1",
        "po_line": "10",
        "supplier": "ABC Manufacturing",
        "product": "CM-500",
        "status": "Escalated",
        "band": "Medium",
        "score": 2925,
        "value": "1000.00",
        "quantity": 10,
        "open": 10,
        "age_days": 15,
        "days_overdue": 23,
        "eta": "2025-01-27",
    }
    assert {name: row[name] for name in agreed} == agreed
    assert unknown["eta"] is None


def test_a_missing_backorder_is_named_in_a_sentence(five: BusyCompany) -> None:
    with pytest.raises(NotFound, match="There is no backorder BO-2025-0099: check the number"):
        show_backorder(five.store, "BO-2025-0099", TODAY)
    with pytest.raises(NotFound, match="was created on 2025-01-13, after 2025-01-12"):
        show_backorder(five.store, "BO-2025-0001", date(2025, 1, 12))
    assert show_backorder(five.store, " bo-2025-0001 ", date(2025, 1, 13)).row.number == "BO-2025-0001"


def test_one_backorder_tells_its_whole_story_as_of_each_day(busy: BusyCompany) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    busy.arrives("PO-2025-0089", "30", date(2025, 1, 23))
    busy.delays("PO-2025-0089,10,2025-02-22,Quality testing,,", as_of=date(2025, 1, 24))
    first, second, third = (
        show_backorder(busy.store, "BO-2025-0001", date(2025, 1, day)) for day in (20, 23, 24)
    )
    assert [one.row.score for one in (first, second, third)] == [8500, 7750, 8800]
    assert [one.delay for one in (first, second, third)] == [21, 21, 28]
    assert [one.received for one in (first, second, third)] == [0, 30, 30]
    assert [len(one.history) for one in (first, second, third)] == [1, 2, 3]
    assert [len(one.etas) for one in (first, second, third)] == [1, 1, 2]
    assert [entry.action for entry in third.history] == ["created", "partially received", "ETA updated"]
    assert third.history[1].before["received"] == "0.000"
    assert third.history[1].after["received"] == "30.000"
    assert [(eta.ordinal, eta.previous, eta.new) for eta in third.etas] == [
        (0, date(2025, 1, 25), date(2025, 2, 15)),
        (1, date(2025, 2, 15), date(2025, 2, 22)),
    ]
    assert [(line.customer, line.open, line.value) for line in second.affected] == [
        ("Metro Manufacturing", 20, 10_000),
        ("Industrial Services", 20, 10_000),
    ]
    assert [(one.role.key, one.state) for one in third.approvals] == [
        ("supervisor", "waiting"),
        ("manager", "waiting"),
        ("account_manager", "waiting"),
    ]


def test_the_terms_shown_sum_exactly_to_the_score(five: BusyCompany, busy: BusyCompany) -> None:
    busy.supply("PO-7", DUE)
    busy.order("SO-7a", "PO-7", 7, "C-METRO", Impact.HIGH, "33.3333", emergency=True)
    busy.order("SO-7b", "PO-7", 3, "C-PREM", Impact.CRITICAL, "0.0049")
    busy.delays("PO-7,10,2025-03-01,late,,")
    for row in list_backorders(five.store, Filters(state="all"), TODAY, limit=0).rows:
        shown = show_backorder(five.store, row.number, TODAY)
        assert sum(term.total for term in shown.terms) == shown.row.score == row.score
        assert shown.row == row
        document = json.loads(json.dumps(detail_json.as_json(shown)))
        assert sum(term["total"] for term in document["score_terms"]) == pytest.approx(document["score"])


def test_a_score_is_explained_by_the_settings_it_was_computed_with(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=date(2025, 2, 4), value="10000", customer="C-METRO")
    changed = DEFAULTS.model_copy(
        update={"priority": PriorityScoring(vip=Decimal(7), medium_from=Decimal(1))}
    )
    busy.store.write(lambda writer: save_settings(writer, 1, changed, PLANNER, "VIPs count more"))
    shown = show_backorder(busy.store, "BO-2025-0001", CREATED)
    # 5 x (100 + 25 x 30), not 7 x
    assert (shown.settings_version, shown.row.score) == (0, 4250)
    assert [term.multiplier for term in shown.terms] == [5]
    assert sum(term.total for term in shown.terms) == shown.row.score


def test_the_smallest_change_that_moves_the_band_is_told(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=date(2025, 2, 4), value="10000", customer="C-METRO")
    shown = show_backorder(busy.store, "BO-2025-0001", CREATED)
    later = next(move for move in shown.moves if move.to is Band.HIGH)
    # 4250 + 125 a day reaches 5000 after 6 days
    assert later.days == 6
    moved = busy.delays("PO-1,10,2025-02-10,later,,")
    assert moved.updated == 1
    assert show_backorder(busy.store, "BO-2025-0001", CREATED).row.band is Band.HIGH


@pytest.mark.parametrize(
    ("after", "stale"), [(0, False), (7, False), (8, True)], ids=["same day", "seventh day", "eighth day"]
)
def test_an_eta_goes_stale_after_its_cadence(busy: BusyCompany, after: int, stale: bool) -> None:
    busy.short("PO-1", created=CREATED, eta=date(2025, 3, 1))
    day = CREATED + timedelta(days=after)
    assert list_backorders(busy.store, Filters(), day).rows[0].stale is stale
    assert show_backorder(busy.store, "BO-2025-0001", day).row.stale is stale


def test_a_closed_backorder_has_no_action_and_is_never_stale(five: BusyCompany) -> None:
    shown = show_backorder(five.store, "BO-2025-0006", date(2025, 6, 1))
    assert (shown.row.status, shown.row.open, shown.row.value) == (Status.RESOLVED, 0, 0)
    assert (shown.action, shown.row.stale, shown.terms, shown.moves) == (None, False, (), ())
    assert shown.closed_on == date(2025, 1, 27)


def test_the_document_of_one_backorder_has_its_parts(busy: BusyCompany) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    document = json.loads(
        json.dumps(detail_json.as_json(show_backorder(busy.store, "BO-2025-0001", CREATED)))
    )
    assert [term["total"] for term in document["score_terms"]] == [7875, 625]
    assert [line["value"] for line in document["affected"]] == ["25000.00", "10000.00"]
    assert document["etas"][0]["new"] == "2025-02-15"
    assert document["history"][0]["action"] == "created"
    assert [(step["role"], step["value"]) for step in document["route"]] == [
        ("supervisor", "35000.00"),
        ("manager", "35000.00"),
        ("account_manager", "35000.00"),
    ]
