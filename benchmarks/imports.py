"""A delay file of a million rows of which 50,000 change something, against DuckDB's own reading of the file.

python -m benchmarks.imports STORE FILE applies the file to the store and says how long it took.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from backorder_core.domain.values import Actor, Role
from backorder_core.services.imports import ImportOptions, apply_file
from backorder_core.store import Store, open_store
from benchmarks.figures import Figure, figure
from benchmarks.large_store import AS_OF

ROWS, CHANGED = 1_000_000, 50_000
PLANNER = Actor("Sarah", Role.PURCHASING_MANAGER)
LATER = 9
"""Days that a supplier is later than it said."""
READS = 9
FILE = """
copy (
    with waiting as (select distinct po_line_id from backorders where closed_on is null and eta is not null),
    told as (
        select p.po_number, p.po_line, coalesce(p.eta, p.original_due) as eta,
            row_number() over (order by w.po_line_id is null, p.id) as place
        from po_lines as p left join waiting as w on w.po_line_id = p.id
    )
    select po_number, po_line, eta + case when place <= $changed then $later else 0 end as new_eta,
        'Machine breakdown' as reason
    from told where place <= $rows order by po_number, po_line
) to '{file}' (header)
"""


def write(store: Store, file: Path) -> None:
    """A file of the store's PO lines with the dates that it knows, some of them later."""
    with duckdb.connect() as beside:
        with store.read() as reader:
            lines = reader.cursor.execute(
                "select id, po_number, po_line, eta, original_due from po_lines"
            ).to_arrow_table()
            open_ones = reader.cursor.execute(
                "select po_line_id, closed_on, eta from backorders where closed_on is null"
            ).to_arrow_table()
        beside.register("po_lines", lines)
        beside.register("backorders", open_ones)
        given = {"changed": CHANGED, "later": LATER, "rows": ROWS}
        beside.execute(FILE.format(file=file), given)


def imports(store: Path, where: Path) -> list[Figure]:
    """Applying it, applying it again when nothing changes, and the memory that each takes."""
    file = where / "a-million-delays.csv"
    opened = open_store(str(store))
    write(opened, file)
    opened.close()
    read = figure("read_csv of a million rows into a table", [_read(file) for _ in range(READS)])
    found = [read]
    for what, limit in (("A million delays, 50,000 of them news", 20.0), ("The same file again", 6.0)):
        words = [sys.executable, "-m", "benchmarks.imports", str(store), str(file)]
        said = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        changes = f"{said['updated']:,} updated, {said['rejected']:,} rejected"
        found.append(figure(f"{what}: {changes}", [said["seconds"]], read.what, read.median, limit))
        found.append(figure("… and its memory, in MB (not ms)", [said["memory"] / 1_000]))
    return found


def _read(file: Path) -> float:
    with duckdb.connect() as connection:
        start = time.perf_counter()
        connection.execute("create table told as select * from read_csv($file)", {"file": str(file)})
        return time.perf_counter() - start


def main(store: str, file: Path) -> None:
    """Apply a file as the command line does; seconds, memory in MB and outcomes as JSON."""
    opened = open_store(store)
    start = time.perf_counter()
    result = apply_file(opened, "po-delays", file, file.name, AS_OF, ImportOptions(), PLANNER)
    seconds = time.perf_counter() - start
    opened.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024 / 1_000_000
    said = {
        "seconds": seconds,
        "memory": memory,
        "updated": result.updated,
        "rejected": result.rejected,
        "rest": result.rows - result.updated - result.rejected,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
