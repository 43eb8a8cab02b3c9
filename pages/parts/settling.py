"""What the process does once before its first visit."""

from __future__ import annotations

import gc
import pkgutil
from importlib import import_module

from pages import parts

SHELL = "shell"


def settle() -> None:
    """Import what pages will need and take it out of the garbage collector's sight.

    Streamlit collects after every run of a script; what was imported once need not be looked at again.
    """
    for part in pkgutil.iter_modules(parts.__path__):
        if part.name != SHELL:
            import_module(f"pages.parts.{part.name}")
    gc.collect()
    gc.freeze()
