"""One file has one outcome, whether it comes by the page, the command line or the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backorder_core.domain.kinds import KINDS
from backorder_core.domain.values import Role
from backorder_core.services.imports import rejections_of
from backorder_core.services.tokens import add_token
from backorder_core.store import Store, open_store
from pages.parts import places
from tests.api_client import Client, served
from tests.commands import run
from tests.pages.conftest import Opened, fall_short
from tests.small_company import ADMIN, TODAY, SmallCompany
from tests.templates import Templates

FILES = {
    "po-delays": (
        "Bestellung;Position;Neuer Liefertermin;Grund;Offene Menge\r\n"
        "PO-2025-0089;00010;01.03.2025;Größere Störung;70\r\n"
        "PO-2025-0089;20;01.03.2025;;\r\n"
        "Summe;;;;70\r\n"
    ).encode("cp1252"),
    "order-lines": (
        b"order_number,order_line,customer,product,quantity,unit_price,need_date\n"
        b"SO-9,1,C-METRO,CM-500,5,100.50,2025-02-12\n"
        b"SO-9,2,C-NONE,CM-500,5,100.50,2025-02-12\n"
        b"SO-1,1,C-METRO,CM-500,50,500,2025-01-27\n"
        b"SO-9,3,C-METRO,CM-500,-5,100.50,2025-02-12\n"
    ),
    "customers": "code\tname\ttier\nC-NEW\tNeu & Söhne\tPremium\nC-METRO\tMetro\tvip\n".encode("utf-16"),
}
OUTCOMES = ("rows", "created", "updated", "unchanged", "not_needed", "rejected")
Outcome = tuple[list[int], list[tuple[Any, ...]], list[tuple[Any, ...]]]


def outcome(store: Store, kind: str, counts: dict[str, Any]) -> Outcome:
    """How the rows ended, what was rejected and why, and what the store holds afterwards."""
    with store.read() as reader:
        held = reader.rows(f"all_{kind.replace('-', '_')}")
    rejected = rejections_of(store, counts["import_id"])[1]
    return [counts[name] for name in OUTCOMES], [row[:4] for row in rejected], held


def by_page(store: Store, opened: Opened, kind: str, content: bytes) -> dict[str, Any]:
    app = opened(places.IMPORTS, kind=KINDS[kind].title)
    app.file_uploader[0].upload("some.csv", content)
    app.run()
    next(one for one in app.button if one.label.startswith("Apply this file")).click()
    app.run()
    done = app.session_state["done"]
    return {**vars(done.counts), "import_id": done.import_id}


def by_command(path: Path, kind: str, file: Path) -> dict[str, Any]:
    asked = ("import", kind, str(file), "--as-of", str(TODAY), "--format", "json")
    answer: dict[str, Any] = run(*asked, store=path).json
    return answer


def by_api(store: Store, kind: str, content: bytes) -> dict[str, Any]:
    token = add_token(store, "erp", Role.PLANNER, ADMIN, TODAY)
    with served(lambda: store) as url:
        answer = Client(url, token).ask(
            f"/api/imports/{kind}?as_of={TODAY}&file_name=some.csv", content, Content_Type="text/csv"
        )
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


@pytest.mark.parametrize("kind", FILES)
def test_the_same_file_ends_the_same_by_every_door(
    company: SmallCompany, opened: Opened, templates: Templates, tmp_path: Path, kind: str
) -> None:
    content = FILES[kind]
    file = tmp_path / "some.csv"
    file.write_bytes(content)
    expected = outcome(company.store, kind, by_page(company.store, opened, kind, content))
    assert expected[0][1] + expected[0][2] > 0
    path = templates.copy(tmp_path / "cli.duckdb", "pages-company", fall_short)
    counts = by_command(path, kind, file)
    store = open_store(str(path))
    assert outcome(store, kind, counts) == expected
    store.close()
    store = open_store(str(templates.copy(tmp_path / "api.duckdb", "pages-company", fall_short)))
    assert outcome(store, kind, by_api(store, kind, content)) == expected
    store.close()
