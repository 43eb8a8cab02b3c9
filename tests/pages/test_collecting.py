"""Garbage is collected in the pauses between runs, never in one, and Streamlit does not do it as well."""

from __future__ import annotations

import gc
import threading
import time
import tomllib
from collections.abc import Callable

import pytest

from pages.parts import collecting
from pages.parts.collecting import Collector
from tests.commands import ROOT
from tests.pages.conftest import Opened

PATIENCE = 60.0


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that collected, but for those that earlier tests left waiting to."""
    found: list[str] = []
    left = set(threading.enumerate()) - {threading.current_thread()}

    def collect(generation: int = 2) -> int:
        if threading.current_thread() not in left:
            found.append(threading.current_thread().name)
        return 0

    monkeypatch.setattr(gc, "collect", collect)
    return found


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_nothing_is_collected_while_a_run_goes_on(collections: list[str]) -> None:
    collector = Collector(pause=0.01)
    with collector.run():
        with collector.run():
            pass
        time.sleep(0.1)
        assert collections == []
    _until(lambda: collections == ["garbage"])


def test_a_run_that_ends_in_a_fault_is_over(collections: list[str]) -> None:
    collector = Collector(pause=0.01)
    with pytest.raises(RuntimeError), collector.run():
        raise RuntimeError("stop")
    _until(lambda: collections == ["garbage"])


def test_runs_that_follow_at_once_are_collected_after_together(collections: list[str]) -> None:
    collector = Collector(pause=0.5)
    for _ in range(5):
        with collector.run():
            pass
    assert collections == []
    _until(lambda: collections == ["garbage"])


def test_a_page_is_followed_by_a_collection(
    opened: Opened, collections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "COLLECTOR", Collector(pause=0.01))
    opened().run()
    _until(lambda: "garbage" in collections)
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["runner"]["postScriptGC"] is False
