"""Settings and people from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import run
from tests.templates import Templates


@pytest.fixture
def store(templates: Templates, tmp_path: Path) -> Path:
    return templates.copy(tmp_path / "store.duckdb", "empty")


def test_settings_go_out_and_come_back(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert run("settings", "export", str(file), store=store).code == 0
    text = file.read_text(encoding="utf-8")
    assert 'currency = "USD"' in text
    file.write_text(text.replace('currency = "USD"', 'currency = "EUR"'), encoding="utf-8")
    tried = run("settings", "import", str(file), "--why", "we moved", "--dry-run", store=store)
    assert (tried.code, tried.out.strip()) == (0, "Currency: USD → EUR")
    assert run("settings", "versions", store=store).out.strip() == "The settings are the defaults."
    saved = run("settings", "import", str(file), "--why", "we moved", "--format", "json", store=store).json
    assert saved == {
        "version": 1,
        "waits": False,
        "changes": [{"field": "Currency", "before": "USD", "after": "EUR"}],
    }
    shown = run("settings", "show", "--format", "json", store=store).json
    assert (shown["version"], shown["settings"]["currency"]) == (1, "EUR")
    assert "command line: we moved" in run("settings", "versions", store=store).out


def test_thresholds_from_a_file_wait_for_a_second_person(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[approvals]\nmanager_up_to = 30000\n", encoding="utf-8")
    answer = run("settings", "import", str(file), "--why", "smaller", store=store)
    assert "Changed approval thresholds wait for a second person." in answer.out
    assert run("settings", "show", "--format", "json", store=store).json["version"] == 0


def test_a_wrong_file_is_one_sentence_and_exit_code_2(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("colour = 3\n", encoding="utf-8")
    answer = run("settings", "import", str(file), "--why", "x", store=store)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.strip() == "There is no setting colour: remove it, or correct its name."


def test_a_file_in_another_encoding_is_refused_and_saves_nothing(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes('currency = "EUR"\nreceiving_location = "KÖLN"\n'.encode("latin-1"))
    answer = run("settings", "import", str(file), "--why", "x", store=store)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.strip() == "The file is not UTF-8 text in line 2: save it as UTF-8."
    assert run("settings", "show", "--format", "json", store=store).json["version"] == 0


def test_people_are_added_changed_listed_and_gone(store: Path) -> None:
    assert "Nobody is known yet" in run("people", "list", store=store).out
    added = run("people", "add", "Ann", "--role", "planner", "--email", "ann@example.com", store=store)
    assert added.out.strip() == "Ann is planner now."
    run("people", "add", "Ann", "--role", "manager", "--email", "ann@example.com", store=store)
    assert run("people", "list", store=store).out.strip() == "Ann, manager, ann@example.com"
    assert run("people", "remove", "Ann", store=store).out.strip() == "Ann gets in no more."
    (only,) = run("people", "list", "--format", "json", store=store).json
    assert (only["name"], only["role"]) == ("Ann", "manager")
    assert only["left_on"] is not None
    refused = run("people", "remove", "Bob", store=store)
    assert (refused.code, refused.err.strip()) == (2, "There is nobody called Bob: check the name.")


def test_choosing_who_one_is_is_switched_on_and_off(store: Path) -> None:
    assert "choose who they are" in run("people", "choose", "on", store=store).out
    shown = run("settings", "show", "--format", "json", store=store).json
    assert shown["settings"]["access"]["choose_identity"] is True
    assert run("people", "choose", "off", store=store).out.strip() == "People must sign in."
