"""Lists as files for spreadsheets: CSV and XLSX, harmless whatever a supplier or customer wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.harmless import GUARD, harmless
from backorder_core.services.backorders import BackorderRow

Cell = str | int | float | Decimal | date | None

COLUMNS = (
    "Backorder",
    "PO number",
    "PO line",
    "Supplier",
    "Product",
    "Product name",
    "First customer",
    "Customers",
    "Tier",
    "Status",
    "Band",
    "Score",
    "Value",
    "Quantity",
    "Open",
    "Age (days)",
    "Days overdue",
    "Days past ETA",
    "ETA",
    "ETA stale",
)
AMOUNTS = ("Value",)
MOST_SHEET_ROWS = 1_048_576
LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDEST = 40
NOTE_WIDTH = 280


def to_csv(rows: Sequence[BackorderRow]) -> bytes:
    """UTF-8 text with a header line; a text that a spreadsheet would run begins with an apostrophe."""
    return sheet_csv(COLUMNS, map(cells, rows))


def sheet_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Any list as CSV: UTF-8 with a header line, nothing in it that a spreadsheet would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_in_csv(name) for name in columns])
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def to_xlsx(rows: Sequence[BackorderRow]) -> bytes:
    """A workbook of one sheet: texts stay texts, numbers numbers, dates dates."""
    return sheet_xlsx("Backorders", COLUMNS, [cells(row) for row in rows], AMOUNTS)


def sheet_xlsx(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], amounts: Sequence[str] = ()
) -> bytes:
    """Any list as a workbook of one sheet; columns named in ``amounts`` hold money.

    Raises ``InvalidInput`` for more rows than a sheet can hold.
    """
    return book_xlsx(SheetOf(name, columns, rows, amounts))


@dataclass(frozen=True)
class SheetOf:
    """One sheet of a workbook: name, headings, rows, which columns hold money, notes on the headings."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    amounts: Sequence[str] = ()
    notes: Sequence[str] = ()


def book_xlsx(given: SheetOf) -> bytes:
    """A list as a workbook of one sheet; ``InvalidInput`` for more rows than a sheet can hold."""
    if len(given.rows) >= MOST_SHEET_ROWS:
        raise InvalidInput(
            f"{len(given.rows):,} rows do not fit on one sheet of {MOST_SHEET_ROWS - 1:,} rows: "
            "narrow the filters, or export CSV."
        )
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True}) as book:
        _fill(book, given)
    return file.getvalue()


def _fill(book: Any, given: SheetOf) -> None:
    columns, rows, amounts = given.columns, given.rows, given.amounts
    sheet = book.add_worksheet(given.name.translate(NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME].strip())
    head = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    exact = book.add_format({"num_format": "0.0000"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, title in enumerate(columns):
        sheet.set_column(column, column, min(WIDEST, max(12, len(title) + 2)))
        sheet.write_string(0, column, title, head)
    for column, note in enumerate(given.notes):
        sheet.write_comment(0, column, note, {"width": NOTE_WIDTH})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(line, column, harmless(cell) if cell.startswith(GUARD) else cell)
            elif cell is not None:
                shown = money if columns[column] in amounts else exact if _zero_kept(cell) else None
                sheet.write_number(line, column, cell, shown)


def cells(row: BackorderRow) -> tuple[Cell, ...]:
    """One backorder as the cells of ``COLUMNS``."""
    return (
        row.number,
        row.po_number,
        row.po_line,
        row.supplier,
        row.product,
        row.product_name,
        row.customer,
        row.customers,
        row.tier.label,
        row.status.label,
        row.band.label,
        _short(row.score),
        row.value,
        _short(row.quantity),
        _short(row.open),
        row.age_days,
        row.days_overdue,
        row.days_past_eta,
        row.eta,
        "yes" if row.stale else "no",
    )


def _zero_kept(cell: Cell) -> bool:
    """Whether a number has a fourth decimal that is 0, and needs it so that nobody takes it for thousands."""
    return isinstance(cell, Decimal) and cell.as_tuple().exponent == -4 and cell.as_tuple().digits[-1] == 0


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _in_csv(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return (
        cell.isoformat()
        if isinstance(cell, date)
        else f"{cell:f}"
        if isinstance(cell, Decimal)
        else str(cell)
    )
