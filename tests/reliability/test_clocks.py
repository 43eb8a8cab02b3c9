"""Clocks that change, step back or stand at an edge: nothing is raised twice, each digest is told once."""

# ruff: noqa: DTZ001 - the store keeps UTC without a zone
from __future__ import annotations

import random
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from backorder_core.delivery.jobs import JOBS
from backorder_core.domain.settings import DEFAULTS
from backorder_core.services.checks import check
from backorder_core.services.escalations import sweep
from backorder_core.services.jobs import recent_runs, run_due
from backorder_core.services.receipts import Receipt, receive
from backorder_core.store import Store, open_store
from backorder_core.store.session import save_settings
from tests.small_company import ADMIN, PLANNER, SmallCompany
from tests.templates import Templates

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
WORK = tuple(job for job in JOBS if job.key != "backups")
STEP, DAY = timedelta(minutes=47), timedelta(days=1)
EDGES = DEFAULTS.escalation.days
RAISED = """
    select b.number, cast(l.after ->> 'level' as integer), l.business_on
    from ledger as l join backorders as b on b.id = l.subject
    where l.kind = 'backorder' and l.action = 'escalated' order by l.seq
"""
TOLD = "select kind, notice_key from notices where kind in ('daily', 'weekly')"


class Clock:
    """A clock that is set by the test; UTC."""

    def __init__(self) -> None:
        self.now = datetime(2025, 1, 20, 12)

    def __call__(self) -> datetime:
        return self.now

    def at(self, day: date, hour: int, minute: int, zone: ZoneInfo) -> None:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        self.now = local.astimezone(UTC).replace(tzinfo=None)


@dataclass
class Company:
    """Four backorders of no VIP, each of which reaches another edge of the escalations on ``day``."""

    path: Path
    day: date
    zone: ZoneInfo
    clock: Clock

    def fill(self, store: Store) -> None:
        settings = DEFAULTS.model_copy(update={"time_zone": self.zone.key})
        store.write(lambda writer: save_settings(writer, 1, settings, ADMIN, "Our zone"))
        company = SmallCompany(store, self.path.parent)
        for edge in EDGES:
            company.po_line(f"PO-{edge}", due=self.day - timedelta(days=edge))
            company.order(f"SO-{edge}", f"PO-{edge}", 10, "C-INDUS")
        late = [f"PO-{edge},10,{self.day + timedelta(days=60)},late,," for edge in EDGES]
        company.delays(*late, as_of=self.day - timedelta(days=EDGES[-1] + 1))

    def raised(self) -> list[tuple[str, int, date]]:
        """Every escalation: which, to which level, on which day."""
        with duckdb.connect(str(self.path), read_only=True) as raw:
            return raw.execute(RAISED).fetchall()

    def told(self) -> Counter[tuple[str, date]]:
        """How often every digest was told to each role, by kind and day."""
        with duckdb.connect(str(self.path), read_only=True) as raw:
            rows = raw.execute(TOLD).fetchall()
        return Counter((kind, date.fromisoformat(key.split(":")[1])) for kind, key in rows)


def company(templates: Templates, folder: Path, day: date, zone: ZoneInfo) -> Company:
    path = templates.copy(folder / "clocks.duckdb", "empty")
    one = Company(path, day, zone, Clock())
    one.clock.at(day - 2 * DAY, 12, 0, zone)
    with closing(open_store(str(path), clock=one.clock)) as store:
        one.fill(store)
    return one


def walk(one: Company, days: int, chance: random.Random) -> None:
    """Let the time go by from the morning before the day on, with steps back of up to three hours."""
    one.clock.at(one.day - DAY, 0, 5, one.zone)
    end = one.clock.now + days * DAY
    with closing(open_store(str(one.path), clock=one.clock)) as store:
        while one.clock.now < end:
            run_due(store, WORK)
            back = chance.random() < 0.15
            one.clock.now += -timedelta(minutes=chance.randint(1, 180)) if back else STEP
        run_due(store, WORK)
        assert {run.state for run in recent_runs(store)} == {"done"}
        assert check(store) == ()


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        (date(2025, 3, 9), NEW_YORK),
        (date(2025, 11, 2), NEW_YORK),
        (date(2026, 3, 29), BERLIN),
        (date(2025, 10, 26), BERLIN),
        (date(2026, 1, 1), NEW_YORK),
        (date(2028, 2, 29), BERLIN),
    ],
    ids=[
        "spring in New York",
        "autumn in New York",
        "spring in Berlin",
        "autumn in Berlin",
        "new year",
        "leap day",
    ],
)
def test_a_special_night_raises_once_and_tells_once(
    templates: Templates, tmp_path: Path, day: date, zone: ZoneInfo
) -> None:
    one = company(templates, tmp_path, day, zone)
    walk(one, 3, random.Random(day.toordinal()))
    raised = one.raised()
    assert len({(number, level) for number, level, _ in raised}) == len(raised)
    on_the_day = {(number, level) for number, level, on in raised if on == day}
    assert on_the_day == {(f"BO-{number}", place) for number, place in _edges(one)}
    told = one.told()
    roles = len(DEFAULTS.notifications.daily.roles)
    daily = {on: count for (kind, on), count in told.items() if kind == "daily"}
    assert daily == dict.fromkeys([day + place * DAY for place in range(-2, 2)], roles)
    monday = [day + place * DAY for place in range(-1, 2) if (day + place * DAY).weekday() == 0]
    weekly = {on for kind, on in told if kind == "weekly"}
    assert len(weekly) == 1 + len(monday)


