"""Texts that a spreadsheet would run as a formula: how they go out, and how they come back the same."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def harmless(text: str) -> str:
    """A text as a file holds it: an apostrophe stands before one that a spreadsheet would run.

    One that begins with apostrophes and then such a sign gets one more, so that ``harmed`` always gives the
    text back.
    """
    return f"{GUARD}{text}" if text.lstrip(GUARD).startswith(FORMULA_STARTS) else text


def harmed(text: str) -> str:
    """The text that ``harmless`` was given, from what it made of it; any other text as it is."""
    guarded = text.startswith(GUARD) and text.lstrip(GUARD).startswith(FORMULA_STARTS)
    return text[1:] if guarded else text
