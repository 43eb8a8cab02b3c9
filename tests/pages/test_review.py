"""The review page shows the chapter's Monday and week on the demo company, with rows and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.store import open_store
from pages.parts import frame, places
from pages.parts.remembering import forget
from tests.addresses import copied
from tests.pages.conftest import SHELL


@pytest.fixture
def demo(demo_store_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    path = copied(demo_store_file, tmp_path / "demo.duckdb")
    monkeypatch.setenv("BACKORDERS_STORE", path)
    with closing(open_store(path)):
        pass
    yield
    frame.close(path)
    forget()


def review(**chosen: object) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.run().switch_page(str(places.REVIEW)).run()
    for key, value in chosen.items():
        app.session_state[key] = value
    return app.run()


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_mondays_review_shows_the_chapters_figures(demo: None) -> None:
    from datetime import date

    app = review(as_of=date(2025, 1, 27))
    assert not app.exception
    found = figures(app)
    assert (found["New"], found["Resolved"], found["Received in part"], found["Escalated"]) == (
        "1",
        "3",
        "2",
        "1",
    )
    assert (found["Net change"], found["Revenue at risk, change"]) == ("−2", "−$15,000")
    assert (found["Customer satisfaction"], found["Quality issues"]) == ("4.8 of 5", "2")


def test_the_week_shows_the_chapters_figures_and_why(demo: None) -> None:
    from backorder_core.services.reviews import Period

    app = review(review=Period.WEEKLY, part="Why")
    assert not app.exception
    found = figures(app)
    assert (found["New"], found["Resolved"], found["Net change"]) == ("8", "12", "−4")
    said = "\n".join(str(one.value) for one in app.markdown)
    assert "21 Jan 2025 to 27 Jan 2025, both included" in said
    assert "**By cause**" in said


def test_advice_is_drawn_from_the_days_that_are_looked_at(demo: None) -> None:
    from backorder_core.services.reviews import Period

    app = review(review=Period.WEEKLY, part="What to do")
    assert not app.exception
    assert "What could be done" in "\n".join(str(one.value) for one in app.markdown)
