"""The command line: one JSON document, one sentence where it refuses, exit codes that a script can trust."""

from __future__ import annotations

import shutil
import socket
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from backorder_core.answering import watched
from tests.commands import ROOT, run, spawn

SAMPLE = ROOT / "data" / "sample_po_delays_2025-01-28.csv"


@pytest.fixture
def store(demo_store_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_store_file, tmp_path / "cli.duckdb"))


def test_the_command_center_report_gives_the_chapters_figures(store: Path) -> None:
    told = run("report", "command-center", "--as-of", "2025-01-28", "--format", "json", store=store).json
    assert told["summary"] == {
        "open": 47,
        "value": "234567.00",
        "customers": 38,
        "high_priority": {"count": 21, "value": "126400.00"},
    }
    assert [(b["bucket"], b["count"], b["share"], b["value"]) for b in told["aging"]] == [
        ("0-7", 23, 48.9, "84560.00"),
        ("8-14", 15, 31.9, "61507.00"),
        ("15+", 9, 19.1, "88500.00"),
    ]
    assert {b["bucket"]: (b["count"], b["value"]) for b in told["pipeline"]} == {
        "24h": (12, "45230.00"),
        "3d": (8, "32100.00"),
        "7d": (15, "67890.00"),
        "later": (0, "0.00"),
        "past_eta": (0, "0.00"),
        "unknown": (12, "89347.00"),
    }
    critical = [row for row in told["critical"] if row["band"] == "Critical"]
    assert [(row["value"], row["age_days"], row["action"]) for row in critical] == [
        ("45000.00", 18, "Expedite PO-45812"),
        ("32100.00", 15, "Await supplier confirmation"),
        ("28900.00", 12, "Offer substitute SKU-12459"),
    ]


def test_a_list_agrees_with_the_command_center_and_filters(store: Path) -> None:
    everything = run("list", "--limit", "0", "--format", "json", store=store).json
    assert (everything["total"], everything["value"], len(everything["backorders"])) == (47, "234567.00", 47)
    high = run(
        "list", "--band", "critical", "--band", "High", "--limit", "5", "--format", "json", store=store
    ).json
    assert (high["total"], high["value"], len(high["backorders"])) == (21, "126400.00", 5)
    unknown = run("list", "--pipeline", "unknown", "--format", "json", store=store).json
    assert (unknown["total"], {row["eta"] for row in unknown["backorders"]}) == (12, {None})


def test_show_gives_a_score_that_its_terms_add_up_to(store: Path) -> None:
    number = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]["number"]
    shown = run("show", number.lower(), "--format", "json", store=store).json
    assert sum(term["total"] for term in shown["score_terms"]) == shown["score"]
    assert shown["etas"][0]["revision"] == 0
    assert shown["history"][0]["action"] == "created"
    assert {"affected", "route"} <= set(shown)


def test_the_patterns_of_the_quarter_are_one_document(store: Path) -> None:
    words = ("report", "patterns", "--from", "2024-10-01", "--to", "2025-01-01")
    told = run(*words, "--format", "json", store=store).json
    assert told["window"] == {"from": "2024-10-01", "to": "2025-01-01"}
    part = {"name", "count", "share", "value"}
    for name in ("causes", "suppliers", "categories", "products", "customers", "tiers"):
        assert all(part <= set(row) for row in told[name]), name
    assert next((row["name"], row["share"]) for row in told["causes"]) == ("Supplier delay", 55.0)
    assert [row["month"] for row in told["months"]] == ["2024-10", "2024-11", "2024-12"]
    assert all({"month", "count", "rate"} <= set(row) for row in told["months"])
    assert sum(Decimal(row["value"]) for row in told["suppliers"]) == Decimal(told["value"])
    assert all(isinstance(sentence, str) for sentence in told["insights"])
    then = run(
        *words, "--as-of", "2024-12-10", "--known-on", "2024-12-10", "--format", "json", store=store
    ).json
    assert 0 < then["count"] < told["count"]
    assert "Insights\n- 200 backorders" in run(*words, store=store).out
    missing = run("report", "patterns", "--from", "2024-10-01", store=store)
    assert (missing.code, missing.err.count("\n")) == (2, 1)


