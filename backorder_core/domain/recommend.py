"""What to do next about a backorder (RULES, Command centre): the first option that the facts offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Options:
    """What the store offers for one backorder; None where there is no such offer."""

    expedite: str | None = None
    substitute: str | None = None
    transfer: str | None = None
    alternative: str | None = None
    eta: date | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Action:
    """A recommended action in words."""

    key: str
    sentence: str


def recommend(options: Options) -> Action:
    """The first that applies, in the order of RULES."""
    if options.expedite:
        return Action("expedite", f"Expedite {options.expedite}")
    if options.substitute:
        return Action("substitute", f"Offer substitute {options.substitute}")
    if options.transfer:
        return Action("transfer", f"Transfer from {options.transfer}")
    if options.alternative:
        return Action("alternative_supplier", f"Order from {options.alternative}")
    if options.eta is None or not options.confirmed:
        return Action("await_confirmation", "Await supplier confirmation")
    return Action("follow_up", "Follow up on the ETA")
