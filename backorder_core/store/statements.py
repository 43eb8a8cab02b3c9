"""Named SQL: every statement stands in a .sql file under ``-- name: …``; none is put together from text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SQL_FOLDER = Path(__file__).parent / "sql"
MARK = "-- name: "


@cache
def statements() -> dict[str, str]:
    """All named statements of the folder; ``ValueError`` where a name stands twice."""
    found: dict[str, str] = {}
    for path in sorted(SQL_FOLDER.glob("*.sql")):
        for name, text in named_statements(path).items():
            if name in found:
                raise ValueError(f"{path.name}: the name {name} is taken")
            found[name] = text
    return found


def named_statements(path: Path) -> dict[str, str]:
    """The named statements of one file, in their order; ``ValueError`` where a name stands twice."""
    found: dict[str, str] = {}
    for block in path.read_text(encoding="utf-8").split(MARK)[1:]:
        name, _, text = block.partition("\n")
        if name.strip() in found:
            raise ValueError(f"{path.name}: the name {name.strip()} is taken")
        found[name.strip()] = text.strip().removesuffix(";")
    return found


def statement(name: str) -> str:
    """The text of one named statement; ``KeyError`` for a name that no file has."""
    return statements()[name]
