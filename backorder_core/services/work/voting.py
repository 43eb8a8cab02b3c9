"""Who wants to decide on a backorder, and who has a hand in it already.

Source: RULES, Approvals: nobody decides on what they made, nor twice on one backorder in two roles.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from backorder_core.domain.access import Permission, may
from backorder_core.domain.approvals import Hands, Voter
from backorder_core.domain.values import Actor, Role, Tier
from backorder_core.store import Reader


def voter(reader: Reader, who: Actor, on: date) -> Voter:
    """Somebody with those whom they stand in for on a day; only approvers stand in for anybody."""
    if not may(who, Permission.APPROVE):
        return Voter(who.name, who.role)
    rows = reader.rows("principals_of", person=who.name, as_of=on)
    return Voter(who.name, who.role, {row[0]: Role(row[1]) for row in rows})


def hands(reader: Reader, backorder_id: int) -> Hands:
    """Who made a backorder, changed its value last, decided on it, and whose VIP waits for it."""
    decided: defaultdict[str, set[Role]] = defaultdict(set)
    for name, role in reader.rows("roles_decided_in", backorder_id=backorder_id):
        decided[name].add(Role(role))
    editor = reader.one("editor_of_the_value", backorder_id=backorder_id)
    managers = reader.rows(
        "account_managers_here", ids=[backorder_id], vip=int(Tier.VIP), role=int(Role.ACCOUNT_MANAGER)
    )
    return Hands(
        makers=[row[1] for row in reader.rows("makers_of", ids=[backorder_id])],
        editor=str(editor[0]) if editor else "",
        decided=decided,
        managers=[row[1] for row in managers],
    )
