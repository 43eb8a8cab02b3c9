"""Named SQL: every statement stands in a .sql file under ``-- name: …``; none is put together from text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SQL_FOLDER = Path(__file__).parent / "sql"
MARK = "-- name: "
# Reading an Arrow table costs a statement more than a millisecond, however short it is; and with so few rows
# known, a change of them is looked up by key where it would else be joined with the whole table.
GIVEN_ROWS = "with incoming as (select unnest(one) from (select unnest($incoming) as one))\n"

_WRITES_ROWS = re.compile(r"^(insert|update|delete|merge)\b(?s:.*)\bincoming\b", re.MULTILINE)


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


def statement(name: str, *, given_rows: bool = False) -> str:
    """The text of one named statement; ``KeyError`` for a name that no file has.

    With ``given_rows`` the rows of ``incoming`` are a parameter, a list of dictionaries, and no table.
    """
    return with_given_rows()[name] if given_rows else statements()[name]


@cache
def with_given_rows() -> dict[str, str]:
    """The named statements that write the rows of ``incoming``, taking them as a parameter."""
    return {name: GIVEN_ROWS + text for name, text in statements().items() if _WRITES_ROWS.search(text)}
