"""A form that is sent twice is done once, and answers the same (`make soak`: a thousand of them)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.reliability.doubles import FORMS, Doubles, company_at_work
from tests.templates import Templates

ROOT = Path(__file__).parent.parent.parent
NOT_ENTERED = {"store", "actor", "key", "as_of"}
"""What is not typed into a form; the day is that of the page."""
CLEANED = {"called": "name", "given": "address", "request": "step"}
"""Names under which something entered is remembered once it was cleaned."""


def test_every_form_that_is_sent_twice_has_one_effect(templates: Templates, tmp_path: Path) -> None:
    path = templates.copy(tmp_path / "store.duckdb", "company-at-work", company_at_work)
    assert Doubles(path).run(len(FORMS)) == len(FORMS)


def uses_of_once() -> Iterator[tuple[str, set[str], set[str]]]:
    """Each use-case with a key: its name, what it is given, and what its request remembers."""
    for path in sorted(ROOT.glob("backorder_core/**/*.py")):
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef):
                given = [*function.args.args, *function.args.kwonlyargs]
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "once":
                        named = {one.id for one in ast.walk(call.args[2]) if isinstance(one, ast.Name)}
                        yield function.name, {one.arg for one in given}, named


def test_a_request_remembers_everything_that_was_entered() -> None:
    uses = list(uses_of_once())
    assert len(uses) > 30
    forgotten = {
        name: given - {CLEANED.get(one, one) for one in named} - named - NOT_ENTERED
        for name, given, named in uses
    }
    assert {name: missing for name, missing in forgotten.items() if missing} == {}
