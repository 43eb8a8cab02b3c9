"""Answers as text for a terminal: aligned columns, one block a subject."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns aligned for a terminal; numbers to the right."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[place]) for line in [list(headers), *texts]) for place in range(len(headers))]
    right = [all(isinstance(row[place], int | Decimal) for row in rows) for place in range(len(headers))]

    def line(cells: Sequence[str]) -> str:
        fitted = [c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True)]
        return "  ".join(fitted).rstrip()

    return "\n".join([line(headers), line(["-" * width for width in widths]), *map(line, texts)])


def import_text(answer: dict[str, Any]) -> str:
    """What an import did, with its rejected rows."""
    names = ("created", "updated", "unchanged", "not_needed", "rejected")
    counts = ", ".join(f"{answer[name]} {name.replace('_', ' ')}" for name in names)
    what = f"Import {answer['import_id']}" if answer["import_id"] else "Dry run"
    lines = [f"{what}: {answer['rows']} rows: {counts}."]
    lines += [
        f"  line {one['line']}, {one['column'] or 'row'}: {one['reason']}" for one in answer["rejections"]
    ]
    return "\n".join(lines)


def center_text(center: dict[str, Any]) -> str:
    """The command centre, block by block."""
    summary = center["summary"]
    high = summary["high_priority"]
    blocks = [
        f"Backorder command centre as of {center['as_of']}\n"
        f"{summary['open']} open, {summary['value']} at risk, {summary['customers']} customers, "
        f"{high['count']} high priority ({high['value']})"
    ]
    for title in ("aging", "pipeline", "critical", "root_causes", "suppliers"):
        rows = center[title]
        if rows:
            cells = [["no data" if cell is None else cell for cell in row.values()] for row in rows]
            blocks.append(f"{title.replace('_', ' ').capitalize()}\n{table(list(rows[0]), cells)}")
    return "\n\n".join(blocks)


def list_text(page: dict[str, Any]) -> str:
    """A page of the list, with count and value of all that match."""
    columns = (
        "number",
        "po_number",
        "supplier",
        "product",
        "customer",
        "status",
        "band",
        "score",
        "value",
        "eta",
    )
    rows = [
        [row[name] if row[name] is not None else "unknown" for name in columns] for row in page["backorders"]
    ]
    total = f"{page['total']} backorders, {page['value']} at risk"
    return f"{table(columns, rows)}\n{total}" if rows else total
