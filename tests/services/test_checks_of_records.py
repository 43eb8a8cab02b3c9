"""Records tampered with behind the ledger's back are caught, each in exactly its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from backorder_core.domain.care import ConditionState
from backorder_core.domain.scorecard import Criterion
from backorder_core.domain.service_levels import Basis
from backorder_core.domain.shipping import Strategy
from backorder_core.services import supplier_calendars, supplier_records
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work import cancelling, caring, choosing, fulfilling, reopening, transfers
from backorder_core.store import Store, open_store
from tests import chapter_day
from tests.chapter_day import AS_OF, NUMBER, D
from tests.small_company import LISA, MIKE, SARAH, approve_all


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chapter's backorder in the middle of its day, with a record of every kind."""
    folder = tmp_path_factory.mktemp("worked")
    store = open_store(str(folder / "worked.duckdb"))
    chapter_day.fill(store, folder)

    def seen() -> Seen:
        return Seen(NUMBER, show_backorder(store, NUMBER, AS_OF).row.version)

    plan = {"Transfer from West Coast Warehouse": D(30), "XYZ Components": D(10)}
    choosing.choose_plan(store, choosing.PlanChoice(seen(), plan, "quick"), SARAH, AS_OF)
    approve_all(store, NUMBER, AS_OF)
    for step in ("confirm", "ship", "receive"):
        wanted = transfers.TransferStep("TR-2025-0001", step, tracking="1Z")
        transfers.step_transfer(store, wanted, LISA, AS_OF)
    decision = fulfilling.CustomerDecision(
        seen(), "SO-201 / 1", Strategy.HOLD_FOR_COMPLETE, "all at once", "Ms Premium"
    )
    fulfilling.decide(store, decision, MIKE, AS_OF)
    wish = cancelling.CancelWish(seen(), {"SO-201 / 1": D(5)}, "too late", "a substitute")
    cancelling.cancel_units(store, wish, MIKE, AS_OF)
    caring.assign(store, [seen()], "Sarah", SARAH, AS_OF)
    caring.comment(store, NUMBER, "@Lisa please", SARAH, AS_OF)
    caring.rate(store, NUMBER, "C-PREM", 5, "", MIKE, AS_OF)
    keep_supplier(store)
    close_and_reopen(store, seen)
    (condition,) = caring.circle(store, NUMBER).conditions
    caring.settle_condition(store, condition.id, ConditionState.MET, "", LISA, AS_OF)
    assert check(store) == ()
    store.close()
    return folder / "worked.duckdb"


def keep_supplier(store: Store) -> None:
    with store.read() as reader:
        code = reader.rows("supplier_facts", since=AS_OF, until=AS_OF, as_of=AS_OF, supplier=None)[0][0]
    agreed = supplier_records.Agreement(code, AS_OF, D(95), Basis.UNIT, D("2.5"), D(100))
    supplier_records.set_service_level(store, agreed, SARAH, AS_OF)
    supplier_records.set_service_level(store, replace(agreed, on_time=D(90), cap=None), SARAH, AS_OF)
    opinion = supplier_records.Opinion(code, Criterion.SERVICE, D("81.5"), AS_OF, "answers fast")
    supplier_records.rate_supplier(store, opinion, SARAH, AS_OF)
    supplier_records.rate_supplier(store, replace(opinion, rating=D(80)), SARAH, AS_OF)
    trouble = supplier_records.Trouble("QI-1", code, AS_OF, D(3), "scratched", cost=D("12.50"))
    supplier_records.note_incident(store, trouble, LISA, AS_OF)
    supplier_calendars.set_calendar(store, supplier_calendars.WorkingDays(code, "12345"), SARAH, AS_OF)
    days = supplier_calendars.WorkingDays(code, "123456", ("2025-12-25",))
    supplier_calendars.set_calendar(store, days, SARAH, AS_OF)


def close_and_reopen(store: Store, seen: Callable[[], Seen]) -> None:
    missing = D(25)
    receive(store, [Receipt("PO-2025-0201", "10", missing, AS_OF)], LISA, AS_OF)
    wish = reopening.ReopenWish(seen(), "one broken", {}, {"SO-201 / 1": D(1)})
    reopening.reopen(store, wish, SARAH, AS_OF)


