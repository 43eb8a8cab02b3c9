"""Texts that stand for a code of a list, or for yes and no; their words are in code_words."""

from __future__ import annotations

import re
from enum import Enum

from backorder_core.domain.code_words import DAYS, NO, PIECES, YES
from backorder_core.domain.contracts import Field, FieldType
from backorder_core.domain.header_forms import normal
from backorder_core.domain.readings import folded

QUANTITY_PLACES = 3
_UNIT_BEHIND = re.compile(r"(.*[0-9)-])\s*([^\W\d_]+[0-9]{0,2})\.?", re.DOTALL)


def without_unit(field: Field, text: str) -> str:
    """A number without the pieces or days behind it, as ``100`` for ``100 pcs``; anything else as it is."""
    found = _UNIT_BEHIND.fullmatch(text.strip())
    quantity = field.type is FieldType.DECIMAL and field.places == QUANTITY_PLACES
    units = PIECES if quantity else DAYS if field.type is FieldType.WHOLE else frozenset()
    return found[1] if found and folded(found[2]) in units else text


def read_flag(text: str) -> bool:
    """Yes or no; ``ValueError`` with a sentence for anything else."""
    said = folded(text)
    if said in YES:
        return True
    if said in NO:
        return False
    raise ValueError(f"'{text}' is neither yes nor no")


def read_choice(field: Field, text: str) -> Enum:
    """The code that a text means, or what stands behind its last colon (``Purchase Order : Closed``).

    ``ValueError`` names the choices.
    """
    for part in dict.fromkeys((text, text.rpartition(":")[2])):
        said, plain = folded(part), normal(part)
        for code in field.choices or ():
            words = {code.name.lower(), code.name.lower().replace("_", " "), str(code.value)}
            if said in words or plain in words or (field.said or {}).get(plain) == code.name.lower():
                return code
    raise ValueError(f"'{text}' is not one of {', '.join(code.name.lower() for code in field.choices or ())}")
