"""Decide how dates, numbers and codes of a file read, from all of its values; ask where that stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from backorder_core.domain.answers import read_choice, read_flag, without_unit
from backorder_core.domain.contracts import UNKNOWN, Contract, Field, FieldType
from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.readings import (
    DateOrder,
    DecimalSign,
    date_orders,
    decimal_signs,
    folded,
    read_date,
    read_decimal,
)
from backorder_core.services.imports.case import ImportOptions, Readings, Understood
from backorder_core.services.imports.cells import Cells

Text = tuple[str, int]
Column = dict[str, tuple[object, str | None]]
NUMBERS = (FieldType.DECIMAL, FieldType.WHOLE)


def understand(
    cells: Cells, contract: Contract, positions: Mapping[str, int], options: ImportOptions
) -> tuple[Understood, Readings]:
    """What every distinct text of a file's dated, numbered and coded columns reads as, by field.

    Raises ``NeedsAnswer`` where a column reads under two orders or signs and nothing in it decides.
    """
    readings: Readings = {}
    orders: list[DateOrder] = []
    signs: list[DecimalSign] = []
    several = sum(one.type is FieldType.DATE and one.name in positions for one in contract.fields) > 1
    for one in contract.fields:
        position = positions.get(one.name)
        if position is None or one.type is FieldType.TEXT:
            continue
        texts = cells.texts(position)
        if one.type is FieldType.DATE:
            readings[one.name], order = _dates(one, texts, options, several)
            orders += [order] if order else []
        elif one.type in NUMBERS:
            readings[one.name], sign = _numbers(one, texts, options)
            signs += [sign] if sign else []
        else:
            readings[one.name] = _codes(one, texts)
    telling = [order for order in orders if order is not DateOrder.YMD] or orders
    return Understood(telling[0] if telling else None, signs[0] if signs else None), readings


def _dates(
    one: Field, texts: Sequence[Text], options: ImportOptions, several: bool
) -> tuple[Column, DateOrder | None]:
    unknown = {folded(word) for word in ("unknown", *options.unknown)} if one.unknown else set()
    dated = [(text, line) for text, line in texts if folded(text) not in unknown]
    order = options.dates or _date_order(dated, f" of '{one.name}'" if several else "")
    mixed = _mixed_dates(dated) if options.dates is None else None
    column: Column = {text: _read(text, lambda t: read_date(t, order), mixed) for text, _ in dated}
    column |= {text: (UNKNOWN, None) for text, _ in texts if folded(text) in unknown}
    return column, order


def _numbers(one: Field, texts: Sequence[Text], options: ImportOptions) -> tuple[Column, DecimalSign | None]:
    plain = {text: without_unit(one, text) for text, _ in texts}
    bare = [(plain[text], line) for text, line in texts]
    sign = options.decimal or _decimal_sign(bare, one)
    mixed = _mixed_decimals(bare) if options.decimal is None else None
    places = 0 if one.type is FieldType.WHOLE else one.places
    whole = one.type is FieldType.WHOLE

    def number(text: str) -> Decimal | int:
        found = read_decimal(text, sign, places)
        return int(found) if whole else found

    return {text: _read(plain[text], number, mixed) for text, _ in texts}, sign


def _codes(one: Field, texts: Sequence[Text]) -> Column:
    read = read_flag if one.type is FieldType.FLAG else lambda text: read_choice(one, text)
    return {text: _read(text, read, None) for text, _ in texts}


def _date_order(texts: Sequence[Text], where: str) -> DateOrder | None:
    evidence = date_orders(text for text, _ in texts)
    if evidence.mixed:
        return None
    if len(evidence.orders) == 1:
        return next(iter(evidence.orders))
    example = evidence.open_example or ""
    raise NeedsAnswer(
        f"The dates{where} can be read day-first or month-first ('{example}', line {_line(texts, example)}): "
        "say which with --dates dmy or --dates mdy.",
        "dates",
        {
            order.value: f"{label}: {example} is {read_date(example, order)}"
            for order, label in ((DateOrder.DMY, "Day first"), (DateOrder.MDY, "Month first"))
        },
    )


def _decimal_sign(texts: Sequence[Text], one: Field) -> DecimalSign | None:
    evidence = decimal_signs(text for text, _ in texts)
    if evidence.mixed or not (evidence.open_example or len(evidence.signs) == 1):
        return None
    if len(evidence.signs) == 1:
        return next(iter(evidence.signs))
    example = evidence.open_example or ""
    what = "quantities" if one.name == "quantity" else f"numbers of '{one.name}'"
    raise NeedsAnswer(
        f"The {what} can be read with a decimal point or a decimal comma ('{example}', "
        f"line {_line(texts, example)}): say which with --decimal point or --decimal comma.",
        "decimal",
        {
            sign.value: f"Decimal {sign.value}: {example} is {read_decimal(example, sign, 6):f}"
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


def _mixed_decimals(texts: Sequence[Text]) -> str | None:
    evidence = decimal_signs(text for text, _ in texts)
    if not evidence.mixed:
        return None
    point, comma = evidence.point_example or "", evidence.comma_example or ""
    return (
        f"the column mixes decimal points ({point}, line {_line(texts, point)}) and decimal commas "
        f"({comma}, line {_line(texts, comma)}): say which sign holds"
    )


def _line(texts: Sequence[Text], wanted: str) -> int:
    return next((line for text, line in texts if text == wanted), 0)


def _read(text: str, read: Callable[[str], object], mixed: str | None) -> tuple[object, str | None]:
    try:
        return read(text), None
    except ValueError as problem:
        return None, f"'{text}': {mixed}" if mixed and "say which" in str(problem) else str(problem)
