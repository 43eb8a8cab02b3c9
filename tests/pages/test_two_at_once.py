"""Two people at one backorder, one who clicks twice: nothing is overwritten unseen or done twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.domain.values import Trigger
from backorder_core.services.detail import BackorderDetail, show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.work import caring, choosing, etas, following, lists, talking, transfers
from backorder_core.store import Store
from pages.parts import doing
from tests import chapter_day
from tests.chapter_day import AS_OF, NUMBER, D
from tests.pages.conftest import Opened
from tests.pages.test_working import at, press, said, text
from tests.small_company import ADMIN, LISA, MIKE, PLANNER, SARAH, approve_all

LATER = date(2025, 2, 20)
CHANGED = "was changed by Pat Planner (ETA updated"


@pytest.fixture
def day(served: Store, tmp_path: Path) -> Store:
    chapter_day.fill(served, tmp_path)
    served.mark_demo(AS_OF, SARAH)
    return served


def shown(store: Store) -> BackorderDetail:
    return show_backorder(store, NUMBER, AS_OF)


def somebody_else(store: Store, eta: date = LATER) -> None:
    update = etas.EtaUpdate((Seen(NUMBER),), eta, Trigger.QUALITY_ISSUE, "tests take longer")
    etas.update_etas(store, update, PLANNER, AS_OF)


def written(app: AppTest) -> str:
    return str(next(one for one in app.text_area if one.label == "Text").value)


def receiving(opened: Opened, units: float) -> AppTest:
    app = at(opened, act="Receive units")
    next(one for one in app.number_input if one.label == "Units received").set_value(units).run()
    return app


def test_a_change_that_was_not_seen_is_refused_with_who_made_it_and_done_once_it_was(
    day: Store, opened: Opened
) -> None:
    app = at(opened, act="Escalate")
    somebody_else(day)
    text(app, "Why?", "The plant has stopped")
    next(one for one in app.selectbox if one.label == "To level").set_value(3)
    app = press(app, "Escalate")
    assert CHANGED in said(app)
    assert [one.value for one in app.toast] == ["Pat Planner: ETA updated"]
    assert shown(day).level == 2
    press(app, "Escalate")
    assert shown(day).level == 3


def test_a_new_eta_does_not_overwrite_another_that_was_not_seen(day: Store, opened: Opened) -> None:
    app = at(opened, act="Update the ETA")
    text(app, "What the supplier said", "a day earlier")
    next(one for one in app.date_input if one.label == "New ETA").set_value(date(2025, 2, 4)).run()
    somebody_else(day)
    assert CHANGED in said(press(app, "Save the ETA"))
    assert shown(day).row.eta == LATER


def test_the_same_delivery_is_not_booked_by_two_people(day: Store, opened: Opened) -> None:
    app = receiving(opened, 20)
    receive(day, [Receipt("PO-2025-0201", "10", D(20), AS_OF)], LISA, AS_OF)
    app = press(app, "Book the receipt")
    assert "was changed by Lisa (partially received" in said(app)
    assert shown(day).received == 20


def test_cancelling_names_the_version_that_was_seen(day: Store, opened: Opened) -> None:
    app = at(opened, act="Cancel units")
    somebody_else(day)
    app.number_input[0].set_value(5)
    text(app, "Why does the customer cancel?", "Bought elsewhere")
    text(app, "Which alternatives were offered?", "none")
    assert CHANGED in said(press(app, "Cancel these units"))
    assert shown(day).cancelled == 0


def test_a_plan_whose_sources_changed_is_not_carried_out_unseen(day: Store, opened: Opened) -> None:
    app = at(opened, tab="Sourcing")
    next(one for one in app.radio if one.label == "Choose a plan").set_value(1)
    text(app, "Why this one?", "30 at once")
    load(
        day,
        "stock",
        [{"location": "WEST", "product": "CM-500", "on_hand": D(8), "promised": D(0)}],
        ADMIN,
        AS_OF,
    )
    app = press(app, "Choose this plan")
    assert "The sources changed meanwhile: look at the plans again." in said(app)
    assert not lists.supplies(day)


def test_a_transfer_that_went_on_meanwhile_is_not_taken_a_step_back(day: Store, opened: Opened) -> None:
    choice = choosing.PlanChoice(Seen(NUMBER), {"Transfer from West Coast Warehouse": D(30)}, "at once")
    (number,) = choosing.choose_plan(day, choice, SARAH, AS_OF).transfers
    approve_all(day, NUMBER, AS_OF)
    app = at(opened, tab="Sourcing")
    transfers.step_transfer(day, transfers.TransferStep(number, "dock"), LISA, AS_OF)
    app = press(app, "Confirm availability")
    assert f"{number} was changed by Lisa (dock space cleared" in said(app)


def test_a_second_click_before_the_answer_is_seen_does_nothing(
    day: Store, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = receiving(opened, 12.5)
    assert "12.5 of 50 open units" in said(app)
    app = press(press(app, "Book the receipt"), "Book the receipt")
    assert "12.5 units of PO-2025-0201 / 10 received." in said(app)
    assert shown(day).received == D("12.5")
    monkeypatch.setattr(doing, "SECOND_CLICK", 0.0)
    press(app.run(), "Book the receipt")
    assert shown(day).received == 25


def test_what_was_done_stays_said_after_the_second_half_of_a_double_click(
    day: Store, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "5 units of PO-2025-0201 / 10 received."
    app = press(receiving(opened, 5), "Book the receipt")
    assert told in said(app.run())
    monkeypatch.setattr(doing, "SECOND_CLICK", 0.0)
    assert told not in said(app.run())


def test_comments_and_follow_ups_are_written_once_however_often_they_are_clicked(
    day: Store, opened: Opened
) -> None:
    app = at(opened, tab="Together")
    next(one for one in app.text_area if one.label == "Comment").set_value("please hurry")
    press(press(app, "Comment"), "Comment")
    assert len(caring.circle(day, NUMBER).comments) == 1
    app = at(opened, tab="Together")
    text(app, "What for?", "Call Premium")
    press(press(app, "Plan it"), "Plan it")
    assert [one.why for one in following.follow_ups(day, AS_OF).rows].count("Call Premium") == 1


def test_fractions_of_a_unit_can_be_typed_where_goods_are_measured(day: Store, opened: Opened) -> None:
    receive(day, [Receipt("PO-2025-0201", "10", D("49.25"), AS_OF)], LISA, AS_OF)
    app = at(opened, act="Cancel units")
    assert (app.number_input[0].max, app.number_input[0].step) == (0.75, 1.0)
    app.number_input[0].set_value(0.75)
    text(app, "Why does the customer cancel?", "enough")
    text(app, "Which alternatives were offered?", "none")
    press(app, "Cancel these units")
    assert (shown(day).cancelled, shown(day).row.open) == (D("0.75"), 0)


def test_a_message_that_was_begun_is_there_after_somebody_else_changed_the_backorder(
    day: Store, opened: Opened
) -> None:
    app = at(opened, tab="Customers")
    area = next(one for one in app.text_area if one.label == "Text")
    area.set_value("We pay the freight.").run()
    somebody_else(day)
    again = at(opened, tab="Customers")
    assert "20 Feb 2025" in said(again)
    assert "We pay the freight." not in written(again)
    assert "We pay the freight." in [one.value for one in again.text]
    again = press(again, "Take it over")
    assert written(again) == "We pay the freight."
    press(again, "Note as said")
    assert talking.messages(day, NUMBER)[0].body == "We pay the freight."
    assert "Take it over" not in [one.label for one in at(opened, tab="Customers").button]


def test_mike_is_not_told_of_what_he_did_himself(day: Store, opened: Opened) -> None:
    app = at(opened)
    app.session_state["me"] = MIKE.name
    app.run()
    caring.comment(day, NUMBER, "on my way", MIKE, AS_OF)
    assert not app.run().toast
    caring.comment(day, NUMBER, "thank you", SARAH, AS_OF)
    assert [one.value for one in app.run().toast] == ["Sarah: Commented"]


def two_parts() -> None:
    """A page whose tabs can be drawn again while what stands above them stays."""
    import streamlit as st

    from pages.parts import doing

    top, tab = st.session_state["versions"]
    with doing.run():
        st.session_state["seen"] = doing.as_drawn("BO", top)
        with doing.part("tabs"):
            st.session_state["seen_in_tab"] = doing.as_drawn("BO", tab)


def test_a_tab_that_was_drawn_again_does_not_speak_for_the_forms_above_it() -> None:
    app = AppTest.from_function(two_parts)
    for versions in ((1, 1), (1, 2), (2, 2)):
        app.session_state["versions"] = versions
        app.run()
    assert (app.session_state["seen"], app.session_state["seen_in_tab"]) == (1, 2)
