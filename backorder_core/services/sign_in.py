"""Who a sign-in is, how long it counts, and what a sign-in that is set up must hold.

The provider's cookie lives for a month and nothing revokes it: whether it still counts is asked at every run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import InvalidInput, NotAllowed, NotFound
from backorder_core.domain.settings import Access
from backorder_core.domain.values import Actor, Role, Session
from backorder_core.services.changes import Changes
from backorder_core.services.permitted import ended, permitted
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings

Claims = Mapping[str, object]
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SHORTEST_SECRET, FEWEST_LETTERS = 32, 8
CLOCKS_APART = timedelta(minutes=5)
SAMPLES = ("secret", "sample", "example", "change", "random", "your", "password", "xxxx")
"""Words of secrets that somebody copied from a guide and left as they were."""
MARK = "sign_in"
AGAIN = "sign in again"


def auth_in(files: Sequence[Path]) -> Mapping[str, object] | None:
    """The ``[auth]`` that the files of secrets hold, proved; None where none of them speaks of it.

    Raises ``InvalidInput`` for a file that cannot be read and for a sign-in that is not complete: nobody gets
    in by another way because this one is broken.
    """
    found: object = None
    for path in files:
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8")).get("auth", found)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as wrong:
            raise unreadable(path) from wrong
    return None if found is None else proved(found)


def unreadable(path: Path) -> InvalidInput:
    """The refusal for a file of secrets that nobody can make sense of."""
    return InvalidInput(f"{path.name} cannot be read, so it is not known who may get in: correct it as TOML.")


def proved(auth: object) -> Mapping[str, object]:
    """A sign-in that has everything it needs; ``InvalidInput`` names what is missing or to be guessed."""
    given: Mapping[str, object] = auth if isinstance(auth, Mapping) else {}
    missing = [name for name in NEEDED if not str(given.get(name) or "").strip()]
    if missing:
        raise InvalidInput(f"The sign-in in secrets.toml lacks {', '.join(missing)}: see docs/sign-in.md.")
    secret = str(given["cookie_secret"])
    short = len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS
    if short or " " in secret or any(word in secret for word in SAMPLES):
        raise InvalidInput(
            "The cookie_secret in secrets.toml can be guessed: 'backorders sign-in renew' makes a new one."
        )
    return given


def note_sign_in(store: Store) -> None:
    """Remember that the store was opened with sign-in: from then on nobody says who they are without it."""
    if not ever_signed_in(store):
        store.write(lambda writer: writer.run("write_meta", name=MARK, value="yes"))


def ever_signed_in(store: Store) -> bool:
    """Whether the store was ever opened with sign-in."""
    with store.read() as reader:
        return reader.one("read_meta", name=MARK) == ("yes",)


def admitted(store: Store, claims: Claims, at: datetime) -> Actor:
    """Who a sign-in is at an instant (UTC): the person with its e-mail address, or by the roles it claims.

    Raises ``NotAllowed`` for one that ended, says too little, is not verified, and for nobody known.
    """
    identity = identity_of(claims)
    since = _since(claims)
    with store.read() as reader:
        _, settings = read_settings(reader)
        over = ended(reader, identity, since)
        email = _email(claims)
        row = reader.one("person_by_email", email=email) if email else None
        name = str(claims.get("name") or identity)
        taken = bool(reader.dicts("person_named", name=name))
    if since > at + CLOCKS_APART:
        raise NotAllowed(f"This sign-in is dated ahead of the clock here: {AGAIN}.")
    if at - since > timedelta(hours=settings.access.sign_in_hours):
        raise NotAllowed(f"This sign-in is over after {settings.access.sign_in_hours} hours: {AGAIN}.")
    if over:
        raise NotAllowed(f"This sign-in was ended by signing out: {AGAIN}.")
    if str(claims.get("email_verified")).lower() == "false":
        raise NotAllowed(f"{email or 'This sign-in'} is not verified: confirm the address where you sign in.")
    if row is not None:
        if row[2] is not None:
            raise NotAllowed(f"{row[0]} left on {row[2]} and cannot sign in: ask an administrator.")
        return Actor(row[0], Role(row[1]), Session(identity, since))
    role = _claimed(claims, settings.access)
    if role is None:
        raise NotAllowed(f"{email or 'This sign-in'} is not known here: ask an administrator to add you.")
    # nobody takes the name of somebody who works or worked here: names tell who decided what
    return Actor(identity if taken else name, role, Session(identity, since))


def must_be_for(claims: Claims, client_id: object) -> None:
    """``NotAllowed`` for a sign-in whose audience is not this program (OpenID Connect Core, 3.1.3.7, 3).

    Authlib lets another audience pass where the authorised party (``azp``) is this program.
    """
    said = claims.get("aud")
    if client_id not in (said if isinstance(said, list | tuple) else [said]):
        raise NotAllowed(f"This sign-in was made for another program: {AGAIN}.")


def identity_of(claims: Claims) -> str:
    """What somebody signs in as; ``NotAllowed`` where the provider says neither e-mail nor subject."""
    email, subject = _email(claims), str(claims.get("sub") or "")
    if not email and not subject:
        raise NotAllowed("This sign-in says neither e-mail nor subject: ask whoever runs the provider.")
    return email or subject


def _email(claims: Claims) -> str:
    return str(claims.get("email") or "").strip().lower()


def _since(claims: Claims) -> datetime:
    issued = claims.get("iat")
    try:
        if isinstance(issued, int | float) and not isinstance(issued, bool):
            return datetime.fromtimestamp(issued, UTC)
    except (ValueError, OverflowError, OSError):
        issued = None
    raise NotAllowed("This sign-in does not say when it was made (iat): ask whoever runs the provider.")


def _claimed(claims: Claims, access: Access) -> Role | None:
    if not access.role_claim:
        return None
    said = claims.get(access.role_claim)
    words: Sequence[object] = said if isinstance(said, list | tuple) else [said]
    for word in words:
        try:
            role = Role.parse(str(word))
        except ValueError:
            continue
        if role is not Role.CUSTOMER:
            return role
    return None


def sign_out(store: Store, claims: Claims) -> None:
    """End every sign-in of whoever signs out, on this and on every other device."""
    identity = identity_of(claims)
    store.write(lambda writer: _end(writer, identity))


@permitted(Permission.PEOPLE)
def sign_out_everywhere(store: Store, name: str, actor: Actor) -> None:
    """End every sign-in of a person; ``NotFound`` for nobody of that name, or one who cannot sign in."""

    def work(writer: Writer) -> None:
        email = _email_of(writer, name)
        _end(writer, email)
        changes = Changes(writer, actor, writer.now.date())
        changes.enter("signed out everywhere", "sign-out", changes.new_id(), 1, {}, {"name": name})
        changes.flush()

    store.write(work)


def _email_of(reader: Reader, name: str) -> str:
    rows = reader.dicts("person_named", name=name)
    if not rows or not rows[0]["email"]:
        raise NotFound(f"{name} has no address to sign in with: there is nothing to end.")
    return str(rows[0]["email"])


def _end(writer: Writer, identity: str) -> None:
    writer.run("end_sign_ins", identity=identity, ended_at=writer.now)
