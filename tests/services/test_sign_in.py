"""What a sign-in must say, how long it counts, what ends it; one that is set up wrongly opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from backorder_core.domain.errors import IllegalStep, InvalidInput, NotAllowed, NotFound
from backorder_core.domain.values import Actor, Role
from backorder_core.services.audit import AuditFilters, audit_trail
from backorder_core.services.people import PersonWish, begin_here, leave, let_choose, save_person
from backorder_core.services.sign_in import (
    admitted,
    auth_in,
    ever_signed_in,
    must_be_for,
    note_sign_in,
    sign_out,
    sign_out_everywhere,
)
from backorder_core.store import Store
from backorder_core.store.session import read_settings, save_settings
from tests.small_company import ADMIN, MEG, TODAY

ANN = PersonWish("Ann", Role.PLANNER, "Ann@Example.com")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
GOOD = {
    "redirect_uri": "http://localhost/oauth2callback",
    "cookie_secret": "6f1c0a5b9d3e4872a1c6e0f4b7d8953c",
    "client_id": "us",
    "client_secret": "theirs",
    "server_metadata_url": "https://login.example.com/.well-known/openid-configuration",
}


def now(store: Store) -> datetime:
    return store.clock().replace(tzinfo=UTC)


def claims(store: Store, age: timedelta = SECOND, /, **more: object) -> dict[str, object]:
    issued = (now(store) - age).timestamp()
    return {"iss": "https://login.example.com", "sub": "1", "iat": issued, "email": "ann@example.com", **more}


def claim_roles(store: Store, name: str) -> None:
    def work(writer: object) -> None:
        version, settings = read_settings(writer)  # type: ignore[arg-type]
        access = settings.access.model_copy(update={"role_claim": name})
        changed = settings.model_copy(update={"access": access})
        save_settings(writer, version + 1, changed, ADMIN, "roles come with the sign-in")  # type: ignore[arg-type]

    store.write(work)


@pytest.fixture
def house(store: Store) -> Store:
    """A store in which Ann works, and roles come with a claim."""
    save_person(store, ANN, ADMIN, TODAY)
    claim_roles(store, "roles")
    return store


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"email": "ANN@example.com"}, Actor("Ann", Role.PLANNER)),
        ({"roles": ["director"]}, Actor("Ann", Role.PLANNER)),
        (
            {"email": "x@y.example", "name": "Xenia", "roles": ["users", "Manager"]},
            Actor("Xenia", Role.MANAGER),
        ),
        ({"email": None, "sub": "123", "roles": "analyst"}, Actor("123", Role.ANALYST)),
        ({"email": "x@y.example", "name": "Ann", "roles": "manager"}, Actor("x@y.example", Role.MANAGER)),
    ],
)
def test_a_sign_in_is_a_person_or_a_claimed_role(
    house: Store, said: dict[str, object], expected: Actor
) -> None:
    assert admitted(house, claims(house, SECOND, **said), now(house)) == expected


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"email": "x@y.example", "roles": ["users"]}, "x@y.example is not known here"),
        ({"email": "x@y.example", "roles": ["customer"]}, "x@y.example is not known here"),
        ({"email": "x@y.example"}, "x@y.example is not known here"),
        ({"email_verified": False}, "ann@example.com is not verified"),
        ({"email_verified": "False"}, "ann@example.com is not verified"),
        ({"email": None, "sub": None}, "says neither e-mail nor subject"),
        ({"iat": None}, "does not say when it was made"),
        ({"iat": "yesterday"}, "does not say when it was made"),
        ({"iat": True}, "does not say when it was made"),
        ({"iat": 1e300}, "does not say when it was made"),
        ({"iat": float("nan")}, "does not say when it was made"),
        ({"iat": 4102444800}, "dated ahead of the clock"),
        ({"iat": 0}, "over after 12 hours: sign in again"),
    ],
)
def test_a_sign_in_that_says_too_little_or_counts_no_more_is_none(
    house: Store, said: dict[str, object], sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        admitted(house, claims(house, SECOND, **said), now(house))


@pytest.mark.parametrize(
    ("audience", "ours"),
    [("us", True), (["us"], True), (["them", "us"], True), ("them", False), (["them"], False), (None, False)],
)
def test_a_sign_in_for_another_program_is_none_here(audience: object, ours: bool) -> None:
    if ours:
        must_be_for({"aud": audience}, "us")
    else:
        with pytest.raises(NotAllowed, match="was made for another program"):
            must_be_for({"aud": audience}, "us")


def test_a_claimed_role_counts_only_where_the_setting_names_the_claim(store: Store) -> None:
    with pytest.raises(NotAllowed, match="is not known here"):
        admitted(store, claims(store, email="x@y.example", roles=["manager"]), now(store))


@pytest.mark.parametrize(("age", "counts"), [(12 * HOUR - HOUR / 60, True), (12 * HOUR + HOUR / 60, False)])
def test_a_sign_in_lasts_as_long_as_the_setting_says(house: Store, age: timedelta, counts: bool) -> None:
    if counts:
        assert admitted(house, claims(house, age), now(house)).name == "Ann"
    else:
        with pytest.raises(NotAllowed, match="over after 12 hours"):
            admitted(house, claims(house, age), now(house))


def end_by_oneself(store: Store) -> None:
    sign_out(store, claims(store))


def end_by_an_administrator(store: Store) -> None:
    sign_out_everywhere(store, "Ann", ADMIN)


def end_by_leaving(store: Store) -> None:
    leave(store, "Ann", ADMIN, date(2025, 1, 27))


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (end_by_oneself, "ended by signing out"),
        (end_by_an_administrator, "ended by signing out"),
        (end_by_leaving, "Ann left on 2025-01-27"),
    ],
)
def test_a_copied_cookie_ends_with_its_owner_s_sign_in(
    house: Store, end: Callable[[Store], None], said: str
) -> None:
    copied = claims(house, HOUR)
    assert admitted(house, copied, now(house)).name == "Ann"
    end(house)
    with pytest.raises(NotAllowed, match=said):
        admitted(house, copied, now(house))


def test_signing_in_again_counts_and_others_are_not_touched(house: Store) -> None:
    save_person(house, PersonWish("Bob", Role.ANALYST, "bob@example.com"), ADMIN, TODAY)
    sign_out(house, claims(house))
    assert admitted(house, claims(house, -SECOND), now(house)).name == "Ann"
    assert admitted(house, claims(house, email="bob@example.com"), now(house)).name == "Bob"


def test_a_role_counts_from_the_next_look_on(house: Store) -> None:
    cookie = claims(house)
    save_person(house, PersonWish("Ann", Role.ANALYST, "ann@example.com", 1), ADMIN, TODAY)
    assert admitted(house, cookie, now(house)).role is Role.ANALYST


def test_signing_somebody_out_stands_in_the_ledger_and_is_an_administrator_s(house: Store) -> None:
    with pytest.raises(NotAllowed, match="may not change people"):
        sign_out_everywhere(house, "Ann", MEG)
    with pytest.raises(NotFound, match="Bob has no address to sign in with"):
        sign_out_everywhere(house, "Bob", ADMIN)
    sign_out_everywhere(house, "Ann", ADMIN)
    (entry,) = audit_trail(house, AuditFilters(kind="sign-out"), ADMIN, 10).rows
    assert (entry.who, entry.after) == (ADMIN.name, {"name": "Ann"})


def toml(folder: Path, text: str) -> Path:
    path = folder / "secrets.toml"
    path.write_text(text, encoding="utf-8")
    return path


def auth(**other: object) -> str:
    fields = {**GOOD, **other}
    return "[auth]\n" + "".join(f'{name} = "{said}"\n' for name, said in fields.items() if said is not None)


def test_secrets_without_a_sign_in_are_none(tmp_path: Path) -> None:
    assert auth_in([tmp_path / "nowhere.toml"]) is None
    assert auth_in([toml(tmp_path, 'other = "x"\n')]) is None


def test_a_whole_sign_in_is_taken(tmp_path: Path) -> None:
    assert auth_in([toml(tmp_path, auth())]) == GOOD


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[auth\n", "secrets.toml cannot be read"),
        ("[auth]\n", "lacks redirect_uri, cookie_secret, client_id, client_secret, server_metadata_url"),
        ('auth = "yes"\n', "lacks redirect_uri"),
        (auth(client_secret=None), "lacks client_secret"),
        (auth(server_metadata_url=" "), "lacks server_metadata_url"),
        (auth(cookie_secret="short"), "can be guessed"),
        (auth(cookie_secret="x" * 64), "can be guessed"),
        (auth(cookie_secret="at least 32 random characters: openssl rand -hex 32"), "can be guessed"),
    ],
)
def test_a_broken_sign_in_is_refused_and_never_none(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        auth_in([toml(tmp_path, text)])


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").mkdir()
    with pytest.raises(InvalidInput, match="cannot be read"):
        auth_in([tmp_path / "secrets.toml"])


def test_a_store_once_behind_sign_in_stays_behind_it(store: Store) -> None:
    assert not ever_signed_in(store)
    note_sign_in(store)
    note_sign_in(store)
    assert ever_signed_in(store)
    with pytest.raises(IllegalStep, match="was opened with sign-in, and stays behind it"):
        let_choose(store, True, "a workshop", ADMIN)
    with pytest.raises(IllegalStep, match="was opened with sign-in"):
        begin_here(store)
    let_choose(store, False, "off is always possible", ADMIN)
