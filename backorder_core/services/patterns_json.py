"""The document of the patterns, as the command line, the API and files give it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from backorder_core.domain.opportunities import Opportunity
from backorder_core.domain.patterns import Cell, Month, Narrow, Part, Past
from backorder_core.services.patterns import Review


def as_json(found: Review) -> dict[str, object]:
    """The document of ``backorders report patterns``: money as text, shares and rates in percent.

    What has no data is null: mean delay and shares of no backorders, the rate of a month without orders.
    """
    patterns, facts = found.patterns, found.patterns.facts
    return {
        "window": {"from": facts.window.since.isoformat(), "to": facts.window.until.isoformat()},
        "as_of": patterns.as_of.isoformat(),
        "count": facts.total.count,
        "value": f"{facts.total.value:.2f}",
        "mean_delay_days": _number(facts.total.mean_slip),
        "before": _past(patterns.before),
        "year_before": _past(patterns.year_before),
        "causes": _parts(facts.causes),
        "suppliers": [
            {**shown, "deliveries": part.deliveries}
            for shown, part in zip(_parts(facts.suppliers), facts.suppliers, strict=True)
        ],
        "categories": _parts(facts.categories),
        "products": _parts(patterns.products),
        "customers": _parts(patterns.customers),
        "tiers": _parts(patterns.tiers),
        "months": [_month(month) for month in patterns.months],
        "weekdays": [
            {"weekday": day.name, "days": day.days, "count": day.count} for day in patterns.weekdays
        ],
        "season": {
            "from": patterns.season.since.isoformat(),
            "to": patterns.season.until.isoformat(),
            "holiday_factor": _number(patterns.holiday_factor),
            "months": [_month(month) for month in patterns.whole_season],
        },
        "supplier_causes": [_cell(cell) for cell in facts.supplier_causes],
        "insights": [one.sentence for one in found.insights],
        "opportunities": [_opportunity(one) for one in found.opportunities],
    }


def _parts(parts: Sequence[Part]) -> list[dict[str, object]]:
    return [
        {
            "key": part.key,
            "name": part.name,
            "count": part.count,
            "share": _number(part.share),
            "value": f"{part.tally.value:.2f}",
            **_more(part),
        }
        for part in parts
    ]


def _more(part: Part) -> dict[str, object]:
    return {
        "before": part.before,
        "change": part.change.verdict.value if part.change else None,
        "mean_delay_days": _number(part.tally.mean_slip),
    }


def _month(month: Month) -> dict[str, object]:
    return {
        "month": f"{month.first:%Y-%m}",
        "count": month.count,
        "rate": _number(month.rate),
        "orders": month.orders,
        "backordered": month.backordered,
        "ordinary_from": month.low,
        "ordinary_to": month.high,
    }


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "supplier": cell.row,
        "cause": cell.column,
        "count": cell.count,
        "expected": round(cell.expected, 1),
    }


def _past(past: Past | None) -> dict[str, object] | None:
    if past is None:
        return None
    return {
        "window": {"from": past.window.since.isoformat(), "to": past.window.until.isoformat()},
        "count": past.tally.count,
        "value": f"{past.tally.value:.2f}",
        "mean_delay_days": _number(past.tally.mean_slip),
        "change": past.change.verdict.value,
        "p": float(f"{past.change.p:.3g}"),
    }


def _opportunity(one: Opportunity) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "evidence": one.evidence,
        "window": {"from": one.window.since.isoformat(), "to": one.window.until.isoformat()},
        "rows": _narrow(one.narrow),
    }


def _narrow(narrow: Narrow) -> dict[str, str]:
    codes = {"cause": narrow.cause, "tier": narrow.tier}
    words = {name: value for name, value in vars(narrow).items() if isinstance(value, str)}
    return words | {name: code.key for name, code in codes.items() if code is not None}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
