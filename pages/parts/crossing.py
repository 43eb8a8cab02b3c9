"""Cross-filtering: a click on a bar narrows the whole page; what it is narrowed to stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from backorder_core.domain.patterns import Narrow
from backorder_core.domain.values import Cause, Code, Tier
from backorder_core.services.backorders import Choices
from pages.parts.text import safe

C = TypeVar("C", bound=Code)
FIELDS = ("supplier", "category", "cause", "tier")
WORDS = {"supplier": "Supplier", "category": "Category", "cause": "Cause", "tier": "Tier"}


def parameter(field: str) -> str:
    """What a field is called in the address."""
    return f"only_{field}"


def current() -> Narrow:
    """What the address narrows the page to; a word that is no cause or tier narrows nothing."""
    said = {field: st.query_params.get(parameter(field)) for field in FIELDS}
    return Narrow(
        supplier=said["supplier"],
        category=said["category"],
        cause=_code(Cause, said["cause"]),
        tier=_code(Tier, said["tier"]),
    )


def _code(kind: type[C], word: str | None) -> C | None:
    return next((code for code in kind if code.key == word), None)


def chips(narrow: Narrow, choices: Choices) -> None:
    """What the page is narrowed to, each with a button that takes it away."""
    named = [(field, _name(field, narrow, choices)) for field in FIELDS if getattr(narrow, field) is not None]
    if not named:
        st.caption("Click a bar or a cell below to narrow everything on this page to it.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption("Only", width="content")
        for field, name in named:
            st.button(
                f"{WORDS[field]}: {name}",
                icon=":material/close:",
                key=f"clear_{field}",
                help="Take this filter away",
                on_click=_clear,
                args=([field],),
            )
        if len(named) > 1:
            st.button("Clear all", type="tertiary", on_click=_clear, args=(list(FIELDS),))


def _name(field: str, narrow: Narrow, choices: Choices) -> str:
    value = getattr(narrow, field)
    if field == "supplier":
        return safe(dict(choices.suppliers).get(value, value))
    return value.label if isinstance(value, Code) else safe(value or "without a category")


def _clear(fields: Sequence[str]) -> None:
    for field in fields:
        if parameter(field) in st.query_params:
            del st.query_params[parameter(field)]


def narrow_to(**keys: str) -> None:
    """Narrow the page to a bar or a cell that was clicked, and draw it again."""
    for field, key in keys.items():
        st.query_params[parameter(field)] = key
    st.rerun()


def state_key(name: str, narrow: Narrow) -> str:
    """The key of a chart: narrowed differently it starts without a selection."""
    words = [str(getattr(narrow, field)) for field in FIELDS]
    return f"{name}_{'_'.join(words)}".replace(" ", "-").lower()


def within(narrow: Narrow, inner: Narrow) -> Narrow:
    """What the page is narrowed to and a part of it besides."""
    told = {field: value for field, value in vars(inner).items() if value is not None}
    return replace(narrow, **told)
