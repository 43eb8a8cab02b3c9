"""The secrets of the sign-in: made here for each installation, refused where they would protect nobody."""

from __future__ import annotations

import secrets
import stat
import tomllib
from pathlib import Path

import pytest
import tomli_w

from backorder_core import secret_files
from backorder_core.domain.errors import IllegalStep, InvalidInput
from backorder_core.services.sign_in import NEEDED, proved
from backorder_core.serving import server_options
from tests.commands import run

METADATA = "https://login.example.com/.well-known/openid-configuration"
ASKED = ("--address", "https://bo.example.com/", "--metadata", METADATA, "--client-id", "bo")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one place where this test's app looks for its secrets."""
    path = tmp_path / ".streamlit" / "secrets.toml"
    monkeypatch.setattr(secret_files, "PLACES", (path,))
    monkeypatch.setenv("BACKORDERS_CLIENT_SECRET", "of the provider")
    return path


def cookie_secret(path: Path) -> str:
    return str(tomllib.loads(path.read_text())["auth"]["cookie_secret"])


def written(path: Path, secret: str, address: str = "https://bo.example.com/oauth2callback") -> None:
    path.parent.mkdir(exist_ok=True)
    section = {**dict.fromkeys(NEEDED, "x"), "cookie_secret": secret, "redirect_uri": address}
    path.write_text(tomli_w.dumps({"auth": section}))
    path.chmod(0o600)


def test_each_installation_gets_a_secret_of_its_own_that_nobody_else_may_read(file: Path) -> None:
    told = run("sign-in", "set-up", *ASKED, "--file", str(file))
    assert (told.code, cookie_secret(file) in told.out) == (0, False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    section = tomllib.loads(file.read_text())["auth"]
    assert section["redirect_uri"] == "https://bo.example.com/oauth2callback"
    assert section["client_secret"] == "of the provider"
    first = cookie_secret(file)
    secret_files.must_be_sound()
    again = run("sign-in", "set-up", *ASKED, "--file", str(file))
    assert (again.code, "is set up in" in again.err, cookie_secret(file)) == (2, True, first)
    assert run("sign-in", "renew", "--file", str(file)).code == 0
    assert len({first, cookie_secret(file)}) == 2
    secret_files.must_be_sound()


def test_other_secrets_in_the_file_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[erp]\nkey = 'abc'\n")
    secret_files.set_up(file, "https://bo.example.com", METADATA, "bo", "x")
    assert tomllib.loads(file.read_text())["erp"] == {"key": "abc"}


def test_nothing_to_renew_is_said(file: Path) -> None:
    with pytest.raises(IllegalStep, match="Sign-in is not set up in"):
        secret_files.renew(file)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "short",
        "x" * 64,
        "abcabcabcabcabcabcabcabcabcabcabcabcabc",
        "at least 32 random characters: openssl rand -hex 32",
        "a-secret-of-the-tests-that-is-long-enough-for-a-key",
        "change-me-please-0123456789-abcdefghij",
        "your-very-own-cookie-value-0123456789",
        "xxxxxxxxxxxxxxxxxxxxxxxx-0123456789abcdef",
        "example-0123456789abcdefghijklmnopqrstuv",
    ],
)
def test_the_app_does_not_start_with_a_sample_or_a_weak_secret(file: Path, secret: str) -> None:
    written(file, secret)
    with pytest.raises(InvalidInput, match=r"cookie_secret"):
        server_options(8501)


def test_secrets_made_by_chance_are_taken() -> None:
    for _ in range(500):
        for made in (secrets.token_urlsafe(48), secrets.token_hex(32)):
            proved(dict.fromkeys(NEEDED, made))


def test_a_file_that_others_may_read_or_that_is_no_toml_is_refused(file: Path) -> None:
    written(file, secrets.token_urlsafe(48))
    secret_files.must_be_sound()
    for mode in (0o640, 0o604, 0o666):
        file.chmod(mode)
        with pytest.raises(InvalidInput, match="others on this machine may read it: run 'chmod 600"):
            secret_files.must_be_sound()
    file.write_text("[auth\n")
    with pytest.raises(InvalidInput, match="cannot be read"):
        secret_files.must_be_sound()


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("https://bo.example.com/oauth2callback", True),
        ("http://localhost:8501/oauth2callback", True),
        ("http://bo.example.com/oauth2callback", False),
    ],
)
def test_a_redirect_address_is_https_or_this_machine(file: Path, address: str, sound: bool) -> None:
    written(file, secrets.token_urlsafe(48), address)
    if sound:
        secret_files.must_be_sound()
    else:
        with pytest.raises(InvalidInput, match="is not https"):
            secret_files.must_be_sound()


def test_what_the_server_starts_with_cannot_be_loosened_from_outside(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full")
    monkeypatch.setenv("BACKORDERS_MOST_FILE_MB", "7")
    written(file, secrets.token_urlsafe(48))
    options = server_options(8501)
    assert options["client.showErrorDetails"] == "none"
    assert options["server.maxUploadSize"] == 7
    assert options["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1", "bo.example.com"]
    assert options["server.enableXsrfProtection"] is options["server.enableCORS"] is True
    assert options["server.enableAgentApi"] is options["server.enableStaticServing"] is False
    monkeypatch.setenv("BACKORDERS_DEVELOPMENT", "1")
    monkeypatch.setenv("BACKORDERS_HOSTS", "backorders.lan, other.lan")
    assert server_options(8501)["client.showErrorDetails"] == "full"
    assert server_options(8501)["server.allowedHosts"][-2:] == ["backorders.lan", "other.lan"]  # type: ignore[index]
