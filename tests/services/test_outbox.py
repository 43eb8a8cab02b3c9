"""Notices stand in inboxes and on their way out together with their cause: both or neither, each key once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from backorder_core.delivery import channels, outbound
from backorder_core.domain.notices import Notice
from backorder_core.domain.notifying import ByName, ByRole, Notifications, Template, Templates
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.values import Actor, Role
from backorder_core.services import digests, outbox
from backorder_core.services.changes import Changes
from backorder_core.services.checks import check
from backorder_core.services.escalations import sweep
from backorder_core.services.holding import Seen
from backorder_core.services.imports import undo_import
from backorder_core.services.inbox import inbox, mark_all_read, mark_read
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.services.work import caring, escalating
from backorder_core.store import Store, Writer
from backorder_core.store.session import save_settings
from tests.delivery.conftest import PEOPLE, to_be_told
from tests.services.working import BO, D
from tests.small_company import ADMIN, CREATED, PLANNER, TODAY, SmallCompany

MIKE = Actor("Mike", Role.CUSTOMER_SERVICE)
SARAH = Actor("Sarah", Role.PURCHASING_MANAGER)
SHARED = "json://127.0.0.1:9/team"
PERSONAL = "mailto://127.0.0.1:9?from=bo@example.com&to={address}"

FILLS = {"told": to_be_told}


@pytest.fixture
def told(store: Store, tmp_path: Path) -> SmallCompany:
    """The chapter's shortage before anybody knows of it, with people to be told."""
    return SmallCompany(store, tmp_path, loaded=True)


def late(company: SmallCompany, eta: str = "2025-02-15") -> None:
    company.delays(f"PO-2025-0089,10,{eta},Machine breakdown,,")


def rule(store: Store, rules: Notifications, templates: Templates | None = None) -> None:
    wanted = {"notifications": rules, "templates": templates or DEFAULTS.templates}
    settings = DEFAULTS.model_copy(update=wanted)
    store.write(lambda writer: save_settings(writer, 2, settings, PLANNER, "rules"))


def read(store: Store, person: str) -> list[str]:
    return [one.subject for one in inbox(store, person, TODAY).items]


def deliveries(store: Store) -> set[tuple[str, str, str]]:
    return {
        (one.channel, one.person, one.subject.partition(":")[0].partition(" esc")[0])
        for one in outbound.post(store).letters
    }


def test_each_person_finds_what_their_role_is_told(told: SmallCompany) -> None:
    late(told)
    created = ["BO-2025-0001: Control Module CM-500 is short, 35,000.00 at risk"]
    assert {name: read(told.store, name) for name, _ in PEOPLE} == {
        "Mike": created,
        "Rita": created,
        "Ann Account": created,
        "Otto Other": [],
        "Max": [],
        "Sarah": [],
    }


def test_an_account_manager_nobody_knows_by_name_stands_for_all_of_them(told: SmallCompany) -> None:
    people = [{"name": "Ann Account", "role": int(Role.ANALYST)}]
    load(told.store, "people", people, ADMIN, CREATED)
    late(told)
    assert len(read(told.store, "Otto Other")) == 1


def test_an_escalation_reaches_the_role_of_its_level_and_the_vips_account_manager(told: SmallCompany) -> None:
    late(told)
    sweep(told.store, TODAY, PLANNER)
    sweep(told.store, TODAY, PLANNER)
    assert [one for one in read(told.store, "Max") if "escalated to level 2" in one] == read(
        told.store, "Max"
    )
    assert len(read(told.store, "Max")) == 1
    assert len(read(told.store, "Ann Account")) == 2


