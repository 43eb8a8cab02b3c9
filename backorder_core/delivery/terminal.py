"""Answers as text for a terminal: aligned columns, one block a subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from backorder_core.domain.values import Cause, Code, Status, Tier

NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?$")
MISSING = ("", "unknown", "no data")
OUTCOMES = ("created", "updated", "unchanged", "not_needed", "rejected")
LIST = ("number", "po_number", "supplier", "product", "customer", "status", "band", "score", "value", "eta")
CENTER = {
    "aging": ("bucket", "count", "share", "value"),
    "pipeline": ("bucket", "count", "value"),
    "critical": ("number", "customer", "value", "age_days", "band", "score", "action"),
    "root_causes": ("name", "count", "share", "value"),
    "suppliers": ("name", "count", "share", "value", "mean_slip_days", "on_time", "due_lines"),
}
FACTS = (
    ("status", "band", "score", "value", "action"),
    ("supplier", "po_number", "po_line", "product", "product_name"),
    ("quantity", "received", "cancelled", "open"),
    ("original_due", "eta", "eta_confirmed_on", "delay_days", "age_days", "days_overdue", "follow_up_on"),
    ("cause", "reason", "level", "level_reason"),
)
TERMS = ("multiplier", "value_points", "delay_points", "impact_points", "total")
BLOCKS = {
    "affected": ("order_number", "order_line", "customer", "tier", "impact", "open", "value", "need_date"),
    "score_terms": ("customer", "order_number", "order_line", *TERMS),
    "etas": ("on", "previous", "new", "who", "source", "words"),
    "route": ("step", "role", "state", "reason", "decided_by"),
    "history": ("on", "who", "action", "changed"),
}
PLAN = ("cost", "late_unit_days", "units_at_risk", "filled", "short", "ready_on")
UNPROVEN = "So many options: a better plan may exist that was not found."
CODES: Mapping[str, type[Code]] = {"status": Status, "tier": Tier, "cause": Cause}
CHANGES = 4
REJECTIONS_SHOWN = 10


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns aligned for a terminal; numbers to the right."""
    texts = [[_cell(cell) for cell in row] for row in rows]
    columns = list(zip(*texts, strict=True)) if texts else [()] * len(headers)
    widths = [max(map(len, (name, *cells))) for name, cells in zip(headers, columns, strict=True)]
    right = [all(NUMBER.match(c) or c in MISSING for c in cells) for cells in columns]

    def line(cells: Sequence[str]) -> str:
        fitted = [c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True)]
        return "  ".join(fitted).rstrip()

    return "\n".join([line(headers), line(["-" * width for width in widths]), *map(line, texts)])


