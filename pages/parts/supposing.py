"""The steps of a scenario: added by a form, kept in the address, so that a link shows the same."""

from __future__ import annotations

import json
from decimal import Decimal

import streamlit as st

from backorder_core.domain.errors import InvalidInput, Refusal
from backorder_core.domain.scenarios import KINDS, Step, as_words, read_step
from backorder_core.services import scenarios
from backorder_core.services.scenarios import Tried
from backorder_core.store import PastStore
from pages.parts import frame as frames
from pages.parts import naming, reads
from pages.parts.frame import Frame
from pages.parts.text import safe

LABELS = {
    "slip": "A supplier comes later",
    "lose": "A supplier fails",
    "stock": "More stock",
    "set": "Another setting",
    "budget": "A budget for expediting",
}
PLACE = "steps"


def steps(frame: Frame) -> tuple[Step, ...]:
    """The steps that are supposed, drawn with a way to drop each, below the form that adds one."""
    found = _read()
    _add(frame, found)
    for place, step in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{place + 1}. **{safe(step.sentence)}**", width="content")
            st.button(
                "Drop",
                key=f"drop_{place}",
                type="tertiary",
                icon=":material/close:",
                on_click=_write,
                args=([one for at, one in enumerate(found) if at != place],),
            )
    return tuple(found)


def _read() -> list[Step]:
    try:
        words = json.loads(st.query_params.get(PLACE, "[]"))
        return [read_step(one) for one in words]
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise InvalidInput(
            "The address does not hold steps of a scenario: start anew on this page."
        ) from None


def _write(wanted: list[Step]) -> None:
    st.query_params[PLACE] = json.dumps([as_words(step) for step in wanted])


def _add(frame: Frame, found: list[Step]) -> None:
    with st.container(border=True):
        kind = st.segmented_control(
            "Suppose", list(KINDS), default="slip", format_func=LABELS.__getitem__, key="kind", required=True
        )
        with st.form("step", border=False, clear_on_submit=False):
            words = {"kind": kind or "slip", **_entered(frame, kind or "slip")}
            if not st.form_submit_button("Suppose this", type="primary", icon=":material/add:"):
                return
    try:
        _write([*found, read_step(words)])
    except Refusal as refusal:
        frames.refuse(refusal)
        return
    st.rerun()


def _entered(frame: Frame, kind: str) -> dict[str, str]:
    known = reads.choices(frame)
    left, middle, right = st.columns(3)
    if kind in ("slip", "lose"):
        with left:
            one = naming.one_of(frame, "supplier", known.suppliers, "step_supplier", index=0, bound=False)
        code = {"supplier": one or ""}
        if kind == "lose":
            return code
        days = middle.number_input("Days later", min_value=1, max_value=365, value=5, key="step_days")
        return {**code, "days": str(days)}
    if kind == "stock":
        places = scenarios.locations(frame.store)
        at = left.selectbox("Location", places, format_func=lambda pair: pair[1], key="step_location")
        with middle:
            what = naming.one_of(frame, "product", known.products, "step_product", index=0, bound=False)
        units = right.number_input("Units", min_value=1, value=10, key="step_units")
        return {
            "location": at[0] if at else "",
            "product": what or "",
            "quantity": str(Decimal(units)),
        }
    if kind == "budget":
        amount = left.number_input("Budget", min_value=1.0, value=5_000.0, step=500.0, key="step_amount")
        return {"amount": f"{amount:.2f}"}
    path = left.text_input("Setting", placeholder="priority.vip", key="step_path")
    value = middle.text_input("Its value", placeholder="7", key="step_value")
    return {"path": path.strip(), "value": value.strip()}


def tried(frame: Frame, wanted: tuple[Step, ...]) -> Tried | None:
    """What the steps would do, worked out once for each version of the data; a refusal is shown."""
    if isinstance(frame.store, PastStore):
        st.info("Only today's store can be supposed upon: leave “Known on” empty.", icon=":material/history:")
        return None
    words = json.dumps([as_words(step) for step in wanted])
    try:
        return _tried(frame, words)
    except Refusal as refusal:
        frames.refuse(refusal)
        return None


def _tried(frame: Frame, words: str) -> Tried:
    held = st.session_state.get("tried")
    key = (frame.store.url, frame.version, frame.as_of, words)
    if held and held[0] == key:
        return held[1]  # type: ignore[no-any-return]
    with st.spinner("Trying it out …"):
        found = scenarios.try_out(frame.store, [read_step(one) for one in json.loads(words)], frame.as_of)
    st.session_state["tried"] = (key, found)
    return found
