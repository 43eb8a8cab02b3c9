"""Signing in against a real OpenID provider on this machine: who gets in, as whom, and who does not."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page, expect

from backorder_core.domain.values import Role
from backorder_core.secret_files import set_up
from backorder_core.services.people import PersonWish, everybody, leave, save_person
from backorder_core.store import open_store
from tests.browser.conftest import LiveApp, free_port, serving
from tests.browser.provider import (
    CLIENT,
    Claims,
    Provider,
    Sign,
    Visitor,
    by_nobody,
    by_somebody_else,
    by_the_public_key,
    provided,
)
from tests.browser.steps import click_row, press, settle, table
from tests.small_company import ADMIN, TODAY

pytestmark = pytest.mark.browser


def user(name: str, **claims: object) -> oidc_provider_mock.User:
    said = {"email": f"{name.lower()}@example.com", "email_verified": True, "name": name, **claims}
    return oidc_provider_mock.User(sub=name, claims=said)


USERS = (*map(user, ("Sam", "Gus", "Stranger", "Tove", "Olga")), user("Sly", email_verified=False))
ROLES = {"Olga": Role.ADMINISTRATOR}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The provider that the app trusts."""
    with provided(*USERS) as running:
        yield running


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Who works or worked here, in the order of the page."""
    return []


@pytest.fixture(autouse=True)
def _honest(provider: Provider) -> None:
    provider.honest()


@pytest.fixture(scope="module")
def app(
    demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory, provider: Provider, names: list[str]
) -> Iterator[LiveApp]:
    """The demo company's store behind sign-in, with Sam and Tove who work there and Gus who left."""
    folder = tmp_path_factory.mktemp("signed")
    copy = folder / "live.duckdb"
    copy.write_bytes(demo_store_file.read_bytes())
    store = open_store(str(copy))
    for name in ("Sam", "Sly", "Gus", "Tove", "Olga"):
        known = {"Sam": 1}.get(name)
        wish = PersonWish(name, ROLES.get(name, Role.SUPERVISOR), f"{name.lower()}@example.com", known)
        save_person(store, wish, ADMIN, TODAY)
    leave(store, "Gus", ADMIN, TODAY)
    names += [one.name for one in everybody(store)]
    store.close()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    set_up(secrets_of(copy), address, provider.metadata, CLIENT, "nobody-checks-this-one")
    with serving(copy, port, {"HOME": str(folder)}) as served:
        yield served


def secrets_of(store: Path) -> Path:
    """Where the app that has a store open finds its secrets."""
    return store.parent / ".streamlit" / "secrets.toml"


@pytest.fixture
def visitor(app: LiveApp) -> Visitor:
    """Somebody without a cookie."""
    secrets = tomllib.loads(secrets_of(app.store).read_text(encoding="utf-8"))
    return Visitor(app.url, secrets["auth"]["cookie_secret"])


