"""How the rows of a file end, on their way into staging."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

import pyarrow as pa

from backorder_core.domain.contracts import Contract, FieldType
from backorder_core.domain.values import ZERO, Outcome
from backorder_core.services.imports.typing_rows import Fault
from backorder_core.store import Reader

VERDICTS = pa.schema(
    [
        ("line", pa.int64()),
        ("outcome", pa.int16()),
        ("reason", pa.string()),
        ("column_name", pa.string()),
        ("value", pa.string()),
        ("po_line_id", pa.int64()),
        ("backorder_id", pa.int64()),
        ("new_eta", pa.date32()),
        ("quantity", pa.decimal128(18, 3)),
        ("words", pa.string()),
        ("recorded", pa.bool_()),
        ("record", pa.string()),
        ("before", pa.string()),
        ("lacks", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one row of a file ends; ``recorded`` says whether applying it writes anything.

    ``record`` and ``before`` are the record as the row leaves it and as it was found, see ``packed``;
    ``lacks`` are the records that the row needs and the store does not have, see ``Fault``, as JSON.
    """

    line: int
    outcome: Outcome
    reason: str
    column: str | None = None
    value: str | None = None
    po_line_id: int | None = None
    backorder_id: int | None = None
    new_eta: date | None = None
    quantity: Decimal = ZERO
    words: str = ""
    recorded: bool = False
    record: str | None = None
    before: str | None = None
    lacks: str | None = None


def rejected(line: int, fault: Fault) -> Verdict:
    """A row that cannot be used."""
    lacks = json.dumps(fault.lacks) if fault.lacks else None
    return Verdict(line, Outcome.REJECTED, fault.reason, fault.column, fault.value, lacks=lacks)


def keep(reader: Reader, draft: str, verdicts: Sequence[Verdict]) -> None:
    """Put verdicts into staging."""
    if not verdicts:
        return
    names = ["column" if name == "column_name" else name for name in VERDICTS.names]
    columns = [[getattr(one, name) for one in verdicts] for name in names]
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, VERDICTS, strict=True)]
    reader.with_rows("stage_verdicts", pa.Table.from_arrays(arrays, schema=VERDICTS), draft=draft)


def packed(values: Mapping[str, Any]) -> str:
    """A record as one text: JSON in the words of its contract."""
    return "{" + ",".join([f'"{name}":{_plain(value)}' for name, value in values.items()]) + "}"


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str) and not isinstance(value, Enum):
        return encode_basestring(value)
    return _other(value)


@lru_cache(maxsize=65_536, typed=True)
def _other(value: Any) -> str:
    plain = value.value if isinstance(value, Enum) else value
    return json.dumps(str(plain) if isinstance(plain, (Decimal, date)) else plain, ensure_ascii=False)


def unpacked(contract: Contract, text: str) -> dict[str, Any]:
    """A record out of its text, in the types of the contract; codes as they are stored."""
    said = json.loads(text)
    return {one.name: _typed(one.type, said.get(one.name)) for one in contract.fields}


def _typed(kind: FieldType, value: Any) -> Any:
    if value is None:
        return None
    if kind is FieldType.DECIMAL:
        return Decimal(value)
    return date.fromisoformat(value) if kind is FieldType.DATE else value


def table_of(contract: Contract, records: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Records as a relation with the contract's columns, typed as they are stored."""
    columns = {}
    for one in contract.fields:
        kind = {
            FieldType.DATE: pa.date32(),
            FieldType.DECIMAL: pa.decimal128(18, one.places),
            FieldType.WHOLE: pa.int32(),
            FieldType.FLAG: pa.bool_(),
        }.get(one.type)
        if one.type is FieldType.CODE and one.choices is not None:
            kind = pa.int16() if issubclass(one.choices, int) else pa.string()
        columns[one.name] = pa.array([record.get(one.name) for record in records], type=kind or pa.string())
    return pa.table(columns)
