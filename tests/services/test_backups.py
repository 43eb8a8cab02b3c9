"""Backups: made in the midst of work, proved, put back with the same state, or refused."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from backorder_core.delivery import wishes
from backorder_core.delivery.jobs import JOBS
from backorder_core.delivery.scheduler import scheduled
from backorder_core.domain.errors import Unavailable
from backorder_core.domain.settings import DEFAULTS
from backorder_core.services import backups, jobs
from backorder_core.services.checks import check
from backorder_core.services.state_hash import state_hash
from backorder_core.services.work import caring
from backorder_core.store import Store, anchor, keys, open_store
from backorder_core.store.session import save_settings
from tests import commands
from tests.reliability.kills import NUMBERS, five_late_lines
from tests.small_company import ADMIN, CREATED, PLANNER
from tests.templates import Templates

NOON = datetime(2025, 1, 28, 17)  # noqa: DTZ001 - as the store keeps it


@pytest.fixture
def path(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in a folder of its own, with its own key and its own anchor."""
    monkeypatch.delenv(anchor.VARIABLE)
    key = tmp_path / keys.NAME
    shutil.copyfile(keys.key_file(tmp_path / "any"), key)
    monkeypatch.setenv(keys.VARIABLE, str(key))
    return templates.copy(tmp_path / "store.duckdb", "five-late-lines", five_late_lines)


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(str(path), clock=lambda: NOON)
    yield opened
    opened.close()


def comment(store: Store, key: str) -> None:
    caring.comment(store, NUMBERS[0], key, PLANNER, CREATED, key)


def hashed(path: Path) -> str:
    with closing(open_store(str(path), create=False)) as opened:
        assert check(opened) == ()
        return state_hash(opened).digest


