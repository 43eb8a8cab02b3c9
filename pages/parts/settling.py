"""What the process does once before its first visit."""

from __future__ import annotations

import gc
import pkgutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from pages import parts

SHELL = "shell"
_SETTLED = threading.Event()
_SETTLED.set()


@contextmanager
def without_garbage() -> Iterator[None]:
    """Imports leave no garbage behind, and looking for some takes a quarter of their time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def begin() -> None:
    """Settle beside the server, which answers meanwhile; the first visit waits for the rest."""
    _SETTLED.clear()
    threading.Thread(target=settle, name="settling", daemon=True).start()


def wait() -> None:
    """Wait until everything is imported, so that no page meets a part that is being imported."""
    _SETTLED.wait()


def settle() -> None:
    """Import what pages will need and take it out of the garbage collector's sight.

    Garbage is collected after every run of a script; what was imported once need not be looked at again.
    """
    try:
        with without_garbage():
            for part in pkgutil.iter_modules(parts.__path__):
                if part.name != SHELL:
                    import_module(f"pages.parts.{part.name}")
        gc.collect()
        gc.freeze()
    finally:
        _SETTLED.set()
