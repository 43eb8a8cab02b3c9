"""Keep a store of this version for the tests of upgrading: ``python -m scripts.keep_store``.

To be run before a new migration is added. ``tests/data/stores`` then has what programs of this version
wrote, and ``tests/store/test_upgrading.py`` brings it up to date from then on.
"""

from __future__ import annotations

import lzma
import tempfile
from pathlib import Path

import tests.conftest  # noqa: F401 - the key that test stores are chained with
from backorder_core.store.migrating import migrations
from tests.store.test_upgrading import FOLDER
from tests.tampered import fill


def main() -> None:
    """Fill a store with a month of work and keep it, packed, under the number of its schema."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.duckdb"
        fill(path)
        packed = lzma.compress(path.read_bytes(), preset=9)
    kept = FOLDER / f"{migrations()[-1][0]:04}.duckdb.xz"
    kept.write_bytes(packed)
    print(f"{kept}: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
