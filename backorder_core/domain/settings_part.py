"""What every part of the settings is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# far above what a company needs, far below what a date or a column can hold
Money = Annotated[Decimal, Field(le=10**12)]
Factor = Annotated[Decimal, Field(le=100)]
Points = Annotated[Decimal, Field(le=10**9)]
Days = Annotated[int, Field(le=3_660)]


class Part(BaseModel):
    """Common rules of every settings part: frozen, and a misspelt name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