def test_any_report_can_be_seen_as_it_was_known_on_a_day(store: Path) -> None:
    words = ("--known-on", "2025-01-27", "--format", "json")
    center = run("report", "command-center", *words, store=store).json
    assert (center["as_of"], center["summary"]["open"]) == ("2025-01-27", 32)
    later = run("list", "--as-of", "2025-01-28", "--limit", "0", *words, store=store).json
    assert later["total"] == 32
    assert run("list", "--as-of", "2025-01-28", "--format", "json", store=store).json["total"] == 47
    made = run("list", "--sort", "created", "--limit", "1", "--format", "json", store=store)
    newest = (made.json if made.code == 0 else later)["backorders"][0]["number"]
    assert run("show", newest, "--known-on", "2024-01-01", store=store).code == 2


def test_an_import_can_be_tried_applied_and_undone(store: Path) -> None:
    before = run("report", "command-center", "--format", "json", store=store).json["summary"]
    dry = run("import", "po-delays", str(SAMPLE), "--dry-run", "--format", "json", store=store).json
    done = run("import", "po-delays", str(SAMPLE), "--format", "json", store=store).json
    assert {**dry, "import_id": None} == {**done, "import_id": None}
    outcomes = ("created", "updated", "unchanged", "not_needed", "rejected")
    assert sum(done[name] for name in outcomes) == done["rows"]
    assert all(done[name] > 0 for name in outcomes)
    assert len(done["rejections"]) == done["rejected"]
    after = run("report", "command-center", "--format", "json", store=store).json["summary"]
    assert after["open"] == before["open"] + done["created"]
    assert run("undo", str(done["import_id"]), store=store).code == 0
    assert run("report", "command-center", "--format", "json", store=store).json["summary"] == before
    assert run("check", "--format", "json", store=store).json == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "BO-1999-0001"), "no backorder BO-1999-0001"),
        (("undo", "987654"), "no import 987654"),
        (("import", "po-delays", "nowhere.csv"), "no file nowhere.csv"),
        (("import", "po-delays", str(SAMPLE), "--map", "colour=Red"), "--map colour=Red"),
        (("import", "po-delays", str(SAMPLE), "--map", "new_eta=Red"), "no column 'Red'"),
        (("list", "--band", "huge"), "'huge' is not one of"),
        (("list", "--pipeline", "soon"), "There is no pipeline bucket 'soon'"),
        (("list", "--nonsense"), "--nonsense"),
        (("report", "moonshine"), "moonshine"),
        (("report", "command-center", "--as-of", "28.01.2025"), "28.01.2025"),
    ],
)
def test_a_refusal_is_one_sentence_on_stderr_and_exit_code_2(
    store: Path, words: tuple[str, ...], sentence: str
) -> None:
    answer = run(*words, "--format", "json", store=store)
    assert answer.code == 2
    assert answer.out == ""
    assert sentence in answer.err
    assert answer.err.count("\n") == 1


def test_an_ambiguous_date_is_asked_for_and_read_as_answered(store: Path, tmp_path: Path) -> None:
    row = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]
    path = tmp_path / "ambiguous.csv"
    path.write_text(f"po_number,po_line,new_eta\n{row['po_number']},{row['po_line']},03/04/2025\n")
    asked = run("import", "po-delays", str(path), store=store)
    assert asked.code == 2
    assert "--dates dmy or --dates mdy" in asked.err
    assert run("import", "po-delays", str(path), "--dates", "dmy", store=store).code == 0
    shown = run("show", row["number"], "--format", "json", store=store).json
    assert shown["eta"] == "2025-04-03"


