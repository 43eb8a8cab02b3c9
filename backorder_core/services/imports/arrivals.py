"""Receipts in a file: each is booked once, and shared out as by hand (RULES, Partial fulfilment)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain.kinds.orders import RECEIPTS
from backorder_core.domain.values import Outcome, units
from backorder_core.services.changes import Changes
from backorder_core.services.imports.case import Case
from backorder_core.services.imports.lines_writing import situations, take_back_receipts
from backorder_core.services.imports.records import RecordMachine, Repeats
from backorder_core.services.imports.typing_rows import Fault, Key, Row
from backorder_core.services.imports.verdicts import Verdict, packed, rejected
from backorder_core.services.receipts import Receipt, receive_in
from backorder_core.store import Reader

ZERO = Decimal(0)


class ReceiptMachine(RecordMachine):
    """Books receipts; a receipt that is booked already is left alone."""

    def __init__(self) -> None:
        super().__init__(RECEIPTS)
        self._lines: dict[Key, dict[str, Any]] = {}
        self._taken: defaultdict[Key, Decimal] = defaultdict(Decimal)
        self._reported: dict[Key, list[tuple[date, Decimal]]] = {}
        self._matched: defaultdict[Key, Decimal] = defaultdict(Decimal)

    def _verdicts(self, reader: Reader, case: Case, rows: Sequence[Row], repeats: Repeats) -> list[Verdict]:
        keys = [_line(row.values) for row in rows if row.fault is None]
        self._lines |= situations(reader, keys)
        self._look_at_reports(reader, keys)
        return super()._verdicts(reader, case, [self._dated(row, case) for row in rows], repeats)

    @staticmethod
    def _dated(row: Row, case: Case) -> Row:
        if row.fault is None:
            row.values["receipt"] = row.values.get("receipt") or ""
            row.values["received_on"] = row.values.get("received_on") or case.as_of
        return row

    def _decided(self, row: Row, case: Case, before: dict[str, Any] | None) -> Verdict:
        said = row.values
        if said["received_on"] > case.as_of:
            why = f"{said['received_on']} is after this file's date {case.as_of}"
            return rejected(row.line, Fault("received_on", str(said["received_on"]), why))
        if before is not None:
            return self._again(row, before)
        key = _line(said)
        if self._counted(key, said):
            why = f"the open-PO report counts these {units(said['quantity'])} units already"
            return Verdict(row.line, Outcome.NOT_NEEDED, why)
        taken = min(said["quantity"], self._room(key))
        if taken <= 0:
            return Verdict(row.line, Outcome.NOT_NEEDED, "nothing of this PO line is open any more")
        self._taken[key] += taken
        over = said["quantity"] - taken
        beyond = f", {units(over)} beyond what is ordered are not booked" if over else ""
        record = packed({**self._base, **said, "quantity": taken})
        return Verdict(
            row.line, Outcome.CREATED, f"{units(taken)} received{beyond}", recorded=True, record=record
        )

    def _room(self, key: Key) -> Decimal:
        """Units of a line that may still arrive."""
        line = self._lines[key]
        return Decimal(line["ordered"] - line["received"] - line["cancelled"] - self._taken[key])

    def _look_at_reports(self, reader: Reader, keys: Sequence[Key]) -> None:
        new = [key for key in dict.fromkeys(keys) if key not in self._reported]
        numbers, lines = [key[0] for key in new], [key[1] for key in new]
        self._reported |= {key: [] for key in new}
        for number, line, as_of, received in reader.rows("received_by_reports", numbers=numbers, lines=lines):
            self._reported[number, line].append((as_of, received))

    def _counted(self, key: Key, said: Mapping[str, Any]) -> bool:
        """Whether an open-PO report of a later day than the receipt has its units in its own sum."""
        told = sum((units for day, units in self._reported[key] if day > said["received_on"]), ZERO)
        if said["quantity"] > told - self._matched[key]:
            return False
        self._matched[key] += said["quantity"]
        return True

    def _again(self, row: Row, before: Mapping[str, Any]) -> Verdict:
        booked, said = before["quantity"], row.values["quantity"]
        capped = said > booked and self._room(_line(row.values)) <= 0
        if booked == said or capped:
            return Verdict(row.line, Outcome.UNCHANGED, "this receipt is booked already")
        numbered = row.values["receipt"] or f"of {before['received_on']} without a number"
        why = f"receipt {numbered} is booked with {units(booked)} units: give each receipt its own number"
        return rejected(row.line, Fault("quantity", units(said), why))

    def put(self, changes: Changes, records: Sequence[Mapping[str, Any]]) -> None:
        """Book receipts, those of one PO line one after the other."""
        waiting = list(records)
        while waiting:
            now: dict[Key, Mapping[str, Any]] = {}
            later = []
            for record in waiting:
                key = _line(record)
                if key in now:
                    later.append(record)
                else:
                    now[key] = record
            booked = Changes(changes.writer, changes.actor, changes.on, changes.import_id)
            receive_in(booked, [_receipt(key, record) for key, record in now.items()])
            booked.flush()
            waiting = later

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Undo the receipts of an import."""
        rows = changes.writer.rows("records_of_import", id=import_id, after=0, count=2**40)
        take_back_receipts(changes.writer, import_id)
        return len(rows)


def _line(said: Mapping[str, Any]) -> Key:
    return said["po_number"], said["po_line"].lstrip("0")


def _receipt(key: Key, record: Mapping[str, Any]) -> Receipt:
    number, line = key
    document = record["receipt"] or ""
    return Receipt(number, line, record["quantity"], record["received_on"], document=document)
