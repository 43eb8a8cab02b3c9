"""Who works here, in which role, and how a sign-in finds its person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backorder_core.domain.access import Permission
from backorder_core.domain.care import required
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotFound
from backorder_core.domain.values import Actor, Role
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.sign_in import ever_signed_in
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings, save_settings

FIRST_VISITOR = Actor("first visitor", Role.ADMINISTRATOR)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Person:
    """Somebody who works with the product; ``left_on`` is the day they left, ``email`` how they sign in."""

    id: int
    name: str
    role: Role
    email: str = ""
    left_on: date | None = None
    version: int = 1


@dataclass(frozen=True)
class PersonWish:
    """What a person is to be; ``version`` is the one that was seen, None for somebody new."""

    name: str
    role: Role
    email: str = ""
    version: int | None = None


def everybody(store: Store) -> tuple[Person, ...]:
    """Everybody who ever worked here, by name; who left comes last."""
    with store.read() as reader:
        return tuple(_person(row) for row in reader.dicts("everybody"))


def _person(row: Mapping[str, object]) -> Person:
    return Person(**{**row, "role": Role(row["role"])})  # type: ignore[arg-type]


@permitted(Permission.PEOPLE)
def save_person(store: Store, wish: PersonWish, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Add somebody, or change their role and e-mail; the version.

    Raises ``InvalidInput`` for no name, no e-mail address or one that somebody else has, ``Conflict`` where
    they were changed meanwhile or a new name is taken.
    """
    name = required(wish.name, "The name")
    email = wish.email.strip().lower()
    if email and not EMAIL.fullmatch(email):
        raise InvalidInput(f"“{wish.email}” is not an e-mail address: write it like ann@example.com.")
    if wish.role is Role.CUSTOMER:
        raise InvalidInput("Customers do not work here: choose another role.")

    def work(writer: Writer) -> str:
        before = _named(writer, name)
        if wish.version is None and before is not None:
            raise Conflict(f"{name} is known already: change that person instead.")
        if wish.version is not None and (before is None or before.version != wish.version):
            raise Conflict(f"{name} was changed meanwhile: reload and look again.")
        taken = writer.one("person_by_email", email=email) if email else None
        if taken is not None and taken[0] != name:
            raise InvalidInput(f"{email} belongs to {taken[0]} already: each person signs in with their own.")
        changes = Changes(writer, actor, as_of)
        if before is None:
            after = Person(changes.new_id(), name, wish.role, email)
        else:
            after = Person(before.id, name, wish.role, email, None, before.version + 1)
        _put(changes, before, after, "person changed" if before else "person added")
        return str(after.version)

    return int(once(store, key, (wish, as_of), work))


@permitted(Permission.PEOPLE)
def leave(store: Store, name: str, actor: Actor, as_of: date) -> None:
    """Somebody works here no more: they keep their name in the ledger and cannot sign in.

    Raises ``NotFound`` for nobody of that name, ``IllegalStep`` where they left already.
    """

    def work(writer: Writer) -> None:
        before = _named(writer, name)
        if before is None:
            raise NotFound(f"There is nobody called {name}: check the name.")
        if before.left_on is not None:
            raise IllegalStep(f"{name} left on {before.left_on} already.")
        after = Person(before.id, name, before.role, before.email, as_of, before.version + 1)
        _put(Changes(writer, actor, as_of), before, after, "person left")

    store.write(work)


def _named(reader: Reader, name: str) -> Person | None:
    rows = reader.dicts("person_named", name=name)
    return _person(rows[0]) if rows else None


def _put(changes: Changes, before: Person | None, after: Person, action: str) -> None:
    changes.add("put_people", {**vars(after), "role": int(after.role)})
    changes.enter(action, "person", after.id, after.version, _text(before) if before else {}, _text(after))
    changes.flush()


def _text(person: Person) -> dict[str, str | None]:
    left = person.left_on.isoformat() if person.left_on else None
    return {"name": person.name, "role": person.role.label, "email": person.email, "left_on": left}


@permitted(Permission.PEOPLE)
def let_choose(store: Store, allowed: bool, why: str, actor: Actor) -> None:
    """Whether people may say who they are without signing in, on this machine only.

    Raises ``IllegalStep`` where the store was ever opened with sign-in: it stays behind it.
    """
    reason = required(why, "The reason")
    if allowed and ever_signed_in(store):
        raise IllegalStep(
            "This store was opened with sign-in, and stays behind it: use another store to try things out."
        )

    def work(writer: Writer) -> None:
        version, settings = read_settings(writer)
        if settings.access.choose_identity == allowed:
            return
        access = settings.access.model_copy(update={"choose_identity": allowed})
        changed = settings.model_copy(update={"access": access})
        save_settings(writer, version + 1, changed, actor, reason, store.business_day(settings))

    store.write(work)


def untouched(store: Store) -> bool:
    """Whether nobody has put anything into the store yet, data, people or settings."""
    with store.read() as reader:
        return reader.one("anything_loaded") is None


def begin_here(store: Store) -> None:
    """Let people of this machine choose who they are, in a store that nobody has used yet.

    There is nothing in it that anybody could see. Raises ``IllegalStep`` where somebody has used it.
    """
    if not untouched(store):
        raise IllegalStep("This store is in use: its administrator says who gets in.")
    let_choose(store, True, "chosen by the first visitor, on this machine", FIRST_VISITOR)
