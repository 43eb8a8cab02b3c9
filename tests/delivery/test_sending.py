"""Notices leave by real SMTP and real HTTP: once each, again where they failed, under the same key."""

from __future__ import annotations

import asyncio
import logging
from itertools import pairwise

import pytest

from backorder_core.delivery import channels, outbound
from backorder_core.delivery.outbound import LEASE, Sent, send_due
from backorder_core.domain.errors import NotFound
from backorder_core.domain.notifying import TRIES
from backorder_core.services.checks import check
from backorder_core.services.inbox import inbox
from backorder_core.store import Store, open_store
from tests.delivery.conftest import Clock, Hook, Mailbox, by_mail, late
from tests.small_company import ADMIN, CREATED, PLANNER, TODAY, SmallCompany


def states(store: Store) -> list[str]:
    return [letter.state for letter in outbound.post(store).letters]


def test_each_person_gets_one_mail_with_the_words_of_the_notice(
    company: SmallCompany, mailbox: Mailbox
) -> None:
    by_mail(company.store, mailbox, "Mike", "Rita", "Sarah")
    late(company)
    assert send_due(company.store) == Sent(channels=1, sent=2)
    assert sorted(mailbox.recipients) == ["mike@example.com", "rita@example.com"]
    mail = mailbox.mails[0]
    assert mail["Subject"] == "BO-2025-0001: Control Module CM-500 is short, 35,000.00 at risk"
    assert "originally due 2025-01-25, now expected 2025-02-15" in " ".join(mail.get_content().split())
    assert len(mail.get_all("Message-ID") or []) == 1
    assert send_due(company.store) == Sent(channels=1)
    assert len(mailbox.mails) == 2
    assert len({str(one["Message-ID"]) for one in mailbox.mails}) == 2


def test_a_place_that_many_read_gets_one_message_per_event_with_its_key(
    company: SmallCompany, hook: Hook
) -> None:
    channels.set_channel(company.store, "Team", hook.url, ADMIN, CREATED)
    late(company)
    assert send_due(company.store) == Sent(channels=1, sent=1)
    ((path, headers, body),) = hook.calls
    assert path == "/hooks/t0k3n-secret"
    assert headers["idempotency-key"] == body["key"]
    assert len(body["key"]) == 32
    assert body["title"].startswith("BO-2025-0001: Control Module CM-500 is short")
    late(company, "2025-02-22")
    assert send_due(company.store).sent == 2
    assert [call[2]["title"].partition(":")[0] for call in hook.calls[1:]] == [
        "BO-2025-0001",
        "BO-2025-0001 escalated to level 2",
    ]
    assert len(set(hook.keys)) == 3


def test_what_failed_is_tried_again_later_under_the_same_message_id(
    company: SmallCompany, mailbox: Mailbox, clock: Clock
) -> None:
    by_mail(company.store, mailbox, "Mike")
    late(company)
    mailbox.refuse = True
    assert send_due(company.store) == Sent(channels=1, failed=1)
    (letter,) = outbound.post(company.store).letters
    assert (letter.state, letter.tries) == ("queued", 1)
    assert letter.error.startswith("The mail server 127.0.0.1 did not accept it: 451 The disk")
    mailbox.refuse = False
    assert send_due(company.store) == Sent(channels=1), "not due again yet"
    clock.pass_by(minutes=2)
    assert send_due(company.store) == Sent(channels=1, sent=1)
    assert states(company.store) == ["sent"]


def test_a_webhook_that_fails_gets_the_same_key_again(
    company: SmallCompany, hook: Hook, clock: Clock
) -> None:
    channels.set_channel(company.store, "Team", hook.url, ADMIN, CREATED)
    late(company)
    hook.status = 503
    for _ in range(3):
        assert send_due(company.store).failed == 1
        clock.pass_by(hours=2)
    hook.status = 200
    assert send_due(company.store).sent == 1
    assert len(hook.keys) == 4
    assert len(set(hook.keys)) == 1


def test_the_waits_grow_and_the_last_failure_makes_a_dead_letter_that_can_be_tried_again(
    company: SmallCompany, hook: Hook, clock: Clock
) -> None:
    channels.set_channel(company.store, "Team", hook.url, ADMIN, CREATED)
    late(company)
    hook.status = 500
    waits = []
    for _ in range(TRIES - 1):
        assert send_due(company.store) == Sent(channels=1, failed=1)
        (letter,) = outbound.post(company.store).letters
        waits.append(letter.due_at - clock.now)
        clock.now = letter.due_at
    assert all(1 <= later / earlier <= 4 for earlier, later in pairwise(waits))
    assert waits[-1] > 8 * waits[0]
    assert send_due(company.store) == Sent(channels=1, dead=1)
    found = outbound.post(company.store)
    assert (found.dead, found.queued, found.letters[0].tries) == (1, 0, TRIES)
    assert "500" in found.letters[0].error
    clock.pass_by(days=9)
    assert send_due(company.store) == Sent(channels=1)
    hook.status = 200
    assert outbound.retry(company.store, [found.letters[0].id], ADMIN, TODAY) == 1
    assert send_due(company.store) == Sent(channels=1, sent=1)
    assert len(set(hook.keys)) == 1
    assert check(company.store) == ()
    with pytest.raises(NotFound, match="not a dead letter any more"):
        outbound.retry(company.store, [found.letters[0].id], ADMIN, TODAY)


def test_trying_again_twice_with_one_key_is_done_once(company: SmallCompany, mailbox: Mailbox) -> None:
    by_mail(company.store, mailbox, "Mike")
    late(company)
    channels.remove_channel(company.store, "E-mail", ADMIN, CREATED)
    assert send_due(company.store).failed == 1
    assert outbound.post(company.store).letters[0].error == "The channel E-mail is not set up any more."


