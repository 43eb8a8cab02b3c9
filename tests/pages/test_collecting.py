"""Garbage is collected when the last of the runs that overlap ends, and Streamlit does not do it as well."""

from __future__ import annotations

import gc
import tomllib

import pytest

from pages.parts import collecting
from tests.commands import ROOT
from tests.pages.conftest import Opened


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []

    def collect(generation: int = 2) -> int:
        found.append(generation)
        return 0

    monkeypatch.setattr(gc, "collect", collect)
    return found


def test_nothing_is_collected_while_another_run_goes_on(collections: list[int]) -> None:
    first, second = collecting.after_the_last(), collecting.after_the_last()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert collections == []
    second.__exit__(None, None, None)
    assert collections == [2]


def test_a_run_that_ends_in_a_fault_is_over(collections: list[int]) -> None:
    with pytest.raises(RuntimeError), collecting.after_the_last():
        raise RuntimeError("stop")
    assert collections == [2]


def test_a_page_is_followed_by_one_collection(opened: Opened, collections: list[int]) -> None:
    app = opened()
    collections.clear()
    app.run()
    assert collections == [2]
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["runner"]["postScriptGC"] is False
