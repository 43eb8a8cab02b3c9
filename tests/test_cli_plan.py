"""``backorders plan``: the sourcing plans of a case in a file, without a store."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backorder_core import cli

CHAPTER: dict[str, Any] = {
    "quantity": 50,
    "as_of": "2025-01-28",
    "options": [
        {
            "name": "Expedite PO-2025-0089",
            "kind": "expedite",
            "available": "50",
            "ready_on": "2025-01-30",
            "fixed_cost": "2500.00",
            "unit_cost": 0,
            "quality": "same",
        },
        {
            "name": "XYZ Components",
            "kind": "alternative_supplier",
            "available": 50,
            "ready_on": "2025-01-29",
            "fixed_cost": 1750.0,
            "unit_cost": "0.0000",
            "quality": "equivalent",
        },
        {
            "name": "West Coast Warehouse",
            "kind": "transfer",
            "available": "30.000",
            "ready_on": "2025-01-28",
            "fixed_cost": "300",
            "unit_cost": "0",
            "quality": "same",
        },
    ],
}


@dataclass(frozen=True)
class Answer:
    """How the command ended and what it said."""

    code: int
    out: str
    err: str


Plan = Callable[..., Answer]


@pytest.fixture
def plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Runs the command in this process over a case, in a folder where there is no store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKORDERS_STORE", raising=False)

    def running(case: object, *words: str) -> Answer:
        text = case if isinstance(case, bytes) else json.dumps(case).encode()
        Path("case.json").write_bytes(text)
        monkeypatch.setattr(sys, "argv", ["backorders", "plan", "--file", "case.json", *words])
        code: int | str | None = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
        said = capfd.readouterr()
        return Answer(int(code or 0), said.out, said.err)

    return running


def changed(**facts: object) -> dict[str, Any]:
    """The chapter's case with other facts."""
    return {**CHAPTER, **facts}


def with_option(**facts: object) -> dict[str, Any]:
    """The chapter's case with other facts of its second option; None leaves a fact out."""
    options = [dict(one) for one in CHAPTER["options"]]
    options[1] = {name: fact for name, fact in {**options[1], **facts}.items() if fact is not None}
    return changed(options=options)


