"""The rows of a file as values of their contract's types, or with the fault that keeps them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backorder_core.domain.contracts import Contract, Field, FieldType, Sign, looks_like_damaged_id
from backorder_core.domain.rows import not_a_record
from backorder_core.services.imports.case import Case
from backorder_core.services.imports.understanding import BLANKS
from backorder_core.store import Reader

LINES_A_STEP = 20_000
Key = tuple[str, ...]
damaged = lru_cache(maxsize=65_536)(looks_like_damaged_id)


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be used: the field and the text at fault, where it is one cell's."""

    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True)
class Row:
    """A row of a file; ``values`` has the fields that the file holds, ``key`` what tells the record apart."""

    line: int
    texts: Mapping[str, str]
    values: dict[str, Any]
    fault: Fault | None = None


@dataclass(frozen=True)
class _Column:
    field: Field
    place: int
    readings: Mapping[str, tuple[object, str | None]] | None
    id: bool


class Typed:
    """Types the rows of one file."""

    def __init__(self, case: Case) -> None:
        self._width = len(case.shape.headers)
        self._headers = case.shape.headers
        ids = ids_of(case.contract)
        self._columns = [
            _Column(one, case.positions[one.name] - 1, case.readings.get(one.name), one.name in ids)
            for one in case.contract.fields
            if one.name in case.positions
        ]
        self._needed = [column.place for column in self._columns if not column.field.blank]

    def row(self, line: int, width: int, cells: Sequence[str]) -> Row:
        """One row of the file, in its types."""
        texts = {one.field.name: cells[one.place].strip(BLANKS) for one in self._columns}
        if width != self._width:
            why = f"the row has {width} cells, the header has {self._width}"
            return Row(line, texts, {}, Fault(None, None, why))
        values: dict[str, Any] = {}
        for column in self._columns:
            field = column.field
            text = texts[field.name]
            if not text:
                if not field.blank:
                    why = not_a_record(cells, self._needed, self._headers) or "it is empty"
                    return Row(line, texts, {}, Fault(field.name, "", why))
                values[field.name] = None
                continue
            value, why_not = self._value(column, text)
            if why_not:
                return Row(line, texts, {}, Fault(field.name, text, why_not))
            values[field.name] = value
        return Row(line, texts, values)

    @staticmethod
    def _value(column: _Column, text: str) -> tuple[object, str | None]:
        if column.readings is None:
            return text, damaged(text) if column.id else None
        value, problem = column.readings[text]
        if problem is None and column.field.sign is not Sign.ANY:
            problem = _sign(column.field.sign, value, text)
        return value, problem


def _sign(sign: Sign, value: Any, text: str) -> str | None:
    if value < 0 or (value == 0 and sign is Sign.POSITIVE):
        return f"{text} is not {'above 0' if sign is Sign.POSITIVE else '0 or more'}"
    return None


def ids_of(contract: Contract) -> frozenset[str]:
    """The fields that hold numbers and codes of things, which spreadsheets like to damage."""
    named = {name for reference in contract.references for name in reference.fields}
    texts = {one.name for one in contract.fields if one.type is FieldType.TEXT}
    return frozenset((named | set(contract.keys)) & texts)


def key_of(contract: Contract, names: Sequence[str], values: Mapping[str, Any]) -> Key:
    """The values of some fields as one key; leading zeros left out where they do not matter."""
    zeros = {one.name for one in contract.fields if one.zeros}
    return tuple(
        said.lstrip("0") if name in zeros else said
        for name in names
        for said in (str(values.get(name) if values.get(name) is not None else ""),)
    )


def steps(reader: Reader, draft: str) -> Iterator[list[tuple[Any, ...]]]:
    """Line, width and cells of the staged rows, in the file's order, a bounded number at a time."""
    total, low, last = (reader.one("staged_line_range", draft=draft) or (0, 0, 0))[:3]
    while total and low <= last:
        rows = reader.rows("staged_cells", draft=draft, low=low, high=low + LINES_A_STEP - 1)
        if rows:
            yield rows
        low += LINES_A_STEP
