"""What machines ask beside the app: health, imports, backorders, reports; off where no token was made."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from backorder_core.domain.errors import Refusal
from backorder_core.store import Store

__all__ = ["routes"]
StoreOf = Callable[[], Store]


def routes(store_of: StoreOf) -> list[BaseRoute]:
    """Every route that stands beside the pages; ``store_of`` gives the process's one open store."""

    async def healthz(_: Request) -> Response:
        return await anyio.to_thread.run_sync(_health, store_of)

    return [Route("/healthz", healthz, methods=["GET"]), Route("/api/{rest:path}", _Machines(store_of))]


def _health(store_of: StoreOf) -> Response:
    """Whether the store answers, and which version of its data it has."""
    try:
        version = store_of().data_version()
    except Refusal as refusal:
        return JSONResponse({"status": "unavailable", "reason": refusal.told}, status_code=503)
    return JSONResponse({"status": "ok", "data_version": version})


class _Machines:
    """What needs a token: imported when it is first asked for, so that the server is there sooner."""

    def __init__(self, store_of: StoreOf) -> None:
        self._store_of = store_of
        self._making = Lock()
        self._made: Router | None = None

    def _router(self) -> Router:
        from backorder_core.api.routing import routes_of_machines

        with self._making:
            if self._made is None:
                self._made = Router(routes_of_machines(self._store_of))
            return self._made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        router = self._made
        if router is None:
            router = await anyio.to_thread.run_sync(self._router)
        await router(scope, receive, send)
