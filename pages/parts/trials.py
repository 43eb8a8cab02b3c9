"""How good arrival forecasts were: against chance, against two simple habits, by supplier and by month."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.domain.backtest import Score
from backorder_core.services.forecasting import Backtest, Part
from pages.parts import forecast_reads, plots, tables
from pages.parts.cards import figure
from pages.parts.files import ELSEWHERE
from pages.parts.format import count
from pages.parts.frame import Frame
from pages.parts.plots import Point

NO_DATA = "no data"
FEW = 30


def calibration(frame: Frame) -> None:
    """How good the forecast was on the past, against two simple habits."""
    found = forecast_reads.backtest(frame)
    if found.score is None:
        st.info("No delivery has come since a forecast could be made: there is nothing to compare with yet.")
        return
    _verdict(found.score)
    with st.grid(4, min_column_width=170):
        one = found.score
        figure("forecast_coverage_p90", _percent(one.coverage_p90), about=f"of {count(one.n, 'forecast')}")
        figure("forecast_coverage_p50", _percent(one.coverage_p50), about="by the earlier date")
        figure("forecast_pinball_p90", f"{one.pinball_p90:.2f} days", about=_against(one, "p90"))
        figure("forecast_pinball_p50", f"{one.pinball_p50:.2f} days", about=_against(one, "p50"))
    by_supplier, by_month = st.tabs(["By supplier", "By month"], on_change="rerun", key="trial")
    with by_supplier:
        if by_supplier.open:
            _parts(found.suppliers, "Supplier")
    with by_month:
        if by_month.open:
            _months(found)
            _parts(found.months, "Month")


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _against(one: Score, share: str) -> str:
    quoted, mean = getattr(one, f"pinball_quoted_{share}"), getattr(one, f"pinball_mean_{share}")
    return f"quoted date {quoted:.2f}, mean slip {mean:.2f}"


def _verdict(one: Score) -> None:
    least = _percent(one.least_coverage)
    if one.n < FEW:
        st.warning(
            f"Only {count(one.n, 'forecast')} could be checked so far: too few to judge by.",
            icon=":material/help:",
        )
    elif one.kept:
        st.success(
            f"P90 came true in {_percent(one.coverage_p90)} of {count(one.n, 'forecast')}; chance alone "
            f"would explain {least} or more where nine of ten are meant.",
            icon=":material/check_circle:",
        )
    else:
        st.warning(
            f"P90 came true in only {_percent(one.coverage_p90)} of {count(one.n, 'forecast')}, less than "
            f"the {least} that chance would explain: read P90 with care.",
            icon=":material/warning:",
        )


def _months(found: Backtest) -> None:
    points = [
        Point(part.name, round(part.score.coverage_p90 * 100, 1), round(part.score.least_coverage * 100, 1))
        for part in found.months[-12:]
    ]
    st.caption(
        "P90 came true, in percent, by month of the quoted date; below the dotted line is more than chance."
    )
    alt = "; ".join(f"{point.label} {point.figure} %" for point in points)
    plots.shown(plots.line(points, "percent"), "coverage", alt, "forecast-coverage", ELSEWHERE)


def _parts(parts: Sequence[Part], label: str) -> None:
    cells = [
        {"name": part.name, "n": part.score.n, **_scores(part.score), "few": _honest(part.score)}
        for part in parts
    ]
    loss = "%.2f"
    columns = {
        "name": tables.text(label, 190, pinned=True),
        "n": tables.number("Forecasts", [0], width=84),
        "c90": st.column_config.NumberColumn("P90 came true", format="%.1f %%", width=110),
        "c50": st.column_config.NumberColumn("P50 came true", format="%.1f %%", width=110),
        **{
            name: st.column_config.NumberColumn(words, format=loss, width=118, help="Pinball loss, days")
            for name, words in (
                ("p90", "P90 loss, days"),
                ("q90", "Quoted date"),
                ("m90", "Mean slip"),
                ("p50", "P50 loss, days"),
                ("q50", "Quoted date"),
                ("m50", "Mean slip"),
            )
        },
        "few": tables.text("Note", 150),
    }
    tables.show(cells, columns, f"Past forecasts by {label.lower()}", missing=NO_DATA, most=15)


def _honest(one: Score) -> str:
    return f"only {one.n}: says little" if one.n < FEW else "" if one.kept else "P90 too early"


def _scores(one: Score) -> dict[str, float]:
    return {
        "c90": one.coverage_p90 * 100,
        "c50": one.coverage_p50 * 100,
        "p90": one.pinball_p90,
        "q90": one.pinball_quoted_p90,
        "m90": one.pinball_mean_p90,
        "p50": one.pinball_p50,
        "q50": one.pinball_quoted_p50,
        "m50": one.pinball_mean_p50,
    }
