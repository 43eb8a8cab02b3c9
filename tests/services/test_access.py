"""Every use-case against every role: who may and who may not, written down here a second time by hand."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import pytest

from backorder_core import delivery, services
from backorder_core.domain.access import ALLOWED, Permission, require
from backorder_core.domain.errors import NotAllowed
from backorder_core.domain.values import Actor, Role

P, C, W, A, M, S, G, D, X, R, E, B, H = (
    Role.PLANNER,
    Role.CUSTOMER_SERVICE,
    Role.WAREHOUSE,
    Role.ANALYST,
    Role.ACCOUNT_MANAGER,
    Role.SUPERVISOR,
    Role.MANAGER,
    Role.DIRECTOR,
    Role.EXECUTIVE,
    Role.ADMINISTRATOR,
    Role.SALES_REP,
    Role.PURCHASING_MANAGER,
    Role.OPERATIONS_DIRECTOR,
)
PLANNING = {P, B, S, G, D, H, R}
APPROVERS = {S, G, D, M}
FRONT = {C, M, E}
SENDERS = {B, H, R}
EVERYBODY_WHO_WORKS = PLANNING | FRONT | {W, X}
MAY = {
    "sweep": PLANNING,
    "apply_file": PLANNING,
    "judge_files": PLANNING,
    "apply_files": PLANNING,
    "remember_mapping": PLANNING,
    "undo_import": PLANNING,
    "imported_file": PLANNING,
    "receive": PLANNING | {W},
    "preview_receipts": PLANNING | {W},
    "load": PLANNING,
    "cancel_units": PLANNING | FRONT,
    "assign": PLANNING,
    "comment": EVERYBODY_WHO_WORKS,
    "watch": EVERYBODY_WHO_WORKS | {A},
    "add_condition": EVERYBODY_WHO_WORKS,
    "settle_condition": EVERYBODY_WHO_WORKS,
    "rate": PLANNING | FRONT,
    "add_cost": EVERYBODY_WHO_WORKS,
    "keep": EVERYBODY_WHO_WORKS,
    "discard": EVERYBODY_WHO_WORKS,
    "commit": PLANNING,
    "choose_plan": PLANNING,
    "create_backorder": PLANNING,
    "end_line": PLANNING,
    "preview_end": PLANNING,
    "escalate": EVERYBODY_WHO_WORKS,
    "clear": PLANNING,
    "update_etas": PLANNING,
    "remind": EVERYBODY_WHO_WORKS,
    "finish": EVERYBODY_WHO_WORKS,
    "decide": PLANNING | FRONT,
    "ship": PLANNING | {W},
    "request_purchase": PLANNING,
    "step_purchase": PLANNING | {W},
    "reopen": PLANNING,
    "tell": PLANNING | FRONT,
    "request_transfer": PLANNING,
    "decide_approval": APPROVERS,
    "decide_several": APPROVERS,
    "delegate": APPROVERS,
    "end_delegation": APPROVERS,
    "set_service_level": PLANNING,
    "set_calendar": PLANNING,
    "rate_supplier": PLANNING,
    "note_incident": PLANNING | {W},
    "save_person": {R},
    "leave": {R},
    "let_choose": {R},
    "sign_out_everywhere": {R},
    "audit_trail": PLANNING | {X, A},
    "audit_choices": PLANNING | {X, A},
    "every_entry": PLANNING | {X, A},
    "prove_chain": PLANNING | {X, A},
    "queue": EVERYBODY_WHO_WORKS | {A},
    "turn": EVERYBODY_WHO_WORKS | {A},
    "restore": {D, H, R},
    "save": {D, H, R},
    "confirm_thresholds": {D, H, R},
    "withdraw_thresholds": {D, H, R},
    "submit_again": PLANNING,
    "mark_read": EVERYBODY_WHO_WORKS | {A},
    "mark_all_read": EVERYBODY_WHO_WORKS | {A},
    "tell_day": SENDERS,
    "tell_week": SENDERS,
    "set_channel": SENDERS,
    "remove_channel": SENDERS,
    "set_address": SENDERS,
    "test_message": SENDERS,
    "retry": SENDERS,
    "step_transfer": PLANNING | FRONT | {W},
    "run_now": {B, H, R},
    "ask_about_stale_etas": {B, H, R},
    "remind_approvers": {B, H, R},
    "remind_people": {B, H, R},
    "export_kind": EVERYBODY_WHO_WORKS | {A},
    "export_whole": PLANNING | {X, A},
    "make_backup": {R},
    "put_back": {R},
    "copy_store": {R},
    "keep_small": {R},
    "rotate": {R},
    "accept": {R},
    "add_token": {R},
    "revoke_token": {R},
}


def use_cases() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of the services and of delivery that somebody does."""
    for found in (
        *pkgutil.walk_packages(services.__path__, f"{services.__name__}."),
        *pkgutil.walk_packages(delivery.__path__, f"{delivery.__name__}."),
    ):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and not name.startswith("_") and "actor" in inspect.signature(value).parameters:
                yield name, value


USE_CASES = dict(use_cases())


def test_every_use_case_has_its_row_here() -> None:
    assert sorted(USE_CASES) == sorted(MAY)
    assert len(USE_CASES) == len(list(use_cases()))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", MAY)
def test_a_role_may_or_may_not(name: str, role: Role) -> None:
    use_case = USE_CASES[name]
    parameters = inspect.signature(use_case).parameters
    given = {one: Actor("Robin", role) if one == "actor" else None for one in parameters}
    if role in MAY[name]:
        # past the guard it fails on the things that are not there
        with pytest.raises(Exception) as failure:
            use_case(**given)
        assert "may not" not in str(failure.value)
    else:
        with pytest.raises(
            NotAllowed, match=r"Robin (is an?|works in) .* and may not .*: ask one of these: "
        ):
            use_case(**given)


def test_a_refusal_names_who_may() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(Actor("Robin", Role.ANALYST), Permission.RECEIVE)
    assert refused.value.sentence == (
        "Robin is an analyst and may not book receipts: ask one of these: planner, warehouse, supervisor, "
        "manager, director, purchasing manager, operations director."
    )


def test_every_permission_is_in_the_table_and_customers_have_none() -> None:
    assert set(ALLOWED) == set(Permission)
    assert not any(Role.CUSTOMER in roles for roles in ALLOWED.values())
