"""How every route of the API answers: who asks, in which words it refuses, never in the way of the pages."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from backorder_core.answering import plainly
from backorder_core.api.pacing import Pace
from backorder_core.domain.errors import (
    Conflict,
    IllegalStep,
    InvalidInput,
    NotAllowed,
    NotFound,
    Refusal,
    Unavailable,
)
from backorder_core.domain.values import Actor
from backorder_core.services import faults
from backorder_core.services.permitted import note
from backorder_core.services.tokens import anybody_may_ask, owner_of
from backorder_core.store import Store

T = TypeVar("T")
StoreOf = Callable[[], Store]
Answer = Callable[[Request], Awaitable[Response]]
STATUS: dict[type[Refusal], int] = {
    InvalidInput: 422,
    NotFound: 404,
    NotAllowed: 403,
    IllegalStep: 409,
    Conflict: 409,
    Unavailable: 503,
}
OFF = "The API is off: an administrator makes a token under 'API tokens' in the app to switch it on."
WHO = "Say who asks: send the header 'Authorization: Bearer TOKEN' with a token that is in force."
BUG = (
    "Something went wrong in the server: nothing was saved. Tell whoever runs it the reference {reference}, "
    "under which its log says what."
)
READS_AT_ONCE = 2
LOG = logging.getLogger("backorder_core.api")


class Door:
    """Lets in who has a token, and only as many at once as leave the pages room to answer."""

    def __init__(self, store_of: StoreOf) -> None:
        self._store_of = store_of
        self._reading = anyio.CapacityLimiter(READS_AT_ONCE)
        self._writing = anyio.CapacityLimiter(1)
        self._pace = Pace()

    async def run(self, work: Callable[[], T]) -> T:
        """Quick work, such as who asks, which waits for nobody."""
        return await anyio.to_thread.run_sync(work)

    async def read(self, work: Callable[[], T]) -> T:
        """A report or a list, in a thread of its own."""
        return await anyio.to_thread.run_sync(work, limiter=self._reading)

    async def write(self, work: Callable[[], T]) -> T:
        """A file to be imported, one at a time."""
        return await anyio.to_thread.run_sync(work, limiter=self._writing)

    async def store(self) -> Store:
        """The open store; ``Unavailable`` where there is none."""
        return await self.run(self._store_of)

    def guarded(
        self, answer: Callable[[Request, Store, Actor], Awaitable[dict[str, Any] | Response]]
    ) -> Answer:
        """A route for machines: 404 while the API is off, 401 without a token, 429 too often."""

        @wraps(answer)
        async def route(request: Request) -> Response:
            actor = None
            try:
                store = await self.store()
                actor = await self.run(lambda: _actor(store, request))
                if actor is None:
                    return await self.run(lambda: self._stranger(store, request))
                if wait := self._pace.asked(actor.name):
                    return too_often(wait)
                found = await answer(request, store, actor)
            except Refusal as refusal:
                if isinstance(refusal, NotAllowed):
                    note(refusal, actor, f"{request.method} {request.url.path}")
                return refused(refusal)
            except ClientDisconnect:
                return error(400, "The request ended before the whole file was sent: send it again.")
            except Exception as fault:
                reference = faults.noted(f"{request.method} {request.url.path}", fault)
                return error(500, BUG.format(reference=reference))
            return found if isinstance(found, Response) else document(found)

        return route

    def _stranger(self, store: Store, request: Request) -> Response:
        if not anybody_may_ask(store):
            return error(404, OFF)
        address = request.client.host if request.client else "nowhere"
        if wait := self._pace.failed(address):
            return too_often(wait)
        LOG.warning("%s asked for %s without a token in force", address, faults.printable(request.url.path))
        return error(401, WHO, {"WWW-Authenticate": "Bearer"})


def document(found: dict[str, Any]) -> Response:
    """An answer as JSON, dates and money in the same form as on the command line."""
    body = json.dumps(found, ensure_ascii=False, default=plainly)
    return Response(body, media_type="application/json")


def error(status: int, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """One sentence as JSON."""
    return JSONResponse({"error": sentence}, status_code=status, headers=headers)


def too_often(wait: int) -> JSONResponse:
    """The answer to somebody who asks again too soon; ``wait`` in seconds."""
    return error(429, f"You ask too often: ask again in {wait} seconds.", {"Retry-After": str(wait)})


def refused(refusal: Refusal) -> JSONResponse:
    """A refusal in the very sentence that the screen and the command line show."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)
    return error(status, refusal.told)


def _actor(store: Store, request: Request) -> Actor | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return owner_of(store, token.strip()) if scheme.lower() == "bearer" and token.strip() else None
