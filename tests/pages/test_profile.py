"""Where the time of a run goes is told to administrators that ask, and to the log where somebody wishes."""

from __future__ import annotations

import logging
import re

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.people import PersonWish, save_person
from backorder_core.store import Store
from backorder_core.store.tracing import traced
from pages.parts import profile
from tests.pages.conftest import Opened
from tests.small_company import ADMIN, TODAY, SmallCompany

STRIP = re.compile(
    r"[\d,.]+ ms in all: SQL [\d,.]+ ms in \d+ queries with \d+ rows, slowest \w+ [\d,.]+ ms for \d+ rows? · "
    r"Python [\d,.]+ ms · serialisation [\d,.]+ ms, [\d,]+ kB in \d+ messages"
)


@pytest.fixture
def administrator(served: Store) -> str:
    save_person(served, PersonWish("Ada", Role.ADMINISTRATOR, "", None), ADMIN, TODAY)
    return "Ada"


def test_an_administrator_sees_where_the_time_of_a_run_went(
    company: SmallCompany, opened: Opened, administrator: str
) -> None:
    app = opened(profile="1")
    app.selectbox(key="me").set_value(administrator).run()
    assert [one.value for one in app.caption if STRIP.search(one.value)]


def test_nobody_else_sees_it_and_no_administrator_who_did_not_ask(
    company: SmallCompany, opened: Opened, administrator: str
) -> None:
    asked, unasked = opened(profile="1"), opened()
    unasked.selectbox(key="me").set_value(administrator).run()
    for app in (asked, unasked):
        assert not [one.value for one in app.caption if "SQL" in one.value]


def test_every_run_leaves_a_line_in_the_log_where_wished(
    company: SmallCompany, opened: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(profile.VARIABLE, "1")
    with caplog.at_level(logging.WARNING, "backorders.profile"):
        opened()
    assert re.search(rf"command_center: {STRIP.pattern}", caplog.text)


def test_a_trace_tells_each_statement_with_its_rows(empty_store: Store) -> None:
    with traced() as trace, empty_store.read() as reader:
        reader.rows("supplier_choices", most=5)
        reader.one("data_version")
    assert [(one.statement, one.rows) for one in trace.ran] == [("supplier_choices", 0), ("data_version", 1)]
    assert trace.slowest in trace.ran
    assert trace.seconds == sum(one.seconds for one in trace.ran) > 0


def test_what_is_traced_inside_another_counts_in_both(empty_store: Store) -> None:
    with traced() as whole, empty_store.read() as reader:
        reader.one("data_version")
        with traced() as part:
            reader.one("data_version")
    assert (len(whole.ran), len(part.ran)) == (2, 1)
