"""The review in pieces: the day or week, its figures with their rows, what happened, why, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import streamlit as st

from backorder_core.delivery.digests import as_html, as_text
from backorder_core.domain.patterns import Narrow
from backorder_core.domain.values import Cause, Status
from backorder_core.domain.windows import Window
from backorder_core.services import reviews
from backorder_core.services.backorders import Filters
from backorder_core.services.reviews import Digest, Moved, Part, Period
from backorder_core.store import Store
from pages.parts import cards, charts, files, links, pattern_reads, patterned, reads, tables
from pages.parts.charts import Bar
from pages.parts.files import Sheet
from pages.parts.format import capital, count, day, money, percent, worded
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

NAMES = {Period.DAILY: "The day", Period.WEEKLY: "The seven days before"}


def control(frame: Frame) -> Period:
    """A day, the as-of date, or the seven days before it; in the address."""
    return (
        st.segmented_control(
            "Review of",
            list(Period),
            default=Period.DAILY,
            format_func=NAMES.__getitem__,
            key="review",
            bind="query-params",
            required=True,
            help="Choose the day under “As of” in the sidebar.",
        )
        or Period.DAILY
    )


def read(frame: Frame, period: Period) -> Digest:
    """The review of the frame's day."""
    return _read(frame.store, (frame.store.url, frame.version), period, frame.as_of)


@remembered(32)
def _read(_store: Store, key: tuple[str, int], period: Period, as_of: date) -> Digest:
    return reviews.digest(_store, period, as_of)


def reviews_as_files(found: Digest) -> None:
    """The days that are covered, and the review as a text and as a page to send or print."""
    days = f"{found.since:%A}, {day(found.since)}"
    if found.last != found.since:
        days = f"{day(found.since)} to {day(found.last)}, both included"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{days}**", width="stretch")
        name = f"backorders-{found.period.value}-{found.last.isoformat()}"
        st.download_button(
            "Text", lambda: as_text(found), f"{name}.txt", "text/plain", icon=":material/notes:"
        )
        st.download_button(
            "Page", lambda: as_html(found), f"{name}.html", "text/html", icon=":material/print:"
        )


def activity(frame: Frame, found: Digest) -> None:
    """What came, what went, and by how much that changed what is at risk."""
    did, currency = found.activity, frame.settings.currency
    new = Filters(state="all", created_from=found.since, created_to=found.last)
    done = Filters(state="closed", statuses=(Status.RESOLVED,), closed_from=found.since, closed_to=found.last)
    with st.grid(4, min_column_width=190):
        cards.figure("change_new", f"{did.new:,}", rows=_rows(frame, did.new, new))
        cards.figure("change_resolved", f"{did.resolved:,}", rows=_rows(frame, did.resolved, done))
        cards.figure("net_change", _signed(did.net), about="new − resolved − cancelled")
        cards.figure(
            "change_value", _signed_money(did.value_change, currency), about="open value, end − begin"
        )
        cards.figure("change_partial", f"{did.partially_resolved:,}")
        cards.figure("change_escalated", f"{did.escalated:,}")
        cards.figure("change_etas", f"{did.eta_updates:,}")
        took = did.mean_days_to_resolve
        cards.figure("resolution_days", None if took is None else f"{took} days")


def _rows(frame: Frame, amount: int, wanted: Filters) -> partial[None]:
    return partial(links.rows_link, frame, f"Open {count(amount, 'row')}", wanted)


def _signed(amount: int) -> str:
    return f"{amount:+,}".replace("-", "−") if amount else "0"


def _signed_money(amount: Decimal, currency: str) -> str:
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}"


def money_and_people(frame: Frame, found: Digest) -> None:
    """What resolving cost, what customers said, and whom it concerned."""
    quality, currency = found.quality, frame.settings.currency
    with st.grid(4, min_column_width=190):
        ways = ", ".join(f"{one.way} {money(one.cost, currency)}" for one in found.costs if one.cost)
        cards.figure("resolution_cost", money(found.cost, currency), about=ways or "nothing was spent")
        cards.figure(
            "satisfaction",
            None if quality.rating is None else f"{quality.rating} of 5",
            about=f"{count(quality.ratings, 'rating')} in seven days",
        )
        cards.figure(
            "quality_issues",
            f"{quality.issues:,}",
            about=f"in seven days; {quality.issues_week_before} before",
        )
        cards.figure(
            "customers_concerned",
            f"{sum(one.customers for one in found.customers):,}",
            about=f"{sum(one.waiting for one in found.customers):,} of them still wait",
        )
    tiers = [
        f"{one.tier.label}: {one.waiting:,} of {count(one.customers, 'customer')} still wait"
        for one in found.customers
    ]
    if tiers:
        st.caption("By tier: " + "; ".join(tiers) + ".")


