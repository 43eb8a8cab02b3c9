"""Pages to print or send: the one Jinja environment of them, and the sheet of one backorder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template

from backorder_core.delivery.terminal import changed

MOST_ROWS = 8
Document = Mapping[str, Any]


@cache
def template(name: str) -> Template:
    """A page by its file in templates/; every text that is put into it is escaped."""
    loader = PackageLoader("backorder_core.delivery", "templates")
    return Environment(loader=loader, autoescape=True).get_template(name)


def backorder_html(document: Document) -> str:
    """The document of ``services.sheets.sheet_of`` as one self-contained page."""
    history = [
        (
            entry["on"],
            entry["who"],
            _done(entry["action"]),
            changed(entry).replace("_", " ") if entry["before"] else "",
        )
        for entry in document["history"]
    ]
    return template("backorder.html").render(
        one=document,
        title=f"Backorder {document['number']}",
        as_of=document["as_of"],
        history=history[-MOST_ROWS:],
        more_history=max(0, len(history) - MOST_ROWS),
        lines=document["affected"][:MOST_ROWS],
        more_lines=max(0, len(document["affected"]) - MOST_ROWS),
        terms=document["score_terms"][:MOST_ROWS],
        more_terms=max(0, len(document["score_terms"]) - MOST_ROWS),
        etas=document["etas"][-MOST_ROWS:],
        more_etas=max(0, len(document["etas"]) - MOST_ROWS),
        money=_money,
        shown=_shown,
    )


def _done(action: str) -> str:
    return f"{action[:1].upper()}{action[1:]}"


def _money(amount: Any) -> str:
    return f"{float(amount):,.2f}"


def _shown(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:,.10g}"
    return "unknown" if value is None else str(value)
