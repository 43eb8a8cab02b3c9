"""What a pattern is made of: parts of the backorders of a window, each with its share and its past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from backorder_core.domain.buckets import percent
from backorder_core.domain.change import Change, Sample, Verdict, limits
from backorder_core.domain.values import ZERO, Cause, Tier
from backorder_core.domain.windows import Window

HOLIDAYS = (11, 12)
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Narrow:
    """What a pattern is narrowed to, by code; None does not narrow."""

    supplier: str | None = None
    category: str | None = None
    cause: Cause | None = None
    tier: Tier | None = None
    product: str | None = None
    customer: str | None = None


@dataclass(frozen=True)
class Tally:
    """So many backorders, their value when made (money), and their known slips (days)."""

    count: int = 0
    value: Decimal = ZERO
    slips: Sample = field(default_factory=lambda: Sample(0, 0, 0))

    @property
    def mean_slip(self) -> Decimal | None:
        """Mean of ETA − original due over the backorders with a known ETA, two decimals; None for none."""
        if not self.slips.count:
            return None
        return (Decimal(self.slips.total) / self.slips.count).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Part:
    """One part of the whole: a cause, a supplier, a product; ``key`` is its code in filters and addresses.

    ``share`` and ``cumulative`` (with all larger parts) are percent of the whole, None of nothing.
    ``before`` is its count in the window before, ``deliveries`` those of a supplier; None where not known.
    """

    key: str
    name: str
    tally: Tally
    share: Decimal | None
    cumulative: Decimal | None = None
    before: int | None = None
    change: Change | None = None
    deliveries: int | None = None

    @property
    def count(self) -> int:
        """How many backorders."""
        return self.tally.count


@dataclass(frozen=True)
class Month:
    """A calendar month, or the days of it that count: backorders created and order lines ordered in it.

    ``low`` and ``high`` are the control limits of ``count``: what is still ordinary for so many days.
    """

    first: date
    days: int
    count: int
    orders: int
    backordered: int
    low: int = 0
    high: int = 0

    @property
    def rate(self) -> Decimal | None:
        """Backordered order lines in percent of all, two decimals; None where none was ordered."""
        return rate(self.backordered, self.orders)

    @property
    def outside(self) -> bool:
        """Whether its count is more or less than chance gives."""
        return not self.low <= self.count <= self.high


@dataclass(frozen=True)
class Cell:
    """A crossing of two parts, by key; ``expected`` is its count if they were independent."""

    row: str
    column: str
    count: int
    expected: float


@dataclass(frozen=True)
class Shortage:
    """A product's backorders: units missing in all and at most at once, those of a VIP or a critical order.

    ``others`` is how many other suppliers offered it on the day.
    """

    code: str
    name: str
    category: str
    count: int
    units: Decimal
    most: Decimal
    urgent: int
    others: int


@dataclass(frozen=True)
class Facts:
    """Everything that insights and opportunities are said from; ``days`` are those already known."""

    window: Window
    days: int
    total: Tally
    causes: tuple[Part, ...]
    suppliers: tuple[Part, ...]
    categories: tuple[Part, ...]
    shortages: tuple[Shortage, ...]
    supplier_causes: tuple[Cell, ...]
    category_causes: tuple[Cell, ...]
    category_suppliers: tuple[Cell, ...]


@dataclass(frozen=True)
class Past:
    """An earlier window: what it held, and how the one that is looked at compares with it."""

    window: Window
    tally: Tally
    change: Change
    slip: Verdict


@dataclass(frozen=True)
class Weekday:
    """A day of the week: backorders created on so many such days, and what is ordinary for as many."""

    name: str
    days: int
    count: int
    low: int
    high: int


@dataclass(frozen=True)
class Patterns:
    """The patterns of a window as known on a day; an earlier window is None where nothing is known of it.

    ``months`` are those of the window, ``timeline`` reaches back over the ``season`` that the holiday factor
    is told from. A backorder counts for each of its customers, so their shares may sum to more than 100 %.
    """

    facts: Facts
    as_of: date
    narrow: Narrow
    before: Past | None
    year_before: Past | None
    products: tuple[Part, ...]
    customers: tuple[Part, ...]
    tiers: tuple[Part, ...]
    months: tuple[Month, ...]
    timeline: tuple[Month, ...]
    weekdays: tuple[Weekday, ...]
    season: Window
    holiday_factor: Decimal | None

    @property
    def whole_season(self) -> tuple[Month, ...]:
        """The months that the holiday factor is told from."""
        return tuple(month for month in self.timeline if self.season.holds(month.first))


def rate(part: int, whole: int) -> Decimal | None:
    """A share in percent with two decimals; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def share(part: int, whole: int) -> Decimal | None:
    """A share in percent with one decimal; None of nothing."""
    return percent(part, whole) if whole else None


def running(counts: Sequence[int]) -> list[Decimal | None]:
    """Cumulative shares in percent of counts in their order; the last is 100."""
    whole, so_far, found = sum(counts), 0, []
    for count in counts:
        so_far += count
        found.append(share(so_far, whole))
    return found


def in_control(months: Sequence[Month]) -> tuple[Month, ...]:
    """The months with the control limits that their mean per day gives (u-chart, exact Poisson limits)."""
    days, count = sum(month.days for month in months), sum(month.count for month in months)
    found = []
    for month in months:
        low, high = limits(count * month.days / days) if days else (0, 0)
        found.append(Month(month.first, month.days, month.count, month.orders, month.backordered, low, high))
    return tuple(found)


def holiday_factor(months: Sequence[Month]) -> Decimal | None:
    """How often order lines of November and December are backordered against those of the other months.

    The rate of the one ÷ the rate of the others, one decimal; None without both, or where the others are 0.
    """
    feast, usual = split_rates(months)
    if feast is None or not usual:
        return None
    return (feast / usual).quantize(TENTH, rounding=ROUND_HALF_UP)


def split_rates(months: Sequence[Month]) -> tuple[Decimal | None, Decimal | None]:
    """Backordered ÷ all order lines of November and December, and of the other months; None without lines."""
    feast = [month for month in months if month.first.month in HOLIDAYS]
    usual = [month for month in months if month.first.month not in HOLIDAYS]
    return _pooled(feast), _pooled(usual)


def _pooled(months: Sequence[Month]) -> Decimal | None:
    orders = sum(month.orders for month in months)
    return Decimal(sum(month.backordered for month in months)) / orders if orders else None


def season(window: Window) -> Window:
    """The twelve whole calendar months up to the end of the window, or all of its own where it has more."""
    until = window.until.replace(day=1)
    since = until.replace(year=until.year - 1)
    return Window(min(since, window.since.replace(day=1)), until)


def year_before(window: Window) -> Window:
    """The same days a year before; a window of 29 February begins or ends on the 28th."""
    return Window(_year_before(window.since), _year_before(window.until))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
