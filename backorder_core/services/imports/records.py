"""Files whose rows are records found again by their keys: new, changed, the same, or not to be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pyarrow as pa

from backorder_core.domain.contracts import AS_OF, UNKNOWN, Contract, Field
from backorder_core.domain.errors import Conflict
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.values import Outcome, units
from backorder_core.services import affected
from backorder_core.services.changes import Changes
from backorder_core.services.imports.case import Case, Progress, Written
from backorder_core.services.imports.rules import PLAIN, Rules
from backorder_core.services.imports.typing_rows import Fault, Key, Row, Typed, key_of
from backorder_core.services.imports.verdicts import Verdict, keep, packed, rejected, table_of, unpacked
from backorder_core.store import Reader, Writer

RECORDS_A_STEP = 20_000
Held = Mapping[Key, dict[str, Any]]
Repeats = Mapping[int, tuple[Sequence[int], bool]]


def statement_of(verb: str, kind: str) -> str:
    """The statement that does something with the records of a kind."""
    return f"{verb}_{kind.replace('-', '_')}"


class RecordMachine:
    """Judges, writes and takes back the rows of one kind; ``rules`` are what is special about it."""

    def __init__(self, contract: Contract, rules: Rules = PLAIN) -> None:
        self.contract = contract
        self.rules = rules
        self._base: dict[str, Any] = {}

    def judge(self, reader: Reader, case: Case, progress: Progress | None) -> tuple[str, ...]:
        """Put a verdict for every staged row into staging; what else should be said of the file."""
        typed = Typed(case)
        self._base = {one.name: self._default(one.name, case, None) for one in self.contract.fields}
        repeats = self._repeats(case, typed)
        done = 0
        for rows in case.cells.steps():
            read = self._completed(typed.rows(rows), case)
            keep(reader, case.draft, self._verdicts(reader, case, read, repeats))
            done += len(rows)
            if progress:
                progress(done, len(case.cells))
        return ()

    def _completed(self, rows: Sequence[Row], case: Case) -> Sequence[Row]:
        if type(self.rules).complete is Rules.complete:
            return rows
        return [row if row.fault else self.rules.complete(row, case) for row in rows]

    def _repeats(self, case: Case, typed: Typed) -> Repeats:
        """By line: the lines that name the same record, and whether they say the same of it."""
        names = [name for name in self.rules.alike or self.contract.keys if name in case.positions]
        places = [case.positions[name] for name in names]
        zeros = [place for name, place in zip(names, places, strict=True) if name in self.contract.zeros]
        groups: defaultdict[Key, list[Row]] = defaultdict(list)
        for row in self._completed(typed.rows(case.cells.alike(places, zeros)), case):
            if row.fault is None:
                groups[key_of(self.contract, self.contract.keys, row.values)].append(row)
        return {
            row.line: ([one.line for one in rows[:3]], all(one.values == rows[0].values for one in rows))
            for rows in groups.values()
            if len(rows) > 1
            for row in rows
        }

    def _verdicts(self, reader: Reader, case: Case, rows: Sequence[Row], repeats: Repeats) -> list[Verdict]:
        sound = [row for row in rows if row.fault is None]
        keys = {row.line: key_of(self.contract, self.contract.keys, row.values) for row in sound}
        held = held_records(reader, self.contract, keys.values())
        unknown = self._unknown(reader, sound)
        self.rules.look(reader, case, sound)
        return [
            self._verdict(row, case, keys.get(row.line, ()), held, unknown.get(row.line), repeats)
            for row in rows
        ]

    def _verdict(
        self,
        row: Row,
        case: Case,
        key: Key,
        held: Held,
        unknown: Fault | None,
        repeats: Repeats,
    ) -> Verdict:
        fault = row.fault or unknown
        lines, agree = repeats.get(row.line, ((row.line,), True))
        named = " / ".join(filter(None, key))
        if fault is None and not agree:
            where = " and ".join(f"line {line}" for line in lines[:3])
            fault = Fault(
                self.contract.keys[0], named, f"{where} say different things about {named}: keep one"
            )
        if fault:
            return rejected(row.line, fault)
        if row.line != lines[0]:
            return Verdict(row.line, Outcome.UNCHANGED, f"the same as line {lines[0]}")
        return self._decided(row, case, held.get(key))

    def _decided(self, row: Row, case: Case, before: dict[str, Any] | None) -> Verdict:
        given = row.values
        if None in given.values():
            given = {
                name: self._default(name, case, before) if value is None else value
                for name, value in given.items()
            }
        record = {**(before or self._base), **given}
        record |= {name: None for name, value in given.items() if value is UNKNOWN}
        if before is not None:
            record |= {name: before[name] for name in self.contract.keys}
        fault = self.rules.fault(record, before, case)
        if fault:
            return rejected(row.line, fault)
        if before is None:
            new = f"new {self.contract.one}"
            return Verdict(row.line, Outcome.CREATED, new, recorded=True, record=packed(record))
        if record == before:
            return Verdict(row.line, Outcome.UNCHANGED, "the store says the same")
        changed = [one for one in self.contract.fields if record[one.name] != before[one.name]]
        why = ", ".join(
            f"{one.label} {shown(before[one.name])} → {shown(record[one.name])}" for one in changed
        )
        return Verdict(
            row.line, Outcome.UPDATED, why, recorded=True, record=packed(record), before=packed(before)
        )

    def _default(self, name: str, case: Case, before: Mapping[str, Any] | None) -> Any:
        one: Field = self.contract.field(name)
        if one.default == AS_OF:
            return case.as_of if before is None else before[name]
        return one.default

    def _unknown(self, reader: Reader, rows: Sequence[Row]) -> dict[int, Fault]:
        """What each row refers to and the store does not have."""
        faults: dict[int, Fault] = {}
        for reference in self.contract.references:
            other = KINDS[reference.kind]
            named = {
                row.line: key_of(other, other.keys, dict(zip(other.keys, said, strict=True)))
                for row in rows
                for said in ([row.values.get(name) for name in reference.fields],)
                if any(said)
            }
            known = held_records(reader, other, named.values())
            for row in rows:
                key = named.get(row.line)
                if key is not None and key not in known:
                    named_so = " / ".join(str(row.values.get(name) or "?") for name in reference.fields)
                    why = f"no {other.one} {named_so} in the store: load {other.title.lower()} first"
                    lacking(faults, row.line, Fault(reference.fields[0], named_so, why), reference.kind)
        return faults

    def write(self, changes: Changes, case: Case, written: Written) -> None:
        """Write every record that is new or changed."""
        writer = changes.writer
        low = done = 0
        while rows := writer.rows("records_to_write", draft=case.draft, after=low, count=RECORDS_A_STEP):
            self.put(changes, [unpacked(self.contract, row[1]) for row in rows])
            low, done = rows[-1][0], done + len(rows)
            written(done)
        if done and self.contract.kind in affected.KINDS:
            affected.follow(changes)

    def put(self, changes: Changes, records: Sequence[Mapping[str, Any]]) -> None:
        """Write records as they are given."""
        writer = changes.writer
        first = writer.numbers("id", len(records))[0]
        table = table_of(self.contract, records)
        writer.with_rows(statement_of("load", self.contract.kind), table, first=first)

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Undo what an import wrote; ``Conflict`` where a record changed or is used since."""
        writer, after, touched = changes.writer, 0, 0
        while rows := writer.rows("records_of_import", id=import_id, after=after, count=RECORDS_A_STEP):
            written = [unpacked(self.contract, row[1]) for row in rows]
            self._must_stand(writer, written, import_id)
            made = [record for record, row in zip(written, rows, strict=True) if row[2] is None]
            self.remove(changes, made, import_id)
            before = [unpacked(self.contract, row[2]) for row in rows if row[2] is not None]
            if before:
                self.put(changes, before)
            after, touched = rows[-1][0], touched + len(rows)
        return touched

    def _must_stand(self, writer: Writer, written: Sequence[Mapping[str, Any]], import_id: int) -> None:
        keys = [key_of(self.contract, self.contract.keys, record) for record in written]
        held = held_records(writer, self.contract, keys)
        for key, record in zip(keys, written, strict=True):
            if not self.stands(held.get(key), record):
                raise Conflict(
                    f"Import {import_id} cannot be undone: {self.contract.one} {' / '.join(key)} "
                    "changed since. Correct it by hand."
                )

    def stands(self, held: Mapping[str, Any] | None, written: Mapping[str, Any]) -> bool:
        """Whether a record is still as an import wrote it."""
        return held == written

    def remove(self, changes: Changes, made: Sequence[Mapping[str, Any]], import_id: int) -> None:
        """Take away records that an import made; ``Conflict`` where something refers to one."""
        if not made:
            return
        table = table_of(self.contract, made)
        used = changes.writer.with_rows(statement_of("used", self.contract.kind), table)
        if used:
            raise Conflict(
                f"Import {import_id} cannot be undone: {self.contract.one} {used[0][0]} is used by now. "
                "Undo or end what uses it first."
            )
        changes.writer.with_rows(statement_of("remove", self.contract.kind), table)


def lacking(faults: dict[int, Fault], line: int, fault: Fault, kind: str) -> None:
    """Note that a row needs a record of a kind, named by the fault's value; the first fault is said."""
    lacks = ((kind, fault.value or ""),)
    first = faults.get(line)
    faults[line] = replace(first or fault, lacks=(*(first.lacks if first else ()), *lacks))


def held_records(reader: Reader, contract: Contract, keys: Iterable[Key]) -> Held:
    """The records that the store holds under some keys, with the contract's fields."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    columns = list(zip(*wanted, strict=True))
    incoming = pa.table(
        {
            name: _keys(contract.field(name), column)
            for name, column in zip(contract.keys, columns, strict=True)
        }
    )
    found = reader.with_rows(statement_of("held", contract.kind), incoming)
    records = [dict(zip(contract.names, row, strict=True)) for row in found]
    return {key_of(contract, contract.keys, record): record for record in records}


def _keys(one: Field, texts: Sequence[str]) -> pa.Array:
    return pa.array(texts, type=pa.string())


def shown(value: Any) -> str:
    """A value in a sentence."""
    if isinstance(value, Decimal):
        return units(value)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, (bool, date)):
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return f"'{value}'" if value else "nothing"
