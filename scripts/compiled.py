"""Compile what the server imports, once: a service that may not write beside its program would at each start.

python -m scripts.compiled
"""

from __future__ import annotations

import sys
from importlib import import_module

SERVER = (
    "app",
    "backorder_core.cli",
    "backorder_core.api.routing",
    "streamlit.web.bootstrap",
    "streamlit.web.server.starlette.starlette_server",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "anyio._backends._asyncio",
    "itsdangerous",
)


def main() -> None:
    """Import it while bytecode is written, whatever the environment says."""
    sys.dont_write_bytecode = False
    for name in SERVER:
        import_module(name)
    import_module("pages.parts.settling").settle()


if __name__ == "__main__":
    main()
