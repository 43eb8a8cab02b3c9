"""Seeded bugs are noticed by the tests beside the rule that they break (`make soak`: all of them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.mutations import MUTATIONS, ROOT, Mutation, caught


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_seeded_bug_still_has_its_place(mutation: Mutation) -> None:
    text = (ROOT / mutation.path).read_text(encoding="utf-8")
    assert text.count(mutation.right) == 1
    assert mutation.wrong != mutation.right


def test_a_seeded_bug_is_caught_and_what_changes_nothing_is_not(tmp_path: Path) -> None:
    bug = next(one for one in MUTATIONS if one.tests.endswith("test_cadence.py"))
    assert caught(bug, tmp_path)
    harmless = Mutation("nothing", bug.file, bug.right, f"{bug.right}  # as before", bug.tests)
    assert not caught(harmless, tmp_path)
