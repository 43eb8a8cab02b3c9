"""What the rows of a delay file say, as columns of their types."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from backorder_core.services.imports.case import Case
from backorder_core.services.imports.cells import Cells

KEYS = ("po_number", "po_line")
DATES_AND_UNITS = {"new_eta": pa.date32(), "quantity": pa.decimal128(18, 3)}
TEXTS = {"eta_text": "new_eta", "quantity_text": "quantity", "reason": "reason", "note": "note"}
# Every text that looks_like_damaged_id finds is one of these, and few others are.
MAYBE_DAMAGED = r"(?s)^[^A-Za-z].*[.,eE#]"


def said(case: Case, cells: Cells) -> pa.Table:
    """Per row the PO line that it names, the date and the units that it gives.

    What cannot be read is null and has its problem beside it; ``whole`` means that the row is read without a
    problem, and that nothing in the names of its PO line looks damaged.
    """
    places, columns = case.positions, {"line": cells.table["line"]}
    whole = pc.equal(cells.table["width"], len(case.shape.headers))
    for name in KEYS:
        columns[name] = cells.text(places[name])
        whole = pc.and_not(whole, pc.match_substring_regex(columns[name], MAYBE_DAMAGED))
    for name, kind in DATES_AND_UNITS.items():
        values, problems = cells.read(places.get(name), case.readings.get(name, {}), kind)
        columns |= {name: values, f"{name}_problem": problems}
        whole = pc.and_(whole, pc.is_null(problems))
    return pa.table({**columns, "width": cells.table["width"], "whole": whole})


def worded(case: Case, cells: Cells) -> pa.Table:
    """The same with the texts of dates and units, reasons and notes."""
    rows = said(case, cells)
    for name, field in TEXTS.items():
        rows = rows.append_column(name, cells.text(case.positions.get(field)))
    return rows
