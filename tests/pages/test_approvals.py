"""The approvals queue, the people page and the way in, in process."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from backorder_core.domain.approvals import StepState
from backorder_core.services.detail import show_backorder
from backorder_core.services.people import everybody, let_choose
from backorder_core.services.reference import load
from backorder_core.store import Store
from pages.parts import places, signin
from tests import chapter_day
from tests.chapter_day import AS_OF, NUMBER
from tests.pages.conftest import Opened
from tests.pages.test_working import press, said, text
from tests.small_company import ADMIN, MEG, SAM, SARAH, SmallCompany, waiting_step

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def day(served: Store, tmp_path: Path) -> Store:
    chapter_day.fill(served, tmp_path)
    served.mark_demo(AS_OF, SARAH)
    load(served, "people", [{"name": ADMIN.name, "role": int(ADMIN.role)}], ADMIN, AS_OF)
    return served


def be(app: AppTest, name: str) -> AppTest:
    return app.selectbox(key="me").set_value(name).run()


def choose(app: AppTest, label: str) -> AppTest:
    (radio,) = (one for one in app.radio if one.label.startswith("Your decision"))
    radio.set_value(VALUES[label])
    return app


VALUES = {
    "Approve": StepState.APPROVED,
    "Approve with conditions": StepState.CONDITIONAL,
    "Reject": StepState.REJECTED,
    "Ask for alternatives": StepState.ALTERNATIVES,
}


def test_only_approvers_have_something_to_decide(day: Store, opened: Opened) -> None:
    app = opened(places.APPROVALS)
    assert "supervisors, managers, directors and account managers decide" in said(app)
    app = be(app, SAM.name)
    assert "1 backorder worth $25,000" in said(app)
    assert "Your decision as supervisor" in [one.label for one in app.radio]


def test_the_chain_goes_from_one_to_the_next(day: Store, opened: Opened) -> None:
    app = be(opened(places.APPROVALS), SAM.name)
    app = press(app, "Decide")
    assert f"{NUMBER}: approved. The next step waits for its turn." in said(app)
    assert "Nothing waits here." in said(app)
    app = be(app, MEG.name)
    choose(app, "Approve with conditions")
    app = press(app, "Decide")
    assert "needs at least one condition" in said(app)
    next(one for one in app.text_area if one.label.startswith("Conditions")).set_value("Offer 10 % discount")
    app = press(app, "Decide")
    assert "approved with conditions" in said(app)
    step = waiting_step(day, NUMBER)
    assert step is not None
    assert step.role.label == "Account manager"
    app.segmented_control(key="approvals").set_value("Decided")
    app.run()
    assert "2 decisions in 90 days" in said(app)


def test_a_rejection_is_asked_again_on_the_backorders_page(day: Store, opened: Opened) -> None:
    app = be(opened(places.APPROVALS), SAM.name)
    choose(app, "Reject")
    text(app, "Comment", "too dear")
    press(app, "Decide")
    app = opened(places.BACKORDER, number=NUMBER)
    app.session_state[f"act_{NUMBER}"] = "Ask for approval again"
    app = app.run()
    text(app, "What changed since the decision?", "half the price")
    app = press(app, "Ask for approval again")
    assert f"{NUMBER} waits for approval again." in said(app)
    assert show_backorder(day, NUMBER, AS_OF).approvals[0].state == "waiting"


def test_an_approver_names_a_deputy(day: Store, opened: Opened) -> None:
    app = be(opened(places.APPROVALS), MEG.name)
    text(app, "Why?", "holiday")
    app = press(app, "Let them decide")
    assert "decides for you from 28 Jan 2025 to 4 Feb 2025" in said(app)
    app = press(app, "Take back")
    assert "decides for you no more" in said(app)


def test_an_administrator_adds_people_and_others_look(day: Store, opened: Opened) -> None:
    app = opened(places.PEOPLE)
    assert "administrators change people" in said(app)
    app = be(app, ADMIN.name)
    text(app, "Name", "Nora New")
    app = press(app, "Save")
    assert "Nora New is planner now." in said(app)
    assert "Nora New" in [one.name for one in everybody(day)]


def test_without_a_way_in_nobody_sees_anything(company: SmallCompany, opened: Opened) -> None:
    store = company.store
    store.write(lambda writer: writer.run("write_meta", name="demo", value="no"))
    let_choose(store, False, "a test", ADMIN)
    app = opened(places.BACKORDERS)
    assert "Nobody can get in yet." in said(app)
    assert "BO-2025" not in said(app)
    assert not app.dataframe


def test_a_visitor_from_elsewhere_does_not_choose(
    company: SmallCompany, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = company.store.settings()[1]
    assert signin.may_choose(company.store, settings, True, company.store.data_version())
    monkeypatch.setattr(type(st.context), "ip_address", "10.0.0.7")
    assert not signin.may_choose(company.store, settings, True, company.store.data_version())
    monkeypatch.setattr(type(st.context), "ip_address", None)
    monkeypatch.setattr(type(st.context), "headers", {"X-Forwarded-For": "10.0.0.7"})
    assert not signin.may_choose(company.store, settings, True, company.store.data_version())


def test_a_backorder_without_any_eta_is_decided_on_with_its_history(
    company: SmallCompany, opened: Opened
) -> None:
    company.po_line("PO-U")
    company.order("SO-U", "PO-U", 90, "C-METRO")
    company.delays("PO-U,10,,No date yet,,")
    load(company.store, "people", [{"name": SAM.name, "role": int(SAM.role)}], ADMIN, AS_OF)
    app = be(opened(places.APPROVALS), SAM.name)
    assert not app.exception
    assert "ETA unknown" in said(app)
    assert "Nobody stands in for anybody" in said(app) or "no other approver" in said(app)
