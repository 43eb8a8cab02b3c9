"""The stores that are measured, where they lie, and what they are measured on."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import streamlit

from benchmarks.large_store import fill

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "1000000").split(","))
RUNS = int(os.environ.get("BENCH_RUNS", "9"))


@contextmanager
def folder() -> Iterator[Path]:
    """Where the stores lie: one that is kept where it is named, else one that is gone afterwards."""
    named = os.environ.get("BENCH_FOLDER")
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)
        yield Path(named)
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def of_size(where: Path, size: int) -> Path:
    """The store of that many backorders, made where it is not there yet."""
    path = where / f"large-{size}.duckdb"
    if not path.exists():
        fill(path, size)
    return path


def about() -> dict[str, str]:
    """What the numbers were measured on."""
    return {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "versions": f"DuckDB {duckdb.__version__}, Streamlit {streamlit.__version__}",
    }
