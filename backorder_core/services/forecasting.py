"""When open PO lines really arrive, and how good such forecasts were so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from backorder_core.domain import forecast as rules
from backorder_core.domain.backtest import Promise, Replay, Score, Trial, backtest, score
from backorder_core.domain.forecast import HALF_LIFE, Forecast, Kind, arrival
from backorder_core.domain.values import ZERO, plain
from backorder_core.domain.working_days import Calendar, moved
from backorder_core.services.supplier_calendars import calendars
from backorder_core.store import Reader, Store

LEAD = 30
MOST_TRIALS = 20_000
LEARNED_FROM = 3_000
ONE_DAY = timedelta(days=1)
MOST_MONTHS = 36


class Verdict(StrEnum):
    """What a forecast means for the customers who wait."""

    LATE = "likely late"
    DOUBTFUL = "may be late"
    IN_TIME = "in time"
    NOBODY = "nobody waits"
    UNSURE = "no pattern"


@dataclass(frozen=True)
class OpenLine:
    """One open PO line with its forecast; ``p50`` and ``p90`` None where it is later than any line before.

    ``eta`` is None where the supplier took its date back. ``value`` is what the ``orders`` that wait are
    worth, in money.
    """

    po_number: str
    po_line: str
    supplier: str
    supplier_name: str
    product: str
    product_name: str
    backorder: str | None
    original_due: date
    eta: date | None
    open: Decimal
    orders: int
    value: Decimal
    need_date: date | None
    p50: date | None
    p90: date | None
    deliveries: int
    borrowed: bool
    basis: str

    @property
    def verdict(self) -> Verdict:
        """Whether the customers who wait get it in time."""
        if self.need_date is None:
            return Verdict.NOBODY
        if self.p50 is None or self.p90 is None:
            return Verdict.UNSURE
        if self.p50 > self.need_date:
            return Verdict.LATE
        return Verdict.DOUBTFUL if self.p90 > self.need_date else Verdict.IN_TIME


@dataclass(frozen=True)
class Forecasts:
    """The open PO lines of a day, those with customers waiting first.

    ``total`` counts all that match, ``late`` those of them that are likely late, worth ``late_value`` in
    money; ``lines`` may be cut.
    """

    as_of: date
    total: int
    late: int
    late_value: Decimal
    lines: tuple[OpenLine, ...]


@dataclass(frozen=True)
class Part:
    """How good the forecasts of one supplier, or of one month of quoted dates, were."""

    key: str
    name: str
    score: Score


@dataclass(frozen=True)
class Backtest:
    """The forecast tried on the past: all of it, by supplier (most forecasts first) and by month."""

    as_of: date
    score: Score | None
    suppliers: tuple[Part, ...]
    months: tuple[Part, ...]


def forecasts(
    store: Store,
    as_of: date,
    *,
    supplier: str | None = None,
    waiting: bool = False,
    verdict: Verdict | None = None,
    most: int = 0,
    aim: float | None = None,
) -> Forecasts:
    """P50 and P90 of every open PO line at the end of a day; of the first ``most`` where it is not 0.

    ``aim`` is what ``p90_aim`` says of the day, where it is known already.
    """
    with store.read() as reader:
        rows = _open_lines(reader, as_of, supplier=supplier, waiting=waiting)
        lines = _forecast(reader, rows, as_of, aim) if rows else ()
    found = tuple(one for one in lines if verdict in (None, one.verdict))
    late = [one for one in found if one.verdict is Verdict.LATE]
    value = sum((one.value for one in late), ZERO)
    return Forecasts(as_of, len(found), len(late), value, found[:most] if most else found)


def po_lines(store: Store) -> int:
    """How many PO lines there are to learn from."""
    with store.read() as reader:
        row = reader.one("number_of_po_lines")
    return int(row[0]) if row else 0


def p90_aim(store: Store, as_of: date) -> float:
    """The share of its curve that P90 aims at on a day, from how the newest forecasts came true."""
    with store.read() as reader:
        return _aim(reader, as_of, calendars(reader))


def forecast_of(store: Store, number: str, as_of: date, aim: float | None = None) -> OpenLine | None:
    """The forecast of the PO line of an open backorder; None where nothing of it is open."""
    with store.read() as reader:
        rows = _open_lines(reader, as_of, number=number)
        return _forecast(reader, rows, as_of, aim)[0] if rows else None


def forecast_backtest(store: Store, as_of: date) -> Backtest:
    """The forecasts of the newest promises kept by a day, each with what was known on its own day."""
    with store.read() as reader:
        replay, promises = _known(reader, as_of, MOST_TRIALS, calendars(reader))
        names = {row[0]: (row[1], row[2]) for row in reader.rows("supplier_names")}
    trials = list(backtest(promises, replay))
    by_supplier: dict[int, list[Trial]] = {}
    by_month: dict[date, list[Trial]] = {}
    for one in trials:
        by_supplier.setdefault(one.promise.supplier, []).append(one)
        by_month.setdefault(one.promise.quoted.replace(day=1), []).append(one)
    suppliers = [_part(*names[key], found) for key, found in by_supplier.items()]
    months = [_part(f"{key:%Y-%m}", f"{key:%b %Y}", by_month[key]) for key in sorted(by_month)]
    ordered = sorted(suppliers, key=lambda part: (-part.score.n, part.name))
    return Backtest(as_of, score(trials), tuple(ordered), tuple(months[-MOST_MONTHS:]))


def _part(key: str, name: str, trials: Sequence[Trial]) -> Part:
    found = score(trials)
    assert found is not None, "no part is made of nothing"
    return Part(key, name, found)


def _open_lines(
    reader: Reader,
    as_of: date,
    *,
    supplier: str | None = None,
    waiting: bool = False,
    number: str | None = None,
) -> list[dict[str, Any]]:
    return reader.dicts(
        "open_lines_to_forecast",
        as_of=as_of,
        lead=LEAD,
        supplier=supplier,
        waiting=waiting,
        number=number,
    )


def _known(
    reader: Reader, as_of: date, most: int, days_of: Mapping[int, Calendar]
) -> tuple[Replay, list[Promise]]:
    """What was known before the newest ``most`` promises, and these with all that are still open."""
    rows = reader.dicts(
        "promises_kept_and_open", as_of=as_of, lead=LEAD, most=most, half_life=float(HALF_LIFE)
    )
    replay = Replay(rows[0]["since"] if rows else as_of, days_of)
    promises = []
    for row in rows:
        kind = Kind(row["kind"])
        if row["way"] == "promise":
            promises.append(
                Promise(
                    supplier=row["supplier_id"],
                    kind=kind,
                    made_on=row["made_on"],
                    quoted=row["quoted"],
                    arrived=row["arrived"],
                    count=row["count"],
                    scored=row["scored"],
                )
            )
        elif row["way"] == "before":
            for supplier in (row["supplier_id"], None):
                replay.group(supplier, kind).learns(row["slip"], row["weight"], row["count"])
        else:
            replay.group(row["supplier_id"], kind).evidence += row["weight"]
    return replay, promises


def _aim(reader: Reader, as_of: date, days_of: Mapping[int, Calendar]) -> float:
    replay, promises = _known(reader, as_of, LEARNED_FROM, days_of)
    for _ in backtest(promises, replay):
        pass
    replay.begins(as_of + ONE_DAY)
    return replay.level.on(as_of + ONE_DAY)


def _forecast(
    reader: Reader, rows: Sequence[Mapping[str, Any]], as_of: date, aim: float | None
) -> tuple[OpenLine, ...]:
    days_of = calendars(reader)
    if aim is None:
        aim = _aim(reader, as_of, days_of)
    replay, promises = _known(reader, as_of, 0, days_of)
    for promise in promises:
        replay.opens(promise)
    replay.begins(as_of + ONE_DAY)
    made: dict[tuple[int, Kind, int], Forecast] = {}
    found = []
    for row in rows:
        quoted = row["eta"] or row["original_due"]
        key = (row["supplier_id"], Kind(row["kind"]), (as_of - quoted).days)
        if key not in made:
            made[key] = rules.forecast(replay.curve(*key[:2]), key[2], aim)
        found.append(_line(row, quoted, made[key], days_of.get(key[0])))
    return tuple(found)


def _line(row: Mapping[str, Any], quoted: date, made: Forecast, days: Calendar | None) -> OpenLine:
    return OpenLine(
        po_number=row["po_number"],
        po_line=row["po_line"],
        supplier=row["supplier"],
        supplier_name=row["supplier_name"],
        product=row["product"],
        product_name=row["product_name"],
        backorder=row["backorder"],
        original_due=row["original_due"],
        eta=row["eta"],
        open=row["open_quantity"],
        orders=row["orders"],
        value=row["value"],
        need_date=row["need_date"],
        p50=moved(days, arrival(quoted, made.p50)),
        p90=moved(days, arrival(quoted, made.p90)),
        deliveries=made.deliveries,
        borrowed=made.borrowed,
        basis=made.words,
    )


def forecasts_json(found: Forecasts) -> dict[str, object]:
    """The document of ``backorders report forecast``: dates in ISO form, money as text."""
    return {
        "as_of": found.as_of.isoformat(),
        "total": found.total,
        "likely_late": found.late,
        "value_likely_late": f"{found.late_value:.2f}",
        "lines": [_line_json(one) for one in found.lines],
    }


def _line_json(one: OpenLine) -> dict[str, object]:
    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "po_number": one.po_number,
        "po_line": one.po_line,
        "supplier": one.supplier_name,
        "product": one.product,
        "backorder": one.backorder,
        "open": plain(one.open),
        "original_due": one.original_due.isoformat(),
        "eta": iso(one.eta),
        "p50": iso(one.p50),
        "p90": iso(one.p90),
        "deliveries": one.deliveries,
        "borrowed": one.borrowed,
        "basis": one.basis,
        "orders": one.orders,
        "value": f"{one.value:.2f}",
        "need_date": iso(one.need_date),
        "verdict": one.verdict.value,
    }


def backtest_json(found: Backtest) -> dict[str, object]:
    """The document of ``backorders report forecast-backtest``: coverage from 0 to 1, losses in days.

    Without any forecast that came due, ``n`` is 0 and the others None.
    """
    names = [name for name in Score.__dataclass_fields__ if name != "n"]
    values = {name: None if found.score is None else round(getattr(found.score, name), 6) for name in names}
    return {"n": found.score.n if found.score else 0, **values}
