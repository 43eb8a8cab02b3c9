"""What customers of the demo company said when their backorders of the story's last week were resolved."""

from __future__ import annotations

from datetime import date, timedelta

from backorder_core.domain.values import Actor, Role
from backorder_core.services.detail import show_backorder
from backorder_core.services.work import boards
from backorder_core.services.work.caring import rate
from backorder_core.store import Store

FROM = date(2025, 1, 21)
SERVICE = Actor("demo customer service", Role.CUSTOMER_SERVICE)
SAID = (
    (5, "Told us the date before we had to ask."),
    (5, "Everything came on the day that was promised."),
    (5, "Kept us informed all the way."),
    (4, "Well handled, though it took a call from us."),
    (5, "The partial delivery kept our line running."),
)


def rate_resolved(store: Store, day: date) -> None:
    """One rating for each backorder resolved on a day of the story's last week."""
    if day < FROM:
        return
    for row in boards.week(store, day + timedelta(days=1)).resolved_rows:
        if row.closed_on == day:
            customer = show_backorder(store, row.number, day).affected[0].customer_code
            rating, words = SAID[int(row.number[-4:]) % len(SAID)]
            rate(store, row.number, customer, rating, words, SERVICE, day)
