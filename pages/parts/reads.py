"""Cached reads: one entry per data version, day and arguments, so that nothing stale is ever shown."""

from __future__ import annotations

from datetime import date

import streamlit as st

from backorder_core.services import backorders, detail, imports, reports
from backorder_core.services.backorders import BackorderPage, Choices, Filters, SortKey
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.imports import PastImport
from backorder_core.services.reports import CommandCenter
from backorder_core.services.work import caring, finding, fulfilling, lists, talking
from backorder_core.services.work.caring import Circle
from backorder_core.services.work.finding import Sourcing
from backorder_core.services.work.fulfilling import OrderOptions
from backorder_core.services.work.lists import ShipmentRow, SupplyRow
from backorder_core.services.work.talking import Message
from backorder_core.store import Store
from pages.parts.frame import Frame

Key = tuple[str, int]


def _key(frame: Frame) -> Key:
    return frame.store.url, frame.version


def command_center(frame: Frame) -> CommandCenter:
    """The command centre of the frame's day."""
    return _command_center(frame.store, _key(frame), frame.as_of)


@st.cache_data(show_spinner=False, max_entries=64)
def _command_center(_store: Store, key: Key, as_of: date) -> CommandCenter:
    return reports.command_center(_store, as_of)


def list_backorders(
    frame: Frame, filters: Filters, sort: SortKey, descending: bool, limit: int, offset: int
) -> BackorderPage:
    """A page of backorders of the frame's day."""
    return _list(frame.store, _key(frame), frame.as_of, filters, sort, descending, limit, offset)


@st.cache_data(show_spinner=False, max_entries=256)
def _list(
    _store: Store,
    key: Key,
    as_of: date,
    filters: Filters,
    sort: SortKey,
    descending: bool,
    limit: int,
    offset: int,
) -> BackorderPage:
    return backorders.list_backorders(_store, filters, as_of, sort, descending, limit, offset)


def show_backorder(frame: Frame, number: str) -> BackorderDetail:
    """One backorder on the frame's day; ``NotFound`` is not cached."""
    return _show(frame.store, _key(frame), frame.as_of, number)


@st.cache_data(show_spinner=False, max_entries=256)
def _show(_store: Store, key: Key, as_of: date, number: str) -> BackorderDetail:
    return detail.show_backorder(_store, number, as_of)


def choices(frame: Frame) -> Choices:
    """Suppliers, products and customers to filter by."""
    return _choices(frame.store, _key(frame))


@st.cache_data(show_spinner=False, max_entries=4)
def _choices(_store: Store, key: Key) -> Choices:
    return backorders.choices(_store)


def past_imports(frame: Frame) -> list[PastImport]:
    """Applied imports, newest first."""
    return _past_imports(frame.store, _key(frame))


@st.cache_data(show_spinner=False, max_entries=8)
def _past_imports(_store: Store, key: Key) -> list[PastImport]:
    return imports.list_imports(_store)


def sources(frame: Frame, number: str) -> Sourcing:
    """Alternative sources and plans of one backorder; a refusal is not cached."""
    return _sources(frame.store, _key(frame), frame.as_of, number)


@st.cache_data(show_spinner="Looking for sources …", max_entries=64)
def _sources(_store: Store, key: Key, as_of: date, number: str) -> Sourcing:
    return finding.find_sources(_store, number, as_of)


def supplies(frame: Frame) -> tuple[SupplyRow, ...]:
    """Transfers and purchase requests, those under way first."""
    return _supplies(frame.store, _key(frame))


@st.cache_data(show_spinner=False, max_entries=8)
def _supplies(_store: Store, key: Key) -> tuple[SupplyRow, ...]:
    return lists.supplies(_store)


def shipments(frame: Frame) -> tuple[ShipmentRow, ...]:
    """Shipments, planned ones first."""
    return _shipments(frame.store, _key(frame))


@st.cache_data(show_spinner=False, max_entries=8)
def _shipments(_store: Store, key: Key) -> tuple[ShipmentRow, ...]:
    return lists.shipments(_store)


def fulfilment(frame: Frame, number: str) -> tuple[OrderOptions, ...]:
    """The five strategies of each order line of one backorder."""
    return _fulfilment(frame.store, _key(frame), frame.as_of, number)


@st.cache_data(show_spinner=False, max_entries=64)
def _fulfilment(_store: Store, key: Key, as_of: date, number: str) -> tuple[OrderOptions, ...]:
    return fulfilling.fulfilment_options(_store, number, as_of)


def circle(frame: Frame, number: str) -> Circle:
    """Owner, watchers, comments, conditions and ratings of one backorder."""
    return _circle(frame.store, _key(frame), number)


@st.cache_data(show_spinner=False, max_entries=64)
def _circle(_store: Store, key: Key, number: str) -> Circle:
    return caring.circle(_store, number)


def messages(frame: Frame, number: str) -> tuple[Message, ...]:
    """What was said to customers about one backorder, and what waits to be said."""
    return _messages(frame.store, _key(frame), number)


@st.cache_data(show_spinner=False, max_entries=64)
def _messages(_store: Store, key: Key, number: str) -> tuple[Message, ...]:
    return talking.messages(_store, number)
