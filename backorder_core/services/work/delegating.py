"""Stand in for somebody who is away: an approver's decisions are another approver's for some days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from backorder_core.domain.access import ALLOWED, Permission, require
from backorder_core.domain.approvals import Delegation
from backorder_core.domain.care import required
from backorder_core.domain.errors import IllegalStep, InvalidInput, NotFound
from backorder_core.domain.values import Actor, Role
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.store import Reader, Store, Writer


@dataclass(frozen=True)
class Absence:
    """Who decides in one's place, from a day until another, both included."""

    deputy: str
    from_on: date
    until_on: date
    why: str


@permitted(Permission.APPROVE)
def delegate(store: Store, absence: Absence, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Let another approver decide in one's place; the delegation's id.

    Raises ``InvalidInput`` for days in the past or in the wrong order, for oneself, and for somebody who is
    not an approver; ``NotFound`` for nobody known.
    """
    why = required(absence.why, "The reason for standing in")
    if absence.until_on < absence.from_on or absence.until_on < as_of:
        raise InvalidInput("The last day is before the first, or over already: choose days from today on.")
    if absence.deputy == actor.name:
        raise InvalidInput("You cannot stand in for yourself: choose somebody else.")

    def work(writer: Writer) -> str:
        role = _role_of(writer, absence.deputy)
        if role not in ALLOWED[Permission.APPROVE]:
            raise InvalidInput(
                f"{absence.deputy} is no approver ({role.label.lower()}): choose a supervisor, manager, "
                "director or account manager."
            )
        changes = Changes(writer, actor, as_of)
        made = Delegation(
            changes.new_id(), actor.name, absence.deputy, absence.from_on, absence.until_on, why
        )
        changes.put(None, made, "approvals delegated")
        changes.flush()
        return str(made.id)

    return int(once(store, key, (absence, as_of), work))


@permitted(Permission.APPROVE)
def end_delegation(store: Store, delegation_id: int, actor: Actor, as_of: date) -> None:
    """Take a delegation back before its last day; only who gave it, or an administrator."""

    def work(writer: Writer) -> None:
        rows = records_from(Delegation, writer.dicts("delegation_by_id", id=delegation_id))
        if not rows:
            raise NotFound(f"There is no delegation {delegation_id}: reload the page.")
        found = rows[0]
        if found.principal != actor.name:
            require(actor, Permission.PEOPLE)
        if found.ended:
            raise IllegalStep("This delegation was taken back already.")
        changes = Changes(writer, actor, as_of)
        changes.put(found, replace(found, ended=True), "delegation ended")
        changes.flush()

    store.write(work)


def delegations(store: Store, as_of: date) -> tuple[Delegation, ...]:
    """Delegations that have not run out on a day."""
    with store.read() as reader:
        return tuple(records_from(Delegation, reader.dicts("list_delegations", as_of=as_of)))


def _role_of(reader: Reader, name: str) -> Role:
    row = reader.one("person_by_name", name=name)
    if row is None or not row[1]:
        raise NotFound(f"There is nobody called {name}: choose a person from the list.")
    return Role(row[0])
