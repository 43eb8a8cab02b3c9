"""Patterns: how the backorders created in a window divide up, against the windows before it."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from backorder_core.domain.change import Sample, compare, compare_means, limits
from backorder_core.domain.insights import Insight, insights
from backorder_core.domain.opportunities import GROUND_DAYS, Opportunity, opportunities
from backorder_core.domain.patterns import (
    WEEKDAYS,
    Cell,
    Facts,
    Month,
    Narrow,
    Part,
    Past,
    Patterns,
    Shortage,
    Tally,
    Weekday,
    holiday_factor,
    in_control,
    running,
    season,
    share,
    year_before,
)
from backorder_core.domain.values import Cause, Tier
from backorder_core.domain.windows import Window, within_reach
from backorder_core.services.backorders import Filters
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

Row = Mapping[str, Any]
Rows = Sequence[Row]
ONE_DAY = timedelta(days=1)
# delays come in files on some days of the week: a week and the same dates a year before differ by that alone
LEAST_DAYS_FOR_A_YEAR = 28


@dataclass(frozen=True)
class Review:
    """The patterns of a window with what they say and what could be done about them."""

    patterns: Patterns
    insights: tuple[Insight, ...]
    opportunities: tuple[Opportunity, ...]


@dataclass(frozen=True)
class Look:
    """One question: what the store knew on a day, narrowed."""

    reader: Reader
    as_of: date
    narrow: Narrow
    seen: dict[tuple[str, Window], list[dict[str, Any]]] = field(default_factory=dict)

    def rows(self, name: str, window: Window) -> list[dict[str, Any]]:
        """The rows of a statement over a window, read once."""
        if (name, window) not in self.seen:
            self.seen[name, window] = self._read(name, window)
        return self.seen[name, window]

    def _read(self, name: str, window: Window) -> list[dict[str, Any]]:
        params = {"supplier": self.narrow.supplier, "category": self.narrow.category}
        if name != "deliveries_by_supplier":
            cause, tier = self.narrow.cause, self.narrow.tier
            params |= {"cause": cause and int(cause), "tier": tier and int(tier)}  # type: ignore[dict-item]
        return self.reader.dicts(name, since=window.since, until=window.until, as_of=self.as_of, **params)

    def known_days(self, window: Window) -> int:
        """How many days of a window were over, or had come, on the day."""
        until = min(window.until, self.as_of + ONE_DAY)
        return max(0, (until - window.since).days)


def review(store: Store, window: Window, as_of: date, narrow: Narrow | None = None) -> Review:
    """The patterns of the backorders created in a window, as known at the end of a day.

    ``narrow`` keeps a supplier, category, cause or tier; its product and customer are left aside.
    ``InvalidInput`` for a window outside of the years 1900 to 2199.
    """
    within_reach(window.since)
    within_reach(window.until)
    with store.read() as reader:
        look = Look(reader, as_of, narrow or Narrow())
        found = _patterns(look, window)
        ground = _ground(look, window)
        currency = read_settings(reader)[1].currency
    longer = found.facts if ground is None else ground
    return Review(found, insights(found, currency), opportunities(found.facts, longer))


def filters_of(window: Window, narrow: Narrow) -> Filters:
    """The list of the backorders behind a pattern: all that were created in the window, narrowed."""
    return Filters(
        state="all",
        created_from=window.since,
        created_to=window.last,
        supplier=narrow.supplier,
        category=narrow.category,
        product=narrow.product,
        customer=narrow.customer,
        causes=() if narrow.cause is None else (narrow.cause,),
        tiers=() if narrow.tier is None else (narrow.tier,),
    )


def _ground(look: Look, window: Window) -> Facts | None:
    """The longer time that opportunities may be told from; None where the window is long enough itself."""
    longer = Window(window.until - timedelta(days=GROUND_DAYS), window.until)
    return None if window.days >= GROUND_DAYS else _facts(look, longer, None)


def _patterns(look: Look, window: Window) -> Patterns:
    first = look.reader.dicts("first_day_known")[0]["day"]
    before = window.before if first is not None and first <= window.before.since else None
    year = year_before(window) if window.days >= LEAST_DAYS_FOR_A_YEAR else None
    facts = _facts(look, window, before)
    ways = _ways(look.rows("patterns_in_every_way", window))
    whole, around = facts.total.count, season(window)
    timeline = _months(look, Window(around.since, max(window.until, around.until)), first)
    return Patterns(
        facts=facts,
        as_of=look.as_of,
        narrow=look.narrow,
        before=_past(look, window, facts, before),
        year_before=_past(
            look, window, facts, year if year and first is not None and first <= year.since else None
        ),
        products=_parts(ways["product"], "product", "product_name", whole),
        customers=_customers(look.rows("patterns_by_customer", window), whole),
        tiers=_parts(ways["tier"], "tier", _tier, whole),
        months=_months(look, window, None),
        timeline=timeline,
        weekdays=_weekdays(look, window, ways["weekday"]),
        season=around,
        holiday_factor=holiday_factor([one for one in timeline if around.holds(one.first)]),
    )


def _facts(look: Look, window: Window, before: Window | None) -> Facts:
    ways = _ways(look.rows("patterns_in_every_way", window))
    past = _ways(look.rows("patterns_in_every_way", before)) if before else None
    total = _tally(ways["all"][0]) if ways["all"] else Tally()
    whole = total.count
    days = look.known_days(window)
    spans = (days, before.days if before else 0)
    suppliers = _with_deliveries(
        _parts(ways["supplier"], "supplier", "supplier_name", whole),
        look.rows("deliveries_by_supplier", window),
        whole,
    )
    categories = _parts(ways["category"], "category", _category, whole)
    return Facts(
        window=window,
        days=days,
        total=total,
        causes=_compared(_parts(ways["cause"], "cause", _cause, whole), past, "cause", spans),
        suppliers=_compared(suppliers, past, "supplier", spans),
        categories=_compared(categories, past, "category", spans),
        shortages=tuple(Shortage(**row) for row in look.rows("shortages_by_product", window)),
        supplier_causes=_cells(ways["supplier_cause"], "supplier", "cause", ways, whole),
        category_causes=_cells(ways["category_cause"], "category", "cause", ways, whole),
        category_suppliers=_cells(ways["category_supplier"], "category", "supplier", ways, whole),
    )


def _ways(rows: Rows) -> dict[str, list[Row]]:
    names = ("all", "cause", "supplier", "category", "product", "tier", "weekday")
    found: dict[str, list[Row]] = {name: [] for name in (*names, "supplier_cause", "category_cause")}
    found["category_supplier"] = []
    for row in rows:
        found[row["way"]].append(row)
    return found


def _tally(row: Row) -> Tally:
    return Tally(
        row["count"], row["value"], Sample(row["dated"], int(row["slip_days"]), int(row["slip_squares"]))
    )


def _key(row: Row, way: str) -> str:
    if way == "cause":
        return Cause(row["cause"]).key
    return Tier(row["tier"]).key if way == "tier" else str(row[way])


def _cause(row: Row) -> str:
    return Cause(row["cause"]).label


def _tier(row: Row) -> str:
    return Tier(row["tier"]).label


def _category(row: Row) -> str:
    return row["category"] or "Without a category"


def _parts(rows: Rows, way: str, name: str | Callable[[Row], str], whole: int) -> tuple[Part, ...]:
    """Parts from the largest to the smallest, with their shares and the shares of all down to them."""
    made = [
        Part(
            _key(row, way),
            name(row) if callable(name) else row[name],
            _tally(row),
            share(row["count"], whole),
        )
        for row in rows
    ]
    return _added_up(made)


def _added_up(parts: Sequence[Part]) -> tuple[Part, ...]:
    ordered = sorted(parts, key=lambda part: (-part.count, -part.tally.value, part.name, part.key))
    sums = running([part.count for part in ordered])
    return tuple(replace(part, cumulative=so_far) for part, so_far in zip(ordered, sums, strict=True))


def _with_deliveries(parts: Sequence[Part], delivered: Rows, whole: int) -> tuple[Part, ...]:
    """Suppliers with their deliveries; who delivered and made no backorder stands there with none."""
    known = {row["code"]: row for row in delivered}
    late = {part.key for part in parts}
    idle = [
        Part(code, row["name"], Tally(), share(0, whole)) for code, row in known.items() if code not in late
    ]
    counted = [
        replace(part, deliveries=known[part.key]["deliveries"] if part.key in known else 0)
        for part in (*parts, *idle)
    ]
    return _added_up(counted)


def _compared(
    parts: Sequence[Part], past: dict[str, list[Row]] | None, field: str, days: tuple[int, int]
) -> tuple[Part, ...]:
    """Parts with their counts in the window before, compared as strictly as so many comparisons ask for."""
    if past is None:
        return tuple(parts)
    before = Counter({_key(row, field): row["count"] for row in past[field]})
    return tuple(
        replace(
            part,
            before=before[part.key],
            change=compare(part.count, before[part.key], *days, tests=len(parts)),
        )
        for part in parts
    )


def _cells(
    rows: Rows, row_field: str, column_field: str, ways: dict[str, list[Row]], whole: int
) -> tuple[Cell, ...]:
    sums = {
        field: {_key(one, field): one["count"] for one in ways[field]} for field in (row_field, column_field)
    }
    found = []
    for row in rows:
        one, other = _key(row, row_field), _key(row, column_field)
        expected = sums[row_field][one] * sums[column_field][other] / whole
        found.append(Cell(one, other, row["count"], expected))
    return tuple(sorted(found, key=lambda cell: (cell.row, cell.column)))


def _customers(rows: Rows, whole: int) -> tuple[Part, ...]:
    made = [
        Part(row["code"], row["name"], Tally(row["count"], row["value"]), share(row["count"], whole))
        for row in rows
    ]
    return tuple(sorted(made, key=lambda part: (-part.count, -part.tally.value, part.name, part.key)))


def _past(look: Look, window: Window, facts: Facts, earlier: Window | None) -> Past | None:
    if earlier is None or not facts.days:
        return None
    rows = _ways(look.rows("patterns_in_every_way", earlier))["all"]
    tally = _tally(rows[0]) if rows else Tally()
    return Past(
        window=earlier,
        tally=tally,
        change=compare(facts.total.count, tally.count, facts.days, earlier.days),
        slip=compare_means(facts.total.slips, tally.slips),
    )


def _months(look: Look, window: Window, first: date | None) -> tuple[Month, ...]:
    """The months of a window up to the day; with a first day, only those that begin on it or later."""
    rows = {row["month"]: row for row in look.rows("patterns_by_month", window)}
    found = []
    month = window.since.replace(day=1)
    until = min(window.until, look.as_of + ONE_DAY)
    while month < until:
        after = month + timedelta(days=monthrange(month.year, month.month)[1])
        days = (min(after, until) - max(month, window.since)).days
        if first is None or month >= first:
            row = rows.get(month, {"count": 0, "orders": 0, "backordered": 0})
            found.append(Month(month, days, row["count"], row["orders"], row["backordered"]))
        month = after
    return in_control(found)


def _weekdays(look: Look, window: Window, rows: Rows) -> tuple[Weekday, ...]:
    """Days of the week; what is ordinary is told from those on which backorders are made at all."""
    counts = Counter({row["weekday"]: row["count"] for row in rows})
    known = look.known_days(window)
    days = Counter((window.since + timedelta(days=n)).isoweekday() for n in range(known))
    worked = sum(days[day] for day in days if counts[day])
    rate = sum(counts.values()) / worked if worked else 0.0
    found = []
    for place, name in enumerate(WEEKDAYS, start=1):
        low, high = limits(rate * days[place]) if counts[place] else (0, 0)
        found.append(Weekday(name, days[place], counts[place], low, high))
    return tuple(found)
