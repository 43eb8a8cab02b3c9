"""The boards against rows counted by hand: escalation levels, the week, moving dates, stale ETAs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.values import Band, Cause, Role, Status, Trigger
from backorder_core.services import reviews
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.escalations import sweep
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.work import boards, caring, days, escalating, etas
from backorder_core.store import Store
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany

D = Decimal


def late(company: SmallCompany, number: str, due: date, customer: str = "C-INDUS", units: int = 10) -> None:
    """One more PO line with a customer order of this many units at 500, due on a day."""
    company.po_line(number, due=due)
    company.order(f"SO-{number}", number, units, customer)


@pytest.fixture
def four(company: SmallCompany) -> SmallCompany:
    """Overdue on 28 January: 3 days with a VIP, 3 days, 13 days, 21 days; and one that is not due yet."""
    company.chapter_shortage()
    late(company, "PO-A", date(2025, 1, 25))
    late(company, "PO-B", date(2025, 1, 15), units=20)
    late(company, "PO-C", date(2025, 1, 7), units=30)
    late(company, "PO-D", date(2025, 2, 1))
    company.delays(
        "PO-2025-0089,10,2025-02-15,Machine breakdown,,",
        *(f"PO-{letter},10,2025-02-15,Quality problem,," for letter in "ABCD"),
    )
    return company


def levels(store: Store, as_of: date = TODAY, most: int = 200) -> dict[int, boards.Level]:
    return {one.level: one for one in boards.escalation_board(store, as_of, most)}


def test_an_empty_store_has_four_empty_levels_and_nothing_else(store: Store) -> None:
    board = boards.escalation_board(store, TODAY)
    assert [(one.level, one.told, one.from_days, one.count, one.value) for one in board] == [
        (4, Role.EXECUTIVE, 21, 0, 0),
        (3, Role.DIRECTOR, 14, 0, 0),
        (2, Role.MANAGER, 7, 0, 0),
        (1, Role.SUPERVISOR, 3, 0, 0),
    ]
    week = boards.week(store, TODAY)
    assert (week.new, week.resolved, week.net, week.causes) == (0, 0, 0, ())
    assert boards.stale_etas(store, TODAY) == boards.StaleEtas(0, ())
    assert boards.unreliable_suppliers(store, TODAY) == ()


def test_each_level_holds_what_stands_there_with_its_value(four: SmallCompany) -> None:
    assert [one.count for one in boards.escalation_board(four.store, CREATED)] == [0, 0, 1, 1]
    assert sweep(four.store, TODAY, PLANNER) == 4
    found = levels(four.store)
    assert {level: (one.count, one.value) for level, one in found.items()} == {
        4: (1, D(15000)),
        3: (0, D(0)),
        2: (2, D(45000)),
        1: (1, D(5000)),
    }
    assert [(one.days_overdue, one.reason) for one in found[2].rows] == [
        (13, "13 days overdue"),
        (3, "VIP customer waiting and the original due date has come"),
    ]
    assert (found[4].rows[0].customer, found[4].rows[0].status) == ("Industrial Services", Status.ESCALATED)


def test_a_level_is_cut_to_its_longest_overdue_and_still_counts_all(four: SmallCompany) -> None:
    sweep(four.store, TODAY, PLANNER)
    second = levels(four.store, most=1)[2]
    assert (second.count, second.value, [one.days_overdue for one in second.rows]) == (2, D(45000), [13])


def test_the_board_is_that_of_its_day_and_marks_what_was_cleared(four: SmallCompany) -> None:
    sweep(four.store, TODAY, PLANNER)
    number = levels(four.store)[4].rows[0].number
    escalating.clear(four.store, Seen(number), "A transfer comes", PLANNER, date(2025, 1, 29))
    after = levels(four.store, date(2025, 1, 29))[4].rows[0]
    assert (after.cleared, after.reason) == (True, "cleared: A transfer comes")
    assert not levels(four.store)[4].rows[0].cleared


def test_what_is_resolved_leaves_the_board(four: SmallCompany) -> None:
    sweep(four.store, TODAY, PLANNER)
    receive(four.store, [Receipt("PO-C", "10", D(100), TODAY)], PLANNER, TODAY)
    assert levels(four.store)[4].count == 0


def test_the_week_is_half_open_and_counts_causes(four: SmallCompany) -> None:
    receive(four.store, [Receipt("PO-A", "10", D(100), date(2025, 1, 22))], PLANNER, date(2025, 1, 22))
    receive(four.store, [Receipt("PO-B", "10", D(100), date(2025, 1, 27))], PLANNER, date(2025, 1, 27))
    week = boards.week(four.store, date(2025, 1, 27))
    assert (week.since, week.until) == (CREATED, date(2025, 1, 27))
    assert (week.new, week.resolved, week.net) == (5, 1, 4)
    assert [(one.cause, one.count, one.share) for one in week.causes] == [
        (Cause.QUALITY, 4, D("80.0")),
        (Cause.SUPPLIER, 1, D("20.0")),
    ]
    assert [(one.customer, one.closed_on) for one in week.resolved_rows] == [
        ("Industrial Services", date(2025, 1, 22))
    ]
    later = boards.week(four.store, TODAY)
    assert (later.new, later.resolved, later.net, later.causes) == (0, 2, -2, ())
    assert boards.week(four.store, CREATED).new == 0


def revise(company: SmallCompany, number: str, *days: date, on: date = TODAY) -> None:
    for day in days:
        update = etas.EtaUpdate((Seen(number),), day, Trigger.SUPPLIER_COMMUNICATION, "later again")
        etas.update_etas(company.store, update, PLANNER, on)


def test_a_supplier_is_flagged_above_30_percent_or_at_three_revisions_of_one_line(
    company: SmallCompany,
) -> None:
    for number in range(10):
        late(company, f"PO-{number}", date(2025, 1, 25))
    company.delays(*(f"PO-{number},10,2025-02-15,late,," for number in range(10)))
    names = [row.number for row in list_backorders(company.store, Filters(), TODAY, limit=0).rows]
    for name in names[:3]:
        revise(company, name, date(2025, 2, 20))
    assert boards.unreliable_suppliers(company.store, TODAY) == ()
    revise(company, names[3], date(2025, 2, 20))
    (flagged,) = boards.unreliable_suppliers(company.store, TODAY)
    assert (flagged.code, flagged.lines, flagged.revised, flagged.most) == ("ABC", 10, 4, 1)
    assert flagged.share == 40
    assert boards.unreliable_suppliers(company.store, date(2025, 1, 27)) == ()


def test_three_revisions_of_one_line_are_enough_and_show_their_chain(company: SmallCompany) -> None:
    for number in range(10):
        late(company, f"PO-{number}", date(2025, 1, 25))
    company.delays(*(f"PO-{number},10,2025-02-15,late,," for number in range(10)))
    name = list_backorders(company.store, Filters(), TODAY, limit=1).rows[0].number
    revise(company, name, date(2025, 2, 20), date(2025, 2, 22))
    assert boards.unreliable_suppliers(company.store, TODAY) == ()
    revise(company, name, date(2025, 3, 1))
    (flagged,) = boards.unreliable_suppliers(company.store, TODAY)
    assert (flagged.most, flagged.revised, flagged.lines) == (3, 1, 10)
    (chain,) = flagged.chains
    assert (chain.number, chain.original_due, chain.revisions, chain.open) == (
        name,
        date(2025, 1, 25),
        3,
        True,
    )
    assert chain.etas == (date(2025, 2, 15), date(2025, 2, 20), date(2025, 2, 22), date(2025, 3, 1))


def test_revisions_of_more_than_365_days_ago_are_forgiven(company: SmallCompany) -> None:
    late(company, "PO-1", date(2025, 1, 25))
    company.delays("PO-1,10,2025-02-15,late,,")
    revise(company, "BO-2025-0001", date(2025, 2, 20))
    assert len(boards.unreliable_suppliers(company.store, date(2026, 1, 27))) == 1
    assert boards.unreliable_suppliers(company.store, date(2026, 1, 28)) == ()


def test_an_eta_gets_stale_after_a_day_for_a_vip_and_after_a_week_otherwise(four: SmallCompany) -> None:
    assert boards.stale_etas(four.store, date(2025, 1, 21)).total == 0
    urgent = boards.stale_etas(four.store, date(2025, 1, 22))
    assert [(one.number, one.confirmed_on, one.band) for one in urgent.rows] == [
        ("BO-2025-0001", CREATED, Band.HIGH)
    ]
    assert boards.stale_etas(four.store, date(2025, 1, 27)).total == 1
    cut = boards.stale_etas(four.store, TODAY, limit=2)
    assert (cut.total, len(cut.rows)) == (5, 2)


def test_the_demo_tells_the_week_of_the_chapter_and_agrees_with_the_list(demo_store: Store) -> None:
    today = demo_store.business_day()
    week = boards.week(demo_store, today)
    assert (week.new, week.resolved, week.net) == (8, 12, -4)
    assert [(one.count, one.share) for one in week.causes] == [(5, D("62.5")), (2, D("25.0")), (1, D("12.5"))]
    rows = list_backorders(demo_store, Filters(), today, limit=0).rows
    stale = boards.stale_etas(demo_store, today)
    assert {one.number for one in stale.rows} == {row.number for row in rows if row.stale}
    assert stale.total == len(stale.rows)
    board = boards.escalation_board(demo_store, today)
    headline = {row.number for row in rows if row.status is Status.ESCALATED}
    assert {one.number for level in board if level.level >= 2 for one in level.rows} == headline
    assert sum((one.value for level in board for one in level.rows), D(0)) == sum(
        level.value for level in board
    )
    news = days.news(demo_store, "somebody new", today)
    day = reviews.digest(demo_store, reviews.Period.DAILY, today).activity
    assert (news.new, news.resolved, news.escalated) == (day.new, day.resolved, day.escalated)
    assert {row.owner for row in rows} == {"Sarah", "Tom"}


def test_another_buyer_is_named_with_the_supplier(company: SmallCompany) -> None:
    load(company.store, "buyers", [{"supplier": "ABC", "buyer": "Tom"}], PLANNER, CREATED)
    late(company, "PO-1", date(2025, 1, 25))
    company.delays("PO-1,10,2025-02-15,late,,")
    revise(company, "BO-2025-0001", date(2025, 2, 20))
    (flagged,) = boards.unreliable_suppliers(company.store, TODAY)
    assert (flagged.buyer, flagged.share) == ("Tom", 100)


def test_satisfaction_is_the_mean_of_ninety_days_with_its_count(four: SmallCompany) -> None:
    def rate(customer: str, stars: int, on: date) -> None:
        caring.rate(four.store, "BO-2025-0001", customer, stars, "", PLANNER, on)

    assert boards.satisfaction(four.store, TODAY).mean is None
    rate("C-METRO", 5, TODAY)
    rate("C-INDUS", 2, TODAY)
    found = boards.satisfaction(four.store, TODAY)
    assert (found.count, found.mean, found.unhappy) == (2, D("3.5"), 1)
    assert boards.satisfaction(four.store, TODAY + timedelta(days=90)).count == 2
    assert boards.satisfaction(four.store, TODAY + timedelta(days=91)).count == 0
    assert boards.satisfaction(four.store, TODAY - timedelta(days=1)).count == 0
