"""The open-PO report of each morning: new lines, receipts, changed dates, lines closed or missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from backorder_core.domain import fulfilment, intake, priority
from backorder_core.domain.errors import NeedsAnswer
from backorder_core.domain.header_words_master import SUPPLIER_AND_NAME
from backorder_core.domain.headers import is_one_of
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.orders import PO_LINES
from backorder_core.domain.open_orders import (
    NOT_GIVEN,
    KnownLine,
    LineState,
    SaidLine,
    arriving,
    contradiction,
    date_of,
    received_of,
    supplier_of,
)
from backorder_core.domain.priority import Demand
from backorder_core.domain.values import ZERO, Outcome, Policy, units
from backorder_core.services.imports.case import Case, Progress
from backorder_core.services.imports.lines_writing import NEW, LineWriter, Plan, situations
from backorder_core.services.imports.records import RecordMachine, Repeats, held_records, lacking, shown
from backorder_core.services.imports.typing_rows import Fault, Row, key_of
from backorder_core.services.imports.verdicts import Verdict, packed, rejected
from backorder_core.services.states import load_demands
from backorder_core.store import Reader

CLOSED = {LineState.CLOSED: "Closed", LineState.CANCELLED: "Cancelled"}
KNOWN = ("supplier", "product", "ordered", "received", "cancelled", "allocated")
TERMS = ("supplier", "ordered", "unit_cost")
EXAMPLES = 3


class LineMachine(LineWriter, RecordMachine):
    """Judges the rows of an open-PO report against the lines as they stand (RULES, Intake, ETA updates)."""

    def __init__(self) -> None:
        super().__init__(PO_LINES)
        self._demands: dict[int, tuple[Demand, ...]] = {}
        self._loose: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
        self._closed: list[str] = []
        self._brought: dict[str, dict[str, str]] = {"suppliers": {}, "products": {}}

    def judge(self, reader: Reader, case: Case, progress: Progress | None) -> tuple[str, ...]:
        """Put a verdict for every staged row into staging; asks what the report leaves open."""
        super().judge(reader, case, progress)
        if self._closed and "closed" not in case.options.answers:
            raise NeedsAnswer(
                f"{_lines(self._closed)} closed or cancelled in the file with units still open: say whether "
                "nothing more will come (--closed close) or they stay open (--closed keep).",
                "closed",
                {"close": "Nothing more will come", "keep": "They stay open"},
            )
        return (*self._bringing(), *self._missing_notes(reader, case))

    def _bringing(self) -> Iterable[str]:
        for kind, codes in self._brought.items():
            if codes:
                one = KINDS[kind].one if len(codes) == 1 else KINDS[kind].title.lower()
                yield f"Brings {len(codes):,} {one} that the store does not know."

    def _missing_notes(self, reader: Reader, case: Case) -> Iterable[str]:
        missing = self.missing(reader, case)
        if not missing:
            return ()
        named = _lines([f"{row['po_number']} / {row['po_line']}" for row in missing])
        answer = case.options.answers.get("missing")
        if answer is None:
            raise NeedsAnswer(
                f"{named} open in the store and missing from the file, among the suppliers that it has: say "
                "whether nothing more will come (--missing close) or they stay open (--missing keep).",
                "missing",
                {"close": "Nothing more will come", "keep": "They stay open"},
            )
        return (f"{named} missing from the file: {'closed' if answer == 'close' else 'kept open'}.",)

    def _completed(self, rows: Sequence[Row], case: Case) -> Sequence[Row]:
        if not is_one_of(case.mapping.get("supplier", ""), SUPPLIER_AND_NAME):
            return rows
        return [_parted(row) if row.values.get("supplier") else row for row in rows]

    def _verdicts(self, reader: Reader, case: Case, rows: Sequence[Row], repeats: Repeats) -> list[Verdict]:
        sound = [row for row in rows if row.fault is None]
        keys = {row.line: key_of(self.contract, self.contract.keys, row.values) for row in sound}
        held = situations(reader, keys.values())
        ids = [one["id"] for one in held.values()]
        self._demands = load_demands(reader, ids) if ids else {}
        self._loose = defaultdict(dict)
        for line, order_line, quantity in reader.rows("loose_of_lines", ids=ids) if ids else ():
            self._loose[line][order_line] = quantity
        unknown = self._unknown_names(reader, case, sound)
        return [
            self._verdict(row, case, keys.get(row.line, ()), held, unknown.get(row.line), repeats)
            for row in rows
        ]

    def _unknown_names(self, reader: Reader, case: Case, rows: Sequence[Row]) -> dict[int, Fault]:
        faults: dict[int, Fault] = {}
        for field, kind in (("supplier", "suppliers"), ("product", "products")):
            other = KINDS[kind]
            codes = {row.values[field] for row in rows if row.values.get(field) not in (None, NOT_GIVEN)}
            known = held_records(reader, other, [(code,) for code in codes])
            for row in rows:
                code = row.values.get(field)
                if code in (None, NOT_GIVEN) or (code,) in known:
                    continue
                if case.options.with_lines:
                    name = row.values.get(f"{field}_name")
                    self._brought[kind].setdefault(code, name or code)
                else:
                    why = (
                        f"no {other.one} {code} in the store: load {kind} first, or bring them with the lines"
                    )
                    lacking(faults, row.line, Fault(field, code, why), kind)
        return faults

    def _decided(self, row: Row, case: Case, before: dict[str, Any] | None) -> Verdict:
        said = row.values
        if (still_open := said.get("open")) is not None and still_open > said["ordered"]:
            why = f"{units(still_open)} open are more than the {units(said['ordered'])} ordered"
            return rejected(row.line, Fault("open", units(still_open), why))
        cancelled = before["cancelled"] if before else ZERO
        received = received_of(
            said.get("received"), still_open, said["ordered"], cancelled, said.get("status")
        )
        told = replace(row, values={**said, "received": received})
        return self._new(told, case) if before is None else self._known(told, case, before)

    def _new(self, row: Row, case: Case) -> Verdict:
        said = row.values
        eta = date_of(said.get("original_due"), said.get("eta"))
        due = said.get("original_due") or eta
        if due is None:
            why = "it is empty: a new line needs the date first promised"
            return rejected(row.line, Fault("original_due", "", why))
        ordered_on = said.get("order_date") or min(due, case.as_of)
        for name, day in (("original_due", due), ("eta", eta)):
            if day is not None and day < ordered_on:
                return rejected(
                    row.line, Fault(name, str(day), f"{day} is before its order date {ordered_on}")
                )
        arrived = arriving(ZERO, said["ordered"], ZERO, said.get("received"))
        close = self._closing(row, case, said["ordered"] - arrived)
        plan = Plan(arrived, _arrival(said, case), eta, eta != due, close, _words(said))
        record = {
            **{name: said.get(name) for name in NEW},
            "supplier": said.get("supplier") or NOT_GIVEN,
            "unit_cost": said.get("unit_cost") or ZERO,
            "order_date": ordered_on,
            "original_due": due,
        }
        why = _said_of_new(said, plan, due)
        packed_up = plan.packed_with(record)
        return Verdict(row.line, Outcome.CREATED, why, recorded=True, record=packed_up, words=plan.reason)

    def _known(self, row: Row, case: Case, line: dict[str, Any]) -> Verdict:
        said = row.values
        known = KnownLine(**{name: line[name] for name in KNOWN})
        wrong = contradiction(
            known, SaidLine(said.get("supplier"), said["product"], said["ordered"], said.get("received"))
        )
        if wrong:
            return rejected(
                row.line, Fault(wrong.column, shown(said.get(wrong.column)).strip("'"), wrong.reason)
            )
        if line["changed_on"] is not None and line["changed_on"] > case.as_of:
            on = line["changed_on"]
            why = f"{line['number']} already changed on {on}, after this file's date {case.as_of}"
            return rejected(row.line, Fault("po_number", said["po_number"], why))
        terms = {
            name: said[name] for name in TERMS if said.get(name) is not None and said[name] != line[name]
        }
        arrived = arriving(line["received"], said["ordered"], line["cancelled"], said.get("received"))
        after = self._after(line, terms, arrived, case)
        close = self._closing(row, case, after.ordered - after.received - after.cancelled)
        eta = None if close else date_of(said.get("original_due"), said.get("eta"))
        silent = not close and "eta" not in said and said.get("original_due") is None
        words = f"{CLOSED[said['status']]} in the open-PO report" if close else _words(said)
        report = intake.DelayReport(after.eta if silent else eta, None, words)
        decision = intake.decide(after, report, case.as_of, case.settings)
        if decision.outcome is Outcome.REJECTED:
            return rejected(row.line, Fault("eta", str(eta), decision.reason))
        still_open = after.ordered > after.received + after.cancelled
        moved = still_open and not close and report.new_eta != line["eta"]
        plan = Plan(arrived, _arrival(said, case), report.new_eta, moved, close, words)
        return self._judged(row, case, line, terms, plan, decision)

    def _judged(
        self,
        row: Row,
        case: Case,
        line: dict[str, Any],
        terms: Mapping[str, Any],
        plan: Plan,
        decision: intake.Decision,
    ) -> Verdict:
        parts = [
            f"{PO_LINES.field(name).label} {shown(line[name])} → {shown(value)}"
            for name, value in terms.items()
        ]
        parts += [f"{units(plan.received)} more received"] if plan.received else []
        parts += [decision.reason] if plan.moved or plan.close or not parts else []
        parts += _capped(row.values, line["received"] + plan.received)
        changed = bool(terms or plan.received)
        dated = decision.outcome if plan.moved or plan.close else Outcome.UNCHANGED
        outcome = dated if dated is Outcome.CREATED else Outcome.UPDATED if changed else dated
        heard = line["eta_confirmed_on"]
        again = not case.seen_before and (heard is None or heard < case.as_of)
        return Verdict(
            row.line,
            outcome,
            ", ".join(parts),
            po_line_id=line["id"],
            backorder_id=line["backorder_id"],
            new_eta=plan.eta,
            words=plan.reason,
            recorded=changed or plan.moved or plan.close or again,
            record=plan.packed_with({"id": line["id"], **terms})
            if changed or plan.moved or plan.close
            else None,
            before=packed({name: line[name] for name in terms}) if terms else None,
        )

    def _closing(self, row: Row, case: Case, left: Decimal) -> bool:
        state = row.values.get("status")
        if state not in CLOSED or left <= 0:
            return False
        self._closed.append(f"{row.values['po_number']} / {row.values['po_line']}")
        return case.options.answers.get("closed") == "close"

    def _kept(self, line: Mapping[str, Any], terms: Mapping[str, Any]) -> tuple[Demand, ...]:
        """Who waits for the line; a line that brings too few gives up what was allocated by rule."""
        demands, loose = self._demands.get(line["id"], ()), self._loose[line["id"]]
        promised = line["allocated"] + sum(loose.values(), ZERO)
        if promised <= terms.get("ordered", line["ordered"]) - line["cancelled"]:
            return demands
        return tuple(one for one in demands if one.order_line_id not in loose)

    def _after(
        self, line: Mapping[str, Any], terms: Mapping[str, Any], arrived: Decimal, case: Case
    ) -> intake.LineSituation:
        """How the line stands once the report's receipts are booked (services/receipts does the same)."""
        demands = self._kept(line, terms)
        short = line["backorder_open"] or ZERO
        covered = max(ZERO, sum((one.open_quantity for one in demands), ZERO) - short)
        left = max(ZERO, short - max(ZERO, arrived - covered))
        if arrived and line["backorder_id"] is None:
            delay = priority.delay(line["original_due"], line["eta"], case.as_of)
            waiting = [one for one in demands if one.open_quantity > 0]
            given = fulfilment.allocate(waiting, arrived, delay, case.settings, Policy.STRICT)
            got = {one.order_line_id: one.quantity for one in given}
            demands = tuple(
                replace(one, open_quantity=one.open_quantity - got.get(one.order_line_id, ZERO))
                for one in demands
            )
        elif arrived and not left:
            demands = ()
        return intake.LineSituation(
            po_number=line["po_number"],
            po_line=line["po_line"],
            order_date=line["order_date"],
            original_due=line["original_due"],
            eta=line["eta"],
            ordered=terms.get("ordered", line["ordered"]),
            received=line["received"] + arrived,
            cancelled=line["cancelled"],
            demands=demands,
            has_open_backorder=left > 0,
            backorder_open=left,
        )