def test_a_use_case_that_fails_at_its_end_leaves_neither_cause_nor_notice(
    told: SmallCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels.set_channel(told.store, "Team", SHARED, ADMIN, CREATED)
    before = told.store.data_version()
    record = Writer.record

    def crash(writer: Writer, entries: object) -> None:
        if writer.one("count_inbox", person="Mike", as_of=TODAY) == (1, 1):
            raise KeyboardInterrupt
        record(writer, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "record", crash)
    with pytest.raises(KeyboardInterrupt):
        late(told)
    monkeypatch.undo()
    assert told.store.data_version() == before
    assert read(told.store, "Mike") == []
    assert outbound.post(told.store).queued == 0
    late(told)
    assert len(read(told.store, "Mike")) == 1
    assert outbound.post(told.store).queued == 1
    assert check(told.store) == ()


def test_a_notice_that_cannot_be_written_takes_its_cause_with_it(
    told: SmallCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> Iterator[dict[str, object]]:
        raise MemoryError
        yield {}

    monkeypatch.setattr(outbox.Outbox, "_deliveries", crash)
    with pytest.raises(MemoryError):
        late(told)
    with told.store.read() as reader:
        assert reader.one("anything_loaded") is not None
        assert reader.rows("backorders_by_number", numbers=[BO]) == []
    assert check(told.store) == ()


def test_a_delivery_per_person_with_an_address_and_one_per_shared_channel(told: SmallCompany) -> None:
    channels.set_channel(told.store, "Mail", PERSONAL, ADMIN, CREATED)
    channels.set_channel(told.store, "Team", SHARED, ADMIN, CREATED)
    for person in ("Mike", "Sarah"):
        channels.set_address(told.store, person, "Mail", f"{person}@example.com", ADMIN, CREATED)
    late(told)
    assert deliveries(told.store) == {("Mail", "Mike", BO), ("Team", "", BO)}
    assert outbound.post(told.store).queued == 2
    assert check(told.store) == ()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ((), {("Mail", "Mike", BO), ("Team", "", BO)}),
        (("Team",), {("Team", "", BO)}),
        (("Mail", "Pigeon"), {("Mail", "Mike", BO)}),
        (("inbox",), set()),
    ],
)
def test_the_rule_of_a_kind_says_by_which_channels(
    told: SmallCompany, wanted: tuple[str, ...], expected: set[tuple[str, str, str]]
) -> None:
    channels.set_channel(told.store, "Mail", PERSONAL, ADMIN, CREATED)
    channels.set_channel(told.store, "Team", SHARED, ADMIN, CREATED)
    channels.set_address(told.store, "Mike", "Mail", "mike@example.com", ADMIN, CREATED)
    rule(
        told.store,
        Notifications(
            created=ByRole(roles=(Role.CUSTOMER_SERVICE,), channels=wanted),
            approval=ByName(channels=("inbox",)),
            vip=(),
        ),
    )
    late(told)
    assert deliveries(told.store) == expected
    assert len(read(told.store, "Mike")) == 1
    assert read(told.store, "Rita") == []


def test_words_of_ones_own_are_what_people_read(told: SmallCompany) -> None:
    created = Template(subject="Achtung {{ number }}", body="{{ customers }} warten")
    rule(told.store, Notifications(), DEFAULTS.templates.model_copy(update={"created": created}))
    late(told)
    (one,) = inbox(told.store, "Mike", TODAY).items
    assert (one.subject, one.body) == (
        "Achtung BO-2025-0001",
        "Metro Manufacturing, Industrial Services warten",
    )


def test_one_key_is_one_notice_however_often_it_is_told(told: SmallCompany) -> None:
    channels.set_channel(told.store, "Team", SHARED, ADMIN, CREATED)
    notice = Notice("hello", "created", Role.CUSTOMER_SERVICE, None, "Hello", "World")
    for _ in range(3):

        def work(writer: Writer) -> None:
            changes = Changes(writer, PLANNER, TODAY)
            changes.announce([notice, notice])
            changes.flush()

        told.store.write(work)
    assert read(told.store, "Mike") == ["Hello"]
    assert outbound.post(told.store).queued == 1
    assert check(told.store) == ()


