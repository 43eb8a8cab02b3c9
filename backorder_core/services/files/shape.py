"""What a delimited file looks like: encoding, delimiter, where its header stands, what its columns hold."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from backorder_core.domain.contracts import Contract, knows
from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.encoding import decodes, detect_encoding

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
LARGEST = 200 * 1024 * 1024
PREAMBLE = 30
SAMPLES = 5


@dataclass(frozen=True)
class ReadOptions:
    """What the user says about a file; None means: find out. ``header`` False needs ``columns``."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    columns: tuple[str, ...] = ()
    contract: Contract | None = None
    name: str | None = None


@dataclass(frozen=True)
class FileShape:
    """How to read a file; ``header_line`` is its physical line, 0 where it has none."""

    name: str
    encoding: str
    delimiter: str
    header_line: int
    headers: tuple[str, ...]
    samples: dict[str, tuple[str, ...]]

    @property
    def delimiter_name(self) -> str:
        """The delimiter as a word."""
        return DELIMITERS.get(self.delimiter, self.delimiter)


def inspect(path: Path, options: ReadOptions) -> FileShape:
    """Find out how to read a file, or say in one sentence why it cannot be read (``InvalidInput``)."""
    name = options.name or path.name
    size = path.stat().st_size
    if size > LARGEST:
        raise InvalidInput(
            f"{name} has {size // 2**20} MB, the limit is 200 MB: split it and upload the parts."
        )
    encoding = options.encoding or detect_encoding(path, name)
    if options.encoding and not decodes(path, options.encoding):
        raise InvalidInput(f"{name} is not in the encoding {options.encoding}: leave the encoding out.")
    lines = _first_lines(path, encoding)
    delimiter = options.delimiter or _delimiter(lines, name)
    rows = _first_rows(path, encoding, delimiter)
    if not options.header:
        return _headerless(name, encoding, delimiter, rows, options.columns)
    line, headers, after = _header(rows, options.contract, name)
    _must_differ(headers, name)
    if not any(any(cell.strip() for cell in row) for _, row in after):
        raise InvalidInput(f"{name} has a header but no rows: there is nothing to import.")
    return FileShape(name, encoding, delimiter, line, headers, _samples(headers, after))


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, newline=None) as stream:
        return [line for line in islice(stream, 200) if line.strip()]


def _first_rows(path: Path, encoding: str, delimiter: str) -> list[tuple[int, list[str]]]:
    rows = []
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        before = 0
        for row in islice(reader, PREAMBLE + 200):
            rows.append((before + 1, row))
            before = reader.line_num
    return rows


def _delimiter(lines: Sequence[str], name: str) -> str:
    def strength(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=lambda width: (wide.count(width), width), default=1)
        return (wide.count(usual) if usual > 1 else 0, usual)

    best = max(DELIMITERS, key=strength)
    if strength(best)[0] == 0:
        raise InvalidInput(
            f"{name} has only one column: separate the columns with commas, semicolons, tabs or pipes."
        )
    return best


def _header(
    rows: Sequence[tuple[int, list[str]]], contract: Contract | None, name: str
) -> tuple[int, tuple[str, ...], Sequence[tuple[int, list[str]]]]:
    def known(row: list[str]) -> int:
        return sum(knows(contract, cell) for cell in row if cell.strip()) if contract else 0

    candidates = [(known(row), -place) for place, (_, row) in enumerate(rows[:PREAMBLE])]
    most, place = max(candidates, default=(0, 0))
    if most < 2:
        place = -next((p for p, (_, row) in enumerate(rows) if sum(bool(c.strip()) for c in row) > 1), 0)
    if not rows:
        raise InvalidInput(f"{name} is empty: choose a file with a header and rows.")
    line, row = rows[-place]
    return line, tuple(cell.strip() for cell in row), rows[-place + 1 :]


def _must_differ(headers: Sequence[str], name: str) -> None:
    said = [header for header in headers if header]
    twice = sorted({header for header in said if said.count(header) > 1})
    if twice:
        raise InvalidInput(f"{name} has two columns called '{twice[0]}': rename one of them.")


def _headerless(
    name: str,
    encoding: str,
    delimiter: str,
    rows: Sequence[tuple[int, list[str]]],
    columns: Sequence[str],
) -> FileShape:
    if not columns:
        raise InvalidInput(f"{name} has no header: give the names of its columns in order.")
    _must_differ(columns, name)
    return FileShape(name, encoding, delimiter, 0, tuple(columns), _samples(columns, rows))


def _samples(headers: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place, header in enumerate(headers):
        cells = (row[place].strip() for _, row in rows if place < len(row))
        found[header] = tuple(islice(dict.fromkeys(cell for cell in cells if cell), SAMPLES))
    return found