def comments(path: Path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as raw:
        return {row[0] for row in raw.execute("select body from comments").fetchall()}


def test_a_backup_put_back_has_the_state_hash_that_the_store_had(path: Path, tmp_path: Path) -> None:
    with closing(open_store(str(path))) as store:
        comment(store, "before")
        state = state_hash(store)
    made = commands.run("backup", "--format", "json", store=path)
    assert made.code == 0, made.err
    assert made.json["state"] == state.digest
    with closing(open_store(str(path))) as store:
        comment(store, "after")
        assert state_hash(store).differing(state) == ["commands", "comments", "counters", "ledger", "meta"]
    put_back = commands.run("restore", made.json["place"], "--format", "json", store=path)
    assert put_back.code == 0, put_back.err
    assert put_back.json["newer_entries"] == 1
    assert hashed(path) == state.digest
    assert comments(path) == {"before"}
    assert comments(Path(put_back.json["kept"])) == {"before", "after"}
    with closing(open_store(str(path))) as store:
        comment(store, "and on it goes")


def test_a_backup_goes_to_another_machine_with_the_key(path: Path, store: Store, tmp_path: Path) -> None:
    made = backups.make_backup(store, tmp_path / "kept", ADMIN)
    other = tmp_path / "other" / "store.duckdb"
    done = backups.put_back(tmp_path / "kept" / made.file, str(other), ADMIN)
    assert (done.kept, done.doubt, done.newer_entries) == ("", "", 0)
    assert hashed(other) == made.state


def test_backups_made_while_others_write_are_whole(store: Store, tmp_path: Path) -> None:
    stop, written = threading.Event(), [0, 0, 0]

    def write(thread: int) -> None:
        while not stop.is_set():
            comment(store, f"{thread}-{written[thread]}")
            written[thread] += 1

    with ThreadPoolExecutor(3) as pool:
        threads = [pool.submit(write, thread) for thread in range(3)]
        for turn in range(3):
            store.clock = lambda turn=turn: NOON + timedelta(seconds=turn)  # type: ignore[misc]
            before = list(written)
            made = backups.make_backup(store, tmp_path / "kept", ADMIN)
            after = [count + 1 for count in written]
            found = comments(tmp_path / "kept" / made.file)
            for thread in range(3):
                mine = {f"{thread}-{number}" for number in range(after[thread])} & found
                assert mine == {f"{thread}-{number}" for number in range(len(mine))}
                assert before[thread] <= len(mine) <= after[thread]
        stop.set()
        for one in threads:
            one.result()


def test_the_newest_backups_stay(path: Path, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "store-of-somebody-else.duckdb").touch()
    for second in range(4):
        store.clock = lambda second=second: NOON + timedelta(seconds=second)  # type: ignore[misc]
        backups.make_backup(store, folder, ADMIN, keep=2)
    assert sorted(one.name for one in folder.iterdir()) == [
        "store-20250128T170002Z.duckdb",
        "store-20250128T170002Z.duckdb.json",
        "store-20250128T170003Z.duckdb",
        "store-20250128T170003Z.duckdb.json",
        "store-of-somebody-else.duckdb",
    ]


def test_a_second_backup_of_the_same_second_is_refused(store: Store, tmp_path: Path) -> None:
    made = backups.make_backup(store, tmp_path, ADMIN)
    with pytest.raises(Unavailable, match="this very second"):
        backups.make_backup(store, tmp_path, ADMIN)
    assert (tmp_path / made.file).exists()


def test_a_store_whose_ledger_does_not_prove_is_not_backed_up(
    path: Path, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    backups.make_backup(store, folder, ADMIN, keep=1)
    store.close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("update ledger set who = 'Nobody' where seq = 2")
    before = sorted(folder.iterdir())
    with closing(open_store(str(path))) as store, pytest.raises(Unavailable, match="does not prove: Ledger"):
        backups.make_backup(store, folder, ADMIN, keep=1)
    assert sorted(folder.iterdir()) == before


def _cut(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])


def _change_a_value(backup: Path) -> None:
    with duckdb.connect(str(backup)) as raw:
        raw.execute("update customers set name = 'Nobody'")


def _change_the_ledger(backup: Path) -> None:
    with duckdb.connect(str(backup)) as raw:
        raw.execute("update ledger set who = 'Nobody' where seq = 2")


def _change_value_and_label(backup: Path) -> None:
    _change_a_value(backup)
    with duckdb.connect(str(backup), read_only=True) as raw:
        from backorder_core.services.state_hash import state_of
        from backorder_core.store import Reader

        state = state_of(Reader(raw)).digest
    label = backup.with_name(f"{backup.name}.json")
    label.write_text(json.dumps({**json.loads(label.read_text()), "state": state}))


def _tear_the_label(backup: Path) -> None:
    label = backup.with_name(f"{backup.name}.json")
    label.write_text(label.read_text()[:40])


def _make_it_newer(backup: Path) -> None:
    with duckdb.connect(str(backup)) as raw:
        raw.execute("insert into schema_migrations values (9999, 'from_the_future', now()::timestamp)")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_cut, "is damaged or no store of this program: choose another one"),
        (_change_a_value, "It does not hold what its label says"),
        (_change_the_ledger, "Ledger entry 2 was altered"),
        (_change_value_and_label, "Its label was not written with the key of this installation"),
        (_tear_the_label, "is damaged: restore another backup, or remove it"),
        (_make_it_newer, "is from a newer version (schema 9999"),
        (lambda backup: backup.write_text("not a store"), "is damaged or no store of this program"),
        (Path.unlink, "There is no backup at"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_what_does_not_prove_is_not_put_back_and_the_store_is_as_it_was(
    path: Path, tmp_path: Path, harm: object, said: str
) -> None:
    made = commands.run("backup", "--to", str(tmp_path / "kept"), "--format", "json", store=path)
    assert made.code == 0, made.err
    before = path.read_bytes()
    harm(Path(made.json["place"]))  # type: ignore[operator]
    refused = commands.run("restore", made.json["place"], store=path)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert said in refused.err
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} <= {path.name, "kept", keys.NAME, f"{path.name}.anchor"}


def test_what_does_not_prove_is_put_back_where_somebody_says_so(path: Path, tmp_path: Path) -> None:
    made = commands.run("backup", "--to", str(tmp_path / "kept"), "--format", "json", store=path)
    _change_the_ledger(Path(made.json["place"]))
    done = commands.run("restore", made.json["place"], "--doubtful", store=path)
    assert done.code == 0
    assert "It does not prove: Ledger entry 2 was altered" in done.out
    assert commands.run("check", store=path).code == 1