def _cell(value: object) -> str:
    """One cell on one line: no control character reaches the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in str("" if value is None else value))


def _block(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, object]], missing: str = "") -> str:
    cells = [[missing if row[column] is None else row[column] for column in columns] for row in rows]
    title = "ETAs" if name == "etas" else name.replace("_", " ").capitalize()
    return f"{title}\n{table(columns, cells)}"


def made_text(url: str, made: Mapping[str, object]) -> str:
    """What the demo company consists of."""
    counts = ", ".join(f"{made[name]} {name.replace('_', ' ')}" for name in made if name != "as_of")
    return f"The demo company as of {made['as_of']} is in {url}: {counts}."


def import_text(answer: Mapping[str, Any]) -> str:
    """What an import did, with its rejected rows."""
    counts = ", ".join(f"{answer[name]} {name.replace('_', ' ')}" for name in OUTCOMES)
    what = f"Import {answer['import_id']}" if answer["import_id"] else "Dry run"
    said = f"{what}: {answer['rows']} rows: {counts}."
    said = "\n".join([said, *answer["notes"]])
    rejections = answer["rejections"]
    return f"{said}\n\n{_block('rejected', tuple(rejections[0]), rejections)}" if rejections else said


def folder_text(answer: Mapping[str, Any]) -> str:
    """What the files of a folder did or would do, what is missing in all of them, and what is not clear."""
    files = [{**one, "import": one["import_id"] or ""} for one in answer["files"]]
    totals = answer["totals"]
    rows = [{**totals, "file": "all files", "kind": "", "import": ""}] if files else []
    what = "Applied" if answer["applied"] else "Dry run"
    blocks = [f"{what}: {len(files)} files, {totals['rows']} rows."]
    blocks += (
        [_block("files", ("file", "kind", "import", "rows", *OUTCOMES), [*files, *rows])] if files else []
    )
    notes = [f"{one['file']}: {note}" for one in files for note in one["notes"]]
    blocks += ["\n".join(notes)] if notes else []
    for name, columns in (("unclear", ("file", "reason")), ("passed", ("file", "reason"))):
        blocks += [_block(name, columns, answer[name])] if answer[name] else []
    missing = [
        {"kind": one["kind"], "id": one["id"], **needed, "lines": ", ".join(map(str, needed["lines"]))}
        for one in answer["missing"]
        for needed in one["files"]
    ]
    blocks += [_block("missing", ("kind", "id", "file", "rows", "lines"), missing)] if missing else []
    rejected = [{"file": one["file"], **row} for one in files for row in one["rejections"][:REJECTIONS_SHOWN]]
    blocks += [_block("rejected", tuple(rejected[0]), rejected)] if rejected else []
    return "\n\n".join(blocks)


def kinds_text(answer: Mapping[str, Any]) -> str:
    """The kinds of files, each with its fields."""
    blocks = []
    for kind in answer["kinds"]:
        rows = [{**one, "required": "needed" if one["required"] else ""} for one in kind["fields"]]
        columns = ("name", "type", "required", "help", "example")
        blocks.append(f"{kind['about']}\n{_block(kind['kind'], columns, rows)}")
    return "\n\n".join(blocks)


def start_text(found: Mapping[str, Any]) -> str:
    """How far the data are on the way to the first command centre."""
    rows = [{**one, "without": "" if one["records"] else one["without"]} for one in found["kinds"]]
    return f"{found['next']}\n\n{_block('kinds', ('kind', 'records', 'standing', 'without'), rows)}"


def center_text(center: Mapping[str, Any]) -> str:
    """The command centre, block by block."""
    summary = center["summary"]
    high = summary["high_priority"]
    head = (
        f"Backorder command centre as of {center['as_of']}\n"
        f"{summary['open']} open, {summary['value']} at risk, {summary['customers']} customers, "
        f"{high['count']} high priority ({high['value']})"
    )
    blocks = [_block(name, columns, center[name], "no data") for name, columns in CENTER.items()]
    return "\n\n".join([head, *blocks])


def list_text(page: Mapping[str, Any]) -> str:
    """A page of the list, with count and value of all that match."""
    rows = [[_expected(row) if name == "eta" else row[name] for name in LIST] for row in page["backorders"]]
    total = f"{page['total']} backorders, {page['value']} at risk"
    return f"{table(LIST, rows)}\n{total}" if rows else total


def _expected(one: Mapping[str, Any]) -> str:
    return f"{one['eta'] or 'unknown'}{', stale' if one['eta_stale'] else ''}"


def show_text(one: Mapping[str, Any]) -> str:
    """One backorder: its facts, then a table for customers, score, dates, decisions and history."""
    facts = {**one, "eta": _expected(one)}
    width = max(len(name) for names in FACTS for name in names)
    head = [
        "\n".join(f"{name.replace('_', ' '):{width}}  {_cell(facts[name]) or '-'}" for name in names)
        for names in FACTS
    ]
    history = [{**entry, "changed": changed(entry)} for entry in one["history"]]
    tables = {**one, "history": history}
    blocks = [_block(name, columns, tables[name]) for name, columns in BLOCKS.items() if tables[name]]
    moves = ["\n".join(["Band moves", *one["band_moves"]])] if one["band_moves"] else []
    return "\n\n".join([one["number"], *head, *blocks, *moves])


def plan_text(answer: Mapping[str, Any]) -> str:
    """Sourcing plans, cheapest first, then at which prices each of them wins."""
    plans = answer["plans"]
    rows = [[number, *(one[name] for name in PLAN), _taken(one)] for number, one in enumerate(plans, 1)]
    said = [
        f"{number}. {one['wins']}{' Earlier: ' + one['earlier'] if one['earlier'] else ''}"
        for number, one in enumerate(plans, 1)
    ]
    doubt = [] if all(one["proven"] for one in plans) else [UNPROVEN]
    return "\n".join([table(("plan", *PLAN, "lines"), rows), "", *said, *doubt])


def _taken(plan: Mapping[str, Any]) -> str:
    return " + ".join(f"{line['quantity']:,} {line['option']}" for line in plan["lines"]) or "nothing"


def changed(entry: Mapping[str, Any]) -> str:
    """What an entry of the history changed, from what to what; no more than a few facts."""
    before, after = entry["before"], entry["after"]
    if not before:
        return f"{len(after)} facts"
    said = [f"{name} {_said(name, before[name])} → {_said(name, after.get(name))}" for name in before]
    more = f" and {len(said) - CHANGES} more" if len(said) > CHANGES else ""
    return ", ".join(said[:CHANGES]) + more


def _said(name: str, value: str | None) -> str:
    """A ledger's text in words: codes by their labels, nothing as "none"."""
    return CODES[name](int(value)).label if value and name in CODES else value or "none"


