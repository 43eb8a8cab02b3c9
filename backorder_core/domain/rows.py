"""Rows of printed reports that are no records."""

from __future__ import annotations

from collections.abc import Sequence


def not_a_record(cells: Sequence[str], needed: Sequence[int], headers: Sequence[str] = ()) -> str | None:
    """Why a row is no record, or None where it may be one."""
    return None
