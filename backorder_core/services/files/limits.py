"""How much a file may hold before it is refused: set by whoever runs the app, each with a default."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from backorder_core.domain.errors import InvalidInput

MEBI = 1 << 20
START = "BACKORDERS_MOST_"


@dataclass(frozen=True)
class Limits:
    """Each is set by ``BACKORDERS_MOST_`` and its name in capitals.

    ``file_mb`` is the size of a file and ``unpacked_mb`` what a workbook may unpack to, in MB of 1,048,576
    bytes; ``rows`` and ``columns`` those of a table, ``cell`` the characters of one cell.
    """

    file_mb: int = 200
    unpacked_mb: int = 2_048
    rows: int = 2_000_000
    columns: int = 1_000
    cell: int = 131_072

    @property
    def file_bytes(self) -> int:
        """The size of a file in bytes."""
        return self.file_mb * MEBI


def limits() -> Limits:
    """The limits in force; ``InvalidInput`` for a variable that is no whole number above 0."""
    return Limits(**{one.name: _said(f"{START}{one.name.upper()}", one.default) for one in fields(Limits)})


def _said(variable: str, default: object) -> int:
    said = os.environ.get(variable, "").strip() or str(default)
    if not said.isdecimal() or int(said) < 1:
        raise InvalidInput(f"{variable} is '{said}', which is no limit: give a whole number above 0.")
    return int(said)


def too_large(name: str, size: int) -> str:
    """The refusal of a file of so many bytes."""
    most = limits().file_mb
    return f"{name} has {size / MEBI:,.0f} MB, the limit is {most:,} MB: split it and load the parts."
