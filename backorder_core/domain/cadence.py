"""How often somebody asks the supplier again (RULES, ETA updates)."""

from __future__ import annotations

from datetime import date, timedelta

from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Band


def every(band: Band, vip: bool, settings: Settings) -> int:
    """Days between follow-ups: urgent for the Critical band or a VIP, routine otherwise."""
    urgent = vip or band is Band.CRITICAL
    return settings.cadences.urgent_days if urgent else settings.cadences.routine_days


def follow_up_on(as_of: date, band: Band, vip: bool, settings: Settings) -> date:
    """The day of the next follow-up."""
    return as_of + timedelta(days=every(band, vip, settings))


def is_stale(confirmed_on: date | None, as_of: date, band: Band, vip: bool, settings: Settings) -> bool:
    """Whether an ETA was not confirmed within its cadence; one never confirmed is stale."""
    return confirmed_on is None or (as_of - confirmed_on).days > every(band, vip, settings)
