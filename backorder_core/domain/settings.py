"""Every default that a company can change, validated as a whole (chapter, Settings Management)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from backorder_core.domain.limits import Buckets, Receiving, SupplierLimits
from backorder_core.domain.notifying import Notifications, Templates
from backorder_core.domain.schedule import Hours
from backorder_core.domain.scorecard_settings import Scorecard
from backorder_core.domain.settings_part import Days, Factor, Money, Part, Points
from backorder_core.domain.targets import Benchmarks, Targets
from backorder_core.domain.values import Band, Impact, Tier


class PriorityScoring(Part):
    """How customer impact becomes a score (RULES, Priority score)."""

    vip: Factor = Field(
        title="VIP multiplier",
        default=Decimal(5),
        gt=0,
        decimal_places=2,
        description="Counts a VIP customer's order so many times.",
    )
    premium: Factor = Field(
        title="Premium multiplier",
        default=Decimal(3),
        gt=0,
        decimal_places=2,
        description="Counts a premium customer's order so many times.",
    )
    standard: Factor = Field(
        title="Standard multiplier",
        default=Decimal(1),
        gt=0,
        decimal_places=2,
        description="Counts a standard customer's order so many times.",
    )
    emergency: Factor = Field(
        title="Emergency multiplier",
        default=Decimal(10),
        ge=1,
        decimal_places=2,
        description="Multiplies the customer's multiplier for an emergency order.",
    )
    per_delay_day: Points = Field(
        title="Points per delay day",
        default=Decimal(25),
        ge=0,
        decimal_places=2,
        description="Points for each day of slip or overdue, whichever is more.",
    )
    critical_impact: Points = Field(
        title="Critical impact, points",
        default=Decimal(800),
        ge=0,
        decimal_places=2,
        description="Points where the customer's line stands still.",
    )
    high_impact: Points = Field(
        title="High impact, points",
        default=Decimal(400),
        ge=0,
        decimal_places=2,
        description="Points where the shortage hurts much.",
    )
    normal_impact: Points = Field(
        title="Normal impact, points",
        default=Decimal(0),
        ge=0,
        decimal_places=2,
        description="Points where it is a routine reorder.",
    )
    critical_from: Points = Field(
        title="Critical from, points",
        default=Decimal(10_000),
        gt=0,
        description="Lowest score of the Critical band.",
    )
    high_from: Points = Field(
        title="High from, points", default=Decimal(5_000), gt=0, description="Lowest score of the High band."
    )
    medium_from: Points = Field(
        title="Medium from, points",
        default=Decimal(1_000),
        gt=0,
        description="Lowest score of the Medium band; everything below is Low.",
    )

    @model_validator(mode="after")
    def _bands_descend(self) -> Self:
        if not self.critical_from > self.high_from > self.medium_from:
            raise ValueError("bands must descend: critical above high above medium")
        return self

    def tier_multiplier(self, tier: Tier) -> Decimal:
        """Multiplier of a customer tier."""
        return {Tier.VIP: self.vip, Tier.PREMIUM: self.premium, Tier.STANDARD: self.standard}[tier]

    def impact_points(self, impact: Impact) -> Decimal:
        """Points that an order's impact adds before the multiplier."""
        return {
            Impact.CRITICAL: self.critical_impact,
            Impact.HIGH: self.high_impact,
            Impact.NORMAL: self.normal_impact,
        }[impact]

    def band_floor(self, band: Band) -> Decimal:
        """Lowest score of a band."""
        return {
            Band.CRITICAL: self.critical_from,
            Band.HIGH: self.high_from,
            Band.MEDIUM: self.medium_from,
            Band.LOW: Decimal(0),
        }[band]


class ApprovalThresholds(Part):
    """Which value needs whose approval (RULES, Approvals)."""

    automatic_below: Money = Field(
        default=Decimal(1_000),
        ge=0,
        title="Approved automatically below",
        description="A value under this needs nobody's approval, unless a VIP waits.",
    )
    supervisor_below: Money = Field(
        default=Decimal(10_000),
        ge=0,
        title="Supervisor below",
        description="A value from there to under this needs the supervisor.",
    )
    manager_up_to: Money = Field(
        default=Decimal(50_000),
        ge=0,
        title="Manager up to, director above",
        description="A value up to and with this needs the manager, above it the director.",
    )
    climb_the_ladder: bool = Field(
        default=True,
        title="Lower roles review first",
        description="Each role below the required one reviews first.",
    )
    sum_window_days: Days = Field(
        title="Days to sum a PO line's backorders",
        default=30,
        ge=0,
        description="Backorders of one PO line and customer made within so many days count together.",
    )

    @model_validator(mode="after")
    def _thresholds_ascend(self) -> Self:
        if not 0 <= self.automatic_below <= self.supervisor_below <= self.manager_up_to:
            raise ValueError("approval thresholds must ascend: automatic, supervisor, manager")
        return self


