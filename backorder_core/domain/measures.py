"""What each figure means: its definition as the contract gives it (chapter, Common Questions)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Unit = Literal[
    "backorders",
    "percent",
    "days",
    "money",
    "customers",
    "rating",
    "points",
    "lines",
    "units",
    "date",
    "rows",
    "messages",
    "follow-ups",
]


class Measure(BaseModel):
    """One figure: what is counted over what, for which window, one number per what.

    ``source`` names the statements that it comes out of; ``target`` is a number in the figure's unit, or the
    dotted name of a setting that holds it, and ``better`` says which way is good.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    unit: Unit
    grain: str = Field(min_length=1)
    window: str = Field(min_length=1)
    numerator: str = Field(min_length=1)
    denominator: str | None
    source: tuple[str, ...] = Field(min_length=1)
    target: Decimal | str | None
    better: Literal["higher", "lower", "neither"]
    section: str = Field(min_length=1)

    @property
    def sentence(self) -> str:
        """The definition with what is counted over what, for the help beside the figure."""
        over = f" ÷ {self.denominator}" if self.denominator else ""
        return f"{self.definition}\n\n{self.numerator}{over}\n\nWindow: {self.window}. One row: {self.grain}."


class MeasureContract(BaseModel):
    """The whole contract: every figure by its key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contract: str
    version: int = Field(ge=1)
    measures: Mapping[str, Measure]
