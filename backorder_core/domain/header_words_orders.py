"""Header words for orders bought and sold, allocations, receipts and quality incidents, and words for their codes."""

from __future__ import annotations

from backorder_core.domain.header_words import words

ORDER_NUMBER = words(
    "order number, sales order, sales order no, so no, customer order, customer order no, so"
)
ORDER_NUMBER_LOOSE = words("order, order no, document no, doc no, document")
ORDER_LINE = words(
    "order line, order line no, sales order line, so line, sales order item, customer order line"
)
ORDER_LINE_LOOSE = words("line, line no, item no, position, row no")
SUPPLIER_LOOSE = words("supplier name, vendor name, business partner, partner")
PRODUCT_LOOSE = words("description, item description, product name, article")
CUSTOMER_LOOSE = words("customer name, business partner, partner, sold to, ship to")
ORDERED = words("ordered, ordered qty, qty ordered, order qty, quantity ordered")
RECEIVED = words(
    "received, received qty, qty received, quantity received, delivered qty, qty delivered, delivered"
)
ORDER_DATE = words("order date, ordered on, ordered date, purchase date, po date, document date")
ORDER_DATE_LOOSE = words("date, created, created on, creation date, posting date")
DUE = words(
    "due date, due, original due, original due date, requested date, required date, need by date, need by"
)
DUE_LOOSE = words("delivery date, date due, schedule date")
RECEIVED_ON = words(
    "received on, receipt date, received date, date received, last receipt date, goods receipt date"
)
RECEIVED_ON_LOOSE = words("date, posting date, delivery date, arrival date")
STATUS = words("status, line status, order status, po status, document status, state")
STATUS_LOOSE = words("closed, line state")
STATES = {
    "complete": "closed",
    "completed": "closed",
    "done": "closed",
    "canceled": "cancelled",
    "approved": "open",
}
UNIT_PRICE = words("unit price, sales price, selling price, net price, price per unit")
NEED_DATE = words(
    "need date, needed by, requested date, requested delivery date, required date, customer due date"
)
NEED_DATE_LOOSE = words("due date, delivery date, ship date, promised date")
IMPACT = words("impact, business impact, criticality")
IMPACT_LOOSE = words("priority, importance")
IMPACTS = {"urgent": "critical", "medium": "high", "low": "normal", "routine": "normal"}
EMERGENCY = words("emergency, rush, urgent, emergency order, rush order")
ALLOCATED = words("allocated, allocated qty, qty allocated, pegged qty, reserved qty")
RECEIPT_NUMBER = words(
    "receipt, receipt no, receipt number, goods receipt, goods receipt no, grn, gr no, delivery note"
)
RECEIPT_NUMBER_LOOSE = words("document no, document, reference")
INCIDENT = words(
    "incident, incident no, complaint, complaint no, quality notification, notification no, ncr, ncr no"
)
OCCURRED_ON = words("occurred on, incident date, found on, detected on, notification date, complaint date")
OCCURRED_ON_LOOSE = words("date, created on, created")
WHAT_HAPPENED = words("description, what happened, defect, defect description, problem, issue")
AFFECTED = words("affected qty, qty affected, defective qty, rejected qty, units affected, qty defective")
SEVERITY = words("severity, defect class, seriousness")
SEVERITIES = {"low": "minor", "small": "minor", "medium": "major", "high": "critical", "severe": "critical"}
COST = words("cost, cost of quality, incident cost, damage")
