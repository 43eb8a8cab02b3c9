"""The metrics of backorder management over a window, against the window before, targets and benchmarks.

Source: chapter, "What metrics should I track for backorder management?"; RULES, Patterns and performance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from backorder_core.domain.buckets import TENTH
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import CENT
from backorder_core.domain.windows import Window
from backorder_core.services.measures import measure
from backorder_core.services.reports import mean, on_time_of
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

WEEKS_UP_TO = 100  # days of a window whose trend is told by weeks, longer ones by months
MOST_ROWS = 1_000


@dataclass(frozen=True)
class Figure:
    """One figure in the unit of its measure, None where there is no data, over so many rows."""

    amount: Decimal | None
    rows: int


@dataclass(frozen=True)
class Metric:
    """A figure in a window and in the one before; ``met`` tells whether it reaches its target."""

    key: str
    now: Figure
    before: Figure
    target: Decimal | None
    benchmark: Decimal | None
    benchmark_source: str

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without a target or without data."""
        if self.target is None or self.now.amount is None:
            return None
        higher = measure(self.key).better == "higher"
        return self.now.amount >= self.target if higher else self.now.amount <= self.target

    @property
    def change(self) -> Decimal | None:
        """By how much it grew against the window before; None where one of the two has no data."""
        if self.now.amount is None or self.before.amount is None:
            return None
        return self.now.amount - self.before.amount


@dataclass(frozen=True)
class Row:
    """A row behind a figure: what, whose, when, what it adds, and its backorder if it has one."""

    what: str
    who: str
    on: date | None
    counted: Decimal
    number: str


@dataclass(frozen=True)
class _Way:
    """How a figure comes out of its rows: its statement, and what is done with number, sum and middle."""

    statement: str
    figure: Callable[[int, Decimal, Decimal], Decimal]


def _mean(rows: int, total: Decimal, middle: Decimal) -> Decimal:
    return _mean_of(Fraction(total), rows)


def _share(rows: int, total: Decimal, middle: Decimal) -> Decimal:
    return _mean_of(Fraction(total) * 100, rows)


def _mean_of(total: Fraction, rows: int) -> Decimal:
    return mean(total, rows) or Decimal(0)


def _middle(rows: int, total: Decimal, middle: Decimal) -> Decimal:
    return middle.quantize(TENTH, ROUND_HALF_UP)


def _sum(rows: int, total: Decimal, middle: Decimal) -> Decimal:
    return total.quantize(CENT)


def _count(rows: int, total: Decimal, middle: Decimal) -> Decimal:
    return Decimal(rows)


WAYS: Mapping[str, _Way] = {
    "backorder_rate": _Way("metric_backorder_rate", _share),
    "resolution_days": _Way("metric_resolution", _mean),
    "resolution_median": _Way("metric_resolution", _middle),
    "satisfaction": _Way("metric_satisfaction", _mean),
    "risk_at_end": _Way("metric_risk", _sum),
    "revenue_recovered": _Way("metric_recovered", _sum),
    "resolution_cost": _Way("metric_cost", _sum),
    "prevention_rate": _Way("metric_prevention", _share),
    "average_delay": _Way("metric_delay", _mean),
    "quality_issues": _Way("metric_quality", _count),
}
SUMS = ("risk_at_end", "revenue_recovered", "resolution_cost", "quality_issues")
ON_TIME = {"on_time_original": "on_time_of_all", "on_time_agreed": "on_time_as_agreed"}
KEYS = (*list(WAYS)[:8], *ON_TIME, *list(WAYS)[8:])


def metrics(store: Store, window: Window, as_of: date) -> tuple[Metric, ...]:
    """Every metric of a window as of a day, in the order of the chapter."""
    with store.read() as reader:
        settings = read_settings(reader)[1]
        return tuple(_metric(reader, key, window, as_of, settings) for key in KEYS)