def test_no_secret_of_a_channel_is_kept_in_an_error_a_log_or_the_ledger(
    company: SmallCompany, mailbox: Mailbox, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = mailbox.url.replace("mailto://", "mailto://robot:s3cr3t-pass@") + "&format=text"
    channels.set_channel(company.store, "E-mail", url, ADMIN, CREATED)
    channels.set_channel(company.store, "Team", hook.url, ADMIN, CREATED)
    channels.set_address(company.store, "Mike", "E-mail", "mike@example.com", ADMIN, CREATED)
    late(company)
    hook.status = 500
    mailbox.refuse = True
    assert send_due(company.store).failed == 2
    with company.store.read() as reader:
        ledger = str(reader.rows("ledger_slice", low=0, high=10_000))
        settings = str(reader.rows("settings_bodies"))
    shown = str(outbound.post(company.store)) + str(channels.ways(company.store))
    logged = " ".join(one.getMessage() for one in caplog.records if not one.name.startswith("mail."))
    for place in (logged, ledger, settings, shown):
        assert "s3cr3t-pass" not in place
        assert "t0k3n-secret" not in place
    assert "The disk with the password … is full" in shown
    assert "channel set up" in ledger


def test_without_a_channel_everything_stays_in_the_inbox(company: SmallCompany) -> None:
    late(company)
    assert send_due(company.store) == Sent(channels=0)
    assert outbound.post(company.store).queued == 0
    assert inbox(company.store, "Mike", TODAY).unread == 1
    assert inbox(company.store, "Sarah", TODAY).unread == 0


def test_nobody_is_told_what_was_taken_back_or_said_in_the_meantime(
    company: SmallCompany, mailbox: Mailbox, hook: Hook
) -> None:
    by_mail(company.store, mailbox, "Mike", "Rita")
    late(company)
    from backorder_core.services.imports import undo_import

    undo_import(company.store, 1, PLANNER)
    assert send_due(company.store) == Sent(channels=1)
    assert mailbox.mails == []
    assert inbox(company.store, "Mike", TODAY).total == 0
    assert check(company.store) == ()


def test_what_was_sent_before_an_undo_stays_known_and_is_not_sent_twice(
    company: SmallCompany, mailbox: Mailbox
) -> None:
    from backorder_core.services.imports import undo_import

    by_mail(company.store, mailbox, "Mike")
    late(company)
    assert send_due(company.store).sent == 1
    undo_import(company.store, 1, PLANNER)
    assert states(company.store) == ["sent"]
    assert inbox(company.store, "Mike", TODAY).total == 0
    assert send_due(company.store) == Sent(channels=1)
    assert check(company.store) == ()


def test_two_senders_at_the_same_time_send_each_message_once(company: SmallCompany, hook: Hook) -> None:
    channels.set_channel(company.store, "Team", hook.url, ADMIN, CREATED)
    late(company)
    for day in range(10, 20):
        late(company, f"2025-03-{day}")

    async def both() -> list[Sent]:
        return await asyncio.gather(*(asyncio.to_thread(send_due, company.store) for _ in range(3)))

    done = asyncio.run(both())
    assert sum(one.sent for one in done) == len(hook.calls) == len(set(hook.keys))
    assert len(hook.calls) > 10


def test_a_lease_that_ran_out_is_taken_over_and_its_late_owner_changes_nothing(
    company: SmallCompany, hook: Hook, clock: Clock
) -> None:
    channels.set_channel(company.store, "Team", hook.url, ADMIN, CREATED)
    late(company)
    taken_over: list[Sent] = []

    def slow() -> None:
        hook.on_call = lambda: None
        clock.pass_by(seconds=LEASE.total_seconds() + 1)
        taken_over.append(send_due(company.store))

    hook.on_call = slow
    send_due(company.store)
    assert taken_over == [Sent(channels=1, sent=1)]
    assert len(hook.keys) == 2
    assert len(set(hook.keys)) == 1
    (letter,) = outbound.post(company.store).letters
    assert (letter.state, letter.tries) == ("sent", 2)


def test_a_restart_keeps_what_waits_and_sends_nothing_twice(
    company: SmallCompany, mailbox: Mailbox, clock: Clock
) -> None:
    by_mail(company.store, mailbox, "Mike", "Rita")
    late(company)
    assert send_due(company.store, most=1).sent == 1
    path = company.store.url
    company.store.close()
    for _ in range(3):
        again = open_store(path, clock=clock)
        send_due(again)
        counted = outbound.post(again)
        again.close()
    company.store = open_store(path, clock=clock)
    assert (counted.sent, counted.queued) == (2, 0)
    assert len(mailbox.mails) == 2


def test_a_round_takes_no_more_than_it_is_given(company: SmallCompany, mailbox: Mailbox) -> None:
    by_mail(company.store, mailbox, "Mike", "Rita")
    late(company)
    assert send_due(company.store, most=1).sent == 1
    assert outbound.post(company.store).queued == 1


def test_a_round_ends_where_nothing_is_accepted_and_the_next_goes_on_with_the_others(
    company: SmallCompany, mailbox: Mailbox, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "AT_ONCE", 1)
    channels.set_channel(company.store, "A team", hook.url, ADMIN, CREATED)
    by_mail(company.store, mailbox, "Mike", "Rita")
    late(company)
    hook.status = 500
    assert send_due(company.store) == Sent(channels=2, failed=1)
    assert send_due(company.store) == Sent(channels=2, sent=2)
