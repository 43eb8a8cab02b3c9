"""The ledger proves the store: a broken chain or a row that it does not lead to is caught in exactly that."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from backorder_core.store import LedgerEntry
from backorder_core.store.session import chained
from tests.tampered import CLOSED, FIRST, LINE, THIRD, Tampered


# The chain


def test_an_altered_entry_is_caught(file: Tampered) -> None:
    file.run("update ledger set who = 'somebody else' where seq = 5")
    assert file.found() == {("chain", "entry 5")}
    assert file.sentences() == ["Ledger entry 5 was altered after it was written."]


@pytest.mark.parametrize(
    "change",
    [
        "recorded_at = recorded_at + interval 1 microsecond",
        "business_on = business_on + 1",
        "action = 'loaded'",
        "import_id = 3",
        "hash = 'f' || substr(hash, 2)",
    ],
)
def test_every_part_of_an_entry_is_under_its_hash(file: Tampered, change: str) -> None:
    file.run("update ledger set hash = '0' || substr(hash, 2) where false")
    file.run(f"update ledger set {change} where seq = 2")
    assert ("chain", "entry 2") in file.found()


def test_a_missing_entry_is_caught(file: Tampered) -> None:
    file.run("delete from ledger where seq = 3")
    assert file.found() == {("chain", "entry 4")}
    assert file.sentences() == ["Ledger entry 4 comes after entry 2: 1 missing between them."]


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
    with duckdb.connect(str(file.path)) as raw:
        row = raw.execute(
            "select recorded_at, business_on, who, action, kind, subject, version, before, after, import_id, "
            "previous_hash from ledger where seq = 5"
        ).fetchone()
        assert row is not None
        entry = LedgerEntry(row[1], "somebody else", *row[3:10])
        digest = chained(row[10], 5, row[0], entry)
        raw.execute("update ledger set who = 'somebody else', hash = ? where seq = 5", [digest])
    assert file.found() == {("chain", "entry 6")}


# The replay


def test_a_row_changed_behind_the_ledger_is_caught(file: Tampered) -> None:
    file.run(f"update backorders set reason = 'none of it' where number = '{FIRST}'")
    assert file.found() == {("replay", FIRST)}
    (sentence,) = file.sentences()
    assert "reason is none of it in the store, Machine breakdown by the ledger" in sentence


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
    assert file.found() == {("replay", FIRST)}
    assert "its entry starts from another state" in file.findings()[0].sentence


def test_an_entry_that_is_no_json_is_caught_and_does_not_stop_the_check(file: Tampered) -> None:
    file.run("update ledger set after = '{' where kind = 'backorder' and action = 'resolved'")
    file.chain_again()
    assert file.found() == {("replay", CLOSED)}


def test_an_affected_line_changed_behind_the_ledger_is_caught(file: Tampered) -> None:
    file.run(
        "update backorder_lines set quantity = quantity + 1, cancelled = cancelled + 1 "
        "where valid_to = date '9999-12-31' and order_line_id = (select id from order_lines where order_number = 'SO-1')"
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
    assert {one for one, _ in found} == {"replay", "references"}


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
        """update settings_versions set body = replace(body, '"urgent_days":1', '"urgent_days":2') where version = 2"""
    )
    assert file.found() == {("replay", "settings version 2")}


def test_a_version_that_no_entry_made_is_caught(file: Tampered) -> None:
    file.run("update po_lines set version = version + 1 where po_number = 'PO-9'")
    assert file.found() == {("versions", "PO-9 / 10")}


def test_two_entries_of_one_version_are_caught(file: Tampered) -> None:
    file.run("update ledger set version = 2 where kind = 'po_line' and business_on = date '2025-01-24'")
    file.chain_again()
    assert ("versions", LINE) in file.found()


