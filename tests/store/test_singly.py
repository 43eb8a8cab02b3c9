"""A statement given one row or one key does what it does given many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from backorder_core.store import Store, open_store, singly
from backorder_core.store.statements import statement, statements, values, with_given_rows
from tests.templates import Templates

Rows = list[dict[str, Any]]
TABLE = "create table facts (id integer primary key, name varchar, version integer, kept integer)"
ROWS = "insert into facts values (1, 'one', 1, 1), (2, 'two', 1, 2), (3, null, 4, 3)"
COPY = "create table past (id integer, name varchar, version integer, kept integer, until integer)"
SHAPES = {
    "update": "update facts\nset name = i.name, version = i.version\nfrom incoming as i\n"
    "where facts.id = i.id and facts.version = i.version - 1",
    "insert": "insert into facts by name select *, 9 as kept from incoming",
    "copy": "insert into past by name\nselect f.*, i.version as until\nfrom incoming as i, facts as f\n"
    "where f.id = i.id",
    "merge": "merge into facts\nusing incoming as i on facts.id = i.id\n"
    "when matched and facts.version = i.version - 1 then update by name\n"
    "when not matched then insert by name *",
}
GIVEN = [
    {"id": 1, "name": "new", "version": 2},
    {"id": 1, "name": None, "version": 2},
    {"id": 2, "name": "old", "version": 5},
    {"id": 8, "name": "it's", "version": 1},
]


def after(text: str, given: object) -> tuple[object, list[Any]]:
    """How many rows a statement says it wrote, or its failure, and what the tables hold then."""
    with duckdb.connect() as connection:
        for made in (TABLE, ROWS, COPY):
            connection.execute(made)
        try:
            said: object = connection.execute(text, given).fetchall()
        except duckdb.ConstraintException:
            said = "taken"
        held = connection.execute("from facts order by id").fetchall()
        return said, held + connection.execute("from past order by id").fetchall()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("row", GIVEN, ids=str)
def test_one_row_is_written_as_one_of_many(shape: str, row: dict[str, Any]) -> None:
    found = singly.with_one_row(SHAPES[shape], [row])
    assert found is not None
    many = "with incoming as (select unnest(one) from (select unnest($incoming) as one))\n" + SHAPES[shape]
    assert after(*found) == after(many, {"incoming": [row]})
    assert found[0] != many


@pytest.mark.parametrize("keys", [[1], [2, 3], [3, 9, 1], [9, 8, 7, 2]], ids=str)
def test_few_keys_find_what_many_would(keys: list[int]) -> None:
    text = "select count(*), sum(id) from facts where id in (select unnest($keys)) -- not $others"
    found = singly.with_few_keys(text, {"keys": keys})
    assert found is not None
    assert "unnest" not in found[0]
    assert after(*found) == after(text, {"keys": keys})


@pytest.mark.parametrize("keys", [[], [1, 2, 3, 4, 5], None])
def test_no_key_or_many_are_asked_for_as_they_are(keys: list[int] | None) -> None:
    text = "select id from facts where id in (select unnest($keys))"
    assert singly.with_few_keys(text, {"keys": keys}) is None


def test_lists_of_different_lengths_and_lists_that_are_used_twice_are_asked_for_rightly() -> None:
    both = "select id from facts where id in (select unnest($a)) or version in (select unnest($b))"
    found = singly.with_few_keys(both, {"a": [1], "b": [4, 5]})
    assert found is not None
    assert after(*found) == after(both, {"a": [1], "b": [4, 5]})
    assert singly.with_few_keys(both + " or len($a) = 3", {"a": [1], "b": [4]}) is None
    assert singly.of_one_key("select id from facts where id not in (select unnest($keys))") is None


@pytest.fixture(scope="module")
def store(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:

    opened = open_store(str(templates.copy(tmp_path_factory.mktemp("store") / "empty.duckdb", "empty")))
    yield opened
    opened.close()


def test_every_statement_that_writes_rows_is_understood_for_one(store: Store) -> None:
    """Each is planned for one row of nulls; what it would do is that of its shape."""
    written = 0
    with store.read() as reader:
        for name in with_given_rows():
            form = singly.of_one_row(statements()[name])
            if form is not None:
                written += 1
                table = re.findall(r"(?:insert into|update|merge into) (\w+)", statements()[name])[0]
                columns = reader.cursor.execute(f"describe {table}").fetchall()
                given_by_text = set(re.findall(r" as (\w+) from incoming", form[0]))
                row = {column[0]: None for column in columns if column[0] not in given_by_text}
                row |= dict.fromkeys(form[1] - singly.WHOLE)
                given = values(name, {"incoming": [row]})
                reader.cursor.execute("explain " + statement(name, {"incoming": [row]}), given).fetchall()
    assert written > 30


def test_every_statement_that_looks_keys_up_is_understood_for_one_and_for_few(store: Store) -> None:
    asked = 0
    with store.read() as reader:
        for text in statements().values():
            one, few = singly.of_one_key(text), singly.of_few_keys(text)
            if one is not None and few is not None and "staging." not in text:
                asked += 1
                nothing = dict.fromkeys(re.findall(r"\$(\w+)", one[0]))
                reader.cursor.execute("explain " + one[0], nothing).fetchall()
                reader.cursor.execute("explain " + few[0], nothing | {key: [None, None] for key in few[1]})
    assert asked > 40