def _edges(one: Company) -> list[tuple[str, int]]:
    with duckdb.connect(str(one.path), read_only=True) as raw:
        rows = raw.execute("select number from backorders order by id").fetchall()
    return [(row[0].removeprefix("BO-"), place) for place, row in enumerate(rows, start=1)]


def test_an_edge_is_reached_at_its_hour_and_not_a_minute_before(templates: Templates, tmp_path: Path) -> None:
    one = company(templates, tmp_path, date(2025, 2, 20), NEW_YORK)
    with closing(open_store(str(one.path), clock=one.clock)) as store:
        one.clock.at(one.day - DAY, 6, 0, NEW_YORK)
        run_due(store, WORK)
        before = store_raised(store)
        for hour, minute, more in ((23, 59, 0), (5, 59, 0), (6, 0, 4), (6, 1, 0)):
            one.clock.at(one.day - DAY if hour == 23 else one.day, hour, minute, NEW_YORK)
            run_due(store, WORK)
            assert store_raised(store) == before + more
            before += more


def store_raised(store: Store) -> int:
    with store.read() as reader:
        return len(reader.cursor.execute(RAISED).fetchall())


def test_a_clock_that_was_days_ahead_raises_nothing_twice_and_holds_nothing_up(
    templates: Templates, tmp_path: Path
) -> None:
    one = company(templates, tmp_path, date(2025, 2, 20), NEW_YORK)
    with closing(open_store(str(one.path), clock=one.clock)) as store:
        one.clock.at(one.day + 2 * DAY, 9, 0, NEW_YORK)
        run_due(store, WORK)
        assert store_raised(store) == 4
        one.clock.at(one.day, 9, 0, NEW_YORK)
        late = SmallCompany(store, tmp_path, loaded=True)
        late.po_line("PO-LATE", due=one.day - EDGES[0] * DAY)
        late.order("SO-LATE", "PO-LATE", 10, "C-INDUS")
        late.delays(f"PO-LATE,10,{one.day + 60 * DAY},late,,", as_of=one.day - DAY)
        run_due(store, WORK)
        assert {run.state for run in recent_runs(store)} == {"done"}
        assert [level for number, level, on in _rows(store) if on == one.day] == [1]
        for ahead in range(6):
            one.clock.at(one.day + ahead * DAY, 18, 0, NEW_YORK)
            run_due(store, WORK)
        rows = _rows(store)
        assert len({(number, level) for number, level, _ in rows}) == len(rows)
        assert check(store) == ()
    roles = len(DEFAULTS.notifications.daily.roles)
    daily = {on: count for (kind, on), count in one.told().items() if kind == "daily"}
    assert daily == dict.fromkeys([one.day + place * DAY for place in range(-1, 6)], roles)


def _rows(store: Store) -> list[tuple[str, int, date]]:
    with store.read() as reader:
        return reader.cursor.execute(RAISED).fetchall()


def test_a_backorder_changed_on_a_later_day_does_not_keep_the_others_from_being_raised(
    templates: Templates, tmp_path: Path
) -> None:
    one = company(templates, tmp_path, date(2025, 2, 20), NEW_YORK)
    with closing(open_store(str(one.path), clock=one.clock)) as store:
        receive(store, [Receipt("PO-3", "10", Decimal(2), one.day + DAY)], PLANNER, one.day + DAY)
        assert sweep(store, one.day, ADMIN) == 3
        assert sweep(store, one.day, ADMIN) == 0
        assert sweep(store, one.day + DAY, ADMIN) == 1
