"""Should this delay become a backorder, and who goes short (RULES, Intake)?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from backorder_core.domain.priority import Demand, delay, line_score
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Cause, Outcome

FARTHEST = timedelta(days=5 * 366)
ALIASES: dict[Cause, tuple[str, ...]] = {
    Cause.QUALITY: (
        "quality",
        "defect",
        "defects",
        "defective",
        "rework",
        "inspection",
        "testing",
        "rejected",
        "scrap",
        "nonconforming",
        "qualität",
        "qualitaet",
        "mangel",
        "prüfung",
        "nacharbeit",
        "qualité",
        "défaut",
        "contrôle",
        "calidad",
        "defecto",
        "inspección",
        "kalite",
        "kusur",
    ),
    Cause.LOGISTICS: (
        "logistics",
        "shipping",
        "shipment",
        "freight",
        "carrier",
        "transport",
        "transit",
        "customs",
        "port",
        "vessel",
        "container",
        "truck",
        "weather",
        "strike",
        "routing",
        "logistik",
        "versand",
        "spedition",
        "zoll",
        "fracht",
        "logistique",
        "expédition",
        "douane",
        "transporteur",
        "logística",
        "envío",
        "aduana",
        "flete",
        "lojistik",
        "nakliye",
        "gümrük",
        "sevkiyat",
    ),
    Cause.DEMAND: (
        "demand",
        "spike",
        "forecast",
        "surge",
        "oversold",
        "allocation",
        "nachfrage",
        "bedarf",
        "demande",
        "prévision",
        "demanda",
        "pronóstico",
        "talep",
    ),
    Cause.SUPPLIER: (
        "supplier",
        "vendor",
        "manufacturing",
        "production",
        "machine",
        "equipment",
        "capacity",
        "material",
        "raw",
        "shortage",
        "breakdown",
        "backlog",
        "labour",
        "labor",
        "staff",
        "plant",
        "factory",
        "lead time",
        "lieferant",
        "produktion",
        "fertigung",
        "maschine",
        "kapazität",
        "materialmangel",
        "fournisseur",
        "usine",
        "capacité",
        "pénurie",
        "proveedor",
        "producción",
        "fábrica",
        "capacidad",
        "escasez",
        "tedarikçi",
        "üretim",
        "fabrika",
        "kapasite",
    ),
}


@dataclass(frozen=True)
class LineSituation:
    """A PO line as the store knows it; quantities in units, demands with what is open of each."""

    po_number: str
    po_line: str
    order_date: date
    original_due: date
    eta: date | None
    ordered: Decimal
    received: Decimal
    cancelled: Decimal
    demands: tuple[Demand, ...]
    has_open_backorder: bool
    backorder_open: Decimal


@dataclass(frozen=True)
class DelayReport:
    """What the supplier says: the new date (None for unknown), the units it concerns, why."""

    new_eta: date | None
    quantity: Decimal | None
    reason: str


@dataclass(frozen=True)
class Decision:
    """How a reported delay ends; ``quantity`` is the backorder's where one is made, else 0."""

    outcome: Outcome
    reason: str
    quantity: Decimal = ZERO
    column: str | None = None


def decide(line: LineSituation, report: DelayReport, as_of: date, settings: Settings) -> Decision:
    """Decide on one reported delay as of a day (RULES, Intake and ETA updates)."""
    refused = _impossible(line, report, as_of)
    if refused is not None:
        return refused
    if line.ordered - line.received - line.cancelled <= 0:
        return Decision(Outcome.NOT_NEEDED, "nothing of this PO line is open any more")
    if line.has_open_backorder:
        return _update(line, report)
    quantity = min(_delayed(line, report), _allocated(line))
    if quantity > 0 and _significant(line, report, settings):
        return Decision(Outcome.CREATED, _created(line, report, quantity), quantity)
    if report.new_eta == line.eta:
        return Decision(Outcome.UNCHANGED, f"the ETA is {_date(line.eta)} already")
    return Decision(Outcome.NOT_NEEDED, _why_not(line, report, settings))


def shortfall(
    demands: Iterable[Demand],
    quantity: Decimal,
    original_due: date,
    eta: date | None,
    as_of: date,
    settings: Settings,
) -> dict[int, Decimal]:
    """Short units by customer order line: the lowest line scores go short first (RULES, Intake).

    On a tie the later need date goes short first, then the later order.
    """
    days = delay(original_due, eta, as_of)
    weakest_first = sorted(
        (demand for demand in demands if demand.open_quantity > 0),
        key=lambda d: (
            line_score(d, settings).at(days),
            -d.need_date.toordinal(),
            -d.order_date.toordinal(),
            -d.order_line_id,
        ),
    )
    short: dict[int, Decimal] = {}
    missing = quantity
    for demand in weakest_first:
        taken = min(missing, demand.open_quantity)
        if taken > 0:
            short[demand.order_line_id] = taken
            missing -= taken
    return short


