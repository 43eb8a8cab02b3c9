"""Commands that make, list and revoke the tokens of the API."""

from __future__ import annotations

import click

from backorder_core.answering import ACTOR, opened, say
from backorder_core.domain.values import Role
from backorder_core.options import CodeType, shared


@click.group()
def token() -> None:
    """Tokens by which machines ask over the API; without one the API is off."""


@token.command()
@click.argument("name")
@click.option("--role", type=CodeType(Role), required=True, help="In whose role it acts, e.g. planner.")
@shared
def add(name: str, role: Role, url: str, form: str) -> None:
    """Make a token and print it, this once."""
    from backorder_core.services.tokens import add_token

    with opened(url) as store:
        made = add_token(store, name, role, ACTOR, store.business_day())
    document = {"name": name.strip(), "role": role.key, "token": made}
    say(form, document, lambda: f"{made}\nKeep it now: it is stored only as a hash and never shown again.")


@token.command("list")
@shared
def list_(url: str, form: str) -> None:
    """List the tokens, those in force first."""
    from backorder_core.delivery.terminal import table
    from backorder_core.services.tokens import list_tokens

    with opened(url) as store:
        found = list_tokens(store)
    rows = [(one.name, one.role.key, one.made_on, one.made_by, one.revoked_on or "in force") for one in found]
    columns = ("name", "role", "made_on", "made_by", "revoked_on")
    document = [{**vars(one), "role": one.role.key} for one in found]
    say(form, {"tokens": document}, lambda: table(columns, rows) if rows else "No token yet: the API is off.")


@token.command()
@click.argument("name")
@shared
def revoke(name: str, url: str, form: str) -> None:
    """Revoke a token: who has it can no longer ask."""
    from backorder_core.services.tokens import revoke_token

    with opened(url) as store:
        revoke_token(store, name, ACTOR, store.business_day())
    say(form, {"name": name.strip(), "revoked": True}, lambda: f"The token {name.strip()} is revoked.")
