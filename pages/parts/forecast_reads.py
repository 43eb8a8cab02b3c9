"""Cached reads of arrival forecasts: one entry per data version, day and arguments."""

from __future__ import annotations

from datetime import date

from backorder_core.services import forecasting
from backorder_core.services.forecasting import Backtest, Forecasts, OpenLine, Verdict
from backorder_core.store import Store
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

Key = tuple[str, int]
MOST = 500
FEW = 50_000


def forecasts(frame: Frame, supplier: str | None, waiting: bool, verdict: Verdict | None) -> Forecasts:
    """Open PO lines of the frame's day with their forecasts, the first of them listed."""
    key = (frame.store.url, frame.version)
    return _forecasts(frame.store, key, frame.as_of, supplier, waiting, verdict)


@remembered(32, "Looking at past deliveries …")
def _forecasts(
    _store: Store, key: Key, as_of: date, supplier: str | None, waiting: bool, verdict: Verdict | None
) -> Forecasts:
    return forecasting.forecasts(
        _store,
        as_of,
        supplier=supplier,
        waiting=waiting,
        verdict=verdict,
        most=MOST,
        aim=_aim(_store, key, as_of),
    )


@remembered(32)
def _aim(_store: Store, key: Key, as_of: date) -> float:
    return forecasting.p90_aim(_store, as_of)


def all_forecasts(frame: Frame, supplier: str | None, waiting: bool, verdict: Verdict | None) -> Forecasts:
    """The same with every line, for a download."""
    return forecasting.forecasts(
        frame.store,
        frame.as_of,
        supplier=supplier,
        waiting=waiting,
        verdict=verdict,
        aim=_aim(frame.store, (frame.store.url, frame.version), frame.as_of),
    )


def quick(frame: Frame) -> bool:
    """Whether there are so few PO lines that a forecast can be made while somebody waits for a page."""
    return _po_lines(frame.store, (frame.store.url, frame.version)) <= FEW


@remembered(8)
def _po_lines(_store: Store, key: Key) -> int:
    return forecasting.po_lines(_store)


def forecast_of(frame: Frame, number: str) -> OpenLine | None:
    """The forecast of one backorder's PO line."""
    return _forecast_of(frame.store, (frame.store.url, frame.version), frame.as_of, number)


@remembered(64)
def _forecast_of(_store: Store, key: Key, as_of: date, number: str) -> OpenLine | None:
    return forecasting.forecast_of(_store, number, as_of, _aim(_store, key, as_of))


def backtest(frame: Frame) -> Backtest:
    """How good past forecasts were, up to the frame's day."""
    return _backtest(frame.store, (frame.store.url, frame.version), frame.as_of)


@remembered(8, "Trying the forecast on the past …")
def _backtest(_store: Store, key: Key, as_of: date) -> Backtest:
    return forecasting.forecast_backtest(_store, as_of)
