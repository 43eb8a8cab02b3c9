"""Reads and writes: all or nothing, none lost under concurrency, the ledger chained."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb
import pytest

from backorder_core.domain.values import Actor
from backorder_core.store import LedgerEntry, Store, Writer, open_store, writing
from backorder_core.store.remembering import FROM
from backorder_core.store.statements import statement
from backorder_core.store.tracing import traced
from backorder_core.store.writing import head_of
from tests.reliability.races import unguarded


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store.duckdb"))


def entry(subject: int = 1) -> LedgerEntry:
    return LedgerEntry(date(2025, 1, 28), "Pat", "tested", "reference", subject, 1, "{}", "{}")


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    before = store.data_version()

    def work(writer: Writer) -> None:
        writer.record([entry()])
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        store.write(work)
    with store.read() as reader:
        assert reader.one("read_counter", name="ledger") == (0,)
    assert store.data_version() == before


def test_every_write_moves_the_data_version(store: Store) -> None:
    before = store.data_version()
    store.write(lambda writer: writer.record([entry()]))
    assert store.data_version() == before + 1


def test_sixteen_threads_lose_no_write_and_keep_one_chain(store: Store) -> None:
    start = threading.Barrier(16)

    def many(thread: int) -> None:
        start.wait(60)
        for number in range(20):
            written = entry(thread * 100 + number)
            store.write(partial(Writer.record, entries=[written]))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(many, range(16)))
    with store.read() as reader:
        rows = reader.dicts("ledger_from", seq=0, count=1000)
        head = head_of(reader)
    assert [row["seq"] for row in rows] == list(range(1, 321))
    previous = ""
    for row in rows:
        kept = {name: row[name] for name in LedgerEntry.__dataclass_fields__}
        entry_ = LedgerEntry(**kept)
        assert row["hash"] == store.chain.hash(head.key, previous, row["seq"], row["recorded_at"], entry_)
        previous = row["hash"]
    assert (head.seq, head.hash, store.chain.holds(head)) == (320, previous, True)


def test_numbers_are_never_given_twice(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: store.write(lambda writer: writer.numbers("BO-2025", 3)), range(40)))
    flat = [number for block in given for number in block]
    assert sorted(flat) == list(range(1, 121))


def test_a_demo_store_pins_its_date_and_says_so(store: Store) -> None:
    assert store.is_demo() is False
    store.mark_demo(date(2025, 1, 28), Actor("Pat"))
    assert store.is_demo() is True
    version, settings = store.settings()
    assert (version, settings.pinned_as_of) == (1, date(2025, 1, 28))


def follow_up(place: int) -> dict[str, object]:
    return {
        "id": place,
        "backorder_id": 2**40 + place,
        "due_on": date(2025, 1, 1 + place),
        "why": f"“{place}”, 'quoted'\nand more" if place else "",
        "state": "due",
        "created_on": date(2024, 2, 29),
        "import_id": None if place < 2 else place,
    }


def receipt(place: int) -> dict[str, object]:
    units = (Decimal("0.125"), Decimal(7), Decimal("123456789012345.5"))[place]
    noted = datetime(2025, 1, 28, 23, 59, 59, 999_999, UTC).replace(tzinfo=None)
    return {
        "id": place,
        "po_line_id": 1,
        "quantity": units,
        "received_on": date(2025, 1, 28),
        "who": "Ü",
        "recorded_at": noted,
        "import_id": place if place == 1 else None,
    }


def test_a_few_rows_are_written_as_many_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(few: int) -> list[list[tuple[object, ...]]]:
        monkeypatch.setattr(writing, "FEW", few)
        found: list[list[tuple[object, ...]]] = []

        def work(writer: Writer) -> None:
            for name, row in (("append_follow_ups", follow_up), ("append_receipts", receipt)):
                assert writer.append(name, [row(place) for place in range(3)]) == 3
            for table in ("follow_ups", "receipts"):
                found.append(writer.cursor.execute(f"select * from {table} order by id").fetchall())
            raise RuntimeError("enough")

        with pytest.raises(RuntimeError, match="enough"):
            store.write(work)
        return found

    assert written(few=100) == written(few=0)
    assert len(written(few=100)[0]) == 3


def test_two_that_took_the_same_number_without_the_queue_are_both_written(store: Store) -> None:
    unguarded(store)
    between = iter([True])

    def work(writer: Writer) -> None:
        (number,) = writer.numbers("ids")
        if next(between, False):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(store.write, work).result()
        writer.append("append_receipts", [{**receipt(0), "id": number}])

    store.write(work)
    with store.read() as reader:
        assert reader.cursor.execute("select id from receipts order by id").fetchall() == [(1,), (2,)]


def test_a_key_that_stands_already_is_no_other_writer(store: Store) -> None:
    tried = []

    def work(writer: Writer) -> None:
        tried.append(writer.append("append_receipts", [receipt(0)]))
        writer.append("append_receipts", [receipt(0)])

    with pytest.raises(duckdb.ConstraintException):
        store.write(work)
    assert set(tried) == {1}


def paid(writer: Writer) -> list[str]:
    return [str(row[0]) for row in writer.kept("people")]


def hire(writer: Writer, place: int, name: str) -> None:
    row = {"id": place, "name": name, "role": 1, "email": "", "left_on": None, "version": 1}
    writer.append("put_people", [row])


def test_what_hardly_ever_changes_is_known_until_it_does(store: Store) -> None:
    assert store.write(paid) == []
    with traced() as trace:
        assert store.write(paid) == []
    assert "people" not in [one.statement for one in trace.ran]

    def work(writer: Writer) -> list[str]:
        hire(writer, 1, "Ann")
        return paid(writer)

    assert store.write(work) == ["Ann"]
    assert store.write(paid) == ["Ann"]


def test_what_was_taken_back_is_not_remembered(store: Store) -> None:
    def work(writer: Writer) -> None:
        hire(writer, 1, "Ann")
        assert paid(writer) == ["Ann"]
        raise ValueError

    with pytest.raises(ValueError):
        store.write(work)
    assert store.write(paid) == []
    with pytest.raises(ValueError):
        store.rehearse(work)
    assert store.rehearse(paid) == []
    store.write(lambda writer: hire(writer, 2, "Bob"))
    assert store.rehearse(paid) == ["Bob"]


def test_every_table_of_what_is_remembered_is_named(store: Store) -> None:
    with store.read() as reader:
        cursor = reader.cursor
        views = dict(
            cursor.execute("select view_name, sql from duckdb_views() where not internal").fetchall()
        )
        for name, tables in FROM.items():
            found = cursor.get_table_names(statement(name))
            for view in found & set(views):
                found = found - {view} | cursor.get_table_names(views[view].partition(" AS ")[2])
            assert found == tables
