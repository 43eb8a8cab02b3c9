"""Every harmful text in every word that people type, and every backorder with all its tabs, every role."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from backorder_core.services.checks import check
from backorder_core.store import Store
from pages.parts import frame, places
from soak.conftest import Figures, Scale
from tests import hostile_company
from tests.conftest import one_thread
from tests.hostile import PAYLOADS
from tests.hostile_company import COUNT, ROLES, HostileCompany
from tests.pages.test_hostile import TABS, harmful, visit
from tests.services.test_access import MAY
from tests.templates import Templates

pytestmark = pytest.mark.filterwarnings("ignore")


WORDLESS = {
    **dict.fromkeys(("judge_files", "apply_files"), "the files that apply_file is given"),
    **dict.fromkeys(("undo_import", "imported_file"), "an import by its id"),
    **dict.fromkeys(("preview_receipts", "preview_end"), "the words of receive and end_line, not kept"),
    **dict.fromkeys(("discard", "commit"), "a scenario by its number"),
    "create_backorder": "the reason stands in the column of the delay file",
    "decide_several": "decide_approval, several times",
    "end_delegation": "a delegation by its id",
    "add_token": "letters, digits, spaces, dots and dashes alone",
    "set_calendar": "days of the week and dates, checked",
    "sign_out_everywhere": "a person who is known",
    **dict.fromkeys(("audit_trail", "audit_choices", "every_entry", "prove_chain", "queue", "turn"), "reads"),
    **dict.fromkeys(("restore", "confirm_thresholds", "withdraw_thresholds"), "why: as save"),
    **dict.fromkeys(("mark_read", "mark_all_read"), "messages by their ids"),
    **dict.fromkeys(
        ("tell_day", "tell_week", "ask_about_stale_etas", "remind_approvers"), "the program's own words"
    ),
    **dict.fromkeys(
        ("remind_people", "run_now", "sweep", "retry", "test_message"), "the program's own words"
    ),
    **dict.fromkeys(("remove_channel", "set_address"), "a channel that is known; addresses: tests/delivery"),
    **dict.fromkeys(("export_kind", "export_whole"), "gives out"),
    **dict.fromkeys(("make_backup", "put_back", "rotate"), "a folder, a file, nothing"),
    **dict.fromkeys(("copy_store", "keep_small"), "addresses of stores, a number of days"),
    "accept": "why: in the ledger alone, as that of save",
    **dict.fromkeys(("let_choose", "leave", "revoke_token"), "somebody or a token that is known"),
}
"""Use-cases that no harmful word is given to, and why none is needed; HostileCompany uses all others."""


def test_every_use_case_that_takes_words_is_given_harmful_ones() -> None:
    used = inspect.getsource(hostile_company)
    silent = {name for name in MAY if not re.search(rf"\b{name}\(", used)}
    assert silent - set(WORDLESS) == set()
    assert set(WORDLESS) <= set(MAY)


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