def test_a_store_that_is_damaged_gives_way_to_a_backup(path: Path, tmp_path: Path) -> None:
    made = commands.run("backup", "--to", str(tmp_path / "kept"), "--format", "json", store=path)
    _cut(path)
    path.write_bytes(b"x" * 100 + path.read_bytes()[100:])
    assert commands.run("restore", made.json["place"], store=path).code == 0
    assert hashed(path) == made.json["state"]


def test_a_store_is_not_replaced_by_itself_or_while_somebody_has_it(path: Path, tmp_path: Path) -> None:
    assert "is the store itself" in commands.run("restore", str(path), store=path).err
    with closing(open_store(str(path))) as store:
        made = backups.make_backup(store, tmp_path / "kept", ADMIN)
        answer = commands.spawn("restore", str(tmp_path / "kept" / made.file), store=path)
        assert (answer.code, answer.err.count("\n")) == (2, 1)
        assert "is in use by another process" in answer.err


def test_one_command_makes_a_backup_while_the_app_has_the_store(
    path: Path, store: Store, tmp_path: Path
) -> None:
    async def live() -> commands.Answer:
        async with scheduled(lambda: store, ()):
            return await asyncio.to_thread(
                commands.spawn, "backup", "--to", str(tmp_path / "kept"), "--format", "json", store=path
            )

    answer = asyncio.run(asyncio.wait_for(live(), 120))
    assert answer.code == 0, answer.err
    assert answer.json["state"] == state_hash(store).digest
    assert {one.name for one in (tmp_path / "kept").iterdir()} == {
        answer.json["file"],
        f"{answer.json['file']}.json",
    }
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_a_wish_that_nobody_hears_or_that_is_refused_says_so(
    store: Store, path: Path, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable, match="does not answer after 0 s"):
        wishes.wish(path, heard_within=0.1)
    (tmp_path / backups.FOLDER).write_text("in the way")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(wishes.wish, path)
        while not wishes.answer_wishes(store):
            assert not asked.done()
        with pytest.raises(Unavailable, match="was not made"):
            asked.result(60)
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_backups_are_made_on_schedule_as_the_settings_say(path: Path, store: Store, tmp_path: Path) -> None:
    (job,) = (one for one in JOBS if one.key == "backups")
    for day in range(9):
        now = datetime(2025, 1, 28, 12) + timedelta(days=day)  # noqa: DTZ001 - as the store keeps it
        store.clock = lambda now=now: now  # type: ignore[misc]
        assert jobs.run_due(store, (job,)) == 1
        assert jobs.run_due(store, (job,)) == 0
    assert [run.state for run in jobs.recent_runs(store)] == ["done"] * 9
    made = backups.made_in(tmp_path / backups.FOLDER, "store")
    assert [one.name[6:14] for one in made] == [f"202502{day:02}" for day in range(5, 0, -1)] + [
        "20250131",
        "20250130",
    ]
    none = DEFAULTS.model_copy(
        update={"hours": DEFAULTS.hours.model_copy(update={"backup": "07:30", "backups_kept": 0})}
    )
    store.write(lambda writer: save_settings(writer, 1, none, ADMIN, "No room"))
    store.clock = lambda: datetime(2025, 2, 5, 12, 31)  # noqa: DTZ001 - as the store keeps it
    assert jobs.run_due(store, (job,)) == 1
    assert jobs.recent_runs(store)[0].result.startswith("Backups are switched off")
    assert backups.made_in(tmp_path / backups.FOLDER, "store") == made


def test_an_order_of_rows_is_no_part_of_the_state(store: Store) -> None:
    before = state_hash(store)
    chance = random.Random(7)
    with store.read() as reader:
        rows = reader.cursor.execute("from customers").fetchall()
    chance.shuffle(rows)
    store.write(lambda writer: writer.cursor.execute("delete from customers") and None)
    store.write(
        lambda writer: (
            writer.cursor.executemany(f"insert into customers values ({', '.join('?' * len(rows[0]))})", rows)
            and None
        )
    )
    assert state_hash(store).differing(before) == ["counters"]
