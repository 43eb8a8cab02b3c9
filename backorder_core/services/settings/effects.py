"""What changed settings would do to the backorders that are open today, before they are saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import approvals, escalation, priority
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Band, Impact, Role, Tier
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings


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
        scores = _scored(reader, wanted) if now.priority != wanted.priority else {}
    found: dict[str, list[tuple[str, str, Decimal]]] = {"bands": [], "routes": [], "levels": []}
    before, after = _Ways(now, as_of), _Ways(wanted, as_of)
    for row in rows:
        delay = priority.delay(row["original_due"], row["eta"], as_of)
        old = priority.Score(row["score_base"], row["score_per_day"])
        new = scores.get(row["id"], old)
        bands = (
            priority.band(old.at(delay), now).label,
            priority.band(new.at(delay), wanted).label,
        )
        found["bands"].append((*bands, row["value"]))
        found["routes"].append((before.route(row), after.route(row), row["value"]))
        found["levels"].append((before.level(row), after.level(row), row["value"]))
    return Effect(len(rows), *(_moves(found[name]) for name in ("bands", "routes", "levels")))


def _scored(reader: Reader, wanted: Settings) -> dict[int, priority.Score]:
    """The score of every open backorder under other settings."""
    scores: dict[int, priority.Score] = {}
    for backorder_id, tier, impact, emergency, value, lines in reader.rows("waiting_alike"):
        alike = priority.Alike(Tier(tier), Impact(impact), emergency)
        more = priority.score_alike(alike, value, lines, wanted)
        had = scores.get(backorder_id)
        scores[backorder_id] = (
            priority.Score(had.base + more.base, had.per_day + more.per_day) if had else more
        )
    return scores


class _Ways:
    """Routes and levels in words under one version of the settings, each worked out once."""

    def __init__(self, settings: Settings, as_of: date) -> None:
        self._settings = settings
        self._as_of = as_of
        self._routes: dict[tuple[Role | None, bool], str] = {}
        self._levels: dict[tuple[int, date, bool], str] = {}

    def route(self, row: Mapping[str, Any]) -> str:
        """Who would decide."""
        settings = self._settings
        key = (approvals.required_role(row["routed"], settings.approvals), row["tier"] == Tier.VIP)
        if key not in self._routes:
            steps = approvals.steps_for(*key, settings)
            self._routes[key] = ", ".join(role.label for role in steps) or "Automatic"
        return self._routes[key]

    def level(self, row: Mapping[str, Any]) -> str:
        """How high it would be after the next check."""
        key = (row["level"], row["original_due"], row["tier"] == Tier.VIP)
        if key not in self._levels:
            overdue = max(0, (self._as_of - key[1]).days)
            due = escalation.due(overdue, key[2], key[1], self._as_of, self._settings)
            reached = max(key[0], due.level if due else 0)
            self._levels[key] = f"Level {reached}" if reached else "Not escalated"
        return self._levels[key]


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
