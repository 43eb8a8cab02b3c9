"""The list of backorders: filtered, sorted, paged in SQL, with count and value of all that match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from backorder_core.domain import cadence, priority
from backorder_core.domain.buckets import Bucket, aging, pipeline
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Band, Cause, Code, Status, Tier, plain
from backorder_core.services.reports import foremost_customers
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

EVERYTHING = 1_000_000_000
MOST_CHOICES = 500
"""A browser gets no longer list to choose from; whoever is not on it is found by code or name."""
STATES = ("open", "closed", "all")


class SortKey(StrEnum):
    """What a list can be sorted by."""

    SCORE = "score"
    VALUE = "value"
    AGE = "age"
    OVERDUE = "overdue"
    ETA = "eta"
    NUMBER = "number"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    STATUS = "status"


Order = tuple[SortKey, bool]
"""By what a list is sorted, and whether falling."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty or None does not narrow. Days, dates and money, both ends included.

    ``aging`` and ``pipeline`` are bucket keys (RULES, Command centre); ``search`` looks in numbers, PO
    numbers, suppliers, products, customers and order numbers.
    """

    state: str = "open"
    bands: tuple[Band, ...] = ()
    tiers: tuple[Tier, ...] = ()
    statuses: tuple[Status, ...] = ()
    causes: tuple[Cause, ...] = ()
    supplier: str | None = None
    product: str | None = None
    customer: str | None = None
    owner: str | None = None
    aging: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    pipeline: str | None = None
    search: str | None = None
    category: str | None = None
    created_from: date | None = None
    created_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None


def stated(filters: Filters, state: str | None) -> Filters:
    """The filters in the state asked for; where none was, in all if only closed ones can match."""
    closed = any(status.closed for status in filters.statuses)
    dated = filters.closed_from is not None or filters.closed_to is not None
    return replace(filters, state=state or ("all" if closed or dated else "open"))


@dataclass(frozen=True)
class BackorderRow:
    """One backorder in a list as of a day; ``stale`` marks an ETA not confirmed within its cadence."""

    number: str
    po_number: str
    po_line: str
    supplier: str
    product: str
    product_name: str
    customer: str
    customers: int
    tier: Tier
    status: Status
    band: Band
    score: Decimal
    value: Decimal
    quantity: Decimal
    open: Decimal
    age_days: int
    days_overdue: int
    days_past_eta: int
    eta: date | None
    stale: bool
    owner: str
    version: int


@dataclass(frozen=True)
class Matching:
    """Count and value of everything that matches, and the ids of a part of it in order."""

    total: int
    value: Decimal
    ids: tuple[int, ...]


@dataclass(frozen=True)
class BackorderPage:
    """One page, and count and value of everything that matches."""

    total: int
    value: Decimal
    rows: tuple[BackorderRow, ...]


@dataclass(frozen=True)
class Choices:
    """(code, name) pairs to filter by, not all where there are many; ``pipeline`` as the settings cut it."""

    suppliers: tuple[tuple[str, str], ...]
    products: tuple[tuple[str, str], ...]
    customers: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    pipeline: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...] = ()


def list_backorders(
    store: Store,
    filters: Filters,
    as_of: date,
    sort: SortKey = SortKey.SCORE,
    descending: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> BackorderPage:
    """A page of backorders as of a day; a limit of 0 gives all.

    Raises ``InvalidInput`` for an unknown state or bucket and for a negative limit or offset.
    """
    with store.read() as reader:
        settings = read_settings(reader)[1]
        found = _matching(reader, filters, as_of, settings, (sort, descending), limit, offset)
        rows = _rows(reader, found.ids, as_of, settings)
        return BackorderPage(found.total, found.value, rows)


def matching(
    store: Store, filters: Filters, as_of: date, settings: Settings, order: Order, limit: int, offset: int
) -> Matching:
    """What ``list_backorders`` would list, without its rows."""
    with store.read() as reader:
        return _matching(reader, filters, as_of, settings, order, limit, offset)


def rows_of(store: Store, ids: Sequence[int], as_of: date, settings: Settings) -> tuple[BackorderRow, ...]:
    """The rows of backorders as of a day, in the order of their ids; without those that are gone."""
    with store.read() as reader:
        return _rows(reader, ids, as_of, settings)


def _matching(
    reader: Reader, filters: Filters, as_of: date, settings: Settings, order: Order, limit: int, offset: int
) -> Matching:
    if limit < 0 or offset < 0:
        raise InvalidInput(f"The limit {limit} and the offset {offset} must not be negative: give 0 or more.")
    found = reader.rows(
        "matching_backorders",
        **_params(filters, settings),
        as_of=as_of,
        sort=order[0].value,
        falling=order[1],
        count=limit or EVERYTHING,
        skip=offset,
    )
    total, value, _ = found[0]
    return Matching(total, value, tuple(row[2] for row in found if row[2] is not None))


def _rows(reader: Reader, ids: Sequence[int], as_of: date, settings: Settings) -> tuple[BackorderRow, ...]:
    if not ids:
        return ()
    rows = {row["id"]: row for row in reader.dicts("rows_of_backorders", ids=list(ids), as_of=as_of)}
    customers = foremost_customers(reader, list(ids), as_of)
    return tuple(row_of(rows[id_], customers.get(id_, ""), as_of, settings) for id_ in ids if id_ in rows)


def _params(filters: Filters, settings: Settings) -> dict[str, object]:
    if filters.state not in STATES:
        raise InvalidInput(f"'{filters.state}' is not one of {', '.join(STATES)}.")
    if filters.search is not None and not filters.search.strip():
        filters = Filters(**{**vars(filters), "search": None})
    age = _bucket(filters.aging, aging(settings.buckets), "aging")
    eta = _bucket(filters.pipeline, pipeline(settings.buckets), "pipeline")
    scoring = settings.priority
    return {
        "critical": scoring.critical_from,
        "high": scoring.high_from,
        "medium": scoring.medium_from,
        "state": filters.state,
        "bands": _codes(filters.bands),
        "tiers": _codes(filters.tiers),
        "statuses": _codes(filters.statuses),
        "causes": _codes(filters.causes),
        "supplier": filters.supplier,
        "product": filters.product,
        "customer": filters.customer,
        "owner": filters.owner,
        "age_from": _highest(filters.age_from, age.low if age else None),
        "age_to": _lowest(filters.age_to, age.high if age else None),
        "value_from": filters.value_from,
        "value_to": filters.value_to,
        "eta_known": eta.known if eta else None,
        "eta_from": eta.low if eta else None,
        "eta_to": eta.high if eta else None,
        "search": filters.search.strip() if filters.search else None,
        "category": filters.category,
        "created_from": filters.created_from,
        "created_to": filters.created_to,
        "closed_from": filters.closed_from,
        "closed_to": filters.closed_to,
    }


def _codes(codes: Sequence[Code]) -> list[int] | None:
    return [int(code) for code in codes] or None


def _bucket(key: str | None, buckets: Sequence[Bucket], what: str) -> Bucket | None:
    if key is None:
        return None
    for bucket in buckets:
        if bucket.key == key:
            return bucket
    raise InvalidInput(
        f"There is no {what} bucket '{key}': choose one of {', '.join(b.key for b in buckets)}."
    )


def _highest(one: int | None, other: int | None) -> int | None:
    return max((n for n in (one, other) if n is not None), default=None)


def _lowest(one: int | None, other: int | None) -> int | None:
    return min((n for n in (one, other) if n is not None), default=None)


def row_of(row: Mapping[str, Any], customer: str, as_of: date, settings: Settings) -> BackorderRow:
    """A list row from the columns of ``rows_of_backorders`` or ``one_backorder``."""
    tier, band = Tier(row["tier"]), priority.band(row["score"], settings)
    closed = row["closed_on"] is not None
    late = (as_of - row["eta"]).days if row["eta"] and not closed else 0
    stale = not closed and cadence.is_stale(row["eta_confirmed_on"], as_of, band, tier is Tier.VIP, settings)
    return BackorderRow(
        number=row["number"],
        po_number=row["po_number"],
        po_line=row["po_line"],
        supplier=row["supplier"],
        product=row["product"],
        product_name=row["product_name"],
        customer=customer,
        customers=row["customers"],
        tier=tier,
        status=Status(row["status"]),
        band=band,
        score=row["score"],
        value=row["value"],
        quantity=row["quantity"],
        open=row["open_quantity"],
        age_days=row["age_days"],
        days_overdue=row["days_overdue"],
        days_past_eta=max(0, late),
        eta=row["eta"],
        stale=stale,
        owner=row["owner"],
        version=row["version"],
    )


def choices(store: Store) -> Choices:
    """What a list can be filtered by; suppliers, products, customers: the first ``MOST_CHOICES`` by name."""
    with store.read() as reader:
        return Choices(
            tuple(reader.rows("supplier_choices", most=MOST_CHOICES)),
            tuple(reader.rows("product_choices", most=MOST_CHOICES)),
            tuple(reader.rows("customer_choices", most=MOST_CHOICES)),
            tuple((row[0], row[0]) for row in reader.rows("owner_choices")),
            tuple((one.key, one.label) for one in pipeline(read_settings(reader)[1].buckets)),
            tuple((row[0], row[0]) for row in reader.rows("category_choices")),
        )


def code_called(store: Store, what: str, called: str) -> str | None:
    """The code of the supplier, product or customer (``what``) with that code or name; None for nobody."""
    with store.read() as reader:
        row = reader.one(f"{what}_called", called=called.strip())
    return row[0] if row else None


def as_json(page: BackorderPage) -> dict[str, object]:
    """The document of ``backorders list``: money as text, unknown ETA null."""
    return {
        "total": page.total,
        "value": f"{page.value:.2f}",
        "backorders": [row_as_json(row) for row in page.rows],
    }


def row_as_json(row: BackorderRow) -> dict[str, object]:
    """One backorder as the command line and the API give it."""
    return {
        "number": row.number,
        "po_number": row.po_number,
        "po_line": row.po_line,
        "supplier": row.supplier,
        "product": row.product,
        "product_name": row.product_name,
        "customer": row.customer,
        "customers": row.customers,
        "tier": row.tier.label,
        "status": row.status.label,
        "band": row.band.label,
        "score": plain(row.score),
        "value": f"{row.value:.2f}",
        "quantity": plain(row.quantity),
        "open": plain(row.open),
        "age_days": row.age_days,
        "days_overdue": row.days_overdue,
        "days_past_eta": row.days_past_eta,
        "eta": row.eta.isoformat() if row.eta else None,
        "eta_stale": row.stale,
        "owner": row.owner or None,
    }
