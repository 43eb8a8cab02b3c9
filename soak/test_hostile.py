"""Every harmful text in every word that people type, and every backorder with all its tabs, every role."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from backorder_core.services.checks import check
from backorder_core.store import Store
from pages.parts import frame, places
from soak.conftest import Figures, Scale
from tests.conftest import one_thread
from tests.hostile import PAYLOADS
from tests.hostile_company import COUNT, ROLES, HostileCompany
from tests.pages.test_hostile import TABS, harmful, visit
from tests.templates import Templates

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def whole(templates: Templates, tmp_path: Path, scale: Scale) -> Iterator[Store]:
    """A company in which people speak about every backorder, each time in other words."""
    worked = 0 if scale.share >= 1 else scale(COUNT)

    def fill(store: Store, folder: Path) -> None:
        HostileCompany(store, folder, worked)

    with one_thread():
        made = templates.file(f"hostile-{worked}", fill)
    path = str(shutil.copy(made, tmp_path / "hostile.duckdb"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKORDERS_STORE", path)
        yield frame.opened(path)
    frame.close(path)
    st.cache_data.clear()


def test_hostile_words_are_shown_as_they_were_typed_wherever_they_stand(
    whole: Store, scale: Scale, figures: Figures
) -> None:
    visits = 0
    for place in range(scale(COUNT)):
        for tab in TABS:
            app = visit(places.BACKORDER, {"about": tab}, number=f"BO-2025-{place + 1:04d}")
            assert harmful(app) == [], (place, tab)
            visits += 1
    for role in ROLES:
        for entry in [one for section in places.SECTIONS.values() for one in section]:
            assert harmful(visit(entry.path, {"me": PAYLOADS[ROLES.index(role)].strip()})) == [], entry.title
            visits += 1
    assert check(whole) == ()
    figures(
        "Harmful texts on every page",
        f"{COUNT} texts in every field, {visits} pages, {len(ROLES)} roles: none reaches the browser raw",
        "security",
    )
