"""The routes for whoever has a token: imports, backorders and reports."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backorder_core.api.asking import Door, StoreOf, error
from backorder_core.api.queries import ImportQuery, ListQuery, LookQuery, ReportQuery, read_query
from backorder_core.delivery.reporting import BY_NAME
from backorder_core.domain.access import Permission, require
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.kinds import KINDS, kind_of
from backorder_core.domain.values import Actor
from backorder_core.services import backorders, detail, detail_json
from backorder_core.services.files.limits import limits
from backorder_core.services.imports import apply_file
from backorder_core.store import Store

LONGEST_KEY = 200


def routes_of_machines(store_of: StoreOf) -> list[BaseRoute]:
    """Every route under ``/api``; ``store_of`` gives the process's one open store."""
    door = Door(store_of)

    async def nothing(request: Request) -> Response:
        return error(404, f"There is nothing at {request.method} {request.url.path}: see docs/api.md.")

    return [
        Route("/api/imports/{kind}", door.guarded(partial(_import, door)), methods=["POST"]),
        Route("/api/backorders", door.guarded(partial(_list, door)), methods=["GET"]),
        Route("/api/backorders/{number}", door.guarded(partial(_show, door)), methods=["GET"]),
        Route("/api/reports/{name}", door.guarded(partial(_report, door)), methods=["GET"]),
        # last, or a misspelt path would be answered with the page of the app
        Route("/api/{rest:path}", nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


async def _import(door: Door, request: Request, store: Store, actor: Actor) -> dict[str, Any] | Response:
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise NotFound(f"There is no import of '{kind}': choose from {', '.join(KINDS)}.")
    query = read_query(ImportQuery, request.query_params.multi_items())
    key = _command_key(request, actor)
    if "multipart/" in request.headers.get("content-type", ""):
        return error(415, "Send the file itself as the body (curl --data-binary @FILE), not a form.")
    with tempfile.TemporaryDirectory(prefix="backorders-") as folder:
        path = Path(folder) / "body.csv"
        if not await _kept(request, path):
            most = limits().file_mb
            return error(413, f"The file is larger than {most} MB: split it and send the parts.")
        return await door.write(lambda: _apply(store, kind, path, query, actor, key))


def _apply(
    store: Store, kind: str, path: Path, query: ImportQuery, actor: Actor, key: str | None
) -> dict[str, Any]:
    day = query.as_of or store.business_day()
    result = apply_file(
        store,
        kind,
        path,
        query.file_name,
        day,
        query.options(kind_of(kind)),
        actor,
        command_key=None if query.dry_run else key,
        dry_run=query.dry_run,
    )
    return result.as_json()


def _command_key(request: Request, actor: Actor) -> str | None:
    given = request.headers.get("idempotency-key")
    if given is None:
        return None
    if not 0 < len(given.strip()) <= LONGEST_KEY:
        raise InvalidInput(f"The Idempotency-Key has no text or more than {LONGEST_KEY} letters: shorten it.")
    return f"api:{actor.name}:{given.strip()}"


async def _kept(request: Request, path: Path) -> bool:
    """Write the body to a file piece by piece; False where it is too large."""
    most = limits().file_bytes
    if int(request.headers.get("content-length") or 0) > most:
        return False
    size = 0
    with path.open("wb") as stream:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                return False
            stream.write(chunk)
    return True


async def _list(door: Door, request: Request, store: Store, actor: Actor) -> dict[str, Any]:
    require(actor, Permission.READ)
    query = read_query(ListQuery, request.query_params.multi_items())

    def work() -> dict[str, Any]:
        seen = query.seen(store)
        day = query.as_of or seen.business_day()
        page = backorders.list_backorders(
            seen, query.filters(), day, query.sort, not query.ascending, query.limit, query.offset
        )
        return {"as_of": day.isoformat(), **backorders.as_json(page)}

    return await door.read(work)


async def _show(door: Door, request: Request, store: Store, actor: Actor) -> dict[str, Any]:
    require(actor, Permission.READ)
    query = read_query(LookQuery, request.query_params.multi_items())
    number = request.path_params["number"]

    def work() -> dict[str, Any]:
        seen = query.seen(store)
        day = query.as_of or seen.business_day()
        return {**detail_json.as_json(detail.show_backorder(seen, number, day))}

    return await door.read(work)


async def _report(door: Door, request: Request, store: Store, actor: Actor) -> dict[str, Any]:
    require(actor, Permission.READ)
    name = request.path_params["name"]
    found = BY_NAME.get(name)
    if found is None:
        raise NotFound(f"There is no report '{name}': choose from {', '.join(BY_NAME)}.")
    query = read_query(ReportQuery, request.query_params.multi_items())

    def work() -> dict[str, Any]:
        seen = query.seen(store)
        return found.document(seen, query.ask(query.as_of or seen.business_day()))

    return await door.read(work)
