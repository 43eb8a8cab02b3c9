"""PO lines that a delay file brings along, because the store does not know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backorder_core.domain.kinds import KINDS
from backorder_core.domain.open_orders import NOT_GIVEN
from backorder_core.domain.values import ZERO, Outcome
from backorder_core.services.changes import Changes
from backorder_core.services.imports.case import Case, Written
from backorder_core.services.imports.lines_writing import NEW, Plan, bring, date_lines, make_lines, plan_of
from backorder_core.services.imports.records import held_records
from backorder_core.services.imports.typing_rows import Fault, Key, Row, Typed
from backorder_core.services.imports.verdicts import Verdict
from backorder_core.store import Reader

LINES_A_STEP = 2_000


@dataclass(frozen=True)
class Brought:
    """A PO line as a row of a delay file tells it; ``as_of`` is the file's business date."""

    record: Mapping[str, Any]
    as_of: date

    def situation(self) -> dict[str, Any]:
        """The line as it would stand before the delay, in the words of a staged row."""
        due = self.record["original_due"]
        terms = {name: self.record[name] for name in ("order_date", "original_due", "ordered")}
        return {**terms, "eta": due, "received": ZERO, "cancelled": ZERO, "brought": self}

    def verdict(self, row: Mapping[str, Any], why: str) -> Verdict:
        """The verdict on the row: nobody waits for a line that is new, so it needs no backorder."""
        eta = row["new_eta"]
        words = "; ".join(part for part in (row["words"], row["note"]) if part)
        plan = Plan(ZERO, self.as_of, eta, eta != self.record["original_due"], False, words)
        reason = f"brings the PO line; {why}"
        return Verdict(
            row["line"],
            Outcome.NOT_NEEDED,
            reason,
            new_eta=eta,
            words=words,
            recorded=True,
            record=plan.packed_with(self.record),
        )


class Bringing:
    """Finds what the rows of one delay file bring, and counts it."""

    def __init__(self, case: Case) -> None:
        self._case, self._typed = case, Typed(case)
        self._lines: set[Key] = set()
        self._named: dict[str, set[str]] = {"suppliers": set(), "products": set()}

    def complete(self, rows: Sequence[dict[str, Any]]) -> None:
        """Give each row whose PO line is not known the line that it brings, or why it cannot."""
        unknown = {row["line"]: row for row in rows if row["po_line_id"] is None}
        if not unknown:
            return
        for row in self._typed.rows(self._case.cells.at(unknown)):
            fault = row.fault or self._fault(row)
            if fault:
                unknown[row.line]["lacking"] = fault
                continue
            brought = Brought(self._record(row), self._case.as_of)
            unknown[row.line] |= brought.situation()

    def _fault(self, row: Row) -> Fault | None:
        said = row.values
        for name in ("product", "original_due"):
            if said.get(name) is None:
                return Fault(name, "", f"'{name}' is empty or no column of the file")
        if said.get("ordered") is None and said.get("quantity") is None:
            return Fault("ordered", "", "neither 'ordered' nor 'quantity' says how many units it has")
        ordered_on = said.get("order_date")
        if ordered_on is not None and said["original_due"] < ordered_on:
            due = said["original_due"]
            return Fault("original_due", str(due), f"{due} is before its order date {ordered_on}")
        return None

    def _record(self, row: Row) -> dict[str, Any]:
        said, as_of = row.values, self._case.as_of
        first = min(said["original_due"], as_of)
        eta = said.get("new_eta")
        return {
            **{name: said.get(name) for name in NEW},
            "supplier": said.get("supplier") or NOT_GIVEN,
            "ordered": said.get("ordered") or said["quantity"],
            "unit_cost": said.get("unit_cost") or ZERO,
            "order_date": said.get("order_date") or (min(first, eta) if isinstance(eta, date) else first),
            "original_due": said["original_due"],
        }

    def count(self, verdicts: Iterable[tuple[Mapping[str, Any], Verdict]]) -> None:
        """Remember what the rows that are not rejected bring."""
        for row, verdict in verdicts:
            brought = row.get("brought")
            if brought is not None and verdict.record is not None:
                self._lines.add((row["po_number"], row["po_line"].lstrip("0")))
                self._named["products"].add(brought.record["product"])
                self._named["suppliers"].add(brought.record["supplier"])

    def notes(self, reader: Reader) -> tuple[str, ...]:
        """How much the file brings that the store does not know, in one sentence."""
        if not self._lines:
            return ()
        parts = [_counted(len(self._lines), "PO line", "PO lines")]
        for kind, codes in self._named.items():
            asked = codes - {NOT_GIVEN}
            new = len(asked) - len(held_records(reader, KINDS[kind], [(code,) for code in asked]))
            parts += [_counted(new, KINDS[kind].one, KINDS[kind].title.lower())] if new else []
        named = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
        return (f"Brings {named} that the store does not know.",)


def _counted(size: int, one: str, many: str) -> str:
    return f"{size:,} {one if size == 1 else many}"


def write_brought(changes: Changes, case: Case, written: Written) -> None:
    """Make the PO lines that the verdicts bring, with their suppliers and products, and note their delays."""
    writer, after, done = changes.writer, 0, 0
    while found := writer.rows("lines_to_write", draft=case.draft, after=after, count=LINES_A_STEP):
        rows = [plan_of(one) for one in found]
        bring(changes, [row.said for row in rows])
        make_lines(writer, [row.said for row in rows])
        date_lines(changes, case, {row.key: row.plan for row in rows if row.plan.moved})
        after, done = found[-1][0], done + len(found)
        written(done)