def test_the_chapters_case_as_json(plan: Plan) -> None:
    answer = plan(CHAPTER, "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)["plans"]
    assert [(one["cost"], one["late_unit_days"], one["units_at_risk"], one["ready_on"]) for one in found] == [
        ("1750.00", 50, 50, "2025-01-29"),
        ("2050.00", 20, 20, "2025-01-29"),
        ("2500.00", 100, 0, "2025-01-30"),
        ("2800.00", 40, 0, "2025-01-30"),
    ]
    assert found[1]["lines"] == [
        {"option": "XYZ Components", "quantity": 20},
        {"option": "West Coast Warehouse", "quantity": 30},
    ]
    assert [(one["filled"], one["short"], one["proven"]) for one in found] == [(50, 0, True)] * 4
    assert [one["price_of_earlier"] for one in found] == [None, "10.00", None, "5.00"]
    assert found[0]["wins"] == (
        "Wins where a late unit-day and a unit at risk together cost less than $10.00."
    )
    assert '"quantity": 20}' in answer.out


def test_the_chapters_case_as_text(plan: Plan) -> None:
    answer = plan(CHAPTER)
    assert answer.code == 0
    table = answer.out.splitlines()
    assert table[0].split() == [
        "plan",
        "cost",
        "late_unit_days",
        "units_at_risk",
        "filled",
        "short",
        "ready_on",
        "lines",
    ]
    assert "20 XYZ Components + 30 West Coast Warehouse" in table[3]
    assert "1. Wins where a late unit-day and a unit at risk together cost less than $10.00." in table
    assert "Earlier: $300.00 more saves 30 late unit-days: $10.00 a late unit-day." in answer.out
    assert list(Path().iterdir()) == [Path("case.json")]


def test_fractions_of_a_unit_are_numbers_and_cents_are_rounded(plan: Plan) -> None:
    one = {**CHAPTER["options"][0], "available": 2.125, "fixed_cost": 0, "unit_cost": "1.2345"}
    (found,) = json.loads(plan(changed(options=[one], quantity="1.5"), "--format", "json").out)["plans"]
    assert (found["lines"][0]["quantity"], found["cost"], found["late_unit_days"]) == (1.5, "1.85", 3)


@pytest.mark.parametrize(("options", "quantity", "short"), [([], 5, 5), (CHAPTER["options"], 0, 0)])
def test_nothing_to_fill_with_or_to_fill(plan: Plan, options: list[Any], quantity: int, short: int) -> None:
    (found,) = json.loads(plan(changed(options=options, quantity=quantity), "--format", "json").out)["plans"]
    assert (found["lines"], found["cost"], found["filled"], found["short"]) == ([], "0.00", 0, short)
    assert found["ready_on"] is None
    assert "nothing" in plan(changed(options=options, quantity=quantity)).out


def test_labels_and_a_byte_order_mark_are_read_too(plan: Plan) -> None:
    case = with_option(kind="Alternative supplier", quality="Equivalent", reliability="0.95", note="by phone")
    assert plan(b"\xef\xbb\xbf" + json.dumps(case).encode()).code == 0


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            b"{",
            "case.json is not JSON: Expecting property name enclosed in double quotes at line 1, column 2.",
        ),
        (b"\xff\xfe{}", "case.json is not JSON: it is not text in UTF-8."),
        (b"[" * 100_000, "case.json cannot be read: a number is too long, or lists stand too deep."),
        (b"1" * 5_000, "case.json cannot be read: a number is too long, or lists stand too deep."),
        ([], "case.json, the whole: it is not an object with named fields."),
        ({}, "case.json, quantity: it is missing."),
        (changed(quantity="many"), 'case.json, quantity: "many" is not a number such as 1250.00.'),
        (changed(quantity=True), "case.json, quantity: true is not a number such as 1250.00."),
        (changed(quantity=float("nan")), 'case.json, quantity: "NaN" is not a number such as 1250.00.'),
        (changed(quantity=-1), "The quantity needed is -1: it cannot be negative."),
        (changed(as_of="28.1.2025"), 'case.json, as_of: "28.1.2025" is not a date such as 2025-01-28.'),
        (changed(as_of=20250128), "case.json, as_of: 20250128 is not a date such as 2025-01-28."),
        (changed(options={}), "case.json, options: it is not a list."),
        (changed(options=["A"]), "case.json, option 1: it is not an object with named fields."),
        (
            changed(options=[CHAPTER["options"][0]] * 101),
            "case.json, options: at most 100 options can be compared.",
        ),
        (with_option(fixed_cost=None), "case.json, option 2, fixed_cost: it is missing."),
        (with_option(name="  "), "case.json, option 2, name: it is not a text of 1 to 200 characters."),
        (with_option(name=7), "case.json, option 2, name: it is not a text of 1 to 200 characters."),
        (
            with_option(kind="theft"),
            "case.json, option 2, kind: 'theft' is not one of "
            "alternative_supplier, transfer, substitute, expedite, drop_ship.",
        ),
        (
            with_option(quality=1),
            "case.json, option 2, quality: 1 is not one of same, equivalent, substitute.",
        ),
        (with_option(unit_cost=-1), "The unit cost of option 'XYZ Components' is -1: it cannot be negative."),
        (
            with_option(available=0.1234),
            "The available quantity of option 'XYZ Components' is 0.1234: give at most 3 decimals.",
        ),
        (
            with_option(name="West Coast Warehouse"),
            "Option 'West Coast Warehouse' is given twice: give every option a name of its own.",
        ),
    ],
)
def test_a_bad_case_is_refused_in_one_sentence(plan: Plan, case: object, sentence: str) -> None:
    answer = plan(case, "--format", "json")
    assert (answer.code, answer.out, answer.err) == (2, "", f"{sentence}\n")


def test_a_file_that_is_not_there_and_a_folder_are_refused(plan: Plan) -> None:
    answer = plan(CHAPTER, "--file", "nowhere.json")
    assert (answer.code, answer.err) == (2, "There is no file nowhere.json: check the path.\n")
    answer = plan(CHAPTER, "--file", ".")
    assert (answer.code, answer.err) == (2, ". is not a file: give the path of a JSON file.\n")
