"""A sound store proves clean; a store tampered with in any one way is caught in exactly that."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from backorder_core.services.checks import check
from backorder_core.services.receipts import Receipt, receive
from backorder_core.store import LedgerEntry, Store, open_store
from backorder_core.store.reading import Reader
from tests.small_company import PLANNER, TODAY
from tests.tampered import CLOSED, FIRST, LINE, THIRD, Tampered, fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.duckdb"
    fill(path)
    return path


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Tampered:
    return Tampered(Path(shutil.copy(filled, tmp_path / "tampered.duckdb")))


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
    read = Reader.rows

    def rows(reader: Reader, name: str, /, **params: object) -> list[tuple[Any, ...]]:
        if name == "chain_head" and waiting:
            receive(store, [waiting.pop()], PLANNER, TODAY)
        return read(reader, name, **params)

    monkeypatch.setattr(Reader, "rows", rows)
    assert check(store) == ()
    assert waiting == []
    assert check(store) == ()
    store.close()


# The chain


def test_an_altered_entry_is_caught(file: Tampered) -> None:
    file.run("update ledger set who = 'somebody else' where seq = 5")
    (finding,) = file.findings()
    assert (finding.check, finding.subject) == ("chain", "entry 5")
    assert finding.sentence == "Ledger entry 5 was altered after it was written."


@pytest.mark.parametrize(
    "change",
    [
        "recorded_at = recorded_at + interval 1 microsecond",
        "business_on = business_on + 1",
        "action = 'loaded'",
        "import_id = 3",
        "hash = reverse(hash)",
    ],
)
def test_every_part_of_an_entry_is_under_its_hash(file: Tampered, change: str) -> None:
    file.run(f"update ledger set {change} where seq = 2")
    assert ("chain", "entry 2") in file.found()


def test_a_missing_entry_is_caught(file: Tampered) -> None:
    file.run("delete from ledger where seq = 3")
    (finding,) = file.findings()
    assert (finding.check, finding.subject) == ("chain", "entry 4")
    assert finding.sentence == "Ledger entry 4 comes after entry 2: 1 missing between them."


def test_missing_first_entries_are_caught(file: Tampered) -> None:
    file.run("delete from ledger where kind = 'reference' and seq < 4")
    assert ("chain", "entry 4") in file.found()


def test_missing_newest_entries_are_caught(file: Tampered) -> None:
    assert file.value("select kind from ledger order by seq desc limit 1") == "reference"
    file.run("delete from ledger where seq = (select max(seq) from ledger)")
    assert file.found() == {("chain", "ledger")}


def test_an_extra_entry_is_caught(file: Tampered) -> None:
    file.run(
        "insert into ledger by name select * replace (seq + 1 as seq) from ledger order by seq desc limit 1"
    )
    assert ("chain", "ledger") in file.found()


def test_a_repeated_entry_is_caught(file: Tampered) -> None:
    file.unguard("ledger")
    file.run("insert into ledger select * from ledger where seq = 2")
    assert file.found() == {("chain", "entry 2")}


def test_a_wrong_head_is_caught(file: Tampered) -> None:
    file.run("update meta set value = repeat('0', 64) where name = 'ledger_head'")
    assert file.found() == {("chain", "ledger")}


def test_an_entry_rehashed_alone_no_longer_fits_its_neighbour(file: Tampered) -> None:
    chain, key = file.chain()
    with duckdb.connect(str(file.path)) as raw:
        row = raw.execute(
            "select recorded_at, business_on, who, action, kind, subject, version, before, after, import_id, "
            "previous_hash from ledger where seq = 5"
        ).fetchone()
        assert row is not None
        entry = LedgerEntry(row[1], "somebody else", *row[3:10])
        digest = chain.hash(key, row[10], 5, row[0], entry)
        raw.execute("update ledger set who = 'somebody else', hash = ? where seq = 5", [digest])
    assert file.found() == {("chain", "entry 6")}


# The replay


def test_a_row_changed_behind_the_ledger_is_caught(file: Tampered) -> None:
    file.run(f"update backorders set reason = 'none of it' where number = '{FIRST}'")
    (finding,) = file.findings()
    assert (finding.check, finding.subject) == ("replay", FIRST)
    assert "reason is none of it in the store, Machine breakdown by the ledger" in finding.sentence


def test_an_eta_taken_off_behind_the_ledger_is_caught(file: Tampered) -> None:
    file.run(f"update backorders set eta = null where number = '{THIRD}'")
    assert ("replay", THIRD) in file.found()


def test_a_changed_past_is_caught(file: Tampered) -> None:
    file.run(f"update backorder_past set reason = 'none of it' where number = '{FIRST}' and version = 2")
    assert file.found() == {("replay", FIRST)}


def test_a_forged_entry_with_a_forged_chain_is_caught_by_the_row(file: Tampered) -> None:
    file.run(
        "update ledger set after = replace(after, 'Machine breakdown', 'Strike') "
        "where kind = 'backorder' and version = 1 and after like '%Machine breakdown%'"
    )
    file.chain_again()
    assert file.found() == {("replay", FIRST)}


def test_an_entry_that_starts_from_another_state_is_caught(file: Tampered) -> None:
    file.run(
        "update ledger set before = replace(before, '2025-02-15', '2025-02-14') "
        "where kind = 'backorder' and action = 'ETA updated' and business_on = date '2025-01-24'"
    )
    file.chain_again()
    (finding,) = file.findings()
    assert (finding.check, finding.subject) == ("replay", FIRST)
    assert "its entry starts from another state" in finding.sentence


def test_an_entry_that_is_no_json_is_caught_and_does_not_stop_the_check(file: Tampered) -> None:
    file.run("update ledger set after = '{' where kind = 'backorder' and action = 'resolved'")
    file.chain_again()
    assert file.found() == {("replay", CLOSED)}


def test_an_affected_line_changed_behind_the_ledger_is_caught(file: Tampered) -> None:
    file.run(
        "update backorder_lines set quantity = quantity + 1, cancelled = cancelled + 1 "
        "where valid_to = date '9999-12-31' "
        "and order_line_id = (select id from order_lines where order_number = 'SO-1')"
    )
    assert file.found() == {("replay", FIRST), ("conservation", FIRST)}


@pytest.mark.parametrize("number", ["PO-8", "PO-9"])
def test_a_po_line_changed_behind_the_ledger_is_caught(file: Tampered, number: str) -> None:
    file.run(f"update po_lines set eta = eta + 1 where po_number = '{number}'")
    assert file.found() == {("replay", f"{number} / 10")}


def test_a_po_line_entry_that_starts_from_another_state_is_caught(file: Tampered) -> None:
    file.run(
        "update ledger set before = replace(before, '2025-02-15', '2025-02-14') "
        "where kind = 'po_line' and business_on = date '2025-01-24'"
    )
    file.chain_again()
    assert file.found() == {("replay", LINE)}


def test_a_backorder_that_only_the_ledger_knows_is_caught(file: Tampered) -> None:
    file.run(f"delete from backorders where number = '{THIRD}'")
    found = file.found()
    assert ("replay", THIRD) in found
    assert {one for one, _ in found} == {"replay", "references", "history"}


def test_a_backorder_that_the_ledger_does_not_know_is_caught(file: Tampered) -> None:
    file.run(
        "insert into backorders by name select * replace (99 as id, 'BO-2025-0099' as number, 1 as version, "
        f"created_on as valid_from) from backorders where number = '{CLOSED}'"
    )
    assert {("replay", "BO-2025-0099"), ("versions", "BO-2025-0099")} <= file.found()


def test_a_removed_backorder_that_still_stands_is_caught(file: Tampered) -> None:
    file.run(
        "update ledger set action = 'removed', after = '{}' where kind = 'backorder' and action = 'resolved'"
    )
    file.chain_again()
    assert ("replay", CLOSED) in file.found()


def test_settings_changed_behind_the_ledger_are_caught(file: Tampered) -> None:
    file.run(
        """update settings_versions set body = replace(body, '"urgent_days":1', '"urgent_days":2') """
        "where version = 2"
    )
    assert file.found() == {("replay", "settings version 2")}


def test_a_version_that_no_entry_made_is_caught(file: Tampered) -> None:
    file.run("update po_lines set version = version + 1 where po_number = 'PO-9'")
    assert file.found() == {("versions", "PO-9 / 10")}


def test_two_entries_of_one_version_are_caught(file: Tampered) -> None:
    file.run("update ledger set version = 2 where kind = 'po_line' and business_on = date '2025-01-24'")
    file.chain_again()
    assert ("versions", LINE) in file.found()


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
    assert [(one.check, one.subject) for one in file.findings()] == [("conservation", LINE)] * 2


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


@pytest.mark.parametrize("change", ["tier = 4", "impact = 0"])
def test_a_line_with_a_code_that_does_not_exist_is_caught(file: Tampered, change: str) -> None:
    file.run(
        f"update backorder_lines set {change} where valid_to = date '9999-12-31' "
        "and order_line_id = (select id from order_lines where order_number = 'SO-PO-3')"
    )
    (finding,) = file.findings()
    assert (finding.check, finding.subject) == ("value", THIRD)
    assert "does not exist" in finding.sentence


def test_a_lost_settings_version_is_caught(file: Tampered) -> None:
    file.run("delete from settings_versions where version = 1")
    assert file.found() == {("replay", "settings version 1"), ("value", FIRST)}


def test_damaged_settings_are_caught(file: Tampered) -> None:
    file.run("update settings_versions set body = '{' where version = 1")
    assert file.found() == {("replay", "settings version 1"), ("value", FIRST)}


def test_a_closed_backorder_with_a_value_is_caught(file: Tampered) -> None:
    file.forge(CLOSED, "value", "0.01")
    assert file.found() == {("value", CLOSED)}


def test_a_backorder_counted_twice_on_the_stores_own_day_is_caught(file: Tampered) -> None:
    file.run(
        f"update backorder_past set valid_to = date '2025-01-29' where number = '{THIRD}' and version = 1"
    )
    history, totals = file.findings()
    assert (history.check, history.subject) == ("history", THIRD)
    assert (totals.check, totals.subject) == ("totals", "as of 2025-01-28")
    assert "aging 3 worth 22000.00" in totals.sentence


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
        ("deliveries", "delivery_key"),
        ("inbox", "notice_id || ' of ' || person"),
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
    (finding,) = file.findings()
    assert finding.check == "one open"
    assert finding.sentence == f"{LINE} has more than one open backorder: {FIRST}, {THIRD}."


@pytest.mark.parametrize(
    "change",
    [
        "valid_to = valid_to - 1 where version = 2",
        "valid_to = valid_to + 1 where version = 2",
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
        ("deliveries", "notice_id"),
        ("inbox", "notice_id"),
        ("follow_ups", "backorder_id"),
        ("import_rows", "import_id"),
    ],
)
def test_a_reference_to_nothing_is_caught(file: Tampered, table: str, column: str) -> None:
    file.unguard(table)
    used = f"{column} is not null" + (" and state = 'pending'" if table == "notices" else "")
    file.run(
        f"update {table} set {column} = 987654321 where rowid = (select min(rowid) from {table} where {used})"
    )
    told = [one.sentence for one in file.findings() if one.check == "references"]
    assert any("987654321, which is not in the store" in sentence for sentence in told)


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
