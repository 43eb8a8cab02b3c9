"""A local mail server and a local webhook, each remembering what it received, and a company that is told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from backorder_core.delivery import channels
from backorder_core.domain.notifying import ByName, Notifications
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.values import Role
from backorder_core.services.reference import load
from backorder_core.store import Store, open_store
from backorder_core.store.session import save_settings
from tests.small_company import ADMIN, CREATED, SmallCompany
from tests.templates import Templates

PEOPLE = (
    ("Mike", Role.CUSTOMER_SERVICE),
    ("Rita", Role.SALES_REP),
    ("Ann Account", Role.ACCOUNT_MANAGER),
    ("Otto Other", Role.ACCOUNT_MANAGER),
    ("Max", Role.MANAGER),
    ("Sarah", Role.PURCHASING_MANAGER),
)

PATIENCE = 120.0


@dataclass
class Mailbox:
    """A mail server on the loopback; ``refuse`` answers every message with an error."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: bool = False
    on_data: Callable[[], None] = lambda: None
    url: str = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse:
            return "451 The disk with the password s3cr3t-pass is full"
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.on_data()
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        ready_timeout=PATIENCE,
        authenticator=lambda *_: AuthResult(success=True),
        auth_require_tls=False,
    )
    controller.start()
    box.url = f"mailto://127.0.0.1:{port}?from=bo@example.com&to={{address}}"
    yield box
    stopping = threading.Thread(target=controller.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive(), "the mail server does not stop"


@dataclass
class Hook:
    """A web server on the loopback; answers with ``status``."""

    calls: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    on_call: Callable[[], None] = lambda: None
    url: str = ""

    @property
    def keys(self) -> list[str]:
        return [headers["idempotency-key"] for _, headers, _ in self.calls]


@pytest.fixture
def hook() -> Iterator[Hook]:
    kept = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.calls.append((self.path, headers, body))
            kept.on_call()
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"json://127.0.0.1:{server.server_address[1]}/hooks/t0k3n-secret"
    yield kept
    server.shutdown()
    server.server_close()


@dataclass
class Clock:
    """Time that a test moves on."""

    now: datetime = datetime(2025, 1, 20, 9, 0)  # noqa: DTZ001 - stored instants have no zone

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(templates: Templates, tmp_path: Path, clock: Clock) -> Iterator[SmallCompany]:
    """The chapter's shortage before anybody knows of it, with people to be told."""

    def fill(store: Store, folder: Path) -> None:
        store.clock = clock
        to_be_told(store, folder)

    path = templates.copy(tmp_path / "store.duckdb", "to-be-told-then", fill)
    store = open_store(str(path), clock=clock)
    yield SmallCompany(store, tmp_path, loaded=True)
    store.close()


def to_be_told(store: Store, folder: Path) -> None:
    """Fill an empty store with the chapter's shortage before anybody knows of it, and people to be told."""
    SmallCompany(store, folder).chapter_shortage()
    load(store, "people", [{"name": name, "role": int(role)} for name, role in PEOPLE], ADMIN, CREATED)
    quiet(store)


def quiet(store: Store) -> None:
    """Approvals that wait are told in the inbox alone, so that a new backorder is one event outside."""
    rules = Notifications(approval=ByName(channels=("inbox",)))
    settings = DEFAULTS.model_copy(update={"notifications": rules})
    store.write(lambda writer: save_settings(writer, 1, settings, ADMIN, "Quiet approvals"))


def late(company: SmallCompany, eta: str = "2025-02-15") -> None:
    """The supplier tells of a delay: a backorder is made, or its ETA is revised."""
    company.delays(f"PO-2025-0089,10,{eta},Machine breakdown,,")


def by_mail(store: Store, mailbox: Mailbox, *people: str) -> None:
    """A channel of e-mail that reaches these people."""
    channels.set_channel(store, "E-mail", mailbox.url, ADMIN, CREATED)
    for person in people:
        address = f"{person.split()[0].lower()}@example.com"
        channels.set_address(store, person, "E-mail", address, ADMIN, CREATED)
