"""Where figures are cut and suppliers are called unreliable: buckets, windows, sharing out, as settings."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from pydantic import Field, field_validator

from backorder_core.domain.settings_part import Days, Part
from backorder_core.domain.values import Policy


class Buckets(Part):
    """Where aging and pipeline are cut, each bucket up to and with its day (RULES, Command centre)."""

    aging_days: tuple[Days, Days] = Field(
        default=(7, 14),
        title="Aging up to, days",
        description="Last day of the first and of the second bucket; the third holds everything older.",
    )
    pipeline_days: tuple[Days, Days, Days] = Field(
        default=(1, 3, 7),
        title="Pipeline up to, days until the ETA",
        description="Last day of each of the three buckets ahead; what comes later stands in a fourth.",
    )

    @field_validator("aging_days", "pipeline_days")
    @classmethod
    def _ascending(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if days[0] < 0 or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("days must ascend from 0 or more, each later than the one before")
        return days


class Receiving(Part):
    """How units that do not reach for everybody are shared out (RULES, Partial fulfilment)."""

    policy: Policy = Field(
        default=Policy.STRICT,
        title="Who gets scarce units",
        description="What a receipt begins with; the planner may choose another way for one receipt.",
    )


class SupplierLimits(Part):
    """How suppliers are measured and when their dates count as unreliable (RULES, ETA updates)."""

    on_time_days: int = Field(
        default=90,
        ge=1,
        le=3_660,
        title="On-time delivery over, days",
        description="PO lines promised in so many days before the day that is looked at.",
    )
    many_revisions: Days = Field(
        default=3,
        ge=1,
        title="Revisions of one line that flag a supplier",
        description="So many new dates for one PO line, or more, mark its supplier as unreliable.",
    )
    revised_percent: Decimal = Field(
        default=Decimal(30),
        ge=0,
        le=100,
        decimal_places=2,
        title="Share of lines revised that flags a supplier, percent",
        description="More than this share of its lines revised marks a supplier as unreliable.",
    )
