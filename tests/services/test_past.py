"""What was known on a past day: the same reports as were printed that evening, whatever was entered later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backorder_core.domain.errors import IllegalStep, NotFound
from backorder_core.domain.values import Trigger
from backorder_core.services import reports
from backorder_core.services import settings as service
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.backorders import as_json as list_json
from backorder_core.services.detail import show_backorder
from backorder_core.services.detail_json import as_json as detail_json
from backorder_core.services.holding import Seen
from backorder_core.services.imports import undo_import
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reviews import Period, digest
from backorder_core.services.work import cancelling, caring, ending, etas
from backorder_core.store import PastStore, Store
from tests.busy_company import BusyCompany
from tests.small_company import ADMIN, CREATED, LISA, MIKE, PLANNER, TODAY, SmallCompany

BO = "BO-2025-0001"
ALL = Filters(state="all")
D = Decimal


def on(day: int) -> date:
    return date(2025, 1, day)


def told(store: Store, day: date) -> dict[str, Any]:
    """Everything that is said of a day: the command centre, the list, each backorder whole, the reviews."""
    rows = list_json(list_backorders(store, ALL, day, SortKey.NUMBER, False, limit=0))
    numbers = [row["number"] for row in rows["backorders"]]  # type: ignore[attr-defined]
    return {
        "center": reports.as_json(reports.command_center(store, day)),
        "list": rows,
        "details": [detail_json(show_backorder(store, number, day)) for number in numbers],
        "review": digest(store, Period.DAILY, day),
    }


@pytest.fixture
def evenings(short: SmallCompany) -> dict[date, dict[str, Any]]:
    """A week of work on the chapter's shortage, and what was told each evening."""
    store, said = short.store, {}
    said[on(20)] = told(store, on(20))

    update = etas.EtaUpdate((Seen(BO),), on(31), list(Trigger)[2], "a lorry broke down")
    etas.update_etas(store, update, PLANNER, on(21))
    caring.comment(store, BO, "call them tomorrow", MIKE, on(21))
    said[on(21)] = told(store, on(21))

    short.po_line("PO-2")
    short.order("SO-3", "PO-2", 10)
    undone = short.delays("PO-2,10,,no news,,", "PO-2025-0089,10,2025-02-20,worse,,", as_of=on(22))
    said[on(22)] = told(store, on(22))

    undo_import(store, undone.import_id or 0, PLANNER, on(23))
    said[on(23)] = told(store, on(23))

    receive(store, [Receipt("PO-2025-0089", "10", D(30), on(22))], LISA, on(24))
    said[on(24)] = told(store, on(24))

    service.save(
        store,
        store.settings()[0],
        store.settings()[1].model_copy(update={"currency": "EUR"}),
        "we moved",
        ADMIN,
        on(24),
    )
    wish = cancelling.CancelWish(Seen(BO), {"SO-2 / 1": D(20)}, "too late for them", "a substitute")
    cancelling.cancel_units(store, wish, MIKE, on(27))
    said[on(27)] = told(store, on(27))
    return said


def test_what_was_known_on_an_evening_is_what_was_told_that_evening(
    short: SmallCompany, evenings: dict[date, dict[str, Any]]
) -> None:
    assert len({str(one["list"]) for one in evenings.values()}) == len(evenings)
    for day, said in evenings.items():
        known = told(PastStore(short.store, day), day)
        for what, document in said.items():
            # what an import that was undone asked for (follow-ups, approvals) is not kept
            if (day, what) != (on(22), "details"):
                assert known[what] == document, f"{what} of {day}"


def test_an_import_that_was_undone_later_was_known_in_between(
    short: SmallCompany, evenings: dict[date, dict[str, Any]]
) -> None:
    assert [list_backorders(short.store, ALL, on(22)).total, evenings[on(22)]["list"]["total"]] == [1, 2]
    with pytest.raises(NotFound):
        show_backorder(short.store, "BO-2025-0002", on(22))
    seen = show_backorder(PastStore(short.store, on(22)), "BO-2025-0002", on(22))
    assert [(line.order_number, line.open) for line in seen.affected] == [("SO-3", D(10))]


def stale_of(store: Store, day: date) -> bool:
    return list_backorders(store, ALL, day).rows[0].stale


def test_a_date_said_again_was_known_before_another_was_said(short: SmallCompany) -> None:
    update = etas.EtaUpdate((Seen(BO),), None, Trigger.EXPEDITING, "no date yet")
    etas.update_etas(short.store, update, PLANNER, on(21))
    etas.update_etas(short.store, update, PLANNER, on(30))
    assert not stale_of(short.store, on(30))
    moved = etas.EtaUpdate((Seen(BO),), date(2025, 3, 20), Trigger.EXPEDITING, "at last")
    etas.update_etas(short.store, moved, PLANNER, date(2025, 2, 20))
    assert not stale_of(PastStore(short.store, on(30)), on(30))
    assert stale_of(PastStore(short.store, date(2025, 2, 19)), date(2025, 2, 19))


