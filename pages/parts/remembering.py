"""Results that are remembered: nobody changes them, so they are handed out as they are and never copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
T = TypeVar("T")


def remembered(most: int, spinner: bool | str = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the newest ``most`` answers of a read, by its arguments; a refusal is not kept.

    The arguments must name what the answer depends on: the store, its data version, the day.
    """

    def keep(read: Callable[P, T]) -> Callable[P, T]:
        kept: Callable[P, T] = st.cache_resource(show_spinner=spinner, max_entries=most)(read)
        return kept

    return keep


def forget() -> None:
    """Forget every answer."""
    st.cache_resource.clear()
