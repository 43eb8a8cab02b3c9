"""Call off a plan: what it asked for and nobody acted on yet is asked for no more."""

from __future__ import annotations

from dataclasses import replace

from backorder_core.domain import supply
from backorder_core.domain.care import ChosenPlan
from backorder_core.domain.values import ZERO
from backorder_core.services.changes import Changes
from backorder_core.services.records import records_from
from backorder_core.services.work import stock


def call_off_plan(changes: Changes, backorder_id: int, why: str, state: str) -> None:
    """End the plans of a backorder in a state (``replaced``, ``rejected``) with their open requests."""
    writer = changes.writer
    for plan in records_from(ChosenPlan, writer.dicts("plans_of", backorder_id=backorder_id)):
        if plan.state == "chosen":
            changes.put(plan, replace(plan, state=state), f"plan {state}")
    for transfer in records_from(supply.Transfer, writer.dicts("transfers_of", backorder_id=backorder_id)):
        if transfer.state is supply.TransferState.REQUESTED:
            changes.put(transfer, supply.call_off(transfer, why), "transfer cancelled")
            stock.move(changes, transfer.from_location_id, transfer.product_id, ZERO, -transfer.quantity)
    for request in records_from(
        supply.PurchaseRequest, writer.dicts("purchases_of", backorder_id=backorder_id)
    ):
        if request.state is supply.PurchaseState.REQUESTED:
            changes.put(request, supply.withdraw(request, why), "purchase cancelled")
