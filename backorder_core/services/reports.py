"""The command centre: what is open as of a day, how old, when it comes, why, and what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from backorder_core.domain import cadence, priority
from backorder_core.domain.buckets import TENTH, Tally, aging, percent, pipeline, tally
from backorder_core.domain.recommend import Action, Options, recommend
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Band, Cause, Tier
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

LEAST_CRITICAL = 10
MOST_CRITICAL = 50
MOST_SUPPLIERS = 10


@dataclass(frozen=True)
class Summary:
    """Headline figures; ``high`` is High and Critical together, values in money."""

    open: int
    value: Decimal
    customers: int
    high_count: int
    high_value: Decimal


@dataclass(frozen=True)
class CriticalRow:
    """One of the most urgent backorders, with what to do next about it."""

    number: str
    customer: str
    value: Decimal
    age_days: int
    score: Decimal
    band: Band
    action: Action


@dataclass(frozen=True)
class Share:
    """A part of the open backorders: count, share in percent (one decimal), value in money."""

    key: str
    name: str
    count: int
    share: Decimal
    value: Decimal


@dataclass(frozen=True)
class SupplierRow:
    """A supplier's open backorders and how it keeps its promises.

    ``mean_slip`` in days over open backorders with a known ETA, ``on_time`` in percent against the original
    promise over the ``due_lines`` promised in the days before that the settings
    name; None where there is no data.
    """

    key: str
    name: str
    count: int
    share: Decimal
    value: Decimal
    mean_slip: Decimal | None
    on_time: Decimal | None
    due_lines: int


@dataclass(frozen=True)
class CommandCenter:
    """Everything the command centre shows as of a day."""

    as_of: date
    summary: Summary
    aging: tuple[Tally, ...]
    pipeline: tuple[Tally, ...]
    critical: tuple[CriticalRow, ...]
    root_causes: tuple[Share, ...]
    suppliers: tuple[SupplierRow, ...]


def command_center(store: Store, as_of: date) -> CommandCenter:
    """The command centre at the end of a day (RULES, Command centre)."""
    with store.read() as reader:
        settings = read_settings(reader)[1]
        found = reader.dicts("open_in_every_way", as_of=as_of, high=settings.priority.high_from)
        ways = {
            way: [row for row in found if row["way"] == way] for way in ("age", "eta", "cause", "supplier")
        }
        total = next(row for row in found if row["way"] == "all")
        return CommandCenter(
            as_of=as_of,
            summary=Summary(
                total["count"], total["value"], total["customers"], total["high_count"], total["high_value"]
            ),
            aging=tally(_counted(ways["age"]), aging(settings.buckets)),
            pipeline=tally(_counted(ways["eta"]), pipeline(settings.buckets)),
            critical=_critical(reader, as_of, settings),
            root_causes=_causes(ways["cause"], total["count"]),
            suppliers=_suppliers(
                reader, ways["supplier"], total["count"], as_of, settings.suppliers.on_time_days
            ),
        )


def _counted(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int | None, int, Decimal]]:
    return [(row["bucket"], row["count"], row["value"]) for row in rows]


def _critical(reader: Reader, as_of: date, settings: Settings) -> tuple[CriticalRow, ...]:
    rows = reader.dicts(
        "most_urgent",
        as_of=as_of,
        critical=settings.priority.critical_from,
        least=LEAST_CRITICAL,
        most=MOST_CRITICAL,
    )
    ids = [row["id"] for row in rows]
    customers = foremost_customers(reader, ids, as_of)
    actions = recommended(reader, rows, as_of, settings)
    return tuple(
        CriticalRow(
            number=row["number"],
            customer=customers.get(row["id"], ""),
            value=row["value"],
            age_days=row["age_days"],
            score=row["score"],
            band=priority.band(row["score"], settings),
            action=actions[row["id"]],
        )
        for row in rows
    )


def foremost_customers(reader: Reader, ids: Sequence[int], as_of: date) -> dict[int, str]:
    """Name of the customer with the highest line score, by backorder."""
    return {row[0]: row[1] for row in reader.rows("foremost_customers", ids=list(ids), as_of=as_of)}


def recommended(
    reader: Reader, rows: Sequence[Mapping[str, Any]], as_of: date, settings: Settings
) -> dict[int, Action]:
    """The recommended action by backorder, from offers, stock and confirmations of the day.

    Rows need ``id``, ``eta``, ``eta_confirmed_on``, ``score`` and ``tier``.
    """
    ids, home = [row["id"] for row in rows], settings.receiving_location
    ways = {row["id"]: row for row in reader.dicts("ways_out", ids=ids, as_of=as_of, home=home)}
    actions = {}
    for row in rows:
        way = ways[row["id"]]
        band = priority.band(row["score"], settings)
        stale = cadence.is_stale(row["eta_confirmed_on"], as_of, band, row["tier"] == Tier.VIP, settings)
        actions[row["id"]] = recommend(
            Options(
                expedite=way["expedite"],
                substitute=way["substitute"],
                transfer=way["transfer"],
                alternative=way["alternative"],
                eta=row["eta"],
                confirmed=not stale,
            )
        )
    return actions


def _causes(rows: Sequence[Mapping[str, Any]], total: int) -> tuple[Share, ...]:
    shares = [
        Share(cause.key, cause.label, row["count"], percent(row["count"], total), row["value"])
        for row in rows
        for cause in [Cause(row["bucket"])]
    ]
    return tuple(sorted(shares, key=lambda share: (-share.count, -share.value, share.name)))


def _suppliers(
    reader: Reader, rows: Sequence[Mapping[str, Any]], total: int, as_of: date, on_time_days: int
) -> tuple[SupplierRow, ...]:
    foremost = sorted(rows, key=lambda row: (-row["value"], row["bucket"]))[:MOST_SUPPLIERS]
    shares: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for share in reader.dicts(
        "on_time_by_supplier",
        ids=[row["bucket"] for row in foremost],
        since=as_of - timedelta(days=on_time_days),
        as_of=as_of,
    ):
        shares[share["id"]].append(share)
    return tuple(_supplier(row, shares[row["bucket"]], total) for row in foremost)


def _supplier(row: Mapping[str, Any], shares: Sequence[Mapping[str, Any]], total: int) -> SupplierRow:
    on_time, due_lines = on_time_of(shares)
    return SupplierRow(
        key=shares[0]["code"],
        name=shares[0]["name"],
        count=row["count"],
        share=percent(row["count"], total),
        value=row["value"],
        mean_slip=mean(Fraction(row["slip_days"]), row["dated"]),
        on_time=on_time,
        due_lines=due_lines,
    )


def on_time_of(shares: Sequence[Mapping[str, Any]]) -> tuple[Decimal | None, int]:
    """On-time delivery in percent over PO lines by their share arrived, and how many lines were due.

    Rows need ``arrived`` of ``ordered``, and ``lines``, 0 where none was due.
    """
    due_lines = sum(share["lines"] for share in shares)
    arrived = sum(
        (
            Fraction(share["arrived"]) / Fraction(share["ordered"]) * share["lines"]
            for share in shares
            if due_lines
        ),
        Fraction(0),
    )
    return mean(arrived * 100, due_lines), due_lines


def mean(total: Fraction, count: int) -> Decimal | None:
    """A mean with one decimal; None where there is nothing."""
    if not count:
        return None
    exact = total / count
    return (Decimal(exact.numerator) / exact.denominator).quantize(TENTH, rounding=ROUND_HALF_UP)


def as_json(center: CommandCenter) -> dict[str, object]:
    """The document of ``backorders report command-center``: money as text, shares in percent."""
    return {
        "as_of": center.as_of.isoformat(),
        "summary": {
            "open": center.summary.open,
            "value": f"{center.summary.value:.2f}",
            "customers": center.summary.customers,
            "high_priority": {
                "count": center.summary.high_count,
                "value": f"{center.summary.high_value:.2f}",
            },
        },
        "aging": [{**_bucket(one), "share": float(one.share)} for one in center.aging],
        "critical": [
            {
                "number": row.number,
                "customer": row.customer,
                "value": f"{row.value:.2f}",
                "age_days": row.age_days,
                "action": row.action.sentence,
                "band": row.band.label,
                "score": float(row.score),
            }
            for row in center.critical
        ],
        "pipeline": [_bucket(one) for one in center.pipeline],
        "root_causes": [_share(one) for one in center.root_causes],
        "suppliers": [
            {
                **_share(one),
                "mean_slip_days": None if one.mean_slip is None else float(one.mean_slip),
                "on_time": None if one.on_time is None else float(one.on_time),
                "due_lines": one.due_lines,
            }
            for one in center.suppliers
        ],
    }


def _bucket(one: Tally) -> dict[str, object]:
    return {"bucket": one.bucket.key, "count": one.count, "value": f"{one.value:.2f}"}


def _share(one: Share | SupplierRow) -> dict[str, object]:
    return {
        "key": one.key,
        "name": one.name,
        "count": one.count,
        "share": float(one.share),
        "value": f"{one.value:.2f}",
    }
