"""A store's file that is damaged at random: whoever then looks gets the right values or a sentence."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from backorder_core.domain.errors import Refusal
from backorder_core.services import backorders, detail, detail_json
from backorder_core.services.checks import check
from backorder_core.services.reports import as_json, command_center
from backorder_core.services.state_hash import state_hash
from backorder_core.services.work import caring
from backorder_core.store import Store, anchor, open_store
from tests.reliability.killing import start
from tests.reliability.kills import NUMBERS
from tests.small_company import CREATED, PLANNER, TODAY

HEADERS = 3 * 4_096
Harm = Callable[[bytearray, random.Random], None]


def a_byte(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= chance.randint(1, 255)


def a_byte_of_the_headers(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(min(HEADERS, len(data)))] ^= chance.randint(1, 255)


def some_bytes(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    long = min(chance.randint(2, 5_000), len(data) - place)
    data[place : place + long] = chance.randbytes(long)


def a_sector_of_nothing(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(0, len(data), 4_096)
    data[place : place + 4_096] = bytes(len(data[place : place + 4_096]))


def cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


HARMS: tuple[Harm, ...] = (a_byte, a_byte_of_the_headers, some_bytes, a_sector_of_nothing, cut_off)


@dataclass(frozen=True)
class Sound:
    """A closed store, and one whose newest writes are still in its log; what each shows, look by look."""

    closed: Path
    logged: Path
    shown: dict[Path, dict[str, str]]


def sound(template: Path, folder: Path) -> Sound:
    """Both, each in a folder of its own with its anchor."""
    closed, crashed = folder / "closed" / "store.duckdb", folder / "logged" / "store.duckdb"
    for one in (closed, crashed):
        one.parent.mkdir()
    shutil.copyfile(template, closed)
    victim = start(writes_a_little, str(closed), str(crashed))
    assert victim.listen(2), victim.heard
    victim.process.join()
    shown = {one: looked_at(_copy(one, folder / "look")) for one in (closed, crashed)}
    assert all(said == "clean" for seen in shown.values() for look, said in seen.items() if look == "check")
    return Sound(closed, crashed, shown)


def writes_a_little(mouth: Connection, closed: str, crashed: str) -> None:
    """Write, so that the anchor knows the store; leave a copy as a process leaves it that dies."""
    os.environ.pop(anchor.VARIABLE, None)
    store = open_store(closed)
    for number in NUMBERS:
        caring.comment(store, number, f"about {number}", PLANNER, CREATED, number)
    mouth.send_bytes(b"written")
    for one in Path(closed).parent.iterdir():
        shutil.copyfile(one, Path(crashed).with_name(one.name))
    store.close()
    mouth.send_bytes(b"closed")


def harmed(one: Sound, chance: random.Random, folder: Path) -> tuple[str, str]:
    """Harm a copy at random; what was harmed, and how it ended: in sentences, named by check, or unharmed.

    ``AssertionError`` where a value is shown that is not right, or it ended in anything but a sentence.
    """
    origin = chance.choice((one.closed, one.logged))
    path = _copy(origin, folder)
    endings = [".wal", ""] if origin == one.logged else [""]
    file = path.with_name(f"{path.name}{chance.choice(endings)}")
    harm = chance.choice(HARMS)
    before = file.read_bytes()
    data = bytearray(before)
    harm(data, chance)
    file.write_bytes(bytes(data))
    what = f"{harm.__name__.replace('_', ' ')} of the {'log' if file.suffix == '.wal' else 'file'}"
    seen, right = looked_at(path), one.shown[origin]
    if "opening" in seen:
        return what, _sentence(seen["opening"], what)
    assert seen.keys() == right.keys(), f"{what}: it ended after {list(seen)}"
    wrong = [look for look, said in seen.items() if said != right[look] and not said.startswith("refused")]
    if wrong == ["check", "state"] or wrong == ["check"]:
        return what, "named by check"
    assert not wrong, f"{what}: shown wrongly: {wrong}"
    refused = [said for said in seen.values() if said.startswith("refused")]
    return what, _sentence(refused[0], what) if refused else "unharmed"


def _sentence(said: str, what: str) -> str:
    assert "\n" not in said, f"{what}: {said}"
    assert said.count(". ") <= 1, f"{what}: {said}"
    return "told in a sentence"


def _copy(origin: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin.parent, folder)
    return folder / origin.name


def looked_at(path: Path) -> dict[str, str]:
    """What every look at a store shows, as hashes, or the sentence that it is refused with."""
    victim = start(looks, str(path))
    while victim.listen(len(victim.heard) + 1):
        pass
    victim.process.join()
    victim.ear.close()
    assert victim.process.exitcode == 0, f"ended by {victim.process.exitcode} after {victim.heard}"
    return dict(word.split("\t", 1) for word in victim.heard)


def looks(mouth: Connection, path: str) -> None:
    """Open a store as the app does, and look at it as its pages do; then prove it."""
    os.environ.pop(anchor.VARIABLE, None)

    def tell(look: str, said: str) -> None:
        mouth.send_bytes(f"{look}\t{said}".encode())

    try:
        store = open_store(path, create=False)
    except Refusal as refusal:
        tell("opening", f"refused {refusal.sentence}")
        return
    for look, work in LOOKS.items():
        try:
            tell(look, work(store))
        except Refusal as refusal:
            tell(look, f"refused {refusal.sentence}")


def _hashed(document: object) -> str:
    return hashlib.sha256(json.dumps(document, default=str, sort_keys=True).encode()).hexdigest()


def _listed(store: Store) -> str:
    filters = backorders.Filters()
    return _hashed(backorders.as_json(backorders.list_backorders(store, filters, TODAY)))


def _each(store: Store) -> str:
    shown = [detail_json.as_json(detail.show_backorder(store, number, TODAY)) for number in NUMBERS]
    return _hashed(shown)


def _proved(store: Store) -> str:
    findings = check(store)
    return f"{len(findings)} findings" if findings else "clean"


LOOKS: dict[str, Callable[[Store], str]] = {
    "command center": lambda store: _hashed(as_json(command_center(store, TODAY))),
    "list": _listed,
    "each": _each,
    "check": _proved,
    "state": lambda store: state_hash(store).digest,
}
