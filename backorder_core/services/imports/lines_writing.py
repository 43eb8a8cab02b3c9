"""Write what an open-PO report says in its order: lines, terms, receipts, dates; and take it back."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from backorder_core.domain import intake
from backorder_core.domain.errors import Conflict
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.open_orders import NOT_GIVEN
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Outcome
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.imports import late_lines
from backorder_core.services.imports.case import Case, Written
from backorder_core.services.imports.records import held_records
from backorder_core.services.imports.typing_rows import Key
from backorder_core.services.imports.verdicts import packed
from backorder_core.services.receipts import Receipt, receive_in
from backorder_core.services.states import load_demands
from backorder_core.store import Reader, Writer
from backorder_core.store.session import read_settings

LINES_A_STEP = 2_000
MISSING = "Missing from the open-PO report"
SITUATION = (
    *("id", "po_number", "po_line", "supplier", "product", "ordered", "received", "cancelled", "unit_cost"),
    *("order_date", "original_due", "eta", "eta_confirmed_on", "allocated", "backorder_id", "number"),
    *(
        "backorder_open",
        "changed_on",
        "supplier_id",
        "supplier_name",
        "product_id",
        "product_name",
        "version",
    ),
)
NEW = ("po_number", "po_line", "product", "ordered", "supplier_name", "product_name")
NEW_LINES = pa.schema(
    [
        ("po_number", pa.string()),
        ("po_line", pa.string()),
        ("supplier", pa.string()),
        ("product", pa.string()),
        ("ordered", pa.decimal128(18, 3)),
        ("unit_cost", pa.decimal128(18, 4)),
        ("order_date", pa.date32()),
        ("original_due", pa.date32()),
    ]
)
TERMS = pa.schema(
    [
        ("id", pa.int64()),
        ("supplier", pa.string()),
        ("ordered", pa.decimal128(18, 3)),
        ("unit_cost", pa.decimal128(18, 4)),
    ]
)


@dataclass(frozen=True)
class Plan:
    """What a row of the report does to its line; units in ``received`` arrived since the last report."""

    received: Decimal
    received_on: date
    eta: date | None
    moved: bool
    close: bool
    reason: str

    def packed_with(self, record: Mapping[str, Any]) -> str:
        """The plan and what else the row writes, as one text."""
        return packed({**record, **{f"plan_{name}": value for name, value in vars(self).items()}})


def _plan(said: Mapping[str, Any]) -> Plan:
    eta = said["plan_eta"]
    return Plan(
        Decimal(said["plan_received"]),
        date.fromisoformat(said["plan_received_on"]),
        date.fromisoformat(eta) if eta else None,
        said["plan_moved"],
        said["plan_close"],
        said["plan_reason"],
    )


@dataclass(frozen=True)
class PlannedRow:
    """What a row says of a PO line, and what it does to it."""

    key: Key
    created: bool
    said: Mapping[str, Any]
    plan: Plan


class LineWriter:
    """Writes the verdicts of an open-PO report and takes them back."""

    def write(self, changes: Changes, case: Case, written: Written) -> None:
        """Write everything that the verdicts say, and what is missing where that is to be closed."""
        writer = changes.writer
        missing = self.missing(writer, case) if case.options.answers.get("missing") == "close" else []
        after = done = 0
        while found := writer.rows("lines_to_write", draft=case.draft, after=after, count=LINES_A_STEP):
            rows = [plan_of(one) for one in found]
            bring(changes, [row.said for row in rows])
            make_lines(writer, [row.said for row in rows if row.created])
            self._change_terms(writer, [row.said for row in rows if not row.created])
            _receive(changes, rows)
            date_lines(changes, case, {row.key: row.plan for row in rows if row.plan.moved or row.plan.close})
            after, done = found[-1][0], done + len(found)
            written(done)
        for row in missing:
            plan = Plan(ZERO, case.as_of, None, False, True, MISSING)
            date_lines(changes, case, {(row["po_number"], row["po_line"].lstrip("0")): plan})
        writer.run("confirm_lines_of_file", draft=case.draft, on=changes.on)

    def missing(self, reader: Reader, case: Case) -> list[dict[str, Any]]:
        """Open lines that the report lacks, of the suppliers of whom it has lines that were known before."""
        named = pa.table({name: case.cells.text(case.positions[name]) for name in ("po_number", "po_line")})
        found = reader.with_rows("lines_missing_from_report", named, as_of=case.as_of)
        return [dict(zip(("po_number", "po_line"), row, strict=True)) for row in found]

    @staticmethod
    def _change_terms(writer: Writer, records: Sequence[Mapping[str, Any]]) -> None:
        changed = [
            one
            for one in records
            if len(TERMS.names) > sum(one.get(name) is None for name in TERMS.names) + 1
        ]
        if changed:
            writer.with_rows("change_terms", _table(TERMS, changed))
            writer.run("drop_loose_beyond", ids=[one["id"] for one in changed])

    def take_back(self, changes: Changes, import_id: int) -> int:
        """Undo receipts, terms and new lines; every undo puts back backorders and the dates of lines."""
        writer = changes.writer
        take_back_receipts(writer, import_id)
        rows = writer.rows("records_of_import", id=import_id, after=0, count=2**40)
        before = [{"id": json.loads(row[1])["id"], **json.loads(row[2])} for row in rows if row[2]]
        if before:
            writer.with_rows("change_terms", _table(TERMS, before))
        used = writer.one("used_lines_of_import", id=import_id)
        if used is not None:
            raise Conflict(
                f"Import {import_id} cannot be undone: PO line {used[0]} is used by now. "
                "Undo or end what uses it first."
            )
        for row in writer.dicts("lines_made_by_import", id=import_id):
            gone = PoLine(**row)
            changes.enter("removed", "po_line", gone.id, gone.version + 1, gone.as_text(), {})
        writer.run("remove_lines_of_import", id=import_id)
        for kind in ("suppliers", "products"):
            writer.run(f"remove_made_{kind}", id=import_id)
        return len(rows)


def bring(changes: Changes, records: Sequence[Mapping[str, Any]]) -> None:
    """Make the suppliers and products that the rows name and the store does not have."""
    writer = changes.writer
    for field, kind in (("supplier", "suppliers"), ("product", "products")):
        named = {one[field]: one.get(f"{field}_name") or one[field] for one in records if one.get(field)}
        known = held_records(writer, KINDS[kind], [(code,) for code in named])
        made = {code: name for code, name in named.items() if (code,) not in known}
        if made.pop(NOT_GIVEN, None) and writer.one("supplier_by_code", code=NOT_GIVEN) is None:
            made[NOT_GIVEN] = "Supplier not given"
        if not made:
            continue
        extra = {"suppliers": {"buyer": ""}, "products": {"category": "Other"}}[kind]
        rows = [{"code": code, "name": name, **extra} for code, name in made.items()]
        first = writer.numbers("id", len(rows))[0]
        writer.with_rows(f"load_{kind}", pa.Table.from_pylist(rows), first=first)
        for code in made:
            changes.add("append_import_made", {"import_id": changes.import_id, "kind": kind, "code": code})


def make_lines(writer: Writer, records: Sequence[Mapping[str, Any]]) -> None:
    """Make the PO lines that the rows bring."""
    if records:
        first = writer.numbers("id", len(records))[0]
        writer.with_rows("load_po_lines", _table(NEW_LINES, records), first=first)


def take_back_receipts(writer: Writer, import_id: int) -> None:
    """Undo the receipts of an import; every undo puts back what they did to PO lines and backorders."""
    for name in ("take_back_allocations", "remove_import_allocations", "remove_receipts_of_import"):
        writer.run(name, id=import_id)


def situations(reader: Reader, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """How the lines of some keys stand: their terms, quantities and open backorder."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    numbers, lines = zip(*wanted, strict=True)
    asked = pa.table({"po_number": list(numbers), "po_line": list(lines)})
    rows = [dict(zip(SITUATION, row, strict=True)) for row in reader.with_rows("line_situations", asked)]
    return {(row["po_number"], row["po_line"].lstrip("0")): row for row in rows}


