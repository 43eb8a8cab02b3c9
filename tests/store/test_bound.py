"""Values reach the database as values: by name from fixed files, one statement at a time, never as text."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from backorder_core.store import past, statements
from tests.hostile import marks
from tests.hostile_company import SENT

STORE = Path(statements.__file__).parent
SENDERS = {"execute", "executemany", "sql", "query", "from_query", "extract_statements"}
# Everything here is put together from the store's own tables or files, before any foreign value is there.
PUT_TOGETHER = {
    (
        "past.py",
        "prepare",
    ): "views of the catalogue of the past, made of its own file and of the tables' names",
    ("migrating.py", "_apply"): "the statements of a migration, one by one",
    ("opening.py", "_make_ready"): "the settings of LOCKDOWN",
    ("copying.py", "looked_into"): "the settings of LOCKDOWN",
    ("moving.py", "_fill"): "tables emptied by the names that the store's catalogue gives",
    ("shared.py", "connect"): "the words of a shared store's address, checked one by one",
    ("shared.py", "attach"): "the same, and its folder; an ATTACH takes no parameters",
    ("shared.py", "_load"): "an extension's name and its file among the installed packages",
}
NAMING = ("statement", "shared_statement")


def sent(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """Every text that a file of the store sends to the database, with the function that does."""
    for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(outer, ast.FunctionDef):
            continue
        for node in ast.walk(outer):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SENDERS and node.args:
                yield outer.name, node.args[0]


def fixed(text: ast.expr) -> bool:
    """Whether a text is written down as it is, or is a named statement."""
    named = isinstance(text, ast.Call) and ast.unparse(text.func) in NAMING
    return named or (isinstance(text, ast.Constant) and isinstance(text.value, str))


def test_the_store_sends_named_statements_and_fixed_texts_only() -> None:
    found = {
        (path.name, function)
        for path in sorted(STORE.glob("*.py"))
        for function, text in sent(path)
        if not fixed(text)
    }
    assert found == set(PUT_TOGETHER)


@pytest.mark.parametrize(
    "text", ["f'select {x}'", "'select ' + x", "x", "'select %s' % x", "'select {}'.format(x)", "statement"]
)
def test_a_text_put_together_would_be_found(text: str) -> None:
    assert not fixed(ast.parse(text, mode="eval").body)


def test_whatever_is_typed_or_imported_only_known_statements_are_sent(hostile_store_file: Path) -> None:
    texts: list[str] = json.loads((hostile_store_file.parent / "hostile-made" / SENT).read_text("utf-8"))
    known = {*statements.forms(), *statements.named_statements(past.VIEWS).values()}
    fixed_ones = {"begin transaction", "commit", "rollback"}
    assert len(texts) > 150
    assert [text for text in texts if text not in known | fixed_ones] == []
    assert [text for text in texts if len(duckdb.extract_statements(text)) != 1] == []
    assert [text for text in texts if marks(text)] == []
