"""What-if: steps tried out and taken back, kept as a scenario, carried out as they were tried."""

from backorder_core.services.scenarios.committing import commit, discard, keep, scenarios, steps_of
from backorder_core.services.scenarios.trying import Changed, Tried, as_json, locations, try_out

__all__ = [
    "Changed",
    "Tried",
    "as_json",
    "commit",
    "discard",
    "keep",
    "locations",
    "scenarios",
    "steps_of",
    "try_out",
]
