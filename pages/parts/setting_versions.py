"""What changed settings would do, the versions there were, thresholds that wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.domain.settings import DEFAULTS, ApprovalThresholds, Settings
from backorder_core.services import settings as service
from backorder_core.services.settings import Difference, Effect, Move, Version
from pages.parts import doing, tables
from pages.parts.format import count, day, moment, money
from pages.parts.frame import Frame
from pages.parts.text import safe


def compared(found: Sequence[Difference], alt: str) -> None:
    """What differs, field by field; ``alt`` says between what, once on a page."""
    cells = [{"field": one.field, "before": one.before, "after": one.after} for one in found]
    columns = {
        "field": tables.text("Setting", 330),
        "before": tables.text("Before", 330),
        "after": tables.text("After", 330),
    }
    tables.show(cells, columns, alt, missing="")


def effect(frame: Frame, found: Effect, alt: str) -> None:
    """How many open backorders would change band, approval route or level; ``alt`` as for ``compared``."""
    if found.nothing:
        st.info(
            f"None of the {count(found.open, 'open backorder')} would change its band, route or level.",
            icon=":material/check:",
        )
        return
    for title, moves, note in (
        ("Priority band", found.bands, "at once"),
        ("Approval route", found.routes, "for approvals asked from then on"),
        ("Escalation level", found.levels, "at the next check"),
    ):
        if moves:
            st.markdown(f"**{title}** changes for {count(sum(m.count for m in moves), 'backorder')}, {note}:")
            _moves(frame, moves, f"{alt}: {title.lower()}")


def _moves(frame: Frame, moves: Sequence[Move], alt: str) -> None:
    cells = [
        {
            "before": move.before,
            "after": move.after,
            "count": move.count,
            "value": money(move.value, frame.settings.currency),
        }
        for move in moves
    ]
    columns = {
        "before": tables.text("From", 300),
        "after": tables.text("To", 300),
        "count": tables.number("Backorders", [1]),
        "value": tables.text("Worth", 120),
    }
    tables.show(cells, columns, alt)


def waiting(frame: Frame, allowed: bool) -> None:
    """Thresholds that wait, and what a second person does with them."""
    found = service.waiting_proposal(frame.store)
    if found is None:
        return
    proposed = frame.settings.model_copy(
        update={"approvals": ApprovalThresholds.model_validate_json(found.body)}
    )
    with st.container(border=True):
        st.markdown(
            f"**Approval thresholds wait for a second person.** {safe(found.proposed_by)} proposed them on "
            f"{day(found.proposed_on)}: “{safe(found.why)}”"
        )
        compared(service.differences(frame.settings, proposed), "Thresholds in force and those that wait")
        if not allowed:
            return
        with st.container(horizontal=True):
            if st.button("Confirm", type="primary", icon=":material/verified_user:"):
                doing.attempt("confirm_thresholds", lambda key: _confirmed(frame, found.id, key))
            if st.button("Withdraw", icon=":material/undo:"):
                doing.attempt("withdraw_thresholds", lambda key: _withdrawn(frame, found.id, key))


def _confirmed(frame: Frame, proposal: int, key: str) -> str:
    version = service.confirm_thresholds(frame.store, proposal, frame.actor, frame.as_of, key)
    return f"The thresholds apply from now on, as version {version}."


def _withdrawn(frame: Frame, proposal: int, key: str) -> str:
    service.withdraw_thresholds(frame.store, proposal, frame.actor, frame.as_of, key)
    return "The proposed thresholds are withdrawn; nothing changed."


def past(frame: Frame, current: int, allowed: bool) -> None:
    """Every version, what each changed, and the way back to it."""
    found = service.history(frame.store)
    st.subheader("Versions", anchor=False)
    if not found:
        st.caption("The settings are the defaults: nobody changed them yet.")
        return
    cells = [
        {
            "version": one.version,
            "who": one.who,
            "why": one.why,
            "at": moment(one.at, frame.settings.time_zone),
        }
        for one in found
    ]
    columns = {
        "version": tables.number("Version", [1], width=70),
        "why": tables.text("Why", 420),
        "who": tables.text("By", 150),
        "at": tables.text("When", 170),
    }
    ids = [str(one.version) for one in found]
    chosen = tables.chosen(ids, cells, columns, "settings_version", "Versions of the settings")
    one = next((row for row in found if str(row.version) == chosen), None)
    if one is not None:
        _one(frame, found, one, current, allowed)


def _one(frame: Frame, found: Sequence[Version], one: Version, current: int, allowed: bool) -> None:
    before: Settings = next((row.settings for row in found if row.version == one.version - 1), DEFAULTS)
    st.markdown(f"**What version {one.version} changed**")
    compared(service.differences(before, one.settings), f"What version {one.version} changed")
    if one.version == current or not allowed:
        return
    with st.form(f"restore_{one.version}"):
        why = st.text_input(f"Why go back to version {one.version}?")
        if not st.form_submit_button("Restore it", icon=":material/settings_backup_restore:"):
            return

    def work(key: str) -> str:
        saved = service.restore(frame.store, one.version, current, why, frame.actor, frame.as_of, key)
        waits = " Its approval thresholds wait for a second person." if saved.waits else ""
        return f"Version {one.version} is in force again, as version {saved.version}.{waits}"

    doing.attempt(f"restore_{one.version}", work)