def plan_of(found: Sequence[Any]) -> PlannedRow:
    """A row of ``lines_to_write`` with its plan."""
    said = json.loads(found[1])
    return PlannedRow(
        (found[2], found[3].lstrip("0")), found[4] == Outcome.CREATED and "id" not in said, said, _plan(said)
    )


def _table(schema: pa.Schema, records: Sequence[Mapping[str, Any]]) -> pa.Table:
    columns = []
    for field in schema:
        values = [record.get(field.name) for record in records]
        if pa.types.is_decimal(field.type):
            values = [None if value is None else Decimal(value) for value in values]
        if pa.types.is_date(field.type):
            values = [None if value is None else date.fromisoformat(value) for value in values]
        columns.append(pa.array(values, type=field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _receive(changes: Changes, rows: Sequence[PlannedRow]) -> None:
    arrived = [
        Receipt(row.key[0], row.key[1], row.plan.received, row.plan.received_on)
        for row in rows
        if row.plan.received > 0
    ]
    if arrived:
        booked = Changes(changes.writer, changes.actor, changes.on, changes.import_id)
        receive_in(booked, arrived)
        booked.flush()


def date_lines(
    changes: Changes, case: Case, plans: Mapping[Key, Plan], only: Container[Outcome] = tuple(Outcome)
) -> int:
    """Judge the dates of lines as they stand now, and write what follows of the outcomes in ``only``.

    Returns how many backorders that made.
    """
    if not plans:
        return 0
    writer = changes.writer
    version, settings = read_settings(writer)
    lines = situations(writer, plans)
    demands = load_demands(writer, [line["id"] for line in lines.values()])
    dated = Changes(writer, changes.actor, changes.on, changes.import_id)
    ending: dict[Outcome, list[late_lines.Row]] = {outcome: [] for outcome in Outcome}
    for key, plan in plans.items():
        line = lines[key]
        decision = _decision(line, plan, demands.get(line["id"], ()), case.as_of, settings)
        if plan.close and decision.outcome is Outcome.NOT_NEEDED:
            _cancel_rest(dated, line)
            continue
        if decision.outcome not in only:
            continue
        ending[decision.outcome].append(
            {
                **line,
                "po_line_id": line["id"],
                "supplier": line["supplier_name"],
                "new_eta": plan.eta,
                "quantity": decision.quantity,
                "words": plan.reason,
                "reason": decision.reason,
            }
        )
    late_lines.create(dated, ending[Outcome.CREATED], settings, version, case.file_name)
    late_lines.update(dated, ending[Outcome.UPDATED], settings, version, case.file_name)
    late_lines.note(dated, ending[Outcome.NOT_NEEDED])
    dated.flush()
    return len(ending[Outcome.CREATED])


def _decision(
    line: Mapping[str, Any], plan: Plan, demands: tuple[Any, ...], as_of: date, settings: Settings
) -> intake.Decision:
    situation = intake.LineSituation(
        po_number=line["po_number"],
        po_line=line["po_line"],
        order_date=line["order_date"],
        original_due=line["original_due"],
        eta=line["eta"],
        ordered=line["ordered"],
        received=line["received"],
        cancelled=line["cancelled"],
        demands=demands,
        has_open_backorder=line["backorder_id"] is not None,
        backorder_open=line["backorder_open"] or ZERO,
    )
    return intake.decide(situation, intake.DelayReport(plan.eta, None, plan.reason), as_of, settings)


def _cancel_rest(changes: Changes, line: Mapping[str, Any]) -> None:
    before = PoLine.of(line)
    rest = line["ordered"] - line["received"] - line["cancelled"]
    if rest > 0:
        changes.change_po_line(before, replace(before, cancelled=before.cancelled + rest), "closed short")
