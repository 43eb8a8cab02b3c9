"""The API as OpenAPI 3.1, made from its own queries, so that docs/openapi.json cannot drift unseen."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from backorder_core.api.queries import ImportQuery, ListQuery, LookQuery, Query, ReportQuery
from backorder_core.api.routing import LONGEST_KEY
from backorder_core.delivery.reporting import BY_NAME
from backorder_core.domain.kinds import KINDS
from backorder_core.services.files.limits import Limits

Part = dict[str, Any]
COUNTS = ("rows", "created", "updated", "unchanged", "not_needed", "rejected")
REFUSALS = {
    "401": "No token, or none that is in force.",
    "403": "The role of this token may not do this.",
    "404": "Nothing of this name, or the API is off: no token was made.",
    "409": "It was changed meanwhile, or is not in a state for this step; reload and try again.",
    "413": f"The file is larger than the limit, {Limits().file_mb} MB where nobody set another.",
    "415": "A form was sent; send the file itself as the body.",
    "422": "The file or a parameter is wrong or ambiguous.",
    "429": "Asked too often; the header Retry-After says how many seconds to wait.",
    "500": "A fault of the server; nothing was saved.",
    "503": "The store cannot be used right now.",
}
READS = ("401", "403", "404", "422", "429", "500", "503")


def openapi() -> Part:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Backorder Command Centre",
            "version": version("backorder-command-centre"),
            "description": "Feeds and asks the running app. Every refusal is one clear sentence.",
        },
        "security": [{"token": []}],
        "paths": {
            "/healthz": {"get": _health()},
            "/api/imports/{kind}": {"post": _import()},
            "/api/backorders": {
                "get": _read(
                    "listBackorders", "Backorders, filtered, sorted, paged", "Page", _query(ListQuery)
                )
            },
            "/api/backorders/{number}": {
                "get": _read(
                    "showBackorder", "One backorder whole", "Backorder", [_path("number"), *_query(LookQuery)]
                )
            },
            "/api/reports/{name}": {
                "get": _read(
                    "report",
                    "A report as of a day",
                    "Report",
                    [_path("name", tuple(BY_NAME)), *_query(ReportQuery)],
                )
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _health() -> Part:
    return {
        "operationId": "health",
        "summary": "Whether the store answers; needs no token",
        "security": [],
        "responses": {
            "200": _answer("The store answers.", "Health"),
            "503": _answer("It does not.", "Health"),
        },
    }


def _import() -> Part:
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key and file again give the first answer, and nothing is written twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    }
    return {
        "operationId": "importFile",
        "summary": "Import a file of supplier delays, all of it or nothing",
        "parameters": [_path("kind", tuple(KINDS)), key, *_query(ImportQuery)],
        "requestBody": {
            "required": True,
            "description": "The CSV file itself; encoding, delimiter and header are found out.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        },
        "responses": {"200": _answer("What the import did.", "Import"), **_refusals(*REFUSALS)},
    }


def _read(operation: str, summary: str, schema: str, parameters: list[Part]) -> Part:
    return {
        "operationId": operation,
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": _answer(summary, schema), **_refusals(*READS)},
    }


def _path(name: str, choices: tuple[str, ...] = ()) -> Part:
    schema: Part = {"type": "string", **({"enum": list(choices)} if choices else {})}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(kind: type[Query]) -> list[Part]:
    found = kind.model_json_schema(ref_template="#/components/schemas/{model}")["properties"]
    return [_parameter(name, dict(schema)) for name, schema in found.items()]


def _parameter(name: str, schema: Part) -> Part:
    said = schema.pop("description")
    schema.pop("title", None)
    choices = [one for one in schema.pop("anyOf", []) if one.get("type") != "null"]
    if choices:
        schema = {**choices[0], **{key: value for key, value in schema.items() if value is not None}}
    return {"name": name, "in": "query", "description": said, "schema": schema}


def _answer(said: str, schema: str) -> Part:
    ref = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": said, "content": {"application/json": {"schema": ref}}}


def _refusals(*statuses: str) -> Part:
    return {status: _answer(REFUSALS[status], "Error") for status in statuses}


def _schemas() -> Part:
    text, whole = {"type": "string"}, {"type": "integer"}
    nothing: Part = {"type": ["string", "null"]}
    rejection = _object({"line": whole, "column": nothing, "value": nothing, "reason": text})
    rows = {"type": "array", "items": {"type": "object"}}
    return {
        "SortKey": ListQuery.model_json_schema()["$defs"]["SortKey"],
        "Error": _object({"error": text}),
        "Health": _object({"status": text, "data_version": whole, "reason": text}, required=("status",)),
        "Import": _object(
            {
                "import_id": {"type": ["integer", "null"], "description": "Null for a dry run."},
                **dict.fromkeys(COUNTS, whole),
                "rejections": {"type": "array", "items": rejection},
            }
        ),
        "Page": _object({"as_of": text, "total": whole, "value": text, "backorders": rows}),
        "Backorder": {"type": "object", "required": ["number", "status", "score", "history"]},
        "Report": {"type": "object"},
    }


def _object(properties: Mapping[str, Part], required: tuple[str, ...] | None = None) -> Part:
    names = list(required if required is not None else properties)
    return {"type": "object", "properties": dict(properties), "required": names}