class EscalationTimeline(Part):
    """Days overdue at which each level is reached (RULES, Escalation)."""

    days: tuple[Days, Days, Days, Days] = Field(
        default=(3, 7, 14, 21),
        title="Days overdue of levels 1 to 4",
        description="From so many days overdue: supervisor, manager, director, executive review.",
    )

    @field_validator("days")
    @classmethod
    def _ascending(cls, days: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        if days[0] < 1 or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("escalation days must ascend, each later than the one before")
        return days


class Cadences(Part):
    """Days between follow-ups (RULES, ETA updates)."""

    urgent_days: Days = Field(
        title="Days between follow-ups, critical or VIP",
        default=1,
        ge=1,
        description="How often a supplier is asked where it is critical or a VIP waits.",
    )
    routine_days: Days = Field(
        title="Days between follow-ups, others",
        default=7,
        ge=1,
        description="How often a supplier is asked for all others; older news is stale.",
    )
    decision_days: Days = Field(
        title="Days a decision may wait before a reminder, and between reminders",
        default=2,
        ge=1,
        description="After so many days without a decision the approver is reminded.",
    )


class Shipping(Part):
    """What a shipment to a customer costs (chapter, Partial Fulfillment Options), in money."""

    per_shipment: Money = Field(
        title="Cost of a shipment",
        default=Decimal(45),
        ge=0,
        decimal_places=2,
        description="What one more shipment costs; in the money of the company.",
    )


class Transfers(Part):
    """What a transfer between locations costs and takes where no offer says so; money and calendar days."""

    fixed_cost: Money = Field(
        title="Cost of a transfer",
        default=Decimal(300),
        ge=0,
        decimal_places=2,
        description="What a transfer costs where no offer says so.",
    )
    days: Days = Field(
        title="Days of a transfer",
        default=1,
        ge=0,
        description="How long a transfer takes where no offer says so; calendar days.",
    )


class Access(Part):
    """How people get in; everything else is a matter of their role."""

    choose_identity: bool = Field(
        default=False,
        title="Choose who you are",
        description="Without signing in, on the machine that serves only; for trying out.",
    )
    role_claim: str = Field(
        default="",
        title="Claim with the role",
        description="Claim of a sign-in that holds a role; empty: only people listed here get in.",
    )
    sign_in_hours: int = Field(
        default=12, ge=1, le=720, title="Hours signed in", description="After these, people sign in again."
    )


class Settings(Part):
    """The whole of one settings version."""

    intake_from_days: Days = Field(
        title="Days of delay from which a backorder is made",
        default=3,
        ge=0,
        description="A shorter delay is noted and makes no backorder.",
    )
    priority: PriorityScoring = Field(default=PriorityScoring(), title="Priority scoring")
    approvals: ApprovalThresholds = Field(default=ApprovalThresholds(), title="Approval thresholds")
    escalation: EscalationTimeline = Field(default=EscalationTimeline(), title="Escalation timeline")
    cadences: Cadences = Field(default=Cadences(), title="Follow-ups")
    buckets: Buckets = Field(default=Buckets(), title="Aging and pipeline")
    receiving: Receiving = Field(default=Receiving(), title="Receiving")
    suppliers: SupplierLimits = Field(default=SupplierLimits(), title="Supplier limits")
    targets: Targets = Field(default=Targets(), title="Targets")
    benchmarks: Benchmarks = Field(default=Benchmarks(), title="Benchmarks")
    scorecard: Scorecard = Field(default=Scorecard(), title="Supplier scorecard")
    shipping: Shipping = Field(default=Shipping(), title="Shipping")
    transfers: Transfers = Field(default=Transfers(), title="Transfers")
    notifications: Notifications = Field(default=Notifications(), title="Notification rules")
    templates: Templates = Field(default=Templates(), title="Texts of notices")
    access: Access = Field(default=Access(), title="Access")
    hours: Hours = Field(default=Hours(), title="Scheduled work")
    receiving_location: str = Field(
        default="MAIN",
        title="Receiving location, its code",
        description="Where suppliers deliver and transfers go to.",
    )
    currency: str = Field(
        title="Currency",
        default="USD",
        pattern="^[A-Z]{3}$",
        description="Three letters, such as USD or EUR; amounts are not converted.",
    )
    time_zone: str = Field(
        default="America/New_York",
        title="Time zone",
        description="Whose midnight ends a day, such as America/New_York.",
    )
    pinned_as_of: date | None = Field(
        default=None,
        title="Pinned day",
        description="The day that is shown first instead of today; for stores that tell a story.",
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(f"'{name}' is not a known time zone such as Europe/Berlin") from unknown
        return name


DEFAULTS = Settings()
