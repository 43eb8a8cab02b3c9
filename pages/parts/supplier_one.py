"""One supplier in full: its card, its figures against the window before, and the rows behind each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from backorder_core.delivery.supplier_review import review_html
from backorder_core.domain.values import Cause
from backorder_core.domain.windows import Window
from backorder_core.services.backorders import Filters
from backorder_core.services.suppliers import Performance, SupplierReview
from backorder_core.services.suppliers_json import review_json
from pages.parts import cards, files, links, plots, supplier_forms, supplier_reads, supplier_rows, tables
from pages.parts.files import ELSEWHERE
from pages.parts.format import count, day, money, number, percent
from pages.parts.frame import Frame
from pages.parts.plots import Point
from pages.parts.supplier_list import COLOURS, NO_DATA
from pages.parts.text import safe

Draw = Callable[[Frame, SupplierReview], None]


def page(frame: Frame, code: str, window: Window) -> None:
    """Everything about one supplier over a window; ``NotFound`` where nobody knows the code."""
    found = supplier_reads.review(frame, code, window)
    one = found.now
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(one.name), anchor=False, width="content")
        if one.revisions.unreliable:
            st.badge("Dates unreliable", color="red", icon=":material/event_busy:")
        if st.button("All suppliers", icon=":material/arrow_back:"):
            del st.query_params["supplier"]
            st.rerun()
        st.download_button(
            "Review as a page",
            lambda: review_html(review_json(found)),
            f"supplier-review-{files.slug(one.code)}-{window.since}-to-{window.last}.html",
            "text/html",
            icon=":material/print:",
            help="One page, to print or send",
            on_click="ignore",
        )
    _card(found)
    _figures(frame, found)
    tabs = st.tabs(list(TABS), on_change="rerun", key="supplier_tab")
    for tab, draw in zip(tabs, TABS.values(), strict=True):
        with tab:
            if tab.open:
                draw(frame, found)


def _card(found: SupplierReview) -> None:
    card = found.now.card
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            score = NO_DATA if card.score is None else f"{card.score:.2f}"
            st.markdown(f"### {score}", width="content")
            if card.standing:
                st.badge(card.standing.label, color=COLOURS[card.standing])  # type: ignore[arg-type]
            st.markdown(safe(card.follows))
        if card.caveat:
            st.warning(card.caveat, icon=":material/rule:")
        rows = [
            {
                "criterion": term.criterion.label,
                "weight": term.weight,
                "score": term.score,
                "points": term.points,
                "from": "people" if term.criterion.rated else "the data",
            }
            for term in card.terms
        ]
        columns = {
            "criterion": tables.text("Criterion", 120, pinned=True),
            "weight": tables.number("Weight", [term.weight for term in card.terms], width=80),
            "score": tables.number("Score", [Decimal("0.01")], width=90),
            "points": tables.number("Points", [Decimal("0.0001")], "Score × weight ÷ 100", 90, most=4),
            "from": tables.text("Comes from", 110),
        }
        tables.show(rows, columns, "Scorecard", missing=NO_DATA)


def _figures(frame: Frame, found: SupplierReview) -> None:
    now, then = found.now, found.before
    with st.grid(4, min_column_width=180):
        cards.figure(
            "supplier_on_time",
            _percent(now.original.rate),
            change=_points(now.original.rate, then.original.rate),
            about=count(now.original.lines, "line"),
        )
        cards.figure(
            "supplier_on_time_agreed",
            _percent(now.agreed.rate),
            change=_points(now.agreed.rate, then.agreed.rate),
            about=count(now.agreed.lines, "line"),
        )
        cards.figure(
            "supplier_delay_median", _days(now.delays.median), about=f"before {_days(then.delays.median)}"
        )
        cards.figure("supplier_delay_p90", _days(now.delays.p90), about=f"before {_days(then.delays.p90)}")
        _moved(now)
        _lost(frame, found)


def _moved(now: Performance) -> None:
    cards.figure(
        "supplier_revised_share",
        _percent(now.revisions.share),
        about=f"{now.revisions.revised} of {count(now.revisions.lines, 'line')} on backorder",
    )
    cards.figure(
        "supplier_revisions_per_line",
        None if now.revisions.per_line is None else number(now.revisions.per_line),
        about=f"at most {now.revisions.most} for one line",
    )


def _lost(frame: Frame, found: SupplierReview) -> None:
    now, then, currency = found.now, found.before, frame.settings.currency
    cards.figure(
        "supplier_backorder_share",
        percent(now.share),
        about=f"before {percent(then.share)}",
        rows=lambda: links.rows_link(frame, count(now.backorders, "backorder"), _made(found)),
    )
    cards.figure(
        "supplier_quality",
        str(now.quality.events),
        about=f"before {then.quality.events}",
        rows=lambda: links.rows_link(
            frame, f"{now.quality.backorders} for quality", _made(found, Cause.QUALITY)
        ),
    )
    cards.figure(
        "supplier_expediting",
        money(now.expediting, currency),
        about=f"before {money(then.expediting, currency)}",
    )
    cards.figure(
        "supplier_penalties",
        "none agreed" if now.penalties is None else money(now.penalties, currency),
        about="" if then.penalties is None else f"before {money(then.penalties, currency)}",
    )


def _made(found: SupplierReview, cause: Cause | None = None) -> Filters:
    return Filters(
        state="all",
        created_from=found.window.since,
        created_to=min(found.window.last, found.as_of),
        supplier=found.now.code,
        causes=(cause,) if cause else (),
    )


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else percent(rate)


def _points(now: Decimal | None, then: Decimal | None) -> str | None:
    return None if now is None or then is None else f"{now - then:+.1f} points"


def _days(days: int | None) -> str:
    if days is None:
        return NO_DATA
    if days < 0:
        return f"{count(-days, 'day')} early"
    return "on the day" if days == 0 else count(days, "day")


def trend(frame: Frame, found: SupplierReview) -> None:
    """On-time delivery by month of the first promise, and the same figures with the other promise."""
    st.caption(
        "On time against the first promise, in percent of the PO lines promised in each month, as of "
        f"{day(frame.as_of)}; twelve months up to {found.months[-1].first:%B %Y}."
    )
    points = [
        Point(f"{month.first:%b %Y}", None if month.original.rate is None else float(month.original.rate))
        for month in found.months
    ]
    alt = "; ".join(
        f"{month.first:%B %Y}: {_percent(month.original.rate) or NO_DATA}" for month in found.months
    )
    plots.shown(
        plots.line(points, "%"), "supplier_trend", alt, f"on-time-{files.slug(found.now.code)}", ELSEWHERE
    )
    rows = [
        {
            "month": f"{month.first:%B %Y}",
            "original": month.original.rate,
            "lines": month.original.lines,
            "agreed": month.agreed.rate,
            "agreed_lines": month.agreed.lines,
        }
        for month in reversed(found.months)
    ]
    columns = {
        "month": tables.text("Month", 130),
        "original": tables.number("First promise, %", [Decimal("0.1")], width=120),
        "lines": tables.number("Lines", [0]),
        "agreed": tables.number("Last agreed date, %", [Decimal("0.1")], width=140),
        "agreed_lines": tables.number("Lines", [0]),
    }
    tables.show(rows, columns, f"On time of {found.now.code} by month", missing=NO_DATA, most=12)


TABS: dict[str, Draw] = {
    "Trend": trend,
    "Delays": supplier_rows.delays,
    "Quality": supplier_rows.quality,
    "Cost": supplier_rows.cost,
    "Penalties": supplier_rows.penalties,
    "Ratings and agreements": supplier_forms.kept,
}
