"""The one card of a figure: its name and its definition from the contract, its value, what it was before.

``figure("backorder_rate", "3.1 %", change="+0.4 points")`` draws the figure of that key in the contract,
data/contracts/backorder-command-center.yaml; the definition stands one click away, behind the question mark.
``rows=lambda: links.rows_link(frame, "Open 8 rows", filters)`` draws the way to the rows behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from backorder_core.services.measures import measure

NO_DATA = "no data"
Colour = Literal["normal", "inverse", "off"]
COLOURS: dict[str, Colour] = {"higher": "normal", "lower": "inverse", "neither": "off"}


def figure(
    key: str,
    value: str | None,
    *,
    about: str | None = None,
    change: str | None = None,
    name: str | None = None,
    rows: Callable[[], None] | None = None,
    border: bool = True,
) -> None:
    """A figure of the contract: ``value`` as text (None: no data), words about it or its signed ``change``.

    ``name`` stands instead of the contract's where one definition has several figures, such as levels.
    """
    if rows is None:
        _metric(key, value, about, change, name, border=border)
        return
    with st.container(border=True, gap="xsmall", height="stretch"):
        _metric(key, value, about, change, name, border=False)
        rows()


def _metric(
    key: str, value: str | None, about: str | None, change: str | None, name: str | None, *, border: bool
) -> None:
    known = measure(key)
    st.metric(
        name or known.name,
        NO_DATA if value is None else value,
        delta=change or about,
        delta_color=COLOURS[known.better] if change else "off",
        delta_arrow="auto" if change else "off",
        border=border,
        height="stretch" if border else "content",
        help=known.sentence,
    )