@lru_cache(maxsize=4096)
def cause_of(words: str) -> Cause:
    """Cause code from the reason's words: whichever cause has most aliases in it; none means other."""
    said = " ".join(["", *re.findall(r"[^\W\d_]+", words.lower()), ""])
    hits = {cause: sum(f" {alias} " in said for alias in aliases) for cause, aliases in ALIASES.items()}
    best = max(hits, key=lambda cause: hits[cause])
    return best if hits[best] else Cause.OTHER


def _impossible(line: LineSituation, report: DelayReport, as_of: date) -> Decision | None:
    if report.new_eta is not None and report.new_eta < line.order_date:
        why = f"{report.new_eta} is before the PO line's order date {line.order_date}"
        return Decision(Outcome.REJECTED, why, column="new_eta")
    if report.new_eta is not None and report.new_eta > as_of + FARTHEST:
        return Decision(Outcome.REJECTED, f"{report.new_eta} is more than five years ahead", column="new_eta")
    if report.quantity is not None and report.quantity <= 0:
        return Decision(
            Outcome.REJECTED, f"a quantity of {report.quantity:f} is not above 0", column="quantity"
        )
    if report.quantity is not None and report.quantity > line.ordered:
        why = f"{report.quantity:f} units are more than the {line.ordered.normalize():f} ordered"
        return Decision(Outcome.REJECTED, why, column="quantity")
    return None


def _update(line: LineSituation, report: DelayReport) -> Decision:
    differs = ""
    if report.quantity is not None and report.quantity != line.backorder_open:
        differs = (
            f", quantity in the file ({report.quantity.normalize():f}) differs from the "
            f"{line.backorder_open.normalize():f} open and is not changed by an ETA update"
        )
    if report.new_eta == line.eta:
        return Decision(Outcome.UNCHANGED, f"the ETA {_date(line.eta)} is confirmed{differs}")
    if report.new_eta is None:
        return Decision(Outcome.UPDATED, f"ETA {_date(line.eta)} → unknown{differs}")
    moved = f"ETA {_date(line.eta)} → {report.new_eta}"
    if line.eta is not None:
        moved += f", {_distance((report.new_eta - line.eta).days)}"
    return Decision(Outcome.UPDATED, f"{moved}{differs}")


def _delayed(line: LineSituation, report: DelayReport) -> Decimal:
    still_open = line.ordered - line.received - line.cancelled
    return still_open if report.quantity is None else min(report.quantity, still_open)


def _allocated(line: LineSituation) -> Decimal:
    return sum((demand.open_quantity for demand in line.demands), ZERO)


def _significant(line: LineSituation, report: DelayReport, settings: Settings) -> bool:
    return report.new_eta is None or _slip(line, report.new_eta) >= settings.intake_from_days


def _slip(line: LineSituation, eta: date) -> int:
    return (eta - line.original_due).days


def _created(line: LineSituation, report: DelayReport, quantity: Decimal) -> str:
    customers = len({demand.customer_id for demand in line.demands if demand.open_quantity > 0})
    late = "ETA unknown" if report.new_eta is None else f"{_slip(line, report.new_eta)} days late"
    of = f"{quantity.normalize():f} of {_allocated(line).normalize():f} allocated units short"
    return f"{of}, {customers} customer{'s' if customers > 1 else ''} affected, {late}"


def _why_not(line: LineSituation, report: DelayReport, settings: Settings) -> str:
    if report.new_eta is not None and _slip(line, report.new_eta) <= 0:
        return f"not late: the new ETA {report.new_eta} is on or before the original due date {line.original_due}"
    if _allocated(line) <= 0:
        return "no customer order affected"
    days = _slip(line, report.new_eta) if report.new_eta else 0
    counted = "1 day" if days == 1 else f"{days} days"
    return f"delay of {counted} is under the {settings.intake_from_days}-day threshold"


def _date(eta: date | None) -> str:
    return eta.isoformat() if eta else "unknown"


def _distance(days: int) -> str:
    counted = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{counted} {'later' if days > 0 else 'earlier'}"
