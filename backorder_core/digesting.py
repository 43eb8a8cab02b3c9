"""The command that prints what a day or a week brought."""

from __future__ import annotations

from datetime import date

import click

from backorder_core.answering import ACTOR, day_or_default, opened, say
from backorder_core.options import as_of_day, stored


@click.command()
@click.argument("period", type=click.Choice(["daily", "weekly"]))
@stored
@as_of_day
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    help="Text for people, a page for a mail, or JSON.",
)
@click.option("--tell", is_flag=True, help="Tell it to the roles that the settings name too; once a period.")
def digest(period: str, url: str, as_of: date | None, form: str, tell: bool) -> None:
    """Print the review of a day, or the summary of the seven days before it."""
    from backorder_core.delivery.digests import as_html, as_text
    from backorder_core.services import reviews
    from backorder_core.services.digests import tell_day, tell_week
    from backorder_core.services.review_json import as_json

    with opened(url) as store:
        day = day_or_default(store, as_of)
        found = reviews.digest(store, reviews.Period(period), day)
        if tell:
            (tell_week if period == "weekly" else tell_day)(store, ACTOR, day)
    say(form, as_json(found), lambda: as_html(found) if form == "html" else as_text(found))
