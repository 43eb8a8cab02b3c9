"""Rows of a delay file that the rule sees alike are judged once: each ends as if it were judged alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backorder_core.domain.readings import DecimalSign
from backorder_core.services.imports import ImportOptions, delays, discard, preview_file
from backorder_core.services.imports.case import Case
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.store import Reader, Store, open_store
from tests.small_company import CREATED, CUSTOMERS, PLANNER, SmallCompany
from tests.templates import Templates

LINES = 60
POINT = ImportOptions(decimal=DecimalSign.POINT)
DAY = timedelta(days=1)
AS_OF = (CREATED, CREATED + DAY, date(2024, 2, 29))


def varied(store: Store, folder: Path) -> None:
    """PO lines with and without orders, backorders, receipts and confirmations, closed ones among them."""
    company, draw = SmallCompany(store, folder), random.Random(7)
    dues = [date(2025, 1, 10) + DAY * draw.randint(0, 40) for _ in range(LINES)]
    lines: list[dict[str, Any]] = [
        {
            "po_number": f"PO-{n}" if n % 9 else f"{n}.E2",
            "po_line": ("10", "00010", "7")[n % 3],
            "supplier": "ABC",
            "product": "CM-500",
            "ordered": Decimal(draw.choice((1, 40, 100))),
            "unit_cost": Decimal(1),
            "order_date": due - DAY * draw.choice((0, 1, 40)),
            "original_due": due,
        }
        for n, due in enumerate(dues)
    ]
    load(store, "po_lines", lines, PLANNER, CREATED)
    waiting = [line for line in lines if draw.random() < 0.6]
    orders = [
        {
            "order_number": f"SO-{line['po_number']}",
            "order_line": "1",
            "customer": draw.choice(CUSTOMERS)[0],
            "product": "CM-500",
            "order_date": date(2025, 1, 2),
            "quantity": min(Decimal(30), line["ordered"]),
            "unit_price": Decimal(10),
            "need_date": line["original_due"],
            "impact": 3,
            "emergency": False,
        }
        for line in waiting
    ]
    load(store, "order_lines", orders, PLANNER, CREATED)
    shares = [
        {
            **{name: line[name] for name in ("po_number", "po_line")},
            **{name: order[name] for name in ("order_number", "order_line", "quantity")},
        }
        for line, order in zip(waiting, orders, strict=True)
    ]
    load(store, "allocations", shares, PLANNER, CREATED)
    said = [
        f"{line['po_number']},{line['po_line']},{draw.choice(('', due + DAY * draw.randint(-9, 20)))},,,"
        for line, due in zip(lines, dues, strict=True)
        if draw.random() < 0.7
    ]
    company.delays(*said[::2], as_of=date(2025, 1, 12))
    company.delays(*said[1::2], as_of=CREATED)
    for line in lines:
        if draw.random() < 0.3:
            units = draw.choice((Decimal(1), line["ordered"]))
            receive(store, [Receipt(line["po_number"], line["po_line"], units, CREATED)], PLANNER, CREATED)


@pytest.fixture(scope="module")
def store(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = templates.copy(tmp_path_factory.mktemp("varied") / "varied.duckdb", "varied", varied)
    opened = open_store(str(path))
    yield opened
    opened.close()


@st.composite
def row(draw: st.DrawFn) -> tuple[int, str, int, str, str]:
    """The number of a line, from what its date counts, days, units and what else is odd about the row."""
    anchor = draw(st.sampled_from(["eta", "eta", "eta", "due", "ordered", "last", "none", "text"]))
    units = draw(st.sampled_from(["", "", "", "open", "1", "30", "99", "0", "-1", "3000000", "many", "1.5"]))
    odd = draw(st.sampled_from([""] * 12 + ["short", "zeros", "unknown line", "damaged", "blank", "no line"]))
    return draw(st.integers(0, LINES - 1)), anchor, draw(st.integers(-2, 4)), units, odd


def written(line: dict[str, Any], said: tuple[int, str, int, str, str], as_of: date) -> str:
    """The row of the file."""
    _, anchor, days, units, odd = said
    bases = {"eta": line["eta"], "due": line["original_due"], "ordered": line["order_date"]}
    bases["last"] = as_of.replace(year=as_of.year + 5, day=28)
    base = bases.get(anchor)
    day = (
        "someday"
        if anchor == "text"
        else ""
        if base is None
        else str(base + (days if anchor != "eta" else days // 3) * DAY)
    )
    number, item = line["po_number"], line["po_line"]
    number = {"unknown line": "PO-none", "damaged": "4.5e+10", "blank": ""}.get(odd, number)
    item = {"zeros": f"0{item}", "no line": " "}.get(odd, item)
    amount = str(line["open"] or 1) if units == "open" else units
    return f"{number},{item},{day}" if odd == "short" else f"{number},{item},{day},why,{amount},"


def ends(store: Store, path: Path, as_of: date) -> list[tuple[Any, ...]]:
    """How every row ends."""
    preview = preview_file(store, "po-delays", path, path.name, as_of, POINT)
    try:
        cursor = store._connection.cursor()
        return cursor.execute(
            "select * exclude (draft, words) from staging.ends where draft = ? order by line", [preview.draft]
        ).fetchall()
    finally:
        discard(store, preview.draft)


def all_alone(reader: Reader, case: Case) -> delays.Repeats:
    """Stage a file with every row set apart from the others."""
    repeats = staged(reader, case)
    known = reader.rows("staged_po_lines", draft=case.draft)
    reader.rows("set_delays_apart", draft=case.draft, po_line_ids=[one for (one,) in known])
    return repeats


staged = delays._stage


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(row(), min_size=1, max_size=60), as_of=st.sampled_from(AS_OF))
def test_rows_that_are_alike_end_as_if_each_was_judged_alone(
    store: Store, tmp_path: Path, said: list[tuple[int, str, int, str, str]], as_of: date
) -> None:
    with store.read() as reader:
        found = reader.cursor.execute(
            "select p.*, b.quantity - b.received - b.cancelled as open from po_lines p "
            "left join backorders b on b.po_line_id = p.id and b.closed_on is null order by p.id"
        )
        names = [one[0] for one in found.description or ()]
        lines = [dict(zip(names, one, strict=True)) for one in found.fetchall()]
    path = tmp_path / "delays.csv"
    rows = [written(lines[one[0]], one, as_of) for one in said]
    path.write_text("\n".join(["po_number,po_line,new_eta,reason,quantity,note", *rows]), encoding="utf-8")
    together = ends(store, path, as_of)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delays, "_stage", all_alone)
        assert together == ends(store, path, as_of)
    assert len(together) == len(rows)
