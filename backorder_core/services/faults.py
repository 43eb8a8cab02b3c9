"""Faults of the program: a reference is told, and the log holds what happened under it."""

from __future__ import annotations

import logging
import secrets

LOG = logging.getLogger("backorder_core")
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without those that are misheard or misread on the phone."""
GROUP = 4


def noted(where: str, fault: BaseException) -> str:
    """Write a fault into the log; the reference under which it stands there, such as ``K7QM-29FX``."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(2 * GROUP))
    reference = f"{drawn[:GROUP]}-{drawn[GROUP:]}"
    LOG.error("Fault %s in %s", reference, printable(where), exc_info=fault)
    return reference


def printable(text: str) -> str:
    """A text on one line of a log: nobody outside can write a line of their own into it."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
