"""Texts that stand for a code of a list, or for yes and no; their words are in code_words."""

from __future__ import annotations

from enum import Enum

from backorder_core.domain.code_words import NO, YES
from backorder_core.domain.contracts import Field
from backorder_core.domain.header_forms import normal
from backorder_core.domain.readings import folded


def read_flag(text: str) -> bool:
    """Yes or no; ``ValueError`` with a sentence for anything else."""
    said = folded(text)
    if said in YES:
        return True
    if said in NO:
        return False
    raise ValueError(f"'{text}' is neither yes nor no")


def read_choice(field: Field, text: str) -> Enum:
    """The code that a text means; ``ValueError`` names the choices."""
    said, plain = folded(text), normal(text)
    for code in field.choices or ():
        words = {code.name.lower(), code.name.lower().replace("_", " "), str(code.value)}
        if said in words or plain in words or (field.said or {}).get(plain) == code.name.lower():
            return code
    raise ValueError(f"'{text}' is not one of {', '.join(code.name.lower() for code in field.choices or ())}")
