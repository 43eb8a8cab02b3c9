"""The document of a digest, as the command line, the API and a file give it."""

from __future__ import annotations

from decimal import Decimal

from backorder_core.services.reviews import Digest, Part


def as_json(one: Digest) -> dict[str, object]:
    """The document of ``backorders digest``: money as text, shares in percent, days half-open."""
    return {
        "period": one.period.value,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "activity": _activity(one),
        **_effort(one),
        "causes": [_part(row) for row in one.causes],
        "new_by_supplier": [_part(row) for row in one.new_by_supplier],
        "new_by_category": [_part(row) for row in one.new_by_category],
        **_rows(one),
    }


def _activity(one: Digest) -> dict[str, object]:
    counts = {name: value for name, value in vars(one.activity).items() if isinstance(value, int)}
    return {
        **counts,
        "net": one.activity.net,
        "value_change": f"{one.activity.value_change:.2f}",
        "mean_days_to_resolve": _number(one.activity.mean_days_to_resolve),
    }


def _effort(one: Digest) -> dict[str, object]:
    return {
        "customers": [
            {"tier": row.tier.key, "customers": row.customers, "waiting": row.waiting}
            for row in one.customers
        ],
        "resolution_costs": {
            "total": f"{one.cost:.2f}",
            "ways": [{"way": row.way, "count": row.count, "cost": f"{row.cost:.2f}"} for row in one.costs],
        },
        "week": {
            "rating": _number(one.quality.rating),
            "ratings": one.quality.ratings,
            "quality_issues": one.quality.issues,
            "quality_issues_week_before": one.quality.issues_week_before,
        },
        "suppliers": {
            "on_time": _number(one.suppliers.on_time),
            "due_lines": one.suppliers.due_lines,
            "mean_slip_days": _number(one.suppliers.mean_slip),
        },
    }


def _rows(one: Digest) -> dict[str, object]:
    return {
        "moved": [
            {
                "number": row.number,
                "customer": row.customer,
                "supplier": row.supplier,
                "product_name": row.product_name,
                "value": f"{row.value:.2f}",
                "status": row.status.label,
                "happened": list(row.happened),
            }
            for row in one.moved
        ],
        "open": {
            "count": one.open.open,
            "value": f"{one.open.value:.2f}",
            "customers": one.open.customers,
            "high_priority": {"count": one.open.high_count, "value": f"{one.open.high_value:.2f}"},
        },
        "urgent": [
            {
                "number": row.number,
                "customer": row.customer,
                "value": f"{row.value:.2f}",
                "band": row.band.label,
                "age_days": row.age_days,
                "action": row.action.sentence,
            }
            for row in one.urgent
        ],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _part(one: Part) -> dict[str, object]:
    return {"name": one.name, "count": one.count, "share": float(one.share)}
