"""The contracts of what stays: suppliers, products, places, customers, stock, and other ways to get a product."""

from __future__ import annotations

from decimal import Decimal

from backorder_core.domain import code_words as codes
from backorder_core.domain import header_words_master as words
from backorder_core.domain import header_words_supply as supply
from backorder_core.domain.contracts import AS_OF, Contract, Field, FieldType, Reference, Sign
from backorder_core.domain.header_words import ITEM, PO_LINE, PO_LINE_LOOSE, PO_NUMBER
from backorder_core.domain.values import OfferKind, Quality, Tier

ZERO = Decimal(0)

SUPPLIERS = Contract(
    "suppliers",
    "Suppliers",
    (
        Field(
            "code", FieldType.TEXT, True, "The supplier's number in your system", "V-1001",
            words.SUPPLIER_CODE, (*words.CODE, *words.SUPPLIER_LOOSE), blank=False,
        ),
        Field(
            "name", FieldType.TEXT, True, "What people call the supplier", "ABC Manufacturing",
            words.SUPPLIER_NAME, (*words.NAME, *words.SUPPLIER_LOOSE), blank=False,
        ),
        Field(
            "buyer", FieldType.TEXT, False, "Who buys there, and so owns its backorders first", "Pat Planner",
            words.BUYER, default="",
        ),
    ),
    ("code",),
    one="supplier",
    preferred=(("code", "name"),),
    about="Who delivers; purchase orders, offers and quality incidents name them by code.",
    without="PO lines cannot come in, unless the open-PO report may bring its suppliers along; nobody is named as a buyer.",
)  # fmt: skip

PRODUCTS = Contract(
    "products",
    "Products",
    (
        Field(
            "code", FieldType.TEXT, True, "The product's number in your system", "CM-500",
            words.PRODUCT_CODE, (*words.CODE, *words.PRODUCT_LOOSE, *ITEM), blank=False,
        ),
        Field(
            "name", FieldType.TEXT, True, "What people call the product", "Control Module CM-500",
            words.PRODUCT_NAME, (*words.NAME, *words.PRODUCT_LOOSE, *ITEM), blank=False,
        ),
        Field(
            "category", FieldType.TEXT, False, "Group for patterns and filters", "Control systems",
            words.CATEGORY, words.CATEGORY_LOOSE, default="Other",
        ),
    ),
    ("code",),
    one="product",
    preferred=(("code", "name"),),
    about="What is bought and sold; every order line names one by code.",
    without="Order lines cannot come in, unless the open-PO report may bring its products along; there are no categories to compare.",
)  # fmt: skip

LOCATIONS = Contract(
    "locations",
    "Locations",
    (
        Field(
            "code", FieldType.TEXT, True, "The warehouse's or site's number", "WEST",
            words.LOCATION_CODE, (*words.CODE, *words.LOCATION_LOOSE), blank=False,
        ),
        Field(
            "name", FieldType.TEXT, False, "What people call it; the code where empty", "West Coast Warehouse",
            words.LOCATION_NAME, words.NAME, default="",
        ),
    ),
    ("code",),
    one="location",
    about="Where stock lies; transfers between them are one way to fill a backorder.",
    without="Stock cannot come in, so no transfer from elsewhere is found.",
)  # fmt: skip

CUSTOMERS = Contract(
    "customers",
    "Customers",
    (
        Field(
            "code", FieldType.TEXT, True, "The customer's number in your system", "C-2001",
            words.CUSTOMER_CODE, (*words.CODE, *words.CUSTOMER_LOOSE), blank=False,
        ),
        Field(
            "name", FieldType.TEXT, True, "What people call the customer", "Metro Manufacturing",
            words.CUSTOMER_NAME, (*words.NAME, *words.CUSTOMER_LOOSE), blank=False,
        ),
        Field(
            "tier", FieldType.CODE, False, "VIP, premium or standard", "vip",
            words.TIER, words.TIER_LOOSE, default=Tier.STANDARD, choices=Tier, said=codes.TIERS,
        ),
        Field(
            "account_manager", FieldType.TEXT, False, "Who looks after the customer", "Amy Account",
            words.ACCOUNT_MANAGER, default="",
        ),
    ),
    ("code",),
    one="customer",
    preferred=(("code", "name"),),
    about="Who waits; the tier weighs in the priority of each shortage and in its approval.",
    without="Customer orders cannot come in, so no delay threatens anybody; without tiers no VIP goes first.",
)  # fmt: skip

