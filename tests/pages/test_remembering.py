"""Answers are made once for equal arguments, the newest are kept, and no refusal is."""

from __future__ import annotations

import threading
import time

import pytest

from backorder_core.domain.errors import NotFound
from pages.parts.remembering import drawn_once, forget, remembered


def test_an_answer_is_made_once_whatever_the_store_and_handed_out_as_it_is() -> None:
    asked: list[tuple[int, str]] = []

    @remembered(2)
    def read(_store: object, version: int, name: str = "") -> list[str]:
        asked.append((version, name))
        return [name]

    first = read(object(), 1, "a")
    assert read(object(), 1, "a") is first
    assert read(object(), 1, name="a") == ["a"]
    assert read(object(), 2, "a") == ["a"]
    assert asked == [(1, "a"), (1, "a"), (2, "a")]


def test_the_one_asked_for_longest_ago_gives_way() -> None:
    asked: list[int] = []

    @remembered(2)
    def read(version: int) -> int:
        asked.append(version)
        return version

    for version in (1, 2, 1, 3, 1, 2):
        assert read(version) == version
    assert asked == [1, 2, 3, 2]
    forget()
    read(2)
    assert asked == [1, 2, 3, 2, 2]


def test_a_refusal_is_not_kept() -> None:
    there = False

    @remembered(2)
    def read(version: int) -> int:
        if not there:
            raise NotFound("It is not there.")
        return version

    with pytest.raises(NotFound):
        read(1)
    there = True
    assert read(1) == 1


def test_whoever_asks_meanwhile_waits_for_the_same_answer() -> None:
    asked: list[int] = []

    @remembered(2)
    def read(version: int) -> object:
        asked.append(version)
        time.sleep(0.1)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(read(1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    assert asked == [1]


def test_a_figure_is_drawn_once_for_what_it_shows_be_it_in_lists_or_tuples() -> None:
    drawn: list[object] = []

    @drawn_once(2)
    def draw(rows: object, unit: str = "") -> object:
        drawn.append(rows)
        return object()

    first = draw([("a", 1), ("b", 2)], unit="days")
    assert draw((("a", 1), ("b", 2)), unit="days") is first
    assert draw([("a", 1)], unit="days") is not first
    assert draw({"a", "b"}) is draw({"b", "a"})
    assert len(drawn) == 3
