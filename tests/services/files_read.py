"""How the tests of reading write a file and read it."""

from __future__ import annotations

from pathlib import Path

from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.services.files import FileShape, ReadOptions, batches, inspect

OPTIONS = ReadOptions(contract=PO_DELAYS)
PLAIN = ReadOptions()
HEADER = "po_number,po_line,new_eta"
ROWS = [["PO-1", "10", "2025-02-15"], ["PO-2", "20", "2025-02-16"]]
Read = tuple[int, int, list[str]]


def write(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows_of(path: Path, shape: FileShape, size: int = 3) -> list[Read]:
    """Line, number of cells and text of every row."""
    found = []
    for batch in batches(path, shape, size):
        assert 0 < batch.num_rows <= size
        for line, cells, *texts in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            found.append((line, cells, texts))
    return found


def read(path: Path, options: ReadOptions = OPTIONS) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    shape = inspect(path, options)
    return shape.headers, [(line, texts) for line, _, texts in rows_of(path, shape)]


def lines(*rows: str, end: str = "\n") -> str:
    return end.join(rows) + end


FIRST, SECOND = "PO-1,10,2025-02-15", "PO-2,20,2025-02-16"
