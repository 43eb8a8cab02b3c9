"""Damaged files: a few at random here, two hundred in the long run."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from tests.reliability import damaging
from tests.reliability.kills import five_late_lines
from tests.templates import Templates

HARMED = 10


def test_a_damaged_store_shows_right_values_or_a_sentence(templates: Templates, tmp_path: Path) -> None:
    one = damaging.sound(templates.file("five-late-lines", five_late_lines), tmp_path)
    chance = random.Random(6)
    ended = Counter(damaging.harmed(one, chance, tmp_path / "harmed")[1] for _ in range(HARMED))
    assert ended["told in a sentence"] > 0
    assert ended["unharmed"] < HARMED
