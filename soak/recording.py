"""Writes what a long run measured into the table of a document: one row a run, a newer one replaces it."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- figures of make soak -->", "<!-- end of figures -->"
HEAD = ("| What | Figure | Day | Took | Machine |", "| --- | --- | --- | --- | --- |")


@dataclass(frozen=True)
class Row:
    """One run: what was tried, what came of it in numbers, when, for how long and where."""

    what: str
    figure: str
    day: date
    took: timedelta
    machine: str

    def __str__(self) -> str:
        cells = (self.what, self.figure, self.day.isoformat(), in_words(self.took), self.machine)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def in_words(span: timedelta) -> str:
    """A span as people say it: seconds below two minutes, minutes below two hours."""
    seconds = span.total_seconds()
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7_200 else f"{seconds / 3_600:.1f} h"


def this_machine() -> str:
    """What figures depend on: cores, system, and the versions that do the work."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    libraries = f"DuckDB {version('duckdb')}, Streamlit {version('streamlit')}"
    python = f"Python {platform.python_version()}"
    return f"{cores} cores, {platform.system()} {platform.machine()}, {python}, {libraries}"


def record(document: Path, row: Row) -> None:
    """Put a row into the table of a document; ``ValueError`` where the document has no place for it."""
    text = document.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    table, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document.name} has no place for figures: put '{BEGIN}' and '{END}' into it.")
    kept = [line for line in table.strip().splitlines()[len(HEAD) :] if line]
    named = [line.split("|")[1].strip() for line in kept]
    what = row.what.replace("|", "/")
    place = named.index(what) if what in named else len(kept)
    kept[place : place + 1] = [str(row)]
    lines = "\n".join((begin, *HEAD, *kept, end))
    document.write_text(f"{before}{lines}{after}", encoding="utf-8")
