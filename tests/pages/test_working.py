"""The screens of working a backorder, in process: what a form shows before, and what it does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.domain.values import Status
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.detail import BackorderDetail, show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work import caring, choosing, following, lists, talking
from backorder_core.store import Store
from pages.parts import places
from tests import chapter_day
from tests.chapter_day import AS_OF, NUMBER, D
from tests.pages.conftest import Opened
from tests.small_company import LISA, SARAH, SmallCompany, approve_all

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def day(served: Store, tmp_path: Path) -> Store:
    chapter_day.fill(served, tmp_path)
    served.mark_demo(AS_OF, SARAH)
    return served


def shown(store: Store) -> BackorderDetail:
    return show_backorder(store, NUMBER, AS_OF)


def at(opened: Opened, tab: str | None = None, act: str | None = None) -> AppTest:
    app = opened(places.BACKORDER, number=NUMBER)
    if tab:
        app.session_state["about"] = tab
    if act:
        app.session_state[f"act_{NUMBER}"] = act
    return app.run()


def said(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.success, *app.error, *app.warning, *app.info]
    return "\n".join(str(part.value) for part in parts).replace("\\", "").replace("\u2060", "")


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def text(app: AppTest, label: str, value: str) -> None:
    next(one for one in app.text_input if one.label == label).set_value(value)


def test_an_eta_update_shows_its_impact_and_is_saved_once(day: Store, opened: Opened) -> None:
    app = at(opened, act="Update the ETA")
    next(one for one in app.date_input if one.label == "New ETA").set_value(date(2025, 2, 12)).run()
    assert "5 Feb 2025 → 12 Feb 2025 (7 days later)" in said(app)
    app = press(app, "Save the ETA")
    assert "What the supplier said is missing" in said(app)
    text(app, "What the supplier said", "Testing takes a week longer")
    app = press(app, "Save the ETA")
    assert "1 ETA updated, customer notices queued" in said(app)
    assert shown(day).row.eta == date(2025, 2, 12)
    assert len(shown(day).etas) == 2


def test_a_receipt_says_who_gets_what_before_it_is_booked(day: Store, opened: Opened) -> None:
    app = at(opened, act="Receive units")
    next(one for one in app.number_input if one.label == "Units received").set_value(20).run()
    assert "20 of 50 open units" in said(app)
    assert shown(day).received == 0
    app = press(app, "Book the receipt")
    assert shown(day).received == 20
    assert "20 units of PO-2025-0201 / 10 received" in said(app)


def test_an_escalation_is_cleared_with_a_reason(day: Store, opened: Opened) -> None:
    app = at(opened, act="Clear the escalation")
    app = press(app, "Clear the escalation")
    assert "needs a reason" in said(app)
    text(app, "What changed?", "A transfer is under way")
    press(app, "Clear the escalation")
    assert shown(day).row.status is Status.OPEN


def test_cancelling_asks_for_what_the_chapter_asks(day: Store, opened: Opened) -> None:
    app = at(opened, act="Cancel units")
    app.number_input[0].set_value(5)
    text(app, "Why does the customer cancel?", "Bought elsewhere")
    app = press(app, "Cancel these units")
    assert "alternatives were offered" in said(app)
    text(app, "Which alternatives were offered?", "A substitute")
    app.number_input[0].set_value(5)
    text(app, "Why does the customer cancel?", "Bought elsewhere")
    press(app, "Cancel these units")
    assert shown(day).cancelled == 5


def test_a_closed_backorder_is_reopened_with_a_reason(day: Store, opened: Opened) -> None:
    receive(day, [Receipt("PO-2025-0201", "10", D(50), AS_OF)], LISA, AS_OF)
    app = at(opened, act="Reopen")
    app.number_input[0].set_value(4)
    app = press(app, "Reopen")
    assert "needs a reason" in said(app)
    app.number_input[0].set_value(4)
    text(app, "What changed?", "Four are broken")
    app = press(app, "Reopen")
    assert "is open again: 4 units are asked of its PO line" in said(app)
    assert shown(day).row.open == 4


def test_a_plan_is_chosen_and_its_transfer_goes_its_way(day: Store, opened: Opened) -> None:
    app = at(opened, tab="Sourcing")
    assert "$2,050" in said(app)
    assert "a late unit-day and a unit at risk together cost more than $10.00" in said(app)
    next(one for one in app.radio if one.label == "Choose a plan").set_value(1)
    text(app, "Why this one?", "30 at once")
    app = press(app, "Choose this plan")
    assert "TR-2025-0001, PR-2025-0001; 1 condition set" in said(app)
    app.session_state["about"] = "Sourcing"
    app = press(app.run(), "Confirm availability")
    assert "waits for the approval of the supervisor" in said(app)
    approve_all(day, NUMBER, AS_OF)
    app.session_state["about"] = "Sourcing"
    app = press(app.run(), "Confirm availability")
    app.session_state["about"] = "Sourcing"
    app.run()
    text(app, "Tracking number", "1Z999")
    app = press(app, "Ship")
    app.session_state["about"] = "Sourcing"
    app = press(app.run(), "Receive 30 units")
    assert shown(day).received == 30
    app.session_state["about"] = "Fulfilment"
    app.run()
    assert "SH-2025-0001" in said(app)


def test_the_customer_decides_and_the_shipment_is_planned(day: Store, opened: Opened) -> None:
    app = at(opened, tab="Fulfilment")
    text(app, "Who decided?", "Ms Premium")
    text(app, "Why?", "Everything at once is fine")
    app = press(app, "Record and carry out")
    assert "Decision recorded, 1 shipment planned" in said(app)


def test_a_customer_is_told_and_the_text_survives_a_reload(day: Store, opened: Opened) -> None:
    app = at(opened, tab="Customers")
    area = next(one for one in app.text_area if one.label == "Text")
    area.set_value(f"{area.value}\nWe pay the freight.").run()
    again = at(opened, tab="Customers")
    kept = next(one for one in again.text_area if one.label == "Text").value
    assert str(kept).endswith("We pay the freight.")
    again = press(again, "Note as said")
    assert talking.broken_promises(day, AS_OF).total == 0
    assert "Premium Manufacturing was told" in said(again)


def test_comments_follow_ups_and_watching(day: Store, opened: Opened) -> None:
    app = at(opened, tab="Together")
    next(one for one in app.text_area if one.label == "Comment").set_value("@Lisa please hurry")
    app = press(app, "Comment")
    assert caring.circle(day, NUMBER).comments[0].mentions == "Lisa"
    app.session_state["about"] = "Together"
    app.run()
    text(app, "What for?", "Call about the remaining 20")
    app = press(app, "Plan it")
    assert any(one.why == "Call about the remaining 20" for one in following.follow_ups(day, AS_OF).rows)


def test_another_day_can_be_looked_at_and_not_worked_on(day: Store, opened: Opened) -> None:
    app = opened(places.BACKORDER, number=NUMBER)
    app.session_state["as_of"] = date(2025, 1, 22)
    assert "You look at another day than today" in said(app.run())


def test_a_backorder_by_hand_is_found_seen_and_saved(day: Store, opened: Opened) -> None:
    app = opened(places.NEW)
    text(app, "Which purchase order line is late?", "nothing like it")
    app.run()
    assert "No open PO line matches" in said(app)


def test_a_backorder_by_hand_shows_who_is_hit_and_can_overrule_the_rules(
    company: SmallCompany, opened: Opened
) -> None:
    company.po_line("PO-7")
    company.order("SO-7", "PO-7", 8)
    app = opened(places.NEW)
    text(app, "Which purchase order line is late?", "PO-7")
    app.run()
    app.session_state["found_lines"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "po_number")]}}
    app.run()
    assert "8 units short" in said(app)
    assert "Recommended then: **Follow up on the ETA**" in said(app)
    next(one for one in app.date_input if one.label == "Now expected").set_value(date(2025, 1, 26)).run()
    text(app, "Why is it late?", "Truck broke down")
    app = press(app, "Save the backorder")
    assert "overrule that with a reason" in said(app)
    text(app, "Make one all the same, because …", "the customer asked us to track it")
    app = press(app, "Save the backorder")
    assert "BO-2025-0002 is made" in said(app)


def test_sourcing_says_what_to_do_where_nothing_is_under_way(day: Store, opened: Opened) -> None:
    assert "No transfer is under way" in said(opened(places.SOURCING))


def test_several_backorders_get_an_owner(day: Store, opened: Opened) -> None:
    app = opened(places.BACKORDERS)
    next(one for one in app.toggle if one.label == "Tick several").set_value(True).run()
    next(one for one in app.checkbox if "that match" in one.label).set_value(True).run()
    app.session_state["several_what"] = "Assign an owner"
    app.run()
    next(one for one in app.selectbox if one.key == "several_owner").set_value("Sarah").run()
    press(app, "Assign")
    assert shown(day).row.owner == "Sarah"


def test_a_plan_of_ones_own_is_priced_and_carried_out(day: Store, opened: Opened) -> None:
    app = at(opened, tab="Sourcing")
    next(one for one in app.number_input if one.label.startswith("XYZ")).set_value(10.0)
    next(one for one in app.number_input if one.label.startswith("Transfer")).set_value(5.5).run()
    assert "15.5 of 50 units** for $2,050" in said(app)
    text(app, "Why this way?", "for the pilot line")
    app = press(app, "Choose it")
    assert "TR-2025-0001, PR-2025-0001; 1 condition set" in said(app)
    app.session_state["about"] = "Sourcing"
    assert "34.5 units** are missing, 15.5 more are under way" in said(app.run())
    assert shown(day).row.eta == date(2025, 2, 5)


def test_one_word_of_the_supplier_dates_a_whole_po_or_all_that_comes_from_them(
    day: Store, opened: Opened, tmp_path: Path
) -> None:
    company = SmallCompany(day, tmp_path, loaded=True)
    for line in ("20", "30"):
        company.po_line("PO-2025-0201" if line == "20" else "PO-9", line)
        company.order(f"SO-{line}", "PO-2025-0201" if line == "20" else "PO-9", 5, "C-PREM", po_line=line)
    company.delays("PO-2025-0201,20,2025-02-15,late,,", "PO-9,30,2025-02-15,late,,", as_of=AS_OF)
    app = at(opened, act="Update the ETA")
    choices = next(one for one in app.radio if one.label == "What is it about?")
    assert [str(one).replace("\\", "") for one in choices.options] == [
        "This backorder",
        "All 2 of PO-2025-0201",
        "All 3 of ABC Manufacturing",
    ]
    choices.set_value("All 2 of PO-2025-0201").run()
    text(app, "What the supplier said", "the whole order comes in March")
    next(one for one in app.date_input if one.label == "New ETA").set_value(date(2025, 3, 3)).run()
    app = press(app, "Save 2 ETAs")
    assert "2 ETAs updated, customer notices queued" in said(app)
    found = {row.po_number + row.po_line: row.eta for row in list_backorders(day, Filters(), AS_OF).rows}
    assert found == {
        "PO-2025-020110": date(2025, 3, 3),
        "PO-2025-020120": date(2025, 3, 3),
        "PO-930": date(2025, 2, 15),
    }


def test_a_po_line_is_ended_from_its_backorder_and_from_the_search(day: Store, opened: Opened) -> None:
    app = at(opened, act="End the PO line")
    assert "50 units for 1 customer stay missing on BO-2025-0001, without a date" in said(app)
    app = press(app, "End the PO line")
    assert "What the supplier said is missing" in said(app)
    text(app, "What the supplier said", "We have stopped making these")
    app = press(app, "End the PO line")
    assert "PO-2025-0201 / 10 is ended" in said(app)
    assert shown(day).row.eta is None
    SmallCompany(day, Path(day.url).parent, loaded=True).po_line("PO-8", ordered=20)
    app = opened(places.NEW)
    text(app, "Which purchase order line is late?", "PO-8")
    app.run()
    app.session_state["found_lines"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "po_number")]}}
    app.run()
    next(one for one in app.toggle if one.label == "Nothing more of it will come").set_value(True).run()
    assert "20 units that nobody waits for are cancelled." in said(app)
    text(app, "What the supplier said", "not any more")
    press(app, "End the PO line")
    assert "No open PO line matches" in said(app.run())


def test_fewer_units_than_were_bought_come_and_the_rest_is_given_up(day: Store, opened: Opened) -> None:
    choice = choosing.PlanChoice(Seen(NUMBER), {"XYZ Components": D(50)}, "cheapest")
    (number,) = choosing.choose_plan(day, choice, SARAH, AS_OF).purchases
    approve_all(day, NUMBER, AS_OF)
    app = at(opened, tab="Sourcing")
    app = press(app, "Order it")
    app = at(opened, tab="Sourcing")
    assert "Expect no more of it" not in [one.label for one in app.button]
    next(one for one in app.number_input if one.label == "Units that came").set_value(30.0).run()
    app = press(app, "Receive 30 units")
    app = at(opened, tab="Sourcing")
    assert "Receive 20 units" in [one.label for one in app.button]
    text(app, "Why?", "out of stock")
    app = press(app, "Expect no more of it")
    assert f"No more of {number} is expected" in said(app)
    assert (shown(day).received, lists.supplies(day)[0].moving) == (30, False)
