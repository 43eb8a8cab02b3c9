"""Texts that stand for a code of a list, or for yes and no."""

from __future__ import annotations

from enum import Enum

from backorder_core.domain.contracts import Field
from backorder_core.domain.readings import folded


def read_flag(text: str) -> bool:
    """Yes or no; ``ValueError`` with a sentence for anything else."""
    said = folded(text)
    if said in {"yes", "y", "true", "1", "x"}:
        return True
    if said in {"no", "n", "false", "0"}:
        return False
    raise ValueError(f"'{text}' is neither yes nor no")


def read_choice(field: Field, text: str) -> Enum:
    """The code that a text means; ``ValueError`` names the choices."""
    said = folded(text)
    for code in field.choices or ():
        words = {code.name.lower(), code.name.lower().replace("_", " "), str(code.value)}
        if said in words or (field.said or {}).get(said) == code.name.lower():
            return code
    raise ValueError(f"'{text}' is not one of {', '.join(code.name.lower() for code in field.choices or ())}")
