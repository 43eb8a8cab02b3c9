"""Escalating, cancelling, telling customers, following up, caring for a backorder."""

from __future__ import annotations

from datetime import date

import pytest

from backorder_core.domain.care import ConditionState
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotFound
from backorder_core.domain.values import Actor, Band, Status
from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.services.holding import Seen
from backorder_core.services.imports import list_imports, undo_import
from backorder_core.services.receipts import Receipt, preview_receipts, receive
from backorder_core.services.reference import load
from backorder_core.services.work import (
    cancelling,
    caring,
    days,
    escalating,
    etas,
    following,
    talking,
)
from backorder_core.store import Store
from tests.services.working import BO, FAR, D, seen, shown, sound, update
from tests.small_company import ADMIN, CREATED, LISA, MIKE, PLANNER, TODAY, SmallCompany


def test_an_escalation_is_cleared_by_a_person_with_a_reason(short: SmallCompany) -> None:
    store = short.store
    escalating.escalate(store, seen(store), 3, "The plant has stopped", PLANNER, TODAY)
    assert shown(store).row.status is Status.ESCALATED
    assert shown(store).level == 3
    with pytest.raises(InvalidInput, match="needs a reason"):
        escalating.clear(store, seen(store), " ", PLANNER, TODAY)
    escalating.clear(store, seen(store), "Units were found", PLANNER, TODAY)
    assert shown(store).row.status is Status.OPEN
    with pytest.raises(IllegalStep):
        escalating.clear(store, seen(store), "again", PLANNER, TODAY)
    sound(store)


def cancel(store: Store, **changed: object) -> int:
    fields = {
        "backorder": seen(store),
        "quantities": {"SO-2 / 1": D(20)},
        "reason": "Found another source",
        "alternatives": "Substitute CM-510",
        "compensation": "5 % credit",
        "compensation_cost": D(500),
    }
    return cancelling.cancel_units(store, cancelling.CancelWish(**{**fields, **changed}), MIKE, TODAY)  # type: ignore[arg-type]


