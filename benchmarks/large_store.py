"""A large company as rows: what a million and ten million backorders are measured on.

python -m benchmarks.large_store PATH ROWS
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import duckdb

from backorder_core.domain.values import SYSTEM
from backorder_core.store import open_store
from backorder_core.store.chain import Chain, Head
from backorder_core.store.opening import utc_now
from backorder_core.store.statements import named_statements
from backorder_core.store.writing import Writer

FILL = Path(__file__).with_suffix(".sql")
AS_OF = date(2025, 1, 28)


def fill(path: Path, backorders: int) -> float:
    """Make a store of that many backorders, a tenth of them open; seconds that it took."""
    start = time.perf_counter()
    store = open_store(str(path))
    store.mark_demo(AS_OF, SYSTEM)
    chain = store.chain
    store.close()
    connection = duckdb.connect(str(path))
    connection.execute("set memory_limit = '8GB'")
    connection.execute("set preserve_insertion_order = true")
    for text in named_statements(FILL).values():
        known = {"n": backorders, "as_of": AS_OF}
        connection.execute(text, {name: value for name, value in known.items() if f"${name}" in text})
    _seal(connection, chain)
    connection.execute("checkpoint")
    connection.close()
    return time.perf_counter() - start


def _seal(connection: duckdb.DuckDBPyConnection, chain: Chain) -> None:
    """Make the newest entry the end of the ledger that the store believes, as if it had written it."""
    writer = Writer(connection, utc_now(), chain)
    seq, digest = writer.rows("newest_entry")[0]
    writer.seal(Head(seq, digest, chain.keys.current, ""))


if __name__ == "__main__":
    print(f"{fill(Path(sys.argv[1]), int(sys.argv[2])):.1f} s")
