"""What the demo company keeps about its suppliers: service levels, ratings, quality incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from backorder_core.domain.scorecard import Criterion
from backorder_core.domain.service_levels import Basis, Severity
from backorder_core.domain.values import Actor, Role
from backorder_core.services.supplier_records import (
    Agreement,
    Opinion,
    Trouble,
    note_incident,
    rate_supplier,
    set_service_level,
)
from backorder_core.store import Store

BUYER = Actor("demo purchasing", Role.PURCHASING_MANAGER)
WAREHOUSE = Actor("demo warehouse", Role.WAREHOUSE)
AGREED_ON, RATED_ON = date(2024, 6, 20), date(2024, 12, 20)
D = Decimal
SERVICE, INNOVATION = Criterion.SERVICE, Criterion.INNOVATION
LEVELS = (
    Agreement(
        "GLOBAL", date(2024, 7, 1), D(90), Basis.VALUE_DAY, D("0.5"), D(500), note="Frame contract 2024"
    ),
    Agreement(
        "ABC", date(2024, 7, 1), D(85), Basis.UNIT, D(2), D(300), date(2025, 6, 30), "Pilot for a year"
    ),
)
RATINGS = (
    ("GLOBAL", SERVICE, 62, "Answers late, and only when asked."),
    ("GLOBAL", INNOVATION, 80, "New product line, good samples."),
    ("ABC", SERVICE, 84, "A contact who knows our orders."),
    ("ABC", INNOVATION, 70, "Follows the market."),
    ("REGIONAL", SERVICE, 78, "Friendly, slow with papers."),
    ("REGIONAL", INNOVATION, 60, "Nothing new this year."),
    ("XYZ", SERVICE, 88, "Tells of delays before we ask."),
    ("XYZ", INNOVATION, 75, "Shares its plans."),
    ("PRECISION", SERVICE, 96, "Always on the spot."),
    ("PRECISION", INNOVATION, 90, "Two joint developments."),
    ("APEX", SERVICE, 82, "Good documents."),
    ("MERIDIAN", SERVICE, 71, "Changed contacts twice."),
)
# supplier, product, day, units, severity, cost, what happened; two in the story's week,
# four in the week before
INCIDENTS = (
    (
        "GLOBAL",
        "CM-300",
        date(2024, 10, 17),
        12,
        Severity.MINOR,
        "180.00",
        "Labels of another batch on the boxes.",
    ),
    ("GLOBAL", "HPX-60", date(2024, 11, 12), 40, Severity.MAJOR, "1250.00", "Housings cracked on arrival."),
    ("REGIONAL", "SV-150", date(2024, 11, 21), 8, Severity.MINOR, "95.00", "Certificates missing."),
    (
        "GLOBAL",
        "MTR-05",
        date(2024, 12, 5),
        6,
        Severity.CRITICAL,
        "2400.00",
        "Wrong voltage; found at the customer's.",
    ),
    (
        "REGIONAL",
        "AHU-F24",
        date(2025, 1, 14),
        20,
        Severity.MINOR,
        "140.00",
        "Packed without protection, scratched.",
    ),
    ("GLOBAL", "SV-200", date(2025, 1, 15), 15, Severity.MAJOR, "610.00", "Seals out of tolerance."),
    ("XYZ", "PS-250", date(2025, 1, 17), 4, Severity.MINOR, "60.00", "Short count in two boxes."),
    ("REGIONAL", "CHK-040", date(2025, 1, 20), 10, Severity.MAJOR, "480.00", "Failed the pressure test."),
    ("GLOBAL", "BV-050", date(2025, 1, 22), 9, Severity.MINOR, "120.00", "Threads damaged."),
    ("ABC", "CM-510", date(2025, 1, 24), 5, Severity.MAJOR, "390.00", "Firmware of the old release."),
)
Note = Callable[[Store, date], None]


def notes() -> Iterator[tuple[date, Note]]:
    """(day, what is written down on it), in the order of the days."""
    found: list[tuple[date, Note]] = [(AGREED_ON, partial(_agree, one)) for one in LEVELS]
    found += [
        (RATED_ON, partial(_rate, Opinion(code, criterion, D(rating), RATED_ON, why)))
        for code, criterion, rating, why in RATINGS
    ]
    for place, (code, product, day, units, severity, cost, words) in enumerate(INCIDENTS, start=1):
        trouble = Trouble(f"QI-{place:03}", code, day, D(units), words, severity, D(cost), product)
        found.append((day, partial(_note, trouble)))
    return iter(sorted(found, key=lambda one: one[0]))


def _agree(agreed: Agreement, store: Store, day: date) -> None:
    set_service_level(store, agreed, BUYER, day)


def _rate(opinion: Opinion, store: Store, day: date) -> None:
    rate_supplier(store, opinion, BUYER, day)


def _note(trouble: Trouble, store: Store, day: date) -> None:
    note_incident(store, trouble, WAREHOUSE, day)
