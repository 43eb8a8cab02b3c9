"""Lines that stand under their order: what is written once above them holds for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backorder_core.domain.contracts import Contract
from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.kinds.orders import ORDER_LINES, PO_LINES
from backorder_core.services.files import FileShape
from backorder_core.services.imports.cells import Cells

KINDS = (PO_LINES.kind, ORDER_LINES.kind)
QUESTION = "blanks"
ABOVE, ASIS = "above", "reject"
OFTEN = 20
"""Asked where one row of so many or more stands under its order; fewer are slips, and rejected."""
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Nested:
    """``under`` are the rows whose order stands above them, ``heads`` the columns that only orders fill."""

    under: Marks
    numbered: Marks
    heads: tuple[int, ...]


def unnested(
    cells: Cells, contract: Contract, positions: Mapping[str, int], shape: FileShape, answer: str | None
) -> Cells:
    """The rows with what stands only in the first row of their order, where ``answer`` is above.

    Exports with lines under their order (Odoo, ERPNext) write the order's columns once and leave them blank
    below. Raises ``NeedsAnswer`` (``blanks``) where a file looks like one and nobody said what it is.
    """
    if contract.kind not in KINDS or not set(contract.keys) <= set(positions):
        return cells
    order, line = (positions[name] for name in contract.keys)
    found = _nested(cells, order, line, len(shape.headers))
    if found is None or answer == ASIS:
        return cells
    if answer is None and len(found.heads) > 1 and found.under.sum() * OFTEN >= len(cells):
        raise _question(cells, found, shape, shape.headers[order - 1])
    return cells.from_above(found.heads, found.under, found.numbered) if answer == ABOVE else cells


def _nested(cells: Cells, order: int, line: int, width: int) -> _Nested | None:
    numbered = cells.filled(order)
    if numbered.all() or not numbered.any():
        return None
    under = ~numbered & cells.filled(line) & (np.arange(len(cells)) > int(np.argmax(numbered)))
    if not under.any():
        return None
    heads = [
        place
        for place in range(1, width + 1)
        if place == order or (not (filled := cells.filled(place))[under].any() and filled[numbered].all())
    ]
    return _Nested(under, numbered, tuple(heads))


def _question(cells: Cells, found: _Nested, shape: FileShape, column: str) -> NeedsAnswer:
    others = [shape.headers[place - 1] for place in found.heads if shape.headers[place - 1] != column]
    first = int(cells.lines[int(np.argmax(found.under))])
    count = int(found.under.sum())
    rows = "1 row lacks" if count == 1 else f"{count:,} rows lack"
    return NeedsAnswer(
        f"{rows} '{column}' and {_list(others)}, the first on line {first}, as where lines stand under their "
        "order: say whether the row above holds for them with --blanks above or --blanks reject.",
        QUESTION,
        {
            ABOVE: "Lines stand under their order: take what is blank from the row above",
            ASIS: f"Something is missing: reject the rows without '{column}'",
        },
    )


def _list(names: list[str]) -> str:
    shown = [f"'{name}'" for name in names[:3]]
    return ", ".join(shown) + (f" and {len(names) - 3} more columns" if len(names) > 3 else "")
