"""A few lines of AdventureWorks' purchasing tables, as they are: tab-separated and without a header."""

from __future__ import annotations

from pathlib import Path

TABLES = {
    "Vendor": (
        "1580|LITWARE0001|Litware, Inc.|1|1|1||2022-04-24 00:00:00.000",
        "1496|ADVANCED0001|Advanced Bicycles|1|1|1||2022-04-24 00:00:00.000",
    ),
    "Product": (
        "1|Adjustable Race|AR-5381|0|0||1000|750|.0000|.0000|||||0||||||2019-04-30 00:00:00.000|||694215B7"
        "|2025-02-07 10:01:36.827",
        "359|Thin-Jam Hex Nut 9|HJ-5161|0|0||1000|750|.0000|.0000|||||0||||||2019-04-30 00:00:00.000"
        "|||A63AFF3C|2025-02-07 10:01:36.827",
    ),
    "ProductInventory": (
        "1|1|A|1|408|47A24246|2025-08-07 00:00:00.000",
        "1|6|B|5|324|D4544D7D|2025-08-07 00:00:00.000",
        "359|1|A|2|53|BFF7DC60|2025-08-07 00:00:00.000",
    ),
    "PurchaseOrderHeader": (
        "1|5|4|258|1580|3|2022-04-15 00:00:00.000|2022-04-24 00:00:00.000|201.0400|16.0832|5.0260|222.1492"
        "|2022-04-24 00:00:00.000",
        "2|5|1|254|1496|5|2022-04-15 00:00:00.000|2022-04-24 00:00:00.000|272.1015|21.7681|6.8025|300.6721"
        "|2022-04-24 00:00:00.000",
    ),
    "PurchaseOrderDetail": (
        "1|1|2022-04-29 00:00:00.000|4|1|50.2600|201.0400|3.00|.00|3.00|2022-04-22 00:00:00.000",
        "2|2|2022-04-29 00:00:00.000|3|359|45.1200|135.3600|3.00|.00|3.00|2022-04-22 00:00:00.000",
        "2|3|2022-04-29 00:00:00.000|3|359|45.5805|136.7415|1.00|.00|1.00|2022-04-22 00:00:00.000",
    ),
    "ProductVendor": (
        "1|1580|17|47.8700|50.2635|2022-08-28 00:00:00.000|1|5|3|CS |2022-08-28 00:00:00.000",
        "359|1496|19|39.9200|41.9160|2022-08-28 00:00:00.000|1|5||CTN|2022-08-28 00:00:00.000",
    ),
}


def write(folder: Path, **instead: tuple[str, ...]) -> Path:
    """Write the tables into a folder; ``instead`` are other rows for some of them, none for no file."""
    folder.mkdir(exist_ok=True)
    for name, rows in {**TABLES, **instead}.items():
        if rows:
            text = "".join(row.replace("|", "\t") + "\n" for row in rows)
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
