"""A PostgreSQL of this run's own, and shared stores on it that hold what a test begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from backorder_core.store import Store, copy_rows, open_store
from scripts.with_postgres import Postgres, postgres
from tests.conftest import demo_store_file, templates  # noqa: F401 - fixtures
from tests.reliability.kills import five_late_lines
from tests.templates import Templates


@dataclass(frozen=True)
class Lake:
    """A shared store: its address, and the PostgreSQL with its catalog."""

    address: str
    postgres: Postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """It keeps what it confirmed, as a real one does: some of these tests end it."""
    with postgres(durable=True) as running:
        yield running


@pytest.fixture
def empty_lake(server: Postgres, tmp_path: Path) -> Lake:
    """The address of a shared store that is not there yet."""
    name = f"lake_{abs(hash(tmp_path))}"
    server.ask(f"create database {name}")
    return Lake(f"ducklake:postgres:dbname={name} {server.words};data={tmp_path}/lake", server)


@pytest.fixture
def lake(empty_lake: Lake, templates: Templates) -> Lake:  # noqa: F811 - a fixture
    """A shared store with five open backorders."""
    file = templates.copy(
        Path(empty_lake.address.rpartition("=")[2]).with_name("five.duckdb"), "five", five_late_lines
    )
    with (
        closing(open_store(str(file))) as source,
        closing(open_store(empty_lake.address, copy_of=source.chain)) as target,
    ):
        copy_rows(source, target)
    return empty_lake


@pytest.fixture
def replicas(lake: Lake) -> Iterator[Callable[[], Store]]:
    """Opens the store once more, as one more process would."""
    opened: list[Store] = []

    def one_more() -> Store:
        opened.append(open_store(lake.address))
        return opened[-1]

    yield one_more
    for store in opened:
        store.close()