TABLES = {
    "assignments": ("assignment", "owner = 'Tom'"),
    "comments": ("comment", "body = 'never said'"),
    "approval_conditions": ("condition", "state = 'open'"),
    "cancellations": ("cancellation", "reason = 'another'"),
    "approval_decisions": ("decision", "comment = 'never said'"),
    "returns": ("return", "reason = 'another'"),
    "ratings": ("rating", "rating = 1"),
    "fulfilment_decisions": ("fulfilment decision", "strategy = 'ship_available'"),
    "chosen_plans": ("plan", "cost = 1"),
    "shipments": ("shipment", "tracking = 'forged'"),
    "transfers": ("transfer", "cost = 1"),
    "service_levels": ("service level", "penalty = 1"),
    "supplier_ratings": ("supplier rating", "rating = 100"),
    "quality_incidents": ("quality incident", "cost = 0"),
    "supplier_calendars": ("supplier calendar", "works_on = '1'"),
    "purchase_requests": ("purchase request", "ready_on = date '2025-03-01'"),
}


def findings_after(worked: Path, folder: Path, statement: str) -> list[tuple[str, str]]:
    copy = folder / "tampered.duckdb"
    copy.write_bytes(worked.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute(statement)
    store = open_store(str(copy))
    found = [(one.check, one.sentence) for one in check(store)]
    store.close()
    return found


@pytest.mark.parametrize("table", TABLES)
def test_a_record_changed_behind_the_ledger_is_caught(worked: Path, tmp_path: Path, table: str) -> None:
    kind, change = TABLES[table]
    found = findings_after(worked, tmp_path, f"update {table} set {change}")
    assert found
    assert all(check_ == "replay" for check_, _ in found)
    assert all(sentence.startswith(f"The {kind} ") for _, sentence in found)
    assert all("differs from the ledger in" in sentence for _, sentence in found)


@pytest.mark.parametrize("table", ["comments", "ratings", "transfers", "chosen_plans"])
def test_a_record_that_was_removed_is_caught(worked: Path, tmp_path: Path, table: str) -> None:
    found = findings_after(worked, tmp_path, f"delete from {table}")
    assert [sentence for _, sentence in found if "stands in the ledger, but not in the store" in sentence]


def test_a_record_without_an_entry_is_caught(worked: Path, tmp_path: Path) -> None:
    forged = "insert into comments select 99999, backorder_id, body, '', who, written_on, 1 from comments"
    found = findings_after(worked, tmp_path, forged)
    assert [sentence for _, sentence in found] == [
        "The comment 99999 stands in the store, but no ledger entry leads to it."
    ]


def test_promised_stock_below_what_is_set_aside_is_caught(worked: Path, tmp_path: Path) -> None:
    found = findings_after(worked, tmp_path, "update stock set promised = promised - 1 where promised > 0")
    assert [check_ for check_, _ in found] == ["conservation"]
    assert "set aside for transfers and shipments" in found[0][1]


def test_more_shipped_than_ordered_is_caught(worked: Path, tmp_path: Path) -> None:
    more = "update shipments set quantity = 60, state = 'shipped' where location_id is null"
    found = {check_ for check_, _ in findings_after(worked, tmp_path, more)}
    assert found == {"conservation", "replay"}


def test_cancelled_units_without_their_cancellation_are_caught(worked: Path, tmp_path: Path) -> None:
    found = findings_after(worked, tmp_path, "delete from cancellations")
    assert [sentence for check_, sentence in found if check_ == "conservation"] == [
        f"{NUMBER}: 5.000 cancelled, but its cancellations sum to 0.000."
    ]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "update approvals set state = 'waiting' where step = 2 and round > 1",
            "round 2 is waiting",
        ),
        ("update approval_decisions set decision = 'rejected'", "but rejected was decided"),
        ("update approvals set requested_by = 'Sam' where round = 1", "Sam may not decide in round 2"),
        (
            "update approvals set state = 'withdrawn', decided_by = null where step = 1",
            "before its turn",
        ),
    ],
)
def test_a_forged_approval_is_caught(worked: Path, tmp_path: Path, statement: str, said: str) -> None:
    assert [one for _, one in findings_after(worked, tmp_path, statement) if said in one]
