"""Named SQL: every statement stands in a .sql file under ``-- name: …``; none is put together from text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from backorder_core.store import singly

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


def statement(name: str, given: Mapping[str, object] | None = None) -> str:
    """The text of one named statement, in its form for what is given; ``KeyError`` for a name no file has.

    The rows of ``incoming`` may be given as a list of dictionaries, where it is no table.
    """
    return _asked(name, given)[0] if given else statements()[name]


def values(name: str, given: Mapping[str, object]) -> Mapping[str, object]:
    """What the form of a named statement takes of what is given."""
    return _asked(name, given)[1]


def _asked(name: str, given: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    rows = given.get("incoming")
    if isinstance(rows, list):
        return singly.with_one_row(statements()[name], rows) or (with_given_rows()[name], given)
    return singly.with_few_keys(statements()[name], given) or (statements()[name], given)


def forms() -> Iterator[str]:
    """Every text that a named statement is sent as."""
    for text in statements().values():
        yield text
        yield from (
            form[0]
            for form in (singly.of_one_key(text), singly.of_few_keys(text), singly.of_one_row(text))
            if form
        )
    yield from with_given_rows().values()


@cache
def with_given_rows() -> dict[str, str]:
    """The named statements that write the rows of ``incoming``, taking them as a parameter."""
    return {name: GIVEN_ROWS + text for name, text in statements().items() if _WRITES_ROWS.search(text)}
