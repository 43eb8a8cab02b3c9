"""Saved mappings as a TOML file: read, refused in one sentence, and written from what a store remembers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.mappings import FileMapping, Mappings
from backorder_core.services.settings.files import parsed
from backorder_core.store import Store


def read_mappings(file: Path) -> Mappings:
    """The mappings of a TOML file; ``InvalidInput`` says what is wrong where."""
    try:
        return mappings_from_toml(file.read_bytes())
    except OSError as wrong:
        raise InvalidInput(f"The mappings {file} cannot be read: {wrong.strerror}.") from wrong
    except InvalidInput as wrong:
        raise InvalidInput(f"{file.name}: {wrong.sentence}") from wrong


def mappings_from_toml(text: str | bytes) -> Mappings:
    """The mappings of a TOML text; ``InvalidInput`` says what is wrong where."""
    found = parsed(text)
    try:
        return Mappings.model_validate(found)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        why = str(first["msg"]).removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            why = "there is no such setting: remove it, or correct its name"
        where = _where(found, tuple(first["loc"]))
        raise InvalidInput(f"{where}: {why[:1].lower()}{why[1:]}.") from wrong


def _where(found: dict[str, Any], loc: tuple[int | str, ...]) -> str:
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int):
            parts[-1] += f" {part + 1}"
        else:
            parts.append(part)
    if len(loc) > 1 and loc[0] == "file" and isinstance(loc[1], int):
        entry = found["file"][loc[1]]
        named = entry.get("file") if isinstance(entry, dict) else None
        parts[0] += f" ({named})" if named else ""
    return ", ".join(parts) or "As a whole"


def remembered_mappings(store: Store) -> Mappings:
    """Every mapping that the store remembers, each for the set of headers that it was made for."""
    with store.read() as reader:
        rows = reader.rows("all_mappings")
    return Mappings(
        file=tuple(
            FileMapping(kind=kind, headers=tuple(json.loads(headers)), map=json.loads(body))
            for kind, headers, body in rows
        )
    )


def mappings_to_toml(mappings: Mappings) -> str:
    """Mappings as TOML, without what is as by default."""
    return tomli_w.dumps(mappings.model_dump(mode="json", exclude_defaults=True))
