"""Commands about backups: one makes one, whether the app runs or not, one puts one back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from backorder_core.answering import ACTOR, opened, say
from backorder_core.options import shared


@click.command()
@click.option("--to", type=click.Path(path_type=Path), help="Folder of the backup, instead of the usual one.")
@shared
def backup(to: Path | None, url: str, form: str) -> None:
    """Make a backup of the store, proved; while the app runs, the app makes it."""
    from backorder_core.delivery.wishes import wish
    from backorder_core.services.backups import copy_to, folder_of, make_backup
    from backorder_core.store import InUse, path_of

    folder = to or folder_of(path_of(url))
    try:
        with opened(url) as store:
            keep = None if to else store.settings()[1].hours.backups_kept
            made = make_backup(store, folder, ACTOR, keep=keep)
    except InUse:
        made, usual = wish(Path(url))
        folder = copy_to(made, usual, to) if to else usual
    place = folder / made.file
    said = (
        f"{place}: {made.rows:,} rows, proved up to ledger entry {made.entries:,}. "
        "Keep it, and apart from it the ledger's key, on another machine."
    )
    say(form, {"place": str(place), **asdict(made)}, lambda: said)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--doubtful", is_flag=True, help="Restore what is readable, though it does not prove.")
@shared
def restore(file: Path, doubtful: bool, url: str, form: str) -> None:
    """Put a backup in the store's place, proved; what was there is kept beside it."""
    from backorder_core.services import backups

    done = backups.put_back(file, url, ACTOR, doubtful=doubtful)
    said = [f"{url} is what {file} holds: {done.backup.rows:,} rows, state {done.backup.state[:12]}."]
    if done.kept:
        said.append(f"What was there is kept as {done.kept}.")
    if done.newer_entries:
        said.append(f"It went on for {done.newer_entries:,} ledger entries after the backup.")
    if done.doubt:
        said.append(f"It does not prove: {done.doubt}")
    say(form, asdict(done), lambda: "\n".join(said))
