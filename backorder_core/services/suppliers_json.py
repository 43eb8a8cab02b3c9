"""The documents of supplier performance: money as text, shares and scores as numbers, no data as null."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from backorder_core.domain.scorecard import Card
from backorder_core.domain.values import plain
from backorder_core.domain.windows import Window
from backorder_core.services.supplier_penalties import Claim
from backorder_core.services.suppliers import (
    Hurried,
    OnTime,
    Performance,
    QualityEvent,
    SupplierReview,
)


def list_json(found: Sequence[Performance], window: Window, as_of: date) -> dict[str, object]:
    """The document of ``backorders report suppliers``."""
    return {
        "as_of": as_of.isoformat(),
        "window": _window(window),
        "suppliers": [performance_json(one) for one in found],
    }


def review_json(found: SupplierReview) -> dict[str, object]:
    """The document of ``backorders report supplier-review``."""
    return {
        "as_of": found.as_of.isoformat(),
        "window": _window(found.window),
        "supplier": {**performance_json(found.now), "currency": found.currency},
        "before": {"window": _window(found.window.before), **performance_json(found.before)},
        "months": [
            {
                "month": f"{month.first:%Y-%m}",
                **_on_time("on_time", month.original),
                **_on_time("on_time_agreed", month.agreed),
            }
            for month in found.months
        ],
        "quality_events": [_event(one) for one in found.events],
        "expediting": [_hurried(one) for one in found.hurried],
        "service_levels": [claim_json(claim) for claim in found.now.claims],
    }


def _event(one: QualityEvent) -> dict[str, object]:
    return {
        "kind": one.kind,
        "number": one.number,
        "on": one.happened_on.isoformat(),
        "po_line": one.po_line,
        "product": one.product,
        "quantity": plain(one.quantity),
        "severity": one.severity,
        "cost": None if one.cost is None else f"{one.cost:.2f}",
        "words": one.words,
    }


def _hurried(one: Hurried) -> dict[str, object]:
    return {
        "kind": one.kind,
        "number": one.number,
        "backorder": one.backorder,
        "on": one.asked_on.isoformat(),
        "quantity": None if one.quantity is None else plain(one.quantity),
        "cost": f"{one.cost:.2f}",
    }


def performance_json(one: Performance) -> dict[str, object]:
    """One supplier over a window."""
    moved, bad, late = one.revisions, one.quality, one.delays
    return {
        "code": one.code,
        "name": one.name,
        "buyer": one.buyer,
        "delivers": None if one.calendar is None else one.calendar.words,
        **_on_time("on_time", one.original),
        **_on_time("on_time_agreed", one.agreed),
        "delays": {
            "receipts": late.receipts,
            "late": late.late,
            "median_days": late.median,
            "p90_days": late.p90,
            "counted_in": "calendar days" if one.calendar is None else "days of delivery",
            "histogram": [{"days": some.label, "receipts": some.receipts} for some in late.bins],
        },
        "revisions": {
            "lines": moved.lines,
            "revised": moved.revised,
            "share": number(moved.share),
            "per_line": number(moved.per_line),
            "most_of_one_line": moved.most,
            "unreliable": moved.unreliable,
        },
        "backorders": one.backorders,
        "backorder_share": float(one.share),
        "quality": {
            "backorders": bad.backorders,
            "returns": bad.returns,
            "incidents": bad.incidents,
            "troubled_lines": bad.troubled,
            "incident_cost": f"{bad.cost:.2f}",
        },
        "spend": f"{one.spend:.2f}",
        "expediting_cost": f"{one.expediting:.2f}",
        "scorecard": card_json(one.card),
        "penalties": None if one.penalties is None else f"{one.penalties:.2f}",
    }


def card_json(card: Card) -> dict[str, object]:
    """A scorecard; points sum to the score where nothing is missing."""
    return {
        "score": number(card.score),
        "standing": card.standing.value if card.standing else None,
        "follows": card.follows,
        "over_weight": number(card.weight),
        "missing": [one.value for one in card.missing],
        "terms": [
            {
                "criterion": term.criterion.value,
                "weight": number(term.weight),
                "score": number(term.score),
                "points": number(term.points),
            }
            for term in card.terms
        ],
    }


def claim_json(claim: Claim) -> dict[str, object]:
    """One service level over the window, with the PO lines that were late under it."""
    level = claim.level
    return {
        "from": level.from_on.isoformat(),
        "until": level.until_on.isoformat() if level.until_on else None,
        "agreed_on_time": float(level.on_time),
        "penalty": level.words,
        "on_time": number(claim.on_time),
        "lines": claim.lines,
        "kept": claim.kept,
        "due": f"{claim.due:.2f}",
        "rows": [
            {
                "po_number": row.po_number,
                "po_line": row.po_line,
                "product": row.product,
                "due_on": row.due.isoformat(),
                "late": plain(row.late),
                "missing": plain(row.missing),
                "days": row.days,
                "value": f"{row.value:.2f}",
                "penalty": f"{row.penalty:.2f}",
            }
            for row in claim.rows
        ],
    }


def number(value: Decimal | None) -> float | None:
    """A figure as a JSON number; null where there is no data."""
    return None if value is None else float(value)


def _on_time(name: str, found: OnTime) -> dict[str, object]:
    return {name: number(found.rate), f"{name}_lines": found.lines}


def _window(window: Window) -> dict[str, str]:
    return {"from": window.since.isoformat(), "to": window.until.isoformat()}
