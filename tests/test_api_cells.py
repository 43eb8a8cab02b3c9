"""Every door of the API in every role: exactly the allowed cells answer, the others are logged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from backorder_core.delivery.reporting import BY_NAME
from backorder_core.domain.values import Role
from backorder_core.services.tokens import add_token
from backorder_core.store import Store
from tests.api_client import Client, sentence, served
from tests.services.test_access import EVERYBODY_WHO_WORKS, MAY, A
from tests.small_company import ADMIN, TODAY, SmallCompany

BO = "BO-2025-0001"
SEES = EVERYBODY_WHO_WORKS | {A}
IMPORTS = MAY["apply_file"]
READS = ("/api/backorders?limit=1", f"/api/backorders/{BO}", *(f"/api/reports/{name}" for name in BY_NAME))
WRITES = ("dry_run=true", "")
FILE = b"po_number,po_line,new_eta,reason\nPO-2025-0089,10,2025-02-15,Machine breakdown\n"


@pytest.fixture
def company(empty_store: Store, tmp_path: Path) -> SmallCompany:
    small = SmallCompany(empty_store, tmp_path)
    small.chapter_shortage()
    small.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,")
    small.store.mark_demo(TODAY, ADMIN)
    return small


@pytest.fixture
def clients(company: SmallCompany) -> Iterator[dict[Role, Client]]:
    """A machine of every role."""
    tokens = {role: add_token(company.store, f"a {role.label}", role, ADMIN, TODAY) for role in Role}
    with served(lambda: company.store) as url:
        yield {role: Client(url, token) for role, token in tokens.items()}


def test_exactly_the_allowed_cells_answer(
    clients: dict[Role, Client], company: SmallCompany, caplog: pytest.LogCaptureFixture
) -> None:
    refused = 0
    with caplog.at_level(logging.WARNING, "backorder_core.refusals"):
        for role, client in clients.items():
            for path in READS:
                answer = client.ask(path)
                assert (answer.status != 403) is (role in SEES), (role, path, answer.body)
                assert answer.status in (200, 403, 422), "a report may want to know its days"
                refused += answer.status == 403
            for query in WRITES:
                before = company.store.data_version()
                answer = client.import_(FILE, query)
                assert answer.status == (200 if role in IMPORTS else 403), (role, query, answer.body)
                if answer.status == 403:
                    refused += 1
                    assert "may not import files" in sentence(answer)
                    assert company.store.data_version() == before
    assert refused == len(READS) + len(WRITES) * (len(Role) - len(IMPORTS))
    assert len([one for one in caplog.records if one.name == "backorder_core.refusals"]) == refused
