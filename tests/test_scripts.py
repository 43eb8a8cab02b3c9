"""What make runs before anything is installed, and before a browser is there."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import urllib.request
from io import BytesIO
from pathlib import Path

import pytest

from scripts import browser, fetch_uv

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("system", "machine", "musl", "part"),
    [
        ("Linux", "x86_64", False, "manylinux_2_17_x86_64"),
        ("Linux", "aarch64", False, "manylinux"),
        ("Linux", "x86_64", True, "musllinux_1_1_x86_64"),
        ("Linux", "aarch64", True, "musllinux"),
        ("Darwin", "arm64", False, "macosx_11_0_arm64"),
        ("Darwin", "x86_64", False, "macosx_10_12_x86_64"),
    ],
)
def test_the_lock_names_a_uv_for_every_machine(system: str, machine: str, musl: bool, part: str) -> None:
    urls = [one["url"] for one in fetch_uv.wheels(ROOT / "uv.lock")]
    found = [url for url in urls if fetch_uv.fits(url, system, machine, musl)]
    assert found
    assert part in found[0]


def test_a_machine_without_a_uv_gets_none() -> None:
    urls = [one["url"] for one in fetch_uv.wheels(ROOT / "uv.lock")]
    assert not [url for url in urls if fetch_uv.fits(url, "Linux", "vax", False)]


def test_another_file_than_the_locked_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: BytesIO(b"something else"))
    wheel = {"url": "https://example.org/uv.whl", "hash": f"sha256:{hashlib.sha256(b'uv').hexdigest()}"}
    with pytest.raises(SystemExit, match=r"is not the file that uv\.lock names"):
        fetch_uv.fetched(wheel)


def test_a_browser_that_cannot_be_had_fails_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "starts", lambda: False)
    monkeypatch.setattr(browser, "installers", lambda: [["false"]])
    with pytest.raises(SystemExit, match="The browser tests need a Chromium") as failed:
        browser.main()
    assert failed.value.code


def test_a_browser_that_an_installer_brings_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    here = iter([False, False, True])
    monkeypatch.setattr(browser, "starts", lambda: next(here))
    monkeypatch.setattr(browser, "installers", lambda: [["false"], ["true"]])
    browser.main()


def test_a_browser_named_by_hand_must_start() -> None:
    env = {**os.environ, "CHROMIUM": "/bin/false"}
    ended = subprocess.run(
        [sys.executable, browser.__file__], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode
    assert ended.stderr == "The browser that CHROMIUM names does not start: /bin/false.\n"


def test_only_root_installs_system_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert [words[-2:] for words in browser.installers()] == [["install", "chromium"]]
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert "apt-get install" in browser.installers()[-1][-1]
