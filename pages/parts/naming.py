"""One of the suppliers, products or customers: from a list where they are few, typed where they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from backorder_core.services.backorders import MOST_CHOICES
from pages.parts import reads
from pages.parts.frame import Frame

Named = Sequence[tuple[str, str]]
CALLED = ("supplier", "product", "customer")


def named(pair: tuple[str, str]) -> str:
    """How a supplier, product or customer is offered and written in the URL: its name and its code."""
    code, name = pair
    return code if code == name else f"{name} · {code}"


def one_of(
    frame: Frame,
    what: str,
    pairs: Named,
    key: str,
    *,
    label: str = "",
    index: int | None = None,
    bound: bool = True,
    on_change: Callable[[], None] | None = None,
    placeholder: str = "Any",
    width: int | Literal["stretch"] = "stretch",
) -> str | None:
    """The code of the ``what`` (supplier, product, customer …) that is chosen; None for none.

    Where more exist than are listed, a code or a name can be typed; what nobody is called stays as typed,
    so that nothing matches it.
    """
    codes = {named(pair): pair[0] for pair in pairs}
    many = what in CALLED and len(pairs) >= MOST_CHOICES
    chosen = st.selectbox(
        label or what.capitalize(),
        list(codes),
        index=index if codes else None,
        key=key,
        bind="query-params" if bound else None,
        on_change=on_change,
        placeholder=f"{placeholder}: choose or type" if many else placeholder,
        accept_new_options=many,
        help=f"The first {MOST_CHOICES} by name are listed: type the code or the name of any other."
        if many
        else None,
        width=width,
    )
    if not chosen:
        return None
    return codes.get(chosen) or (many and reads.code_called(frame, what, chosen)) or chosen
