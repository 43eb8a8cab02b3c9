"""What is asked of everybody, and the form of the answers, so that they can be held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from benchmarks.large_store import AS_OF

SINCE, UNTIL = date(2023, 7, 1), date(2023, 10, 1)
TIER, HIGH, PAGE = 1, 5000, 25
Tallies = dict[str, tuple[int, int]]
"""Count and value in cents by bucket, cause or supplier."""


@dataclass(frozen=True)
class Center:
    """The command centre: what is open, in every way; the suppliers are the ten with the most at risk."""

    total: tuple[int, int]
    high: tuple[int, int]
    customers: int
    age: Tallies
    eta: Tallies
    causes: Tallies
    suppliers: Tallies
    urgent: tuple[str, ...]


@dataclass(frozen=True)
class Patterns:
    """Backorders created in the window: counts and sum of slips in days by cause, category and month."""

    causes: Tallies
    categories: Tallies
    months: dict[str, int]


@dataclass(frozen=True)
class Listed:
    """Open backorders of VIP customers: count, value in cents, the second page by score."""

    total: int
    value: int
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Delays:
    """Rows of a delay file: how many there are, how many say the ETA that is known, how many know no line."""

    rows: int
    same: int
    unknown: int


class Peer(Protocol):
    """Somebody who answers; made from a folder with the rows, it may keep what it read."""

    name: str

    def center(self) -> Center:
        """The command centre on the day."""

    def patterns(self) -> Patterns:
        """The patterns of the window."""

    def listed(self) -> Listed:
        """A page of the list."""

    def delays(self, file: Path) -> Delays:
        """What a delay file would do."""

    def close(self) -> None:
        """Let go of everything."""


AGE = (("0-7", 0, 7), ("8-14", 8, 14), ("15+", 15, 10_000))
ETA = (("past", -10_000, -1), ("24h", 0, 1), ("3d", 2, 3), ("7d", 4, 7), ("later", 8, 10_000))
DAY = AS_OF
