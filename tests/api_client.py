"""Who asks the API in tests: a client without a token, one with, and what they are answered."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from backorder_core.api import routes
from backorder_core.domain.values import Actor, Role
from backorder_core.services.tokens import add_token
from backorder_core.store import Store
from tests.small_company import TODAY, SmallCompany
from tests.test_cli import store as store

ADMIN = Actor("Ada", Role.ADMINISTRATOR)
FILE = b"po_number,po_line,new_eta,reason,quantity,note\nPO-2025-0089,10,2025-02-15,Machine breakdown,,\n"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Client:
    """Asks one server, with a token where it has one."""

    url: str
    token: str | None = None

    def ask(self, path: str, body: bytes | None = None, method: str | None = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url + path, data=body, headers=sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, json.load(answer), dict(answer.headers))
        except urllib.error.HTTPError as refused:
            text = refused.read().decode()
            is_json = "json" in refused.headers.get("content-type", "")
            return Answer(refused.code, json.loads(text) if is_json else text, dict(refused.headers))

    def import_(self, body: bytes = FILE, query: str = "", **headers: str) -> Answer:
        return self.ask(f"/api/imports/po-delays?{query}", body, **{"Content_Type": "text/csv", **headers})


@contextmanager
def served(store_of: Callable[[], Store]) -> Iterator[str]:
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes(store_of)), port=0, log_level="critical", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server ended before it had started"
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def company(empty_store: Store, tmp_path: Path) -> SmallCompany:
    small = SmallCompany(empty_store, tmp_path)
    small.chapter_shortage()
    small.store.mark_demo(TODAY, ADMIN)
    return small


@pytest.fixture
def stranger(company: SmallCompany) -> Iterator[Client]:
    with served(lambda: company.store) as url:
        yield Client(url)


@pytest.fixture
def erp(company: SmallCompany, stranger: Client) -> Client:
    return Client(stranger.url, add_token(company.store, "erp", Role.PLANNER, ADMIN, TODAY))


def sentence(answer: Answer) -> str:
    assert set(answer.body) == {"error"}
    said = str(answer.body["error"])
    assert said.endswith((".", "?", "!"))
    return said
