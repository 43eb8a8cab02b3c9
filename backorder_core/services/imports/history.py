"""Past imports, and the column mappings remembered from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import NotFound
from backorder_core.domain.headers import header_key
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.store import Store


@dataclass(frozen=True)
class PastImport:
    """One applied import and how its rows ended; instants are UTC."""

    import_id: int
    kind: str
    file_name: str
    as_of: date
    rows: int
    created: int
    updated: int
    unchanged: int
    not_needed: int
    rejected: int
    changed: bool
    who: str
    applied_at: datetime
    undone_at: datetime | None
    undone_by: str | None


def list_imports(store: Store, limit: int = 50) -> list[PastImport]:
    """Applied imports, newest first."""
    with store.read() as reader:
        return [PastImport(*row) for row in reader.rows("past_imports", count=limit)]


def rejections_of(store: Store, import_id: int) -> tuple[list[str], list[tuple[object, ...]]]:
    """Headers of an applied import's file and its rejected rows (line, column, value, reason, cells)."""
    with store.read() as reader:
        found = reader.one("headers_of_import", id=import_id)
        if found is None:
            raise NotFound(f"There is no import {import_id}: the imports page lists them all.")
        return list(json.loads(found[0])["headers"]), reader.rows("import_rejections", id=import_id)


def answered_import(store: Store, command_key: str) -> int | None:
    """The import that was applied under a key, if one was."""
    with store.read() as reader:
        row = reader.one("find_command", key=command_key)
    return int(row[1]) if row else None


def remembered_mapping(store: Store, kind: str, headers: Sequence[str]) -> dict[str, str]:
    """The correction remembered for this set of headers: header by field, empty where there is none."""
    with store.read() as reader:
        row = reader.one("find_mapping", kind=kind, header_key=header_key(headers))
    return dict(json.loads(row[0])) if row else {}


@permitted(Permission.IMPORT)
def remember_mapping(
    store: Store, kind: str, headers: Sequence[str], mapping: Mapping[str, str], actor: Actor
) -> None:
    """Remember a corrected mapping for files with this set of headers; '' means: this field is not there."""
    body = json.dumps(dict(mapping), ensure_ascii=False, sort_keys=True)
    store.write(
        lambda writer: writer.run(
            "keep_mapping",
            kind=kind,
            header_key=header_key(headers),
            mapping=body,
            who=actor.name,
            now=writer.now,
        )
    )
