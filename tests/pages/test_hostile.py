"""Every page in process, full of harmful texts: each goes through ``safe`` wherever markdown is read.

What the browser does with them is seen in tests/browser; here every tab, person and address is opened.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from backorder_core.domain.values import Role
from backorder_core.store import Store
from pages.parts import frame, places
from pages.parts.text import safe
from tests.hostile import MARK, PAYLOADS
from tests.hostile_company import ROLES
from tests.pages.conftest import SHELL

pytestmark = pytest.mark.filterwarnings("ignore")
RAW = {
    MARK.findall(text)[0]: re.compile(rf"(?<!\\){re.escape(' '.join(text.split())[:40])}(?!\\)")
    for text in PAYLOADS
    if safe(text).replace("\u2060", "") != " ".join(text.split())
}
# Shown as plain text by the browser (seen in tests/browser), or never shown at all.
PLAIN = re.compile(
    r"\.(id|element_id|form_id|value|default|raw_values?|data|arrow_data|columns|alt|config|query_string|url"
    r"|placeholder|json)$|^(selectbox|multiselect)\.options$|^(text|code)\.body$"
)
TABS = ("Overview", "Sourcing", "Fulfilment", "Customers", "Together", "History")


@pytest.fixture(scope="module")
def hostile(hostile_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store that the pages open, full of harmful texts."""
    path = str(shutil.copy(hostile_store_file, tmp_path_factory.mktemp("hostile") / "hostile.duckdb"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKORDERS_STORE", path)
        yield frame.opened(path)
    frame.close(path)
    st.cache_data.clear()


def visit(page: Path, state: Mapping[str, str] | None = None, **query: str) -> AppTest:
    """A page by its address, as somebody who had set ``state`` before."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    if page != places.COMMAND_CENTER:
        app.run().switch_page(str(page))
    for name, value in query.items():
        app.query_params[name] = value
    for name, value in (state or {}).items():
        app.session_state[name] = value
    return app.run()


def said(app: AppTest) -> Iterator[tuple[str, str]]:
    """Every text that a page sends to the browser, by the kind of its element and its place in it."""
    waiting: list[Any] = [app._tree]
    while waiting:
        node = waiting.pop()
        waiting += getattr(node, "children", {}).values()
        if isinstance(proto := getattr(node, "proto", None), Message):
            yield from texts(getattr(node, "type", "block"), proto)


def texts(place: str, message: Message) -> Iterator[tuple[str, str]]:
    """The texts of a message and of those in it."""
    for field, value in message.ListFields():
        values = list(value.values()) if hasattr(value, "values") else value if field.is_repeated else [value]
        for one in values:
            if isinstance(one, Message):
                yield from texts(f"{place}.{field.name}", one)
            elif isinstance(one, str):
                yield f"{place}.{field.name}", one


def harmful(app: AppTest) -> list[tuple[str, str]]:
    """Where a page hands out a payload as it is, for markdown or HTML to be read in it."""
    assert not app.exception, app.exception[0].value
    found = []
    for place, text in said(app):
        if place.endswith(".spec"):
            spoken = [one for one in strings(json.loads(text)) if html.unescape(one) != one or "<" not in one]
            found += [
                (place, one) for one in strings(json.loads(text)) if one not in spoken and MARK.search(one)
            ]
        elif not PLAIN.search(place):
            flat = " ".join(text.split())
            found += [(place, mark) for mark, raw in RAW.items() if mark in flat and raw.search(flat)]
    return found


def strings(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def test_a_payload_that_is_not_made_safe_would_be_found(tmp_path: Path) -> None:
    for text in PAYLOADS:
        mark = MARK.findall(text)[0]
        if mark in RAW:
            assert RAW[mark].search(f"of {' '.join(text.split())}, late")
            assert not RAW[mark].search(f"of {safe(text)}, late")


@pytest.mark.parametrize("page", [one.path for section in places.SECTIONS.values() for one in section])
def test_a_page_makes_every_text_safe(hostile: Store, page: Path) -> None:
    assert harmful(visit(page)) == []


@pytest.mark.parametrize("turn", range(3))
def test_every_tab_of_a_backorder_makes_every_text_safe(hostile: Store, turn: int) -> None:
    number = f"BO-2025-{1 + turn * (len(PAYLOADS) // 6):04d}"
    for tab in TABS:
        assert harmful(visit(places.BACKORDER, {"about": tab}, number=number)) == [], tab


@pytest.mark.parametrize("role", [Role.CUSTOMER_SERVICE, Role.MANAGER, Role.ADMINISTRATOR])
def test_everybodys_own_pages_make_every_text_safe(hostile: Store, role: Role) -> None:
    me = {"me": PAYLOADS[ROLES.index(role)].strip()}
    for page in (places.MY_DAY, places.INBOX, places.APPROVALS, places.SETTINGS):
        assert harmful(visit(page, me)) == [], page


@pytest.mark.parametrize("page", [places.BACKORDERS, places.BACKORDER, places.SUPPLIERS, places.WHAT_IF])
def test_what_stands_in_an_address_is_made_safe(hostile: Store, page: Path) -> None:
    for text in PAYLOADS[::20]:
        steps = json.dumps([{"kind": "slip", "supplier": text, "days": 3}])
        asked = dict.fromkeys(("q", "number", "supplier", "kind", "as_of", "product", "customer"), text)
        assert harmful(visit(page, None, **asked, steps=steps)) == [], text
