"""The contract of PO delays (RULES, Intake)."""

from __future__ import annotations

from dataclasses import replace

from backorder_core.domain import header_words as words
from backorder_core.domain.contracts import Contract, Field, FieldType, Reference, Sign
from backorder_core.domain.kinds.orders import PO_LINES

PO_DELAYS = Contract(
    "po-delays",
    "PO delays",
    (
        Field(
            "po_number", FieldType.TEXT, True, "Number of the purchase order", "PO-45812",
            words.PO_NUMBER, words.PO_NUMBER_LOOSE, blank=False,
        ),
        Field(
            "po_line", FieldType.TEXT, True, "Line (item) of the purchase order; leading zeros do not matter", "10",
            words.PO_LINE, words.PO_LINE_LOOSE, blank=False, zeros=True,
        ),
        Field(
            "new_eta", FieldType.DATE, True, "Date now expected; an empty cell means the supplier does not know",
            "2025-02-15", words.NEW_ETA, words.NEW_ETA_LOOSE, unknown=True,
        ),
        Field(
            "reason", FieldType.TEXT, False, "Why it is late, in the supplier's words",
            "Machine breakdown at the supplier", words.REASON, words.REMARKS, default="",
        ),
        Field(
            "quantity", FieldType.DECIMAL, False, "Units that are late; empty means all that is open", "70",
            words.QUANTITY, ("qty",), sign=Sign.POSITIVE,
        ),
        Field(
            "note", FieldType.TEXT, False, "Anything else worth keeping", "Second call on Monday", words.NOTE,
            words.REMARKS, default="",
        ),
        *(
            replace(PO_LINES.field(name), required=False, blank=True, brings=True)
            for name in (
                *("supplier", "product", "ordered", "unit_cost", "order_date", "original_due"),
                *("supplier_name", "product_name"),
            )
        ),
    ),
    ("po_number", "po_line"),
    one="delay",
    about="A supplier's delays: each makes a backorder, updates its ETA, or is noted with the reason why not.",
    without="Lines show as late only by a later date in the open-PO report, mostly without a reason: causes stay “other”.",
    references=(Reference("po-lines", ("po_number", "po_line")),),
    neighbours=(("po_line", "product"), ("new_eta", "original_due")),
    preferred=(
        ("reason", "note"), ("quantity", "ordered"), ("supplier", "supplier_name"), ("product", "product_name"),
    ),
)  # fmt: skip
