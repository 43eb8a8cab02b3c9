"""The house keeps its walls: imports run one way, SQL has one home, pages stay small."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "domain": set(),
    "store": {"domain"},
    "services": {"domain", "store"},
    "delivery": {"domain", "store", "services"},
    "api": {"domain", "store", "services", "delivery", "answering"},
    "demo": {"domain", "store", "services", "delivery"},
    "secret_files": {"domain", "services"},
    "signing": {"options", "answering", "secret_files"},
    "keeping": set(),
    "serving": {"domain", "store", "services", "demo", "secret_files", "keeping"},
    "options": {"domain"},
    "answering": {"domain", "store"},
    "working": {"domain", "services", "options", "answering"},
    "digesting": {"domain", "services", "delivery", "options", "answering"},
    "peopling": {"domain", "services", "options", "answering"},
    "reporting": {"delivery", "options", "answering"},
    "exporting": {"domain", "services", "delivery", "options", "answering"},
    "supposing": {"domain", "services", "delivery", "options", "answering"},
    "importing": {"domain", "services", "delivery", "options", "answering"},
    "sending": {"services", "delivery", "options", "answering"},
    "setting": {"domain", "services", "options", "answering"},
    "tokening": {"domain", "services", "delivery", "options", "answering"},
    "sharing": {"services", "options", "answering"},
    "backing": {"store", "services", "delivery", "options", "answering"},
    "ledgering": {"services", "delivery", "options", "answering"},
    "cli": {
        *("domain", "store", "services", "delivery", "demo", "serving"),
        *("options", "answering", "working", "digesting", "tokening", "peopling", "sending"),
        *("setting", "reporting", "supposing", "importing", "exporting", "signing", "ledgering", "backing"),
        *("sharing",),
    },
    "pages": {"domain", "store", "services", "delivery"},
    "app": {"domain", "store", "services", "delivery", "api", "serving", "pages"},
}
FOREIGN = {
    "streamlit": {"pages", "app"},
    "duckdb": {"store"},
    "pandas": {"store", "services", "delivery", "pages"},
}
IMPURE = {
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
}
SQL = re.compile(
    r"""\s*(
        select\s.*\bfrom\s | select\s+(\*|\d|count|sum|max|min)
        | insert\s+(or\s+\w+\s+)?into\s | update\s+\w+\s+(as\s+\w+\s+)?set\s
        | delete\s+from\s | merge\s+into\s | with\s+(recursive\s+)?\w+\s+as\s*\(
        | (create|drop|alter)\s+(or\s+replace\s+)?(temp\w*\s+)?(table|view|macro|index|schema|sequence)\s
    )""",
    re.DOTALL | re.VERBOSE,
)
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_PAGE, LONGEST_APP = 350, 40, 120, 60
CLOCKS = {"now", "today", "utcnow"}
CONNECTIONS = {"cursor", "_cursor", "_connection", "execute", "executemany"}
HTML = {"html", "iframe", "unsafe_allow_html"}
STYLED, STYLE = "pages/parts/shell.py", "files.WITHOUT_RAW_CSV"


@dataclass(frozen=True)
class Source:
    """One Python file of the product, as its path inside the project and its text."""

    path: str
    text: str

    @property
    def layer(self) -> str:
        parts = Path(self.path).with_suffix("").parts
        return parts[1] if parts[0] == "backorder_core" and len(parts) > 1 else parts[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


def imported(source: Source) -> Iterator[str]:
    """Every module that a file names, relative ones resolved; ``from a import b`` names both a and a.b."""
    package = Path(source.path).parent.parts
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (start, *(f"{start}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Call) and _name(node.func) in ("import_module", "__import__"):
            yield from (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "backorder_core":
        return parts[1] if len(parts) > 1 and parts[1] in MAY_IMPORT else None
    return parts[0] if parts[0] in ("pages", "app") else None


def wrong_arrows(source: Source) -> list[str]:
    if source.layer not in MAY_IMPORT and source.path != "backorder_core/__init__.py":
        return [f"{source.path} belongs to no layer: draw it into MAY_IMPORT and docs/map.md"]
    modules = set(imported(source))
    targets = {(module, layer_of(module)) for module in modules}
    allowed = {source.layer, None, *MAY_IMPORT.get(source.layer, set())}
    tops = {module.split(".")[0] for module in modules}
    return [
        f"{source.path} imports {module}" for module, target in sorted(targets) if target not in allowed
    ] + [
        f"{source.path} imports {top}"
        for top in sorted(tops & set(FOREIGN))
        if source.layer not in FOREIGN[top]
    ]


def impure(source: Source) -> list[str]:
    if source.layer != "domain":
        return []
    allowed = {*sys.stdlib_module_names, "backorder_core", "pydantic"} - IMPURE
    tops = {module.split(".")[0] for module in imported(source)}
    clocks = [
        node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute) and node.attr in CLOCKS
    ]
    return [f"{source.path} imports {top}" for top in sorted(tops - allowed)] + [
        f"{source.path} reads the clock by .{name}" for name in clocks
    ]


def docstrings(tree: ast.Module) -> set[int]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    firsts = [body[0] for body in bodies if body]
    return {id(first.value) for first in firsts if isinstance(first, ast.Expr)}


def is_sql(text: str) -> bool:
    """Statements are written in one case; "Select a supplier from the list" is a sentence."""
    first = text.lstrip()[:6]
    return first in (first.lower(), first.upper()) and SQL.match(text.lower()) is not None


def sql_texts(source: Source) -> list[str]:
    if source.layer == "store":
        return []
    tree = source.tree
    words = docstrings(tree)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in words]
    return [
        f"{source.path}:{node.lineno} holds SQL"
        for node in texts
        if isinstance(node.value, str) and is_sql(node.value)
    ]


def raw_connections(source: Source) -> list[str]:
    """Only the store itself touches connections and cursors: others ask by the name of a statement."""
    if source.layer == "store":
        return []
    return [
        f"{source.path}:{node.lineno} reaches for .{node.attr}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in CONNECTIONS
    ]


def too_long(source: Source) -> list[str]:
    most = LONGEST_FILE
    if source.layer == "app":
        most = LONGEST_APP
    elif source.layer == "pages" and not source.path.startswith("pages/parts/"):
        most = LONGEST_PAGE
    found = [f"{source.path} has {source.lines} lines, {most} are enough"] if source.lines > most else []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{source.path}: {node.name} has {length} lines")
    return found


def _styles(source: Source) -> list[int]:
    """Lines where a fixed style sheet is drawn: one file may, with a constant of no foreign text."""
    return [
        node.lineno
        for node in ast.walk(source.tree)
        if source.path == STYLED
        and isinstance(node, ast.Call)
        and [ast.unparse(argument) for argument in node.args] == [STYLE]
    ]


def unsafe_html(source: Source) -> list[str]:
    styles = _styles(source)
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg in HTML:
            found.append(f"{source.path}:{node.value.lineno} allows unsafe HTML")
        if isinstance(node, ast.Attribute) and node.attr in HTML and node.lineno not in styles:
            found.append(f"{source.path}:{node.lineno} draws HTML")
    return found + [
        f"{source.path} imports {module}"
        for module in imported(source)
        if module.startswith("streamlit.") and module.split(".")[-1] in HTML
    ]


def product() -> list[Source]:
    paths = [ROOT / "app.py", *ROOT.glob("backorder_core/**/*.py"), *ROOT.glob("pages/**/*.py")]
    return [Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sorted(paths)]


RULES = (wrong_arrows, sql_texts, raw_connections, too_long, unsafe_html, impure)
SERVICE, PAGE = "backorder_core/services/x.py", "pages/work/x.py"


@pytest.mark.parametrize("source", product(), ids=lambda source: source.path)
def test_every_file_keeps_the_walls(source: Source) -> None:
    assert [problem for rule in RULES for problem in rule(source)] == []


def reachable_pages(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]


def test_no_page_can_be_reached_past_the_guard() -> None:
    assert reachable_pages(ROOT / "pages") == []


def test_a_page_that_could_be_reached_past_the_guard_is_found(tmp_path: Path) -> None:
    for name in ("__init__.py", "stray.py"):
        (tmp_path / name).touch()
    assert reachable_pages(tmp_path) == ["stray.py"]


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (wrong_arrows, "backorder_core/domain/x.py", "from backorder_core.store import Store"),
        (wrong_arrows, "backorder_core/store/x.py", "import backorder_core.services.reports"),
        (wrong_arrows, "backorder_core/store/x.py", "from backorder_core import services"),
        (wrong_arrows, SERVICE, "from pages.parts import frame"),
        (wrong_arrows, SERVICE, "from ..delivery import exports"),
        (wrong_arrows, SERVICE, "from .. import cli"),
        (wrong_arrows, SERVICE, "import importlib\nimportlib.import_module('backorder_core.cli')"),
        (wrong_arrows, "backorder_core/delivery/x.py", "from backorder_core.demo import build_demo"),
        (wrong_arrows, PAGE, "from backorder_core.cli import main"),
        (wrong_arrows, PAGE, "import app"),
        (wrong_arrows, "backorder_core/utils/x.py", "x = 1"),
        (wrong_arrows, SERVICE, "import streamlit as st"),
        (wrong_arrows, "backorder_core/cli.py", "def f():\n    from streamlit import config"),
        (wrong_arrows, SERVICE, "import duckdb"),
        (wrong_arrows, PAGE, "from duckdb import connect"),
        (wrong_arrows, "backorder_core/domain/x.py", "import pandas"),
        (impure, "backorder_core/domain/x.py", "import requests"),
        (impure, "backorder_core/domain/x.py", "from datetime import date\ndate.today()"),
        (impure, "backorder_core/domain/x.py", "from datetime import UTC, datetime\ndatetime.now(UTC)"),
        (impure, "backorder_core/domain/x.py", "import time\ntime.time()"),
        (sql_texts, SERVICE, "q = 'select number from backorders where id = 1'"),
        (sql_texts, SERVICE, "q = f'SELECT * FROM {table}'"),
        (sql_texts, SERVICE, "q = 'select 1'"),
        (sql_texts, SERVICE, "q = 'insert into backorders values (1)'"),
        (sql_texts, SERVICE, "q = 'update backorders set value = 1'"),
        (sql_texts, SERVICE, "q = 'delete from backorders'"),
        (sql_texts, SERVICE, "q = 'merge into backorders using x on true'"),
        (sql_texts, SERVICE, 'q = """\n    create table t (a int)"""'),
        (sql_texts, PAGE, "q = 'with x as (select 1) select 2'"),
        (raw_connections, SERVICE, "reader.cursor.fetchall()"),
        (raw_connections, PAGE, "frame.store._connection.execute('select 1')"),
        (too_long, SERVICE, "x = 1\n" * 351),
        (too_long, SERVICE, "def f():\n" + "    x = 1\n" * 40),
        (too_long, PAGE, "x = 1\n" * 121),
        (too_long, "pages/parts/x.py", "x = 1\n" * 351),
        (too_long, "app.py", "x = 1\n" * 61),
        (unsafe_html, PAGE, "st.markdown('x', unsafe_allow_html=True)"),
        (unsafe_html, PAGE, "st.html('x')"),
        (unsafe_html, PAGE, "from streamlit import html"),
        (unsafe_html, PAGE, "import streamlit.components.v1 as parts\nparts.html('x')"),
    ],
)
def test_a_breach_of_each_wall_is_found(rule: Callable[[Source], list[str]], path: str, text: str) -> None:
    assert rule(Source(path, text)) != []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SERVICE, '"""select number from the list and say so"""\nfrom backorder_core.store import Store\n'),
        (SERVICE, "from datetime import datetime, UTC\ndatetime.now(UTC)"),
        (SERVICE, "from . import reports\nfrom .reports import as_json\nfrom ..domain import priority"),
        (SERVICE, "x = 1\n" * 350),
        (SERVICE, "def f():\n" + "    x = 1\n" * 39),
        (PAGE, "import streamlit as st\nst.write('Select a supplier from the list, with its orders.')"),
        (PAGE, "x = 1\n" * 120),
        ("pages/parts/x.py", "x = 1\n" * 121),
        ("app.py", "import streamlit as st\nfrom pages.parts import frame\n" + "x = 1\n" * 58),
        ("backorder_core/domain/x.py", "import datetime, decimal\nimport pydantic"),
        ("backorder_core/store/x.py", "import duckdb\nq = 'select 1'"),
    ],
)
def test_what_is_allowed_is_not_reported(path: str, text: str) -> None:
    assert [problem for rule in RULES for problem in rule(Source(path, text))] == []
