"""The contracts of what moves: orders bought and sold, who gets what, receipts, and what was wrong with them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from backorder_core.domain import code_words as codes
from backorder_core.domain import header_words as po_words
from backorder_core.domain import header_words_master as names
from backorder_core.domain import header_words_orders as words
from backorder_core.domain import header_words_supply as supply
from backorder_core.domain.contracts import AS_OF, Contract, Field, FieldType, Reference, Sign
from backorder_core.domain.open_orders import LineState
from backorder_core.domain.service_levels import Severity
from backorder_core.domain.values import Impact

ZERO = Decimal(0)
PO_NUMBER = Field(
    "po_number", FieldType.TEXT, True, "Number of the purchase order", "PO-45812",
    po_words.PO_NUMBER, po_words.PO_NUMBER_LOOSE, otherwise=po_words.OWN_ID, blank=False,
)  # fmt: skip
PO_LINE = Field(
    "po_line", FieldType.TEXT, True, "Line (item) of the purchase order; leading zeros do not matter", "10",
    po_words.PO_LINE, po_words.PO_LINE_LOOSE, blank=False, zeros=True,
)  # fmt: skip
ORDER_NUMBER = Field(
    "order_number", FieldType.TEXT, True, "Number of the customer's order", "SO-7001",
    words.ORDER_NUMBER, words.ORDER_NUMBER_LOOSE, otherwise=po_words.OWN_ID, blank=False,
)  # fmt: skip
ORDER_LINE = Field(
    "order_line", FieldType.TEXT, True, "Line of the customer's order; leading zeros do not matter", "1",
    (*words.OF_ORDER_LINE, *po_words.LINE), words.ORDER_LINE_LOOSE, blank=False, zeros=True,
)  # fmt: skip
OF_PO = Reference("po-lines", ("po_number", "po_line"))

PO_LINES = Contract(
    "po-lines",
    "Purchase order lines",
    (
        PO_NUMBER,
        PO_LINE,
        Field(
            "supplier", FieldType.TEXT, False, "Code of the supplier; '?' stands for one that is not given", "V-1001",
            names.SUPPLIER_CODE, names.SUPPLIER_LOOSE, default="?",
        ),
        Field(
            "product", FieldType.TEXT, True, "Code of the product", "CM-500",
            names.PRODUCT_CODE, names.PRODUCT_OF_LINE, blank=False,
        ),
        Field(
            "ordered", FieldType.DECIMAL, True, "Units ordered", "100", words.ORDERED, names.QTY,
            otherwise=words.SCHEDULED, blank=False, sign=Sign.POSITIVE,
        ),
        Field(
            "received", FieldType.DECIMAL, False, "Units received so far, all receipts together", "30",
            words.RECEIVED, default=None, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "open", FieldType.DECIMAL, False, "Units still to come: says what was received where no column does", "70",
            po_words.OPEN_QTY, default=None, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "unit_cost", FieldType.DECIMAL, False, "Price of one unit", "310.50",
            supply.UNIT_COST, names.PRICE_LOOSE, default=ZERO, places=4, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "order_date", FieldType.DATE, False, "Day on which it was ordered", "2025-01-01",
            words.ORDER_DATE, words.ORDER_DATE_LOOSE,
        ),
        Field(
            "original_due", FieldType.DATE, True, "Date first promised; kept for ever once the line is known",
            "2025-01-25", words.DUE, words.DUE_LOOSE,
            otherwise=words.DUE_OF_DOCUMENT, lent_by="eta",
        ),
        Field(
            "eta", FieldType.DATE, False, "Date promised now; the due date where empty", "2025-02-15",
            po_words.NEW_ETA, po_words.NEW_ETA_LOOSE, unknown=True,
        ),
        Field(
            "received_on", FieldType.DATE, False, "Day of the last receipt; the file's business date where empty",
            "2025-01-24", words.RECEIVED_ON,
        ),
        Field(
            "status", FieldType.CODE, False, "Open, closed or cancelled, as your system calls it", "open",
            words.STATUS, words.STATUS_LOOSE, default=LineState.OPEN, choices=LineState, said=codes.STATES,
        ),
        Field(
            "reason", FieldType.TEXT, False, "Why the date moved, in the supplier's words", "Machine breakdown",
            po_words.REASON, po_words.REMARKS, default="",
        ),
        Field(
            "supplier_name", FieldType.TEXT, False, "Name of the supplier, for one that is not known yet",
            "ABC Manufacturing", names.SUPPLIER_NAME, names.SUPPLIER_LOOSE, default="",
        ),
        Field(
            "product_name", FieldType.TEXT, False, "Name of the product, for one that is not known yet",
            "Control Module CM-500", names.PRODUCT_NAME,
            (*names.PRODUCT_LOOSE, *names.PRODUCT_NAME_LOOSE), default="",
        ),
    ),
    ("po_number", "po_line"),
    one="PO line",
    about="The open-PO report: new lines, receipts, changed dates and closed lines are found by themselves each day.",
    without="Nothing can be late: no backorders, no arrival forecast, no on-time delivery of suppliers.",
    references=(Reference("suppliers", ("supplier",)), Reference("products", ("product",))),
    neighbours=(("po_line", "product"), ("original_due", "eta")),
    preferred=(("supplier", "supplier_name"), ("product", "product_name")),
)  # fmt: skip

ORDER_LINES = Contract(
    "order-lines",
    "Customer order lines",
    (
        ORDER_NUMBER,
        ORDER_LINE,
        Field(
            "customer", FieldType.TEXT, True, "Code of the customer", "C-2001",
            names.CUSTOMER_CODE, names.CUSTOMER_LOOSE,
            otherwise=(*names.CUSTOMER_NAME, *names.SHIPPED_TO), blank=False,
        ),
        Field(
            "product", FieldType.TEXT, True, "Code of the product", "CM-500",
            names.PRODUCT_CODE, names.PRODUCT_OF_LINE, blank=False,
        ),
        Field(
            "quantity", FieldType.DECIMAL, True, "Units ordered", "50", words.ORDERED, names.QTY,
            otherwise=words.SCHEDULED, blank=False, sign=Sign.POSITIVE,
        ),
        Field(
            "unit_price", FieldType.DECIMAL, True, "Price of one unit", "500", words.UNIT_PRICE, names.PRICE_LOOSE,
            blank=False, places=4, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "need_date", FieldType.DATE, True, "Day on which the customer needs it", "2025-01-27",
            words.NEED_DATE, words.NEED_DATE_LOOSE, otherwise=words.DUE_OF_DOCUMENT, blank=False,
        ),
        Field(
            "order_date", FieldType.DATE, False, "Day on which the customer ordered", "2025-01-02",
            words.ORDER_DATE, words.ORDER_DATE_LOOSE, default=AS_OF,
        ),
        Field(
            "impact", FieldType.CODE, False, "Critical, high or normal: what a shortage does at the customer's",
            "normal", words.IMPACT, words.IMPACT_LOOSE, default=Impact.NORMAL, choices=Impact, said=codes.IMPACTS,
        ),
        Field(
            "emergency", FieldType.FLAG, False, "Whether it is an emergency order", "no", words.EMERGENCY,
            default=False,
        ),
    ),
    ("order_number", "order_line"),
    one="customer order line",
    about="What customers wait for: quantity, value and need date say what a delay puts at risk.",
    without="Every delay ends as not needed, for nobody waits: no backorders, no revenue at risk, no promises to keep.",
    references=(Reference("customers", ("customer",)), Reference("products", ("product",))),
    neighbours=(("order_line", "product"),),
)  # fmt: skip

ALLOCATIONS = Contract(
    "allocations",
    "Allocations",
    (
        replace(PO_NUMBER, otherwise=()),
        replace(PO_LINE, aliases=po_words.OF_PO_LINE, loose=(*po_words.LINE, *po_words.PO_LINE_LOOSE)),
        replace(ORDER_NUMBER, aliases=words.OF_ORDER, loose=po_words.PO_NUMBER_LOOSE, otherwise=()),
        replace(ORDER_LINE, aliases=words.OF_ORDER_LINE, loose=(*po_words.LINE, *po_words.PO_LINE_LOOSE)),
        Field(
            "quantity", FieldType.DECIMAL, True, "Units of the PO line meant for the customer's order line", "50",
            words.ALLOCATED, names.QTY, blank=False, sign=Sign.POSITIVE,
        ),
    ),
    ("po_number", "po_line", "order_number", "order_line"),
    one="allocation",
    about="Which supply is meant for which customer; without this file the app allocates by need date and priority.",
    without="The app shares out supply by rule (need date, then priority) and marks it as made.",
    references=(OF_PO, Reference("order-lines", ("order_number", "order_line"))),
    neighbours=(("po_number", "order_number"), ("po_line", "order_line")),
)  # fmt: skip

RECEIPTS = Contract(
    "receipts",
    "Receipts",
    (
        replace(PO_NUMBER, loose=po_words.ORDER_WORDS, otherwise=()),
        replace(
            PO_LINE, aliases=(*po_words.OF_PO_LINE, *po_words.LINE_OF_ORDER), loose=po_words.LINE_PLAIN,
            otherwise=po_words.PO_LINE_LOOSE,
        ),
        Field(
            "receipt", FieldType.TEXT, False, "Number of the goods receipt, so that none is booked twice", "GR-90001",
            words.RECEIPT_NUMBER, po_words.DOCUMENT_WORDS, default="",
        ),
        Field(
            "quantity", FieldType.DECIMAL, True, "Units that arrived", "30",
            (*words.RECEIVED, *words.ARRIVED), names.QTY, blank=False, sign=Sign.POSITIVE,
        ),
        Field(
            "received_on", FieldType.DATE, False, "Day on which they arrived", "2025-01-24",
            words.RECEIVED_ON, words.RECEIVED_ON_LOOSE, default=AS_OF,
        ),
    ),
    ("receipt", "po_number", "po_line", "received_on"),
    one="receipt",
    about="What arrived: units go to the customers who wait, by the policy of the settings.",
    without="Unless the open-PO report says what was received: no on-time delivery, no arrival forecast, nothing to share out.",
    references=(OF_PO,),
)  # fmt: skip

QUALITY = Contract(
    "quality",
    "Quality incidents",
    (
        Field(
            "code", FieldType.TEXT, True, "Number of the incident", "QI-311", words.INCIDENT, names.CODE, blank=False,
        ),
        Field(
            "supplier", FieldType.TEXT, True, "Code of the supplier", "V-1001",
            names.SUPPLIER_CODE, names.SUPPLIER_LOOSE, otherwise=names.SUPPLIER_NAME, blank=False,
        ),
        Field(
            "occurred_on", FieldType.DATE, True, "Day on which it was found", "2025-01-15",
            words.OCCURRED_ON, words.OCCURRED_ON_LOOSE, blank=False,
        ),
        Field(
            "description", FieldType.TEXT, True, "What was wrong", "Cracked housings", words.WHAT_HAPPENED,
            otherwise=(*po_words.REASON, *po_words.REMARKS, *po_words.NOTE), blank=False,
        ),
        Field(
            "quantity", FieldType.DECIMAL, False, "Units concerned", "12", words.AFFECTED, names.QTY,
            default=ZERO, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "severity", FieldType.CODE, False, "Minor, major or critical", "minor", words.SEVERITY, words.SEVERITY_LOOSE,
            default=Severity.MINOR, choices=Severity, said=codes.SEVERITIES,
        ),
        Field(
            "cost", FieldType.DECIMAL, False, "What it cost beside the goods", "250", words.COST,
            default=ZERO, places=2, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "product", FieldType.TEXT, False, "Code of the product", "CM-500",
            names.PRODUCT_CODE, (*names.PRODUCT_LOOSE, *po_words.ITEM), default="",
        ),
        Field(
            "po_number", FieldType.TEXT, False, "Purchase order it came with", "PO-45812", po_words.PO_NUMBER,
            default="",
        ),
        Field(
            "po_line", FieldType.TEXT, False, "Line of that purchase order", "10",
            po_words.PO_LINE, po_words.PO_LINE_LOOSE, default="", zeros=True, beside="po_number",
        ),
    ),
    ("code",),
    one="quality incident",
    about="What was wrong with a supplier's goods: it counts in the supplier's scorecard.",
    without="Scorecards judge quality without incidents, and rejected goods have no cost.",
    references=(Reference("suppliers", ("supplier",)), Reference("products", ("product",)), OF_PO),
    neighbours=(("po_line", "product"),),
)  # fmt: skip
