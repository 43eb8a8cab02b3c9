"""What goes out harmless comes back as it was."""

from __future__ import annotations

import pytest

from backorder_core.domain.harmless import FORMULA_STARTS, harmed, harmless

TEXTS = ("=1+1", "+49 30", "-5", "@me", "\tx", "\rx", "'=1", "''=1", "'", "''", "'tis", "x=1", "", "=", "'-")


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_made_harmless_is_read_back_the_same(text: str) -> None:
    assert harmed(harmless(text)) == text
    assert not harmless(text).startswith(FORMULA_STARTS)


def test_no_two_texts_become_the_same() -> None:
    assert len({harmless(text) for text in TEXTS}) == len(TEXTS)


@pytest.mark.parametrize("text", ["'tis", "plain", "'", "=1+1", ""])
def test_a_text_that_was_never_guarded_stays(text: str) -> None:
    assert harmed(text) == text
