"""Every report by its name, so that the command line, the API and files give the same document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from backorder_core.delivery.supplier_review import review_html, review_text
from backorder_core.delivery.terminal import center_text, document_text, start_text
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.windows import Window
from backorder_core.services import (
    forecasting,
    metrics,
    patterns,
    patterns_json,
    prevention,
    reports,
    review_json,
    reviews,
    starting,
    suppliers,
    suppliers_json,
)
from backorder_core.services.measures import contract
from backorder_core.store import Store

Document = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """What a report is asked for: as of a day, over the half-open days [since, until) where it takes them."""

    as_of: date
    since: date | None = None
    until: date | None = None
    supplier: str | None = None

    @property
    def window(self) -> Window:
        """The window asked for; ``InvalidInput`` where its beginning or end is missing."""
        if self.since is None or self.until is None:
            raise InvalidInput("Say which days: give 'from' and 'to', such as 2024-10-01 and 2025-01-01.")
        return Window(self.since, self.until)


@dataclass(frozen=True)
class Report:
    """One report: its document, the same as text, whether it takes a window or a supplier, and as a page."""

    name: str
    about: str
    document: Callable[[Store, Ask], Document]
    text: Callable[[Document], str] = document_text
    windowed: bool = False
    by_supplier: bool = False
    page: Callable[[Document], str] | None = None


def _center(store: Store, ask: Ask) -> Document:
    return reports.as_json(reports.command_center(store, ask.as_of))


def _daily(store: Store, ask: Ask) -> Document:
    return review_json.as_json(reviews.digest(store, reviews.Period.DAILY, ask.as_of))


def _weekly(store: Store, ask: Ask) -> Document:
    return review_json.as_json(reviews.digest(store, reviews.Period.WEEKLY, ask.as_of))


def _forecast(store: Store, ask: Ask) -> Document:
    return forecasting.forecasts_json(forecasting.forecasts(store, ask.as_of, supplier=ask.supplier))


def _forecast_backtest(store: Store, ask: Ask) -> Document:
    return forecasting.backtest_json(forecasting.forecast_backtest(store, ask.as_of))


def _patterns(store: Store, ask: Ask) -> Document:
    return patterns_json.as_json(patterns.review(store, ask.window, ask.as_of))


def _prevention(store: Store, ask: Ask) -> Document:
    return prevention.as_json(prevention.past(store, ask.window, ask.as_of, supplier=ask.supplier))


def _metrics(store: Store, ask: Ask) -> Document:
    return metrics.as_json(ask.window, ask.as_of, metrics.metrics(store, ask.window, ask.as_of))


def _definitions(store: Store, ask: Ask) -> Document:
    return {
        "measures": [{"key": key, **one.model_dump(mode="json")} for key, one in contract().measures.items()]
    }


def _start(store: Store, ask: Ask) -> Document:
    return starting.as_json(starting.start(store))


def _suppliers(store: Store, ask: Ask) -> Document:
    found = suppliers.performances(store, ask.window, ask.as_of, ask.supplier)
    return suppliers_json.list_json(found, ask.window, ask.as_of)


def _supplier_review(store: Store, ask: Ask) -> Document:
    if not ask.supplier:
        raise InvalidInput("Say which supplier: give its code as 'supplier'.")
    return suppliers_json.review_json(suppliers.review(store, ask.supplier, ask.window, ask.as_of))


REPORTS = (
    Report(
        "command-center", "What is open, how old, when it comes, and what to do next.", _center, center_text
    ),
    Report("daily-digest", "What a day brought.", _daily),
    Report("weekly-digest", "What the seven days before a day brought.", _weekly),
    Report("forecast", "When every open PO line really arrives: P50 and P90.", _forecast, by_supplier=True),
    Report(
        "forecast-backtest",
        "How good arrival forecasts were: coverage as a fraction from 0 to 1, pinball losses in days.",
        _forecast_backtest,
    ),
    Report(
        "prevention",
        "What a safety stock, a second source or earlier orders would have avoided.",
        _prevention,
        windowed=True,
        by_supplier=True,
    ),
    Report(
        "patterns",
        "Causes, suppliers, products and customers of the backorders created in a window, and its seasons.",
        _patterns,
        windowed=True,
    ),
    Report("metrics", "The metrics of a window, with the one before and targets.", _metrics, windowed=True),
    Report("definitions", "What every figure means: the contract that screens and tests read.", _definitions),
    Report(
        "start",
        "What is loaded of every kind of file, what is needed next, and what each missing kind costs.",
        _start,
        start_text,
    ),
    Report(
        "suppliers",
        "How suppliers keep their promises, with quality, cost, scorecard and penalties, over a window.",
        _suppliers,
        windowed=True,
        by_supplier=True,
    ),
    Report(
        "supplier-review",
        "One supplier over a window on one page, to print or send.",
        _supplier_review,
        review_text,
        windowed=True,
        by_supplier=True,
        page=review_html,
    ),
)
BY_NAME = {report.name: report for report in REPORTS}
