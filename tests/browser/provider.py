"""An OpenID provider on this machine that signs whatever it is told to; and somebody on the way to it."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

import flask
import oidc_provider_mock
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from werkzeug.serving import make_server

Claims = dict[str, Any]
Sign = Callable[["Provider", Claims], str]
HEADER: dict[str, Any] = {"alg": "RS256", "kid": "of-the-provider"}
CLIENT = "backorders"
COOKIE = "_streamlit_user"


def made_key() -> RSAKey:
    """A key of its own that bears the provider's name."""
    return RSAKey.generate_key(2048, {"kid": HEADER["kid"], "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """What it says of who signs in: ``changes`` to the claims, None takes one out; ``sign`` signs."""

    url: str = ""
    changes: Claims = field(default_factory=dict)
    sign: Sign = field(default_factory=lambda: signed)
    key: RSAKey = field(default_factory=lambda: made_key())

    @property
    def metadata(self) -> str:
        """Where its description stands."""
        return f"{self.url}/.well-known/openid-configuration"

    def honest(self) -> None:
        """Say again what is true."""
        self.changes, self.sign = {}, signed

    def token(self, given: str) -> str:
        """An ID token with the changes, signed as wanted."""
        part = given.split(".")[1]
        claims: Claims = {
            **json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))),
            **self.changes,
        }
        return self.sign(self, {name: value for name, value in claims.items() if value is not None})


def signed(provider: Provider, claims: Claims) -> str:
    """As it should be."""
    return jwt.encode(HEADER, claims, provider.key)


def by_somebody_else(_: Provider, claims: Claims) -> str:
    """By another key that says it is the provider's."""
    return jwt.encode(HEADER, claims, made_key())


def by_nobody(_: Provider, claims: Claims) -> str:
    """Not signed at all."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
        + "."
    )


def by_the_public_key(provider: Provider, claims: Claims) -> str:
    """With the provider's public key taken for a shared secret (RFC 8725, 2.1)."""
    public = OctKey.import_key(provider.key.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": HEADER["kid"]}, claims, public)


@contextmanager
def provided(*users: oidc_provider_mock.User) -> Iterator[Provider]:
    """Run it until the block ends."""
    provider = Provider()
    app = oidc_provider_mock.app(user_claims=users)

    def told(answer: flask.Response) -> flask.Response:
        if flask.request.path == "/jwks":
            answer.set_data(json.dumps(KeySet([provider.key]).as_dict(private=False)))
        if flask.request.path == "/oauth2/token" and answer.status_code == 200:
            document = json.loads(answer.get_data())
            answer.set_data(json.dumps({**document, "id_token": provider.token(document["id_token"])}))
        return answer

    app.after_request(told)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


class Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere by itself: where an answer leads is what is looked at."""

    def redirect_request(self, *_: object) -> None:
        """Not followed."""


@dataclass
class Visitor:
    """Somebody with a jar of cookies and no browser, on the way from the app to its provider and back."""

    app: str
    secret: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, url: str, form: Mapping[str, str] | None = None) -> str:
        """Where the answer to a request leads."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stay())
        data = urlencode(form).encode() if form is not None else None
        try:
            with opener.open(urllib.request.Request(url, data), timeout=60) as answer:
                return str(answer.headers.get("Location") or "")
        except urllib.error.HTTPError as led:
            return str(led.headers.get("Location") or "")

    def begin(self, secret: str | None = None) -> str:
        """Click on "Sign in": where that leads."""
        claims = {"provider": "default", "exp": int(time.time()) + 600}
        link = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret or self.secret))
        return self.ask(f"{self.app}/auth/login?{urlencode({'provider': link})}")

    def agree(self, at: str, name: str) -> str:
        """Say at the provider who one is: the address to come back by."""
        return self.ask(at, {"sub": name})

    def sign_in(self, name: str) -> str:
        """All of it: the address that was come back by, and where the app led then."""
        back = self.agree(self.begin(), name)
        self.ask(back)
        return back

    @property
    def signed_in(self) -> bool:
        """Whether the app gave a cookie that says who this is."""
        return any(one.name == COOKIE and one.value for one in self.jar)
