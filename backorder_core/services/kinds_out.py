"""The records of a kind as rows of a file that is read in again without a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from backorder_core.domain.access import Permission
from backorder_core.domain.contracts import Field, FieldType
from backorder_core.domain.kinds import kind_of
from backorder_core.domain.values import Actor, Code
from backorder_core.services.imports.records import statement_of
from backorder_core.services.permitted import permitted
from backorder_core.store import Store

Value = str | int | Decimal | date | None
THOUSANDS = 3


@dataclass(frozen=True)
class Records:
    """The columns of a contract and everything that the store holds under them."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@permitted(Permission.READ)
def export_kind(store: Store, kind: str, actor: Actor) -> Records:
    """Every record of a kind, by its key; ``InvalidInput`` names the kinds.

    Of PO delays: the dates of the lines on backorder, which a later file would confirm.
    """
    contract = kind_of(kind)
    with store.read() as reader:
        found = reader.rows(statement_of("all", kind))
    return Records(kind, contract.names, tuple(tuple(_values(contract.fields, row)) for row in found))


def _values(fields: tuple[Field, ...], row: tuple[Any, ...]) -> Iterator[Value]:
    for field, value in zip(fields, row, strict=True):
        if value is None:
            yield "unknown" if field.unknown else None
        elif field.type is FieldType.CODE and field.choices is not None:
            yield _word(field.choices(value))
        elif field.type is FieldType.FLAG:
            yield "yes" if value else "no"
        elif isinstance(value, Decimal):
            yield unmistakable(value)
        else:
            yield value


def _word(code: Enum) -> str:
    return code.key if isinstance(code, Code) else str(code.value)


def unmistakable(number: Decimal) -> Decimal:
    """A number without needless zeros, and with four decimals rather than three: ``6.395`` may mean 6395."""
    short = number.normalize()
    decimals = -int(short.as_tuple().exponent)
    if decimals <= 0:
        return short.quantize(Decimal(1))
    return short.quantize(Decimal(1).scaleb(-THOUSANDS - 1)) if decimals == THOUSANDS else short
