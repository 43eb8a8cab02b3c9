"""How much a run of each page asks of the store: a count, so that it says the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from backorder_core.store.tracing import Trace
from pages.parts import places, profile
from pages.parts.frame import Frame
from pages.parts.remembering import forget
from tests.pages.conftest import Opened
from tests.small_company import SmallCompany

MOST = {
    # page: queries and rows of the first run after a write, queries of a run in which nothing changed
    places.COMMAND_CENTER: (22, 25, 4),
    places.BACKORDERS: (18, 19, 5),
    places.BACKORDER: (21, 29, 5),
    places.ESCALATIONS: (10, 7, 4),
    places.FOLLOW_UPS: (10, 9, 4),
    places.PROMISES: (14, 16, 4),
    places.APPROVALS: (11, 7, 8),
    places.REVIEW: (32, 38, 4),
    places.PATTERNS: (22, 18, 5),
    places.METRICS: (45, 13, 4),
    places.SUPPLIERS: (17, 10, 4),
    places.AUDIT: (9, 31, 4),
}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Trace]:
    """What each run of a whole page asked of the store."""
    found: list[Trace] = []

    def tell(run: profile.Run, _: Frame, page: str) -> None:
        if not page.endswith("alone"):
            found.append(run.trace)

    monkeypatch.setattr(profile.Run, "tell", tell)
    return found


@pytest.mark.parametrize("page", MOST, ids=lambda page: page.stem)
def test_a_run_asks_no_more_than_it_has_to(
    company: SmallCompany, opened: Opened, runs: list[Trace], page: Path
) -> None:
    queries, rows, again = MOST[page]
    app = opened(page, **({"number": "BO-2025-0001"} if page == places.BACKORDER else {}))
    forget()
    runs.clear()
    app.run()
    app.run()
    first, second = runs
    assert len(first.ran) <= queries, [one.statement for one in first.ran]
    assert first.rows <= rows
    assert len(second.ran) <= again, [one.statement for one in second.ran]
