"""Inbox and notifications in process: what is read, set up, tried again, and what is never shown."""

from __future__ import annotations

import pytest

from backorder_core.delivery import channels, outbound
from backorder_core.services.inbox import inbox
from backorder_core.services.reference import load
from backorder_core.store import Store
from pages.parts import places, tables
from tests.delivery.conftest import PEOPLE
from tests.pages.conftest import Opened
from tests.pages.test_boards import as_person, choose, figures
from tests.pages.test_working import press, said, text
from tests.small_company import ADMIN, CREATED, TODAY, SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")
SECRET = "json://127.0.0.1:9/t0k3n-secret"


@pytest.fixture
def told(served: Store, company: SmallCompany) -> Store:
    """The chapter's shortage and a second delay of it, told to people."""
    load(served, "people", [{"name": name, "role": int(role)} for name, role in PEOPLE], ADMIN, CREATED)
    company.delays("PO-2025-0089,10,2025-02-22,storm,,")
    return served


def test_the_inbox_of_nobody_asks_who_you_are(told: Store, opened: Opened) -> None:
    assert "Choose who you are" in said(opened(places.INBOX))


def test_a_notice_is_read_in_full_and_marked(told: Store, opened: Opened) -> None:
    app = as_person(opened(places.INBOX), "Mike")
    assert "1 unread · 1 notice" in said(app)
    (one,) = inbox(told, "Mike", TODAY).items
    app = choose(app, "notice", [str(one.id)])
    assert "now expected 22 Feb 2025. Waiting: Metro Manufacturing" in "\n".join(t.value for t in app.text)
    app = press(app, "Mark as read")
    assert "0 unread · 1 notice" in said(app)
    assert inbox(told, "Mike", TODAY).unread == 0


def test_everything_is_marked_as_read(told: Store, opened: Opened) -> None:
    app = press(as_person(opened(places.INBOX), "Rita"), "Mark all as read")
    assert "1 notice read." in said(app)
    assert not [one for one in app.button if one.label == "Mark all as read"]


def test_who_was_told_nothing_reads_so(told: Store, opened: Opened) -> None:
    app = as_person(opened(places.INBOX), "Otto Other")
    assert "Nothing yet." in said(app)


def test_without_a_channel_it_is_said_plainly(told: Store, opened: Opened) -> None:
    app = as_person(opened(places.NOTIFICATIONS), "Sarah")
    assert "No channel is set up: every notice stays in the inbox" in said(app)
    assert "Nobody is Supervisor or Operations director" in said(app)
    assert figures(app) == {"Waiting": "0", "Sent": "0", "Dead letters": "0"}


def test_a_channel_is_set_up_tested_and_removed_and_its_secret_never_shown(
    told: Store, opened: Opened
) -> None:
    app = as_person(opened(places.NOTIFICATIONS), "Sarah")
    _form(app, "Set up a channel")
    text(app, "Name", "Team")
    text(app, "Address in Apprise's form", "nonsense")
    app = press(app, "Save the channel")
    assert "Apprise cannot read this address" in said(app)
    text(app, "Address in Apprise's form", SECRET)
    app = press(app, "Save the channel")
    assert "Team is set up: Webhook at 127.0.0.1" in said(app)
    _form(app, "Test")
    app = press(app, "Send a test message")
    assert "The test by Team was not accepted" in said(app)
    assert "t0k3n" not in said(app) + str([one.value for one in app.dataframe])
    _form(app, "Remove")
    app = press(app, "Remove the channel")
    assert "Team is removed." in said(app)
    assert channels.ways(told).channels == ()


def test_an_address_of_a_person_is_saved(told: Store, opened: Opened) -> None:
    channels.set_channel(told, "Mail", "mailto://127.0.0.1:9?from=a@b.com&to={address}", ADMIN, CREATED)
    app = as_person(opened(places.NOTIFICATIONS), "Sarah")
    _form(app, "Address of a person")
    next(one for one in app.selectbox if one.label == "Person").set_value("Mike")
    text(app, "Address", "mike@example.com")
    app = press(app, "Save the address")
    assert "The address of Mike for Mail is saved." in said(app)
    assert list(app.dataframe[-1].value["addresses"]).count("Mail: mike@example.com") == 1


def test_a_dead_letter_says_why_and_is_tried_again(
    told: Store, company: SmallCompany, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels.set_channel(told, "Team", SECRET, ADMIN, CREATED)
    company.delays("PO-2025-0089,10,2025-03-01,storm,,")
    monkeypatch.setattr(outbound, "wait_after", lambda tries, jitter: None)
    app = as_person(opened(places.NOTIFICATIONS), "Sarah")
    waiting = outbound.post(told).queued
    app = press(app, "Send what is due")
    assert f"0 messages sent, {waiting} not accepted." in said(app)
    _form(app, "Dead letters")
    shown = next(one.value for one in app.dataframe if "error" in one.value.columns)
    assert len(shown) == waiting
    assert "Connection error" in shown["error"][0]
    assert "t0k3n" not in str(shown)
    letters = [one for one in outbound.post(told).letters if one.state == "dead"]
    key = tables.key_of("dead", [str(one.id) for one in letters])
    app.session_state[key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app = press(app.run(), "Try 1 letter again")
    assert "1 letter will be tried again" in said(app)
    assert outbound.post(told).queued == 1


def test_who_may_not_send_sees_and_changes_nothing(told: Store, opened: Opened) -> None:
    app = as_person(opened(places.NOTIFICATIONS), "Mike")
    assert "operations directors set up channels" in said(app)
    assert not [one for one in app.button if one.label in ("Send what is due", "Save the channel")]


def _form(app: object, name: str) -> None:
    for group in app.segmented_control:  # type: ignore[attr-defined]
        if name in group.options:
            group.set_value(name).run()
            return
    raise AssertionError(f"no choice {name}")
