"""Owner, comments, watchers, conditions, ratings: what people keep about a backorder beside its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backorder_core.domain import care, notices
from backorder_core.domain.access import Permission
from backorder_core.domain.care import Assignment, Comment, Condition, ConditionState, Rating
from backorder_core.domain.errors import InvalidInput, NotFound
from backorder_core.domain.values import Actor, Role
from backorder_core.services.changes import Changes
from backorder_core.services.holding import Seen, hold, hold_one, must_be_as_seen
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.store import Reader, Store, Writer


@dataclass(frozen=True)
class Person:
    """Somebody who works with the product."""

    name: str
    role: Role


@dataclass(frozen=True)
class Circle:
    """Who cares about a backorder, what they said, what binds it, and how satisfied customers were.

    The owner was named by hand, or is by rule the supplier's buyer where one is known, else whoever leads
    purchasing (docs/decisions/0008-records.md).
    """

    owner: str
    owned_by_hand: bool
    buyer_known: bool
    watchers: tuple[str, ...]
    comments: tuple[Comment, ...]
    conditions: tuple[Condition, ...]
    ratings: tuple[tuple[str, Rating], ...]


def people(store: Store) -> tuple[Person, ...]:
    """Everybody who is known, by name."""
    with store.read() as reader:
        return _people(reader)


def _people(reader: Reader) -> tuple[Person, ...]:
    return tuple(Person(row[0], Role(row[1])) for row in reader.rows("people"))


def circle(store: Store, number: str) -> Circle:
    """Owner, watchers, comments (oldest first), conditions and ratings of a backorder."""
    with store.read() as reader:
        state = hold_one(reader, number, closed=True).state
        owner, by_hand, buyer_known = reader.one("owner_of", backorder_id=state.id) or ("", False, False)
        rated = reader.dicts("ratings_of", backorder_id=state.id)
        return Circle(
            owner=owner,
            owned_by_hand=by_hand,
            buyer_known=buyer_known,
            watchers=tuple(row[0] for row in reader.rows("watchers_of", backorder_id=state.id)),
            comments=tuple(records_from(Comment, reader.dicts("comments_of", backorder_id=state.id))),
            conditions=tuple(records_from(Condition, reader.dicts("conditions_of", backorder_id=state.id))),
            ratings=tuple((row["customer"], records_from(Rating, [row])[0]) for row in rated),
        )


@permitted(Permission.ASSIGN)
def assign(
    store: Store, backorders: Sequence[Seen], owner: str, actor: Actor, as_of: date, key: str | None = None
) -> int:
    """Give backorders an owner by hand; how many changed. An empty name gives them back to the rule.

    Raises ``InvalidInput`` for somebody nobody knows.
    """

    def work(writer: Writer) -> str:
        known = {person.name for person in _people(writer)} | {row[0] for row in writer.rows("owners")}
        if owner and owner not in known:
            raise InvalidInput(f"Nobody is called {owner}: choose one of the people in the list.")
        changes = Changes(writer, actor, as_of)
        changed = 0
        for held in hold(writer, backorders, closed=True):
            found = records_from(Assignment, writer.dicts("assignment_of", backorder_id=held.state.id))
            before = found[0] if found else None
            if (before.owner if before else "") != owner:
                made = before or Assignment(changes.new_id(), held.state.id, "")
                changes.put(before, replace(made, owner=owner), "owner changed")
                changed += 1
        changes.flush()
        return str(changed)

    return int(once(store, key, (tuple(backorders), owner, as_of), work))


@permitted(Permission.COLLABORATE)
def comment(
    store: Store, number: str, body: str, actor: Actor, as_of: date, key: str | None = None
) -> tuple[str, ...]:
    """Write a comment; who is mentioned in it (@Name or @role). The writer watches from then on."""
    said = care.required(body, "The comment")

    def work(writer: Writer) -> str:
        held = hold_one(writer, number, closed=True)
        known = {person.name: person.role for person in _people(writer)}
        roles = {role.label: role for role in Role}
        found = care.mentioned(said, (*known, *roles))
        changes = Changes(writer, actor, as_of)
        mentions = ", ".join(found)
        made = Comment(changes.new_id(), held.state.id, said, mentions, actor.name, as_of)
        changes.put(None, made, "commented")
        named = {name: known[name] for name in found if name in known}
        asked = [roles[name] for name in found if name in roles]
        told = notices.for_mentions(held.state.number, made.id, actor.name, said, named, asked)
        changes.notify(held.state, told)
        writer.run("watch", backorder_id=held.state.id, person=actor.name, since=as_of)
        changes.flush()
        return mentions

    answer = once(store, key, (number, body, as_of), work)
    return tuple(answer.split(", ")) if answer else ()


@permitted(Permission.PERSONAL)
def watch(store: Store, number: str, actor: Actor, as_of: date, *, on: bool) -> None:
    """Hear of every change of a backorder, or no longer."""

    def work(writer: Writer) -> None:
        held = hold_one(writer, number, closed=True)
        if on:
            writer.run("watch", backorder_id=held.state.id, person=actor.name, since=as_of)
        else:
            writer.run("unwatch", backorder_id=held.state.id, person=actor.name)

    store.write(work)


@permitted(Permission.COLLABORATE)
def add_condition(
    store: Store, number: str, condition: str, source: str, actor: Actor, as_of: date, key: str | None = None
) -> int:
    """Tie the handling of a backorder to a condition, which becomes a follow-up too; the condition's id."""
    said = care.required(condition, "The condition")

    def work(writer: Writer) -> str:
        held = hold_one(writer, number)
        changes = Changes(writer, actor, as_of)
        made = tie(changes, held.state.id, said, source)
        changes.flush()
        return str(made.id)

    return int(once(store, key, (number, condition, source, as_of), work))


