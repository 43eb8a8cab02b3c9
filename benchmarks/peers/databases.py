"""SQLite and PostgreSQL, plainly written: the same tables, an index where somebody would put one, the same SQL."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from backorder_core.store.statements import named_statements
from benchmarks.peers.questions import (
    DAY,
    HIGH,
    PAGE,
    SINCE,
    TIER,
    UNTIL,
    Center,
    Delays,
    Listed,
    Patterns,
    Tallies,
)

EPOCH = date(1970, 1, 1)
SQL = named_statements(Path(__file__).with_name("plain.sql"))
POSTGRES = Path("/usr/lib/postgresql/15/bin")
PORT = 55433
TABLES = """
create table backorders (
    id bigint primary key, number text, supplier_id bigint, product_id bigint, category text, created_on integer,
    closed_on integer, cause integer, original_due integer, eta integer, tier integer, cents bigint, score_base bigint,
    score_per_day bigint
);
create table waiting (customer_id bigint);
create table suppliers (id bigint primary key, code text);
create table po_lines (po_number text, po_line text, eta integer, primary key (po_number, po_line));
create table delay_file (po_number text, po_line text, new_eta integer, reason text);
"""
AFTER = """
create index open_backorders on backorders (closed_on) where closed_on is null;
create index made on backorders (created_on);
create view scored as
select *, score_base + score_per_day * {most}(0, {today} - original_due, coalesce(eta - original_due, 0)) as score
from backorders where closed_on is null;
"""


def number(value: Any) -> Any:
    """A date as days since 1970; everything else as it is."""
    return (value - EPOCH).days if isinstance(value, date) else value


VALUES = {
    "today": number(DAY), "since": number(SINCE), "until": number(UNTIL), "high": HIGH * 1_000_000, "tier": TIER,
    "page": PAGE,
}  # fmt: skip


def rows_of(folder: Path, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, its dates as numbers."""
    for batch in pq.ParquetFile(folder / f"{table}.parquet").iter_batches(50_000):
        for row in batch.to_pylist():
            yield tuple(number(value) for value in row.values())


def file_rows(file: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of the delay file, its dates as numbers."""
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            yield row["po_number"], row["po_line"], number(date.fromisoformat(row["new_eta"])), row["reason"]


class Database:
    """What both have in common: the questions."""

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of a named statement."""
        raise NotImplementedError

    def load(self, file: Path) -> None:
        """Put the delay file where the statement looks for it."""
        raise NotImplementedError

    def _tallies(self, name: str) -> Tallies:
        return {str(key): (int(count), int(total)) for key, count, total in self.rows(name)}

    def center(self) -> Center:
        """See Peer."""
        causes = self._tallies("by_cause")
        (high,) = self.rows("high")
        return Center(
            total=(sum(pair[0] for pair in causes.values()), sum(pair[1] for pair in causes.values())),
            high=(int(high[0]), int(high[1])),
            customers=int(self.rows("customers")[0][0]),
            age=self._tallies("by_age"),
            eta={
                "past": (0, 0),
                "24h": (0, 0),
                "3d": (0, 0),
                "7d": (0, 0),
                "later": (0, 0),
                "unknown": (0, 0),
            }
            | self._tallies("by_eta"),
            causes=causes,
            suppliers=self._tallies("by_supplier"),
            urgent=tuple(row[0] for row in self.rows("urgent")),
        )

    def patterns(self) -> Patterns:
        """See Peer."""
        months: dict[str, int] = {}
        for day, count in self.rows("days_made"):
            key = f"{EPOCH + timedelta(days=int(day)):%Y-%m}"
            months[key] = months.get(key, 0) + int(count)
        return Patterns(self._tallies("causes_made"), self._tallies("categories_made"), months)

    def listed(self) -> Listed:
        """See Peer."""
        (whole,) = self.rows("listed")
        return Listed(int(whole[0]), int(whole[1]), tuple(row[0] for row in self.rows("page")))

    def delays(self, file: Path) -> Delays:
        """See Peer."""
        self.load(file)
        (found,) = self.rows("delays")
        return Delays(*(int(one) for one in found))


class SQLite(Database):
    """A file of SQLite."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        path = folder / "peer.sqlite"
        fresh = not path.exists()
        self.connection = sqlite3.connect(path)
        if fresh:
            self.connection.executescript(TABLES)
            for table in ("backorders", "waiting", "suppliers", "po_lines"):
                self._insert(table, rows_of(folder, table))
            self.connection.executescript(AFTER.format(most="max", today=VALUES["today"]))
            self.connection.execute("analyze")
            self.connection.commit()

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        wide = len(self.connection.execute(f"select * from {table} limit 0").description)
        self.connection.executemany(f"insert into {table} values ({', '.join('?' * wide)})", rows)

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """See Database."""
        return self.connection.execute(SQL[name], VALUES).fetchall()

    def load(self, file: Path) -> None:
        """See Database."""
        self.connection.execute("delete from delay_file")
        self._insert("delay_file", file_rows(file))
        self.connection.commit()

    def close(self) -> None:
        """See Peer."""
        self.connection.close()


class PostgreSQL(Database):
    """A server of its own, on this machine's loopback, in a temporary folder, as a user without rights."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        import psycopg

        self.home = folder / "postgres"
        fresh = not self.home.exists()
        if fresh:
            self.home.mkdir()
            shutil.chown(self.home, "postgres", "postgres")
            self._as_postgres("initdb", "-D", str(self.home), "-A", "trust", "-U", "postgres")
        options = f"-p {PORT} -h 127.0.0.1 -k {self.home} -c shared_buffers=400MB -c work_mem=64MB"
        self._as_postgres(
            "pg_ctl", "-D", str(self.home), "-w", "-l", str(self.home / "log"), "-o", options, "start"
        )
        where = f"host=127.0.0.1 port={PORT} user=postgres dbname=postgres"
        self.connection = psycopg.connect(where, autocommit=True)
        if fresh:
            self.connection.execute(TABLES)
            for table in ("backorders", "waiting", "suppliers", "po_lines"):
                self._copy(table, rows_of(folder, table))
            self.connection.execute(AFTER.format(most="greatest", today=VALUES["today"]))
            self.connection.execute("vacuum analyze")

    def _as_postgres(self, program: str, *words: str) -> None:
        given = [str(POSTGRES / program), *words]
        if os.getuid() == 0:
            given = ["runuser", "-u", "postgres", "--", *given]
        subprocess.run(given, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self.connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
            for row in rows:
                copy.write_row(row)

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """See Database."""
        text = re.sub(r":(\w+)", lambda found: str(VALUES[found[1]]), SQL[name])
        found: list[tuple[Any, ...]] = self.connection.execute(text).fetchall()
        return found

    def load(self, file: Path) -> None:
        """See Database."""
        self.connection.execute("truncate delay_file")
        self._copy("delay_file", file_rows(file))

    def close(self) -> None:
        """See Peer."""
        self.connection.close()
        self._as_postgres("pg_ctl", "-D", str(self.home), "-m", "fast", "stop")
