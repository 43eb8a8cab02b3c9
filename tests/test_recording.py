"""Figures of long runs go into their document, each in one row that a newer run replaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from soak.parts import Parts
from soak.recording import BEGIN, DOCS, END, HEAD, Row, in_words, record

KILLS = Row("Kills", "500 kills, none lost", date(2025, 1, 28), timedelta(minutes=31), "2 cores")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "promises.md"
    path.write_text(f"# Promises\n\nBefore.\n\n{BEGIN}\n{END}\n\nAfter.\n", encoding="utf-8")
    return path


def rows(document: Path) -> list[str]:
    return [line for line in document.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]


def test_a_figure_stands_in_its_row_and_a_newer_one_replaces_it(document: Path) -> None:
    record(document, KILLS)
    record(document, replace(KILLS, what="Soak", figure="no | error"))
    record(document, replace(KILLS, figure="600 kills, none lost", took=timedelta(hours=3)))
    assert rows(document) == [
        *HEAD,
        "| Kills | 600 kills, none lost | 2025-01-28 | 3.0 h | 2 cores |",
        "| Soak | no / error | 2025-01-28 | 31 min | 2 cores |",
    ]
    text = document.read_text(encoding="utf-8")
    assert text.startswith("# Promises\n\nBefore.\n\n")
    assert text.endswith("\n\nAfter.\n")


def test_a_document_without_a_place_for_figures_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.md"
    path.write_text("# Other\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.md has no place for figures"):
        record(path, KILLS)
    assert path.read_text(encoding="utf-8") == "# Other\n"


def test_the_documents_of_the_long_runs_have_their_place(tmp_path: Path) -> None:
    copy = tmp_path / "reliability.md"
    copy.write_text((DOCS / "reliability.md").read_text(encoding="utf-8"), encoding="utf-8")
    record(copy, KILLS)
    assert str(KILLS) in rows(copy)


@pytest.mark.parametrize(("seconds", "said"), [(7, "7 s"), (119, "119 s"), (600, "10 min"), (7200, "2.0 h")])
def test_spans_are_said_in_words(seconds: int, said: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == said


def test_a_long_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    first = Parts("days", tmp_path / "kept")
    first.add(sequences=25, steps=900)
    first.add(sequences=25, steps=950)
    again = Parts("days", tmp_path / "kept")
    assert (again.done["sequences"], again.done["steps"]) == (50, 1_850)
    again.add(sequences=25, steps=900)
    first.add(sequences=25, steps=1_000)
    assert (first.done["sequences"], first.done["steps"]) == (100, 3_750)
    again.end()
    first.add(sequences=25)
    assert first.done["sequences"] == 125
    first.end()
    assert Parts("days", tmp_path / "kept").done["sequences"] == 0
