"""The ledger is bound to a key: what is changed without it is found, and nothing is said of a clean one."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from backorder_core.domain.errors import IllegalStep, InvalidInput, NotAllowed, Unavailable
from backorder_core.services import ledger_keys
from backorder_core.services.checks import check
from backorder_core.store import Store, anchor, keys, open_store
from backorder_core.store.keys import add_key, read_keys
from tests import commands
from tests.reliability import forging
from tests.small_company import ADMIN, PLANNER
from tests.templates import Templates

DAY = date(2025, 1, 28)
ATTEMPTS, CLEAN = 60, 6


@pytest.fixture
def path(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store in a folder of its own, with its own key and its own anchor."""
    monkeypatch.delenv(keys.VARIABLE)
    monkeypatch.delenv(anchor.VARIABLE)
    path = tmp_path / "store.duckdb"
    open_store(str(path)).close()
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Its ledger has entries from before there were keys, and was given a second key since."""
    chance = random.Random(1)
    forging.as_before_keys(str(path), chance, 6)
    path.with_name(f"{path.name}.anchor").unlink(missing_ok=True)
    opened = open_store(str(path))
    forging.written(opened, chance, 6)
    ledger_keys.rotate(opened, ADMIN, DAY)
    forging.written(opened, chance, 6)
    yield opened
    opened.close()


def findings(path: Path) -> list[str]:
    opened = open_store(str(path), doubtful=True)
    try:
        return [one.sentence for one in check(opened) if one.check == "chain"]
    finally:
        opened.close()


def test_every_change_is_found(store: Store) -> None:
    forger = forging.Forger(store, random.Random(17))
    unseen = [what for what, found in (forger.attempt() for _ in range(ATTEMPTS)) if not found]
    assert unseen == []
    assert forging.sound(store)


def test_nothing_is_said_of_a_clean_ledger(store: Store) -> None:
    chance = random.Random(18)
    for _ in range(CLEAN):
        forging.written(store, chance, chance.randint(1, 9))
        assert forging.sound(store)
    ledger_keys.rotate(store, ADMIN, DAY)
    assert forging.sound(store)


def test_what_stood_before_there_were_keys_is_kept_and_bound(store: Store) -> None:
    with store.read() as reader:
        rows = reader.dicts("ledger_from", seq=0, count=8)
    assert [row["kind"] == "ledger" for row in rows] == [False] * 6 + [True, False]
    said = json.loads(rows[6]["after"])
    assert (said["entries"], said["head"]) == ("6", rows[5]["hash"])


def test_a_forged_store_is_not_opened_for_work_and_nothing_is_built_on_it(path: Path, store: Store) -> None:
    store.close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("delete from ledger where seq = (select max(seq) from ledger)")
        raw.execute("update counters set value = value - 1 where name = 'ledger'")
        raw.execute(
            "update meta set value = (select max_by(hash, seq) from ledger) where name = 'ledger_head'"
        )
    with pytest.raises(Unavailable, match="was changed outside this program"):
        open_store(str(path))
    looked = open_store(str(path), doubtful=True)
    with pytest.raises(Unavailable, match="Nothing is written to the store"):
        forging.written(looked, random.Random(1), 1)
    looked.close()
    answer = commands.run("list", store=path)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert commands.run("check", store=path).code == 1


def test_an_earlier_copy_put_back_is_told_by_the_anchor(path: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    opened = open_store(str(path))
    forging.written(opened, chance, 3)
    opened.close()
    earlier = shutil.copy(path, tmp_path / "earlier.duckdb")
    opened = open_store(str(path))
    forging.written(opened, chance, 2)
    opened.close()
    shutil.copy(earlier, path)
    with pytest.raises(Unavailable, match="ends with entry 3 and lacks an entry 5 that"):
        open_store(str(path))
    assert "ends with entry 3" in findings(path)[0]
    accepted = commands.run("ledger", "accept", "--because", "The disk died", store=path)
    assert accepted.code == 0, accepted.err
    assert findings(path) == []
    opened = open_store(str(path))
    forging.written(opened, chance, 1)
    opened.close()


def test_a_store_that_poses_as_one_from_before_there_were_keys_is_told_by_the_anchor(path: Path) -> None:
    opened = open_store(str(path))
    forging.written(opened, random.Random(3), 3)
    opened.close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("delete from ledger")
    forging.as_before_keys(str(path), random.Random(4), 3)
    with pytest.raises(Unavailable, match="its ledger has no key, but"):
        open_store(str(path))


def test_the_log_cut_off_is_told_by_the_anchor(path: Path, tmp_path: Path) -> None:
    opened = open_store(str(path))
    forging.written(opened, random.Random(3), 3)
    with opened.read() as reader:
        reader.cursor.execute("checkpoint")
    forging.written(opened, random.Random(4), 4)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for ending in ("", ".wal", ".anchor"):
        shutil.copy(f"{path}{ending}", crashed)
    shutil.copy(path.with_name(keys.NAME), crashed)
    opened.close()
    log = crashed / "store.duckdb.wal"
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    with pytest.raises(Unavailable) as refused:
        open_store(str(crashed / "store.duckdb"))
    assert "lacks an entry 7" in refused.value.sentence or "is damaged" in refused.value.sentence


def test_a_key_that_is_not_here_is_named_and_a_new_one_goes_on(path: Path, store: Store) -> None:
    key = ledger_keys.bound(store).key
    store.close()
    path.with_name(keys.NAME).unlink()
    with pytest.raises(Unavailable, match=f"The key {key} of the store's ledger is not in"):
        open_store(str(path))
    assert any("nothing can be proved" in one for one in findings(path))
    assert commands.run("ledger", "accept", "--because", "New machine", store=path).code == 0
    opened = open_store(str(path))
    forging.written(opened, random.Random(5), 2)
    opened.close()
    said = findings(path)
    assert len(said) == 2, said
    assert all("nothing can be proved" in one for one in said)


def test_there_is_nothing_to_accept_where_nothing_is_wrong_and_not_without_a_reason(store: Store) -> None:
    with pytest.raises(IllegalStep, match="nothing to accept"):
        ledger_keys.accept(store, "just so", ADMIN, DAY)
    with pytest.raises(InvalidInput, match="--because WHY"):
        ledger_keys.accept(store, "  ", ADMIN, DAY)
    with pytest.raises(NotAllowed):
        ledger_keys.rotate(store, PLANNER, DAY)


def test_the_key_is_shown_nowhere_and_read_by_its_owner_alone(path: Path, store: Store) -> None:
    file = path.with_name(keys.NAME)
    assert file.stat().st_mode & 0o077 == 0
    shown = commands.run("ledger", "show", "--format", "json", store=path)
    said = shown.out + shown.err + repr(store.chain)
    assert all(secret.hex() not in said for secret in store.chain.keys.secrets.values())


@pytest.mark.parametrize("text", ["", "{}", '{"current": "a", "keys": {"a": "00"}}', "[1]"])
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / keys.NAME
    file.write_text(text)
    with pytest.raises(Unavailable, match="is damaged: put back the copy"):
        read_keys(file)


def test_two_who_make_the_first_key_at_once_get_the_same(tmp_path: Path) -> None:
    nobody = read_keys(tmp_path / keys.NAME)
    assert add_key(nobody).current == add_key(nobody).current


def test_a_copy_on_trial_notes_nothing(path: Path, store: Store) -> None:
    from backorder_core.store import trial_of

    before = path.with_name(f"{path.name}.anchor").read_text()
    with trial_of(store) as trial:
        forging.written(trial, random.Random(5), 2)
    assert path.with_name(f"{path.name}.anchor").read_text() == before
