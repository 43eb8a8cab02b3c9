"""Who may do what: the one table of permissions, by role (chapter, users of the command centre)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from backorder_core.domain.errors import NotAllowed
from backorder_core.domain.values import Actor, Role


class Permission(StrEnum):
    """What a use-case needs; the value finishes the sentence "… may not …"."""

    READ = "see backorders"
    PERSONAL = "keep drafts and watch backorders"
    COLLABORATE = "comment, plan follow-ups and settle conditions"
    ASSIGN = "give backorders to owners"
    DATE = "create, date or reopen backorders"
    IMPORT = "import files or undo an import"
    RECEIVE = "book receipts"
    SOURCE = "choose plans and ask for transfers or purchases"
    MOVE = "confirm, ship or receive transfers, purchases and shipments"
    TALK = "tell customers, note what they decide or cancel for them"
    ESCALATE = "escalate backorders"
    CLEAR = "clear escalations"
    SWEEP = "run the escalation check"
    APPROVE = "decide on approvals"
    SUPPLIERS = "agree service levels with suppliers or rate them"
    QUALITY = "note quality incidents"
    SETTINGS = "change settings"
    PEOPLE = "change people, roles and tokens"
    AUDIT = "read the audit trail"
    EXPORT = "take the whole store with them"
    DELIVER = "send notices and run scheduled work"
    KEEP = "make backups or change the keys of the ledger"


LEADERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR})
BUYERS = frozenset({Role.PLANNER, Role.PURCHASING_MANAGER})
FRONT = frozenset({Role.CUSTOMER_SERVICE, Role.ACCOUNT_MANAGER, Role.SALES_REP})
HEADS = frozenset({Role.EXECUTIVE, Role.OPERATIONS_DIRECTOR})
WORKERS = LEADERS | BUYERS | FRONT | HEADS | {Role.WAREHOUSE, Role.ADMINISTRATOR}
STAFF = WORKERS | {Role.ANALYST}
RUNNERS = LEADERS | BUYERS | {Role.OPERATIONS_DIRECTOR, Role.ADMINISTRATOR}

ALLOWED: Mapping[Permission, frozenset[Role]] = {
    Permission.READ: STAFF,
    Permission.PERSONAL: STAFF,
    Permission.COLLABORATE: WORKERS,
    Permission.ASSIGN: RUNNERS,
    Permission.DATE: RUNNERS,
    Permission.IMPORT: RUNNERS,
    Permission.RECEIVE: RUNNERS | {Role.WAREHOUSE},
    Permission.SOURCE: RUNNERS,
    Permission.MOVE: RUNNERS | {Role.WAREHOUSE},
    Permission.TALK: RUNNERS | FRONT,
    Permission.ESCALATE: WORKERS,
    Permission.CLEAR: RUNNERS,
    Permission.SWEEP: RUNNERS,
    # an administrator keeps the house, and decides nothing in it
    Permission.APPROVE: LEADERS | {Role.ACCOUNT_MANAGER},
    Permission.SUPPLIERS: RUNNERS,
    Permission.QUALITY: RUNNERS | {Role.WAREHOUSE},
    Permission.SETTINGS: frozenset({Role.DIRECTOR, Role.OPERATIONS_DIRECTOR, Role.ADMINISTRATOR}),
    Permission.PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT: RUNNERS | HEADS | {Role.ANALYST},
    Permission.EXPORT: RUNNERS | HEADS | {Role.ANALYST},
    Permission.KEEP: frozenset({Role.ADMINISTRATOR}),
    Permission.DELIVER: frozenset({Role.PURCHASING_MANAGER, Role.OPERATIONS_DIRECTOR, Role.ADMINISTRATOR}),
}


def may(actor: Actor, *permissions: Permission) -> bool:
    """Whether somebody has at least one of the permissions."""
    return any(actor.role in ALLOWED[one] for one in permissions)


def require(actor: Actor, *permissions: Permission) -> None:
    """``NotAllowed``, naming who may, where somebody has none of the permissions."""
    if may(actor, *permissions):
        return
    first = permissions[0]
    roles = sorted(ALLOWED[first] - {Role.ADMINISTRATOR} or ALLOWED[first])
    who = ", ".join(role.label.lower() for role in roles)
    raise NotAllowed(
        f"{actor.name} {_works_as(actor.role)} and may not {first.value}: ask one of these: {who}."
    )


def _works_as(role: Role) -> str:
    word = role.label.lower()
    if role in (Role.CUSTOMER_SERVICE, Role.WAREHOUSE):
        return f"works in {word}" if role is Role.CUSTOMER_SERVICE else f"works in the {word}"
    return f"is {'an' if word[0] in 'aeiou' else 'a'} {word}"
