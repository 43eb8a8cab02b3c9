"""What the command line and the start of the server say when something is wrong."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import pytest

from backorder_core import cli, demo, options, serving
from backorder_core.answering import ACTOR
from backorder_core.services import reports
from backorder_core.services.sign_in import note_sign_in
from backorder_core.store import Store, open_store, opening
from tests.services.test_sign_in import auth
from tests.templates import Templates

ROOT = Path(__file__).parent.parent
Secrets = Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def running(*words: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["backorders", *words])
        code: int | str | None = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
        said = capfd.readouterr()
        return Answer(int(code or 0), said.out, said.err)

    return running


@pytest.fixture
def store(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store that the commands of this test use."""
    path = templates.copy(tmp_path / "store.duckdb", "empty")
    monkeypatch.setenv("BACKORDERS_STORE", str(path))
    return path


def raising(problem: BaseException) -> Callable[..., NoReturn]:
    def raises(*_: Any, **__: Any) -> NoReturn:
        raise problem

    return raises


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Say what to do: 'backorders --help' lists it."),
        ("frobnicate", "No such command 'frobnicate'."),
        ("show", "Missing argument 'NUMBER'."),
        ("undo first", "'first' is not a valid integer."),
        ("list --value-from abc", "'abc' is not an amount such as 1250.00."),
        ("list --value-to NaN", "'NaN' is not an amount"),
        ("list --value-to 1e5", "'1e5' is not an amount"),
        ("list --value-to 1.234", "'1.234' is not an amount"),
        ("list --limit -1", "-1 is not in the range"),
        ("list --sort colour", "--sort colour is not one of score, value"),
        ("list --band huge", "'huge' is not one of critical, high, medium, low."),
        ("list --as-of 2025-02-30", "'2025-02-30' is not a date such as 2025-01-28."),
        ("report command-center --as-of 28/01/2025", "'28/01/2025' is not a date"),
        ("report command-center --as-of 0001-01-01", "0001-01-01 is out of reach: give a day of the years"),
        ("report command-center --known-on 9999-12-31", "9999-12-31 is out of reach"),
        ("report metrics --from 0001-01-01 --to 2025-01-01", "0001-01-01 is out of reach"),
        ("report metrics --from 2025-01-01 --to 2200-01-01", "2200-01-01 is out of reach"),
        ("report command-center --format xml", "'xml' is not one of"),
        ("serve --port 70000", "70000 is not in the range"),
        ("import po-delays nowhere.csv", "There is no file nowhere.csv: check the path."),
        ("import po-delays tests", "tests is not a file: give the path of a CSV or XLSX file."),
        ("import po-delays Makefile --map colour=Red", "--map colour=Red is not FIELD=HEADER"),
        ("import po-delays Makefile --map new_eta", "--map new_eta is not FIELD=HEADER"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_misused_command_says_one_sentence_and_exits_2(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: str, sentence: str
) -> None:
    monkeypatch.chdir(ROOT)
    answer = run(*words.split())
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert answer.err.endswith(".\n")
    assert answer.err.count("\n") == 1


@pytest.mark.usefixtures("store")
def test_a_file_that_may_not_be_read_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("po_number,po_line,new_eta\n")
    may = os.access
    monkeypatch.setattr(os, "access", lambda at, mode: at != path and may(at, mode))
    answer = run("import", "po-delays", str(path))
    assert (answer.code, answer.err) == (2, f"The file {path} cannot be read: make it readable for you.\n")


@pytest.mark.usefixtures("store")
def test_a_bug_exits_1_with_its_name_in_the_last_line_and_nothing_on_stdout(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "command_center", raising(KeyError("nobody\nknows")))
    answer = run("report", "command-center", "--format", "json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Traceback")
    assert answer.err.splitlines()[-1].startswith("This is a bug in backorders, please report it: KeyError:")


NO_TEXT = (
    ("people", "add", "Ann\udcff", "--role", "analyst"),
    ("list", "--supplier", "\udcff"),
    ("show", "\ud800"),
)


@pytest.mark.parametrize("words", NO_TEXT)
def test_a_word_that_is_no_text_is_refused_before_anything_is_asked(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    said = r"The word '[^']*\?' is not UTF-8: write it again, or rename the file\.\n"
    assert answer.code == 2
    assert re.fullmatch(said, answer.err)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
@pytest.mark.usefixtures("store")
def test_ctrl_c_ends_a_command_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, interruption: BaseException
) -> None:
    monkeypatch.setattr(reports, "command_center", raising(interruption))
    answer = run("report", "command-center")
    assert (answer.code, answer.out, answer.err.strip()) == (130, "", "Stopped.")


def test_help_comes_without_loading_a_database_or_a_data_frame() -> None:
    heavy = "print({'duckdb', 'pandas', 'pyarrow', 'streamlit'} & set(sys.modules))"
    words = [sys.executable, "-c", f"import sys, backorder_core.cli; {heavy}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "set()\n"


def test_the_command_line_and_the_app_have_the_same_store_by_default() -> None:
    assert options.DEFAULT_URL == opening.DEFAULT_URL


def half_filled(store: Store, **_: Any) -> NoReturn:
    store.mark_demo(date(2025, 1, 28), ACTOR)
    assert not serving.is_empty(store)
    raise KeyboardInterrupt


def test_an_interrupted_demo_leaves_the_store_as_empty_as_it_was(
    run: Run, monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    monkeypatch.setattr(demo, "build_demo", half_filled)
    assert run("demo").code == 130
    assert [path.name for path in store.parent.iterdir()] == [store.name]
    with closing(open_store(str(store), create=False)) as opened:
        assert serving.is_empty(opened)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that the process would have become."""
    calls: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, words: calls.append(words))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return calls


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_says_its_address_and_becomes_the_app(
    run: Run, monkeypatch: pytest.MonkeyPatch, store: Path, started: list[list[str]]
) -> None:
    monkeypatch.chdir(ROOT)
    port = free_port()
    answer = run("serve", "--port", str(port))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"Backorder Command Centre: http://localhost:{port}  (Ctrl-C stops it)\n"
    assert started == [[sys.executable, str(ROOT / "app.py")]]
    assert (os.environ["BACKORDERS_STORE"], os.environ["BACKORDERS_PORT"]) == (str(store), str(port))


def test_serve_fills_an_empty_store_with_the_demo_only_where_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, store: Path, started: list[list[str]]
) -> None:
    monkeypatch.chdir(ROOT)
    filled: list[str] = []
    monkeypatch.setattr(serving, "fill", filled.append)
    run("serve", "--port", "0")
    assert filled == []
    assert "filling it with the demo company" in run("serve", "--port", "0", "--demo").out
    assert filled == [str(store)]
    assert len(started) == 2


def test_serve_leaves_a_store_with_data_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch, demo_store: Store, started: list[list[str]]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(serving, "fill", raising(AssertionError("filled again")))
    demo_store.close()
    answer = run("serve", "--port", "0", "--demo", "--store", demo_store.url)
    assert (answer.code, len(started)) == (0, 1)


@pytest.mark.usefixtures("store")
def test_serve_away_from_the_project_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: list[list[str]]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("serve")
    assert answer.code == 2
    assert "There is no app.py in" in answer.err
    assert started == []


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Writes the file of secrets of whoever serves, from the project's folder."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / ".streamlit" / "secrets.toml"
    path.parent.mkdir()
    path.touch(0o600)

    def write(text: str) -> None:
        path.write_text(text, encoding="utf-8")

    return write


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("[auth\n", (), "secrets.toml cannot be read"),
        ("[auth]\n", (), "The sign-in in secrets.toml lacks redirect_uri"),
        (auth(cookie_secret="short"), (), "can be guessed"),
        (auth(), ("--demo",), "serve without --demo"),
    ],
)
def test_serve_opens_nothing_where_the_sign_in_is_broken_or_identities_stand_beside_it(
    run: Run, started: list[list[str]], secrets: Secrets, text: str, words: tuple[str, ...], said: str
) -> None:
    secrets(text)
    answer = run("serve", "--port", "0", *words)
    assert (answer.code, started) == (2, [])
    assert said in answer.err


def test_serve_offers_no_identities_in_a_store_that_was_opened_with_sign_in(
    run: Run, started: list[list[str]], secrets: Secrets, demo_store: Store
) -> None:
    note_sign_in(demo_store)
    demo_store.close()
    words = ("serve", "--port", "0", "--store", demo_store.url)
    answer = run(*words)
    assert (answer.code, started) == (2, [])
    assert "was opened with sign-in, and sign-in is not set up now" in answer.err
    secrets(auth())
    assert (run(*words).code, len(started)) == (0, 1)


def from_the_future(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into schema_migrations values (9999, 'later', now())")


def damaged(path: Path) -> None:
    path.write_bytes(b"not a store")


@pytest.mark.parametrize(
    ("spoil", "sentence"), [(from_the_future, "from a newer version"), (damaged, "not a readable store file")]
)
def test_serve_refuses_a_store_it_cannot_use(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    store: Path,
    started: list[list[str]],
    spoil: Callable[[Path], None],
    sentence: str,
) -> None:
    monkeypatch.chdir(ROOT)
    spoil(store)
    answer = run("serve", "--port", "0", "--demo")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert sentence in answer.err
    assert started == []


def test_serve_refuses_a_folder_it_may_not_write_to(
    run: Run, monkeypatch: pytest.MonkeyPatch, store: Path, started: list[list[str]]
) -> None:
    monkeypatch.chdir(ROOT)
    may = os.access
    monkeypatch.setattr(os, "access", lambda at, mode: Path(at) != store.parent and may(at, mode))
    answer = run("serve", "--port", "0", "--demo")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "read-only" in answer.err
    assert started == []
