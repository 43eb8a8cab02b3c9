"""The ledger of a backorder in words: what changed, from what to what; never a code, never a column name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from backorder_core.domain.values import Cause, Code, Status, Tier
from backorder_core.services.detail import EtaChange, HistoryEntry
from pages.parts.format import UNKNOWN, count, day, money, number

Values = Mapping[str, str | None]
Write = Callable[[str | None], str]
ACTIONS = {
    "created": "Created",
    "ETA updated": "ETA updated",
    "escalated": "Escalated",
    "partially received": "Partly received",
    "resolved": "Resolved",
    "import undone": "Put back, an import was undone",
    "removed": "Removed, its import was undone",
}
LEVELS = (
    "not escalated",
    "level 1, supervisor",
    "level 2, manager",
    "level 3, director",
    "level 4, executive",
)


def title(entry: HistoryEntry) -> str:
    """What happened, in a few words."""
    return ACTIONS.get(entry.action, entry.action[:1].upper() + entry.action[1:])


def changes(entry: HistoryEntry, currency: str) -> list[str]:
    """What an entry changed, one phrase each, in a fixed order."""
    if entry.kind != "backorder":
        return _of_record(entry, currency)
    if entry.action == "scored anew":
        return _scored(entry)
    fields = _fields(currency)
    if not entry.before:
        return [
            f"{name} {write(entry.after.get(key))}"
            for key, (name, write) in fields.items()
            if _said(entry, key)
        ]
    return [
        f"{name} {write(entry.before.get(key))} → {write(entry.after.get(key))}"
        if key not in WITHOUT_BEFORE
        else f"{name} {write(entry.after.get(key))}"
        for key, (name, write) in fields.items()
        if key in entry.after and entry.before.get(key) != entry.after.get(key)
    ]


def _scored(entry: HistoryEntry) -> list[str]:
    """What another version of the settings made of a score."""
    named = {"score_base": "Points without delay", "score_per_day": "Points a delay day"}
    points = [
        f"{name} {number(Decimal(entry.before.get(key) or 0))} → {number(Decimal(entry.after.get(key) or 0))}"
        for key, name in named.items()
        if key in entry.after
    ]
    version = entry.after.get("settings_version")
    return [*(points or ["Same score"]), f"by version {version} of the settings"]


def _of_record(entry: HistoryEntry, currency: str) -> list[str]:
    """What a record says: a transfer, a shipment, a comment, a condition, a message …"""
    write: dict[str, Callable[[str], str]] = {
        "number": str,
        "quantity": _units,
        "received": lambda text: f"{_units(text)} received",
        "owner": lambda text: f"to {text}",
        "body": lambda text: f"“{text}”",
        "condition": str,
        "reason": lambda text: f"because “{text}”",
        "decided_by": lambda text: f"said by {text}",
        "tracking": lambda text: f"tracking {text}",
        "rating": lambda text: f"{text} of 5",
        "amount": lambda text: money(Decimal(text), currency),
        "cost": lambda text: money(Decimal(text), currency),
        "why": lambda text: f"“{text}”",
        "due_on": lambda text: f"for {_day(text)}",
        "outcome": lambda text: f"“{text}”",
        "channel": lambda text: f"by {text}",
        "promised": lambda text: f"promised {_day(text)}",
        "note": lambda text: f"“{text}”",
        "eta": lambda text: f"still {_day(text)}",
        "compensation": lambda text: f"compensation: {text}",
        "lesson": lambda text: f"learned: “{text}”",
    }
    return [say(str(entry.after[key])) for key, say in write.items() if _said_of_record(entry, key)]


def _said_of_record(entry: HistoryEntry, key: str) -> bool:
    return entry.after.get(key) not in (None, *NOTHING_YET)


def _said(entry: HistoryEntry, key: str) -> bool:
    value = entry.after.get(key)
    return key == "eta" or (value is not None and value not in NOTHING_YET)


WITHOUT_BEFORE = ("level_reason", "closed_on")
NOTHING_YET = ("", "0", "0.000", "0.00", "false")


def _fields(currency: str) -> dict[str, tuple[str, Write]]:
    return {
        "status": ("Status", _code(Status)),
        "quantity": ("Quantity", _units),
        "received": ("Received", _units),
        "cancelled": ("Cancelled", _units),
        "eta": ("ETA", _day),
        "value": ("Value at risk", lambda text: money(Decimal(text), currency) if text else UNKNOWN),
        "tier": ("Best customer tier", _code(Tier)),
        "customers": ("Customers waiting", lambda text: text or "0"),
        "cause": ("Cause", _code(Cause)),
        "reason": ("Reason", lambda text: f"“{text}”" if text else "none given"),
        "level": ("Escalation", lambda text: LEVELS[int(text or 0)]),
        "level_reason": ("Because:", lambda text: text or "nothing"),
        "level_cleared": ("Escalation cleared", lambda text: "yes" if text == "true" else "no"),
        "closed_on": ("Closed on", lambda text: _day(text) if text else "not closed"),
    }


def _code(kind: type[Code]) -> Write:
    return lambda text: kind(int(text)).label if text else UNKNOWN


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else UNKNOWN


def _units(text: str | None) -> str:
    amount = Decimal(text or 0)
    return f"{number(amount)} {'unit' if amount == 1 else 'units'}"


def moved(change: EtaChange) -> str:
    """How far an ETA moved: ``7 days later``, ``first date given``, ``now unknown``."""
    if change.new is None:
        return "supplier does not know" if change.ordinal == 0 else "now unknown"
    if change.previous is None:
        return "first known date"
    days = (change.new - change.previous).days
    if not days:
        return "the same date"
    return f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
