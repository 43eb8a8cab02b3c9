"""What the figures are held against: the company's targets, and values of the industry with their source."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import Field, field_validator, model_validator

from backorder_core.domain.settings_part import Part

Figure = Decimal | None


class Targets(Part):
    """What the company wants to reach; an empty field is no target (chapter, Daily Backorder Review)."""

    on_time: Figure = Field(
        default=Decimal(90),
        ge=0,
        le=100,
        title="On-time delivery, percent",
        description="Against the original promise; higher is better.",
    )
    average_delay_days: Figure = Field(
        default=Decimal(5), ge=0, title="Average delay, days", description="Lower is better."
    )
    backorder_rate: Figure = Field(
        default=None,
        ge=0,
        le=100,
        title="Backorder rate, percent",
        description="Order lines on backorder; lower is better.",
    )
    resolution_days: Figure = Field(
        default=None, ge=0, title="Time to resolve, days", description="Lower is better."
    )
    satisfaction: Figure = Field(
        default=None, ge=1, le=5, title="Satisfaction, 1 to 5", description="Higher is better."
    )
    prevention_rate: Figure = Field(
        default=None,
        ge=0,
        le=100,
        title="Prevention rate, percent",
        description="Delays resolved before the customer needed it; higher is better.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


class Benchmark(Part):
    """A value of the industry, and where it was read."""

    value: Figure = Field(default=None, ge=0, title="Value", description="In the unit of the figure.")
    source: str = Field(
        default="", max_length=300, title="Source", description="Who published it, when, for whom."
    )

    @field_validator("value", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if self.value is not None and not self.source.strip():
            raise ValueError("a benchmark needs its source: say who published it")
        return self


class Benchmarks(Part):
    """Values of the industry to compare with; none is known until somebody enters it with its source."""

    backorder_rate: Benchmark = Field(default=Benchmark(), title="Backorder rate, percent")
    resolution_days: Benchmark = Field(default=Benchmark(), title="Time to resolve, days")
    satisfaction: Benchmark = Field(default=Benchmark(), title="Satisfaction, 1 to 5")
    prevention_rate: Benchmark = Field(default=Benchmark(), title="Prevention rate, percent")
    on_time: Benchmark = Field(default=Benchmark(), title="On-time delivery, percent")
    average_delay_days: Benchmark = Field(default=Benchmark(), title="Average delay, days")