STOCK = Contract(
    "stock",
    "Stock",
    (
        Field(
            "location", FieldType.TEXT, True, "Code of the location", "WEST",
            words.LOCATION_CODE, words.LOCATION_LOOSE, blank=False,
        ),
        Field(
            "product", FieldType.TEXT, True, "Code of the product", "CM-500",
            words.PRODUCT_CODE, words.PRODUCT_OF_LINE, blank=False,
        ),
        Field(
            "on_hand", FieldType.DECIMAL, True, "Units that lie there",
            "40", supply.ON_HAND, words.QTY, otherwise=supply.ON_HAND_LOOSE, blank=False, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "promised", FieldType.DECIMAL, False, "Units of these that somebody was already told they get", "10",
            supply.PROMISED, default=ZERO, sign=Sign.NOT_NEGATIVE,
        ),
    ),
    ("location", "product"),
    one="stock level",
    about="What lies where: stock elsewhere is an alternative source for a backorder.",
    without="Alternative sources lack transfers: nobody sees that another location has the units.",
    references=(Reference("locations", ("location",)), Reference("products", ("product",))),
)  # fmt: skip

OFFERS = Contract(
    "offers",
    "Supply offers",
    (
        Field(
            "code", FieldType.TEXT, False, "Number of the offer; made from kind, product and source where empty",
            "EXP-CM-500", supply.OFFER_CODE, words.CODE,
        ),
        Field(
            "kind", FieldType.CODE, False, "Alternative supplier, transfer, substitute, expedite or drop ship",
            "expedite", supply.OFFER_KIND, supply.KIND_LOOSE,
            default=OfferKind.ALTERNATIVE_SUPPLIER, choices=OfferKind, said=codes.OFFER_KINDS,
        ),
        Field(
            "product", FieldType.TEXT, True, "Code of the product that is short", "CM-500",
            words.PRODUCT_CODE, (*words.PRODUCT_LOOSE, *ITEM), blank=False,
        ),
        Field(
            "supplier", FieldType.TEXT, False, "Code of the supplier who offers it", "V-1001",
            words.SUPPLIER_CODE, words.SUPPLIER_LOOSE,
        ),
        Field(
            "location", FieldType.TEXT, False, "Code of the location that a transfer comes from", "WEST",
            words.LOCATION_CODE, words.LOCATION_LOOSE,
        ),
        Field(
            "substitute", FieldType.TEXT, False, "Code of the product that can stand in, such as CM-510", "",
            supply.SUBSTITUTE,
        ),
        Field(
            "po_number", FieldType.TEXT, False, "Purchase order that can be expedited", "PO-45812", PO_NUMBER,
        ),
        Field(
            "po_line", FieldType.TEXT, False, "Line of that purchase order", "10",
            PO_LINE, PO_LINE_LOOSE, zeros=True, beside="po_number",
        ),
        Field(
            "available", FieldType.DECIMAL, True, "Units that can be had", "50", supply.AVAILABLE, words.QTY,
            blank=False, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "lead_days", FieldType.WHOLE, True, "Days until they are there", "5", supply.LEAD_DAYS,
            blank=False, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "fixed_cost", FieldType.DECIMAL, False, "Cost of the order whatever its size", "250",
            supply.FIXED_COST, default=ZERO, places=2, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "unit_cost", FieldType.DECIMAL, True, "Cost of one unit beyond what is paid now, transport included",
            "12.50", supply.UNIT_COST, words.PRICE_LOOSE, blank=False, places=4, sign=Sign.NOT_NEGATIVE,
        ),
        Field(
            "quality", FieldType.CODE, False, "Same, equivalent or substitute", "same", supply.QUALITY_WORDS,
            default=Quality.SAME, choices=Quality, said=codes.QUALITIES,
        ),
        Field(
            "offered_on", FieldType.DATE, False, "Day of the offer", "2025-01-20", supply.OFFERED_ON, default=AS_OF,
        ),
        Field(
            "expires_on", FieldType.DATE, False, "Last day on which it holds", "2025-03-31", supply.EXPIRES_ON,
        ),
    ),
    ("code",),
    one="offer",
    about="Other ways to get a product: another supplier, a substitute, an expedite, a transfer with its cost.",
    without="Alternative sources lack other suppliers, substitutes and expediting: few plans to choose from, nothing for a budget.",
    references=(
        Reference("products", ("product",)),
        Reference("suppliers", ("supplier",)),
        Reference("locations", ("location",)),
        Reference("products", ("substitute",)),
        Reference("po-lines", ("po_number", "po_line")),
    ),
    neighbours=(("po_line", "product"),),
)  # fmt: skip
