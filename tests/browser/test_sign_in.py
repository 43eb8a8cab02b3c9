"""Signing in against a real OpenID provider on this machine: who gets in, as whom, and who does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page, expect

from backorder_core.domain.values import Role
from backorder_core.services.people import PersonWish, leave, save_person
from backorder_core.store import open_store
from tests.browser.conftest import LiveApp, free_port, serving
from tests.browser.steps import settle
from tests.small_company import ADMIN, TODAY

pytestmark = pytest.mark.browser
SECRETS = """[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "a-secret-of-the-tests-that-is-long-enough-for-a-key"
client_id = "backorders"
client_secret = "nobody-checks-this-one"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


def user(name: str, **claims: object) -> oidc_provider_mock.User:
    said = {"email": f"{name.lower()}@example.com", "email_verified": True, "name": name, **claims}
    return oidc_provider_mock.User(sub=name, claims=said)


USERS = (user("Sam"), user("Gus"), user("Stranger"), user("Sly", email_verified=False))


@pytest.fixture(scope="module")
def app(demo_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The demo company's store behind sign-in, with Sam who works there and Gus who left."""
    folder = tmp_path_factory.mktemp("signed")
    copy = folder / "live.duckdb"
    copy.write_bytes(demo_store_file.read_bytes())
    store = open_store(str(copy))
    for name in ("Sam", "Sly", "Gus"):
        known = {"Sam": 1}.get(name)
        wish = PersonWish(name, Role.SUPERVISOR, f"{name.lower()}@example.com", known)
        save_person(store, wish, ADMIN, TODAY)
    leave(store, "Gus", ADMIN, TODAY)
    store.close()
    port = free_port()
    with oidc_provider_mock.run_server_in_thread(user_claims=USERS) as provider:
        url = f"http://127.0.0.1:{provider.server_port}"
        secrets = folder / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        secrets.write_text(SECRETS.format(app=f"http://127.0.0.1:{port}", provider=url))
        with serving(copy, port, {"HOME": str(folder)}) as served:
            yield served


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