def test_two_columns_that_could_hold_one_field_are_asked_for(store: Path, tmp_path: Path) -> None:
    row = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]
    path = tmp_path / "doubtful.csv"
    path.write_text(
        "po_number,po_line,new_eta,Open qty,Remaining qty\n"
        f"{row['po_number']},\u00a0{row['po_line']}\t,2025-05-06,5,7\n"
    )
    asked = run("import", "po-delays", str(path), "--dry-run", store=store)
    assert asked.code == 2
    assert "Open qty and Remaining qty could both be quantity" in asked.err
    said = ("--map", "quantity=Open qty", "--dry-run", "--format", "json")
    assert run("import", "po-delays", str(path), *said, store=store).json["updated"] == 1


def test_a_store_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.duckdb"
    answer = run("list", "--store", str(missing))
    assert answer.code == 2
    assert not missing.exists()


def tamper(store: Path) -> None:
    with duckdb.connect(str(store)) as connection:
        connection.execute("update backorders set value = value + 1 where number = 'BO-2025-0011'")


def test_check_exits_1_with_the_list_where_something_is_wrong(store: Path) -> None:
    tamper(store)
    answer = run("check", "--format", "json", store=store)
    assert answer.code == 1
    assert answer.json["ok"] is False
    assert any("BO-2025-0011" in finding["sentence"] for finding in answer.json["findings"])


def test_the_installed_program_ends_as_a_script_expects(store: Path) -> None:
    installed = (str(Path(sys.executable).with_name("backorders")),)
    listed = spawn("list", "--limit", "0", "--format", "json", store=store, program=installed)
    assert (listed.code, listed.json["total"], listed.err) == (0, 47, "")
    refused = spawn("show", "BO-1999-0001", store=store)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    tamper(store)
    found = spawn("check", "--format", "json", store=store)
    assert (found.code, found.json["ok"]) == (1, False)


def test_a_port_in_use_is_said_in_one_sentence(store: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run("serve", "--port", str(port), store=store)
    assert (answer.code, answer.err) == (
        2,
        f"Port {port} is in use: stop the program that uses it, or choose another with --port.\n",
    )


def test_a_store_in_use_is_said_in_one_sentence(store: Path) -> None:
    with duckdb.connect(str(store)):
        answer = spawn("serve", "--port", "0", store=store)
    assert answer.code == 2
    assert "in use by another process" in answer.err
    assert answer.err.count("\n") == 1


def test_the_demo_is_not_poured_into_a_store_with_data(store: Path) -> None:
    answer = run("demo", store=store)
    assert answer.code == 2
    assert answer.err.count("\n") == 1


def test_an_eta_is_updated_confirmed_and_tried_on_the_command_line(store: Path) -> None:
    row = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]
    words = (
        "eta",
        row["number"],
        "--to",
        "2025-03-03",
        "--words",
        "Testing takes longer",
        "--format",
        "json",
    )
    tried = run(*words, "--dry-run", store=store).json
    assert (tried["updated"], tried["impact"][0]["eta"]) == ([], "2025-03-03")
    assert run(*words, store=store).json["updated"] == [row["number"]]
    assert run(*words, store=store).json == {**run(*words, store=store).json, "updated": []}
    assert run("eta", row["number"], "--words", "x", store=store).code == 2
    assert run("check", store=store).code == 0


def test_units_are_received_on_the_command_line(store: Path) -> None:
    row = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]
    words = ("receive", row["po_number"], row["po_line"], "1", "--format", "json")
    assert run(*words, "--dry-run", store=store).json["taken"] == 1
    assert run(*words, store=store).json["backorder"] == row["number"]
    shown = run("show", row["number"], "--format", "json", store=store).json
    assert shown["received"] == 1
    assert run("check", store=store).code == 0


