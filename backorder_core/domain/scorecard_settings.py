"""How suppliers are scored: weights that sum to 100, bands without gaps, and what follows from each band."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from backorder_core.domain.settings_part import Part

HUNDRED = Decimal(100)


class Scorecard(Part):
    """How suppliers are scored and what follows; the five weights must sum to 100 (RULES, Patterns)."""

    delivery: Decimal = Field(
        default=Decimal(30),
        ge=0,
        le=100,
        decimal_places=2,
        title="Weight of delivery",
        description="On-time delivery against the first promise, in percent.",
    )
    quality: Decimal = Field(
        default=Decimal(25),
        ge=0,
        le=100,
        decimal_places=2,
        title="Weight of quality",
        description="Share of PO lines without a backorder for quality, a return or an incident.",
    )
    service: Decimal = Field(
        default=Decimal(20),
        ge=0,
        le=100,
        decimal_places=2,
        title="Weight of service",
        description="What people who work with the supplier give for a quarter, 0 to 100.",
    )
    cost: Decimal = Field(
        default=Decimal(15),
        ge=0,
        le=100,
        decimal_places=2,
        title="Weight of cost",
        description="How little its late lines made us spend to hurry, against what we buy.",
    )
    innovation: Decimal = Field(
        default=Decimal(10),
        ge=0,
        le=100,
        decimal_places=2,
        title="Weight of innovation",
        description="What people who work with the supplier give for a quarter, 0 to 100.",
    )
    no_points_from_percent: Decimal = Field(
        default=Decimal(10),
        gt=0,
        le=100,
        decimal_places=2,
        title="No points for cost from, percent of what we buy",
        description="Spending so much of it to hurry leaves no points for cost, half of it half.",
    )
    preferred_from: Decimal = Field(
        default=Decimal(90),
        gt=0,
        le=100,
        decimal_places=2,
        title="Preferred from, points",
        description="Lowest score of a preferred supplier; up to and with 100.",
    )
    approved_from: Decimal = Field(
        default=Decimal(75),
        gt=0,
        le=100,
        decimal_places=2,
        title="Approved from, points",
        description="Lowest score of an approved supplier.",
    )
    watch_from: Decimal = Field(
        default=Decimal(60),
        gt=0,
        le=100,
        decimal_places=2,
        title="Watch from, points",
        description="Lowest score of a supplier to watch; below it is develop or replace.",
    )
    preferred_follows: str = Field(
        default="First choice for new business and longer agreements; reviewed once a year.",
        min_length=1,
        max_length=300,
        json_schema_extra={"multiline": True},
        title="What follows for a preferred supplier",
        description="Stands on the scorecard and the review.",
    )
    approved_follows: str = Field(
        default="Keeps its business; its weakest criterion is talked about in the next review.",
        min_length=1,
        max_length=300,
        json_schema_extra={"multiline": True},
        title="What follows for an approved supplier",
        description="Stands on the scorecard and the review.",
    )
    watch_follows: str = Field(
        default="A plan with dates for improving within 90 days; a second source is qualified.",
        min_length=1,
        max_length=300,
        json_schema_extra={"multiline": True},
        title="What follows for a supplier to watch",
        description="Stands on the scorecard and the review.",
    )
    develop_follows: str = Field(
        default="No new business; developed with a plan that management follows, or replaced.",
        min_length=1,
        max_length=300,
        json_schema_extra={"multiline": True},
        title="What follows below",
        description="Stands on the scorecard and the review.",
    )

    @model_validator(mode="after")
    def _weights_sum_to_100(self) -> Self:
        total = self.delivery + self.quality + self.service + self.cost + self.innovation
        if total != HUNDRED:
            raise ValueError(f"the five weights must sum to 100, and these sum to {total.normalize():f}")
        return self

    @model_validator(mode="after")
    def _bands_descend(self) -> Self:
        if not self.preferred_from > self.approved_from > self.watch_from:
            raise ValueError("bands must descend: preferred above approved above watch")
        return self
