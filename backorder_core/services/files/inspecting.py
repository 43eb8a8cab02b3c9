"""Find out how a file must be read, or say in one sentence why it cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.dialect import find_delimiter, find_header, find_quote, header_at
from backorder_core.services.files.encoding import encoding_of
from backorder_core.services.files.limits import limits, too_large
from backorder_core.services.files.naming import (
    must_be_few,
    must_be_told_apart,
    names_of,
    numbered,
    samples_of,
)
from backorder_core.services.files.picking import inspect_workbook, is_packed
from backorder_core.services.files.reading import batches
from backorder_core.services.files.shape import DELIMITERS, FileShape, ReadOptions

FIRST_LINES = 400
LONGEST_START = 4_000_000
NEWLINES = {"\r\n": "crlf", "\r": "cr", "\n": "lf"}


def inspect(path: Path, options: ReadOptions) -> FileShape:
    """Find out how to read a file; what ``options`` say is taken as it is.

    Raises ``InvalidInput`` for a file that is empty, too large, neither text nor a workbook, without rows or
    headers, with two headers of one name that the contract knows, or with a quote that is never closed in its
    first rows; ``NeedsAnswer`` for a workbook of which more than one sheet could be meant.
    """
    name = options.name or path.name
    size = path.stat().st_size
    if size > limits().file_bytes:
        raise InvalidInput(too_large(name, size))
    if is_packed(path):
        return inspect_workbook(path, name, options)
    encoding = encoding_of(path, name, options.encoding)
    lines = _first_lines(path, encoding, options.header_line or 0)
    quote = find_quote(lines) if options.quote is None else options.quote
    delimiter = _delimiter(lines, quote, options, name)
    newline = next((key for end, key in NEWLINES.items() if lines[0].endswith(end)), "lf")
    known = FileShape(name, encoding, delimiter, quote, newline, 0, 1, (), {})
    return (
        _headed(path, known, lines, options) if options.header else _headerless(path, known, options.columns)
    )


def _first_lines(path: Path, encoding: str, header_line: int) -> list[str]:
    lines: list[str] = []
    with path.open(encoding=encoding, newline="") as stream:
        left = LONGEST_START
        for line in islice(stream, max(FIRST_LINES, header_line + FIRST_LINES // 2)):
            lines.append(line)
            left -= len(line)
            if left < 0:
                break
    return lines


def _delimiter(lines: Sequence[str], quote: str, options: ReadOptions, name: str) -> str:
    if len(quote) > 1:
        raise InvalidInput(f"{name} cannot be read with the quote '{quote}': give one sign, or none.")
    if options.delimiter is None:
        found = find_delimiter(lines, quote, options.contract)
        if found is None:
            raise InvalidInput(
                f"{name} has only one column: separate the columns with commas, semicolons, tabs or pipes."
            )
        return found
    said = {word: sign for sign, word in DELIMITERS.items()}.get(options.delimiter, options.delimiter)
    if len(said) != 1 or said in {quote, "\r", "\n"}:
        raise InvalidInput(f"{name} cannot be read with the delimiter '{said}': give one sign, such as ;.")
    return said


def _headed(path: Path, known: FileShape, lines: Sequence[str], options: ReadOptions) -> FileShape:
    name, delimiter, quote = known.name, known.delimiter, known.quote
    if options.header_line is not None:
        header = header_at(lines, options.header_line, delimiter, quote)
        if header is None:
            raise InvalidInput(
                f"{name} has no header on line {options.header_line}: name the line that has it."
            )
    else:
        header = find_header(lines, delimiter, quote, options.contract)
        if header is None:
            raise InvalidInput(
                f"{name} has no line with two headers or more: check the delimiter and the first lines."
            )
    if header.broken:
        raise InvalidInput(
            f"{name}, line {header.line}: a quote in the header is not closed: close it or remove it."
        )
    headers = names_of(header, options.contract, name)
    shape = replace(known, header_line=header.line, rows_from=header.line + header.height, headers=headers)
    return _sampled(path, shape, f"{name} has a header but no rows: there is nothing to import.")


def _headerless(path: Path, known: FileShape, columns: Sequence[str]) -> FileShape:
    name = known.name
    must_be_told_apart(columns, name)
    first = next(batches(path, replace(known, headers=tuple(columns) or ("",)), FIRST_LINES), None)
    usual = Counter(first["cells"].to_pylist()).most_common(1)[0][0] if first else len(columns)
    must_be_few(usual, name)
    columns = columns or numbered(usual)
    shape = replace(known, headers=tuple(columns))
    if usual != len(columns):
        raise InvalidInput(
            f"{name} has {usual} columns but {len(columns)} names are given: give one name per column."
        )
    return _sampled(path, shape, f"{name} has no rows: there is nothing to import.")


def _sampled(path: Path, shape: FileShape, without_rows: str) -> FileShape:
    first = next(batches(path, shape, FIRST_LINES), None)
    if first is None:
        raise InvalidInput(without_rows)
    columns = [first.column(f"c{place}").to_pylist() for place in range(len(shape.headers))]
    return replace(shape, samples=samples_of(shape.headers, columns))
