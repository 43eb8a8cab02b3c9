"""The import of PO delays: every row ends somewhere, all of it is applied or none, and it can be undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NeedsAnswer, NotFound
from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.domain.values import Outcome, Status
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.detail import show_backorder
from backorder_core.services.imports import (
    ImportOptions,
    Preview,
    apply_file,
    imported_file,
    list_imports,
    preview_file,
    preview_rows,
    rejected_csv,
    rejections,
    remember_mapping,
    undo_import,
)
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reports import command_center
from backorder_core.store import Store
from tests.small_company import CREATED, PLANNER, TODAY, SmallCompany


def counts(result: object) -> tuple[int, ...]:
    names = ("rows", "created", "updated", "unchanged", "not_needed", "rejected")
    return tuple(getattr(result, name) for name in names)


def open_value(store: Store) -> Decimal:
    return command_center(store, TODAY).summary.value


def fingerprint(store: Store) -> list[object]:
    """Everything that a reader of backorders can see, apart from versions."""
    tables = ("current_backorders", "current_backorder_lines")
    with store.read() as reader:
        ids = [row[0] for row in reader.rows("open_for_escalation")]
        rows = [reader.dicts(name, ids=ids) for name in tables]
    hidden = {"version", "recorded_at", "valid_from"}
    seen: list[object] = [
        {key: value for key, value in row.items() if key not in hidden} for found in rows for row in found
    ]
    return [*seen, command_center(store, TODAY).summary]


def test_box_backorder_creation(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.expedite_offer("PO-2025-0089")
    result = company.delays("PO-2025-0089,10,2025-02-15,Machine breakdown,70,")
    assert counts(result) == (1, 1, 0, 0, 0, 0)
    shown = show_backorder(company.store, "BO-2025-0001", CREATED)
    assert shown.row.quantity == 70
    assert shown.row.value == Decimal("35000.00")
    assert (shown.row.score, shown.row.band.label) == (Decimal(8500), "High")
    assert {line.customer: line.open for line in shown.affected} == {
        "Metro Manufacturing": 50,
        "Industrial Services": 20,
    }
    assert shown.action is not None
    assert shown.action.sentence == "Expedite PO-2025-0089"


def test_every_row_of_a_file_ends_in_exactly_one_outcome(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.po_line("PO-2")
    company.po_line("PO-3")
    result = company.delays(
        "PO-2025-0089,00010,2025-02-15,Machine breakdown,,",
        "PO-2,10,2025-02-15,,,",
        "PO-3,10,2025-01-25,,,",
        "PO-9,10,2025-02-15,,,",
        "PO-3,10",
        ",10,2025-02-15,,,",
        "PO-2,10,someday,,,",
        "PO-2,10,2025-02-15,,many,",
    )
    assert counts(result) == (8, 1, 0, 1, 1, 5)
    assert [(one.line, one.column, one.value) for one in result.rejections] == [
        (5, "po_number", "PO-9 / 10"),
        (6, None, None),
        (7, "po_number", ""),
        (8, "new_eta", "someday"),
        (9, "quantity", "many"),
    ]


def test_the_same_file_twice_changes_nothing(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.po_line("PO-2")
    path = company.file("PO-2025-0089,10,2025-02-15,,,", "PO-2,10,2025-02-15,,,", "PO-9,1,2025-02-15,,,")
    first = apply_file(company.store, "po-delays", path, path.name, CREATED, None, PLANNER)
    before = fingerprint(company.store)
    confirmed = show_backorder(company.store, "BO-2025-0001", TODAY).confirmed_on
    second = apply_file(company.store, "po-delays", path, path.name, TODAY, None, PLANNER)
    assert counts(first) == (3, 1, 0, 0, 1, 1)
    assert counts(second) == (3, 0, 0, 2, 0, 1)
    assert fingerprint(company.store) == before
    assert show_backorder(company.store, "BO-2025-0001", TODAY).confirmed_on == confirmed == CREATED


def test_the_same_eta_in_a_later_file_confirms_it(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,,")
    result = company.delays("PO-2025-0089,10,2025-02-15,still so,,", as_of=TODAY)
    assert counts(result) == (1, 0, 0, 1, 0, 0)
    shown = show_backorder(company.store, "BO-2025-0001", TODAY)
    assert shown.confirmed_on == TODAY
    assert shown.row.stale is False


def test_a_second_delay_for_a_line_updates_its_backorder_and_makes_no_second_one(
    company: SmallCompany,
) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,,no date yet,,")
    result = company.delays("PO-2025-0089,10,2025-02-15,,,", as_of=date(2025, 1, 22))
    assert counts(result) == (1, 0, 1, 0, 0, 0)
    assert list_backorders(company.store, Filters(), TODAY).total == 1
    shown = show_backorder(company.store, "BO-2025-0001", date(2025, 1, 22))
    assert shown.row.status is Status.ETA_UPDATED
    assert [(eta.ordinal, eta.previous, eta.new) for eta in shown.etas] == [
        (0, date(2025, 1, 25), None),
        (1, None, date(2025, 2, 15)),
    ]


def test_a_later_date_for_a_waiting_vip_escalates_at_once(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,,", as_of=date(2025, 1, 10))
    assert show_backorder(company.store, "BO-2025-0001", date(2025, 1, 10)).row.status is Status.OPEN
    company.delays("PO-2025-0089,10,2025-02-22,quality testing,,", as_of=date(2025, 1, 12))
    assert show_backorder(company.store, "BO-2025-0001", date(2025, 1, 12)).row.status is Status.ESCALATED


def test_each_worsening_leaves_one_pending_notice_per_affected_customer(company: SmallCompany) -> None:
    company.chapter_shortage()
    for day, eta in ((20, "2025-02-15"), (21, "2025-02-18"), (22, "2025-02-22")):
        company.delays(f"PO-2025-0089,10,{eta},,,", as_of=date(2025, 1, day))
    told = show_backorder(company.store, "BO-2025-0001", TODAY).notices
    pending = [notice.to for notice in told if notice.kind == "customer" and notice.state == "pending"]
    assert sorted(pending) == ["Industrial Services", "Metro Manufacturing"]
    assert all("2025-02-22" in n.subject for n in told if n.kind == "customer" and n.state == "pending")


def test_a_preview_writes_nothing_and_says_what_apply_then_does(company: SmallCompany) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,2025-02-15,Machine breakdown,,", "PO-9,10,2025-02-15,,,")
    version = company.store.data_version()
    preview = preview_file(company.store, "po-delays", path, path.name, CREATED)
    assert company.store.data_version() == version
    assert counts(preview.counts) == (2, 1, 0, 0, 0, 1)
    rows = preview_rows(company.store, preview)
    assert [(row.line, row.outcome) for row in rows] == [(2, Outcome.CREATED), (3, Outcome.REJECTED)]
    assert preview_rows(company.store, preview, Outcome.REJECTED)[0].line == 3
    result = apply_file(
        company.store,
        "po-delays",
        path,
        path.name,
        CREATED,
        None,
        PLANNER,
        expected=preview.digest,
        command_key="k",
    )
    assert counts(result) == counts(preview.counts)


def test_a_dry_run_answers_like_the_import_and_writes_nothing(company: SmallCompany) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,2025-02-15,,,")
    before = company.store.data_version()
    result = apply_file(company.store, "po-delays", path, path.name, CREATED, None, PLANNER, dry_run=True)
    assert (result.import_id, *counts(result)) == (None, 1, 1, 0, 0, 0, 0)
    assert company.store.data_version() == before


def test_a_double_click_applies_once(company: SmallCompany) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,2025-02-15,,,", "PO-9,10,2025-02-15,,,")
    digest = preview_file(company.store, "po-delays", path, path.name, CREATED).digest
    answers = [
        apply_file(
            company.store,
            "po-delays",
            path,
            path.name,
            CREATED,
            None,
            PLANNER,
            expected=digest,
            command_key="one",
        )
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert counts(answers[0]) == (2, 1, 0, 0, 0, 1)
    assert len(list_imports(company.store)) == 1


def test_the_same_submit_with_another_file_is_refused(company: SmallCompany) -> None:
    company.chapter_shortage()
    first, second = (
        company.file("PO-2025-0089,10,2025-02-15,,,"),
        company.file("PO-2025-0089,10,2025-03-15,,,"),
    )
    apply_file(company.store, "po-delays", first, "a.csv", CREATED, None, PLANNER, command_key="one")
    with pytest.raises(Conflict, match="another file"):
        apply_file(company.store, "po-delays", second, "b.csv", CREATED, None, PLANNER, command_key="one")


def test_a_preview_overtaken_by_another_import_is_refused(company: SmallCompany) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,2025-02-15,,,")
    preview = preview_file(company.store, "po-delays", path, path.name, CREATED)
    company.delays("PO-2025-0089,10,2025-02-10,,,")
    with pytest.raises(Conflict, match="changed since this preview"):
        apply_file(
            company.store, "po-delays", path, path.name, CREATED, None, PLANNER, expected=preview.digest
        )


def test_rows_that_repeat_a_line_are_unchanged_and_rows_that_contradict_are_both_named(
    company: SmallCompany,
) -> None:
    company.chapter_shortage()
    company.po_line("PO-2")
    result = company.delays(
        "PO-2025-0089,10,2025-02-15,,,",
        "PO-2,10,2025-02-15,,,",
        "PO-2025-0089,0010,20250215,,,",
        "PO-2,10,2025-02-16,,,",
    )
    assert counts(result) == (4, 1, 0, 1, 0, 2)
    assert [one.line for one in result.rejections] == [3, 5]
    assert all("line 3 and line 5" in one.reason for one in result.rejections)


@pytest.mark.parametrize(
    ("rows", "asks"),
    [
        (("PO-2025-0089,10,03/04/2025,,,",), "dates"),
        (("PO-2025-0089,10,2025-02-15,,6.395,",), "decimal"),
    ],
)
def test_what_can_be_read_two_ways_is_asked(company: SmallCompany, rows: tuple[str, ...], asks: str) -> None:
    company.chapter_shortage()
    with pytest.raises(NeedsAnswer) as question:
        preview_file(company.store, "po-delays", company.file(*rows), "f.csv", CREATED)
    assert question.value.field == asks
    assert len(question.value.choices) == 2


@pytest.mark.parametrize(
    ("order", "eta"), [(DateOrder.DMY, date(2025, 4, 3)), (DateOrder.MDY, date(2025, 3, 4))]
)
def test_the_answer_decides_how_a_date_is_read(company: SmallCompany, order: DateOrder, eta: date) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,03/04/2025,,,")
    apply_file(company.store, "po-delays", path, path.name, CREATED, ImportOptions(dates=order), PLANNER)
    assert show_backorder(company.store, "BO-2025-0001", CREATED).row.eta == eta


def test_one_value_of_the_column_decides_for_all(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.po_line("PO-2")
    company.delays("PO-2025-0089,10,03/04/2025,,,", "PO-2,10,25/04/2025,,,")
    assert show_backorder(company.store, "BO-2025-0001", CREATED).row.eta == date(2025, 4, 3)


def test_a_column_that_mixes_orders_is_rejected_row_by_row(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.po_line("PO-2")
    company.po_line("PO-3")
    result = company.delays("PO-2025-0089,10,03/04/2025,,,", "PO-2,10,25/04/2025,,,", "PO-3,10,04/25/2025,,,")
    assert result.rejected == 3
    assert "mixes day-first" in result.rejections[0].reason


def test_a_decimal_answer_decides_how_a_quantity_is_read(company: SmallCompany) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,2025-02-15,,6.395,")
    options = ImportOptions(decimal=DecimalSign.POINT)
    apply_file(company.store, "po-delays", path, path.name, CREATED, options, PLANNER)
    assert show_backorder(company.store, "BO-2025-0001", CREATED).row.quantity == Decimal("6.395")


def test_a_corrected_mapping_is_remembered_for_the_same_headers(company: SmallCompany) -> None:
    company.chapter_shortage()
    header = "Dokument;Zeilchen;Wann"
    path = company.file("PO-2025-0089;10;2025-02-15", header=header)
    with pytest.raises(NeedsAnswer) as question:
        preview_file(company.store, "po-delays", path, path.name, CREATED)
    assert question.value.field == "mapping"
    mapping = {"po_number": "Dokument", "po_line": "Zeilchen", "new_eta": "Wann"}
    remember_mapping(company.store, "po-delays", header.split(";"), mapping, PLANNER)
    turned = company.file("2025-02-15;PO-2025-0089;10", header="Wann;Dokument;Zeilchen")
    assert preview_file(company.store, "po-delays", turned, turned.name, CREATED).counts.created == 1


def test_a_mapping_to_a_column_that_is_not_there_is_refused(company: SmallCompany) -> None:
    company.chapter_shortage()
    options = ImportOptions(mapping={"new_eta": "Nope"})
    with pytest.raises(InvalidInput, match="no column 'Nope'"):
        preview_file(
            company.store,
            "po-delays",
            company.file("PO-2025-0089,10,2025-02-15,,,"),
            "f.csv",
            CREATED,
            options,
        )


def test_rejected_rows_come_back_as_a_file_with_their_reasons(company: SmallCompany) -> None:
    company.chapter_shortage()
    path = company.file('PO-9,10,2025-02-15,"late, very",,', "PO-2025-0089,10,2025-02-15,,,")
    preview = preview_file(company.store, "po-delays", path, path.name, CREATED)
    text = rejected_csv(preview.shape.headers, rejections(company.store, preview)).decode()
    assert text.splitlines()[0].endswith("line,column,value,why_rejected")
    assert text.splitlines()[1].startswith(
        'PO-9,10,2025-02-15,"late, very",,,2,po_number,PO-9 / 10,no PO line'
    )
    assert len(text.splitlines()) == 2


def test_undo_puts_everything_back(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.po_line("PO-2")
    company.po_line("PO-3")
    company.order("SO-3", "PO-3", 5, "C-PREM")
    company.delays("PO-2025-0089,10,2025-02-15,,,")
    before, value = fingerprint(company.store), open_value(company.store)
    result = company.delays(
        "PO-2025-0089,10,2025-02-22,,,", "PO-3,10,2025-02-10,,,", "PO-2,10,2025-02-10,,,", as_of=TODAY
    )
    assert counts(result) == (3, 1, 1, 0, 1, 0)
    assert open_value(company.store) == value + Decimal("2500.00")
    assert result.import_id is not None
    undo_import(company.store, result.import_id, PLANNER)
    assert fingerprint(company.store) == before
    assert show_backorder(company.store, "BO-2025-0001", TODAY).confirmed_on == CREATED
    with pytest.raises(NotFound):
        show_backorder(company.store, "BO-2025-0002", TODAY)
    again = company.delays("PO-3,10,2025-02-10,,,", "PO-2,10,2025-02-10,,,", as_of=TODAY)
    assert counts(again) == (2, 1, 0, 0, 1, 0)


def test_imports_are_undone_newest_first(company: SmallCompany) -> None:
    company.chapter_shortage()
    first = company.delays("PO-2025-0089,10,2025-02-15,,,")
    second = company.delays("PO-2025-0089,10,2025-02-22,,,")
    assert first.import_id is not None
    assert second.import_id is not None
    with pytest.raises(IllegalStep, match=f"Import {second.import_id} .* undo that one first"):
        undo_import(company.store, first.import_id, PLANNER)
    undo_import(company.store, second.import_id, PLANNER)
    undo_import(company.store, first.import_id, PLANNER)
    assert command_center(company.store, TODAY).summary.open == 0
    with pytest.raises(IllegalStep, match="already undone"):
        undo_import(company.store, first.import_id, PLANNER)


def test_an_import_whose_backorder_was_worked_on_is_not_undone(company: SmallCompany) -> None:
    company.chapter_shortage()
    result = company.delays("PO-2025-0089,10,2025-02-15,,,")
    receive(company.store, [Receipt("PO-2025-0089", "10", Decimal(30), TODAY)], PLANNER, TODAY)
    assert result.import_id is not None
    with pytest.raises(Conflict, match="BO-2025-0001"):
        undo_import(company.store, result.import_id, PLANNER)


def test_an_unknown_import_cannot_be_undone(company: SmallCompany) -> None:
    with pytest.raises(NotFound, match="no import 77"):
        undo_import(company.store, 77, PLANNER)


def test_a_file_dated_before_the_last_change_is_rejected_row_by_row(company: SmallCompany) -> None:
    company.chapter_shortage()
    company.delays("PO-2025-0089,10,2025-02-15,,,", as_of=TODAY)
    result = company.delays("PO-2025-0089,10,2025-02-22,,,", as_of=CREATED)
    assert result.rejected == 1
    assert "already changed on 2025-01-28" in result.rejections[0].reason


def test_an_import_overtaken_by_another_writer_is_judged_again_before_it_is_written(
    company: SmallCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.chapter_shortage()
    path = company.file("PO-2025-0089,10,2025-02-15,,,")
    judged: list[str] = []

    def overtaken(store: Store, preview: Preview) -> tuple[object, ...]:
        judged.append(preview.draft)
        if len(judged) == 1:
            receive(store, [Receipt("PO-2025-0089", "10", Decimal(30), CREATED)], PLANNER, CREATED)
        return rejections(store, preview)

    monkeypatch.setattr("backorder_core.services.imports.applying.rejections", overtaken)
    apply_file(company.store, "po-delays", path, path.name, CREATED, None, PLANNER)
    assert len(judged) == 2
    assert show_backorder(company.store, "BO-2025-0001", CREATED).row.quantity == 40


def test_an_applied_file_is_given_out_again_as_it_came(company: SmallCompany) -> None:
    company.chapter_shortage()
    long = [f"PO-9,{n},2025-02-15,,,{'é' * 30_000}" for n in range(40)]
    path = company.file("PO-2025-0089,10,2025-02-15,Machine breakdown,,", *long)
    first = apply_file(company.store, "po-delays", path, path.name, CREATED, None, PLANNER)
    again = apply_file(company.store, "po-delays", path, "same.csv", TODAY, None, PLANNER)
    for result, name in ((first, path.name), (again, "same.csv")):
        assert result.import_id is not None
        assert imported_file(company.store, result.import_id, PLANNER) == (name, path.read_bytes())
    with pytest.raises(NotFound, match="There is no import 99"):
        imported_file(company.store, 99, PLANNER)


NO_RECORDS = [
    ("Total,,,70", None, "it is a total, not a record"),
    ("ABC Manufacturing", None, "it is a heading of a group, not a record"),
    ("Total,,,,,", "po_line", "it is a total, not a record"),
    ("Page 2 of 3", None, "it is a line of the printed page, not a record"),
    ("PO-2025-0089,10", None, "the row has 2 cells, the header has 6"),
]


@pytest.mark.parametrize(("row", "column", "why"), NO_RECORDS)
def test_rows_that_are_no_records_are_told_for_what_they_are(
    company: SmallCompany, row: str, column: str | None, why: str
) -> None:
    found = company.delays(row, "PO-2025-0089,10,2025-02-15,,,").rejections[0]
    assert (found.column, found.reason) == (column, why)
