"""How long the app takes to be there, and how much memory it then holds."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.clicks import ROOT, chromium, serving, visitor
from benchmarks.figures import Figure, figure

STARTS = 9


def demo(where: Path) -> Path:
    """A store with the demo company, made where it is not there yet."""
    store = where / "demo.duckdb"
    if not store.exists():
        words = [sys.executable, "-m", "backorder_core.cli", "demo", "--store", str(store)]
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return store


def starting(store: Path) -> list[Figure]:
    """From the process to its first healthy answer, against importing the same libraries; memory at rest."""
    libraries = figure(
        "Importing Streamlit, pandas, plotly and DuckDB alone", [_importing() for _ in range(STARTS)]
    )
    started = [_started(store) for _ in range(STARTS)]
    return [
        libraries,
        figure("Process started until healthy", started, "importing alone", libraries.median),
        _memory(store),
    ]


def _importing() -> float:
    start = time.perf_counter()
    words = [sys.executable, "-c", "import streamlit, pandas, plotly.graph_objects, duckdb"]
    subprocess.run(words, check=True)
    return time.perf_counter() - start


def _started(store: Path) -> float:
    start = time.perf_counter()
    with serving(store):
        return time.perf_counter() - start


def _memory(store: Path) -> Figure:
    """Resident memory in GB, shown as thousandths: MB."""
    with serving(store) as (url, process), chromium() as browser:
        who = visitor(browser, url)
        for page in ("", "backorders", "patterns", "my_day"):
            who.open(page)
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return figure("Resident memory after a visit, in MB (not ms)", [kilobytes / 1_000_000])
