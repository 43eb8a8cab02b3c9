"""Where the program fails, a visitor sees a reference, and the log has what happened under it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import duckdb
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LiveApp, serving
from tests.browser.steps import visit
from tests.templates import Templates

pytestmark = pytest.mark.browser
REFERENCE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
INSIDE = ("Traceback", "duckdb", "Catalog", "quality_incidents", ".py", "site-packages", "line ")


@pytest.fixture(scope="module")
def broken(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """A store that lacks a table, as none ever should, and somebody who wants to see details of faults."""
    from tests.pages.conftest import fall_short

    path = templates.copy(tmp_path_factory.mktemp("broken") / "broken.duckdb", "pages-company", fall_short)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table quality_incidents")
    with serving(path, env={"STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full"}) as app:
        yield app


def test_a_fault_shows_its_reference_and_the_log_the_rest(broken: LiveApp, page: Page) -> None:
    visit(page, f"{broken.url}/suppliers")
    text = page.locator("body").inner_text()
    (reference,) = REFERENCE.findall(text)
    assert "Something went wrong here" in text
    assert [word for word in (*INSIDE, str(broken.store.parent)) if word in text] == []
    log = broken.store.with_suffix(".log").read_text()
    assert f"Fault {reference} in a page" in log
    assert "CatalogException" in log.split(f"Fault {reference}")[1]


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1", 101),
        ("localhost", "http://localhost", 101),
        ("evil.example", "http://evil.example", 403),
        ("127.0.0.1.evil.example", "http://127.0.0.1.evil.example", 403),
        ("127.0.0.1", "http://evil.example", 403),
        ("127.0.0.1", "null", 403),
    ],
)
def test_only_its_own_pages_get_the_connection_that_they_live_by(
    broken: LiveApp, host: str, origin: str, status: int
) -> None:
    """A site elsewhere may open a socket here, or let its name suddenly mean this machine (DNS rebinding)."""
    port = broken.url.rpartition(":")[2]
    with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as raw:
        lines = (
            *("GET /_stcore/stream HTTP/1.1", f"Host: {host}:{port}", "Connection: Upgrade"),
            *("Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {KEY}"),
            *(f"Origin: {origin}" if origin == "null" else f"Origin: {origin}:{port}", "", ""),
        )
        raw.sendall("\r\n".join(lines).encode())
        answer = raw.recv(200).decode()
    assert answer.split(" ")[1] == str(status), answer
