"""What every part of the settings is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Common rules of every settings part: frozen, and a misspelt name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
