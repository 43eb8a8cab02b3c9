"""The page of the scheduled work: how each job stands, running one by hand, who may."""

from __future__ import annotations

import pytest

from backorder_core.delivery.jobs import JOBS
from backorder_core.domain.values import Role
from backorder_core.services.jobs import recent_runs, wanted
from backorder_core.services.reference import load
from pages.parts import places
from tests.pages.conftest import Opened
from tests.pages.test_boards import as_person
from tests.pages.test_pages import words
from tests.small_company import ADMIN, CREATED, SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def olga(company: SmallCompany) -> None:
    people = [{"name": "Olga", "role": int(Role.OPERATIONS_DIRECTOR)}]
    load(company.store, "people", people, ADMIN, CREATED)


def test_every_job_stands_there_with_its_hour_and_its_last_run(company: SmallCompany, opened: Opened) -> None:
    shown, listed = words(opened(places.JOBS)), wanted(company.store, JOBS)
    for job in listed:
        assert job.title in shown
    assert "Every Monday at 07:00" in shown
    assert shown.count("not yet") == len(listed)
    assert "pinned to 28 Jan 2025" in shown


def test_a_job_is_run_by_hand_and_its_result_is_told(company: SmallCompany, opened: Opened) -> None:
    app = as_person(opened(places.JOBS), "Olga")
    next(one for one in app.button if one.key == "run_escalations").click()
    shown = words(app.run())
    assert "Escalation check: done. 1 backorder escalated." in shown.replace("\\", "")
    (run,) = recent_runs(company.store)
    assert (run.job, run.who, run.state) == ("escalations", "Olga", "done")
    assert "by Olga :green-badge[Done]" in shown


def test_who_may_not_run_work_sees_how_it_stands_without_buttons(opened: Opened) -> None:
    app = opened(places.JOBS)
    assert "Escalation check" in words(app)
    assert [one for one in app.button if (one.key or "").startswith("run_")] == []
