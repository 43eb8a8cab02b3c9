"""Bar charts of the command centre: fixed order and colours, figures on the bars, a click opens the rows.

Colours are Okabe and Ito's, which stay apart for colour-blind eyes and on light and dark backgrounds; they
belong to a thing (a bucket, a cause), never to its rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

from pages.parts import files
from pages.parts.files import Sheet
from pages.parts.remembering import drawn_once

Picture = Literal["svg", "png"]
BLUE, SKY, GREEN, ORANGE, RED, PURPLE, GREY = (
    "#3B82C4",
    "#56B4E9",
    "#009E73",
    "#E69F00",
    "#D55E00",
    "#CC79A7",
    "#8C8C8C",
)
COLOURS = {
    "young": SKY,
    "older": ORANGE,
    "oldest": RED,
    "past_eta": RED,
    "soon": GREEN,
    "next": BLUE,
    "then": SKY,
    "later": PURPLE,
    "unknown": GREY,
    "supplier": BLUE,
    "quality": RED,
    "logistics": GREEN,
    "demand": PURPLE,
    "other": GREY,
}
BAR = 36
FRAME = 16
LABELS = 13
THICK = 0.65
ROOM = 2.3


@dataclass(frozen=True)
class Bar:
    """One bar: its key (fixes colour and link), its label, its length and the figures written at its end."""

    key: str
    label: str
    length: int
    figures: str


@drawn_once(64)
def bars(rows: Sequence[Bar], places: int) -> go.Figure:
    """Horizontal bars in the order given, first on top, in the height of ``places`` bars."""
    longest = max((row.length for row in rows), default=0) or 1
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=[row.length for row in rows],
            y=[row.label for row in rows],
            text=[row.figures for row in rows],
            textposition="outside",
            textfont={"size": LABELS},
            cliponaxis=False,
            customdata=[row.key for row in rows],
            marker={"color": [COLOURS.get(row.key, BLUE) for row in rows], "line": {"width": 0}},
            hovertemplate="%{y}: %{text}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    figure.update_layout(
        height=BAR * max(places, len(rows)) + FRAME,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        bargap=1 - THICK * len(rows) / max(places, len(rows)),
        dragmode=False,
        showlegend=False,
        xaxis={"visible": False, "range": [0, longest * ROOM], "fixedrange": True},
        yaxis={
            "categoryorder": "array",
            "categoryarray": [row.label for row in reversed(rows)],
            "fixedrange": True,
            "showgrid": False,
            "title": None,
            "ticksuffix": "  ",
            "tickfont": {"size": LABELS},
        },
    )
    return figure


def config(name: str, picture: Picture = "svg", when: bool | Literal["hover"] = True) -> dict[str, Any]:
    """The bar of a plot: one camera, which saves the plot under a name, in the browser."""
    keep = {"filename": name, "format": picture, "scale": 2 if picture == "png" else 1}
    drop = ["zoom", "pan", "select", "lasso2d", "zoomIn", "zoomOut", "autoScale", "resetScale"]
    return {
        "displaylogo": False,
        "displayModeBar": when,
        "scrollZoom": False,
        "doubleClick": False,
        "toImageButtonOptions": keep,
        "modeBarButtonsToRemove": drop,
    }


def clicked(rows: Sequence[Bar], key: str, alt: str, sheet: Sheet, places: int = 0) -> str | None:
    """Draw bars, and offer ``sheet``, what they show, as a file; the key of the bar just clicked, or None."""
    event = st.plotly_chart(
        bars(rows, places),
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=config(sheet.name, when="hover"),
        alt=alt,
    )
    files.offer(sheet, key)
    points = event["selection"]["points"] if event else []
    return rows[points[0]["point_index"]].key if points else None
