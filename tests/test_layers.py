"""The house keeps its walls: imports run one way, SQL has one home, pages stay small."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("domain", "store", "services", "delivery", "api", "cli", "serving", "demo", "pages", "app")
MAY_IMPORT = {
    "domain": set(),
    "store": {"domain"},
    "services": {"domain", "store"},
    "delivery": {"domain", "store", "services"},
    "api": {"domain", "store", "services", "delivery"},
    "demo": {"domain", "store", "services", "delivery"},
    "serving": {"domain", "store", "services", "demo"},
    "cli": {"domain", "store", "services", "delivery", "demo", "serving"},
    "pages": {"domain", "store", "services", "delivery"},
    "app": {"domain", "store", "services", "delivery", "api", "pages"},
}
FOREIGN = {
    "streamlit": {"pages", "app"},
    "duckdb": {"store"},
    "pandas": {"store", "services", "delivery", "pages"},
}
PURE = {"domain": {"pydantic"}}
SQL = re.compile(
    r"^\s*(select|insert into|update|delete from|create (table|view)|merge into|with \w+ as)\b", re.I
)
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_PAGE, LONGEST_APP = 350, 40, 120, 60
CLOCKS = {"now", "today", "utcnow"}


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


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "backorder_core" and len(parts) > 1:
        return parts[1]
    return parts[0] if parts[0] in ("pages", "app") else None


def wrong_arrows(source: Source) -> list[str]:
    wrong = []
    for module in imported(source.tree):
        target = layer_of(module)
        if target and target != source.layer and target not in MAY_IMPORT.get(source.layer, set()):
            wrong.append(f"{source.path} imports {module}")
        top = module.split(".")[0]
        if top in FOREIGN and source.layer not in FOREIGN[top]:
            wrong.append(f"{source.path} imports {top}")
    return wrong


def impure(source: Source) -> list[str]:
    allowed = {*sys.stdlib_module_names, "backorder_core", *PURE.get(source.layer, set())}
    tops = {module.split(".")[0] for module in imported(source.tree)}
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


def sql_texts(source: Source) -> list[str]:
    tree = source.tree
    words = docstrings(tree)
    return [
        f"{source.path}:{node.lineno} holds SQL"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in words
        and SQL.match(node.value)
        and len(node.value.split()) > 3
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


def unsafe_html(source: Source) -> list[str]:
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            found.append(f"{source.path}:{node.value.lineno} allows unsafe HTML")
        if isinstance(node, ast.Attribute) and node.attr == "html" and isinstance(node.value, ast.Name):
            found += [f"{source.path}:{node.lineno} draws HTML"] if node.value.id == "st" else []
    return found


def product() -> list[Source]:
    paths = [ROOT / "app.py", *ROOT.glob("backorder_core/**/*.py"), *ROOT.glob("pages/**/*.py")]
    return [Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sorted(paths)]


RULES = (wrong_arrows, sql_texts, too_long, unsafe_html)


@pytest.mark.parametrize("source", product(), ids=lambda source: source.path)
def test_every_file_keeps_the_walls(source: Source) -> None:
    found = [
        problem
        for rule in RULES
        if not (rule is sql_texts and source.layer == "store")
        for problem in rule(source)
    ]
    if source.layer == "domain":
        found += impure(source)
    assert found == []


def test_no_page_can_be_reached_past_the_guard() -> None:
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (wrong_arrows, "backorder_core/domain/x.py", "from backorder_core.store import Store"),
        (wrong_arrows, "backorder_core/store/x.py", "import backorder_core.services.reports"),
        (wrong_arrows, "backorder_core/services/x.py", "from pages.parts import frame"),
        (wrong_arrows, "backorder_core/services/x.py", "import streamlit as st"),
        (wrong_arrows, "backorder_core/services/x.py", "import duckdb"),
        (wrong_arrows, "backorder_core/domain/x.py", "import pandas"),
        (impure, "backorder_core/domain/x.py", "import requests"),
        (impure, "backorder_core/domain/x.py", "from datetime import date\ndate.today()"),
        (sql_texts, "backorder_core/services/x.py", "q = 'select number from backorders where id = 1'"),
        (too_long, "backorder_core/services/x.py", "x = 1\n" * 351),
        (too_long, "backorder_core/services/x.py", "def f():\n" + "    x = 1\n" * 40),
        (too_long, "pages/work/x.py", "x = 1\n" * 121),
        (too_long, "app.py", "x = 1\n" * 61),
        (unsafe_html, "pages/work/x.py", "st.markdown('x', unsafe_allow_html=True)"),
        (unsafe_html, "pages/work/x.py", "st.html('x')"),
    ],
)
def test_a_breach_of_each_wall_is_found(rule: object, path: str, text: str) -> None:
    assert callable(rule)
    assert rule(Source(path, text))


def test_what_is_allowed_is_not_reported() -> None:
    clean = '"""Select what is needed from the store and say so."""\nfrom backorder_core.store import Store\n'
    source = Source("backorder_core/services/x.py", clean)
    assert [problem for rule in RULES for problem in rule(source)] == []
