"""Commands for who works here, and how they get in."""

from __future__ import annotations

import click

from backorder_core.answering import ACTOR, opened, say
from backorder_core.domain.values import Role
from backorder_core.options import CodeType, shared


@click.group()
def people() -> None:
    """Who works here, in which role."""


@people.command("list")
@shared
def list_people(url: str, form: str) -> None:
    """Everybody, those who left last."""
    from backorder_core.services.people import everybody

    with opened(url) as store:
        found = everybody(store)
    document = [
        {"name": one.name, "role": one.role.key, "email": one.email or None, "left_on": one.left_on}
        for one in found
    ]
    lines = [
        f"{one.name}, {one.role.label.lower()}"
        + (f", {one.email}" if one.email else "")
        + (f", left on {one.left_on}" if one.left_on else "")
        for one in found
    ]
    say(form, document, lambda: "\n".join(lines) or "Nobody is known yet: add people with 'people add'.")


@people.command()
@click.argument("name")
@shared
@click.option("--role", type=CodeType(Role), required=True, help="What they may do.")
@click.option("--email", default="", help="The address that they sign in with.")
def add(name: str, url: str, form: str, role: Role, email: str) -> None:
    """Add somebody, or change the role and e-mail of somebody known."""
    from backorder_core.services.people import PersonWish, everybody, save_person

    with opened(url, create=True) as store:
        known = next((one for one in everybody(store) if one.name == name), None)
        version = known.version if known else None
        saved = save_person(store, PersonWish(name, role, email, version), ACTOR, store.business_day())
    document = {"name": name, "role": role.key, "email": email or None, "version": saved}
    say(form, document, lambda: f"{name} is {role.label.lower()} now.")


@people.command()
@click.argument("name")
@shared
def remove(name: str, url: str, form: str) -> None:
    """Somebody left: their name stays in the ledger, they get in no more."""
    from backorder_core.services.people import leave

    with opened(url) as store:
        leave(store, name, ACTOR, store.business_day())
    say(form, {"name": name, "left": True}, lambda: f"{name} gets in no more.")


@people.command()
@click.argument("switch", type=click.Choice(["on", "off"]))
@shared
def choose(switch: str, url: str, form: str) -> None:
    """Let people on this machine choose who they are instead of signing in, or no longer."""
    from backorder_core.services.people import let_choose

    with opened(url, create=switch == "on") as store:
        let_choose(store, switch == "on", f"people choose {switch}", ACTOR)
    said = "People on this machine choose who they are." if switch == "on" else "People must sign in."
    say(form, {"choose_identity": switch == "on"}, lambda: said)
