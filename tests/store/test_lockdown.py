"""What a statement that somebody slipped in could do on the very connections that the app uses: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from backorder_core.store import Inside, PastStore, Store, Writer, open_store, trial_of
from tests.templates import Templates

FILES = (
    "copy backorders to '{folder}/leak.csv'",
    "copy (select 1) to '{folder}/leak.parquet' (format parquet)",
    "copy suppliers from '{folder}/there.csv'",
    "export database '{folder}/leak'",
    "import database '{folder}/leak'",
    "from '{folder}/there.csv'",
    "from read_csv('{folder}/there.csv')",
    "from read_csv_auto('/etc/passwd')",
    "from read_text('/etc/passwd')",
    "from read_blob('/proc/self/environ')",
    "from glob('/etc/*')",
    "from read_json('{folder}/there.csv')",
    "from read_parquet('{folder}/there.parquet')",
    "from parquet_metadata('{folder}/there.parquet')",
    "from sniff_csv('{folder}/there.csv')",
    "attach '{folder}/other.duckdb' as other",
    "attach 'http://127.0.0.1:1/other.duckdb' as other",
    "from read_csv('http://127.0.0.1:1/x.csv')",
    "from 's3://bucket/x.parquet'",
    "copy backorders to '/dev/stdout'",
)
EXTENSIONS = (
    "install httpfs",
    "force install httpfs from community",
    "install sqlite from 'http://127.0.0.1:1'",
    "load httpfs",
    "load '{folder}/evil.duckdb_extension'",
    "update extensions",
    "from sqlite_scan('{folder}/other.db', 't')",
    "from postgres_scan('', '', '')",
)
SETTINGS = (
    "set enable_external_access = true",
    "reset enable_external_access",
    "set lock_configuration = false",
    "set allow_unsigned_extensions = true",
    "set allow_community_extensions = true",
    "set autoinstall_known_extensions = true",
    "set autoload_known_extensions = true",
    "set custom_extension_repository = 'http://127.0.0.1:1'",
    "set extension_directory = '{folder}'",
    "set python_enable_replacements = true",
    "set allowed_directories = ['/']",
    "set allowed_paths = ['/etc/passwd']",
    "set temp_directory = '{folder}/tmp'",
    "set secret_directory = '{folder}'",
    "set home_directory = '{folder}'",
    "set log_query_path = '{folder}/queries.log'",
    "set profiling_output = '{folder}/profile.json'",
    "set memory_limit = '1TB'",
    "set threads = 999",
)
ELSE = (
    "from local_variable",
    "from local_frame",
    "select getenv('HOME')",
    "create persistent secret leak (type s3, key_id 'a', secret 'b')",
)
HOSTILE = (*FILES, *EXTENSIONS, *SETTINGS, *ELSE)
Ask = Callable[[str], object]
Door = Callable[[Store], Iterator[Ask]]


def reading(store: Store) -> Iterator[Ask]:
    """A cursor of a page or report."""
    with store.read() as reader:
        yield lambda sql: reader.cursor.execute(sql).fetchall()


def writing(store: Store) -> Iterator[Ask]:
    """The transaction of a use-case: one for each statement, since the first error ends it."""
    yield lambda sql: store.write(lambda writer: writer.cursor.execute(sql).fetchall())


def previewing(store: Store) -> Iterator[Ask]:
    """A use-case that is only rehearsed."""
    yield lambda sql: store.rehearse(lambda writer: writer.cursor.execute(sql).fetchall())


def inside(store: Store) -> Iterator[Ask]:
    """A use-case inside another one's transaction."""

    def ask(sql: str) -> object:
        def work(writer: Writer) -> object:
            with Inside(store, writer).read() as reader:
                return reader.cursor.execute(sql).fetchall()

        return store.write(work)

    yield ask


def staging(store: Store) -> Iterator[Ask]:
    """The catalogue in memory that uploaded rows are put into."""
    with store.read() as reader:
        reader.cursor.execute("use staging")
        yield lambda sql: reader.cursor.execute(sql).fetchall()


def looking_back(store: Store) -> Iterator[Ask]:
    """The store as it was known on a past day."""
    yield from reading(PastStore(store, date(2025, 1, 28)))


def trying_out(store: Store) -> Iterator[Ask]:
    """The copy that a folder of files is tried on."""
    with trial_of(store) as trial:
        yield from reading(trial)


DOORS: tuple[Door, ...] = (reading, writing, previewing, inside, staging, looking_back, trying_out)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files that are really there, to be read or written beside."""
    folder = tmp_path_factory.mktemp("lockdown")
    (folder / "there.csv").write_text("a,b\n1,2\n")
    with duckdb.connect() as free:
        free.execute(f"copy (select 1 as a) to '{folder}/there.parquet' (format parquet)")
        free.execute(f"attach '{folder}/other.duckdb' as other")
    return folder


@pytest.fixture(scope="module")
def store(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(str(templates.copy(tmp_path_factory.mktemp("store") / "empty.duckdb", "empty")))
    yield opened
    opened.close()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_fifty_hostile_statements_are_denied_on_every_connection(
    store: Store, place: Path, door: Door
) -> None:
    before = sorted(path.name for path in place.iterdir())
    local_variable, local_frame = [{"a": 1}], {"a": [1]}
    assert len(HOSTILE) >= 50
    for ask in door(store):
        assert ask("select 40 + 2") == [(42,)], "the door itself is open"
        for sql in HOSTILE:
            with pytest.raises(duckdb.Error) as denied:
                ask(sql.format(folder=place))
            assert not isinstance(denied.value, duckdb.TransactionException | duckdb.ParserException), sql
    assert sorted(path.name for path in place.iterdir()) == before, (local_variable, local_frame)


FREE = [
    *(one for one in FILES if one.startswith(("copy (", "from read_csv('{", "from read_parquet"))),
    *("copy backorders to '{folder}/leak.csv'", "from '{folder}/there.csv'", "from glob('/etc/*')"),
    *("attach '{folder}/other.duckdb' as other", "set home_directory = '{folder}'"),
    *("set python_enable_replacements = true", "set lock_configuration = false"),
]


@pytest.mark.parametrize("sql", FREE)
def test_without_the_lock_they_would_have_worked(place: Path, tmp_path: Path, sql: str) -> None:
    for path in place.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with duckdb.connect() as free:
        free.execute("create table backorders as select 1 as a")
        free.execute(sql.format(folder=tmp_path)).fetchall()


def test_what_is_asked_by_an_unknown_name_never_reaches_the_database(store: Store) -> None:
    for name in ("select 1", "backorders; drop table backorders", "", "LIST_BACKORDERS", "../sql/work"):
        with store.read() as reader, pytest.raises(KeyError):
            reader.rows(name)
