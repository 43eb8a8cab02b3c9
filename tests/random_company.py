"""What random days of work begin on, look at and are held to: after every step the store proves sound."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from backorder_core.domain.errors import Refusal
from backorder_core.services import reports
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.backorders import as_json as backorders_json
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.states import State, load_states
from backorder_core.store import PastStore, Store, open_store
from tests.first_day import first_day
from tests.small_company import CREATED, SmallCompany

SEQUENCES = int(os.environ.get("BACKORDERS_SEQUENCES", "8"))
NUMBERS = [f"BO-2025-{one:04d}" for one in range(1, 200)]


class CompanyDays(RuleBasedStateMachine):
    """One company, three PO lines, two locations, and what must be true of them; days only go forward.

    Every write is checked, or in runs of a few sequences every third: what is wrong stays wrong.
    """

    unchecked = 3 if SEQUENCES <= 8 else 1

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(str(shutil.copy(first_day(), Path(self.folder.name) / "days.duckdb")))
        self.company = SmallCompany(self.store, Path(self.folder.name), loaded=True)
        self.day = CREATED
        self.said: dict[date, tuple[object, object]] = {}
        self.lists: tuple[int, list[State]] = (-1, [])
        self.checked = -1

    def teardown(self) -> None:
        try:
            assert check(self.store) == ()
            self.as_said(*self.said)
        finally:
            self.store.close()
            self.folder.cleanup()

    @invariant()
    def sound(self) -> None:
        """Nothing that was written is wrong; the last step is looked at in any case."""
        written = self.store.data_version()
        if written >= self.checked + self.unchecked:
            assert check(self.store) == ()
            self.checked = written

    def as_said(self, *days: date) -> None:
        """What was said of a day is still what was known on it."""
        for day in days:
            assert self.reports(PastStore(self.store, day), day) == self.said[day]

    def attempt(self, work: Callable[[], object]) -> None:
        """A step may be refused; then nothing may be written."""
        before = self.store.data_version()
        try:
            work()
        except Refusal:
            assert self.store.data_version() == before

    def listed(self, state: str) -> list[State]:
        """Backorders as they stand, by number; read plainly, as the list costs more than most steps."""
        written = self.store.data_version()
        if self.lists[0] != written:
            with self.store.read() as reader:
                ids = [row["id"] for row in reader.dicts("backorders_by_number", numbers=NUMBERS)]
                found = load_states(reader, ids).values()
            self.lists = (written, sorted(found, key=lambda one: one.number))
        wanted = {"open": (False,), "closed": (True,), "all": (False, True)}[state]
        return [one for one in self.lists[1] if one.status.closed in wanted]

    def numbers(self, *, state: str = "open") -> list[str]:
        return [row.number for row in self.listed(state)]

    def some(self, place: int, *, state: str = "open") -> Seen:
        found = self.listed(state)
        if not found:
            return Seen("BO-2025-9999")
        one = found[place % len(found)]
        return Seen(one.number, one.version)

    def names(self, seen: Seen) -> list[str]:
        if seen.version is None:
            return ["SO-X / 1"]
        found = show_backorder(self.store, seen.number, self.day)
        return [f"{line.order_number} / {line.order_line}" for line in found.affected]

    def eta(self, days: int | None) -> date | None:
        return None if days is None else self.day + timedelta(days=days)

    @rule(days=st.integers(1, 6))
    def another_day(self, days: int) -> None:
        self.as_said(*list(self.said)[-1:])
        self.said[self.day] = self.reports(self.store)
        self.day += timedelta(days=days)

    def reports(self, store: Store, day: date | None = None) -> tuple[object, object]:
        """What the reports say of a day at its end."""
        on = day or self.day
        found = list_backorders(store, Filters(state="all"), on, SortKey.NUMBER, False, limit=0)
        return reports.as_json(reports.command_center(store, on)), backorders_json(found)
