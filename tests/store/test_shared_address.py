"""The address of a shared store is understood or refused in one sentence, before anything is reached."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from backorder_core.domain.errors import InvalidInput, Unavailable
from backorder_core.store import open_store, path_of
from backorder_core.store.migrating import migrations
from backorder_core.store.shared import EXAMPLE, Place, Shared, is_shared, place_of, without_keys


def test_an_address_says_how_postgresql_is_reached_and_where_the_rows_are() -> None:
    place = place_of(EXAMPLE)
    assert place == Place(
        "dbname=backorders host=db user=backorders connect_timeout=10", Path("/shared/backorders")
    )
    assert path_of(EXAMPLE) == Path("/shared/backorders")
    assert is_shared(EXAMPLE)
    assert not is_shared("data/backorders.duckdb")


def test_whoever_says_how_long_to_wait_is_heard() -> None:
    place = place_of("ducklake:postgres:service=backorders connect_timeout=3;data=/shared/rows")
    assert place.catalog == "service=backorders connect_timeout=3"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ducklake:", "form"),
        ("ducklake:rows.ducklake;data=/rows", "form"),
        ("ducklake:mysql:db=x;data=/rows", "form"),
        ("ducklake:postgres:dbname=x", "form"),
        ("ducklake:postgres:;data=/rows", "form"),
        ("ducklake:postgres:dbname=x;data=rows", "form"),
        ("ducklake:postgres:dbname=x;data=s3://rows", "form"),
        ("ducklake:postgres:dbname=x;data=/rows';drop table x", "form"),
        ("ducklake:postgres:dbname=x password=secret;data=/rows", "PGPASSWORD"),
        ("ducklake:postgres:dbname=x' (type postgres);data=/rows", "not understood"),
        ("ducklake:postgres:dbname=x options=-cfsync=off;data=/rows", "not understood"),
        ("ducklake:postgres:postgresql://u:p@h/db;data=/rows", "not understood"),
    ],
)
def test_everything_else_is_refused_in_one_sentence(address: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        open_store(address)
    assert "secret" not in refused.value.sentence


def test_without_its_extensions_it_is_said_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"uv sync --extra shared|PostgreSQL cannot be reached"):
        open_store(f"ducklake:postgres:dbname=x host=127.0.0.1 port=1;data={tmp_path}/rows")


def test_migrations_without_keys_keep_every_column() -> None:
    for _, name, text in migrations():
        kept = without_keys(text)
        assert "primary key" not in kept, name
        assert "check (" not in kept, name
        assert "unique (" not in kept, name
        lines = [line for line in text.splitlines() if not line.lstrip().startswith(",")]
        assert kept.splitlines() == lines, name


@pytest.mark.parametrize(
    "failure",
    [
        duckdb.BinderException("Failed to get data file list: server closed the connection unexpectedly"),
        duckdb.CatalogException("Failed to get snapshot from DuckLake: no COPY in progress"),
        duckdb.InvalidInputException("could not receive data from server: Broken pipe"),
        duckdb.IOException('Unable to connect to Postgres at "dbname=x": Connection refused'),
        duckdb.Error('Failed to execute query "ROLLBACK": '),
        duckdb.TransactionException("FATAL: terminating connection due to administrator command"),
        duckdb.InvalidInputException(
            "Invalid Input Error: Attempting to fetch from an unsuccessful query result\n"
            "Error: TransactionContext Error: Current transaction is aborted (please ROLLBACK)"
        ),
    ],
)
def test_a_postgresql_that_is_gone_is_told_from_a_fault_of_our_own(failure: duckdb.Error) -> None:
    refusal = Shared().refusal_of(failure, EXAMPLE)
    assert isinstance(refusal, Unavailable)
    assert "PostgreSQL cannot be reached" in refusal.sentence


@pytest.mark.parametrize(
    "failure",
    [
        duckdb.BinderException('Referenced column "connection" not found'),
        duckdb.CatalogException("Table with name x does not exist"),
        duckdb.TransactionException("Transaction conflict - attempting to update the same table"),
    ],
)
def test_bugs_and_conflicts_stay_what_they_are(failure: duckdb.Error) -> None:
    assert Shared().refusal_of(failure, EXAMPLE) is None
