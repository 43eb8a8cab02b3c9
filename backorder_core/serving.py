"""Start the app: everything that can go wrong is said in one sentence before the server starts."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backorder_core import secret_files
from backorder_core.domain.errors import IllegalStep, InvalidInput, NotFound, Refusal, Unavailable
from backorder_core.keeping import kept_running
from backorder_core.services.files.limits import limits
from backorder_core.services.sign_in import ever_signed_in
from backorder_core.store import Store, copy_rows, is_shared, open_store, path_of
from backorder_core.store.anchor import ENDING

if TYPE_CHECKING:
    from backorder_core.demo import DemoSummary

HOST = "127.0.0.1"
DEVELOPMENT, HOSTS = "BACKORDERS_DEVELOPMENT", "BACKORDERS_HOSTS"
Say = Callable[[str], None]


def serve_app(url: str, port: int, demo: bool, say: Say) -> None:
    """Check port and store, fill an empty store with the demo company where asked, become the server.

    ``url`` is a store's path, ``port`` 0 means any free one. Raises ``Unavailable`` for a port that cannot be
    had or an unusable store, ``NotFound`` outside the project's folder, and what ``server_options`` does.
    """
    app = Path("app.py").resolve()
    if not app.exists():
        raise NotFound(f"There is no app.py in {Path.cwd()}: start this from the project's folder.")
    port = free_port(port)
    server_options(port)
    if demo and secret_files.auth_section() is not None:
        raise IllegalStep(
            "The demo company lets everybody choose who they are, and sign-in is set up: serve without "
            "--demo, or from a folder without secrets."
        )
    ready_store(url, demo, say)
    _must_stay_closed(url, secret_files.auth_section() is not None)
    say(f"Backorder Command Centre: http://localhost:{port}  (Ctrl-C stops it)")
    sys.stdout.flush()
    os.environ.update({"BACKORDERS_STORE": url, "BACKORDERS_PORT": str(port)})
    words = [sys.executable, str(app)]
    if is_shared(url):  # its database may end the process together with the catalog
        sys.exit(kept_running(words, say))
    # exec, not a child: Ctrl-C and kill reach the server itself.
    os.execv(sys.executable, words)  # noqa: S606 - no shell, our own words


def _must_stay_closed(url: str, signed: bool) -> None:
    """``IllegalStep`` where people would choose who they are in a store that was opened with sign-in."""
    with closing(open_store(url)) as store:
        choosing = store.is_demo() or store.settings()[1].access.choose_identity
        if choosing and not signed and ever_signed_in(store):
            raise IllegalStep(
                f"The store {url} was opened with sign-in, and sign-in is not set up now: set it up again "
                "(docs/sign-in.md), or use another store to try things out."
            )


def server_options(port: int) -> dict[str, object]:
    """What the server is started with, whatever configuration files and variables say of it.

    Raises ``InvalidInput`` where a limit is none, or a sign-in would protect nobody.
    """
    secret_files.must_be_sound()
    more = [name.strip() for name in os.environ.get(HOSTS, "").split(",") if name.strip()]
    return {
        "server.port": port,
        "server.maxUploadSize": limits().file_mb,
        "server.allowedHosts": [*secret_files.hosts(), *more],
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.scriptHealthCheckEnabled": False,
        "server.runOnSave": False,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "full" if os.environ.get(DEVELOPMENT) == "1" else "none",
        "browser.gatherUsageStats": False,
    }


def free_port(port: int) -> int:
    """The port to listen on; ``Unavailable`` where it is taken or not ours to take."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as failure:
            raise _no_port(port, failure) from failure
        return int(probe.getsockname()[1])


def _no_port(port: int, failure: OSError) -> Refusal:
    if failure.errno == errno.EADDRINUSE:
        return Unavailable(
            f"Port {port} is in use: stop the program that uses it, or choose another with --port."
        )
    return InvalidInput(f"Port {port} cannot be opened ({failure.strerror}): choose another with --port.")


def ready_store(url: str, demo: bool, say: Say) -> None:
    """Open the store once, so that whatever is wrong with it is said now; fill it where asked and empty."""
    with closing(open_store(url)) as store:
        wanted = demo and is_empty(store)
    if wanted:
        say("The store is empty: filling it with the demo company takes up to a minute …")
        fill(url)


def is_empty(store: Store) -> bool:
    """Whether nobody has put anything into the store yet."""
    with store.read() as reader:
        return reader.one("anything_loaded") is None


def must_be_empty(url: str) -> None:
    """``IllegalStep`` where the store at ``url`` holds anything; it is made where it is missing."""
    with closing(open_store(url)) as store:
        if not is_empty(store):
            raise IllegalStep(f"The store {url} holds data already: give the demo a new store.")


def fill(url: str, rows: int | None = None) -> DemoSummary:
    """Put the demo company where the empty store ``url`` is; ``rows`` scales its past."""
    from backorder_core.demo import build_demo

    with filled_aside(url) as store, days_played() as progress:
        return build_demo(store, rows=rows, progress=progress)


@contextmanager
def days_played() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr, where somebody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Days played", file=sys.stderr) as bar:

        def progress(done: int, whole: int) -> None:
            bar.length = whole
            bar.update(done - bar.pos)

        yield progress


@contextmanager
def filled_aside(url: str) -> Iterator[Store]:
    """A new store beside ``url`` that takes its place only when the block ends well.

    Filling takes long enough to be interrupted; a store filled by half would pass for a full one. A shared
    store gets the rows of a file, all at once.
    """
    place = path_of(url)
    aside = place.with_name(f".{place.stem}-{os.getpid()}.duckdb")
    try:
        with closing(open_store(str(aside))) as store:
            yield store
            if is_shared(url):
                with closing(open_store(url)) as target:
                    copy_rows(store, target)
                return
        aside.replace(place)
    finally:
        for left in (aside, *(aside.with_name(f"{aside.name}{ending}") for ending in (".wal", ENDING))):
            left.unlink(missing_ok=True)
