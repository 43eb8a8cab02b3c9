"""Quantities that are typed: whole units as a rule, up to three decimals where goods are measured."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backorder_core.domain.values import ZERO

LEAST = Decimal("0.001")


def units(
    label: str,
    key: str,
    *,
    least: Decimal = ZERO,
    most: Decimal | None = None,
    value: Decimal = ZERO,
    place: DeltaGenerator | None = None,
) -> Decimal:
    """Ask for units between ``least`` and ``most``."""
    typed = (place or st).number_input(
        label,
        min_value=float(least),
        max_value=None if most is None else float(most),
        value=float(value),
        step=1.0,
        format="%g",
        key=key,
    )
    return Decimal(str(typed)).quantize(LEAST).normalize() + ZERO
