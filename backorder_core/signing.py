"""Commands that set up signing in: the secrets file, its secret made here and shown to nobody."""

from __future__ import annotations

from pathlib import Path

import click

from backorder_core import secret_files
from backorder_core.options import answering

FILE = click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=secret_files.PLACES[-1],
    show_default=True,
    help="The secrets file.",
)


@click.group("sign-in")
def sign_in_() -> None:
    """Signing in through your identity provider."""


@sign_in_.command("set-up")
@click.option(
    "--address", required=True, help="Where people visit the app, e.g. https://backorders.example.com."
)
@click.option("--metadata", required=True, help="The provider's …/.well-known/openid-configuration.")
@click.option("--client-id", required=True, help="What the provider calls this app.")
@click.option(
    "--client-secret",
    envvar="BACKORDERS_CLIENT_SECRET",
    prompt=True,
    hide_input=True,
    help="Asked for where it is not in BACKORDERS_CLIENT_SECRET.",
)
@FILE
@answering
def set_up(address: str, metadata: str, client_id: str, client_secret: str, file: Path, form: str) -> None:
    """Write the secrets file, with a cookie secret of this installation's own."""
    from backorder_core.answering import say

    secret_files.set_up(file, address, metadata, client_id, client_secret)
    say(form, {"file": str(file)}, lambda: f"Sign-in is set up in {file}, readable by you alone.")


@sign_in_.command()
@FILE
@answering
def renew(file: Path, form: str) -> None:
    """Make a new cookie secret: everybody signs in again once the app is restarted."""
    from backorder_core.answering import say

    secret_files.renew(file)
    say(form, {"file": str(file)}, lambda: f"{file} has a new cookie secret: restart the app.")
