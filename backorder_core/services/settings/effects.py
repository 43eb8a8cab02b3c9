"""What changed settings would do to the backorders that are open today, before they are saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import approvals, escalation, priority
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Band, Tier
from backorder_core.services.states import load_states
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

AT_ONCE = 5_000


@dataclass(frozen=True)
class Move:
    """How many open backorders go from one to another, and their value in money."""

    before: str
    after: str
    count: int
    value: Decimal


@dataclass(frozen=True)
class Effect:
    """What would change today: bands, approval routes (of rounds to come), levels (at the next check)."""

    open: int
    bands: tuple[Move, ...]
    routes: tuple[Move, ...]
    levels: tuple[Move, ...]

    @property
    def nothing(self) -> bool:
        """Whether no open backorder would be touched."""
        return not (self.bands or self.routes or self.levels)


def effect(store: Store, wanted: Settings, as_of: date) -> Effect:
    """Bands, routes and levels of every open backorder under other settings than those in force."""
    with store.read() as reader:
        _, now = read_settings(reader)
        rows = reader.dicts("open_for_effect")
        scores = dict(_scores(reader, rows, now, wanted, as_of))
    found: dict[str, list[tuple[str, str, Decimal]]] = {"bands": [], "routes": [], "levels": []}
    for row in rows:
        old, new = scores[row["id"]]
        bands = (priority.band(old, now).label, priority.band(new, wanted).label)
        found["bands"].append((*bands, row["value"]))
        found["routes"].append((_route(row, now), _route(row, wanted), row["value"]))
        found["levels"].append((_level(row, as_of, now), _level(row, as_of, wanted), row["value"]))
    return Effect(len(rows), *(_moves(found[name]) for name in ("bands", "routes", "levels")))


def _scores(
    reader: Reader, rows: Sequence[Mapping[str, Any]], now: Settings, wanted: Settings, as_of: date
) -> Iterator[tuple[int, tuple[Decimal, Decimal]]]:
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        rescored = now.priority != wanted.priority
        states = load_states(reader, [row["id"] for row in some]) if rescored else {}
        for row in some:
            delay = priority.delay(row["original_due"], row["eta"], as_of)
            old = row["score_base"] + row["score_per_day"] * delay
            state = states.get(row["id"])
            new = priority.score(state.demands, wanted).at(delay) if state else old
            yield row["id"], (old, new)


def _route(row: Mapping[str, Any], settings: Settings) -> str:
    route = approvals.route(row["routed"], row["tier"] == Tier.VIP, settings)
    return ", ".join(role.label for role in route.steps) or "Automatic"


def _level(row: Mapping[str, Any], as_of: date, settings: Settings) -> str:
    overdue = max(0, (as_of - row["original_due"]).days)
    due = escalation.due(overdue, row["tier"] == Tier.VIP, row["original_due"], as_of, settings)
    reached = max(row["level"], due.level if due else 0)
    return f"Level {reached}" if reached else "Not escalated"


def _moves(found: Sequence[tuple[str, str, Decimal]]) -> tuple[Move, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    values: dict[tuple[str, str], Decimal] = {}
    for before, after, value in found:
        if before != after:
            counts[before, after] += 1
            values[before, after] = values.get((before, after), ZERO) + value
    order = {band.label: int(band) for band in Band}
    keys = sorted(counts, key=lambda key: (order.get(key[0], 0), key))
    return tuple(Move(before, after, counts[before, after], values[before, after]) for before, after in keys)
