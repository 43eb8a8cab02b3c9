"""When the database gives an open store up: one sentence for who was in the midst, then opened again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pytest

from backorder_core.domain.errors import Unavailable
from backorder_core.store import Inside, LedgerEntry, PastStore, Store, Writer, open_store, opening

TODAY = date(2025, 1, 28)


@contextmanager
def doomed(path: Path, *settings: str) -> Iterator[Store]:
    """A store whose next checkpoint ends the database, as a full disk does; opened again it is sound."""
    open_store(str(path)).close()
    failing = ("set debug_checkpoint_abort = 'before_header'", *settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LOCKDOWN", (*failing, *opening.LOCKDOWN))
        store = open_store(str(path))
    yield store
    store.close()


def give_up(store: Store) -> None:
    store.write(lambda writer: writer.run("write_meta", name="demo", value="no"))
    with pytest.raises(Unavailable), store.read() as reader:
        reader.cursor.execute("checkpoint")


def entry(subject: int = 1) -> LedgerEntry:
    return LedgerEntry(TODAY, "Pat", "tested", "reference", subject, 1, "{}", "{}")


def entries(store: Store) -> int:
    with store.read() as reader:
        return len(reader.rows("ledger_from", seq=0, count=10_000))


def test_who_was_in_the_midst_is_told_in_one_sentence_and_the_next_is_served(tmp_path: Path) -> None:
    with doomed(tmp_path / "s.duckdb") as store:
        store.write(lambda writer: writer.record([entry()]))
        with pytest.raises(Unavailable) as refused, store.read() as reader:
            reader.cursor.execute("checkpoint")
        assert "is opened again by itself" in refused.value.sentence
        assert "\n" not in refused.value.sentence
        assert entries(store) == 1
        store.write(lambda writer: writer.record([entry(2)]))
        assert entries(store) == 2


def test_what_was_known_on_a_past_day_is_shown_after_it_again(tmp_path: Path) -> None:
    with doomed(tmp_path / "s.duckdb") as store:
        store.write(lambda writer: writer.record([entry()]))
        past = PastStore(store, date.today() + timedelta(days=2))  # noqa: DTZ011 - later than any entry
        assert entries(past) == 1
        give_up(store)
        assert entries(past) == 1


@pytest.mark.parametrize(
    ("abort", "lost"), [("before_truncate", 0), ("before_header", 1), ("after_free_list_write", 1)]
)
def test_a_write_is_said_to_be_saved_exactly_where_it_was(tmp_path: Path, abort: str, lost: int) -> None:
    at_once = (f"set debug_checkpoint_abort = '{abort}'", "set checkpoint_threshold = '1 byte'")
    with doomed(tmp_path / "s.duckdb", *at_once) as store:
        saved = []
        for number in range(3):
            with suppress(Unavailable):
                saved.append(store.write(partial(save, number)))
        assert saved == [0, 1, 2][lost:]
        with store.read() as reader:
            assert [row["subject"] for row in reader.dicts("ledger_from", seq=0, count=9)] == saved


def test_a_write_made_of_several_is_known_to_be_saved_as_well(tmp_path: Path) -> None:
    at_once = ("set debug_checkpoint_abort = 'before_truncate'", "set checkpoint_threshold = '1 byte'")
    with doomed(tmp_path / "s.duckdb", *at_once) as store:
        for number in (1, 2):

            def both(writer: Writer, number: int = number) -> int:
                return Inside(store, writer).write(partial(save, number))

            assert store.write(both) == number
        assert entries(store) == 2


def test_where_it_cannot_be_opened_again_nobody_says_what_they_do_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = ("set debug_checkpoint_abort = 'before_truncate'", "set checkpoint_threshold = '1 byte'")
    path = tmp_path / "s.duckdb"
    with doomed(path, *at_once) as store:
        monkeypatch.setattr(duckdb, "connect", refuse)
        with pytest.raises(Unavailable, match="whether it was saved shows when it can"):
            store.write(partial(save, 7))
        with pytest.raises(Unavailable, match="is full"):
            entries(store)
        monkeypatch.undo()
        assert entries(store) == 1


def refuse(path: str) -> None:
    raise duckdb.IOException(f'IO Error: Could not write file "{path}": No space left on device')


def save(number: int, writer: Writer) -> int:
    writer.record([entry(number)])
    return number


def test_many_readers_and_writers_go_on_and_lose_nothing(tmp_path: Path) -> None:
    with doomed(tmp_path / "s.duckdb") as store:
        start = threading.Barrier(8)
        saved = []

        def work(thread: int) -> None:
            start.wait()
            for number in range(25):
                with suppress(Unavailable):
                    if (thread, number) == (0, 10):
                        with store.read() as reader:
                            reader.cursor.execute("force checkpoint")
                    elif thread % 2:
                        assert entries(store) >= 0
                    else:
                        store.write(lambda writer: writer.record([entry(thread)]))
                        saved.append(thread)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        assert entries(store) == len(saved)
        assert len(saved) >= 4 * 25 - 8


def test_a_cursor_that_nobody_gave_back_does_not_keep_it_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backorder_core.store.link.PATIENCE", 0.05)
    with doomed(tmp_path / "s.duckdb") as store:
        left = ThreadPoolExecutor(1)
        held = store.read()
        left.submit(held.__enter__).result()
        give_up(store)
        assert entries(store) == 0
        left.shutdown()


def test_inside_of_a_read_nobody_waits_for_themselves(tmp_path: Path) -> None:
    with doomed(tmp_path / "s.duckdb") as store, suppress(Unavailable), store.read():
        give_up(store)
        with pytest.raises(Unavailable, match="being opened again"):
            entries(store)


def test_a_fault_of_our_own_stays_a_fault(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    with pytest.raises(duckdb.CatalogException), store.read() as reader:
        reader.cursor.execute("from no_such_table")
    store.close()
