"""Runs of hours are done in parts: what a part did is kept, so that the next run goes on after it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from tests.walking import walk

AT_ONCE = 25
FOLDER = Path(__file__).parent.parent / ".soak"


class Parts:
    """What the finished parts of one long run did, in numbers; kept in a file until all is done.

    Several processes may work on the same run: each adds its parts to what the others did meanwhile.
    """

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self._file = folder / f"{name}.json"
        self._began = time.monotonic()
        self.done: Counter[str] = Counter()
        self.done = self._kept()

    def _kept(self) -> Counter[str]:
        # Another process may have done the last part and ended the run: then what this one knew last counts.
        return (
            Counter(json.loads(self._file.read_text(encoding="utf-8"))) if self._file.exists() else self.done
        )

    def add(self, **done: int) -> None:
        """A part is finished: count what it did, with the seconds since the one before."""
        now = time.monotonic()
        self.done = self._kept()
        self.done.update(done)
        self.done["seconds"] += round(now - self._began)
        self._began = now
        self._file.parent.mkdir(exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps(self.done), encoding="utf-8")
        beside.replace(self._file)

    def end(self) -> None:
        """All is done and recorded: the next run begins anew."""
        self._file.unlink(missing_ok=True)


def run_in_parts(
    machine: type[RuleBasedStateMachine],
    sequences: int,
    steps: int,
    parts: Parts,
    also: Callable[[], dict[str, int]] = dict,
) -> None:
    """Random sequences of so many steps until ``parts`` have all of them; it may be ended at any time.

    ``also`` gives what else each part did.
    """
    while parts.done["sequences"] < sequences:
        most = min(AT_ONCE, sequences - parts.done["sequences"])
        walk(machine, most, steps)
        parts.add(sequences=most, **also())
        print(", ".join(f"{count:,} {what}" for what, count in parts.done.items()), flush=True)