def sign_in(page: Page, app: LiveApp, name: str, path: str = "") -> None:
    page.goto(f"{app.url}/{path}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(f"{app.url}/**")
    page.wait_for_selector("h1")
    settle(page)


def sign_out(page: Page) -> None:
    """Signing out leads to the provider, where its own session would end."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="End session")).to_be_visible()


def test_nobody_sees_anything_before_signing_in(app: LiveApp, page: Page) -> None:
    for path in ("", "backorders", "backorder?number=BO-2025-0011", "my_day", "people", "imports"):
        page.goto(f"{app.url}/{path}")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert "BO-2025" not in page.locator("body").inner_text()


def test_a_known_person_gets_in_with_their_role_and_out_again(app: LiveApp, page: Page) -> None:
    sign_in(page, app, "Sam")
    expect(page.get_by_role("heading", name="Backorder command centre")).to_be_visible()
    assert "Sam, supervisor" in page.get_by_test_id("stSidebar").inner_text()
    expect(page.get_by_role("combobox", name="You are")).to_have_count(0)
    sign_out(page)
    page.goto(app.url)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Stranger", "stranger@example.com is not known here: ask an administrator to add you."),
        ("Gus", "Gus left on 28 Jan 2025 and cannot sign in: ask an administrator."),
        ("Sly", "sly@example.com is not verified: confirm the address where you sign in."),
    ],
)
def test_who_is_not_known_or_not_any_more_stays_out(app: LiveApp, page: Page, name: str, said: str) -> None:
    sign_in(page, app, name)
    assert said in page.get_by_test_id("stAlert").inner_text().replace("\u2060", "")
    expect(page.get_by_role("button", name="Sign in as somebody else")).to_be_visible()
    assert "BO-2025" not in page.locator("body").inner_text()


def test_a_copied_cookie_ends_with_the_sign_out_of_its_owner(
    app: LiveApp, page: Page, chromium: Browser
) -> None:
    sign_in(page, app, "Sam")
    copied = page.context.cookies()
    thief = chromium.new_context()
    thief.add_cookies(copied)  # type: ignore[arg-type]
    other = thief.new_page()
    other.goto(app.url)
    expect(other.get_by_role("heading", name="Backorder command centre")).to_be_visible()
    sign_out(page)
    for path in ("", "backorders"):
        other.goto(f"{app.url}/{path}")
        expect(other.get_by_text("This sign-in was ended by signing out")).to_be_visible()
        assert "BO-2025" not in other.locator("body").inner_text()
    thief.close()


def test_a_cookie_that_was_tampered_with_lets_nobody_in(app: LiveApp, page: Page, chromium: Browser) -> None:
    sign_in(page, app, "Sam")
    changed = [
        {**one, "value": one["value"][:-4] + ("AAAA" if one["value"][-4:] != "AAAA" else "BBBB")}
        for one in page.context.cookies()
    ]
    thief = chromium.new_context()
    thief.add_cookies(changed)  # type: ignore[arg-type]
    other = thief.new_page()
    other.goto(app.url)
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    assert "BO-2025" not in other.locator("body").inner_text()
    thief.close()


def ago(seconds: int) -> int:
    return int(time.time()) - seconds


FALSE: dict[str, Claims] = {
    "it is over": {"exp": 600},
    "it does not count yet": {"nbf": -600},
    "it was made tomorrow": {"iat": -86_400},
    "another issuer": {"iss": "https://login.evil.example"},
    "no issuer": {"iss": None},
    "for another program": {"aud": "other"},
    "for two other programs": {"aud": ["other", "more"]},
    "asked for by another program": {"aud": [CLIENT, "other"], "azp": "other"},
    "for nobody": {"aud": None},
    "of nobody": {"sub": None},
    "without an end": {"exp": None},
    "without a beginning": {"iat": None},
    "another nonce": {"nonce": "of-another-sign-in"},
    "no nonce": {"nonce": None},
    "of another access": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}
"""What an ID token may say wrongly; times are seconds ago."""


@pytest.mark.parametrize("wrong", FALSE)
def test_a_token_that_says_something_wrong_gives_no_cookie(
    visitor: Visitor, provider: Provider, wrong: str
) -> None:
    provider.changes = {
        name: ago(said) if isinstance(said, int) else said for name, said in FALSE[wrong].items()
    }
    visitor.sign_in("Sam")
    assert not visitor.signed_in
    provider.honest()
    visitor.sign_in("Sam")
    assert visitor.signed_in, "the door itself is open"


@pytest.mark.parametrize("sign", [by_somebody_else, by_nobody, by_the_public_key])
def test_a_token_that_the_provider_did_not_sign_gives_no_cookie(
    visitor: Visitor, provider: Provider, sign: Sign
) -> None:
    provider.sign = sign
    visitor.sign_in("Sam")
    assert not visitor.signed_in


def test_a_sign_in_that_this_visitor_did_not_begin_gives_no_cookie(visitor: Visitor, app: LiveApp) -> None:
    back = visitor.agree(visitor.begin(), "Sam")
    state = back.split("state=")[1].split("&")[0]
    other = Visitor(app.url, visitor.secret)
    for somebody, address in (
        (visitor, back.replace(state, "x" * len(state))),
        (visitor, back.replace(f"state={state}", "")),
        (visitor, f"{app.url}/oauth2callback?error=access_denied&state={state}"),
        (other, back),
    ):
        somebody.ask(address)
        assert not somebody.signed_in, address
    visitor.ask(back)
    assert visitor.signed_in


def code_of(address: str) -> str:
    return address.split("code=")[1].split("&")[0]


def test_a_code_counts_once_and_for_its_own_sign_in_only(visitor: Visitor, app: LiveApp) -> None:
    unused = visitor.agree(visitor.begin(), "Sam")
    thief = Visitor(app.url, visitor.secret)
    theirs = thief.agree(thief.begin(), "Stranger")
    thief.ask(theirs.replace(code_of(theirs), code_of(unused)))
    assert not thief.signed_in, "with the code of somebody else's sign-in"
    back = visitor.agree(visitor.begin(), "Sam")
    thief.jar = copied(visitor.jar)
    visitor.ask(back)
    assert visitor.signed_in
    thief.ask(back)
    assert not thief.signed_in, "with a code that was used, and every cookie of its sign-in"


def copied(jar: CookieJar) -> CookieJar:
    mine = CookieJar()
    for one in jar:
        mine.set_cookie(one)
    return mine


def test_a_way_to_the_provider_that_the_app_did_not_write_leads_nowhere(visitor: Visitor) -> None:
    assert "/oauth2/authorize" in visitor.begin()
    assert visitor.begin(secret="f0" * 32) == "/"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"aud": "other", "azp": CLIENT}, "This sign-in was made for another program"),
        ({"email_verified": "false"}, "sam@example.com is not verified"),
        ({"email": None}, "This sign-in is not known here"),
        ({"email": ["sam@example.com"]}, "is not known here"),
        ({"iat": 13 * 3600}, "This sign-in is over after 12 hours"),
    ],
)
def test_a_true_token_that_is_not_enough_lets_nobody_in(
    app: LiveApp, visitor: Visitor, provider: Provider, chromium: Browser, changes: Claims, said: str
) -> None:
    provider.changes = {name: ago(one) if isinstance(one, int) else one for name, one in changes.items()}
    visitor.sign_in("Sam")
    assert visitor.signed_in
    context = chromium.new_context()
    context.add_cookies([{"name": one.name, "value": one.value or "", "url": app.url} for one in visitor.jar])
    page = context.new_page()
    page.goto(app.url)
    expect(page.get_by_test_id("stAlert")).to_contain_text(said.split("@")[0])
    text = page.locator("body").inner_text().replace("\u2060", "")
    context.close()
    assert said in text
    assert "BO-2025" not in text


def test_what_an_administrator_changes_counts_at_the_next_click(
    app: LiveApp, names: list[str], page: Page, chromium: Browser
) -> None:
    sign_in(page, app, "Tove")
    office = chromium.new_context(viewport={"width": 1440, "height": 1400})
    people = office.new_page()
    sign_in(people, app, "Olga")
    people.goto(f"{app.url}/people")
    settle(people)

    click_row(people, table(people, "People by name"), names.index("Tove"))
    expect(people.get_by_text("Change Tove")).to_be_visible()
    role = people.get_by_role("combobox", name="Role")
    role.fill("Analyst")
    role.press("Enter")
    press(people, "Save")
    page.goto(f"{app.url}/approvals")
    settle(page)
    assert "Tove, analyst" in page.get_by_test_id("stSidebar").inner_text()
    assert "supervisors, managers, directors and account managers decide" in page.inner_text("body")
    press(people, "Sign out everywhere")
    page.reload()
    expect(page.get_by_text("This sign-in was ended by signing out")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, app, "Tove")
    expect(page.get_by_role("heading", name="Backorder command centre")).to_be_visible()
    press(people, "Left the company")
    page.goto(f"{app.url}/backorders")
    expect(page.get_by_text("Tove left on")).to_be_visible()
    assert "BO-2025" not in page.inner_text("body")
    office.close()
