"""Who may choose who they are: nobody beside, after or because of a sign-in, and nobody from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config

from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.services.people import let_choose
from backorder_core.services.sign_in import ever_signed_in, note_sign_in
from pages.parts import places, signin
from tests.pages.conftest import Opened
from tests.pages.test_working import said
from tests.services.test_sign_in import auth
from tests.small_company import ADMIN, SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")
Secrets = Callable[[str], None]


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Secrets]:
    """Writes the file of secrets that the pages read."""
    path = tmp_path / "secrets.toml"
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    st.secrets._reset()

    def write(text: str) -> None:
        path.write_text(text, encoding="utf-8")
        st.secrets._reset()

    yield write
    config.set_option("secrets.files", before)
    st.secrets._reset()


@pytest.fixture
def address() -> Iterator[Callable[[str | None], None]]:
    """Sets the address that the server listens on."""
    before = config.get_option("server.address")
    yield lambda one: config.set_option("server.address", one)
    config.set_option("server.address", before)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[auth\nclient_id = 1", "secrets.toml cannot be read"),
        ("[auth]\n", "lacks redirect_uri"),
        (auth(client_id=None), "lacks client_id"),
        (auth(cookie_secret="secret"), "can be guessed"),
    ],
)
def test_a_broken_sign_in_lets_nobody_in_not_even_into_the_demo(
    company: SmallCompany, opened: Opened, secrets: Secrets, text: str, sentence: str
) -> None:
    secrets(text)
    app = opened(places.BACKORDERS)
    assert sentence in said(app)
    assert "BO-2025" not in said(app)
    assert not app.dataframe
    assert not app.selectbox
    with pytest.raises(InvalidInput, match=sentence):
        signin.prepare(company.store)


def test_beside_a_sign_in_nobody_chooses_and_the_store_is_marked(
    company: SmallCompany, opened: Opened, secrets: Secrets
) -> None:
    secrets(auth())
    signin.prepare(company.store)
    assert ever_signed_in(company.store)
    app = opened(places.BACKORDERS)
    assert [one.label for one in app.button] == ["Sign in"]
    assert not app.selectbox


def test_after_a_sign_in_nobody_chooses_any_more(
    company: SmallCompany, opened: Opened, secrets: Secrets
) -> None:
    note_sign_in(company.store)
    app = opened(places.BACKORDERS)
    assert "Nobody can get in yet." in said(app)
    assert not app.dataframe
    with pytest.raises(IllegalStep, match="was opened with sign-in, and sign-in is not set up now"):
        signin.prepare(company.store)


@pytest.mark.parametrize("one", ["0.0.0.0", "192.168.0.7", "::", "example.com", "", None])
def test_identities_to_choose_do_not_leave_this_machine(
    company: SmallCompany, secrets: Secrets, address: Callable[[str | None], None], one: str | None
) -> None:
    address(one)
    with pytest.raises(IllegalStep, match="it is served on this machine only"):
        signin.prepare(company.store)


@pytest.mark.parametrize("one", ["127.0.0.1", "127.0.0.9", "localhost", "::1"])
def test_on_this_machine_they_may_be_chosen(
    company: SmallCompany, secrets: Secrets, address: Callable[[str | None], None], one: str
) -> None:
    address(one)
    signin.prepare(company.store)


def test_without_identities_to_choose_any_address_will_do(
    company: SmallCompany, secrets: Secrets, address: Callable[[str | None], None]
) -> None:
    company.store.write(lambda writer: writer.run("write_meta", name="demo", value="no"))
    let_choose(company.store, False, "a test", ADMIN)
    address("0.0.0.0")
    signin.prepare(company.store)
