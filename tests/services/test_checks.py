"""A sound store proves clean; a store tampered with in any one way is caught in exactly that."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backorder_core.services.checks import check
from backorder_core.services.receipts import Receipt, receive
from backorder_core.store import Store, open_store
from backorder_core.store.session import Reader
from tests.small_company import PLANNER, TODAY
from tests.tampered import CLOSED, FIRST, LINE, THIRD, Tampered


def test_an_empty_store_is_sound(empty_store: Store) -> None:
    assert check(empty_store) == ()


def test_a_month_of_work_leaves_a_sound_store(file: Tampered) -> None:
    assert file.findings() == ()
    assert file.value("select count(*) from backorder_past") == 6
    assert file.value("select count(*) from imports where undone_at is not null") == 1


def test_the_demo_company_is_sound(demo_store: Store) -> None:
    assert check(demo_store) == ()


def test_forging_without_a_change_is_not_noticed_so_the_tests_below_notice_the_change(
    file: Tampered,
) -> None:
    file.forge(FIRST, "status", str(file.value(f"select status from backorders where number = '{FIRST}'")))
    assert file.found() == set()


def test_a_check_sees_one_moment_while_others_write(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(shutil.copy(filled, tmp_path / "busy.duckdb")))
    waiting = [Receipt("PO-3", "10", Decimal(4), TODAY)]
    read = Reader.dicts

    def dicts(reader: Reader, name: str, /, **params: object) -> list[dict[str, Any]]:
        if name == "versions_against_ledger" and waiting:
            receive(store, [waiting.pop()], PLANNER, TODAY)
        return read(reader, name, **params)

    monkeypatch.setattr(Reader, "dicts", dicts)
    assert check(store) == ()
    assert waiting == []
    assert check(store) == ()
    store.close()


# Conservation


def test_more_received_than_short_is_caught(file: Tampered) -> None:
    file.unguard("backorders")
    file.run(f"update backorders set received = 71 where number = '{FIRST}'")
    assert {("conservation", FIRST), ("status", FIRST), ("replay", FIRST)} <= file.found()


def test_a_negative_quantity_is_caught(file: Tampered) -> None:
    file.unguard("backorders")
    file.run(f"update backorders set cancelled = -1 where number = '{FIRST}'")
    assert ("conservation", FIRST) in file.found()


def test_lines_that_do_not_sum_to_their_backorder_are_caught(file: Tampered) -> None:
    file.forge(FIRST, "quantity", "71")
    assert file.found() == {("conservation", FIRST)}


def test_a_line_that_got_more_than_it_missed_is_caught(file: Tampered) -> None:
    file.unguard("backorder_lines")
    file.run(
        "update backorder_lines set cancelled = 30 where valid_to = date '9999-12-31' "
        "and order_line_id = (select id from order_lines where order_number = 'SO-2')"
    )
    line = file.value("select id from order_lines where order_number = 'SO-2'")
    assert ("conservation", f"{FIRST}, order line {line}") in file.found()


def test_a_lost_receipt_is_caught(file: Tampered) -> None:
    file.run("delete from receipts where quantity = 30")
    assert file.found() == {("conservation", LINE)}


def test_a_po_line_with_more_received_than_ordered_is_caught(file: Tampered) -> None:
    file.run(f"update po_lines set ordered = 20 where po_number || ' / ' || po_line = '{LINE}'")
    assert file.found() == {("conservation", LINE)}
    assert len(file.sentences()) == 2


def test_a_po_line_promised_more_than_once_is_caught(file: Tampered) -> None:
    file.run("update order_lines set quantity = 1000 where order_number = 'SO-2'")
    change = (
        "update allocations set quantity = {} where order_line_id = "
        "(select id from order_lines where order_number = 'SO-2')"
    )
    file.run(change.format(50))
    assert file.found() == set()
    file.run(change.format("50.001"))
    assert file.found() == {("conservation", LINE)}


def test_a_customer_order_promised_more_than_it_wants_is_caught(file: Tampered) -> None:
    file.run(
        "update allocations set quantity = 20.001 where order_line_id = "
        "(select id from order_lines where order_number = 'SO-2')"
    )
    assert file.found() == {("conservation", "SO-2 / 1")}


def test_an_allocation_that_gave_more_than_it_has_is_caught(file: Tampered) -> None:
    file.unguard("allocations")
    file.run(
        "update allocations set released = 31 where order_line_id = "
        "(select id from order_lines where order_number = 'SO-1')"
    )
    allocation = file.value("select id from allocations where released = 31")
    assert file.found() == {("conservation", f"allocation {allocation}")}


# Headline, value and totals


@pytest.mark.parametrize("status", ["1", "2", "3", "5", "6"])
def test_a_headline_that_the_facts_do_not_give_is_caught(file: Tampered, status: str) -> None:
    file.forge(FIRST, "status", status)
    assert file.found() == {("status", FIRST)}


def test_a_backorder_closed_with_something_open_is_caught(file: Tampered) -> None:
    file.forge(THIRD, "closed_on", "2025-01-28")
    assert {("status", THIRD), ("value", THIRD)} <= file.found()


@pytest.mark.parametrize(
    ("field", "value", "checks"),
    [
        ("value", "20000.01", {"value", "totals"}),
        ("score_base", "4600.000001", {"value"}),
        ("score_per_day", "149.999999", {"value"}),
        ("tier", "2", {"value"}),
        ("customers", "3", {"value"}),
    ],
)
def test_what_the_lines_do_not_give_is_caught(
    file: Tampered, field: str, value: str, checks: set[str]
) -> None:
    assert file.value(f"select {field} from backorders where number = '{FIRST}'") != Decimal(value)
    file.forge(FIRST, field, value)
    found = file.found()
    assert {one for one, _ in found} == checks
    assert ("value", FIRST) in found


@pytest.mark.parametrize(
    ("change", "checks"),
    [("value = value + 0.01", {"value", "totals"}), ("score_base = score_base + 1", {"value"})],
)
def test_a_line_with_another_value_or_score_than_the_rules_give_is_caught(
    file: Tampered, change: str, checks: set[str]
) -> None:
    file.run(
        f"update backorder_lines set {change} where valid_to = date '9999-12-31' "
        "and order_line_id = (select id from order_lines where order_number = 'SO-PO-3')"
    )
    assert {one for one, _ in file.found()} == checks


def test_a_closed_backorder_with_a_value_is_caught(file: Tampered) -> None:
    file.forge(CLOSED, "value", "0.01")
    assert file.found() == {("value", CLOSED)}


def test_a_backorder_counted_twice_on_the_stores_own_day_is_caught(file: Tampered) -> None:
    file.run(
        f"update backorder_past set valid_to = date '2025-01-29' where number = '{THIRD}' and version = 1"
    )
    found = file.found()
    assert ("totals", "as of 2025-01-28") in found
    assert {one for one, _ in found} == {"totals", "history"}
    assert any("aging 3 worth" in sentence for sentence in file.sentences())


# Keys, history, references, chains of ETAs, imports


def test_one_number_for_two_backorders_is_caught(file: Tampered) -> None:
    file.unguard("backorders")
    file.unguard("backorder_past")
    file.run(
        f"update backorders set number = '{FIRST}' where number = '{CLOSED}'",
        f"update backorder_past set number = '{FIRST}' where number = '{CLOSED}'",
        f"update ledger set after = replace(after, '{CLOSED}', '{FIRST}') where kind = 'backorder'",
    )
    file.chain_again()
    assert file.found() == {("unique", FIRST)}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("notices", "notice_key"),
        ("customers", "code"),
        ("suppliers", "code"),
        ("products", "code"),
        ("locations", "code"),
        ("po_lines", "po_number || ' / ' || po_line"),
        ("order_lines", "order_number || ' / ' || order_line"),
        ("settings_versions", "cast(version as varchar)"),
    ],
)
def test_a_key_that_stands_twice_is_caught(file: Tampered, table: str, key: str) -> None:
    file.unguard(table)
    file.run(f"insert into {table} select * from {table} order by all limit 1")
    twice = file.value(f"select {key} from {table} group by {key} having count(*) > 1")
    assert ("unique", twice) in file.found()


def test_two_open_backorders_of_one_po_line_are_caught(file: Tampered) -> None:
    line = file.value("select id from po_lines where po_number = 'PO-2025-0089'")
    file.run(f"update backorder_past set po_line_id = {line} where number = '{THIRD}'")
    old = file.value("select id from po_lines where po_number = 'PO-3'")
    file.run(
        f"update backorders set po_line_id = {line} where number = '{THIRD}'",
        f"""update ledger set after = replace(after, '"po_line_id":"{old}"', '"po_line_id":"{line}"')""",
    )
    file.chain_again()
    assert file.found() == {("one open", LINE)}
    assert file.sentences() == [f"{LINE} has more than one open backorder: {FIRST}, {THIRD}."]


@pytest.mark.parametrize(
    "change",
    [
        "valid_to = valid_to - 1 where version = 3",
        "valid_to = valid_to + 1 where version = 3",
        "valid_from = valid_from + 1 where version = 1",
        "valid_from = valid_from - 1 where version = 2",
    ],
)
def test_a_gap_or_an_overlap_between_states_is_caught(file: Tampered, change: str) -> None:
    file.run(f"update backorder_past set {change} and number = '{FIRST}'")
    found = file.found()
    assert ("history", FIRST) in found
    assert {one for one, _ in found} == {"history"}


@pytest.mark.parametrize("change", ["valid_to = valid_to - 1", "valid_to = valid_to + 1"])
def test_a_gap_or_an_overlap_between_lines_is_caught(file: Tampered, change: str) -> None:
    file.run(
        f"update backorder_lines set {change} where version = 1 and backorder_id = "
        f"(select id from backorders where number = '{FIRST}')"
    )
    assert file.found() == {("history", FIRST)}


def test_one_line_out_of_step_with_its_siblings_is_caught(file: Tampered) -> None:
    file.run(
        "update backorder_lines set valid_from = valid_from + 1 where version = 1 "
        "and order_line_id = (select id from order_lines where order_number = 'SO-1')"
    )
    assert file.found() == {("history", FIRST)}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("backorders", "supplier_id"),
        ("backorders", "product_id"),
        ("backorders", "po_line_id"),
        ("backorder_lines", "order_line_id"),
        ("backorder_lines", "customer_id"),
        ("backorder_lines", "backorder_id"),
        ("backorder_past", "id"),
        ("po_lines", "supplier_id"),
        ("po_lines", "product_id"),
        ("order_lines", "customer_id"),
        ("order_lines", "product_id"),
        ("allocations", "po_line_id"),
        ("allocations", "order_line_id"),
        ("receipts", "po_line_id"),
        ("stock", "location_id"),
        ("stock", "product_id"),
        ("delays", "po_line_id"),
        ("eta_revisions", "backorder_id"),
        ("approvals", "backorder_id"),
        ("notices", "backorder_id"),
        ("notices", "customer_id"),
        ("follow_ups", "backorder_id"),
        ("import_rows", "import_id"),
    ],
)
def test_a_reference_to_nothing_is_caught(file: Tampered, table: str, column: str) -> None:
    file.unguard(table)
    pending = "where state = 'pending'" if table == "notices" else ""
    file.run(
        f"update {table} set {column} = 987654321 "
        f"where rowid = (select min(rowid) from {table} {pending}{' and ' if pending else 'where '}{column} is not null)"
    )
    assert "references" in {one for one, _ in file.found()}
    assert any("987654321, which is not in the store" in sentence for sentence in file.sentences())


@pytest.mark.parametrize(
    "column", ["supplier_id", "location_id", "product_id", "substitute_id", "po_line_id"]
)
def test_an_offer_of_nothing_is_caught(file: Tampered, column: str) -> None:
    product = file.value("select id from products where code = 'CM-500'")
    file.run(
        "insert into supply_offers by name select 99 as id, 'OFFER' as code, 1 as kind, 1 as available, "
        f"1 as lead_days, 0 as fixed_cost, 0 as unit_cost, 1 as quality, date '2025-01-01' as offered_on, "
        f"{product} as product_id"
    )
    assert file.found() == set()
    file.run(f"update supply_offers set {column} = 987654321")
    assert file.found() == {("references", "offer 99")}


def test_a_backorder_that_contradicts_its_po_line_is_caught(file: Tampered) -> None:
    file.run("update po_lines set original_due = original_due + 1, eta = eta where po_number = 'PO-3'")
    assert ("references", THIRD) in file.found()


def test_a_line_that_names_another_customer_than_its_order_is_caught(file: Tampered) -> None:
    file.run(
        "update order_lines set customer_id = (select id from customers where code = 'C-PREM') "
        "where order_number = 'SO-PO-3'"
    )
    assert file.found() == {("references", THIRD)}


@pytest.mark.parametrize("change", ["new_eta = new_eta + 1", "ordinal = 7"])
def test_a_chain_of_etas_that_ends_elsewhere_is_caught(file: Tampered, change: str) -> None:
    file.run(f"update eta_revisions set {change} where ordinal = 1")
    assert file.found() == {("etas", FIRST)}


@pytest.mark.parametrize(
    "change",
    [
        "delete from import_rows where import_id = 1 and line = 2",
        "update import_rows set outcome = 3 where import_id = 1 and line = 2",
        "update imports set created = created - 1, rejected = rejected + 1 where id = 1",
    ],
)
def test_an_import_that_does_not_add_up_to_its_rows_is_caught(file: Tampered, change: str) -> None:
    file.run(change)
    assert file.found() == {("imports", "import 1")}