def whatif_text(tried: Mapping[str, Any]) -> str:
    """What a scenario would do: headline figures before and after, then the backorders that change most."""
    before, after = tried["before"]["summary"], tried["after"]["summary"]
    rows = [[name.replace("_", " "), before[name], after[name]] for name in ("open", "value", "customers")]
    high = [["high priority", before["high_priority"]["count"], after["high_priority"]["count"]]]
    changed = [
        [
            one["number"],
            one["supplier"],
            one["value"],
            "new" if one["new"] else one["band"]["before"],
            one["band"]["after"],
            one["eta"]["after"] or "unknown",
        ]
        for one in tried["changed"]
    ]
    said = "; ".join(step["sentence"] for step in tried["steps"])
    blocks = [
        f"Supposed as of {tried['as_of']}: {said}. Nothing is changed.",
        table(("", "before", "after"), rows + high),
    ]
    if changed:
        columns = ("number", "supplier", "value", "band before", "band after", "ETA after")
        blocks.append(f"{tried['changes']} backorders change\n{table(columns, changed)}")
    if tried.get("scenario"):
        blocks.append(f"Kept as {tried['scenario']}.")
    return "\n\n".join(blocks)


def document_text(document: Mapping[str, Any]) -> str:
    """Any document for people: its plain facts, then a table for each list of rows, one below the other."""
    facts = {name: value for name, value in document.items() if not isinstance(value, (list, dict))}
    blocks = [_facts(facts)] if facts else []
    for name, value in document.items():
        title = name.replace("_", " ").capitalize()
        if isinstance(value, dict):
            blocks.append(f"{title}\n{document_text(value)}")
        elif isinstance(value, list):
            blocks.append(f"{title}\n{_listed(value)}")
    return "\n\n".join(blocks)


def _facts(facts: Mapping[str, Any]) -> str:
    width = max(len(name) for name in facts)
    return "\n".join(f"{name.replace('_', ' '):{width}}  {_shown(value)}" for name, value in facts.items())


def _listed(values: Sequence[Any]) -> str:
    if not values:
        return "nothing"
    if not isinstance(values[0], dict):
        return "\n".join(f"- {_shown(value)}" for value in values)
    columns = [name for name, value in values[0].items() if not isinstance(value, dict)]
    return table(
        [name.replace("_", " ") for name in columns], [[_shown(row[c]) for c in columns] for row in values]
    )


def _shown(value: Any) -> str:
    """A cell of any document; what is not known says so, a list stands in one cell."""
    if value is None:
        return "no data"
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_shown(one)}" for name, one in value.items())
    return "yes" if value is True else "no" if value is False else _cell(value)
