"""What-if: nothing is touched by a trial, and what is committed is what was tried."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotAllowed, NotFound, Refusal
from backorder_core.domain.scenarios import AddStock, ChangeSetting, LoseSupplier, SlipSupplier, Step
from backorder_core.domain.values import Band
from backorder_core.services import scenarios as what_if
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.reports import as_json, command_center
from backorder_core.services.scenarios import commit, discard, keep, scenarios, try_out
from backorder_core.services.settings import waiting_proposal
from backorder_core.services.work.caring import comment
from backorder_core.store import PastStore, Store
from tests.small_company import ADMIN, MIKE, PLANNER, TODAY, SmallCompany

D = Decimal
BO = "BO-2025-0001"
SLIP = SlipSupplier("ABC", 7)


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table."""
    with store.read() as reader:
        connection = reader.cursor
        (home,) = connection.execute("select current_database()").fetchone() or ("",)
        found = connection.execute("select table_name from duckdb_tables() where database_name = ?", [home])
        return {
            name: sorted(str(row) for row in connection.execute(f'select * from "{name}"').fetchall())
            for name in [row[0] for row in found.fetchall()]
        }


@pytest.fixture
def busy(short: SmallCompany) -> SmallCompany:
    """The shortage, a line that is not late yet with a customer, and one that nobody waits for."""
    short.po_line("PO-2", due=date(2025, 2, 10))
    short.order("SO-3", "PO-2", 10)
    short.po_line("PO-3", due=date(2025, 2, 12))
    return short


@pytest.mark.parametrize(
    "steps",
    [
        [SLIP],
        [LoseSupplier("ABC")],
        [AddStock("WEST", "CM-500", D(30))],
        [ChangeSetting("priority.vip", "9"), ChangeSetting("approvals.manager_up_to", "60000")],
        [SLIP, LoseSupplier("ABC"), ChangeSetting("cadences.routine_days", "3")],
    ],
)
def test_a_trial_touches_nothing(busy: SmallCompany, steps: list[Step]) -> None:
    before, version = everything(busy.store), busy.store.data_version()
    tried = try_out(busy.store, steps, TODAY)
    assert tried.changes >= 0
    assert (everything(busy.store), busy.store.data_version()) == (before, version)
    assert check(busy.store) == ()


def test_a_slip_dates_what_is_open_and_makes_what_becomes_late(busy: SmallCompany) -> None:
    tried = try_out(busy.store, [SLIP], TODAY)
    assert (tried.before.summary.open, tried.after.summary.open) == (1, 2)
    assert tried.after.summary.value - tried.before.summary.value == D(5_000)
    found = {one.after.number: one for one in tried.changed}
    assert found[BO].after.eta == date(2025, 2, 22)
    assert found["BO-2025-0002"].before is None
    assert found["BO-2025-0002"].after.eta == date(2025, 2, 17)
    small = try_out(busy.store, [SlipSupplier("ABC", 2)], TODAY)
    assert small.after.summary.open == 1


def test_a_lost_supplier_has_no_dates_any_more(busy: SmallCompany) -> None:
    tried = try_out(busy.store, [LoseSupplier("ABC")], TODAY)
    assert {one.after.eta for one in tried.changed} == {None}
    unknown = next(one for one in tried.after.pipeline if one.bucket.key == "unknown")
    assert unknown.count == 2


def test_stock_elsewhere_changes_what_is_recommended(short: SmallCompany) -> None:
    tried = try_out(short.store, [AddStock("WEST", "CM-500", D(30))], TODAY)
    assert tried.after.critical[0].action.sentence == "Transfer from West Coast Warehouse"


def test_other_settings_score_and_cut_anew(short: SmallCompany) -> None:
    tried = try_out(
        short.store,
        [ChangeSetting("priority.critical_from", "8000"), ChangeSetting("buckets.aging_days", "3, 5")],
        TODAY,
    )
    assert tried.after.critical[0].band is Band.CRITICAL
    assert [one.bucket.key for one in tried.after.aging] == ["0-3", "4-5", "6+"]


