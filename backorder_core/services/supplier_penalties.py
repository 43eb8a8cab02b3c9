"""What agreed service levels would have cost a supplier in a window, PO line by PO line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from backorder_core.domain.service_levels import Batch, ServiceLevel, in_force, penalty
from backorder_core.domain.values import ZERO, money
from backorder_core.services.records import records_from
from backorder_core.services.reports import on_time_of
from backorder_core.store import Reader


@dataclass(frozen=True)
class LateLine:
    """A PO line with late units under a service level.

    ``late`` units came late, ``missing`` are still owed; ``days`` is the worst delay. ``value`` is what these
    units cost to buy, ``penalty`` what they cost the supplier; both money.
    """

    po_number: str
    po_line: str
    product: str
    due: date
    late: Decimal
    missing: Decimal
    days: int
    value: Decimal
    penalty: Decimal


@dataclass(frozen=True)
class Claim:
    """One service level over the lines promised in a window while it was in force.

    ``on_time`` in percent over ``lines``; where it reaches what was agreed, nothing is due whatever was late.
    """

    level: ServiceLevel
    on_time: Decimal | None
    lines: int
    rows: tuple[LateLine, ...]

    @property
    def kept(self) -> bool:
        """Whether as many lines were on time as was agreed."""
        return self.on_time is None or self.on_time >= self.level.on_time

    @property
    def due(self) -> Decimal:
        """What the supplier would have to pay, money."""
        return ZERO if self.kept else sum((row.penalty for row in self.rows), ZERO)


def claims(
    reader: Reader, since: date, until: date, as_of: date, supplier: str | None
) -> dict[str, tuple[Claim, ...]]:
    """Claims by supplier code, one for each level with PO lines promised in [since, until), oldest first."""
    levels = levels_of(reader, supplier)
    if not levels:
        return {}
    asked = {"since": since, "until": until, "as_of": as_of, "supplier": supplier}
    shares = [row for row in reader.dicts("promised_shares", daily=True, **asked) if row["way"] == "original"]
    batches = reader.dicts("late_batches", **asked)
    return {code: _claims(code, agreed, shares, batches) for code, agreed in levels.items()}


def levels_of(reader: Reader, supplier: str | None) -> dict[str, list[ServiceLevel]]:
    """Every agreed service level by supplier code, newest first."""
    found: defaultdict[str, list[ServiceLevel]] = defaultdict(list)
    for row in reader.dicts("service_levels_of", supplier=supplier):
        found[row["code"]].extend(records_from(ServiceLevel, [row]))
    return dict(found)


def _claims(
    code: str,
    levels: Sequence[ServiceLevel],
    shares: Sequence[Mapping[str, Any]],
    batches: Sequence[Mapping[str, Any]],
) -> tuple[Claim, ...]:
    kept: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    late: defaultdict[int, list[LateLine]] = defaultdict(list)
    for share in shares:
        level = in_force(levels, share["period"]) if share["code"] == code else None
        if level:
            kept[level.id].append(share)
    mine = [row for row in batches if row["code"] == code]
    for _, group in groupby(mine, key=lambda row: (row["po_number"], row["po_line"])):
        rows = list(group)
        level = in_force(levels, rows[0]["original_due"])
        if level:
            late[level.id].append(_line(level, rows))
    return tuple(
        Claim(level, *on_time_of(kept[level.id]), tuple(late[level.id]))
        for level in reversed(levels)
        if level.id in kept
    )


def _line(level: ServiceLevel, rows: Sequence[Mapping[str, Any]]) -> LateLine:
    first = rows[0]
    came = sum((row["quantity"] for row in rows if row["arrived_on"]), ZERO)
    owed = sum((row["quantity"] for row in rows if not row["arrived_on"]), ZERO)
    batches = [Batch(row["quantity"], row["days"]) for row in rows]
    return LateLine(
        po_number=first["po_number"],
        po_line=first["po_line"],
        product=first["product"],
        due=first["original_due"],
        late=came,
        missing=owed,
        days=max(row["days"] for row in rows),
        value=money((came + owed) * first["unit_cost"]),
        penalty=penalty(level, batches, first["unit_cost"]),
    )
