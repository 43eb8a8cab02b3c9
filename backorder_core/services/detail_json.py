"""One backorder whole as a JSON document, for the command line."""

from __future__ import annotations

from datetime import date

from backorder_core.domain.priority import Term
from backorder_core.domain.values import plain
from backorder_core.services.backorders import row_as_json
from backorder_core.services.detail import (
    AffectedLine,
    ApprovalStep,
    BackorderDetail,
    EtaChange,
    HistoryEntry,
)


def as_json(detail: BackorderDetail) -> dict[str, object]:
    """The document of ``backorders show``."""
    return {
        **row_as_json(detail.row),
        "cause": detail.cause.key,
        "reason": detail.reason,
        "created_on": detail.created_on.isoformat(),
        "original_due": detail.original_due.isoformat(),
        "received": plain(detail.received),
        "cancelled": plain(detail.cancelled),
        "closed_on": _iso(detail.closed_on),
        "eta_confirmed_on": _iso(detail.confirmed_on),
        "level": detail.level,
        "level_reason": detail.level_reason,
        "settings_version": detail.settings_version,
        "delay_days": detail.delay,
        "action": detail.action.sentence if detail.action else None,
        "follow_up_on": _iso(detail.follow_up_on),
        "score_terms": [_term(term) for term in detail.terms],
        "band_moves": [move.sentence for move in detail.moves],
        "affected": [_affected_json(line) for line in detail.affected],
        "etas": [_eta(eta) for eta in detail.etas],
        "history": [_entry(entry) for entry in detail.history],
        "route": [_step(one) for one in detail.approvals],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _term(term: Term) -> dict[str, object]:
    return {
        "customer": term.customer,
        "order_number": term.order_number,
        "order_line": term.order_line,
        "tier": term.tier.label,
        "multiplier": plain(term.multiplier),
        "value": f"{term.value:.2f}",
        "value_points": plain(term.value_points),
        "delay_points": plain(term.delay_points),
        "impact_points": plain(term.impact_points),
        "total": plain(term.total),
    }


def _affected_json(line: AffectedLine) -> dict[str, object]:
    return {
        "order_number": line.order_number,
        "order_line": line.order_line,
        "customer": line.customer,
        "tier": line.tier.label,
        "impact": line.impact.key,
        "emergency": line.emergency,
        "quantity": plain(line.quantity),
        "open": plain(line.open),
        "unit_price": str(line.unit_price),
        "value": f"{line.value:.2f}",
        "need_date": line.need_date.isoformat(),
    }


def _eta(eta: EtaChange) -> dict[str, object]:
    return {
        "revision": eta.ordinal,
        "previous": _iso(eta.previous),
        "new": _iso(eta.new),
        "trigger": eta.trigger.key,
        "source": eta.source,
        "words": eta.words,
        "who": eta.who,
        "on": eta.on.isoformat(),
    }


def _step(step: ApprovalStep) -> dict[str, object]:
    return {
        "step": step.step,
        "role": step.role.key,
        "state": step.state,
        "reason": step.reason,
        "value": f"{step.value:.2f}",
        "decided_by": step.decided_by,
        "comment": step.comment,
    }


def _entry(entry: HistoryEntry) -> dict[str, object]:
    return {
        "at": entry.at.isoformat(timespec="seconds") + "Z",
        "on": entry.on.isoformat(),
        "who": entry.who,
        "action": entry.action,
        "kind": entry.kind,
        "before": entry.before,
        "after": entry.after,
    }
