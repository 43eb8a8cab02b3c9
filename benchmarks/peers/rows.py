"""The rows that everybody gets: what the questions need, from the large store, money and scores as whole numbers."""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = {
    "backorders": """
        select
            b.id, b.number, b.supplier_id, b.product_id, p.category, b.created_on, b.closed_on, b.cause, b.original_due,
            b.eta, b.tier, cast(b.value * 100 as bigint) as cents,
            cast(b.score_base * 1000000 as bigint) as score_base,
            cast(b.score_per_day * 1000000 as bigint) as score_per_day
        from backorders as b
        join products as p on p.id = b.product_id
        order by b.id
    """,
    "waiting": """
        select customer_id from backorder_lines
        where valid_to = date '9999-12-31' and quantity > received + cancelled
    """,
    "suppliers": "select id, code from suppliers",
    "po_lines": "select po_number, po_line, eta from po_lines order by id",
}


def export(store: Path, folder: Path) -> None:
    """One Parquet file a table."""
    folder.mkdir(exist_ok=True)
    connection = duckdb.connect(str(store), read_only=True)
    for name, query in TABLES.items():
        connection.execute(f"copy ({query}) to '{folder / name}.parquet' (format parquet)")
    connection.close()


def delay_file(store: Path, path: Path, rows: int) -> None:
    """A delay file: nine of ten rows say what is known, every hundredth names no line that there is."""
    connection = duckdb.connect(str(store), read_only=True)
    connection.execute(
        f"""
        copy (
            select
                case when id % 100 = 0 then 'NO-' || id else po_number end as po_number, po_line,
                case when id % 10 = 1 then eta + 5 else eta end as new_eta, 'supplier delay' as reason
            from po_lines where eta is not null and received < ordered order by id limit {rows}
        ) to '{path}' (header)
        """
    )
    connection.close()
