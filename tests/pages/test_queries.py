"""How much a run of each page asks of the store: a count, so that it says the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from backorder_core.services.backorders import Filters, SortKey, list_backorders
from backorder_core.store import Store
from backorder_core.store.tracing import Trace, traced
from pages.parts import places, profile, reads
from pages.parts.frame import Frame
from pages.parts.remembering import forget
from tests.pages.conftest import Opened
from tests.small_company import PLANNER, SmallCompany

MOST = {
    # page: queries and rows of the first run after a write, queries of a run in which nothing changed
    places.COMMAND_CENTER: (21, 23, 2),
    places.BACKORDERS: (17, 19, 3),
    places.BACKORDER: (23, 31, 3),
    places.ESCALATIONS: (9, 7, 2),
    places.FOLLOW_UPS: (9, 9, 2),
    places.PROMISES: (14, 17, 2),
    places.APPROVALS: (10, 7, 6),
    places.REVIEW: (31, 38, 2),
    places.PATTERNS: (21, 18, 3),
    places.METRICS: (44, 13, 2),
    places.SUPPLIERS: (17, 10, 2),
    places.AUDIT: (8, 31, 2),
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


def test_another_page_of_a_list_asks_for_its_own_rows_alone(demo_store: Store) -> None:
    forget()
    day, settings = demo_store.business_day(), demo_store.settings()[1]
    frame = Frame(demo_store, demo_store.data_version(), settings, True, day, day, PLANNER, None, False)
    first = reads.list_backorders(frame, Filters(), SortKey.SCORE, True, 25, 0)
    with traced() as trace:
        second = reads.list_backorders(frame, Filters(), SortKey.SCORE, True, 25, 25)
    assert [one.statement for one in trace.ran] == ["rows_of_backorders", "foremost_customers"]
    assert second == list_backorders(demo_store, Filters(), day, limit=25, offset=25)
    assert not {row.number for row in first.rows} & {row.number for row in second.rows}