def tie(changes: Changes, backorder_id: int, condition: str, source: str) -> Condition:
    """A condition inside another use-case, with the follow-up that it makes."""
    made = Condition(changes.new_id(), backorder_id, condition, source)
    changes.put(None, made, "condition set")
    row = {
        "id": changes.new_id(),
        "backorder_id": backorder_id,
        "due_on": changes.on,
        "why": f"Condition: {condition}",
        "state": "due",
        "created_on": changes.on,
        "import_id": changes.import_id,
        "kind": "condition",
    }
    changes.add("append_condition_follow_ups", row)
    return made


@permitted(Permission.COLLABORATE)
def settle_condition(
    store: Store,
    condition_id: int,
    state: ConditionState,
    note: str,
    actor: Actor,
    as_of: date,
    version: int | None = None,
    key: str | None = None,
) -> None:
    """A condition was met, or is waived with a reason; its follow-up is done with it."""

    def work(writer: Writer) -> str:
        found = records_from(Condition, writer.dicts("one_condition", id=condition_id))
        if not found:
            raise NotFound("There is no such condition any more: reload the page.")
        before = found[0]
        must_be_as_seen(writer, before, "This condition", version)
        changes = Changes(writer, actor, as_of)
        after = care.settle(before, state, as_of, actor.name, note)
        changes.put(before, after, f"condition {state.value}")
        writer.run(
            "finish_condition_follow_up",
            backorder_id=before.backorder_id,
            why=f"Condition: {before.condition}",
            outcome=f"{state.value} {note}".strip(),
            done_on=as_of,
        )
        changes.flush()
        return ""

    once(store, key, (condition_id, state, note, version, as_of), work)


@permitted(Permission.TALK)
def rate(
    store: Store,
    number: str,
    customer_code: str,
    rating: int,
    words: str,
    actor: Actor,
    as_of: date,
    key: str | None = None,
) -> None:
    """Record how satisfied a customer was with the handling, 1 to 5; a later rating replaces it."""
    care.rating_of(rating)

    def work(writer: Writer) -> str:
        state = hold_one(writer, number, closed=True).state
        row = writer.one("customer_by_code", code=customer_code)
        if row is None or row[0] not in {line.customer_id for line in state.lines}:
            raise InvalidInput(f"Customer {customer_code} was not affected by {number}: choose one that was.")
        changes = Changes(writer, actor, as_of)
        found = writer.dicts("rating_of", backorder_id=state.id, customer_id=row[0])
        before = records_from(Rating, found)[0] if found else None
        made = before or Rating(changes.new_id(), state.id, row[0], rating, words.strip(), as_of)
        after = replace(made, rating=rating, words=words.strip(), rated_on=as_of)
        changes.put(before, after, "rated by the customer")
        changes.flush()
        return ""

    once(store, key, (number, customer_code, rating, words, as_of), work)
