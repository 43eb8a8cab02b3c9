"""The review of one supplier on one page, to print or send: HTML that needs nothing else, and text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backorder_core.delivery.sheets import template
from backorder_core.delivery.terminal import table

NO_DATA = "no data"
MOST_ROWS = 8
Document = Mapping[str, Any]
Figure = tuple[str, str, str]


def review_html(document: Document) -> str:
    """The document of ``report supplier-review`` as one self-contained page; every text in it is escaped."""
    one = document["supplier"]
    most = max((some["receipts"] for some in one["delays"]["histogram"]), default=0) or 1
    return template("supplier_review.html").render(
        title=f"Supplier review: {one['name']}",
        window=document["window"],
        as_of=document["as_of"],
        one=one,
        card=one["scorecard"],
        figures=figures(document),
        bins=[
            (some["days"], some["receipts"], some["receipts"] * 100 // most)
            for some in one["delays"]["histogram"]
        ],
        months=document["months"],
        events=document["quality_events"][:MOST_ROWS],
        more_events=max(0, len(document["quality_events"]) - MOST_ROWS),
        levels=[_level(level) for level in document["service_levels"]],
        caveat=caveat(one["scorecard"]),
        percent=_percent,
        shown=_shown,
        money=_money,
    )


def review_text(document: Document) -> str:
    """The same for a terminal."""
    one, card = document["supplier"], document["supplier"]["scorecard"]
    window = document["window"]
    head = f"Supplier review: {one['name']} ({one['code']})\n"
    head += f"from {window['from']} to {window['to']} (not included), as of {document['as_of']}"
    standing = f"{card['standing']}: {card['follows']}" if card["standing"] else NO_DATA
    said = [f"Score {_shown(card['score'])}, {standing}", caveat(card)]
    terms = [
        [term["criterion"], _shown(term["weight"]), _shown(term["score"]), _shown(term["points"])]
        for term in card["terms"]
    ]
    months = [
        [month["month"], _shown(month["on_time"]), _shown(month["on_time_agreed"]), month["on_time_lines"]]
        for month in document["months"]
    ]
    if one["delivers"]:
        head += f"\nDelivers {one['delivers']}: days late are such days"
    blocks = [
        head,
        "\n".join(filter(None, said)),
        table(("criterion", "weight", "score", "points"), terms),
        table(("figure", "now", "before"), figures(document)),
        table(("month", "on time, first promise %", "on time, last agreed %", "lines"), months),
    ]
    for level in document["service_levels"]:
        blocks.append(f"Service level from {level['from']}: {_level(level)['words']}")
    return "\n\n".join(blocks)


def figures(document: Document) -> list[Figure]:
    """(what, now, in the window before) for the page and the terminal."""
    now, before = document["supplier"], document["before"]
    return [(name, _figure(now, path), _figure(before, path)) for name, path in FIGURES]


FIGURES = (
    ("On time, first promise", "on_time %"),
    ("On time, last agreed date", "on_time_agreed %"),
    ("Lines promised", "on_time_lines"),
    ("Median days late of a receipt", "delays.median_days"),
    ("P90 days late of a receipt", "delays.p90_days"),
    ("Lines on backorder with a moved date", "revisions.share %"),
    ("New dates per line on backorder", "revisions.per_line"),
    ("Backorders made", "backorders"),
    ("Share of all backorders", "backorder_share %"),
    ("Backorders for quality", "quality.backorders"),
    ("Returns", "quality.returns"),
    ("Quality incidents", "quality.incidents"),
    ("Cost of incidents", "quality.incident_cost $"),
    ("Cost of expediting", "expediting_cost $"),
    ("Bought", "spend $"),
    ("Penalties that the agreement would bring", "penalties $"),
)


def _figure(one: Document, path: str) -> str:
    names, _, unit = path.partition(" ")
    value: Any = one
    for name in names.split("."):
        value = value[name]
    if value is None:
        return NO_DATA
    return _money(value) if unit == "$" else _percent(value) if unit == "%" else _shown(value)


def caveat(card: Document) -> str:
    """What the score leaves out, as a sentence; empty where nothing is missing."""
    if card["score"] is None:
        return "No criterion has data, so there is no score."
    if not card["missing"]:
        return ""
    names: Sequence[str] = card["missing"]
    said = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    return f"No data for {said}: the score stands over the other {_shown(card['over_weight'])} of 100."


def _level(level: Document) -> dict[str, Any]:
    until = f" to {level['until']}" if level["until"] else ""
    reached = f"{_percent(level['on_time'])} of {level['lines']} lines on time"
    outcome = "kept, nothing is due" if level["kept"] else f"missed, {_money(level['due'])} would be due"
    words = f"{_percent(level['agreed_on_time'])} on time agreed, {level['penalty']}; {reached}: {outcome}."
    rows = sorted(level["rows"], key=lambda row: -float(row["penalty"]))
    return {
        "since": f"From {level['from']}{until}",
        "words": words,
        "rows": rows[:MOST_ROWS],
        "more": max(0, len(rows) - MOST_ROWS),
    }


def _percent(value: float | None) -> str:
    return NO_DATA if value is None else f"{value:,.10g} %"


def _shown(value: float | None) -> str:
    return NO_DATA if value is None else f"{value:,.10g}"


def _money(value: str) -> str:
    return f"{float(value):,.2f}"
