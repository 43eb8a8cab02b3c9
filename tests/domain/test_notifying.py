"""Who hears of what by the rules of the settings (chapter, Notification Rules), and when a try repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from backorder_core.domain import notices
from backorder_core.domain.notices import About, Notice
from backorder_core.domain.notifying import TRIES, ByName, ByRole, Notifications, wait_after
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Role
from tests.domain.test_notices import ABOUT, PLAIN, roles

CS, SALES, AM = Role.CUSTOMER_SERVICE, Role.SALES_REP, Role.ACCOUNT_MANAGER
STANDARD = Notifications()
QUIET = Notifications(
    created=ByRole(),
    eta=ByRole(),
    reopened=ByRole(),
    automatic=ByRole(),
    daily=ByRole(),
    weekly=ByRole(),
    vip=(),
)
DIRECTORS = ByRole(roles=(Role.DIRECTOR, Role.DIRECTOR, Role.MANAGER), channels=("Mail",))
TOLD = [Role.DIRECTOR, Role.MANAGER]
ALL = Notifications(created=DIRECTORS, reopened=DIRECTORS, escalation=DIRECTORS)


@pytest.mark.parametrize(
    ("kind", "about", "rules", "expected"),
    [
        ("created", PLAIN, STANDARD, [CS, SALES]),
        ("created", ABOUT, STANDARD, [CS, SALES, AM]),
        ("created", ABOUT, QUIET, []),
        ("created", ABOUT, ALL, [*TOLD, AM]),
        ("eta", PLAIN, STANDARD, [CS, SALES]),
        ("eta", ABOUT, STANDARD, [CS, SALES, AM]),
        ("eta", ABOUT, QUIET, []),
        ("reopened", PLAIN, STANDARD, [CS, SALES]),
        ("reopened", ABOUT, STANDARD, [CS, SALES, AM]),
        ("reopened", PLAIN, ALL, TOLD),
        ("escalation", PLAIN, STANDARD, [Role.MANAGER]),
        ("escalation", ABOUT, STANDARD, [Role.MANAGER, AM]),
        ("escalation", ABOUT, QUIET, [Role.MANAGER]),
        ("escalation", PLAIN, ALL, [Role.MANAGER, Role.DIRECTOR]),
        ("automatic", PLAIN, STANDARD, [Role.SUPERVISOR]),
        ("automatic", PLAIN, QUIET, []),
        ("tell", PLAIN, STANDARD, []),
        ("tell", ABOUT, STANDARD.model_copy(update={"tell": ByRole(roles=(CS,))}), [CS]),
        ("daily", PLAIN, STANDARD, [Role.PURCHASING_MANAGER]),
        ("daily", PLAIN, QUIET, []),
        ("weekly", PLAIN, STANDARD, [Role.OPERATIONS_DIRECTOR]),
        ("weekly", PLAIN, QUIET, []),
    ],
)  # fmt: skip
def test_the_rules_say_who_hears_of_each_kind(
    kind: str, about: About, rules: Notifications, expected: list[Role]
) -> None:
    told = [one for one in _told(kind, about, rules) if one.kind == kind]
    assert roles(tuple(told)) == expected
    assert len({one.key for one in told}) == len(told)
    assert len({one.event for one in told}) <= 1


def _told(kind: str, about: About, rules: Notifications) -> tuple[Notice, ...]:
    if kind in ("daily", "weekly"):
        return notices.for_digest(kind, date(2025, 1, 28), {"open": 1}, rules)
    return {
        "created": lambda: notices.for_creation(about, automatic=True, rules=rules),
        "automatic": lambda: notices.for_creation(about, automatic=True, rules=rules),
        "tell": lambda: notices.for_eta_update(about, None, rules),
        "eta": lambda: notices.for_eta_update(about, None, rules),
        "reopened": lambda: notices.for_reopening(about, "again", rules),
        "escalation": lambda: notices.for_escalation(about, 2, "late", rules),
    }[kind]()


@pytest.mark.parametrize("kind", ["created", "eta", "reopened"])
def test_customers_have_their_notice_whatever_the_rules_say(kind: str) -> None:
    told = _told(kind, ABOUT, QUIET)
    assert [one.customer_id for one in told if one.kind == "customer"] == [1, 2]


def test_a_mention_goes_to_people_by_name_and_to_roles() -> None:
    told = notices.for_mentions("BO-1", 7, "Sarah", "look", {"Mike": CS}, [Role.DIRECTOR])
    assert [(one.key, one.person, one.role) for one in told] == [
        ("mention:7:Mike", "Mike", CS),
        ("mention:7:director", "", Role.DIRECTOR),
    ]


def test_each_version_of_a_watched_backorder_is_told_once_to_each_watcher() -> None:
    keys = {notices.for_watcher("BO-1", version, "received", "Mike", who, CS).key
            for version in (2, 3) for who in ("Sarah", "Tom")}  # fmt: skip
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("eta", ("Mail",)),
        ("created", ()),
        ("mention", ("inbox",)),
        ("watched", ("inbox",)),
        ("anything else", ("inbox",)),
    ],
)
def test_the_rules_say_by_which_channels(kind: str, expected: tuple[str, ...]) -> None:
    rules = Notifications(eta=DIRECTORS, by_name=ByName(channels=("inbox",)))
    assert rules.channels(kind) == expected
    assert rules.named_channels() == {"Mail"}


def test_customers_are_never_told_by_a_rule() -> None:
    with pytest.raises(ValidationError, match="customers are told by a person"):
        ByRole(roles=(Role.CUSTOMER,))


def test_rules_and_texts_are_part_of_the_settings_and_survive_being_stored() -> None:
    settings = Settings(notifications=Notifications(eta=DIRECTORS))
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


@pytest.mark.parametrize(
    ("tries", "jitter", "expected"),
    [
        (1, 0.0, timedelta(minutes=1)),
        (1, 1.0, timedelta(seconds=30)),
        (2, 0.0, timedelta(minutes=2)),
        (5, 0.0, timedelta(minutes=16)),
        (5, 0.5, timedelta(minutes=12)),
        (TRIES - 1, 0.0, timedelta(minutes=64)),
        (TRIES, 0.0, None),
        (TRIES + 3, 0.0, None),
    ],
)
def test_each_wait_is_twice_the_one_before_and_the_last_try_has_none(
    tries: int, jitter: float, expected: timedelta | None
) -> None:
    assert wait_after(tries, jitter) == expected


def test_a_version_changes_the_key_of_a_new_eta_and_not_its_words() -> None:
    (first, *_), (later, *_) = (
        notices.for_eta_update(replace(PLAIN, version=version), None) for version in (3, 4)
    )
    assert first.key != later.key
    assert first.facts == later.facts
