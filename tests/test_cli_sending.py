"""Sending and digests from the command line: one document, one sentence, a stopped app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backorder_core.delivery import channels
from backorder_core.store import Store, open_store
from tests.commands import run, spawn
from tests.delivery.conftest import Hook, hook, late, to_be_told
from tests.small_company import ADMIN, CREATED, SmallCompany
from tests.templates import Templates

__all__ = ["hook"]


@contextmanager
def company(path: Path) -> Iterator[Store]:
    store = open_store(str(path))
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def told(templates: Templates, tmp_path: Path) -> Path:
    return templates.copy(tmp_path / "store.duckdb", "to-be-told", to_be_told)


def test_without_a_channel_it_says_that_everything_stays_in_the_inbox(told: Path) -> None:
    answer = run("send", store=told)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("No channel is set up: every notice stays in the inbox. 0 sent")


def test_what_is_due_is_sent_once(told: Path, hook: Hook, tmp_path: Path) -> None:
    with company(told) as store:
        channels.set_channel(store, "Team", hook.url, ADMIN, CREATED)
        late(SmallCompany(store, tmp_path, loaded=True))
    expected = {"channels": 1, "sent": 1, "failed": 0, "dead": 0, "waiting": 0, "dead_letters": 0}
    assert run("send", "--format", "json", store=told).json == expected
    assert run("send", "--format", "json", store=told).json == {**expected, "sent": 0}
    assert len(hook.calls) == 1


def test_a_running_app_has_the_store_and_the_command_says_so(told: Path) -> None:
    with company(told):
        answer = spawn("send", store=told)
    assert answer.code == 2
    assert "in use by another process" in answer.err


def test_the_digest_is_told_once_however_often_and_only_when_asked_to_tell(told: Path) -> None:
    for _ in range(2):
        assert run("digest", "daily", "--tell", "--as-of", "2025-01-28", store=told).code == 0
    assert run("digest", "weekly", "--tell", "--as-of", "2025-01-28", store=told).code == 0
    assert run("digest", "daily", "--as-of", "2025-01-29", store=told).code == 0
    with company(told) as store, store.read() as reader:
        assert reader.rows("count_inbox", person="Sarah", as_of=CREATED.replace(year=2026)) == [(1, 1)]
    assert json.loads(run("check", "--format", "json", store=told).out)["ok"]
