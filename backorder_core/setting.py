"""Commands for the settings: shown, written to a file, read from one, their versions."""

from __future__ import annotations

from pathlib import Path

import click

from backorder_core.answering import ACTOR, opened, say
from backorder_core.options import shared


@click.group()
def settings() -> None:
    """Every default of the company, in versions."""


@settings.command()
@shared
def show(url: str, form: str) -> None:
    """The settings in force."""
    from backorder_core.services.settings import to_toml

    with opened(url) as store:
        version, found = store.settings()
    document = {"version": version, "settings": found.model_dump(mode="json")}
    say(form, document, lambda: to_toml(found).rstrip())


@settings.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@shared
def export(file: Path, url: str, form: str) -> None:
    """Write the settings in force to a TOML file."""
    from backorder_core.services.settings import to_toml

    with opened(url) as store:
        version, found = store.settings()
    file.write_text(to_toml(found), encoding="utf-8")
    say(form, {"version": version, "file": str(file)}, lambda: f"Version {version} stands in {file}.")


@settings.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@shared
@click.option("--why", required=True, help="Why the settings change.")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
def take(file: Path, url: str, form: str, why: str, dry_run: bool) -> None:
    """Save the settings of a TOML file; what it leaves out is as by default."""
    from backorder_core.services.settings import differences, from_toml, save

    wanted = from_toml(file.read_bytes())
    with opened(url) as store:
        version, now = store.settings()
        wanted = wanted.model_copy(update={"pinned_as_of": now.pinned_as_of})
        found = differences(now, wanted)
        saved = None if dry_run else save(store, version, wanted, why, ACTOR, store.business_day())
    document = {
        "version": saved.version if saved else version,
        "waits": saved.waits if saved else False,
        "changes": [vars(one) for one in found],
    }
    lines = [f"{one.field}: {one.before} → {one.after}" for one in found]
    if saved and saved.waits:
        lines.append("Changed approval thresholds wait for a second person.")
    say(form, document, lambda: "\n".join(lines) or "Nothing differs.")


@settings.command()
@shared
def versions(url: str, form: str) -> None:
    """Every version, the newest first."""
    from backorder_core.services.settings import history

    with opened(url) as store:
        found = history(store)
    document = [{"version": one.version, "who": one.who, "why": one.why, "at": one.at} for one in found]
    lines = [f"{one.version}  {one.at:%Y-%m-%d %H:%M} UTC  {one.who}: {one.why}" for one in found]
    say(form, document, lambda: "\n".join(lines) or "The settings are the defaults.")
