"""How often machines may ask: each token so often, and each address so often with none that is in force."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, field

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from backorder_core.domain.errors import InvalidInput

ASKS, FAILURES = "BACKORDERS_API_ASKS", "BACKORDERS_API_FAILURES"
DEFAULTS = {ASKS: "600/minute", FAILURES: "10/minute"}


def said(variable: str) -> RateLimitItem:
    """A rate from the environment, else its default; ``InvalidInput`` for what is none."""
    text = os.environ.get(variable, "").strip() or DEFAULTS[variable]
    try:
        found = parse(text)
    except ValueError:
        found = None
    if found is None or found.amount < 1:
        raise InvalidInput(
            f"{variable} is '{text}', which is no rate: give one such as {DEFAULTS[variable]}."
        )
    return found


@dataclass(frozen=True)
class Pace:
    """Counts what was asked, in this process; ``asks`` by token, ``failures`` by address."""

    asks: RateLimitItem = field(default_factory=lambda: said(ASKS))
    failures: RateLimitItem = field(default_factory=lambda: said(FAILURES))
    _counted: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()), repr=False
    )

    def asked(self, token: str) -> int:
        """Count one request of a token by its name; 0 where it may, else the seconds to wait."""
        return self._count(self.asks, "asks", token)

    def failed(self, address: str) -> int:
        """Count one try without a token in force; 0 where it is just refused, else the seconds to wait."""
        return self._count(self.failures, "failures", address)

    def _count(self, rate: RateLimitItem, what: str, who: str) -> int:
        if self._counted.hit(rate, what, who):
            return 0
        free_at = self._counted.get_window_stats(rate, what, who).reset_time
        return max(1, math.ceil(free_at - time.time()))
