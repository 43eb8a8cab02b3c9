"""Give every row of a staged delay file its verdict: what it would do and why, or why it is rejected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backorder_core.domain import intake
from backorder_core.domain.contracts import looks_like_damaged_id
from backorder_core.domain.priority import Demand
from backorder_core.domain.rows import not_a_record
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import ZERO, Outcome
from backorder_core.services.imports.bringing import Brought
from backorder_core.services.imports.typing_rows import Key, misfit
from backorder_core.services.imports.verdicts import Verdict


@dataclass(frozen=True)
class Judge:
    """What the verdicts of one file depend on besides the row itself.

    ``needed`` are the places, from 0, of the cells that every record fills. ``repeats`` holds, by number
    and line of the PO, the rows that name it and whether they agree; ``seen_before`` means that this very
    file was applied already, so it confirms nothing.
    """

    headers: Sequence[str]
    needed: Sequence[int]
    as_of: date
    settings: Settings
    repeats: Mapping[Key, tuple[tuple[int, ...], bool]]
    seen_before: bool

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.headers)

    def verdict(self, row: Mapping[str, Any], demands: tuple[Demand, ...]) -> Verdict:
        """The verdict on one staged row (a row of ``staging.delays``).

        A row that may be no record has its texts under ``cells``. One that brings its own PO line has that
        under ``brought``, or under ``lacking`` why it does not.
        """
        return self._malformed(row) or self._repeated(row) or self._decided(row, demands)

    def _malformed(self, row: Mapping[str, Any]) -> Verdict | None:
        none = not_a_record(row["cells"], self.needed, self.headers) if "cells" in row else None
        if row["width"] != self.width:
            return _rejected(row, None, None, none or misfit(row["width"], self.width))
        for column in ("po_number", "po_line"):
            fault = none or "it is empty" if row[column] is None else looks_like_damaged_id(row[column])
            if fault:
                return _rejected(row, column, row[column] or "", fault)
        return self._unusable(row)

    def _unusable(self, row: Mapping[str, Any]) -> Verdict | None:
        named = f"{row['po_number']} / {row['po_line']}"
        column, value, fault = "new_eta", row["eta_text"] or "", row["eta_problem"]
        if row["po_line_id"] is None and row.get("brought") is None:
            column, value = "po_number", named
            fault = f"no PO line {named} in the store: load its purchase order first"
            if lacking := row.get("lacking"):
                column, value = lacking.column, lacking.value
                fault = f"no PO line {named} in the store, and the row cannot bring it: {lacking.reason}"
        elif fault is None and row["quantity_problem"]:
            column, value, fault = "quantity", row["quantity_text"], row["quantity_problem"]
        elif fault is None and row["changed_on"] is not None and row["changed_on"] > self.as_of:
            fault = (
                f"{row['backorder_number']} already changed on {row['changed_on']}, "
                f"after this file's date {self.as_of}"
            )
        lacks = [("po-lines", named)] if row["po_line_id"] is None and row.get("brought") is None else []
        return _rejected(row, column, value, fault, json.dumps(lacks)) if fault else None

    def _repeated(self, row: Mapping[str, Any]) -> Verdict | None:
        lines, agree = self.repeats.get((row["po_number"], row["po_line"].lstrip("0")), ((), True))
        if not agree:
            where = " and ".join(f"line {line}" for line in lines[:3])
            named = f"{row['po_number']} / {row['po_line']}"
            return _rejected(row, "po_number", named, f"{where} say different things about {named}: keep one")
        if lines and row["line"] != lines[0]:
            return Verdict(
                line=row["line"],
                outcome=Outcome.UNCHANGED,
                reason=f"the same as line {lines[0]}",
                po_line_id=row["po_line_id"],
                backorder_id=row["backorder_id"],
            )
        return None

    def _decided(self, row: Mapping[str, Any], demands: tuple[Demand, ...]) -> Verdict:
        line = intake.LineSituation(
            po_number=row["po_number"],
            po_line=row["po_line"],
            order_date=row["order_date"],
            original_due=row["original_due"],
            eta=row["eta"],
            ordered=row["ordered"],
            received=row["received"],
            cancelled=row["cancelled"],
            demands=demands,
            has_open_backorder=row["backorder_id"] is not None,
            backorder_open=row["backorder_open"] or ZERO,
        )
        report = intake.DelayReport(row["new_eta"], row["quantity"], row["words"])
        decision = intake.decide(line, report, self.as_of, self.settings)
        brought: Brought | None = row.get("brought")
        if decision.outcome is not Outcome.REJECTED and brought is not None:
            return brought.verdict(row, decision.reason)
        if decision.outcome is Outcome.REJECTED:
            text = row["quantity_text"] if decision.column == "quantity" else row["eta_text"]
            return _rejected(row, decision.column, text, decision.reason)
        return Verdict(
            line=row["line"],
            outcome=decision.outcome,
            reason=decision.reason,
            po_line_id=row["po_line_id"],
            backorder_id=row["backorder_id"],
            new_eta=row["new_eta"],
            quantity=decision.quantity,
            words="; ".join(part for part in (row["words"], row["note"]) if part),
            recorded=self._writes(decision.outcome, row),
        )

    def _writes(self, outcome: Outcome, row: Mapping[str, Any]) -> bool:
        if outcome is Outcome.UNCHANGED:
            heard = row["confirmed_on"]
            return not self.seen_before and (heard is None or heard < self.as_of)
        if outcome is Outcome.NOT_NEEDED:
            return bool(row["ordered"] > row["received"] + row["cancelled"])
        return True


def _rejected(
    row: Mapping[str, Any], column: str | None, value: str | None, why: str, lacks: str | None = None
) -> Verdict:
    about = (row["po_line_id"], row["backorder_id"])
    return Verdict(row["line"], Outcome.REJECTED, why, column, value, *about, lacks=lacks)
