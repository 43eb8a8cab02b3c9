"""The rows of a file in its own words: columns of text in an unnamed file, which vanishes with them."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from backorder_core.domain.contracts import UNKNOWN
from backorder_core.domain.errors import Unavailable

# Spreadsheets leave tabs and no-break spaces around cells. Whatever strip() takes away is among them: a code
# that a form sends must be the one that a file brought.
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\ufeff"
ALONE = -1
"""In place of how many cells a row has: a joined file has no row for it."""
ROWS_A_STEP = 20_000
BEFORE = ("line", "width")
Numbers = npt.NDArray[np.int64]
Column = Mapping[str, tuple[object, str | None]]
NOTHING = (None, None)
Staged = tuple[int, int, Sequence[str]]
"""The line of a row, how many cells it has, and the texts in the columns of the header."""


class Cells:
    """The rows of one file in its order; places of columns count from 1.

    ``table`` has the columns ``line``, ``width`` (how many cells the row has) and one of text per header.
    """

    def __init__(self, table: pa.Table) -> None:
        names = [*BEFORE, *(f"c{place}" for place in range(1, table.num_columns - 1))]
        self.table = table.rename_columns(names)

    @classmethod
    def kept(cls, batches: Iterable[pa.RecordBatch], folder: Path) -> Cells:
        """The rows that ``batches`` of a file give, kept in a folder; ``Unavailable`` without room there."""
        try:
            with TemporaryFile(dir=folder) as file:
                _write(batches, file)
                return cls(_mapped(file.fileno()))
        except OSError as refused:
            raise Unavailable(
                f"There is no room in {folder} for the rows of the file: make some."
            ) from refused

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def lines(self) -> Numbers:
        """The line of each row."""
        numbers: Numbers = self.table["line"].to_numpy()
        return numbers

    def texts(self, place: int) -> list[tuple[str, int]]:
        """The distinct texts of a column without blanks around them, each with the first line that has it."""
        codes, known = _encoded(self._column(place))
        first = np.empty(len(known), np.int64)
        first[codes[::-1]] = self.lines[::-1]
        said: dict[str, int] = {}
        for place in np.argsort(first):
            said.setdefault(_stripped(known[place].as_py()), int(first[place]))
        said.pop("", None)
        return list(said.items())

    def on(self, lines: Iterable[int]) -> Cells:
        """The rows that stand on some lines, in the file's order."""
        return Cells(self.table.take(np.searchsorted(self.lines, np.unique(np.fromiter(lines, np.int64)))))

    def text(self, place: int | None) -> pa.ChunkedArray:
        """The texts of a column without blanks around them, null where there is none or no such column."""
        if place is None:
            return pa.chunked_array([pa.nulls(len(self), pa.string())])
        text = self._trimmed(place)
        empty = pc.equal(text, "")
        return pc.if_else(empty, None, text) if pc.any(empty).as_py() else text

    def read(self, place: int | None, readings: Column, kind: pa.DataType) -> tuple[pa.Array, pa.Array]:
        """What the texts of a column read as, and what is wrong with those that do not.

        ``readings`` has both by text; where there is no value of the type, it is null.
        """
        if place is None:
            return pa.nulls(len(self), kind), pa.nulls(len(self), pa.string())
        codes, known = _encoded(self._column(place))
        said = [readings.get(_stripped(text), NOTHING) for text in known.to_pylist()]
        values = [None if value is UNKNOWN else value for value, _ in said]
        found = pa.array(codes)
        problems = pa.array([problem for _, problem in said], pa.string())
        return pa.array(values, kind).take(found), problems.take(found)

    def at(self, lines: Iterable[int]) -> list[Staged]:
        """The rows that stand on some lines, in the file's order, each with all its texts."""
        return _rows(self.on(lines).table)

    def raw(self, lines: Iterable[int]) -> pa.Table:
        """Rows as two columns: ``line``, and ``raw`` with the list of its texts."""
        rows = self.at(lines)
        raw = pa.array([row[2] for row in rows], pa.list_(pa.string()))
        return pa.table({"line": pa.array([row[0] for row in rows], pa.int64()), "raw": raw})

    def steps(self) -> Iterator[list[Staged]]:
        """All rows in the file's order, a bounded number at a time."""
        for start in range(0, len(self), ROWS_A_STEP):
            yield _rows(self.table.slice(start, ROWS_A_STEP))

    def alike(self, places: Sequence[int], zeros: Sequence[int]) -> list[Staged]:
        """The rows that share the texts at some places with another one, leading zeros cut at ``zeros``."""
        if not places:
            return _rows(self.table) if len(self) > 1 else []
        columns = [self._trimmed(place, place in zeros) for place in places]
        codes = _codes(columns)
        return _rows(self.table.filter(pa.array(np.bincount(codes)[codes] > 1)))

    def join(self, other: Cells, on: Sequence[int], key: Sequence[int], take: Sequence[int]) -> Cells:
        """These rows with columns of another file behind their own; a row without a partner is ``ALONE``."""
        theirs, mine = _codes_of_both(other._all_trimmed(key), self._all_trimmed(on))
        partner = np.full(max(theirs.max(initial=-1), mine.max(initial=-1)) + 1, -1)
        partner[theirs[::-1]] = np.arange(len(theirs))[::-1]
        found = partner[mine]
        places = pa.array(found, mask=found < 0)
        taken = [pc.fill_null(other._column(place).take(places), "") for place in take]
        width = np.where(found < 0, ALONE, self.table["width"].to_numpy() + len(take)).astype(np.int32)
        return self._with(width, taken)

    def at_odds(self, key: Sequence[int], take: Sequence[int]) -> tuple[str, ...] | None:
        """The first key, in their order, under which rows say different things; None where there is none."""
        named, taken = _codes(self._all_trimmed(key)), _codes(self._all_trimmed(take))
        first = np.zeros(named.max(initial=-1) + 1, np.int64)
        first[named[::-1]] = taken[::-1]
        odd = self.table.filter(pa.array(first[named] != taken))
        keys = (tuple(_stripped(row[2][place - 1]) for place in key) for row in _rows(odd))
        return min(keys, default=None)

    def filled(self, place: int) -> npt.NDArray[np.bool_]:
        """Of each row, whether a column holds more than blanks."""
        marks: npt.NDArray[np.bool_] = pc.not_equal(self._trimmed(place), "").to_numpy()
        return marks

    def from_above(
        self, places: Sequence[int], under: npt.NDArray[np.bool_], above: npt.NDArray[np.bool_]
    ) -> Cells:
        """These rows, where those ``under`` have at some places what the nearest row ``above`` them has."""
        rows = np.arange(len(self))
        nearest = np.maximum.accumulate(np.where(above, rows, 0))
        source = pa.array(np.where(under, nearest, rows))
        table = self.table
        for place in places:
            name = f"c{place}"
            table = table.set_column(table.schema.get_field_index(name), name, table[name].take(source))
        return Cells(table)

    def give(self, texts: Sequence[str]) -> Cells:
        """These rows with the same texts behind the cells of each."""
        width = self.table["width"].to_numpy() + np.int32(len(texts))
        return self._with(width, [pa.repeat(text, len(self)) for text in texts])

    def _with(self, width: npt.NDArray[np.int32], columns: Sequence[pa.Array]) -> Cells:
        own = self.table.columns[len(BEFORE) :]
        names = [*BEFORE, *(f"c{place}" for place in range(len(own) + len(columns)))]
        return Cells(pa.table([self.table["line"], pa.array(width, pa.int32()), *own, *columns], names=names))

    def _column(self, place: int) -> pa.ChunkedArray:
        return self.table[f"c{place}"]

    def _trimmed(self, place: int, zeros: bool = False) -> pa.ChunkedArray:
        text = pc.utf8_trim(self._column(place), characters=BLANKS)
        return pc.utf8_ltrim(text, characters="0") if zeros else text

    def _all_trimmed(self, places: Sequence[int]) -> list[pa.ChunkedArray]:
        return [self._trimmed(place) for place in places]


