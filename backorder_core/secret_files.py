"""The sign-in's secrets file: written with a secret of its own, refused where it would protect nobody."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomli_w

from backorder_core.domain.errors import IllegalStep, InvalidInput, Unavailable

PLACES = (Path("~/.streamlit/secrets.toml"), Path(".streamlit/secrets.toml"))
"""Where Streamlit looks, the later one winning."""
OTHERS = 0o077
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def auth_section() -> Mapping[str, object] | None:
    """What is set up for signing in, complete; None where nothing is.

    Raises ``InvalidInput`` for what is not complete or can be guessed, and for a file that others on this
    machine may read.
    """
    from backorder_core.services.sign_in import auth_in  # brings the database, which help does without

    files = [place.expanduser() for place in PLACES]
    found = auth_in(files)
    for path in files:
        if found is not None and path.exists():
            _must_be_private(path)
    return found


def must_be_sound() -> None:
    """``InvalidInput`` where what is set up for signing in would let somebody take over a sign-in."""
    section = auth_section()
    if section is None:
        return
    address = urlsplit(str(section["redirect_uri"]))
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise InvalidInput(
            f"The redirect address {address.geturl()} is not https: whoever listens on the way could take "
            "over a sign-in. Put the app behind a proxy with TLS, see docs/deployment.md."
        )


def hosts() -> list[str]:
    """The names under which this app is visited: this machine's own, and that of its redirect address."""
    section = auth_section() or {}
    name = urlsplit(str(section.get("redirect_uri", ""))).hostname
    return [*LOOPBACK, *([name] if name and name not in LOOPBACK else [])]


def set_up(path: Path, address: str, metadata: str, client_id: str, client_secret: str) -> None:
    """Write what is needed for signing in, with a new cookie secret, readable by this user alone.

    Raises ``IllegalStep`` where sign-in is set up there already.
    """
    known = _read(path) if path.exists() else {}
    if known.get("auth"):
        raise IllegalStep(f"Sign-in is set up in {path} already: change it there, or take its [auth] away.")
    section = {
        "redirect_uri": f"{address.rstrip('/')}/oauth2callback",
        "cookie_secret": secrets.token_hex(32),
        "client_id": client_id,
        "client_secret": client_secret,
        "server_metadata_url": metadata,
    }
    _write(path, {**known, "auth": section})


def renew(path: Path) -> None:
    """Give the sign-in a new cookie secret, which signs everybody out; ``IllegalStep`` without a sign-in."""
    known = _read(path) if path.exists() else {}
    if not known.get("auth"):
        raise IllegalStep(f"Sign-in is not set up in {path}: 'backorders sign-in set-up' does it.")
    _write(path, {**known, "auth": {**known["auth"], "cookie_secret": secrets.token_hex(32)}})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as refused:
        raise Unavailable(f"{path} cannot be read: {refused.strerror}.") from refused
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise InvalidInput(f"{path} is not TOML ({wrong}): correct it, or take it away.") from wrong


def _must_be_private(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise InvalidInput(
            f"{path} holds secrets and others on this machine may read it: run 'chmod 600 {path}'."
        )


def _write(path: Path, document: Mapping[str, Any]) -> None:
    """In one step, and never readable by others, not even while it is written."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            tomli_w.dump(document, stream)
        aside.replace(path)
    except OSError as refused:
        raise Unavailable(f"{path} cannot be written: {refused.strerror}.") from refused
    finally:
        aside.unlink(missing_ok=True)
