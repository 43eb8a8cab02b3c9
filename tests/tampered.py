"""A store filled with a month of work, and the means to change its file behind the program's back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from backorder_core.delivery.channels import set_channel
from backorder_core.domain.settings import DEFAULTS, EscalationTimeline
from backorder_core.domain.values import Impact, Role
from backorder_core.services.checks import Finding, check
from backorder_core.services.escalations import sweep
from backorder_core.services.imports import undo_import
from backorder_core.services.reference import load
from backorder_core.store import Chain, LedgerEntry, open_store
from backorder_core.store.keys import key_file, read_keys
from backorder_core.store.session import save_settings
from tests.busy_company import BusyCompany
from tests.small_company import ADMIN, CREATED, PLANNER, TODAY

FIRST, CLOSED, THIRD = "BO-2025-0001", "BO-2025-0002", "BO-2025-0003"
LINE = "PO-2025-0089 / 10"
LAST = date(9999, 12, 31)


def fill(path: Path) -> None:
    """A new store at ``path`` after a month in which everything happened that a store can hold.

    BO-2025-0001 (PO-2025-0089) is revised and partly received, 0002 (PO-2) resolved, 0003 (PO-3) made under
    other settings; an import was undone; PO-8 is late without a backorder, PO-9 untouched.
    """
    store = open_store(str(path))
    company = BusyCompany(store, path.parent)
    company.store.mark_demo(TODAY, PLANNER)
    load(store, "people", [{"name": "Mike", "role": int(Role.CUSTOMER_SERVICE)}], ADMIN, CREATED)
    set_channel(store, "Team", "json://127.0.0.1:9/nobody-listens", ADMIN, CREATED)
    company.chapter_shortage()
    for number in ("PO-2", "PO-3", "PO-8", "PO-9"):
        company.supply(number, date(2025, 1, 25))
    company.order("SO-PO-2", "PO-2", 10, "C-PREM", Impact.HIGH, "12.3456", emergency=True)
    company.order("SO-PO-3", "PO-3", 10, "C-INDUS", Impact.NORMAL, "100")
    company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,,", "PO-2,10,,no date,,")
    company.delays("PO-8,10,2025-02-15,late,,", "PO-9,10,someday,,,", "PO-7,10,2025-02-15,,,")
    company.arrives("PO-2025-0089", "30", date(2025, 1, 22))
    company.arrives("PO-2", "10", date(2025, 1, 23))
    changed = DEFAULTS.model_copy(
        update={"escalation": EscalationTimeline(days=(2, 4, 8, 16)), "pinned_as_of": TODAY}
    )
    company.store.write(lambda writer: save_settings(writer, 2, changed, PLANNER, "Escalate earlier"))
    company.delays("PO-2025-0089,10,2025-02-22,Quality testing,,", as_of=date(2025, 1, 24))
    company.delays("PO-3,10,2025-02-20,storm,,", "PO-2025-0089,10,2025-02-22,,,", as_of=date(2025, 1, 25))
    undone = company.delays("PO-8,10,,gone,,", "PO-3,10,2025-02-25,storm,,", as_of=date(2025, 1, 26))
    assert undone.import_id is not None
    undo_import(company.store, undone.import_id, PLANNER)
    sweep(company.store, TODAY, PLANNER)
    company.stock("WEST", "CM-500", 5)
    store.close()


@dataclass
class Tampered:
    """A store file that is changed behind the program's back, and what the check then says."""

    path: Path

    def run(self, *statements: str) -> None:
        """Change the file directly."""
        with duckdb.connect(str(self.path)) as raw:
            for statement in statements:
                raw.execute(statement)

    def value(self, question: str) -> object:
        """One value from the file."""
        with duckdb.connect(str(self.path)) as raw:
            row = raw.execute(question).fetchone()
            return row[0] if row else None

    def unguard(self, table: str) -> None:
        """Take keys and checks off a table, as a backend without them has it."""
        self.run(
            f"create table unguarded as select * from {table}",
            f"drop table {table}",
            f"alter table unguarded rename to {table}",
        )

    def chain(self) -> tuple[Chain, str]:
        """How the file is chained, and the id of its key: somebody has stolen it."""
        name = self.value("select value from meta where name = 'store_id'")
        key = self.value("select value from meta where name = 'ledger_key'")
        return Chain(str(name), read_keys(key_file(self.path))), str(key)

    def chain_again(self) -> None:
        """Forge the whole chain over the ledger as it stands, with the right key."""
        chain, key = self.chain()
        with duckdb.connect(str(self.path)) as raw:
            previous, last = "", 0
            rows = raw.execute(
                "select seq, recorded_at, business_on, who, action, kind, subject, version, before, after, "
                "import_id from ledger order by seq"
            ).fetchall()
            for row in rows:
                digest = chain.hash(key, previous, row[0], row[1], LedgerEntry(*row[2:]))
                raw.execute(
                    "update ledger set previous_hash = ?, hash = ? where seq = ?", [previous, digest, row[0]]
                )
                previous, last = str(digest), row[0]
            raw.execute("update meta set value = ? where name = 'ledger_head'", [previous])
            seal = chain.seal(key, last, previous)
            raw.execute("update meta set value = ? where name = 'ledger_seal'", [seal])

    def forge(self, number: str, field: str, value: str) -> None:
        """Change a field of a backorder, its newest entry and the chain, so that they agree."""
        with duckdb.connect(str(self.path)) as raw:
            raw.execute(f"update backorders set {field} = ? where number = ?", [value, number])
            found = raw.execute(
                f"select b.id, b.version, cast(b.{field} as varchar), l.after from backorders as b "
                "join ledger as l on l.kind = 'backorder' and l.subject = b.id and l.version = b.version "
                "where b.number = ?",
                [number],
            ).fetchone()
            assert found is not None
            before, after = self._newest(raw, found[0], found[1])
            old = self._told(raw, found[0], field, found[1])
            after[field] = found[2]
            if found[1] > 1:
                before.setdefault(field, old)
            raw.execute(
                "update ledger set before = ?, after = ? "
                "where kind = 'backorder' and subject = ? and version = ?",
                [json.dumps(before), json.dumps(after), found[0], found[1]],
            )
        self.chain_again()

    @staticmethod
    def _newest(
        raw: duckdb.DuckDBPyConnection, subject: int, version: int
    ) -> tuple[dict[str, object], dict[str, object]]:
        row = raw.execute(
            "select before, after from ledger where kind = 'backorder' and subject = ? and version = ?",
            [subject, version],
        ).fetchone()
        assert row is not None
        return json.loads(row[0]), json.loads(row[1])

    @staticmethod
    def _told(raw: duckdb.DuckDBPyConnection, subject: int, field: str, version: int) -> object:
        row = raw.execute(
            "select json_extract_string(after, '$.' || ?) from ledger "
            "where kind = 'backorder' and subject = ? and version < ? and json_exists(after, '$.' || ?) "
            "order by version desc limit 1",
            [field, subject, version, field],
        ).fetchone()
        return row[0] if row else None

    def findings(self) -> tuple[Finding, ...]:
        """What the check says."""
        store = open_store(str(self.path), doubtful=True)
        try:
            return check(store)
        finally:
            store.close()

    def found(self) -> set[tuple[str, str]]:
        """Which checks say something, and about what."""
        return {(one.check, one.subject) for one in self.findings()}