def _parted(row: Row) -> Row:
    number, name = supplier_of(row.values["supplier"])
    named = {"supplier_name": row.values.get("supplier_name") or name or None}
    return replace(row, values={**row.values, **named, "supplier": number})


def _arrival(said: Mapping[str, Any], case: Case) -> date:
    on: date = said.get("received_on") or case.as_of
    return min(on, case.as_of)


def _words(said: Mapping[str, Any]) -> str:
    return str(said.get("reason") or "")


def _said_of_new(said: Mapping[str, Any], plan: Plan, due: date) -> str:
    parts = [f"new PO line, due {due}"]
    parts += [f"{units(plan.received)} received"] if plan.received else []
    parts += (
        [f"expected {plan.eta or 'on a date that nobody knows'}"] if plan.moved and not plan.close else []
    )
    parts += ["closed: nothing more will come"] if plan.close else []
    return ", ".join([*parts, *_capped(said, plan.received)])


def _capped(said: Mapping[str, Any], booked: Decimal) -> list[str]:
    over = (said.get("received") or ZERO) - booked
    return [f"{units(over)} received beyond what is ordered are not booked"] if over > 0 else []


def _lines(named: Sequence[str]) -> str:
    rest = f" and {len(named) - EXAMPLES:,} more" if len(named) > EXAMPLES else ""
    what, verb = ("PO line", "is") if len(named) == 1 else ("PO lines", "are")
    return f"{len(named):,} {what} ({', '.join(named[:EXAMPLES])}{rest}) {verb}"
