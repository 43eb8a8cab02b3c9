"""Decide how the dates and numbers of a file read, from all of its values; ask where that stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pyarrow as pa

from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.readings import (
    DateOrder,
    DecimalSign,
    date_orders,
    decimal_signs,
    read_date,
    read_decimal,
)
from backorder_core.store import Reader

T = TypeVar("T", date, Decimal)
Text = tuple[str, int]
# Spreadsheets leave tabs and no-break spaces around cells, which SQL's own trim keeps.
BLANKS = "".join(chr(code) for code in (*range(9, 14), 32, 0xA0, 0x2007, 0x202F, 0x200B, 0xFEFF))
READINGS = pa.schema(
    [
        ("field", pa.string()),
        ("text", pa.string()),
        ("day", pa.date32()),
        ("amount", pa.decimal128(18, 3)),
        ("problem", pa.string()),
    ]
)


@dataclass(frozen=True)
class Understood:
    """How a file's dates and decimals are read; None where its values read only one way anyway."""

    dates: DateOrder | None
    decimal: DecimalSign | None


def understand(
    reader: Reader,
    draft: str,
    positions: Mapping[str, int],
    dates: DateOrder | None,
    decimal: DecimalSign | None,
) -> Understood:
    """Stage what every distinct date and quantity of a draft reads as.

    Raises ``NeedsAnswer`` where a column reads under two orders or signs and nothing in it decides.
    """
    days = _texts(reader, draft, positions.get("new_eta"))
    amounts = _texts(reader, draft, positions.get("quantity"))
    order = dates or _date_order(days)
    sign = decimal or _decimal_sign(amounts)
    problem = _mixed_dates(days) if dates is None else None
    rows = [("new_eta", *_read(text, lambda t: read_date(t, order), problem)) for text, _ in days]
    found = [(field, text, day, None, why) for field, text, day, why in rows]
    numbers = [("quantity", *_read(text, lambda t: read_decimal(t, sign), None)) for text, _ in amounts]
    found += [(field, text, None, amount, why) for field, text, amount, why in numbers]  # type: ignore[misc]
    _stage(reader, draft, found)
    return Understood(order, sign)


def _texts(reader: Reader, draft: str, position: int | None) -> list[Text]:
    if position is None:
        return []
    rows = reader.rows("staged_texts", draft=draft, position=position, blanks=BLANKS)
    return [(str(row[0]), int(row[1])) for row in rows]


def _date_order(texts: Sequence[Text]) -> DateOrder | None:
    evidence = date_orders(text for text, _ in texts)
    if evidence.mixed:
        return None
    if len(evidence.orders) == 1:
        return next(iter(evidence.orders))
    example = evidence.open_example or ""
    raise NeedsAnswer(
        f"The dates can be read day-first or month-first ('{example}', line {_line(texts, example)}): "
        "say which with --dates dmy or --dates mdy.",
        "dates",
        {
            order.value: f"{label}: {example} is {read_date(example, order)}"
            for order, label in ((DateOrder.DMY, "Day first"), (DateOrder.MDY, "Month first"))
        },
    )


def _decimal_sign(texts: Sequence[Text]) -> DecimalSign | None:
    evidence = decimal_signs(text for text, _ in texts)
    if evidence.mixed or not (evidence.open_example or len(evidence.signs) == 1):
        return None
    if len(evidence.signs) == 1:
        return next(iter(evidence.signs))
    example = evidence.open_example or ""
    raise NeedsAnswer(
        f"The quantities can be read with a decimal point or a decimal comma ('{example}', "
        f"line {_line(texts, example)}): say which with --decimal point or --decimal comma.",
        "decimal",
        {
            sign.value: f"Decimal {sign.value}: {example} is {read_decimal(example, sign):f}"
            for sign in (DecimalSign.POINT, DecimalSign.COMMA)
        },
    )


def _mixed_dates(texts: Sequence[Text]) -> str | None:
    evidence = date_orders(text for text, _ in texts)
    if not evidence.mixed:
        return None
    day, month = evidence.dmy_example or "", evidence.mdy_example or ""
    return (
        f"the column mixes day-first ({day}, line {_line(texts, day)}) and month-first dates "
        f"({month}, line {_line(texts, month)}): say which order holds"
    )


def _line(texts: Sequence[Text], wanted: str) -> int:
    return next((line for text, line in texts if text == wanted), 0)


def _read(text: str, read: Callable[[str], T], mixed: str | None) -> tuple[str, T | None, str | None]:
    try:
        return text, read(text), None
    except ValueError as problem:
        return text, None, f"'{text}': {mixed}" if mixed and "say which" in str(problem) else str(problem)


def _stage(
    reader: Reader, draft: str, rows: Sequence[tuple[str, str, date | None, Decimal | None, str | None]]
) -> None:
    if rows:
        columns = list(zip(*rows, strict=True))
        arrays = [pa.array(values, type=field.type) for values, field in zip(columns, READINGS, strict=True)]
        reader.with_rows("stage_readings", pa.Table.from_arrays(arrays, schema=READINGS), draft=draft)