def test_what_is_committed_is_what_was_tried(busy: SmallCompany) -> None:
    store = busy.store
    steps: list[Step] = [SLIP, ChangeSetting("priority.vip", "6")]
    tried = try_out(store, steps, TODAY)
    number = keep(store, steps, "A bad week", PLANNER, TODAY)
    assert command_center(store, TODAY) == tried.before
    with pytest.raises(NotAllowed, match="may not change settings"):
        commit(store, number, PLANNER, TODAY)
    assert command_center(store, TODAY) == tried.before
    assert commit(store, number, ADMIN, TODAY) == tried.changes
    assert command_center(store, TODAY) == tried.after
    rows = {row.number: row for row in list_backorders(store, Filters(), TODAY, limit=0).rows}
    assert {one.after.number: one.after for one in tried.changed} == {
        number: row for number, row in rows.items() if number in {one.after.number for one in tried.changed}
    }
    assert show_backorder(store, BO, TODAY).etas[-1].words == "A bad week (SC-2025-0001)"
    assert check(store) == ()
    assert [one.state for one in scenarios(store)] == ["committed"]


def test_changed_thresholds_of_a_scenario_wait_for_a_second_person(short: SmallCompany) -> None:
    steps: list[Step] = [ChangeSetting("approvals.manager_up_to", "60000")]
    number = keep(short.store, steps, "Managers decide more", ADMIN, TODAY)
    commit(short.store, number, ADMIN, TODAY)
    assert short.store.settings()[1].approvals.manager_up_to == 50_000
    assert waiting_proposal(short.store) is not None


def test_a_scenario_is_carried_out_once(busy: SmallCompany) -> None:
    number = keep(busy.store, [SLIP], "once", PLANNER, TODAY, "kept")
    assert keep(busy.store, [SLIP], "once", PLANNER, TODAY, "kept") == number
    done = commit(busy.store, number, PLANNER, TODAY, "a key")
    assert commit(busy.store, number, PLANNER, TODAY, "a key") == done
    with pytest.raises(IllegalStep, match="committed already"):
        commit(busy.store, number, PLANNER, TODAY)
    assert show_backorder(busy.store, BO, TODAY).row.eta == date(2025, 2, 22)


def test_a_scenario_that_was_overtaken_is_refused_and_writes_nothing(busy: SmallCompany) -> None:
    number = keep(busy.store, [SLIP], "overtaken", PLANNER, TODAY)
    comment(busy.store, BO, "news", MIKE, TODAY)
    before = everything(busy.store)
    with pytest.raises(Conflict, match="1 entries were made since"):
        commit(busy.store, number, PLANNER, TODAY)
    with pytest.raises(Conflict, match="was tried on"):
        commit(busy.store, number, PLANNER, TODAY + timedelta(days=1))
    assert everything(busy.store) == before


def test_wished_stock_is_tried_and_never_committed(short: SmallCompany) -> None:
    number = keep(short.store, [AddStock("WEST", "CM-500", D(5))], "a wish", PLANNER, TODAY)
    with pytest.raises(IllegalStep, match="it only supposes: 5 more units of CM-500 at WEST"):
        commit(short.store, number, PLANNER, TODAY)
    discard(short.store, number, PLANNER, TODAY)
    with pytest.raises(IllegalStep, match="discarded already"):
        commit(short.store, number, PLANNER, TODAY)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (SlipSupplier("NOBODY", 3), "no supplier NOBODY"),
        (LoseSupplier("NOBODY"), "no supplier NOBODY"),
        (AddStock("MOON", "CM-500", D(1)), "no location MOON"),
        (ChangeSetting("priority.love", "1"), "no setting priority.love"),
        (ChangeSetting("priority", "1"), "no setting priority"),
        (ChangeSetting("priority.vip", "lots"), "Setting priority.vip"),
        (ChangeSetting("priority.vip", "5"), "already"),
    ],
)
def test_what_cannot_be_supposed_is_said(short: SmallCompany, step: Step, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        try_out(short.store, [step], TODAY)


def test_nothing_to_suppose_and_no_such_scenario_are_said(short: SmallCompany) -> None:
    with pytest.raises(InvalidInput, match="add a step first"):
        try_out(short.store, [], TODAY)
    with pytest.raises(NotFound, match="no scenario SC-1"):
        commit(short.store, "SC-1", PLANNER, TODAY)
    with pytest.raises(IllegalStep, match="for looking only"):
        try_out(PastStore(short.store, TODAY), [SLIP], TODAY)


def test_the_document_tells_before_after_and_what_changed(busy: SmallCompany) -> None:
    tried = try_out(busy.store, [SLIP], TODAY)
    document = what_if.as_json(tried)
    assert document["before"] == as_json(tried.before)
    assert document["steps"][0]["sentence"] == "ABC comes 7 days later"
    assert {one["number"] for one in document["changed"]} == {BO, "BO-2025-0002"}
