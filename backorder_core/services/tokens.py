"""Tokens by which machines ask: made once, kept as a hash, revoked."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import IllegalStep, InvalidInput, NotFound
from backorder_core.domain.values import Actor, Role
from backorder_core.services.changes import Changes
from backorder_core.services.permitted import permitted
from backorder_core.store import Store, Writer

NAME = re.compile(r"[\w][\w .-]{0,59}")
START = "boc_"
RANDOM_BYTES = 32


@dataclass(frozen=True)
class Token:
    """A machine that may ask, in whose role, and since when not any more."""

    name: str
    role: Role
    made_on: date
    made_by: str
    revoked_on: date | None


@permitted(Permission.PEOPLE)
def add_token(store: Store, name: str, role: Role, actor: Actor, as_of: date) -> str:
    """Make a token for a machine; the answer is the only place where it ever stands in full.

    Raises ``InvalidInput`` for a name that is no name, ``IllegalStep`` for one that was given before.
    """
    named = name.strip()
    if not NAME.fullmatch(named):
        raise InvalidInput(
            f"'{named}' cannot name a token: give 1 to 60 letters, digits, spaces, dots or dashes."
        )
    token = START + secrets.token_urlsafe(RANDOM_BYTES)

    def work(writer: Writer) -> str:
        if writer.one("token_by_name", name=named):
            raise IllegalStep(
                f"A token was named {named} before, and the ledger speaks of it: give another name."
            )
        changes = Changes(writer, actor, as_of)
        made = changes.new_id()
        row = {
            "id": made,
            "name": named,
            "role": int(role),
            "token_hash": _hash(token),
            "made_on": as_of,
            "made_by": actor.name,
        }
        changes.add("append_api_tokens", row)
        changes.enter("token made", "token", made, 1, {}, {"name": named, "role": role.key})
        changes.flush()
        return token

    return store.write(work)


def list_tokens(store: Store) -> tuple[Token, ...]:
    """Every token there ever was, those in force first."""
    with store.read() as reader:
        rows = reader.dicts("api_tokens")
    return tuple(Token(**{**row, "role": Role(row["role"])}) for row in rows)


@permitted(Permission.PEOPLE)
def revoke_token(store: Store, name: str, actor: Actor, as_of: date) -> None:
    """Let nobody ask by this token any more; ``NotFound``, or ``IllegalStep`` where it was revoked."""

    def work(writer: Writer) -> None:
        row = next(iter(writer.dicts("token_by_name", name=name.strip())), None)
        if row is None:
            raise NotFound(f"There is no token {name.strip()}: 'backorders token list' shows them.")
        if not writer.run("revoke_token", id=row["id"], revoked_on=as_of):
            raise IllegalStep(f"The token {row['name']} was already revoked on {row['revoked_on']}.")
        changes = Changes(writer, actor, as_of)
        after = {"name": row["name"], "revoked_on": as_of.isoformat()}
        changes.enter("token revoked", "token", row["id"], 2, {}, after)
        changes.flush()

    store.write(work)


def anybody_may_ask(store: Store) -> bool:
    """Whether any token is in force; without one the API is off."""
    with store.read() as reader:
        return reader.one("tokens_in_force") is not None


def owner_of(store: Store, token: str) -> Actor | None:
    """The machine that a token belongs to; every hash is compared, in constant time each."""
    with store.read() as reader:
        rows = reader.rows("tokens_in_force")
    given = _hash(token)
    found = [Actor(name, Role(role)) for name, role, kept in rows if hmac.compare_digest(given, kept)]
    return found[0] if found else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
