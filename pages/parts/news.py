"""What changed since somebody looked last; read once a visit, so that it does not vanish meanwhile."""

from __future__ import annotations

import streamlit as st

from backorder_core.services.work import days
from backorder_core.services.work.days import Happening, News
from pages.parts import cards, links, tables
from pages.parts.format import capital, day
from pages.parts.frame import Frame

WHY = {"watched": "You watch it", "yours": "It is yours", "mentioned": "You are mentioned"}


def read(frame: Frame) -> News:
    """The news of this visit; the first look in a visit is noted as the person's last one."""
    kept: dict[str, News] = st.session_state.setdefault("news", {})
    person = frame.actor.name
    if person not in kept:
        kept[person] = days.news(frame.store, person, frame.default_as_of)
        if frame.known_on is None:
            days.look(frame.store, person, frame.default_as_of)
    return kept[person]


def show(frame: Frame, news: News) -> None:
    """Backorders by what happened to them, and what happened to those that concern the person."""
    if news.since is None:
        st.subheader(f"What happened on {day(frame.default_as_of)}", anchor=False)
    else:
        st.subheader(f"Since you looked on {day(news.since)}", anchor=False)
    figures = {
        "news_new": news.new,
        "news_resolved": news.resolved,
        "news_partial": news.partially_resolved,
        "news_escalated": news.escalated,
        "news_etas": news.eta_updates,
        **({"news_cancelled": news.cancelled} if news.cancelled else {}),
    }
    with st.grid(len(figures), min_column_width=130):
        for key, count in figures.items():
            cards.figure(key, f"{count:,}")
    if news.happenings:
        _happenings(frame, news.happenings)
    else:
        st.caption(
            "Nothing happened to what you watch or own, and nobody mentioned you. Watch a backorder on its "
            "“Together” tab to hear of it here."
        )


def _happenings(frame: Frame, rows: tuple[Happening, ...]) -> None:
    cells = [
        {
            "on": one.happened_on,
            "number": one.number,
            "what": capital(one.action),
            "who": one.who,
            "why": WHY.get(one.why, one.why),
        }
        for one in rows
    ]
    columns = {
        "number": tables.text("Backorder", 108),
        "on": tables.date("On", width=96),
        "what": tables.text("What happened", 420),
        "who": tables.text("By", 130),
        "why": tables.text("Why you hear of it", 150),
    }
    place = tables.picked(cells, columns, "happenings", "What happened to backorders that concern you")
    if place is not None:
        links.open_backorder(frame, rows[place].number)
