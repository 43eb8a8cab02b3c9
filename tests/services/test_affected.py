"""Open backorders follow their customers and orders, and approvals are asked again where more must decide."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from backorder_core.domain.approvals import StepState
from backorder_core.domain.values import Impact, Role, Tier
from backorder_core.services.checks import check
from backorder_core.services.imports import ImportOptions, apply_file, undo_import
from backorder_core.services.reference import load
from backorder_core.store import Store
from tests.services.test_approvals import NO, decide, standing
from tests.services.working import shown
from tests.small_company import CREATED, DUE, PLANNER, SAM, TODAY, SmallCompany, approve_all

D = Decimal
BO = "BO-2025-0001"
S, G, A = Role.SUPERVISOR, Role.MANAGER, Role.ACCOUNT_MANAGER


@pytest.fixture
def one(company: SmallCompany) -> SmallCompany:
    """A standard customer waits for $500, approved automatically."""
    company.po_line("PO-9")
    company.order("SO-9", "PO-9", 1, "C-INDUS", price="500")
    company.delays("PO-9,10,2025-02-15,late,,")
    return company


def tier(store: Store, of: Tier, day: object = TODAY) -> None:
    row = {
        "code": "C-INDUS",
        "name": "Industrial Services",
        "tier": int(of),
        "account_manager": "Ann Account",
    }
    load(store, "customers", [row], PLANNER, day)  # type: ignore[arg-type]


def roles(store: Store) -> list[Role]:
    return [step.role for step in standing(store).steps]


def file(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_customer_who_becomes_a_vip_is_approved_by_the_account_manager(one: SmallCompany) -> None:
    store = one.store
    assert standing(store).standing is StepState.AUTOMATIC
    tier(store, Tier.VIP)
    assert (roles(store), standing(store).standing) == ([A], StepState.WAITING)
    found = shown(store)
    assert (found.row.tier, found.level) == (Tier.VIP, 2)
    assert found.row.score == 5 * (5 + 25 * 21)
    assert check(store) == ()


def test_before_the_original_due_date_nothing_goes_up(one: SmallCompany) -> None:
    tier(one.store, Tier.VIP, CREATED)
    assert (shown(one.store).level, CREATED < DUE) == (0, True)


def test_less_than_before_asks_nobody_again(one: SmallCompany) -> None:
    store = one.store
    tier(store, Tier.VIP)
    approve_all(store, BO, TODAY)
    tier(store, Tier.STANDARD)
    assert standing(store).standing is StepState.APPROVED
    assert shown(store).row.tier is Tier.STANDARD
    assert check(store) == ()


def test_an_import_of_customers_does_it_too_and_undone_takes_it_back(
    one: SmallCompany, tmp_path: Path
) -> None:
    store = one.store
    path = file(tmp_path, "code,name,tier,account_manager\nC-INDUS,Industrial Services,VIP,Ann Account\n")
    result = apply_file(store, "customers", path, path.name, CREATED, ImportOptions(), PLANNER)
    assert (result.updated, roles(store), shown(store).row.tier) == (1, [A], Tier.VIP)
    assert check(store) == ()
    assert result.import_id is not None
    undo_import(store, result.import_id, PLANNER, TODAY)
    assert shown(store).row.tier is Tier.STANDARD
    assert check(store) == ()


@pytest.mark.parametrize(("price", "asked"), [("999.99", []), ("1000", [S]), ("10000", [S, G])])
def test_an_order_whose_price_rises_into_a_higher_band_is_asked_again(
    one: SmallCompany, price: str, asked: list[Role]
) -> None:
    store = one.store
    one.order("SO-9", "PO-9", 1, "C-INDUS", Impact.HIGH, price=price)
    assert shown(store).row.value == D(price)
    found = standing(store)
    assert ([] if found.standing is StepState.AUTOMATIC else roles(store)) == asked
    assert check(store) == ()


def test_what_was_rejected_stays_so_until_a_person_asks_again(company: SmallCompany) -> None:
    company.po_line("PO-9")
    company.order("SO-9", "PO-9", 10, "C-INDUS", price="500")
    company.delays("PO-9,10,2025-02-15,late,,")
    decide(company.store, SAM, NO, comment="too dear")
    tier(company.store, Tier.VIP)
    assert standing(company.store).standing is NO
