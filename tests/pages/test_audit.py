"""The audit page: every entry of the demo in words, its filters, its proof, and who may look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from backorder_core.domain.settings import EscalationTimeline
from backorder_core.domain.values import Role
from backorder_core.services.audit import AuditFilters, audit_trail, every_entry
from backorder_core.services.reference import load
from backorder_core.services.settings import save
from backorder_core.store import Store
from backorder_core.store.session import save_settings
from pages.parts import audited, places
from tests.pages.conftest import Opened
from tests.pages.test_boards import as_person, demo, opened_demo
from tests.pages.test_pages import words
from tests.small_company import ADMIN, CREATED, TODAY, SmallCompany

__all__ = ["demo", "opened_demo"]
pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_entry_of_the_demo_can_be_said_in_words(demo: Store) -> None:
    for entry in every_entry(demo, AuditFilters(), ADMIN):
        said = audited.phrases(entry, "USD")
        assert said, entry
        assert "None" not in " ".join([*said, audited.title(entry), audited.subject(entry)]), entry


def test_an_eta_that_becomes_unknown_is_said_from_what_to_what(demo: Store) -> None:
    entries = audit_trail(demo, AuditFilters(kind="po_line", action="ETA given"), ADMIN, 1000).rows
    unknown = next(one for one in entries if one.after == {"eta": None})
    (said,) = audited.phrases(unknown, "USD")
    assert said.endswith("→ unknown")


def test_a_change_of_settings_is_said_from_what_to_what(company: SmallCompany) -> None:
    version, settings = company.store.settings()
    later = EscalationTimeline(days=(2, 4, 8, 16))
    changed = settings.model_copy(update={"escalation": later, "currency": "EUR"})
    company.store.write(lambda writer: save_settings(writer, version + 1, changed, ADMIN, "Escalate earlier"))
    newest = audit_trail(company.store, AuditFilters(kind="settings"), ADMIN, 1).rows[0]
    assert audited.phrases(newest, "USD") == [
        "Escalation: days 3, 7, 14, 21 → 2, 4, 8, 16",
        "Currency USD → EUR",
    ]


def test_thresholds_that_wait_are_said_by_their_names(company: SmallCompany) -> None:
    version, settings = company.store.settings()
    thresholds = settings.approvals.model_copy(update={"supervisor_below": Decimal(5_000)})
    wanted = settings.model_copy(update={"approvals": thresholds})
    save(company.store, version, wanted, "smaller", ADMIN, TODAY)
    entry = audit_trail(company.store, AuditFilters(kind="threshold proposal"), ADMIN, 1).rows[0]
    told = audited.phrases(entry, "USD")
    assert told[:3] == [
        "Approved automatically below 1,000",
        "Supervisor below 5,000",
        "Manager up to, director above 50,000",
    ]
    assert not any("{" in one for one in told)


def test_a_score_by_other_settings_is_said_from_what_to_what(company: SmallCompany) -> None:
    company.po_line("PO-9")
    company.order("SO-9", "PO-9", 1)
    company.delays("PO-9,10,2025-02-15,late,,")
    for vip in (Decimal(1), Decimal(1)):
        version, settings = company.store.settings()
        changed = {"vip": vip, "premium": settings.priority.premium + version}
        wanted = settings.model_copy(update={"priority": settings.priority.model_copy(update=changed)})
        save(company.store, version, wanted, "others", ADMIN, TODAY)
    narrowed = AuditFilters(action="scored anew", number="BO-2025-0002")
    later, first = audit_trail(company.store, narrowed, ADMIN, 10).rows
    assert audited.phrases(first, "USD") == [
        "Points without delay 25 → 5",
        "Points a delay day 125 → 25",
        f"by version {version} of the settings",
    ]
    assert audited.phrases(later, "USD") == ["Same score", f"by version {version + 1} of the settings"]


def test_the_page_shows_25_and_the_pager_the_rest(demo: Store, opened_demo: Opened) -> None:
    app = opened_demo(places.AUDIT)
    assert not app.exception
    total = audit_trail(demo, AuditFilters(), ADMIN, 1).total
    assert f"Entries 1 to 25 of {total:,}" in words(app)
    assert f"{total:,} entries" in words(app)


def test_a_number_narrows_the_page(demo: Store, opened_demo: Opened) -> None:
    app = narrowed(opened_demo(places.AUDIT), audit_number="bo-2025-0011")
    assert "Entries 1 to" not in words(app)
    assert "Equipment failure" in words(app).replace("\\", "")
    assert narrowed(app, audit_number="BO-1").info[0].value.startswith("No entry matches")


def narrowed(app: AppTest, **values: object) -> AppTest:
    for key, value in values.items():
        app.session_state[key] = value
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    return app.run()


def test_the_chain_is_verified_when_asked(demo: Store, opened_demo: Opened) -> None:
    app = press(opened_demo(places.AUDIT), "Verify the chain")
    total = audit_trail(demo, AuditFilters(), ADMIN, 1).total
    assert f"The chain is sound: {total:,} entries" in app.success[0].value


def test_days_the_wrong_way_round_are_refused_in_one_sentence(demo: Store, opened_demo: Opened) -> None:
    app = narrowed(opened_demo(places.AUDIT), audit_from=date(2025, 1, 28), audit_to=date(2025, 1, 1))
    assert "choose an earlier first day" in app.error[0].value.replace("\\", "")
    assert not app.exception


def test_who_may_not_read_the_trail_is_told_who_may(company: SmallCompany, opened: Opened) -> None:
    load(company.store, "people", [{"name": "Wanda", "role": int(Role.WAREHOUSE)}], ADMIN, CREATED)
    app = as_person(opened(places.AUDIT), "Wanda")
    assert "may not read the audit trail" in app.error[0].value.replace("\\", "")
    assert "Created" not in words(app)
