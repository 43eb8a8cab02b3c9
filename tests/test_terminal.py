"""Text for a terminal: aligned, complete, and harmless whatever stands in the data."""

from __future__ import annotations

from typing import Any

from backorder_core.delivery.terminal import import_text, list_text, made_text, show_text, table

ONE: dict[str, Any] = {
    "number": "BO-2025-0156",
    "po_number": "PO-2025-0089",
    "po_line": "10",
    "supplier": "ABC Manufacturing",
    "product": "CM-500",
    "product_name": "Control Module CM-500",
    "customer": "Metro Manufacturing",
    "status": "Escalated",
    "band": "High",
    "score": 8500,
    "value": "35000.00",
    "quantity": 70,
    "received": 0,
    "cancelled": 0,
    "open": 70,
    "age_days": 8,
    "days_overdue": 3,
    "delay_days": 21,
    "eta": None,
    "eta_stale": False,
    "eta_confirmed_on": None,
    "original_due": "2025-01-25",
    "follow_up_on": "2025-01-29",
    "cause": "supplier",
    "reason": "Machine down",
    "level": 2,
    "level_reason": "VIP order overdue",
    "action": "Await supplier confirmation",
    "affected": [],
    "score_terms": [],
    "etas": [],
    "route": [],
    "band_moves": ["Two days later makes it Critical."],
    "history": [
        {
            "on": "2025-01-25",
            "who": "system",
            "action": "escalated",
            "before": {"status": "1", "level": "0", "eta": None},
            "after": {"status": "4", "level": "2", "eta": "2025-02-15"},
        }
    ],
}


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    assert table(("name", "value"), [("a", "9.50"), ("bbb", "12345.00")]).splitlines() == [
        "name     value",
        "----  --------",
        "a         9.50",
        "bbb   12345.00",
    ]


def test_a_missing_number_does_not_turn_its_column_into_words() -> None:
    assert table(("rate",), [("5",), ("no data",), ("100.0",)]).splitlines()[2:] == [
        "      5",
        "no data",
        "  100.0",
    ]


def test_a_table_without_rows_is_its_headers() -> None:
    assert table(("a", "b"), []).splitlines() == ["a  b", "-  -"]


def test_control_characters_in_foreign_text_do_not_reach_the_terminal() -> None:
    drawn = table(("reason",), [("\x1b[2Jgone\nand a second line",)])
    assert drawn.splitlines()[2] == " [2Jgone and a second line"


def test_an_unknown_eta_is_called_unknown() -> None:
    drawn = list_text({"total": 1, "value": "35000.00", "backorders": [ONE]})
    assert drawn.splitlines()[2].endswith("unknown")
    assert drawn.splitlines()[-1] == "1 backorders, 35000.00 at risk"


def test_a_stale_eta_is_called_stale() -> None:
    stale = {**ONE, "eta": "2025-02-15", "eta_stale": True}
    drawn = list_text({"total": 1, "value": "35000.00", "backorders": [stale]})
    assert drawn.splitlines()[2].endswith("2025-02-15, stale")
    assert "eta               2025-02-15, stale\n" in show_text(stale)


def test_nothing_found_is_one_line() -> None:
    assert list_text({"total": 0, "value": "0.00", "backorders": []}) == "0 backorders, 0.00 at risk"


def test_one_backorder_names_its_facts_and_says_its_history_in_words() -> None:
    drawn = show_text(ONE)
    assert drawn.startswith("BO-2025-0156\n\nstatus            Escalated\n")
    assert "eta               unknown\neta confirmed on  -" in drawn
    assert "status Open → Escalated, level 0 → 2, eta none → 2025-02-15" in drawn
    assert "Two days later makes it Critical." in drawn
    assert "Affected" not in drawn


def test_an_import_lists_its_rejected_rows() -> None:
    counts = {"created": 1, "updated": 0, "unchanged": 0, "not_needed": 0, "rejected": 1}
    rejection = {"line": 3, "column": "new_eta", "value": "soon", "reason": "'soon' is not a date"}
    drawn = import_text(
        {"import_id": 7, "rows": 2, **counts, "rejections": [rejection], "notes": ["Read me."]}
    )
    assert drawn.splitlines()[0].startswith("Import 7: 2 rows: 1 created,")
    assert drawn.splitlines()[1] == "Read me."
    assert drawn.splitlines()[-1] == "   3  new_eta  soon   'soon' is not a date"
    tried: dict[str, object] = {"import_id": None, "rows": 2, **counts, "rejections": [], "notes": []}
    assert import_text(tried).startswith("Dry run: ")


def test_what_the_demo_made_is_one_sentence() -> None:
    made = made_text("d.duckdb", {"as_of": "2025-01-28", "open": 47, "po_lines": 7})
    assert made == "The demo company as of 2025-01-28 is in d.duckdb: 47 open, 7 po lines."
