"""Header words for suppliers, products, places, customers, stock and supply offers, and words for their codes."""

from __future__ import annotations

from backorder_core.domain.header_words import words

CODE = words("code, id, no, key")
NAME = words("name, description, title, display name, full name")
QTY = words("qty, quantity, units")
PRICE_LOOSE = words("price, cost, unit price, list price, net price")

SUPPLIER_CODE = words(
    "supplier, supplier code, supplier no, supplier id, vendor, vendor code, vendor no, vendor id"
)
SUPPLIER_NAME = words("supplier name, vendor name")
BUYER = words("buyer, purchaser, purchasing agent, buyer name")
PRODUCT_CODE = words(
    "product, product code, product no, product id, item, item code, item no, material, material no, sku, part no"
)
PRODUCT_NAME = words("product name, item name, item description, product description, material description")
CATEGORY = words("category, product category, product group, item group, material group")
CATEGORY_LOOSE = words("group, family, class")
LOCATION_CODE = words(
    "location, location code, location id, warehouse, warehouse code, plant, site, storage location"
)
LOCATION_NAME = words("location name, warehouse name, plant name, site name")
CUSTOMER_CODE = words("customer, customer code, customer no, customer id, client, client no, account no")
CUSTOMER_NAME = words("customer name, client name, account name")
TIER = words("tier, customer tier, service level, customer class, customer group, customer segment")
TIER_LOOSE = words("class, group, segment, rating, priority")
TIERS = {
    "a": "vip",
    "gold": "vip",
    "key account": "vip",
    "b": "premium",
    "silver": "premium",
    "c": "standard",
}
ACCOUNT_MANAGER = words(
    "account manager, sales rep, salesperson, sales person, account owner, sales employee"
)
ON_HAND = words(
    "on hand, qty on hand, on hand qty, quantity on hand, available stock, stock, stock qty, unrestricted"
)
PROMISED = words("promised, reserved, reserved qty, committed, allocated, qty reserved, qty committed")
OFFER_CODE = words("offer, offer code, offer no, offer id, quote no, quotation no")
OFFER_KIND = words("offer kind, offer type, source type, kind of offer")
KIND_LOOSE = words("kind, type")
OFFER_KINDS = {
    "supplier": "alternative_supplier",
    "alternative": "alternative_supplier",
    "expedited": "expedite",
}
SUBSTITUTE = words(
    "substitute, substitute product, substitute item, alternative item, replacement, replacement item"
)
AVAILABLE = words(
    "available, available qty, qty available, max qty, maximum qty, max order qty, maximum order qty"
)
LEAD_DAYS = words("lead days, lead time, lead time days, lead time in days, delivery days, average lead time")
FIXED_COST = words("fixed cost, setup cost, order cost, freight, transfer cost, shipping cost, expedite fee")
UNIT_COST = words(
    "unit cost, cost per unit, unit price, purchase price, standard price, net price, cost price"
)
QUALITY_WORDS = words("quality, quality grade")
QUALITIES = {"identical": "same", "equal": "equivalent", "alternative": "substitute"}
OFFERED_ON = words("offered on, offer date, quote date, quotation date, valid from")
EXPIRES_ON = words("expires on, expiry date, expires, valid to, valid until, end date")