def test_a_mention_reaches_the_one_who_is_named_and_no_shared_channel(told: SmallCompany) -> None:
    channels.set_channel(told.store, "Team", SHARED, ADMIN, CREATED)
    late(told)
    caring.comment(told.store, BO, "@Sarah and @Manager, please look", MIKE, TODAY)
    assert read(told.store, "Sarah") == [f"Mike mentioned you on {BO}"]
    assert read(told.store, "Max") == [f"Mike mentioned you on {BO}"]
    assert inbox(told.store, "Sarah", TODAY).items[0].body == "@Sarah and @Manager, please look"
    assert ("Team", "", "Mike mentioned you on BO-2025-0001") in deliveries(told.store)


def test_a_watcher_hears_of_changes_by_others_once_and_not_of_their_own(told: SmallCompany) -> None:
    late(told)
    for person in (SARAH, MIKE):
        caring.watch(told.store, BO, person, TODAY, on=True)
    receive(told.store, [Receipt("PO-2025-0089", "10", D(5), TODAY)], SARAH, TODAY)
    assert read(told.store, "Sarah") == []
    assert read(told.store, "Mike")[0] == f"{BO}: partially received"
    told.delays("PO-2025-0089,10,2025-02-22,storm,,", as_of=TODAY)
    assert read(told.store, "Sarah") == [f"{BO}: ETA updated"]
    assert len([one for one in read(told.store, "Mike") if "ETA" in one]) == 1
    assert check(told.store) == ()


def test_who_owns_by_hand_hears_of_it_too(told: SmallCompany) -> None:
    late(told)
    caring.assign(told.store, [Seen(BO)], "Sarah", PLANNER, TODAY)
    escalating.escalate(told.store, Seen(BO), 3, "It burns", PLANNER, TODAY)
    assert read(told.store, "Sarah") == [f"{BO}: escalated by hand"]


def test_unread_comes_first_and_reading_is_each_persons_own(told: SmallCompany) -> None:
    late(told)
    late(told, "2025-02-22")
    first = inbox(told.store, "Mike", TODAY)
    assert (first.total, first.unread) == (2, 2)
    assert mark_read(told.store, [first.items[0].id], MIKE) == 1
    assert mark_read(told.store, [first.items[0].id], MIKE) == 0
    then = inbox(told.store, "Mike", TODAY)
    assert [(one.id, one.read) for one in then.items] == [
        (first.items[1].id, False),
        (first.items[0].id, True),
    ]
    assert inbox(told.store, "Rita", TODAY).unread == 2
    assert mark_all_read(told.store, MIKE, TODAY) == 1
    assert inbox(told.store, "Mike", TODAY).unread == 0
    assert inbox(told.store, "Mike", date(2025, 1, 19)).total == 0


def test_what_was_read_before_an_undo_is_taken_back_and_told_again_only_once(told: SmallCompany) -> None:
    late(told)
    mark_all_read(told.store, MIKE, TODAY)
    undo_import(told.store, 1, PLANNER)
    assert read(told.store, "Mike") == []
    assert check(told.store) == ()
    late(told)
    assert len(read(told.store, "Mike")) == 1


def test_the_digest_and_the_summary_are_told_once_a_period(told: SmallCompany) -> None:
    load(told.store, "people", [{"name": "Olga", "role": int(Role.OPERATIONS_DIRECTOR)}], ADMIN, CREATED)
    late(told)
    for _ in range(2):
        assert digests.tell_day(told.store, ADMIN, CREATED) == 1
        assert digests.tell_week(told.store, ADMIN, TODAY) == 1
    assert digests.tell_day(told.store, ADMIN, TODAY) == 1
    assert read(told.store, "Sarah") == [
        "Backorders on 2025-01-28: 1 open, 35,000.00 at risk",
        "Backorders on 2025-01-20: 1 open, 35,000.00 at risk",
    ]
    body = inbox(told.store, "Sarah", CREATED).items[0].body
    assert "New today: 1. Resolved today: 0." in body
    assert "- BO-2025-0001, Metro Manufacturing: 35,000.00, Follow up on the ETA" in body
    (weekly,) = inbox(told.store, "Olga", TODAY).items
    assert weekly.subject == "Backorders in the week from 2025-01-21: 0 new, 0 resolved"
