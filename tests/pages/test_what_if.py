"""The what-if page: steps in the address, before and after, kept, carried out only when one is sure."""

from __future__ import annotations

import json

from backorder_core.services.scenarios import scenarios
from pages.parts import places
from tests.pages.conftest import Opened
from tests.pages.test_pages import words
from tests.small_company import SmallCompany

SLIP = json.dumps([{"kind": "slip", "supplier": "ABC", "days": "7"}])


def test_a_step_is_added_and_dropped(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.WHAT_IF)
    assert "Suppose something above" in words(app)
    next(one for one in app.button if one.label == "Suppose this").click().run()
    assert not app.exception
    assert "ABC comes 5 days later" in words(app)
    app.button(key="drop_0").click().run()
    assert "Suppose something above" in words(app)


def test_a_shared_address_shows_the_same_and_saves_nothing(company: SmallCompany, opened: Opened) -> None:
    version = company.store.data_version()
    app = opened(places.WHAT_IF, steps=SLIP)
    assert not app.exception
    assert "nothing is saved" in words(app)
    assert app.metric[0].value == "1"
    assert company.store.data_version() == version


def test_an_address_that_holds_no_steps_says_so(company: SmallCompany, opened: Opened) -> None:
    assert "does not hold steps of a scenario" in words(opened(places.WHAT_IF, steps="nonsense"))


def test_a_scenario_is_kept_and_carried_out(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.WHAT_IF, steps=SLIP)
    app.text_input[-1].set_value("A bad week")
    next(one for one in app.button if one.label == "Keep").click().run()
    assert "SC\\-2025\\-0001" in words(app)
    assert app.button(key="commit_SC-2025-0001").disabled
    app.checkbox(key="sure_SC-2025-0001").check().run()
    app.button(key="commit_SC-2025-0001").click().run()
    assert not app.exception
    assert [one.state.value for one in scenarios(company.store)] == ["committed"]
