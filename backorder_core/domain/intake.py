"""Should this delay become a backorder, and who goes short (RULES, Intake)?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from backorder_core.domain.priority import Demand, delay, in_days, line_score
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Cause, Outcome

FARTHEST_YEARS = 5

# On a tie the first cause wins: "supplier" and "production" stand in most reasons, whatever went wrong.
_WORDS = {
    Cause.QUALITY: """
        quality, defect, defective, rework, inspection, testing, rejected, scrap, nonconforming,
        non conforming, contamination, recall,
        Qualität, Qualitaet, Qualitätsproblem, Qualitätsmangel, Prüfung, Nacharbeit, Ausschuss, Reklamation,
        qualité, défaut, contrôle, non conformité, calidad, defecto, inspección, rechazo,
        kalite, kusur, hatalı, muayene""",
    Cause.LOGISTICS: """
        logistics, shipping, shipment, freight, carrier, transport, transportation, transit, customs,
        customs inspection, port, vessel, container, truck, weather, routing, rerouted,
        Logistik, Versand, Spedition, Zoll, Fracht, Transportverzögerung, Hafen,
        logistique, expédition, douane, transporteur,
        logística, envío, aduana, flete, transporte, lojistik, nakliye, gümrük, sevkiyat, kargo""",
    Cause.DEMAND: """
        demand, spike, forecast, surge, oversold, unexpected order,
        Nachfrage, Bedarf, Mehrbedarf, Nachfragespitze, demande, prévision, demanda, pronóstico, talep""",
    Cause.SUPPLIER: """
        supplier, vendor, manufacturer, manufacturing, production, machine, equipment, capacity, material,
        raw, shortage, breakdown, backlog, labour, labor, staff, strike, plant, factory, lead time,
        Lieferant, Lieferverzug, Lieferanten, Produktion, Produktionsausfall, Fertigung, Maschine,
        Maschinenausfall, Kapazität, Materialmangel, Rohstoffmangel, Streik,
        fournisseur, usine, capacité, pénurie, grève, fabrication, production,
        proveedor, producción, fábrica, capacidad, escasez, huelga, tedarikçi, üretim, fabrika, kapasite""",
}


def _folded(text: str) -> str:
    """Lower case without accents, so that KALİTE, Qualitat and qualité are found however they are typed."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W\d_]+", bare.casefold().replace("ı", "i")))


ALIASES = {
    cause: tuple(dict.fromkeys(_folded(word) for word in words.split(","))) for cause, words in _WORDS.items()
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
        return Decision(Outcome.CREATED, _created(line, report, quantity, as_of, settings), quantity)
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
    said = f" {_folded(words)} "
    hits = {
        cause: sum(f" {alias} " in said or f" {alias}s " in said for alias in aliases)
        for cause, aliases in ALIASES.items()
    }
    best = max(hits, key=lambda cause: hits[cause])
    return best if hits[best] else Cause.OTHER


def _impossible(line: LineSituation, report: DelayReport, as_of: date) -> Decision | None:
    if report.new_eta is not None and report.new_eta < line.order_date:
        why = f"{report.new_eta} is before the PO line's order date {line.order_date}"
        return Decision(Outcome.REJECTED, why, column="new_eta")
    if report.new_eta is not None and report.new_eta > farthest(as_of):
        why = f"{report.new_eta} is more than {FARTHEST_YEARS} years after {as_of}"
        return Decision(Outcome.REJECTED, why, column="new_eta")
    if report.quantity is not None and report.quantity <= 0:
        why = f"a quantity of {_units(report.quantity)} is not above 0"
        return Decision(Outcome.REJECTED, why, column="quantity")
    if report.quantity is not None and report.quantity > line.ordered:
        why = f"{_units(report.quantity)} units are more than the {_units(line.ordered)} ordered"
        return Decision(Outcome.REJECTED, why, column="quantity")
    return None


def farthest(as_of: date) -> date:
    """The last day that a supplier's date may name, on a business day."""
    year = as_of.year + FARTHEST_YEARS
    leap_day = (as_of.month, as_of.day) == (2, 29)
    return date(year, 2, 28) if leap_day else as_of.replace(year=year)


def _update(line: LineSituation, report: DelayReport) -> Decision:
    differs = ""
    if report.quantity is not None and report.quantity != line.backorder_open:
        differs = (
            f", quantity in the file ({_units(report.quantity)}) differs from the "
            f"{_units(line.backorder_open)} open and is not changed by an ETA update"
        )
    if report.new_eta == line.eta:
        return Decision(Outcome.UNCHANGED, f"the ETA {_date(line.eta)} is confirmed{differs}")
    if report.new_eta is None:
        return Decision(Outcome.UPDATED, f"ETA now unknown, was {_date(line.eta)}{differs}")
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


def _created(
    line: LineSituation, report: DelayReport, quantity: Decimal, as_of: date, settings: Settings
) -> str:
    short = shortfall(line.demands, quantity, line.original_due, report.new_eta, as_of, settings)
    affected = len({demand.customer_id for demand in line.demands if demand.order_line_id in short})
    customers = "1 customer" if affected == 1 else f"{affected} customers"
    late = "ETA unknown" if report.new_eta is None else f"{in_days(_slip(line, report.new_eta))} late"
    return f"{_units(quantity)} of {_units(_allocated(line))} allocated units short for {customers}, {late}"


def _why_not(line: LineSituation, report: DelayReport, settings: Settings) -> str:
    if report.new_eta is None or _allocated(line) <= 0:
        return "no customer order affected"
    days = _slip(line, report.new_eta)
    if days <= 0:
        due = line.original_due
        return f"not late: the new ETA {report.new_eta} is on or before the original due date {due}"
    return f"delay of {in_days(days)} is under the {settings.intake_from_days}-day threshold"


def _date(eta: date | None) -> str:
    return eta.isoformat() if eta else "unknown"


def _distance(days: int) -> str:
    return f"{in_days(abs(days))} {'later' if days > 0 else 'earlier'}"


def _units(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
