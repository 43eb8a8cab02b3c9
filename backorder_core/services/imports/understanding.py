"""Decide how the dates and numbers of a file read, from all of its values; ask where that stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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


@dataclass(frozen=True)
class Understood:
    """How a file's dates and decimals are read; None where the file has none that need it."""

    dates: DateOrder | None
    decimal: DecimalSign | None


def understand(
    reader: Reader,
    draft: str,
    positions: Mapping[str, int],
    dates: DateOrder | None,
    decimal: DecimalSign | None,
) -> Understood:
    raise NotImplementedError
