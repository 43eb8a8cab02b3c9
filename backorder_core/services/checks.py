"""Prove a store: the ledger leads to what stands in it, quantities are conserved, totals reconcile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backorder_core.services.proofs import MOST, Finding
from backorder_core.services.proofs.ledger import chain_breaks, replay_breaks
from backorder_core.services.proofs.records import record_breaks
from backorder_core.services.proofs.states import headline_breaks, total_breaks, worth_breaks
from backorder_core.store import Reader, Store
from backorder_core.store.contents import read_through

__all__ = ["Finding", "check"]


@dataclass(frozen=True)
class Rule:
    """Rows of ``statement`` break the rule; ``sentence`` is filled with the columns of each."""

    check: str
    statement: str
    sentence: str


RULES = (
    Rule(
        "versions",
        "versions_against_ledger",
        "{subject} stands at version {version}, but the ledger has {entries} entries up to version {told}.",
    ),
    Rule(
        "replay",
        "removed_backorders_that_stand",
        "{subject} stands in the store, but the ledger says that it was removed.",
    ),
    Rule(
        "replay",
        "po_lines_against_ledger",
        "{subject}: {field} is {stored}, but the ledger leads to {told}.",
    ),
    Rule(
        "conservation",
        "backorders_out_of_balance",
        "{subject}: received {received} and cancelled {cancelled} do not fit into the quantity {quantity}.",
    ),
    Rule(
        "conservation",
        "lines_out_of_balance",
        "{subject}: received {received} and cancelled {cancelled} do not fit into the quantity {quantity}.",
    ),
    Rule(
        "conservation",
        "lines_that_do_not_sum",
        "{subject}: quantity, received, cancelled are {quantity}, {received}, {cancelled}, but its order "
        "lines sum to {line_quantity}, {line_received}, {line_cancelled}.",
    ),
    Rule(
        "conservation",
        "po_lines_out_of_balance",
        "{subject}: received {received} and cancelled {cancelled} do not fit into the ordered {quantity}.",
    ),
    Rule(
        "conservation",
        "receipts_that_do_not_sum",
        "{subject}: {received} received, but its receipts sum to {booked}.",
    ),
    Rule(
        "conservation",
        "allocations_out_of_balance",
        "{subject}: {promised} promised or used, but only {there} there.",
    ),
    Rule(
        "value",
        "closed_but_worth",
        "{subject} is closed, but still has a value of {value}, a score or {customers} waiting customers.",
    ),
    Rule(
        "conservation",
        "stock_out_of_balance",
        "{subject}: {on_hand} on hand, {promised} promised, {needed} set aside for transfers and shipments.",
    ),
    Rule("conservation", "shipped_too_much", "{subject}: {gone} shipped or cancelled of {ordered} ordered."),
    Rule(
        "conservation",
        "cancelled_apart",
        "{subject}: {cancelled} cancelled, but its cancellations sum to {recorded}.",
    ),
    Rule("approvals", "approved_apart", "{subject} is {state}, but {decided} was decided."),
    Rule("approvals", "decided_by_the_wrong", "{subject}: {who} may not decide in round {round}."),
    Rule("approvals", "passed_over", "{subject}: step {step} of round {round} came before its turn."),
    Rule("unique", "taken_twice", "The {what} {subject} stands {times} times."),
    Rule("one open", "open_twice", "{subject} has more than one open backorder: {numbers}."),
    Rule(
        "history",
        "broken_states",
        "{subject}: version {version} holds from {valid_from} to {valid_to}, "
        "which does not join its neighbours.",
    ),
    Rule(
        "history",
        "broken_lines",
        "{subject}: the order lines of version {version} hold from {valid_from} to {valid_to}, "
        "which does not join their neighbours.",
    ),
    Rule("references", "missing_references", "{subject} refers to {what} {id}, which is not in the store."),
    Rule("references", "contradicting_references", "{subject} contradicts {other}."),
    Rule(
        "etas",
        "etas_out_of_chain",
        "{subject}: ETA {eta} after {revisions} revisions, but its chain of ETAs ends with {last_eta} "
        "as revision {last_revision}.",
    ),
    Rule(
        "imports",
        "imports_that_do_not_add_up",
        "{subject} counts {said} rows, but its {kept} rows do not add up to its counts.",
    ),
)


def check(store: Store) -> tuple[Finding, ...]:
    """Everything wrong in a store, none in a sound one; each rule names its first thousand cases.

    Proves the ledger's hash chain, that replaying it gives the current state and its history, conservation
    of quantities, legal headlines, values and scores, that aging = pipeline = total to the cent as of the
    store's own date, unique numbers, one open backorder per PO line, references and import counts.
    """
    with store.read() as reader:
        reader.rows("begin_snapshot")
        read_through(reader)
        findings = (
            *chain_breaks(reader, store.chain),
            *replay_breaks(reader),
            *record_breaks(reader),
            *(finding for rule in RULES for finding in _breaks(reader, rule)),
            *headline_breaks(reader),
            *worth_breaks(reader),
            *total_breaks(reader, store.business_day()),
        )
        reader.rows("end_snapshot")
        return findings


def _breaks(reader: Reader, rule: Rule) -> Iterator[Finding]:
    for row in reader.dicts(rule.statement, most=MOST):
        yield Finding(rule.check, str(row["subject"]), rule.sentence.format(**row))