def test_a_whole_po_or_supplier_gets_its_eta_at_once_on_the_command_line(store: Path) -> None:
    rows = run("list", "--limit", "0", "--format", "json", store=store).json["backorders"]
    late = ("--words", "Line is down", "--unknown", "--dry-run", "--format", "json")
    for option, column in (("--po", "po_number"), ("--supplier", "supplier")):
        named = rows[0][column]
        tried = run("eta", option, named, *late, store=store).json["impact"]
        assert {one["number"] for one in tried} == {row["number"] for row in rows if row[column] == named}
    assert "Nothing of PO-0 is on backorder" in run("eta", "--po", "PO-0", *late, store=store).err
    for words in ((), (rows[0]["number"], "--po", "PO-0"), ("--po", "PO-0", "--supplier", "ABC")):
        refused = run("eta", *words, *late, store=store)
        assert (refused.code, refused.err) == (2, "Name the backorders, or say --po PO or --supplier CODE.\n")


def test_a_po_line_is_ended_on_the_command_line(store: Path) -> None:
    row = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]
    words = ("end", row["po_number"], row["po_line"], "--words", "They stopped making it", "--format", "json")
    tried = run(*words, "--dry-run", store=store).json
    assert (tried["backorder"], tried["made"], tried["waiting"]) == (row["number"], False, row["open"])
    assert run(*words, store=store).json == tried
    assert run("show", row["number"], "--format", "json", store=store).json["eta"] is None
    assert run("check", store=store).code == 0
    assert run("end", "PO-0", "1", "--words", "x", store=store).code == 2


def test_units_may_have_three_decimals_on_the_command_line(store: Path) -> None:
    row = run("list", "--limit", "1", "--format", "json", store=store).json["backorders"][0]
    words = ("receive", row["po_number"], row["po_line"])
    assert run(*words, "0.125", "--format", "json", store=store).json["taken"] == 0.125
    assert "'0.1255' is not a quantity such as 30 or 12.5." in run(*words, "0.1255", store=store).err


def test_the_escalation_check_runs_on_the_command_line(store: Path) -> None:
    words = ("escalate", "--as-of", "2025-02-20", "--format", "json")
    assert run(*words, store=store).json["escalated"] > 0
    assert run(*words, store=store).json == {"escalated": 0}


def test_data_is_taken_out_as_a_file_of_a_kind_and_as_parquet(store: Path, tmp_path: Path) -> None:
    file, folder = tmp_path / "suppliers.xlsx", tmp_path / "whole"
    assert run("export", "suppliers", "--to", str(file), store=store).out == f"9 rows are in {file}.\n"
    assert (
        run("import", "suppliers", str(file), "--dry-run", "--format", "json", store=store).json["unchanged"]
        == 9
    )
    printed = run("export", "locations", store=store).out
    assert printed.splitlines()[0] == "code,name"
    told = run("export", "parquet", "--to", str(folder), "--format", "json", store=store).json
    assert told["as_of"] == "2025-01-28"
    assert {one["file"] for one in told["tables"]} < {one.name for one in folder.iterdir()}
    again = run("export", "parquet", "--to", str(folder), store=store)
    assert (again.code, "--overwrite" in again.err) == (2, True)
    assert run("export", "nothing", store=store).code == 2


def test_a_dry_run_of_a_file_needs_no_store(tmp_path: Path) -> None:
    file, store = tmp_path / "suppliers.csv", tmp_path / "none.duckdb"
    file.write_text("code,name\nABC,ABC Manufacturing\n", encoding="utf-8")
    words = ("import", "suppliers", str(file), "--dry-run", "--format", "json")
    assert (run(*words, store=store).json["created"], store.exists()) == (1, False)


def test_a_long_import_says_on_a_terminal_how_far_and_how_fast_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    clock = iter((100.0, 102.0))
    monkeypatch.setattr("backorder_core.answering.time.monotonic", lambda: next(clock))
    with watched("Judging") as move:
        assert move is not None
        move(5_000, 20_000)
    assert "Judging: 5,000 of 20,000 rows, 2,500 rows a second" in capsys.readouterr().err


def test_nothing_is_said_of_progress_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with watched("Judging") as move:
        assert move is None
    assert capsys.readouterr().err == ""
