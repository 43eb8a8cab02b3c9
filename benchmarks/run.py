"""Measure the product against the least that could be asked of the same machine; write the ratios down.

make bench                                      a store of a million backorders
BENCH_SIZES=1000000,10000000 make bench         how it grows
BENCH_FOLDER=DIR make bench                     keep the stores, and use those that are there
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

from backorder_core.store import open_store
from benchmarks.calculations import calculations
from benchmarks.clicks import clicks
from benchmarks.figures import Figure, grown, table
from benchmarks.imports import imports
from benchmarks.starting import demo, starting
from benchmarks.stores import RUNS, SIZES, about, folder, of_size
from benchmarks.users import users
from benchmarks.writes import writes

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs" / "performance.md"
FIT = 0.1
"""Seconds of a run of the empty page: a machine that needs longer measures itself and not the product."""


def section(where: Path, size: int) -> list[Figure]:
    """Everything about a store of one size, on a copy of it."""
    copy = Path(shutil.copyfile(of_size(where, size), where / "measured.duckdb"))
    try:
        found = clicks(copy, RUNS)
        store = open_store(str(copy))
        try:
            found += calculations(store, RUNS) + writes(store, RUNS)
        finally:
            store.close()
        found += imports(copy, where)
    finally:
        for end in ("", ".wal", ".anchor"):  # the anchor of one measurement would doubt the store of the next
            copy.with_name(copy.name + end).unlink(missing_ok=True)
    return found


def page(found: dict[str, list[Figure]], known: dict[str, str]) -> str:
    """The page that the documentation shows."""
    lines = [
        "# Performance",
        "",
        "Ratios within one run (`make bench`); absolute times belong to one machine. F is a run of an",
        "empty page of this same app in headless Chromium. Where a limit was not kept, it is said.",
        "",
        f"Machine: {known['machine']}; {known['versions']}. Medians of {RUNS} runs and more.",
    ]
    for title, figures in found.items():
        lines += ["", f"## {title}", "", *table(figures)]
        empty = figures[0]
        if empty.what.endswith("(F)") and empty.median > FIT:
            lines += ["", f"**This machine is unfit: F is {empty.median * 1000:.0f} ms, more than 100.**"]
    notes = HERE / "notes.md"
    return "\n".join(lines) + "\n\n" + notes.read_text(encoding="utf-8")


def main() -> None:
    """Run everything, write benchmarks/results.json and docs/performance.md."""
    found: dict[str, list[Figure]] = {}
    with folder() as where:
        for size in SIZES:
            found[f"{size:,} backorders, a tenth of them open"] = section(where, size)
        if len(SIZES) > 1:
            first, *_, last = found.values()
            found[f"Growth from {SIZES[0]:,} to {SIZES[-1]:,} backorders"] = grown(first, last, 1.5)
        found["Starting on the demo company"] = starting(demo(where))
        found["Many people on the demo company"] = users(demo(where))
    known = about()
    results = {
        "about": known,
        **{title: [asdict(one) for one in figures] for title, figures in found.items()},
    }
    (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    text = page(found, known)
    DOCS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
