"""The audit trail on the screen: its filters, its entries in words, its proof, its files."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.domain.settings import ApprovalThresholds
from backorder_core.domain.values import Role
from backorder_core.services import audit
from backorder_core.services.audit import AuditEntry, AuditFilters, AuditPage, Proof
from backorder_core.services.detail import HistoryEntry
from backorder_core.services.settings import named, said
from pages.parts import files, links, reads, story
from pages.parts.files import Sheet
from pages.parts.format import ISO_DAY, UNKNOWN, capital, count, day, moment, money, number
from pages.parts.frame import Frame
from pages.parts.text import safe

SIZE = 25
EVERYTHING = "All"
KINDS = {"po_line": "PO line", "settings": "Settings", "reference": "Master data", "decision": "Approval"}
NAMES = {"eta": "ETA", "who": "By", "rows": "Rows", "kind": "Of"}
HIDDEN = ("id", "hash", "mapping", "options", "lines", "settings_version", "backorder_version", "number")
AMOUNTS = ("cost", "value", "fixed_cost", "unit_cost", "compensation_cost")
UNITS = ("quantity", "received", "cancelled", "promised", "on_hand")
COLUMNS = ("Entry", "Recorded (UTC)", "Day", "Who", "What", "Kind", "About", "Backorder", "Changes")


def filters(frame: Frame) -> AuditFilters:
    """What the trail is narrowed to; kept in the URL, so that a look can be shared."""
    choices = reads.audit_choices(frame)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = _one_of("Who", choices.people, "audit_who", str)
        action = _one_of("What was done", choices.actions, "audit_action", capital)
        kind = _one_of("To what", choices.kinds, "audit_kind", _kind)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = _day("From", "audit_from")
        until = _day("To", "audit_to")
        wanted = st.text_input(
            "Number",
            key="audit_number",
            bind="query-params",
            on_change=_first_page,
            width=220,
            icon=":material/search:",
            placeholder="BO-, PO-, TR-…",
            help="The number of a backorder with all that belongs to it, of a PO, transfer, purchase request "
            "or shipment.",
        )
    return AuditFilters(who, action, kind, since, until, wanted or None)


def _one_of(label: str, words: tuple[str, ...], key: str, write: Callable[[str], str]) -> str | None:
    chosen = st.selectbox(
        label,
        [EVERYTHING, *words],
        key=key,
        bind="query-params",
        format_func=lambda word: word if word == EVERYTHING else write(word),
        on_change=_first_page,
        width=220,
    )
    return None if chosen == EVERYTHING else chosen


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label,
        value=None,
        key=key,
        bind="query-params",
        format="YYYY-MM-DD",
        on_change=_first_page,
        width=150,
        help="Business day, included.",
    )


def _first_page() -> None:
    st.session_state.pop("audit_page", None)


def place(total: int) -> int:
    """The pager; how many entries to skip."""
    pages = max(1, math.ceil(total / SIZE))
    if pages == 1:
        return 0
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.pagination(pages, key="audit_page", bind="query-params", width=260)
        start = (chosen - 1) * SIZE
        st.caption(f"Entries {start + 1:,} to {min(total, start + SIZE):,} of {total:,}", width="content")
    return start


def entries(frame: Frame, found: AuditPage) -> None:
    """A page of entries, newest first."""
    with st.container(border=True):
        for entry in found.rows:
            said = " · ".join(safe(phrase) for phrase in phrases(entry, frame.settings.currency))
            recorded = moment(entry.at, frame.settings.time_zone)
            about = f" · {safe(subject(entry))}" if subject(entry) else ""
            st.markdown(
                f"**{safe(title(entry))}{about}** :small[:gray[{day(entry.on)} by {safe(entry.who)}, "
                f"recorded {recorded}, entry {entry.seq:,}]]  \n{said or 'Nothing that can be shown here'}"
            )
    about_one = {entry.number for entry in found.rows if entry.number}
    if len(about_one) == 1:
        links.backorder_link(frame, about_one.pop())


def title(entry: AuditEntry) -> str:
    """What was done, and to what kind of thing."""
    done, kind = story.title(_history(entry)), _kind(entry.kind)
    return done if kind.lower() in done.lower() else f"{kind}: {done}"


def subject(entry: AuditEntry) -> str:
    """What an entry is about, by its name and the backorder that it belongs to."""
    return " of ".join(dict.fromkeys(filter(None, (entry.name, entry.number))))


def _kind(word: str) -> str:
    return KINDS.get(word, capital(word))


def _history(entry: AuditEntry) -> HistoryEntry:
    return HistoryEntry(entry.at, entry.on, entry.who, entry.action, entry.before, entry.after, entry.kind)


def phrases(entry: AuditEntry, currency: str) -> list[str]:
    """What an entry changed, one phrase each: from what to what."""
    if entry.kind == "backorder":
        return story.changes(_history(entry), currency)
    before, after = dict(_flat(entry.before)), dict(_flat(entry.after))
    if entry.kind == "settings" and not before:
        return [f"{count(len(after), 'value')} saved"]
    proposed = _proposed(after.pop("body")) if entry.kind == "threshold proposal" and "body" in after else []
    return proposed + [
        _phrase(key, before.get(key), value, currency)
        for key, value in after.items()
        if before.get(key, "") != value and _last(key) not in HIDDEN and not _last(key).endswith("_id")
    ]


def _proposed(body: str) -> list[str]:
    """Proposed thresholds, by the names that they have on the settings page."""
    fields = ApprovalThresholds.model_validate_json(body)
    return [f"{named(ApprovalThresholds, name)} {said(value)}" for name, value in fields]


def _flat(fields: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        name = f"{above}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, ", ".join(map(str, value))
        else:
            yield name, "" if value is None else str(value)


def _last(key: str) -> str:
    return key.rpartition(".")[2]


def _phrase(key: str, before: str | None, after: str, currency: str) -> str:
    name = NAMES.get(key, capital(key.replace("_", " ").replace(".", ": ")))
    now = _worded(_last(key), after, currency)
    return (
        f"{name} {_worded(_last(key), before, currency)} → {now}" if before is not None else f"{name} {now}"
    )


def _worded(key: str, text: str, currency: str) -> str:
    if text in ("true", "false", "True", "False"):
        return "yes" if text.lower() == "true" else "no"
    with suppress(InvalidOperation, ValueError):
        if ISO_DAY.fullmatch(text):
            return day(date.fromisoformat(text))
        if key in AMOUNTS:
            return money(Decimal(text), currency)
        if key in UNITS:
            return number(Decimal(text))
        if key == "role" and text.isdigit():
            return Role(int(text)).label
    return text.replace("_", " ") if text.islower() and text.isidentifier() else text or UNKNOWN


def proof(frame: Frame) -> None:
    """Compute the chain of hashes anew when asked, and say what came out."""
    if st.button(
        "Verify the chain",
        icon=":material/verified:",
        help="Every entry carries the hash of the one before it; all of them are computed anew and compared.",
    ):
        with st.spinner("Computing every hash anew …"):
            st.session_state["audit_proof"] = (frame.version, audit.prove_chain(frame.store, frame.actor))
    version, found = st.session_state.get("audit_proof", (None, None))
    if isinstance(found, Proof):
        later = "" if version == frame.version else " Entries were added since; verify again to include them."
        _verdict(found, later)


def _verdict(found: Proof, later: str) -> None:
    if not found.breaks:
        st.success(
            f"The chain is sound: {count(found.entries, 'entry', 'entries')}, none altered or lost.{later}",
            icon=":material/verified:",
        )
        return
    said = "  \n".join(safe(one.sentence) for one in found.breaks)
    st.error(f"The chain is broken.{later}  \n{said}", icon=":material/gpp_bad:")


def downloads(frame: Frame, wanted: AuditFilters, total: int) -> None:
    """Everything that matches, not just the page, as CSV and XLSX; made when asked for."""
    name = f"audit-{frame.default_as_of.isoformat()}"
    many = total > audit.MOST_EXPORTED
    hint = (
        f"Narrow the filters: a file holds {audit.MOST_EXPORTED:,} entries."
        if many
        else f"Exactly what is filtered: {count(total, 'entry', 'entries')}"
    )
    sheet = Sheet(name, COLUMNS, lambda: _rows(frame, wanted))
    files.offer(sheet, "audit", hint, closed=not total or many, quiet=False)


def _rows(frame: Frame, wanted: AuditFilters) -> Iterator[tuple[Cell, ...]]:
    for entry in audit.every_entry(frame.store, wanted, frame.actor):
        said = "; ".join(phrases(entry, frame.settings.currency))
        at = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        yield (
            *(entry.seq, at, entry.on, entry.who, entry.action, _kind(entry.kind)),
            *(entry.name, entry.number, said),
        )
