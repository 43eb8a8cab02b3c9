"""Every named statement is one statement, says what a row of it is, and runs on every backend."""

from __future__ import annotations

import re

import duckdb
import pytest

from backorder_core.store.statements import MARK, SQL_FOLDER, statements

NAMES = sorted(statements())
NOT_PORTABLE = (
    "on conflict",
    "returning",
    "nextval",
    "create sequence",
    "enum",
    "generated always",
    "foreign key",
    "create index",
    "insert or replace",
    "insert or ignore",
)
FOREIGN_READS = ("read_csv", "read_parquet", "read_json", "copy ", "attach ", "install ", "load ")


def code(text: str) -> str:
    """A statement without its comments and the insides of its quotes."""
    return re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", "", text))


def comment(text: str) -> str:
    """The comment that a statement opens with."""
    lines = text.splitlines()
    opening = []
    while lines and lines[0].startswith("--"):
        opening.append(lines.pop(0).removeprefix("--").strip())
    return " ".join(opening)


def gives_rows(text: str) -> bool:
    return code(text).strip().startswith(("select", "with"))


def test_names_are_words_in_lower_case() -> None:
    assert len(NAMES) > 50
    assert [name for name in NAMES if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


def test_every_file_is_made_of_named_statements_that_end_with_a_semicolon() -> None:
    for path in sorted(SQL_FOLDER.glob("*.sql")):
        head, *blocks = path.read_text(encoding="utf-8").split(MARK)
        assert code(head).strip() == "", f"{path.name} has SQL before its first name"
        unfinished = [block.split("\n")[0] for block in blocks if not code(block).strip().endswith(";")]
        assert unfinished == [], path.name


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_for_exactly_one_statement(name: str) -> None:
    assert len(duckdb.extract_statements(statements()[name])) == 1


@pytest.mark.parametrize("name", [name for name in NAMES if gives_rows(statements()[name])])
def test_what_gives_rows_opens_with_a_comment_that_states_its_grain(name: str) -> None:
    said = comment(statements()[name])
    assert re.match(r"((at most )?one row\b|at most one\b|no row\b)", said), f"{name}: {said!r}"


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_is_written_in_lower_case(name: str) -> None:
    assert re.findall(r"\b[A-Z]+\b", code(statements()[name])) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_uses_only_what_every_backend_has(name: str) -> None:
    text = re.sub(r"\s+", " ", code(statements()[name]))
    found = [word for word in NOT_PORTABLE if re.search(rf"\b{word}\b", text)]
    assert found == []
    assert "//" not in text, "integer division by zero is an error on some backends"


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_reads_no_files_and_loads_nothing(name: str) -> None:
    text = code(statements()[name])
    assert [word for word in FOREIGN_READS if re.search(rf"\b{word}", text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_values_come_as_parameters_never_as_gaps_for_text(name: str) -> None:
    assert not re.search(r"%s|\{\w*\}|\?", code(statements()[name]))
