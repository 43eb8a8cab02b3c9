"""Ask everybody the same, hold the answers against each other, and write down how long each took.

make bench-peers, or BENCH_FOLDER=DIR python -m benchmarks.peers.run
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, figure
from benchmarks.peers.databases import POSTGRES, PostgreSQL, SQLite
from benchmarks.peers.ours import Ours
from benchmarks.peers.questions import Peer
from benchmarks.peers.rows import delay_file, export
from benchmarks.peers.with_pandas import Pandas
from benchmarks.peers.with_polars import Polars
from benchmarks.stores import RUNS, SIZES, about, folder, of_size

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs" / "performance-peers.md"
QUESTIONS = ("center", "patterns", "listed", "delays")
TITLES = {
    "center": "Command centre",
    "patterns": "Patterns of a quarter",
    "listed": "Second page of the VIPs' list",
    "delays": "Delay file of 100,000 rows, judged",
}
DELAYS = 100_000


def asked(peer: Peer, question: str, file: Path) -> object:
    """The answer of a peer."""
    return peer.delays(file) if question == "delays" else getattr(peer, question)()


def measured(
    make: Callable[[], Peer], file: Path
) -> tuple[dict[str, object], dict[str, Figure], dict[str, float]]:
    """Answers, warm figures, and seconds of the first answer of each question with everything read anew."""
    answers, warm, cold = {}, {}, {}
    for question in QUESTIONS:
        start = time.perf_counter()
        peer = make()
        answers[question] = asked(peer, question, file)
        cold[question] = time.perf_counter() - start
        runs = []
        for _ in range(RUNS if question != "delays" else 3):
            start = time.perf_counter()
            asked(peer, question, file)
            runs.append(time.perf_counter() - start)
        peer.close()
        warm[question] = figure(f"{peer.name}: {TITLES[question]}", runs)
    return answers, warm, cold


def main() -> None:
    """Run everything; ``AssertionError`` where two answers differ."""
    with folder() as where:
        store, rows = of_size(where, SIZES[0]), where / f"rows-{SIZES[0]}"
        if not rows.exists():
            export(store, rows)
        file = rows / "delays.csv"
        delay_file(store, file, DELAYS)
        peers: dict[str, Callable[[], Peer]] = {
            "this app": lambda: Ours(store),
            "pandas": lambda: Pandas(rows),
            "Polars": lambda: Polars(rows),
            "SQLite": lambda: SQLite(rows),
        }
        if POSTGRES.exists():
            peers["PostgreSQL"] = lambda: PostgreSQL(rows)
        for name in ("SQLite", "PostgreSQL"):
            if name in peers:
                peers[name]().close()  # loaded before anything is measured
        found = {name: measured(make, file) for name, make in peers.items()}
    for question in QUESTIONS:
        answers = {name: one[0][question] for name, one in found.items()}
        for name, answer in answers.items():
            assert answer == answers["this app"], (
                f"{question}: {name} says {answer}, not {answers['this app']}"
            )
    write(found)


def write(found: dict[str, tuple[dict[str, object], dict[str, Figure], dict[str, float]]]) -> None:
    """The table of ratios, this app as 1."""
    known = about()
    lines = [
        "# The same questions to others",
        "",
        f"`make bench-peers` on {SIZES[0]:,} backorders, {known['machine']}; {known['versions']}. Warm median in ms and",
        "how many times this app's; cold: the first answer of a new process's connection, everything read from disk,",
        "in ms. All answers were equal. The texts are in `benchmarks/peers/`. This app answers more than is compared: it",
        "names customers, recommends actions, works out scores and checks every cell of a file.",
        "",
        "| | " + " | ".join(TITLES.values()) + " |",
        "| --- |" + " ---: |" * len(TITLES),
    ]
    ours = found["this app"][1]
    for name, (_, warm, cold) in found.items():
        cells = [
            f"{warm[q].median * 1000:.0f} ({warm[q].median / ours[q].median:.1f} ×), cold {cold[q] * 1000:.0f}"
            for q in QUESTIONS
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", (HERE / "notes.md").read_text(encoding="utf-8").strip(), ""]
    DOCS.write_text("\n".join(lines), encoding="utf-8")
    results = {
        name: {q: {"warm": warm[q].median, "p95": warm[q].p95, "cold": cold[q]} for q in QUESTIONS}
        for name, (_, warm, cold) in found.items()
    }
    (HERE / "results.json").write_text(json.dumps({"about": known, "seconds": results}, indent=2) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
