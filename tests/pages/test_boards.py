"""My day and the boards in process: what each shows on the demo and the chapter's day, and what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.services.holding import Seen
from backorder_core.services.work import (
    boards,
    caring,
    choosing,
    days,
    escalating,
    finding,
    following,
    talking,
)
from backorder_core.store import Store
from pages.parts import doing, frame, places, tables
from pages.parts.remembering import forget
from tests import chapter_day
from tests.addresses import copied
from tests.chapter_day import AS_OF, NUMBER
from tests.pages.conftest import Opened
from tests.pages.test_working import press, said, text
from tests.small_company import LISA, MIKE, PLANNER, SARAH, SmallCompany, approve_all

pytestmark = pytest.mark.filterwarnings("ignore")
FOUR = (places.MY_DAY, places.ESCALATIONS, places.FOLLOW_UPS, places.PROMISES)
DESKS = ("Purchasing manager", "Customer service", "Analyst", "Procurement", "Warehouse")


@pytest.fixture
def demo(demo_store_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    path = copied(demo_store_file, tmp_path / "pages.duckdb")
    monkeypatch.setenv("BACKORDERS_STORE", path)
    yield frame.opened(path)
    frame.close(path)
    forget()


@pytest.fixture
def day(served: Store, tmp_path: Path) -> Store:
    chapter_day.fill(served, tmp_path)
    served.mark_demo(AS_OF, SARAH)
    return served


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


def click(app: AppTest, key: str, row: int, column: str = "number") -> AppTest:
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(row, column)]}}
    return app.run()


def choose(app: AppTest, key: str, ids: Sequence[str], row: int = 0) -> AppTest:
    return click(app, tables.key_of(key, ids), row)


def desk(app: AppTest, name: str) -> AppTest:
    next(one for one in app.segmented_control if one.label == "What waits for").set_value(name)
    return app.run()


def as_person(app: AppTest, name: str) -> AppTest:
    next(one for one in app.sidebar.selectbox if one.label == "You are").set_value(name)
    return app.run()


# On the demo


@pytest.mark.parametrize("path", FOUR, ids=lambda path: path.stem)
def test_each_board_of_the_demo_draws(demo: Store, opened_demo: Opened, path: Path) -> None:
    app = opened_demo(path)
    assert not app.exception
    assert not app.error
    assert "None" not in said(app)


@pytest.fixture
def opened_demo(demo: Store) -> Opened:
    def run(path: Path = places.COMMAND_CENTER, **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(places.PAGES / "parts" / "shell.py"), default_timeout=60)
        app.run().switch_page(str(path))
        return app.run()

    return run


def test_the_demo_on_every_desk(demo: Store, opened_demo: Opened) -> None:
    app = opened_demo(places.MY_DAY)
    assert figures(app)["New"] == "15"
    for name in DESKS:
        app = desk(app, name)
        assert not app.exception, name
        assert "None" not in said(app), name
    assert figures(app)["Escalated"] == "11"


def test_the_analyst_sees_the_chapters_week(demo: Store, opened_demo: Opened) -> None:
    app = desk(opened_demo(places.MY_DAY), "Analyst")
    shown = [(metric.label, metric.value) for metric in app.metric][-4:]
    assert shown == [
        ("New in the week", "8"),
        ("Resolved in the week", "12"),
        ("Net", "−4"),
        ("Satisfaction", "4.8 of 5"),
    ]
    assert "From 21 Jan 2025 up to, and without, 28 Jan 2025" in said(app)


def test_the_figures_of_the_boards_are_those_of_the_services(demo: Store, opened_demo: Opened) -> None:
    app = opened_demo(places.ESCALATIONS)
    for level in boards.escalation_board(demo, AS_OF):
        assert figures(app)[f"Level {level.level} · {level.told.label}"] == f"{level.count}"
    due = following.follow_ups(demo, AS_OF)
    assert figures(opened_demo(places.FOLLOW_UPS)) == {
        "Overdue": f"{due.overdue}",
        "Due today": f"{due.today}",
        "Later": f"{due.later}",
    }
    assert f"{talking.broken_promises(demo, AS_OF).total} broken promises" in said(
        opened_demo(places.PROMISES)
    )


# Escalations


def test_the_check_raises_what_is_due_and_says_so(
    company: SmallCompany, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(places.ESCALATIONS)
    assert "Nothing is escalated" in said(app)
    app = press(app, "Run the escalation check")
    assert "1 backorder raised" in said(app)
    assert figures(app)["Level 2 · Manager"] == "1"
    assert "3 days overdue" in said(app)
    monkeypatch.setattr(doing, "SECOND_CLICK", 0.0)
    app = press(app, "Run the escalation check")
    assert "Nothing to raise" in said(app)


def test_a_cleared_escalation_is_marked(day: Store, opened: Opened) -> None:
    escalating.clear(day, Seen(NUMBER), "A transfer comes", SARAH, AS_OF)
    assert "Cleared: A transfer comes" in said(opened(places.ESCALATIONS))


def test_a_click_in_the_list_opens_the_backorder(day: Store, opened: Opened) -> None:
    app = opened(places.ESCALATIONS)
    next(one for one in app.segmented_control if one.label == "Shown as").set_value("List").run()
    app = click(app, "escalated", 0)
    assert app.title[0].value.replace("\\", "") == NUMBER


def test_nothing_is_raised_on_another_day(day: Store, opened: Opened) -> None:
    app = opened(places.ESCALATIONS)
    app.session_state["as_of"] = date(2025, 1, 22)
    app.run()
    assert "You look at another day than today" in said(app)
    assert not [one for one in app.button if one.label == "Run the escalation check"]


# Follow-ups


def test_a_follow_up_is_finished_and_the_next_one_told(day: Store, opened: Opened) -> None:
    (due,) = following.follow_ups(day, AS_OF).rows
    app = choose(opened(places.FOLLOW_UPS), "follow_up", [str(due.id)])
    app = press(app, "Done")
    assert "outcome of the follow-up" in said(app)
    text(app, "What came of it?", "They promise 5 February")
    app = press(app, "Done")
    assert f"The follow-up on {NUMBER} is done. The next one is due on 29 Jan 2025." in said(app)
    (after,) = following.follow_ups(day, AS_OF).rows
    assert (after.id != due.id, after.due_on) == (True, date(2025, 1, 29))


def test_a_follow_up_is_planned_for_a_number_and_mine_are_mine(day: Store, opened: Opened) -> None:
    app = opened(places.FOLLOW_UPS)
    text(app, "Backorder", "BO-2025-9999")
    text(app, "What for?", "Call on Wednesday")
    app = press(app, "Plan it")
    assert "BO-2025-9999" in said(app)
    text(app, "Backorder", NUMBER.lower())
    text(app, "What for?", "Call on Wednesday")
    next(one for one in app.selectbox if one.label == "Who?").set_value("Mike")
    app = press(app, "Plan it")
    assert f"A follow-up on {NUMBER} is planned for 29 Jan 2025" in said(app)
    next(one for one in app.segmented_control if one.label == "Whose").set_value("Mine").run()
    assert "Choose who you are" in said(app)
    assert figures(as_person(app, "Mike")) == {"Overdue": "0", "Due today": "0", "Later": "1"}


# Broken promises


def test_a_customer_is_told_from_the_list_and_leaves_it(day: Store, opened: Opened) -> None:
    ids = [f"{NUMBER} C-PREM"]
    app = choose(opened(places.PROMISES), "promise", ids)
    assert "Last told: 18 Jan 2025" in said(app)
    area = next(one for one in app.text_area if one.label == "Text")
    area.set_value(f"{area.value}\nWe pay the freight.").run()
    next(one for one in app.text_input if one.label == "Subject").set_value("About your modules").run()
    again = choose(opened(places.PROMISES), "promise", ids)
    assert str(next(one for one in again.text_area if one.label == "Text").value).endswith("freight.")
    assert next(one for one in again.text_input if one.label == "Subject").value == "About your modules"
    again = press(again, "Note as said")
    assert "Every customer knows the truth" in said(again)
    ((number, message),) = talking.messages_of_customer(day, "C-PREM")
    assert (number, message.subject, message.promised) == (NUMBER, "About your modules", date(2025, 2, 5))
    next(one for one in again.selectbox if one.label == "Customer").set_value(
        "Premium Manufacturing · C-PREM"
    ).run()
    app = choose(again, "log_C-PREM", [str(message.id)])
    assert "We pay the freight." in "\n".join(str(one.value) for one in app.text)


def test_the_log_shows_what_waits_to_be_said(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.PROMISES)
    assert "2 broken promises · $35,000 at stake" in said(app)
    next(one for one in app.selectbox if one.label == "Customer").set_value(
        "Industrial Services · C-INDUS"
    ).run()
    assert list(app.dataframe[-1].value["state"]) == ["waits to be said"]


# My day


def test_the_news_stay_for_the_visit_and_are_gone_at_the_next(day: Store, opened: Opened) -> None:
    caring.watch(day, NUMBER, MIKE, AS_OF, on=True)
    escalating.escalate(day, Seen(NUMBER), 3, "Call them", SARAH, AS_OF)
    app = as_person(opened(places.MY_DAY), "Mike")
    assert app.subheader[0].value == "What happened on 28 Jan 2025"
    assert figures(app)["Escalated"] == "1"
    assert set(app.dataframe[0].value["why"]) == {"You watch it"}
    assert days.news(day, "Mike", AS_OF).escalated == 0
    assert figures(app.run())["Escalated"] == "1"
    escalating.escalate(day, Seen(NUMBER), 4, "The CEO called", SARAH, AS_OF)
    again = as_person(opened(places.MY_DAY), "Mike")
    assert again.subheader[0].value == "Since you looked on 28 Jan 2025"
    assert figures(again)["Escalated"] == "1"
    assert list(again.dataframe[0].value["what"]) == ["Escalated by hand"]


@pytest.mark.parametrize(
    ("person", "heard"),
    [
        ("planner", "Critical backorders"),
        ("Sarah", "Critical backorders"),
        ("Mike", "Your follow-ups"),
        ("Jennifer", "Resolved in the week"),
        ("Tom", "ETAs to ask for again"),
        ("Lisa", "Shipments to pick"),
    ],
)
def test_each_person_finds_what_their_role_needs(day: Store, opened: Opened, person: str, heard: str) -> None:
    app = as_person(opened(places.MY_DAY), person)
    assert heard in [one.value for one in app.subheader]
    assert "None" not in said(app)


def test_the_warehouse_ticks_off_a_transfer(day: Store, opened: Opened) -> None:
    plans = finding.find_sources(day, NUMBER, AS_OF).plans
    plan = next(
        one.plan for one in plans if any(line.option.name.startswith("Transfer") for line in one.plan.lines)
    )
    choice = choosing.PlanChoice(
        Seen(NUMBER), {line.option.name: line.quantity for line in plan.lines}, "30 at once", False
    )
    choosing.choose_plan(day, choice, SARAH, AS_OF)
    approve_all(day, NUMBER, AS_OF)
    app = as_person(opened(places.MY_DAY), LISA.name)
    assert "Requested: confirm availability and condition" in said(app)
    app = press(app, "Confirm availability")
    assert "Confirmed: ship them" in said(app)
    assert "TR-2025-0001: confirm availability is done" in said(app)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Purchasing manager", "critical"),
        ("Purchasing manager", "day_escalated"),
        ("Purchasing manager", "day_follow_ups_overdue"),
        ("Customer service", "day_promises"),
        ("Procurement", "day_stale"),
    ],
)
def test_a_click_on_my_day_opens_the_backorder(day: Store, opened: Opened, name: str, key: str) -> None:
    app = click(desk(opened(places.MY_DAY), name), key, 0)
    assert app.title[0].value.replace("\\", "") == NUMBER


def test_a_cause_of_the_week_opens_its_rows(company: SmallCompany, opened: Opened) -> None:
    company.po_line("PO-2")
    company.order("SO-9", "PO-2", 5)
    company.delays("PO-2,10,2025-02-15,Machine breakdown,,", as_of=date(2025, 1, 22))
    app = click(desk(opened(places.MY_DAY), "Analyst"), "day_causes", 0, "cause")
    assert app.title[0].value == "Backorders"
    assert "1 backorder ·" in said(app)


def test_another_day_has_no_buttons_on_my_day(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.MY_DAY)
    app.session_state["as_of"] = date(2025, 1, 19)
    app.run()
    assert not app.exception
    assert "You look at another day than today" in said(app)
    assert days.news(company.store, PLANNER.name, AS_OF).since is None


@pytest.mark.parametrize("page", [places.ESCALATIONS, places.PROMISES, places.SOURCING, places.FOLLOW_UPS])
def test_mine_is_a_filter_of_every_board(day: Store, opened: Opened, page: Path) -> None:
    key = f"{page.stem}_of"
    app = opened(page)
    app.segmented_control(key=key).set_value("Mine")
    app.run()
    assert "Choose who you are in the sidebar" in said(app)
    everything = opened(page)
    caring.assign(day, [Seen(NUMBER)], MIKE.name, SARAH, AS_OF)
    for who, own in ((MIKE.name, True), (LISA.name, False)):
        app = as_person(opened(page), who)
        app.segmented_control(key=key).set_value("Mine")
        app.run()
        assert not app.exception
        assert len(app.dataframe) == (len(everything.dataframe) if own else 0)
