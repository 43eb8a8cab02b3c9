"""The page of the API's tokens: made and shown once, revoked, by administrators alone."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.domain.values import Role
from backorder_core.services.reference import load
from backorder_core.services.tokens import list_tokens, owner_of
from pages.parts import doing, places
from tests.pages.conftest import Opened
from tests.pages.test_boards import as_person
from tests.pages.test_pages import words
from tests.small_company import ADMIN, CREATED, SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def ada(company: SmallCompany, opened: Opened) -> AppTest:
    load(company.store, "people", [{"name": "Ada", "role": int(Role.ADMINISTRATOR)}], ADMIN, CREATED)
    return as_person(opened(places.TOKENS), "Ada")


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    return app.run()


def make(app: AppTest, name: str) -> AppTest:
    next(one for one in app.text_input if one.label == "Machine").set_value(name)
    return press(app, "Make a token")


def test_a_token_is_made_shown_until_it_is_kept_and_opens_the_api(
    ada: AppTest, company: SmallCompany
) -> None:
    assert "the API is off" in words(ada)
    app = make(ada, "erp")
    (shown,) = app.code
    owner = owner_of(company.store, shown.value)
    assert owner is not None
    assert (owner.name, owner.role) == ("erp", Role.PLANNER)
    assert app.run().code[0].value == shown.value
    assert not press(app, "I have kept it").code


def test_a_name_is_given_once_and_what_was_typed_stays(ada: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "SECOND_CLICK", 0.0)
    app = make(make(ada, "erp"), "erp")
    assert "was named erp before" in app.error[0].value.replace("\\", "")


def test_a_revoked_token_opens_nothing(ada: AppTest, company: SmallCompany) -> None:
    app = make(ada, "erp")
    token = app.code[0].value
    app = press(app, "Yes, revoke it")
    assert not app.exception
    assert owner_of(company.store, token) is None
    (one,) = list_tokens(company.store)
    assert one.revoked_on is not None
    assert "the API is off" in words(app)


def test_who_is_no_administrator_sees_names_only(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.TOKENS)
    assert "administrators make tokens" in words(app)
    assert [one for one in app.button if one.label == "Make a token"] == []
