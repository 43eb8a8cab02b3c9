"""The words of the field as types: codes that are stored as small integers and shown as labels.

Each code has a ``key`` (lower case, for URLs, files and JSON filters) and a ``label`` (for people).
Money is ``Decimal`` with two decimals, unit prices with up to four, quantities with up to three.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum, StrEnum
from typing import NewType, Self

BackorderId = NewType("BackorderId", int)
PoLineId = NewType("PoLineId", int)
OrderLineId = NewType("OrderLineId", int)
CustomerId = NewType("CustomerId", int)
ImportId = NewType("ImportId", int)

CENT = Decimal("0.01")
ZERO = Decimal(0)


class Code(IntEnum):
    """A closed list of words, stored as a small integer."""

    @property
    def key(self) -> str:
        """Lower-case word for URLs, files and filters, e.g. ``partially_resolved``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """Words for people, e.g. ``Partially Resolved``."""
        return LABELS.get(self.name, self.name.replace("_", " ").capitalize())

    @classmethod
    def parse(cls, text: str) -> Self:
        """The code meant by a key or a label, whatever its case; ``ValueError`` names the choices."""
        wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
        for code in cls:
            if wanted in (code.key, code.label.lower().replace(" ", "_")):
                return code
        raise ValueError(f"'{text}' is not one of {', '.join(code.key for code in cls)}")


LABELS = {
    "VIP": "VIP",
    "ETA_UPDATED": "ETA Updated",
    "PARTIALLY_RESOLVED": "Partially Resolved",
    "DROP_SHIP": "Drop ship",
}


class Tier(Code):
    """Customer tier, best first."""

    VIP = 1
    PREMIUM = 2
    STANDARD = 3


class Impact(Code):
    """What the shortage does at the customer's: production stopped, hurting, or routine."""

    CRITICAL = 1
    HIGH = 2
    NORMAL = 3


class Band(Code):
    """Priority band of a score (RULES, Priority score)."""

    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4


class Status(Code):
    """Headline over the facts of a backorder (RULES, Status)."""

    OPEN = 1
    ETA_UPDATED = 2
    PARTIALLY_RESOLVED = 3
    ESCALATED = 4
    RESOLVED = 5
    CANCELLED = 6

    @property
    def closed(self) -> bool:
        """Nothing is open any more."""
        return self in (Status.RESOLVED, Status.CANCELLED)


class Cause(Code):
    """Why the delay happened (RULES, Intake)."""

    SUPPLIER = 1
    QUALITY = 2
    LOGISTICS = 3
    DEMAND = 4
    OTHER = 5

    @property
    def label(self) -> str:
        return CAUSE_LABELS[self]


CAUSE_LABELS = {
    Cause.SUPPLIER: "Supplier delay",
    Cause.QUALITY: "Quality issue",
    Cause.LOGISTICS: "Logistics delay",
    Cause.DEMAND: "Demand spike",
    Cause.OTHER: "Other",
}


class Trigger(Code):
    """What made somebody change an ETA (RULES, ETA updates)."""

    SUPPLIER_COMMUNICATION = 1
    QUALITY_ISSUE = 2
    LOGISTICS_PROBLEM = 3
    ALTERNATIVE_SOURCING = 4
    EXPEDITING = 5


class OfferKind(Code):
    """Kinds of alternative source (RULES, Alternative sources and the plan)."""

    ALTERNATIVE_SUPPLIER = 1
    TRANSFER = 2
    SUBSTITUTE = 3
    EXPEDITE = 4
    DROP_SHIP = 5


class Quality(Code):
    """How an alternative compares with what was ordered."""

    SAME = 1
    EQUIVALENT = 2
    SUBSTITUTE = 3


class Role(Code):
    """Roles that decide, act or are told."""

    PLANNER = 1
    CUSTOMER_SERVICE = 2
    WAREHOUSE = 3
    ANALYST = 4
    ACCOUNT_MANAGER = 5
    SUPERVISOR = 6
    MANAGER = 7
    DIRECTOR = 8
    EXECUTIVE = 9
    ADMINISTRATOR = 10
    SALES_REP = 11
    PURCHASING_MANAGER = 12
    OPERATIONS_DIRECTOR = 13
    CUSTOMER = 14


class Policy(StrEnum):
    """How scarce units are shared out (RULES, Partial fulfilment)."""

    STRICT = "strict"
    FAIR_SHARE = "fair_share"
    PROTECT_VIP = "protect_vip"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            Policy.STRICT: "Highest line score first",
            Policy.FAIR_SHARE: "Fair share by customer tier",
            Policy.PROTECT_VIP: "VIPs first, the rest fairly",
        }[self]


class Outcome(Code):
    """How an imported row ends; the five add up to the rows of the file (RULES, Intake)."""

    CREATED = 1
    UPDATED = 2
    UNCHANGED = 3
    NOT_NEEDED = 4
    REJECTED = 5


@dataclass(frozen=True)
class Session:
    """A person at a screen: what they signed in as and when (UTC); empty where they chose who they are."""

    identity: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts; the name that the ledger keeps.

    Of somebody at a screen, ``session`` lets every command ask again whether they still may.
    """

    name: str
    role: Role = Role.PLANNER
    session: Session | None = field(default=None, compare=False, repr=False)


SYSTEM = Actor("system", Role.ADMINISTRATOR)


def money(amount: Decimal) -> Decimal:
    """Round to cents, half away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def units(quantity: Decimal) -> str:
    """A quantity for a sentence: no trailing zeros, no exponent."""
    return f"{quantity.normalize():f}"


def plain(number: Decimal) -> int | float:
    """A quantity as a JSON number: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)


def line_value(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Value of ``quantity`` units in money of two decimals."""
    return money(quantity * unit_price)
