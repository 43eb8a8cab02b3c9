"""A PO line of which nothing more will come: who waits is short without a date, the rest is cancelled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotAllowed, NotFound
from backorder_core.domain.values import Status
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.holding import Seen
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.work import creating, ending, etas
from backorder_core.services.work.ending import LineEnd, LineEnded, end_line, preview_end
from tests.services.working import BO, D, seen, shown, update
from tests.small_company import MIKE, PLANNER, TODAY, SmallCompany

STOPPED = "We have stopped making these"
END = LineEnd("PO-2025-0089", "10", STOPPED)


def open_units(company: SmallCompany, po_number: str) -> Decimal:
    found = {one.po_number: one.open for one in creating.find_lines(company.store, po_number)}
    return found.get(po_number, D(0))


def test_units_on_backorder_stay_missing_without_a_date_and_the_rest_is_cancelled(
    short: SmallCompany,
) -> None:
    store = short.store
    told = preview_end(store, END, PLANNER, TODAY)
    assert told == LineEnded(D(30), D(70), 2, BO, made=False)
    assert (shown(store).row.eta, open_units(short, "PO-2025-0089")) == (date(2025, 2, 15), D(100))
    assert ending.sentence(told) == (
        "30 units that nobody waits for are cancelled; "
        f"70 units for 2 customers stay missing on {BO}, without a date."
    )
    assert end_line(store, END, PLANNER, TODAY, "once") == told
    assert end_line(store, END, PLANNER, TODAY, "once") == told
    after = shown(store)
    assert (after.row.eta, after.row.open, open_units(short, "PO-2025-0089")) == (None, D(70), D(70))
    assert (after.etas[-1].words, after.etas[-1].source) == (STOPPED, "PO line cancelled")
    assert check(store) == ()


def test_a_line_that_customers_wait_for_goes_on_backorder(company: SmallCompany) -> None:
    store = company.store
    company.po_line("PO-7", ordered=20)
    company.order("SO-7", "PO-7", 8)
    ended = end_line(store, LineEnd("PO-7", "10", STOPPED), PLANNER, TODAY)
    assert (ended.cancelled, ended.waiting, ended.customers, ended.made) == (D(12), D(8), 1, True)
    made = show_backorder(store, ended.backorder or "", TODAY)
    assert (made.row.eta, made.row.quantity, made.reason) == (None, D(8), STOPPED)
    assert "on a new backorder" in ending.sentence(ended)
    assert check(store) == ()


def test_a_line_that_nobody_waits_for_is_cancelled(company: SmallCompany) -> None:
    store = company.store
    company.po_line("PO-8", ordered=20)
    receive(store, [Receipt("PO-8", "10", D("7.5"), TODAY)], PLANNER, TODAY)
    ended = end_line(store, LineEnd("PO-8", "10", STOPPED), PLANNER, TODAY)
    assert ended == LineEnded(D("12.5"), D(0), 0, None, made=False)
    assert ending.sentence(ended) == "12.5 units that nobody waits for are cancelled."
    with pytest.raises(IllegalStep, match="Nothing of PO-8 / 10 is still to come"):
        end_line(store, LineEnd("PO-8", "10", STOPPED), PLANNER, TODAY)
    assert check(store) == ()


def test_ended_twice_the_date_stays_unknown_and_nothing_else_changes(short: SmallCompany) -> None:
    end_line(short.store, END, PLANNER, TODAY)
    again = end_line(short.store, END, PLANNER, TODAY)
    assert (again.cancelled, again.waiting) == (D(0), D(70))
    assert len(shown(short.store).etas) == 2
    assert check(short.store) == ()


def test_what_comes_after_all_is_received(short: SmallCompany) -> None:
    end_line(short.store, END, PLANNER, TODAY)
    receive(short.store, [Receipt("PO-2025-0089", "10", D(70), TODAY)], PLANNER, TODAY)
    assert shown(short.store).row.status is Status.RESOLVED
    assert check(short.store) == ()


def test_ending_a_line_must_be_possible(short: SmallCompany) -> None:
    store = short.store
    with pytest.raises(NotFound, match="There is no PO line PO-0 / 10"):
        end_line(store, LineEnd("PO-0", "10", STOPPED), PLANNER, TODAY)
    with pytest.raises(InvalidInput, match="What the supplier said is missing"):
        end_line(store, LineEnd("PO-2025-0089", "10", " "), PLANNER, TODAY)
    with pytest.raises(NotAllowed):
        end_line(store, END, MIKE, TODAY)
    before = seen(store)
    etas.update_etas(store, update(store, date(2025, 3, 1)), PLANNER, TODAY)
    with pytest.raises(Conflict, match=r"was changed by Pat Planner \(ETA updated"):
        end_line(store, LineEnd("PO-2025-0089", "10", STOPPED, Seen(BO, before.version)), PLANNER, TODAY)
    assert shown(store).row.eta == date(2025, 3, 1)
