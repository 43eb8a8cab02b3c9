"""The days on which suppliers deliver: set by people, one calendar a supplier (RULES, Patterns)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from backorder_core.domain.access import Permission
from backorder_core.domain.values import Actor
from backorder_core.domain.working_days import Calendar, SupplierCalendar, calendar
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.services.supplier_records import supplier_of
from backorder_core.store import Reader, Store, Writer


@dataclass(frozen=True)
class WorkingDays:
    """The days of a supplier: ISO days of the week such as 12345, and holidays as ISO dates."""

    supplier: str
    works_on: str
    holidays: tuple[str, ...] = ()


@permitted(Permission.SUPPLIERS)
def set_calendar(store: Store, given: WorkingDays, actor: Actor, as_of: date, key: str | None = None) -> None:
    """Say on which days a supplier delivers; every day of the week without holidays counts as none.

    ``InvalidInput`` for days that are none, ``NotFound`` for a supplier that nobody knows.
    """
    known = calendar(given.works_on, given.holidays)

    def work(writer: Writer) -> str:
        supplier = supplier_of(writer, given.supplier)
        found = _kept(writer, supplier["code"])
        before = found[0] if found else None
        changes = Changes(writer, actor, as_of)
        made = before or SupplierCalendar(changes.new_id(), supplier["id"], "", "", "")
        holidays = " ".join(day.isoformat() for day in known.holidays)
        after = replace(made, works_on=known.works_on, holidays=holidays, set_by=actor.name)
        changes.put(before, after, "days of delivery set")
        changes.flush()
        return ""

    once(store, key, (given, as_of), work)


def calendars(reader: Reader, supplier: str | None = None) -> dict[int, Calendar]:
    """The calendars of all suppliers, or of the one with a code, by the id of the supplier."""
    return {one.supplier_id: one.calendar for one in _kept(reader, supplier)}


def calendars_by_code(reader: Reader, supplier: str | None = None) -> dict[str, Calendar]:
    """The same by the code of the supplier."""
    rows = reader.dicts("supplier_calendars_of", supplier=supplier)
    kept = records_from(SupplierCalendar, rows)
    return {row["code"]: one.calendar for row, one in zip(rows, kept, strict=True)}


def receipts_by_days_late(
    reader: Reader, asked: Mapping[str, Any], days_of: Mapping[str, Calendar]
) -> defaultdict[str, list[tuple[int, int]]]:
    """(Days late, receipts) by supplier, in days of its calendar where it has one."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in reader.dicts("receipt_delays", **asked):
        if row["code"] not in days_of:
            found[row["code"]].append((row["days"], row["receipts"]))
    for row in reader.dicts("receipt_days", **asked) if days_of else ():
        days = days_of[row["code"]].days_late(row["promise"], row["received_on"])
        found[row["code"]].append((days, row["receipts"]))
    return found


def _kept(reader: Reader, supplier: str | None) -> list[SupplierCalendar]:
    return records_from(SupplierCalendar, reader.dicts("supplier_calendars_of", supplier=supplier))


def holidays_in(text: str) -> tuple[str, ...]:
    """The dates that somebody typed, apart by blanks, commas or lines."""
    return tuple(text.replace(",", " ").replace(";", " ").split())
