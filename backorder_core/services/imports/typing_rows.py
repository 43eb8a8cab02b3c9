"""The rows of a file as values of their contract's types, or with the fault that keeps them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backorder_core.domain.contracts import Contract, Field, FieldType, Sign, looks_like_damaged_id
from backorder_core.domain.harmless import harmed
from backorder_core.domain.rows import not_a_record
from backorder_core.services.imports.case import Case
from backorder_core.services.imports.cells import ALONE, BLANKS, Staged

Key = tuple[str, ...]
damaged = lru_cache(maxsize=65_536)(looks_like_damaged_id)


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be used: the field and the text at fault, where it is one cell's.

    ``lacks`` names the records, as (kind, id), that it refers to and the store does not have.
    """

    column: str | None
    value: str | None
    reason: str
    lacks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file; ``values`` has the fields that the file holds."""

    line: int
    cells: Sequence[str]
    values: dict[str, Any]
    fault: Fault | None = None


@dataclass(frozen=True)
class _Column:
    field: Field
    place: int
    readings: Mapping[str, tuple[object, str | None]] | None
    id: bool


class Typed:
    """Types the rows of one file, column by column."""

    def __init__(self, case: Case) -> None:
        self._width = len(case.shape.headers)
        self._headers = case.shape.headers
        ids = ids_of(case.contract)
        self._columns = [
            _Column(one, case.positions[one.name] - 1, case.readings.get(one.name), one.name in ids)
            for one in case.contract.fields
            if one.name in case.positions
        ]
        self._names = [column.field.name for column in self._columns]
        self._needed = [column.place for column in self._columns if not column.field.blank]

    def rows(self, staged: Sequence[Staged]) -> list[Row]:
        """Rows (line, width, cells) of the file, in its types."""
        whole = [row for row in staged if row[1] == self._width]
        faults: dict[int, Fault] = {}
        by_place = list(zip(*(row[2] for row in whole), strict=True))
        typed = [
            self._column(column, by_place[column.place], faults, whole) for column in self._columns if whole
        ]
        values = iter(zip(*typed, strict=True))
        names, found = self._names, []
        place = 0
        for line, width, cells in staged:
            if width != self._width:
                why = not_a_record(cells, self._needed, self._headers) or misfit(width, self._width)
                found.append(Row(line, cells, {}, Fault(None, None, why)))
                continue
            said = next(values)
            fault = faults.get(place) if faults else None
            found.append(Row(line, cells, {} if fault else dict(zip(names, said, strict=True)), fault))
            place += 1
        return found

    def _column(
        self, column: _Column, cells: Sequence[str], faults: dict[int, Fault], rows: Sequence[Staged]
    ) -> list[Any]:
        texts = [cell.strip(BLANKS) for cell in cells]
        field = column.field
        if column.readings is None:
            values: list[Any] = [harmed(text) or None for text in texts]
            known = {text: damaged(text) for text in set(texts)} if column.id else {}
        else:
            readings = column.readings
            values = [readings[text][0] if text else None for text in texts]
            known = {text: self._problem(field, text, readings) for text in set(texts) if text}
        bad = {text: why for text, why in known.items() if why and text}
        if bad or not (field.blank or all(texts)):
            for place, text in enumerate(texts):
                why = bad.get(text) if text else self._blank(field, rows[place][2])
                if why and place not in faults:
                    faults[place] = Fault(field.name, text, why)
        return values

    def _blank(self, field: Field, cells: Sequence[str]) -> str | None:
        if field.blank:
            return None
        return not_a_record(cells, self._needed, self._headers) or "it is empty"

    @staticmethod
    def _problem(field: Field, text: str, readings: Mapping[str, tuple[object, str | None]]) -> str | None:
        value, problem = readings[text]
        if problem is None and field.sign is not Sign.ANY:
            return _sign(field.sign, value, text)
        return problem


def misfit(width: int, headers: int) -> str:
    """Why a row of so many cells cannot be read; a row without its partner in a joined file has ``ALONE``."""
    if width == ALONE:
        return "no row of the file that is joined to it goes with it"
    return f"the row has {width} cells, the header has {headers}"


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
    texts = ["" if (value := values.get(name)) is None else str(value) for name in names]
    if contract.zeros.isdisjoint(names):
        return tuple(texts)
    zeros = contract.zeros
    return tuple(
        [text.lstrip("0") if name in zeros else text for name, text in zip(names, texts, strict=True)]
    )
