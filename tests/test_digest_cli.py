"""``backorders digest`` in its three formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import run
from tests.test_cli import store

__all__ = ["store"]


def test_the_daily_digest_shows_mondays_figures(store: Path) -> None:
    told = run("digest", "daily", "--as-of", "2025-01-27", store=store)
    assert told.code == 0
    for line in ("New backorders        1", "Resolved backorders   3", "Partially resolved    2"):
        assert line in told.out
    assert "-15,000.00" in told.out
    assert "4.8 of 5" in told.out


def test_the_weekly_digest_as_json_is_the_chapters_week(store: Path) -> None:
    told = run("digest", "weekly", "--format", "json", store=store).json
    assert (told["since"], told["until"]) == ("2025-01-21", "2025-01-28")
    assert (told["activity"]["new"], told["activity"]["resolved"], told["activity"]["net"]) == (8, 12, -4)


def test_the_digest_as_html_is_one_page(store: Path) -> None:
    told = run("digest", "daily", "--as-of", "2025-01-27", "--format", "html", store=store)
    assert told.out.startswith("<!doctype html>")


@pytest.mark.parametrize("words", [("monthly",), ("daily", "--as-of", "monday")])
def test_a_digest_that_does_not_exist_is_refused_in_one_sentence(store: Path, words: tuple[str, ...]) -> None:
    told = run("digest", *words, store=store)
    assert (told.code, told.out) == (2, "")
    assert len(told.err.strip().splitlines()) == 1
