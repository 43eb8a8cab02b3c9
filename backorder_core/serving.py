"""Start the app: everything that can go wrong is said in one sentence before the server starts."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from pathlib import Path

import click

from backorder_core.domain.errors import NotFound, Unavailable
from backorder_core.store import Store, open_store

HOST = "127.0.0.1"


def serve_app(url: str, port: int, demo: bool) -> None:
    """Check port and store, fill an empty store with the demo company where asked, become the server.

    Raises ``Unavailable`` for a taken port or an unusable store, ``NotFound`` outside the project's folder.
    """
    app = Path("app.py").resolve()
    if not app.exists():
        raise NotFound(f"There is no app.py in {Path.cwd()}: start this from the project's folder.")
    must_be_free(port)
    with closing(open_store(url)) as store:
        if demo and is_empty(store):
            _fill(store)
    click.echo(f"Backorder Command Centre: http://localhost:{port}  (Ctrl-C stops it)")
    sys.stdout.flush()
    os.environ["BACKORDERS_STORE"] = url
    command = ["-m", "streamlit", "run", str(app), "--server.port", str(port), "--server.address", HOST]
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606 - no shell, our own arguments


def must_be_free(port: int) -> None:
    """``Unavailable`` where another program already listens on the port."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise Unavailable(
                f"Port {port} is in use: stop the program that uses it, or choose another with --port."
            ) from taken


def is_empty(store: Store) -> bool:
    """Whether nobody has loaded anything yet."""
    with store.read() as reader:
        return reader.one("anything_loaded") is None


def _fill(store: Store) -> None:
    from backorder_core.demo import build_demo

    click.echo("The store is empty: filling it with the demo company, a few seconds …")
    build_demo(store)
