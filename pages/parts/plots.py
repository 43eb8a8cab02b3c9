"""Plots beside the bars of ``charts``: time lines with control limits, heat maps, Pareto, intervals.

Same colours for the same thing as in ``charts.COLOURS``; text and grid take the page's theme, light or dark.
Every plot can be kept as a picture: the camera in its bar saves it in the browser, as SVG or as PNG.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.parts import files
from pages.parts.charts import BAR, BLUE, COLOURS, GREY, LABELS, ORANGE, RED, ROOM, Bar, Picture, config
from pages.parts.files import Sheet
from pages.parts.remembering import drawn_once

LOW = 260
CELL = 38
TOP = 64
# the plot's own buttons stand above it, never on it
BUTTONS = 40
MARGIN = {"l": 0, "r": 0, "t": BUTTONS, "b": 4}
# a sequential scale that darkens on light pages and stays apart from the background on dark ones
HEAT = ((0.0, "rgba(59,130,196,0.06)"), (1.0, "rgba(59,130,196,0.55)"))
FAINT = "rgba(140,140,140,0.35)"
FADED = 0.35
SAME: dict[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
SHARES = {
    "domain": [0.76, 1],
    "anchor": "y",
    "range": [0, 106],
    "fixedrange": True,
    "tickvals": [0, 50, 100],
    "ticktext": ["0 %", "50 %", "100 %"],
    "gridcolor": FAINT,
    "zeroline": False,
    "tickfont": {"size": LABELS - 2, "color": ORANGE},
}


@dataclass(frozen=True)
class Point:
    """A point in time: its label, its figure (None: no data), and the limits between which it is noise."""

    label: str
    figure: float | None
    low: float | None = None
    high: float | None = None

    @property
    def outside(self) -> bool:
        """Whether it lies beyond one of its limits."""
        if self.figure is None:
            return False
        return (self.low is not None and self.figure < self.low) or (
            self.high is not None and self.figure > self.high
        )


@dataclass(frozen=True)
class Span:
    """One row of an interval plot: from ``low`` to ``high`` with ``middle`` in it, and words beside it."""

    label: str
    low: float
    middle: float
    high: float
    figures: str


@drawn_once(64)
def line(points: Sequence[Point], unit: str, mean: float | None = None) -> go.Figure:
    """A line over time with its mean and control limits; points beyond them are marked."""
    figure = go.Figure()
    for name, edge in (("upper limit", [p.high for p in points]), ("lower limit", [p.low for p in points])):
        if any(value is not None for value in edge):
            figure.add_trace(_limit(name, [point.label for point in points], edge))
    figure.add_trace(_through(points, unit))
    if mean is not None:
        figure.add_hline(
            y=mean,
            line={"color": GREY, "width": 1},
            annotation={"text": f"mean {mean:,.1f}", "font": {"size": LABELS - 2}},
            annotation_position="bottom right",
        )
    return _plain(figure, LOW, unit)


def _limit(name: str, labels: list[str], edge: Sequence[float | None]) -> go.Scatter:
    return go.Scatter(
        x=labels,
        y=edge,
        mode="lines",
        line={"color": GREY, "dash": "dot", "width": 1, "shape": "hvh"},
        hovertemplate=f"{name} %{{y:.1f}}<extra></extra>",
    )


def _through(points: Sequence[Point], unit: str) -> go.Scatter:
    shown = [point.figure for point in points]
    return go.Scatter(
        x=[point.label for point in points],
        y=shown,
        mode="lines+markers+text",
        text=["" if value is None else f"{value:,.10g}" for value in shown],
        textposition="top center",
        textfont={"size": LABELS - 1},
        cliponaxis=False,
        line={"color": BLUE, "width": 2},
        marker={
            "color": [RED if point.outside else BLUE for point in points],
            "size": [12 if point.outside else 7 for point in points],
            "symbol": ["diamond" if point.outside else "circle" for point in points],
        },
        hovertemplate=f"%{{x}}: %{{y:,.10g}} {unit}<extra></extra>",
        **SAME,
    )


@drawn_once(16)
def heat(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[int]], of: str = "backorders"
) -> go.Figure:
    """A heat map with its numbers in the cells, first row on top; an empty cell is left blank."""
    most = max((cell for row in cells for cell in row), default=0) or 1
    figure = go.Figure(
        go.Heatmap(
            x=list(columns),
            y=list(rows),
            z=[list(row) for row in cells],
            colorscale=HEAT,
            zmin=0,
            zmax=most,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_trace(_buttons(rows, columns, cells, of))
    figure.update_xaxes(side="top", fixedrange=True, showgrid=False, tickfont={"size": LABELS})
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, showgrid=False, ticksuffix="  ", tickfont={"size": LABELS}
    )
    figure.update_layout(
        height=CELL * len(rows) + TOP + BUTTONS,
        margin=MARGIN | {"t": BUTTONS + 24},
        dragmode=False,
        showlegend=False,
    )
    return figure


def _buttons(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[int]], of: str
) -> go.Scatter:
    """The numbers in the cells, each on a point that nobody sees: a heat map itself tells no clicks."""
    places = [
        (c, r, n) for r, line in zip(rows, cells, strict=True) for c, n in zip(columns, line, strict=True)
    ]
    filled = [place for place in places if place[2]]
    unseen: dict[str, Any] = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=[column for column, _, _ in filled],
        y=[row for _, row, _ in filled],
        customdata=[number for _, _, number in filled],
        mode="markers+text",
        text=[f"{number:,}" for _, _, number in filled],
        textposition="middle center",
        textfont={"size": LABELS},
        marker={"size": CELL, "symbol": "square", "opacity": 0},
        hovertemplate=f"%{{y}} × %{{x}}: %{{customdata:,}} {of}<extra></extra>",
        selected=unseen,
        unselected=unseen,
    )


@drawn_once(32)
def pareto(rows: Sequence[Bar], cumulative: Sequence[Decimal], faded: Collection[str] = ()) -> go.Figure:
    """Bars from the largest to the smallest, first on top; beside them the line of their cumulative share.

    ``cumulative`` is the share in percent of a bar and all above it;
    the bars whose key is in ``faded`` step back.
    """
    longest = max((row.length for row in rows), default=0) or 1
    figure = go.Figure(_lying(rows, faded))
    if cumulative:
        figure.add_trace(_rising([row.label for row in rows], cumulative))
    figure.update_layout(
        height=BAR * max(3, len(rows)) + TOP,
        margin=MARGIN | {"r": 20, "b": 24},
        dragmode=False,
        showlegend=False,
        bargap=0.35,
        xaxis={
            "visible": False,
            "range": [0, longest * ROOM],
            "fixedrange": True,
            "domain": [0, 0.72 if cumulative else 1],
        },
        xaxis2=SHARES,
        yaxis={
            "categoryorder": "array",
            "categoryarray": [row.label for row in reversed(rows)],
            "fixedrange": True,
            "showgrid": False,
            "ticksuffix": "  ",
            "tickfont": {"size": LABELS},
        },
    )
    return figure


def _lying(rows: Sequence[Bar], faded: Collection[str]) -> go.Bar:
    return go.Bar(
        orientation="h",
        x=[row.length for row in rows],
        y=[row.label for row in rows],
        text=[row.figures for row in rows],
        textposition="outside",
        textfont={"size": LABELS},
        cliponaxis=False,
        marker={
            "color": [COLOURS.get(row.key, BLUE) for row in rows],
            "opacity": [FADED if row.key in faded else 1 for row in rows],
            "line": {"width": 0},
        },
        hovertemplate="%{y}: %{text}<extra></extra>",
        **SAME,
    )


def _rising(labels: list[str], cumulative: Sequence[Decimal]) -> go.Scatter:
    return go.Scatter(
        x=[float(share) for share in cumulative],
        y=labels,
        xaxis="x2",
        mode="lines+markers",
        line={"color": ORANGE, "width": 2},
        marker={"size": 6},
        hovertemplate="%{y} and those above: %{x:.1f} %<extra></extra>",
        **SAME,
    )


@drawn_once(32)
def intervals(rows: Sequence[Span], unit: str) -> go.Figure:
    """One line a row from its low to its high end with a dot for the middle, first row on top."""
    figure = go.Figure(
        go.Scatter(
            x=[row.middle for row in rows],
            y=[row.label for row in rows],
            mode="markers+text",
            text=[row.figures for row in rows],
            textposition="top center",
            textfont={"size": LABELS - 1},
            cliponaxis=False,
            marker={"color": BLUE, "size": 10},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [row.high - row.middle for row in rows],
                "arrayminus": [row.middle - row.low for row in rows],
                "color": GREY,
            },
            hovertemplate=f"%{{y}}: %{{text}} {unit}<extra></extra>",
        )
    )
    figure = _plain(figure, int(BAR * 1.4) * len(rows) + TOP, "")
    figure.update_yaxes(autorange="reversed", showgrid=False, rangemode="normal", ticksuffix="  ")
    figure.update_xaxes(title=unit)
    return figure


def _plain(figure: go.Figure, height: int, unit: str) -> go.Figure:
    figure.update_layout(height=height, margin=MARGIN, dragmode=False, showlegend=False)
    figure.update_xaxes(fixedrange=True, showgrid=False, tickfont={"size": LABELS - 1})
    figure.update_yaxes(
        fixedrange=True,
        rangemode="tozero",
        title=unit or None,
        gridcolor=FAINT,
        tickfont={"size": LABELS - 1},
    )
    return figure


def shown(
    figure: go.Figure, key: str, alt: str, name: str, sheet: Sheet, picture: Picture = "svg"
) -> dict[str, Any] | None:
    """Draw a plot, and offer ``sheet``, what it shows, as a file.

    Gives the point that was just clicked as plotly tells it (``x``, ``y``, ``text``), or None.
    """
    event = st.plotly_chart(
        figure,
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=config(name, picture),
        alt=alt,
    )
    files.offer(sheet, key)
    points = event["selection"]["points"] if event else []
    return dict(points[0]) if points else None