def test_an_end_that_was_said_again_was_known_before_a_date_was_said(short: SmallCompany) -> None:
    wanted = ending.LineEnd("PO-2025-0089", "10", "nothing more will come")
    ending.end_line(short.store, wanted, PLANNER, on(21))
    ending.end_line(short.store, wanted, PLANNER, on(30))
    moved = etas.EtaUpdate((Seen(BO),), date(2025, 3, 20), Trigger.EXPEDITING, "it comes after all")
    etas.update_etas(short.store, moved, PLANNER, date(2025, 2, 20))
    assert not stale_of(PastStore(short.store, on(30)), on(30))


def test_a_file_that_came_again_said_nothing_new(short: SmallCompany) -> None:
    row = "PO-2025-0089,10,2025-04-20,worse,,"
    short.delays(row, as_of=on(22))
    short.delays(row, as_of=on(30))
    assert stale_of(short.store, on(30))
    etas.update_etas(
        short.store,
        etas.EtaUpdate((Seen(BO),), date(2025, 4, 21), Trigger.EXPEDITING, "a day more"),
        PLANNER,
        date(2025, 2, 20),
    )
    assert stale_of(PastStore(short.store, on(30)), on(30))


def test_undoing_a_file_takes_back_its_word_and_nobody_elses(short: SmallCompany) -> None:
    row = "PO-2025-0089,10,2025-02-20,worse,,"
    undone = short.delays(row, as_of=on(21))
    again = etas.EtaUpdate((Seen(BO),), date(2025, 2, 20), Trigger.EXPEDITING, "they said it again")
    etas.update_etas(short.store, again, PLANNER, on(30))
    undo_import(short.store, undone.import_id or 0, PLANNER, on(30))
    assert not stale_of(short.store, on(31))
    assert not stale_of(PastStore(short.store, on(31)), on(31))


def test_what_happened_before_it_was_entered_is_so_but_was_not_known(store: Store, tmp_path: Any) -> None:
    busy = BusyCompany(store, tmp_path)
    busy.short("PO-1", created=on(20), eta=on(30))
    busy.short("PO-2", created=on(24), eta=on(30))
    busy.short("PO-3", created=on(20), eta=on(30))
    then = PastStore(store, on(22))
    assert list_backorders(store, ALL, on(22)).total == 2
    assert [row.po_number for row in list_backorders(then, ALL, on(22)).rows] == ["PO-1"]
    assert [row.po_number for row in list_backorders(then, ALL, TODAY).rows] == ["PO-1"]


def test_what_is_known_is_looked_at_and_never_changed(short: SmallCompany) -> None:
    then = PastStore(short.store, CREATED)
    version = short.store.data_version()
    for attempt in (then.write, then.rehearse):
        with pytest.raises(IllegalStep, match="known on 2025-01-20, for looking only"):
            attempt(lambda writer: writer.run("begin_snapshot"))
    with pytest.raises(IllegalStep):
        receive(then, [Receipt("PO-2025-0089", "10", D(1), CREATED)], LISA, CREATED)
    with pytest.raises(IllegalStep):
        then.close()
    assert short.store.data_version() == version


def test_before_the_first_entry_nothing_was_known(short: SmallCompany) -> None:
    then = PastStore(short.store, CREATED - timedelta(days=1))
    assert list_backorders(then, ALL, TODAY).total == 0
    assert reports.command_center(then, TODAY).summary.open == 0
    assert then.settings()[0] == 0


def test_settings_that_open_a_day_were_not_known_the_day_before(short: SmallCompany) -> None:
    store = short.store
    base, now = store.settings()
    service.save(store, base, now.model_copy(update={"currency": "EUR"}), "we moved", ADMIN, on(24))
    assert PastStore(store, on(23)).settings()[0] == base
    assert PastStore(store, on(24)).settings()[0] == base + 1
    caring.comment(store, BO, "call them", MIKE, on(24))
    assert PastStore(store, on(23)).settings()[0] == base
    assert PastStore(store, on(24)).settings()[0] == base + 1


def test_the_demo_was_known_day_by_day(demo_store: Store) -> None:
    for day in (date(2024, 2, 29), date(2024, 7, 1), date(2024, 12, 31), on(27), on(28)):
        then = PastStore(demo_store, day)
        found = reports.command_center(then, day)
        was = reports.command_center(demo_store, day)
        assert (found.summary, found.aging, found.pipeline) == (was.summary, was.aging, was.pipeline)
        assert list_backorders(then, ALL, on(28)).total == list_backorders(demo_store, ALL, day).total


def test_two_readers_of_different_days_do_not_disturb_each_other(demo_store: Store) -> None:
    early, late = PastStore(demo_store, date(2024, 3, 1)), PastStore(demo_store, on(27))
    with early.read() as one, late.read() as other, demo_store.read() as live:
        counts = [int(reader.rows("data_version")[0][0]) for reader in (one, other, live)]
        entries = [len(reader.rows("ledger_from", seq=0, count=10**6)) for reader in (one, other, live)]
    assert len(set(counts)) == 1
    assert entries == sorted(entries)
    assert len(set(entries)) == 3


def test_every_table_can_be_seen_as_it_was_known(store: Store) -> None:
    with store.read() as live, PastStore(store, TODAY).read() as past:
        shown = {row[0]: row[1] for row in past.rows("columns_of", catalog="past")}
        for table, columns in live.rows("columns_of", catalog=live.rows("here")[0][0]):
            assert set(shown[table]) == set(columns), table
