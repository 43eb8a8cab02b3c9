"""Partial fulfilment: what a customer can choose while part of an order is missing, and the shipments of it.

Source: chapter, "Partial Fulfillment Options"; RULES, Partial fulfilment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, units

PERCENT = Decimal("0.1")


class Strategy(StrEnum):
    """The five ways to fulfil a short order."""

    SHIP_AVAILABLE = "ship_available"
    HOLD_FOR_COMPLETE = "hold_for_complete"
    SPLIT_SHIPMENT = "split_shipment"
    SUBSTITUTE_AND_SHIP = "substitute_and_ship"
    CUSTOMERS_CHOICE = "customers_choice"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            Strategy.SHIP_AVAILABLE: "Ship what is available",
            Strategy.HOLD_FOR_COMPLETE: "Hold for the complete order",
            Strategy.SPLIT_SHIPMENT: "Split shipment",
            Strategy.SUBSTITUTE_AND_SHIP: "Substitute and ship",
            Strategy.CUSTOMERS_CHOICE: "Customer's choice",
        }[self]


class ShipmentState(StrEnum):
    """How far a shipment has come."""

    PLANNED = "planned"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Shipment:
    """Units of one order line on their way; ``planned_on`` None where the date is not known yet."""

    id: int
    number: str
    backorder_id: int
    order_line_id: int
    product_id: int
    location_id: int | None
    quantity: Decimal
    planned_on: date | None
    cost: Decimal
    shipped_on: date | None = None
    tracking: str = ""
    state: ShipmentState = ShipmentState.PLANNED
    version: int = 1


@dataclass(frozen=True)
class Arrival:
    """Units of the missing ones that are expected on a day; None where it is unknown."""

    on: date | None
    quantity: Decimal


@dataclass(frozen=True)
class Substitute:
    """Another product that could go instead: units free, ready on a day, cost of a unit more than ordered."""

    product_id: int
    code: str
    quantity: Decimal
    ready_on: date
    unit_cost: Decimal
    fixed_cost: Decimal


@dataclass(frozen=True)
class Need:
    """One order line: units here and not shipped, the missing ones by arrival, what could go instead."""

    available: Decimal
    arrivals: tuple[Arrival, ...]
    substitute: Substitute | None

    @property
    def missing(self) -> Decimal:
        """Units that are not here yet."""
        return sum((arrival.quantity for arrival in self.arrivals), ZERO)


@dataclass(frozen=True)
class Parcel:
    """One shipment of an option; ``substitute`` where another product goes."""

    on: date | None
    quantity: Decimal
    substitute: bool = False


@dataclass(frozen=True)
class FulfilmentOption:
    """One strategy worked out: shipments with their dates, money, share of the order that goes at once."""

    strategy: Strategy
    parcels: tuple[Parcel, ...]
    shipping_cost: Decimal
    extra_cost: Decimal
    share_now: Decimal
    complete_on: date | None
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    possible: bool = True

    @property
    def shipments(self) -> int:
        """Parcels that leave on different days or hold different products."""
        return len(self.parcels)


def options(need: Need, as_of: date, settings: Settings) -> tuple[FulfilmentOption, ...]:
    """The five strategies side by side (RULES, Partial fulfilment); those that cannot be done say why."""
    return (
        _ship_available(need, as_of, settings),
        _hold(need, settings, as_of),
        _split(need, as_of, settings),
        _substitute(need, as_of, settings),
        FulfilmentOption(
            strategy=Strategy.CUSTOMERS_CHOICE,
            parcels=(),
            shipping_cost=ZERO,
            extra_cost=ZERO,
            share_now=ZERO,
            complete_on=None,
            pros=("The customer decides what suits the project",),
            cons=("Nothing ships until the answer is here",),
        ),
    )


def _now(need: Need, as_of: date) -> tuple[Parcel, ...]:
    return (Parcel(as_of, need.available),) if need.available > 0 else ()


def _last(arrivals: Sequence[Arrival]) -> date | None:
    days = [arrival.on for arrival in arrivals]
    return None if None in days else max((day for day in days if day), default=None)


def _ship_available(need: Need, as_of: date, settings: Settings) -> FulfilmentOption:
    rest = (Parcel(_last(need.arrivals), need.missing),) if need.missing > 0 else ()
    return _option(
        Strategy.SHIP_AVAILABLE,
        (*_now(need, as_of), *rest),
        need,
        as_of,
        settings,
        pros=(f"{units(need.available)} units leave at once",) if need.available > 0 else (),
        cons=("More than one shipment, higher shipping cost",) if rest else (),
        possible=need.available > 0,
    )


def _hold(need: Need, settings: Settings, as_of: date) -> FulfilmentOption:
    total = need.available + need.missing
    on = _last(need.arrivals) if need.missing > 0 else as_of
    waits = "an unknown day" if on is None else f"{on}"
    return _option(
        Strategy.HOLD_FOR_COMPLETE,
        (Parcel(on, total),) if total > 0 else (),
        need,
        as_of,
        settings,
        pros=("One shipment, lowest shipping cost",),
        cons=(f"The customer waits for everything until {waits}",) if need.missing > 0 else (),
        possible=total > 0,
    )


def _split(need: Need, as_of: date, settings: Settings) -> FulfilmentOption:
    by_day: dict[date | None, Decimal] = {}
    for arrival in need.arrivals:
        by_day[arrival.on] = by_day.get(arrival.on, ZERO) + arrival.quantity
    days = sorted(by_day, key=lambda day: (day is None, day or as_of))
    return _option(
        Strategy.SPLIT_SHIPMENT,
        (*_now(need, as_of), *(Parcel(day, by_day[day]) for day in days)),
        need,
        as_of,
        settings,
        pros=("Every unit leaves on the day it arrives",),
        cons=("Most shipments, highest shipping cost",),
        possible=need.available + need.missing > 0,
    )


def _substitute(need: Need, as_of: date, settings: Settings) -> FulfilmentOption:
    other = need.substitute
    replaced = min(other.quantity, need.missing) if other else ZERO
    rest = need.missing - replaced
    parcels = list(_now(need, as_of))
    if other and replaced > 0:
        parcels.append(Parcel(other.ready_on, replaced, substitute=True))
    if rest > 0:
        parcels.append(Parcel(_last(need.arrivals), rest))
    name = other.code if other else "a substitute"
    return _option(
        Strategy.SUBSTITUTE_AND_SHIP,
        tuple(parcels) if replaced > 0 else (),
        need,
        as_of,
        settings,
        extra=other.fixed_cost + other.unit_cost * replaced if other and replaced > 0 else ZERO,
        pros=(f"{units(replaced)} units of {name} go instead of waiting",) if replaced > 0 else (),
        cons=("Mixed products", "The customer must approve the substitute")
        if replaced > 0
        else ("No substitute is on offer",),
        possible=replaced > 0,
    )


def _option(
    strategy: Strategy,
    parcels: tuple[Parcel, ...],
    need: Need,
    as_of: date,
    settings: Settings,
    *,
    pros: tuple[str, ...],
    cons: tuple[str, ...],
    possible: bool,
    extra: Decimal = ZERO,
) -> FulfilmentOption:
    total = need.available + need.missing
    now = sum((one.quantity for one in parcels if one.on is not None and one.on <= as_of), ZERO)
    share = (now * 100 / total).quantize(PERCENT, rounding=ROUND_HALF_UP) if total > 0 else ZERO
    days = [one.on for one in parcels]
    return FulfilmentOption(
        strategy=strategy,
        parcels=parcels if possible else (),
        shipping_cost=settings.shipping.per_shipment * len(parcels) if possible else ZERO,
        extra_cost=extra,
        share_now=share if possible else ZERO,
        complete_on=None if not possible or None in days else max((d for d in days if d), default=None),
        pros=pros,
        cons=cons if possible or strategy is Strategy.SUBSTITUTE_AND_SHIP else ("Nothing is here to ship",),
        possible=possible,
    )


def send(shipment: Shipment, on: date, tracking: str) -> Shipment:
    """The units left; needs a tracking number."""
    if shipment.state is not ShipmentState.PLANNED:
        raise IllegalStep(f"{shipment.number} is {shipment.state.value} already.")
    if not tracking.strip():
        raise InvalidInput(f"{shipment.number} needs a tracking number: give the carrier's.")
    return replace(shipment, state=ShipmentState.SHIPPED, shipped_on=on, tracking=tracking.strip())


def cancel(shipment: Shipment) -> Shipment:
    """A planned shipment is not wanted any more."""
    if shipment.state is not ShipmentState.PLANNED:
        raise IllegalStep(f"{shipment.number} is {shipment.state.value}: it can no longer be cancelled.")
    return replace(shipment, state=ShipmentState.CANCELLED)
