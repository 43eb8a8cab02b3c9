"""This app's own core on its own store: the functions that its pages call, with everything else that they find out."""

from __future__ import annotations

from pathlib import Path

from backorder_core.domain.buckets import Tally
from backorder_core.domain.values import Cause, Tier
from backorder_core.domain.windows import Window
from backorder_core.services import patterns
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.imports import discard, preview_file
from backorder_core.services.reports import command_center
from backorder_core.store import open_store
from benchmarks.peers.questions import DAY, PAGE, SINCE, UNTIL, Center, Delays, Listed, Patterns, Tallies

PLACES = {
    "past_eta": "past",
    "soon": "24h",
    "next": "3d",
    "then": "7d",
    "later": "later",
    "unknown": "unknown",
}


class Ours:
    """The store as it is."""

    name = "this app"

    def __init__(self, store: Path) -> None:
        self.store = open_store(str(store))

    def center(self) -> Center:
        """See Peer."""
        found = command_center(self.store, DAY)
        return Center(
            total=(found.summary.open, int(found.summary.value * 100)),
            high=(found.summary.high_count, int(found.summary.high_value * 100)),
            customers=found.summary.customers,
            age=_tallies(found.aging, ("0-7", "8-14", "15+")),
            eta={_eta(one): (one.count, int(one.value * 100)) for one in found.pipeline},
            causes={
                str(int(Cause.parse(one.key))): (one.count, int(one.value * 100)) for one in found.root_causes
            },
            suppliers={one.key: (one.count, int(one.value * 100)) for one in found.suppliers},
            urgent=tuple(one.number for one in found.critical[:10]),
        )

    def patterns(self) -> Patterns:
        """See Peer."""
        found = patterns.review(self.store, Window(SINCE, UNTIL), DAY).patterns
        causes = {str(int(Cause.parse(part.key))): part for part in found.facts.causes}
        categories = {part.name: part for part in found.facts.categories}
        return Patterns(
            {key: (part.count, part.tally.slips.total) for key, part in causes.items()},
            {key: (part.count, part.tally.slips.total) for key, part in categories.items()},
            {f"{month.first:%Y-%m}": month.count for month in found.months},
        )

    def listed(self) -> Listed:
        """See Peer."""
        found = list_backorders(self.store, Filters(tiers=(Tier.VIP,)), DAY, limit=PAGE, offset=PAGE)
        return Listed(found.total, int(found.value * 100), tuple(row.number for row in found.rows))

    def delays(self, file: Path) -> Delays:
        """See Peer."""
        made = preview_file(self.store, "po-delays", file, file.name, DAY)
        discard(self.store, made.draft)
        counts = made.counts
        return Delays(counts.rows, counts.unchanged, counts.rejected)

    def close(self) -> None:
        """See Peer."""
        self.store.close()


def _tallies(found: tuple[Tally, ...], names: tuple[str, ...]) -> Tallies:
    return {name: (one.count, int(one.value * 100)) for name, one in zip(names, found, strict=True)}


def _eta(one: Tally) -> str:
    return PLACES[one.bucket.place]