def _metric(reader: Reader, key: str, window: Window, as_of: date, settings: Settings) -> Metric:
    target = measure(key).target
    name = target.rpartition(".")[2] if isinstance(target, str) else ""
    benchmark = getattr(settings.benchmarks, name, None)
    return Metric(
        key=key,
        now=_figure(reader, key, window, as_of),
        before=_figure(reader, key, window.before, as_of),
        target=getattr(settings.targets, name, None) if name else target,  # type: ignore[arg-type]
        benchmark=benchmark.value if benchmark else None,
        benchmark_source=benchmark.source if benchmark else "",
    )


def trend(store: Store, key: str, window: Window, as_of: date) -> tuple[tuple[Window, Figure], ...]:
    """A metric week by week, month by month in windows of more than a hundred days, the oldest first."""
    with store.read() as reader:
        return tuple((one, _figure(reader, key, one, as_of)) for one in _pieces(window) if one.since <= as_of)


def _pieces(window: Window) -> list[Window]:
    """The window in weeks or calendar months; the first or last may be shorter."""
    found, since = [], window.since
    while since < window.until:
        if window.days <= WEEKS_UP_TO:
            step = since + timedelta(days=7)
        else:
            step = (since.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(Window(since, min(step, window.until)))
        since = step
    return found


def _figure(reader: Reader, key: str, window: Window, as_of: date) -> Figure:
    if key in ON_TIME:
        until = min(window.until, as_of)
        asked = {"since": window.since, "until": max(until, window.since)}
        if key == "on_time_agreed":
            asked["as_of"] = as_of
        rows = reader.dicts(ON_TIME[key], **asked)
        share, lines = on_time_of(rows)
        return Figure(share, lines)
    way = WAYS[key]
    found = reader.dicts(way.statement, **_span(way.statement, window, as_of), count=1)
    if not found:
        return Figure(Decimal(0) if key in SUMS else None, 0)
    row = found[0]
    total, middle = Decimal(str(row["total"])), Decimal(str(row["middle"]))
    return Figure(way.figure(row["row_count"], total, middle), row["row_count"])


def _span(statement: str, window: Window, as_of: date) -> dict[str, Any]:
    whole = {"since": window.since, "until": window.until, "as_of": as_of, "last": min(window.last, as_of)}
    wanted = {"metric_risk": ("last",), "metric_recovered": ("since", "last")}
    names = wanted.get(statement, ("since", "until", "as_of"))
    return {name: whole[name] for name in names}


def rows_behind(
    store: Store, key: str, window: Window, as_of: date, most: int = MOST_ROWS
) -> tuple[int, tuple[Row, ...]]:
    """How many rows a metric comes out of, and the first of them, those that count most first."""
    with store.read() as reader:
        if key in ON_TIME:
            until = max(min(window.until, as_of), window.since)
            agreed = key == "on_time_agreed"
            found = reader.dicts(
                "metric_on_time",
                since=window.since,
                until=until,
                as_of=as_of,
                agreed=agreed,
                count=most,
            )
        else:
            statement = WAYS[key].statement
            found = reader.dicts(statement, **_span(statement, window, as_of), count=most)
    rows = tuple(
        Row(row["what"], row["who"], row["happened_on"], Decimal(str(row["counted"])), row["number"])
        for row in found
    )
    return (found[0]["row_count"] if found else 0), rows


def as_json(window: Window, as_of: date, found: tuple[Metric, ...]) -> dict[str, object]:
    """The document of ``backorders report metrics``: figures in the unit of their measure."""
    return {
        "as_of": as_of.isoformat(),
        "window": {"from": window.since.isoformat(), "to": window.until.isoformat()},
        "metrics": [
            {
                "key": one.key,
                "name": measure(one.key).name,
                "unit": measure(one.key).unit,
                "value": _plain(one.now.amount),
                "rows": one.now.rows,
                "before": _plain(one.before.amount),
                "target": _plain(one.target),
                "met": one.met,
                "benchmark": _plain(one.benchmark),
                "benchmark_source": one.benchmark_source,
            }
            for one in found
        ],
    }


def _plain(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
