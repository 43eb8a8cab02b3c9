"""The settings page in process: its effect before it is saved, two people for thresholds, versions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.services import settings as service
from backorder_core.services.reference import load
from backorder_core.store import Store
from pages.parts import places
from tests.pages.conftest import Opened
from tests.pages.test_working import press, said, text
from tests.small_company import ADMIN, DAN, TODAY, SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def store(company: SmallCompany) -> Store:
    people = [{"name": one.name, "role": int(one.role)} for one in (ADMIN, DAN)]
    load(company.store, "people", people, ADMIN, TODAY)
    return company.store


def be(app: AppTest, name: str) -> AppTest:
    return app.selectbox(key="me").set_value(name).run()


def number(app: AppTest, label: str, value: float) -> None:
    next(one for one in app.number_input if one.label == label).set_value(value)


def at(opened: Opened, kind: str, name: str = ADMIN.name) -> AppTest:
    app = be(opened(places.SETTINGS), name)
    app.session_state["settings_kind"] = kind
    return app.run()


def test_a_planner_looks_and_cannot_save(store: Store, opened: Opened) -> None:
    app = opened(places.SETTINGS)
    assert "directors and administrators change settings" in said(app)
    assert next(one for one in app.button if one.label == "Save").disabled


def test_the_effect_is_seen_before_it_is_saved(store: Store, opened: Opened) -> None:
    version = store.settings()[0]
    app = at(opened, "Priority scoring")
    number(app, "VIP multiplier", 1.0)
    app = press(app, "See what this would change")
    assert "Priority band changes for 1 backorder, at once" in said(app).replace("**", "")
    assert store.settings()[0] == version
    text(app, "Why?", "VIPs count like others")
    app = press(app, "Save")
    assert f"Saved as version {version + 1}." in said(app)


def test_a_setting_that_cannot_be_is_refused_and_stays_typed(store: Store, opened: Opened) -> None:
    app = at(opened, "Priority scoring")
    number(app, "High from, points", 20000.0)
    text(app, "Why?", "x")
    app = press(app, "Save")
    assert "bands must descend" in said(app)
    assert next(one for one in app.number_input if one.label == "High from, points").value == 20000


def test_thresholds_wait_for_another_person(store: Store, opened: Opened) -> None:
    app = at(opened, "Approval thresholds")
    number(app, "Manager up to, director above", 30000.0)
    text(app, "Why?", "a smaller company")
    app = press(app, "Save")
    assert "apply after a second person confirms" in said(app)
    limit = next(one for one in app.number_input if one.label == "Manager up to, director above")
    assert limit.value == 50000
    app = press(app, "Confirm")
    assert "ask a second person" in said(app)
    app = press(be(app, DAN.name), "Confirm")
    assert "The thresholds apply from now on" in said(app)
    assert store.settings()[1].approvals.manager_up_to == 30000


def test_every_kind_opens_and_saves_nothing_by_itself(store: Store, opened: Opened) -> None:
    before = store.settings()
    app = opened(places.SETTINGS)
    kinds = [service.named(type(before[1]), name) for name in type(before[1]).model_fields]
    for kind in kinds:
        app.session_state["settings_kind"] = kind
        app = app.run()
        assert not app.exception, kind
    app = press(app, "See what this would change")
    assert "Nothing differs from the settings in force." in said(app)
    assert store.settings() == before


def test_what_waits_what_a_change_would_do_and_a_version_stand_on_one_page(
    store: Store, opened: Opened
) -> None:
    version, now = store.settings()
    thresholds = now.approvals.model_copy(update={"manager_up_to": Decimal(30_000)})
    scoring = now.priority.model_copy(update={"vip": Decimal(4)})
    wanted = now.model_copy(update={"approvals": thresholds, "priority": scoring})
    service.save(store, version, wanted, "both", ADMIN, TODAY)
    app = at(opened, "Priority scoring")
    app.session_state["settings_version"] = str(version + 1)
    number(app, "VIP multiplier", 1.0)
    app = press(app, "See what this would change")
    assert not app.exception
    for part in ("Approval thresholds wait", "Priority band changes", f"What version {version + 1} changed"):
        assert part in said(app).replace("**", "")


def test_a_file_that_changes_bands_routes_and_levels_shows_all_three(store: Store, opened: Opened) -> None:
    app = be(opened(places.SETTINGS), ADMIN.name)
    text = "[priority]\nvip = 1\n[approvals]\nmanager_up_to = 30000\n[escalation]\ndays = [1, 2, 3, 4]\n"
    app.file_uploader[0].upload("settings.toml", text.encode())
    app = app.run()
    assert not app.exception
    for title in ("Priority band", "Approval route", "Escalation level"):
        assert f"{title} changes for 1 backorder" in said(app).replace("**", "")