def test_a_cancellation_is_counted_and_releases_allocations(short: SmallCompany) -> None:
    cancel(short.store)
    after = shown(short.store)
    assert (after.cancelled, after.row.open, after.row.customers) == (D(20), D(50), 1)
    sound(short.store)
    cancel(short.store, quantities={"SO-1 / 1": D(50)})
    assert shown(short.store).row.status is Status.CANCELLED
    sound(short.store)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quantities": {}}, "Nothing is chosen"),
        ({"quantities": {"SO-2 / 1": D(21)}}, "misses 20 units"),
        ({"quantities": {"SO-3 / 1": D(1)}}, "does not wait"),
        ({"reason": ""}, "Why the customer cancels is missing"),
        ({"alternatives": " "}, "alternatives were offered"),
        ({"compensation_cost": D(-1)}, "cannot be negative"),
    ],
)
def test_a_cancellation_must_be_complete(short: SmallCompany, changed: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        cancel(short.store, **changed)
    assert shown(short.store).cancelled == 0


def test_a_broken_promise_is_resolved_by_telling_the_customer(short: SmallCompany) -> None:
    store = short.store
    broken = talking.broken_promises(store, TODAY)
    assert [(one.customer_code, one.told, one.truth) for one in broken.rows] == [
        ("C-METRO", date(2025, 1, 25), FAR),
        ("C-INDUS", date(2025, 1, 25), FAR),
    ]
    draft = talking.draft_message(store, BO, "C-METRO", TODAY)
    assert "50 × Control Module CM-500" in draft.body
    assert "We had told you 2025-01-25" in draft.body
    words = talking.Words(Seen(BO, draft.version), "C-METRO", draft.subject, draft.body, "phone", FAR)
    talking.tell(store, words, MIKE, TODAY)
    assert [one.customer_code for one in talking.broken_promises(store, TODAY).rows] == ["C-INDUS"]
    log = talking.messages(store, BO)
    assert [(one.customer_code, one.state) for one in log] == [("C-INDUS", "pending"), ("C-METRO", "sent")]
    etas.update_etas(store, update(store, None), PLANNER, TODAY)
    worst = talking.broken_promises(store, TODAY).rows
    assert [(one.customer_code, one.gap) for one in worst] == [
        ("C-METRO", "told a date, now unknown"),
        ("C-INDUS", "told a date, now unknown"),
    ]
    sound(store)


def test_words_that_no_longer_hold_are_not_sent(short: SmallCompany) -> None:
    draft = talking.draft_message(short.store, BO, "C-METRO", TODAY)
    etas.update_etas(short.store, update(short.store, date(2025, 3, 1)), PLANNER, TODAY)
    words = talking.Words(Seen(BO, draft.version), "C-METRO", draft.subject, draft.body, "email", FAR)
    with pytest.raises(Conflict):
        talking.tell(short.store, words, MIKE, TODAY)


def test_a_follow_up_is_done_with_an_outcome_and_the_next_comes_by_cadence(short: SmallCompany) -> None:
    store = short.store
    due = following.follow_ups(store, TODAY)
    assert (due.overdue, due.today, due.later) == (1, 0, 0)
    made = following.remind(
        store, following.Reminder(Seen(BO), date(2025, 1, 29), "Call Metro", "Mike"), MIKE, TODAY
    )
    with pytest.raises(InvalidInput, match="in the past"):
        following.remind(store, following.Reminder(Seen(BO), CREATED, "Call"), MIKE, TODAY)
    assert [one.why for one in following.follow_ups(store, TODAY, person="Mike").rows] == ["Call Metro"]
    assert following.finish(store, due.rows[0].id, "They confirm Feb 15", MIKE, TODAY) == date(2025, 1, 29)
    with pytest.raises(IllegalStep, match="already done"):
        following.finish(store, due.rows[0].id, "again", MIKE, TODAY)
    assert following.finish(store, made, "Told", MIKE, TODAY) is None
    with pytest.raises(NotFound):
        following.finish(store, 999, "x", MIKE, TODAY)


def test_a_follow_up_by_hand_survives_a_new_eta(short: SmallCompany) -> None:
    reminder = following.Reminder(Seen(BO), date(2025, 1, 29), "Call Metro", "Mike")
    following.remind(short.store, reminder, MIKE, TODAY)
    etas.update_etas(short.store, update(short.store, date(2025, 3, 1)), PLANNER, TODAY)
    assert {one.why for one in following.follow_ups(short.store, TODAY).rows} == {
        "Call Metro",
        "Ask the supplier for the ETA",
    }


def test_owner_comments_watchers_and_news(short: SmallCompany) -> None:
    store = short.store
    load(store, "buyers", [{"supplier": "ABC", "buyer": "Tom"}], PLANNER, CREATED)
    assert shown(store).row.owner == "Tom"
    assert caring.assign(store, [Seen(BO)], "Sarah", PLANNER, TODAY) == 1
    assert caring.assign(store, [Seen(BO)], "Sarah", PLANNER, TODAY) == 0
    with pytest.raises(InvalidInput, match="Nobody is called Zoe"):
        caring.assign(store, [Seen(BO)], "Zoe", PLANNER, TODAY)
    days.look(store, "Sarah", TODAY)
    days.look(store, "Mike", TODAY)
    assert caring.comment(store, BO, "@sarah please look", MIKE, TODAY) == ("Sarah",)
    etas.update_etas(store, update(store, date(2025, 3, 1)), PLANNER, TODAY)
    sarah = days.news(store, "Sarah", TODAY)
    assert (sarah.eta_updates, sarah.new) == (1, 0)
    assert [(one.why, one.action) for one in sarah.happenings] == [
        ("yours", "ETA updated"),
        ("mentioned", "@sarah please look"),
    ]
    assert [one.why for one in days.news(store, "Mike", TODAY).happenings] == ["watched"]
    caring.watch(store, BO, MIKE, TODAY, on=False)
    assert caring.circle(store, BO).watchers == ()
    sound(store)


def test_a_condition_is_met_or_waived_with_a_reason(short: SmallCompany) -> None:
    store = short.store
    one = caring.add_condition(store, BO, "Explore expedited shipping", "manager", PLANNER, TODAY)
    two = caring.add_condition(store, BO, "Offer 10 % discount", "manager", PLANNER, TODAY)
    assert {f.kind for f in following.follow_ups(store, TODAY, "today").rows} == {"condition"}
    caring.settle_condition(store, one, ConditionState.MET, "", MIKE, TODAY)
    with pytest.raises(InvalidInput, match="waiving"):
        caring.settle_condition(store, two, ConditionState.WAIVED, "", MIKE, TODAY)
    with pytest.raises(IllegalStep, match="already met"):
        caring.settle_condition(store, one, ConditionState.MET, "", MIKE, TODAY)
    assert [c.state for c in caring.circle(store, BO).conditions] == [ConditionState.MET, ConditionState.OPEN]
    assert following.follow_ups(store, TODAY, "today").today == 1
    sound(store)


def test_a_rating_from_one_to_five(short: SmallCompany) -> None:
    store = short.store
    caring.rate(store, BO, "C-METRO", 4, "fine", MIKE, TODAY)
    caring.rate(store, BO, "C-METRO", 5, "", MIKE, TODAY)
    assert [(who, one.rating) for who, one in caring.circle(store, BO).ratings] == [
        ("Metro Manufacturing", 5)
    ]
    with pytest.raises(InvalidInput, match="rating of 6"):
        caring.rate(store, BO, "C-METRO", 6, "", MIKE, TODAY)
    with pytest.raises(InvalidInput, match="was not affected"):
        caring.rate(store, BO, "C-PREM", 5, "", MIKE, TODAY)
    sound(store)


def test_drafts_survive_a_reload(short: SmallCompany) -> None:
    days.save_draft(short.store, "Mike", BO, "Dear Metro")
    assert days.draft(short.store, "Mike", BO) == "Dear Metro"
    days.save_draft(short.store, "Mike", BO, "")
    assert days.draft(short.store, "Mike", BO) == ""


def test_band_words(short: SmallCompany) -> None:
    assert following.follow_ups(short.store, TODAY).rows[0].band is Band.HIGH


def test_an_import_that_somebody_works_on_is_not_undone(short: SmallCompany) -> None:
    (imported,) = list_imports(short.store)
    caring.comment(short.store, BO, "I take care of this", MIKE, TODAY)
    with pytest.raises(Conflict, match=f"somebody works on {BO} by now"):
        undo_import(short.store, imported.import_id, PLANNER)
    sound(short.store)


def test_a_rehearsal_writes_nothing(short: SmallCompany) -> None:
    before = short.store.data_version()
    receipt = Receipt("PO-2025-0089", "10", D(30), TODAY)
    (tried,) = preview_receipts(short.store, [receipt], LISA, TODAY)
    assert short.store.data_version() == before
    assert receive(short.store, [receipt], LISA, TODAY) == (tried,)


def test_a_supplier_without_a_buyer_leaves_its_backorders_to_who_leads_purchasing(
    short: SmallCompany,
) -> None:
    store = short.store
    assert shown(store).row.owner == "Sarah"
    load(store, "people", [{"name": "Ann", "role": 1}, {"name": "Zoe", "role": 12}], ADMIN, CREATED)
    assert shown(store).row.owner == "Sarah"
    found = list_backorders(store, Filters(owner="Sarah"), TODAY, SortKey.NUMBER, False)
    assert [row.number for row in found.rows] == [BO]
    assert {one.assignee for one in following.follow_ups(store, TODAY, person="Sarah").rows} == {"Sarah"}
    load(store, "buyers", [{"supplier": "ABC", "buyer": "Tom"}], PLANNER, CREATED)
    assert shown(store).row.owner == "Tom"
    caring.assign(store, [Seen(BO)], "Zoe", PLANNER, TODAY)
    caring.assign(store, [Seen(BO)], "", PLANNER, TODAY)
    assert shown(store).row.owner == "Tom"
    with store.read() as reader:
        due = reader.rows("reminders_due", as_of=date(2025, 3, 1))
    assert {row[4] for row in due} == {"Tom"}
    assert not caring.circle(store, BO).owned_by_hand


def test_the_news_of_a_person_are_of_what_is_theirs_by_rule_too(short: SmallCompany) -> None:
    store = short.store
    load(store, "buyers", [{"supplier": "ABC", "buyer": "Tom"}], PLANNER, CREATED)
    days.look(store, "Tom", TODAY)
    caring.watch(store, BO, Actor("Tom"), TODAY, on=True)
    etas.update_etas(store, update(store, date(2025, 3, 1)), PLANNER, TODAY)
    assert [(one.why, one.action) for one in days.news(store, "Tom", TODAY).happenings] == [
        ("yours", "ETA updated")
    ]


def test_whatever_escalates_a_backorder_is_news(short: SmallCompany) -> None:
    store = short.store
    days.look(store, "Sarah", TODAY)
    etas.update_etas(store, update(store, date(2025, 3, 1)), PLANNER, TODAY)
    assert shown(store).level == 2
    news = days.news(store, "Sarah", TODAY)
    assert (news.escalated, news.eta_updates) == (1, 1)
    escalating.clear(store, Seen(BO), "calm", PLANNER, TODAY)
    days.look(store, "Sarah", TODAY)
    assert days.news(store, "Sarah", TODAY).escalated == 0
    escalating.escalate(store, Seen(BO), 2, "not calm", PLANNER, TODAY)
    assert days.news(store, "Sarah", TODAY).escalated == 1
    company_wide = SmallCompany(store, short.folder, loaded=True)
    company_wide.po_line("PO-9")
    company_wide.order("SO-9", "PO-9", 5)
    company_wide.delays("PO-9,10,2025-02-15,late,,", as_of=TODAY)
    news = days.news(store, "Sarah", TODAY)
    assert (news.new, news.escalated) == (1, 2)
