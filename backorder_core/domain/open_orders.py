"""What the open-PO report says of a line, against what is known of it (RULES, Intake)."""

from __future__ import annotations

from enum import StrEnum


class LineState(StrEnum):
    """How the purchasing system calls a line: open, closed for good, or cancelled."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
