"""Pairs of figures as dots on one line a row, such as two kinds of on-time delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.parts.charts import BAR, LABELS
from pages.parts.plots import BUTTONS, FAINT, MARGIN, SAME, TOP
from pages.parts.remembering import drawn_once


@drawn_once(16)
def draw(
    rows: Sequence[tuple[str, float, float | None]],
    names: tuple[str, str],
    colours: tuple[str, str],
    unit: str,
) -> go.Figure:
    """Two figures of each row as dots on one line, first row on top; a missing second one is left out."""
    figure = go.Figure()
    for row in rows:
        if row[2] is not None:
            figure.add_trace(_between(*row))
    for place, name in enumerate(names):
        known = [(row[0], row[1 + place], row[2 - place]) for row in rows if row[1 + place] is not None]
        figure.add_trace(_dots(known, name, colours[place], unit))
    figure.update_layout(
        height=BAR * len(rows) + TOP + BUTTONS,
        margin=MARGIN,
        dragmode=False,
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    lowest = min((value for _, low, high in rows for value in (low, high) if value is not None), default=0)
    figure.update_xaxes(
        range=[max(0, lowest - 12), 112],
        fixedrange=True,
        tickvals=list(range(0, 101, 5)),
        showgrid=True,
        gridcolor=FAINT,
        ticksuffix=f" {unit}",
    )
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, showgrid=False, ticksuffix="  ", tickfont={"size": LABELS}
    )
    return figure


def _between(label: str, low: float, high: float | None) -> go.Scatter:
    return go.Scatter(
        x=[low, high],
        y=[label, label],
        mode="lines",
        line={"color": FAINT, "width": 6},
        hoverinfo="skip",
        showlegend=False,
    )


def _dots(rows: Sequence[tuple[str, Any, Any]], name: str, colour: str, unit: str) -> go.Scatter:
    """Dots with their figures beside them, on the side where the other dot is not."""
    return go.Scatter(
        x=[value for _, value, _ in rows],
        y=[label for label, _, _ in rows],
        mode="markers+text",
        name=name,
        marker={"color": colour, "size": 12},
        text=[f"{value:.1f}" for _, value, _ in rows],
        textposition=[
            "middle right" if other is None or value > other else "middle left" for _, value, other in rows
        ],
        textfont={"size": LABELS - 1},
        cliponaxis=False,
        hovertemplate=f"%{{y}}, {name}: %{{x:.1f}} {unit}<extra></extra>",
        **SAME,
    )
