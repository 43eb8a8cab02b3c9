"""On which days the demo company works: delay files come in, receipts are booked."""

from __future__ import annotations

import numpy as np

from backorder_core.demo.parts import AS_OF, DAY, Days

FILE_WEEKDAY = "Tue"
WEEKLY_FROM_MONTH = 10
JANUARY = np.datetime64("2025-01-01", "D")
FIRST_WORKING_DAY = np.datetime64("2025-01-02", "D")


def file_days(year: int) -> Days:
    """Days of a past year on which delay files come in: every other week, in its last quarter every week."""
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype=DAY)
    weekly = days[np.is_busday(days, weekmask=FILE_WEEKDAY)]
    dense = weekly >= np.datetime64(f"{year}-{WEEKLY_FROM_MONTH}-01", "D")
    return np.concatenate([weekly[~dense][::2], weekly[dense]])


def working_days(first_year: int) -> Days:
    """All days with files or receipts up to the demo's as-of date: in its last month every weekday."""
    past = [file_days(year) for year in range(first_year, 2025)]
    month = np.arange(FIRST_WORKING_DAY, AS_OF + 1, dtype=DAY)
    return np.concatenate([*past, month[np.is_busday(month)]])


def on_or_after(days: Days, wanted: Days) -> Days:
    """For each wanted day the first of ``days`` that is not before it, or the last one."""
    return days[np.minimum(np.searchsorted(days, wanted), len(days) - 1)]


def month_of(days: Days) -> Days:
    """The first day of each day's month."""
    return days.astype("datetime64[M]").astype(DAY)