def suppliers(frame: Frame, found: Digest) -> None:
    """How suppliers keep their promises, against the targets."""
    kept, targets = found.suppliers, frame.settings.targets
    with st.grid(4, min_column_width=190):
        aim = f" · target {targets.on_time} %" if targets.on_time is not None else ""
        cards.figure(
            "on_time",
            None if kept.on_time is None else percent(kept.on_time),
            about=f"{kept.due_lines:,} lines in {kept.days} days{aim}",
        )
        aim = f"target {targets.average_delay_days} days" if targets.average_delay_days is not None else ""
        slip = kept.mean_slip
        cards.figure("mean_slip", None if slip is None else f"{slip} days", about=aim or "open backorders")
        cards.figure("open_backorders", f"{found.open.open:,}", about="at the end")
        cards.figure("revenue_at_risk", money(found.open.value, frame.settings.currency), about="at the end")


def moved(frame: Frame, found: Digest) -> None:
    """The backorders that something happened to."""
    table(frame, found.moved, found.since, found.last)


def table(frame: Frame, rows: Sequence[Moved], since: date, last: date) -> None:
    """Backorders with what happened to each; a click opens one."""
    if not rows:
        st.caption("Nothing happened to any backorder in this time.")
        return
    cells = _cells(rows)
    columns = {
        "number": tables.text("Backorder", 108),
        "what": tables.text("What happened", 320),
        "customer": tables.text("Customer", 185),
        "supplier": tables.text("Supplier", 185),
        "value": tables.money("Value", frame.settings.currency),
        "status": tables.badge("Status", tables.STATUS_COLOURS, width=135),
    }
    if len(rows) == reviews.MOST_MOVED:
        st.caption(f"The {count(reviews.MOST_MOVED, 'backorder')} that matter most.")

    def every() -> list[dict[str, object]]:
        return _cells(reviews.moved(frame.store, since, last))

    place = tables.picked(cells, columns, "moved", "Backorders that something happened to", every=every)
    if place is not None:
        links.open_backorder(frame, rows[place].number)


def _cells(rows: Sequence[Moved]) -> list[dict[str, object]]:
    return [
        {
            "number": row.number,
            "what": capital(worded(", ".join(row.happened))),
            "customer": row.customer,
            "supplier": row.supplier,
            "value": row.value,
            "status": tables.word(row.status),
        }
        for row in rows
    ]


def causes(frame: Frame, found: Digest, period: Period) -> None:
    """Why the new backorders came, from whom, and for which products."""
    if not found.activity.new:
        st.info("No backorder was made in this time.", icon=":material/check_circle:")
        return
    by_cause = {cause.label: cause for cause in Cause}
    ways: tuple[tuple[str, Sequence[Part], Callable[[str], Filters]], ...] = (
        ("By cause", found.causes, lambda name: Filters(causes=(by_cause[name],))),
        (
            "By supplier",
            found.new_by_supplier,
            lambda name: Filters(supplier=reads.code_called(frame, "supplier", name)),
        ),
        ("By category", found.new_by_category, lambda name: Filters(category=name)),
    )
    with st.grid(3, min_column_width=300):
        for title, parts, wanted in ways:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{title}**")
                st.caption("New backorders: number, share")
                hit = _bars(parts, f"{title}_{period.value}")
                if hit:
                    made = {"state": "all", "created_from": found.since, "created_to": found.last}
                    links.open_rows(frame, Filters(**{**vars(wanted(hit)), **made}))


def _bars(parts: Sequence[Part], key: str) -> str | None:
    keys = {cause.label: cause.key for cause in Cause}
    rows = [
        Bar(keys.get(one.name, one.name), one.name, one.count, f"{one.count:,} · {percent(one.share)}")
        for one in parts
    ]
    sheet = Sheet(
        files.named(f"new {key}"),
        ("Name", "New backorders", "Share %"),
        lambda: [(one.name, one.count, one.share) for one in parts],
    )
    hit = charts.clicked(rows, key, "; ".join(f"{row.label} {row.figures}" for row in rows), sheet)
    return next((row.label for row in rows if row.key == hit), None)


def advice(frame: Frame, found: Digest) -> None:
    """What the figures of these days say, and what the rules make of it."""
    window = Window(found.since, found.until)
    patterned.said(frame, pattern_reads.review(frame, window, Narrow()))
