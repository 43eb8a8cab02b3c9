"""Measure the use-cases against plain DuckDB doing the least that could be asked; write the ratios down.

make bench            about 100,000 past backorders and a delay file of 100,000 rows
BENCH_ROWS=1000000 make bench
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import streamlit

from backorder_core.demo import build_demo
from backorder_core.domain.sourcing import Option, plans
from backorder_core.domain.values import OfferKind, Quality
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.detail import show_backorder
from backorder_core.services.imports import discard, preview_file
from backorder_core.services.reports import command_center
from backorder_core.store import Store, open_store

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs" / "performance.md"
AS_OF = date(2025, 1, 28)
RUNS = 9
ROWS = int(os.environ.get("BENCH_ROWS", "20000"))


@dataclass(frozen=True)
class Measure:
    """Seconds of a use-case (median, 95th percentile) and as a multiple of what it is held against."""

    what: str
    median: float
    p95: float
    against: str
    ratio: float


def timed(work: Callable[[], object]) -> list[float]:
    """Seconds of each of the runs, after one that is not counted."""
    work()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def measure(what: str, work: Callable[[], object], against: str, base: float) -> Measure:
    """One line of the table."""
    seconds = sorted(timed(work))
    median = statistics.median(seconds)
    p95 = seconds[min(len(seconds) - 1, round(0.95 * len(seconds)))]
    return Measure(what, median, p95, against, median / base)


def plain_scan(store: Store) -> float:
    """Median seconds of a plain count and sum over the open rows, through the same connection."""

    def scan() -> None:
        with store.read() as reader:
            reader.rows("plain_scan")

    return statistics.median(timed(scan))


def twelve_options() -> list[Option]:
    """Options that together have about half again as many units as the 5,000 needed."""
    draw = random.Random(12)
    return [
        Option(
            name=f"Option {at}",
            kind=OfferKind.ALTERNATIVE_SUPPLIER,
            available=Decimal(draw.randint(300, 950)),
            ready_on=AS_OF + timedelta(days=draw.randint(0, 20)),
            fixed_cost=Decimal(draw.randint(0, 5_000)),
            unit_cost=Decimal(draw.randint(0, 3_000)) / 100,
            quality=draw.choice(list(Quality)),
        )
        for at in range(12)
    ]


def plain_candidates(options: list[Option]) -> int:
    """Add up money for every option in part beside every set of the others, and compare; nothing else."""
    whole = [int(one.fixed_cost + one.available * one.unit_cost) for one in options]
    sums = [0]
    for money in whole:
        sums += [one + money for one in sums]
    return min(one + money for money in whole for one in sums[: len(sums) // 2])


def delay_file(store: Store, path: Path, rows: int) -> None:
    """A delay file that confirms the ETA of that many PO lines."""
    with store.read() as reader:
        lines = reader.rows("lines_for_a_file", count=rows)
    body = "\n".join(f"{number},{line},{eta or ''},,," for number, line, eta in lines)
    path.write_text(f"po_number,po_line,new_eta,reason,quantity,note\n{body}\n", encoding="utf-8")


def preview(store: Store, path: Path) -> None:
    """Judge a file and drop the preview."""
    discard(store, preview_file(store, "po-delays", path, path.name, AS_OF).draft)


def measures(folder: Path) -> tuple[list[Measure], dict[str, object]]:
    """Every line of the table, and what the numbers were measured on."""
    store = open_store(str(folder / "bench.duckdb"))
    start = time.perf_counter()
    made = build_demo(store, rows=ROWS)
    built = time.perf_counter() - start
    path = folder / "delays.csv"
    delay_file(store, path, 100_000)
    rows = path.read_text(encoding="utf-8").count("\n") - 1
    number = list_backorders(store, Filters(), AS_OF, limit=1).rows[0].number
    scan = plain_scan(store)
    read = statistics.median(timed(lambda: duckdb.sql(f"select count(*) from read_csv('{path}')").fetchall()))
    least = "count and sum over the open rows"
    found = [
        measure("Command centre, all six parts", lambda: command_center(store, AS_OF), least, scan),
        measure(
            "List, first page of all",
            lambda: list_backorders(store, Filters(state="all"), AS_OF),
            least,
            scan,
        ),
        measure("One backorder, whole", lambda: show_backorder(store, number, AS_OF), least, scan),
        measure(
            f"Preview of {rows:,} delay rows", lambda: preview(store, path), "read_csv of the file", read
        ),
    ]
    options = twelve_options()
    adding = statistics.median(timed(lambda: plain_candidates(options)))
    found.append(
        measure(
            "Sourcing plans, 12 options, 5,000 units",
            lambda: plans(Decimal(5_000), options, AS_OF),
            "adding up every candidate's money",
            adding,
        )
    )
    store.close()
    about: dict[str, object] = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "versions": f"DuckDB {duckdb.__version__}, Streamlit {streamlit.__version__}",
        "store": {name: str(value) for name, value in vars(made).items()},
        "seconds_to_build": round(built, 1),
        "runs": RUNS,
    }
    return found, about


def table(found: list[Measure], about: dict[str, object]) -> str:
    """The page that the documentation shows."""
    lines = [
        "# Performance",
        "",
        "Ratios within one run (`make bench`); absolute times belong to one machine.",
        "",
        f"Machine: {about['machine']}; {about['versions']}. Median of {RUNS} runs after a warm-up.",
        f"Store: {about['store']}, built in {about['seconds_to_build']} s.",
        "",
        "| what | median ms | p95 ms | times | against |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {m.what} | {m.median * 1000:.1f} | {m.p95 * 1000:.1f} | {m.ratio:.1f} × | {m.against} |"
        for m in found
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run everything, write benchmarks/results.json and docs/performance.md."""
    with tempfile.TemporaryDirectory() as folder:
        found, about = measures(Path(folder))
    results = {"about": about, "measures": [asdict(one) for one in found]}
    (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    DOCS.write_text(table(found, about), encoding="utf-8")
    print(table(found, about))


if __name__ == "__main__":
    main()
