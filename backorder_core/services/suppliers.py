"""How suppliers perform in a window: promises kept, delays, dates moved, quality, cost, scorecard, penalties.

Source: RULES, Patterns and performance; chapter, supplier performance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from backorder_core.domain import scorecard
from backorder_core.domain.buckets import percent
from backorder_core.domain.punctuality import Delays, delays
from backorder_core.domain.scorecard import Card, Criterion, SupplierRating
from backorder_core.domain.scorecard_settings import Scorecard
from backorder_core.domain.service_levels import ServiceLevel
from backorder_core.domain.values import ZERO
from backorder_core.domain.windows import Window
from backorder_core.domain.working_days import Calendar
from backorder_core.services.records import records_from
from backorder_core.services.reports import mean, on_time_of
from backorder_core.services.supplier_calendars import calendars_by_code, receipts_by_days_late
from backorder_core.services.supplier_penalties import Claim, claims, levels_of
from backorder_core.services.supplier_records import supplier_of
from backorder_core.services.work.boards import unreliable_suppliers
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings

MONTHS = 12


@dataclass(frozen=True)
class OnTime:
    """Lines promised in a window and how they were kept, in percent (None: none was due)."""

    rate: Decimal | None
    lines: int


@dataclass(frozen=True)
class Revisions:
    """PO lines on backorder in a window, how many had their ETA revised, how often in all, the most of one.

    ``unreliable``: the dates moved too often within 365 days (RULES, ETA updates).
    """

    lines: int
    revised: int
    times: int
    most: int
    unreliable: bool

    @property
    def share(self) -> Decimal | None:
        """Lines revised, percent."""
        return percent(self.revised, self.lines) if self.lines else None

    @property
    def per_line(self) -> Decimal | None:
        """Revisions a line, one decimal."""
        return mean(Fraction(self.times), self.lines)


@dataclass(frozen=True)
class QualityFacts:
    """What went wrong with the goods: counts of a window, ``troubled`` PO lines among them, cost in money."""

    backorders: int
    returns: int
    incidents: int
    troubled: int
    cost: Decimal

    @property
    def events(self) -> int:
        """Everything that went wrong."""
        return self.backorders + self.returns + self.incidents


@dataclass(frozen=True)
class Performance:
    """One supplier over a window; amounts in money, ``share`` of all backorders in percent.

    ``delays`` are counted in days of the ``calendar`` where the supplier has one.
    """

    code: str
    name: str
    buyer: str
    original: OnTime
    agreed: OnTime
    delays: Delays
    revisions: Revisions
    backorders: int
    share: Decimal
    quality: QualityFacts
    expediting: Decimal
    spend: Decimal
    card: Card
    claims: tuple[Claim, ...]
    calendar: Calendar | None = None

    @property
    def penalties(self) -> Decimal | None:
        """What the agreed service levels would have cost; None where none was in force."""
        return sum((claim.due for claim in self.claims), ZERO) if self.claims else None

    @property
    def active(self) -> bool:
        """Whether anything happened with the supplier in the window."""
        facts = (self.original.lines, self.agreed.lines, self.delays.receipts, self.backorders)
        return any((*facts, self.quality.events, self.expediting))


@dataclass(frozen=True)
class Month:
    """A month of promises, by its first day."""

    first: date
    original: OnTime
    agreed: OnTime


@dataclass(frozen=True)
class QualityEvent:
    """A backorder for quality, a return or an incident; cost in money, None where it has none of its own."""

    kind: str
    number: str
    happened_on: date
    quantity: Decimal
    words: str
    severity: str
    cost: Decimal | None
    po_line: str
    product: str


@dataclass(frozen=True)
class Hurried:
    """A purchase request to expedite, a transfer or an entry by hand, with its backorder; cost in money."""

    kind: str
    number: str
    backorder: str
    asked_on: date
    quantity: Decimal | None
    cost: Decimal


@dataclass(frozen=True)
class SupplierReview:
    """Everything about one supplier over a window, with the window before and a year by months."""

    window: Window
    as_of: date
    currency: str
    now: Performance
    before: Performance
    months: tuple[Month, ...]
    events: tuple[QualityEvent, ...]
    hurried: tuple[Hurried, ...]
    ratings: tuple[SupplierRating, ...]
    levels: tuple[ServiceLevel, ...]


def performances(
    store: Store, window: Window, as_of: date, supplier: str | None = None
) -> tuple[Performance, ...]:
    """Every supplier with whom anything happened, or the one asked for; the best score first.

    Raises ``NotFound`` for a code that nobody knows.
    """
    flagged = frozenset(one.code for one in unreliable_suppliers(store, as_of))
    with store.read() as reader:
        if supplier is not None:
            supplier_of(reader, supplier)
        found = _performances(reader, window, as_of, supplier, flagged)
    shown = [one for one in found if supplier or one.active]
    return tuple(sorted(shown, key=lambda one: (one.card.score is None, -(one.card.score or 0), one.name)))


def review(store: Store, code: str, window: Window, as_of: date) -> SupplierReview:
    """One supplier in full; ``NotFound`` for a code that nobody knows."""
    flagged = frozenset(one.code for one in unreliable_suppliers(store, as_of))
    with store.read() as reader:
        known = supplier_of(reader, code)["code"]
        asked = {"since": window.since, "until": window.until, "as_of": as_of, "supplier": known}
        (now,) = _performances(reader, window, as_of, known, flagged)
        (before,) = _performances(reader, window.before, as_of, known, flagged)
        return SupplierReview(
            window=window,
            as_of=as_of,
            currency=read_settings(reader)[1].currency,
            now=now,
            before=before,
            months=_months(reader, window, as_of, known),
            events=tuple(_event(row) for row in reader.dicts("quality_events", **asked)),
            hurried=tuple(Hurried(**row) for row in reader.dicts("expediting_of", **asked)),
            ratings=_ratings(reader, window, as_of, known).get(known, ()),
            levels=tuple(levels_of(reader, known).get(known, ())),
        )


def _performances(
    reader: Reader, window: Window, as_of: date, supplier: str | None, flagged: frozenset[str]
) -> list[Performance]:
    asked = {"since": window.since, "until": window.until, "as_of": as_of, "supplier": supplier}
    shares = _by_code(reader.dicts("promised_shares", daily=False, **asked))
    days_of = calendars_by_code(reader, supplier)
    late = receipts_by_days_late(reader, asked, days_of)
    last = min(window.last, as_of)
    moved = {
        row["code"]: row for row in reader.dicts("supplier_revision_counts", as_of=last, since=window.since)
    }
    ratings = _ratings(reader, window, as_of, supplier)
    claimed = claims(reader, window.since, window.until, as_of, supplier)
    settings = read_settings(reader)[1].scorecard
    found = []
    for row in reader.dicts("supplier_facts", **asked):
        code = row["code"]
        original = _on_time(shares[code], "original")
        found.append(
            Performance(
                code=code,
                name=row["name"],
                buyer=row["buyer"],
                original=original,
                agreed=_on_time(shares[code], "agreed"),
                delays=delays(late[code]),
                revisions=_revisions(moved.get(code), code in flagged),
                backorders=row["backorders"],
                share=percent(row["backorders"], int(row["of_all"])),
                quality=_quality(row),
                expediting=row["expediting"],
                spend=row["spend"],
                card=_card(row, original, ratings.get(code, ()), window, settings),
                claims=claimed.get(code, ()),
                calendar=days_of.get(code),
            )
        )
    return found


def _by_code(rows: Sequence[Mapping[str, Any]]) -> defaultdict[str, list[Mapping[str, Any]]]:
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(row)
    return found


def _on_time(shares: Sequence[Mapping[str, Any]], way: str) -> OnTime:
    return OnTime(*on_time_of([share for share in shares if share["way"] == way]))


def _revisions(row: Mapping[str, Any] | None, unreliable: bool) -> Revisions:
    if row is None:
        return Revisions(0, 0, 0, 0, unreliable)
    return Revisions(row["lines"], row["revised"], int(row["times"]), row["most"], unreliable)


def _quality(row: Mapping[str, Any]) -> QualityFacts:
    return QualityFacts(
        row["quality_backorders"], row["returns"], row["incidents"], row["troubled"], row["incident_cost"]
    )


def _card(
    row: Mapping[str, Any],
    original: OnTime,
    ratings: Sequence[SupplierRating],
    window: Window,
    settings: Scorecard,
) -> Card:
    scores = {
        Criterion.DELIVERY: original.rate,
        Criterion.QUALITY: scorecard.quality_score(row["lines"], row["troubled"]),
        Criterion.COST: scorecard.cost_score(row["spend"], row["expediting"], settings),
        Criterion.SERVICE: rating_in(ratings, Criterion.SERVICE, window),
        Criterion.INNOVATION: rating_in(ratings, Criterion.INNOVATION, window),
    }
    return scorecard.card(scores, settings)


def rating_in(ratings: Sequence[SupplierRating], criterion: Criterion, window: Window) -> Decimal | None:
    """The rating of the latest quarter that shares a day with the window; None where nobody gave one."""
    first = scorecard.quarter_of(window.since)
    found = [one for one in ratings if one.criterion is criterion and first <= one.quarter < window.until]
    return max(found, key=lambda one: one.quarter).rating if found else None


def _ratings(
    reader: Reader, window: Window, as_of: date, supplier: str | None
) -> dict[str, tuple[SupplierRating, ...]]:
    rows = reader.dicts("supplier_ratings_of", until=window.until, as_of=as_of, supplier=supplier)
    return {code: tuple(records_from(SupplierRating, some)) for code, some in _by_code(rows).items()}


def _months(reader: Reader, window: Window, as_of: date, supplier: str) -> tuple[Month, ...]:
    """The twelve months that end with the window's last, empty ones too."""
    last = min(window.last, as_of).replace(day=1)
    firsts = [_month(last, -ago) for ago in range(MONTHS - 1, -1, -1)]
    shares = reader.dicts(
        "promised_shares",
        since=firsts[0],
        until=_month(last, 1),
        as_of=as_of,
        supplier=supplier,
        daily=False,
    )
    by_month = {first: [one for one in shares if one["period"] == first] for first in firsts}
    return tuple(
        Month(first, _on_time(by_month[first], "original"), _on_time(by_month[first], "agreed"))
        for first in firsts
    )


def _month(first: date, ahead: int) -> date:
    place = first.year * 12 + first.month - 1 + ahead
    return date(place // 12, place % 12 + 1, 1)


def _event(row: Mapping[str, Any]) -> QualityEvent:
    line = f"{row['po_number']} / {row['po_line']}" if row["po_number"] else ""
    return QualityEvent(
        row["kind"],
        row["number"],
        row["happened_on"],
        row["quantity"],
        row["words"],
        row["severity"],
        row["cost"],
        line,
        row["product"],
    )
