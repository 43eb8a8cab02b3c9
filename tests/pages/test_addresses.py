"""Whatever stands in an address: a page shows what it can of it, or says what is wrong, and never fails.

``make soak`` puts every odd value into every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from pages.parts import places
from tests.pages.conftest import Opened
from tests.small_company import SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")
ODD = (
    "\x00",
    "-1",
    "9" * 300,
    "1e300",
    "NaN",
    "0001-01-01",
    "9999-12-31/0001-01-01",
    "[" * 5_000,
    '["a", 1, null]',
    "' or 1 = 1 --",
    "",
    "ABC",
)
PAGES = [one.path for section in places.SECTIONS.values() for one in section]
MOST_READ = (places.BACKORDERS, places.PREVENTION, places.PATTERNS, places.WHAT_IF)
"""The pages that take most from their address; four turns of them are all odd values."""
READ = ("number", "supplier", "steps", "only_cause", "only_tier", "profile")
"""What pages read of their address beside their widgets."""
STEPS = (
    "[" * 5_000,
    '{"a":' * 5_000,
    "9" * 5_000,
    "null",
    "[null]",
    '[{"kind": "slip"}]',
    '[{"kind": "slip", "supplier": "\\ud800", "days": 3}]',
    '[{"kind": "slip", "supplier": "ABC", "days": 99999999999}]',
    '[{"kind": "slip", "supplier": "ABC", "days": 1e400}]',
    '[{"kind": "slip", "supplier": ["ABC"], "days": 3}]',
)


def bound(app: AppTest) -> set[str]:
    """What the widgets of a page take from its address."""
    found: set[str] = set()
    waiting: list[Any] = [app._tree]
    while waiting:
        node = waiting.pop()
        waiting += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        found |= {key for key in keys(proto) if key} if isinstance(proto, Message) else set()
    return found


def keys(message: Message) -> Iterator[str]:
    """The words of an address that a message names."""
    for field, value in message.ListFields():
        if field.name == "query_param_key":
            yield value
        elif isinstance(value, Message):
            yield from keys(value)


def breaks(opened: Opened, page: Path, odd_ones: Sequence[str]) -> list[str]:
    """The odd values by which a page fails, put in the place of everything that it takes from its address."""
    first = opened(page, number="BO-2025-0001")
    assert not first.exception
    named = {*bound(first), *READ}
    return [odd for odd in odd_ones if opened(page, **dict.fromkeys(named, odd)).exception]


@pytest.mark.parametrize("turn", range(len(MOST_READ)))
def test_no_address_breaks_a_page(company: SmallCompany, opened: Opened, turn: int) -> None:
    assert breaks(opened, MOST_READ[turn], ODD[turn::4]) == []


def test_most_pages_take_something_from_their_address(company: SmallCompany, opened: Opened) -> None:
    assert {"approvals"} <= bound(opened(places.APPROVALS))
    assert len(bound(opened(places.BACKORDERS))) >= 5


@pytest.mark.parametrize("steps", STEPS)
def test_steps_that_are_none_are_refused(company: SmallCompany, opened: Opened, steps: str) -> None:
    app = opened(places.WHAT_IF, steps=steps)
    assert not app.exception
    assert app.error