def _stripped(text: str) -> str:
    return text.strip(BLANKS)


def _write(batches: Iterable[pa.RecordBatch], file: IO[bytes]) -> None:
    rest = iter(batches)
    first = next(rest)
    with pa.ipc.new_file(file, first.schema) as writer:
        for batch in chain([first], rest):
            writer.write_batch(batch)
    file.flush()


def _mapped(descriptor: int) -> pa.Table:
    return pa.ipc.open_file(pa.py_buffer(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))).read_all()


def _rows(table: pa.Table) -> list[Staged]:
    lines, widths, *columns = (column.to_pylist() for column in table.columns)
    return list(zip(lines, widths, zip(*columns, strict=True), strict=True))


def _codes(columns: Sequence[pa.ChunkedArray]) -> Numbers:
    """A number per row, the same for rows with the same texts in all columns."""
    codes: Numbers = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        numbers, known = _encoded(column)
        codes = pa.array(codes * len(known) + numbers).dictionary_encode().indices.to_numpy().astype(np.int64)
    return codes


def _codes_of_both(
    ones: Sequence[pa.ChunkedArray], others: Sequence[pa.ChunkedArray]
) -> tuple[Numbers, Numbers]:
    both = [pa.chunked_array([*a.chunks, *b.chunks]) for a, b in zip(ones, others, strict=True)]
    codes = _codes(both)
    return codes[: len(ones[0])], codes[len(ones[0]) :]


def _encoded(column: pa.ChunkedArray) -> tuple[Numbers, pa.Array]:
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary
