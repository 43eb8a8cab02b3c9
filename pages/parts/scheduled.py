"""Scheduled work on the screen: how each job stands, and the runs behind it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backorder_core.delivery.jobs import JOBS
from backorder_core.domain.access import Permission, may
from backorder_core.services import jobs
from backorder_core.services.jobs import JobState, Run, run_now
from pages.parts import doing, tables
from pages.parts.files import ALL
from pages.parts.format import capital, moment, worded
from pages.parts.frame import Frame
from pages.parts.text import safe

ENDED = {"done": "Done", "failed": "Failed", "running": "Running"}
COLOURS = {"done": "green", "failed": "red", "running": "blue"}


def job(frame: Frame, state: JobState) -> None:
    """One job: what it does, its last run and how that ended, its next run, and a button to run it now."""
    one, zone = state.job, frame.settings.time_zone
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(one.title, anchor=False)
            if may(frame.actor, Permission.DELIVER) and st.button(
                "Run now", key=f"run_{one.key}", icon=":material/play_arrow:"
            ):
                doing.attempt(f"run_{one.key}", lambda _: _run(frame, state))
        st.markdown(f"{safe(one.about)} {capital(state.words)}, {safe(zone)}.")
        st.markdown(f"**Last run** {_last(state.last, zone)}  \n**Next run** {_next(state, zone)}")


def _run(frame: Frame, state: JobState) -> str:
    ended = run_now(frame.store, state.job, frame.actor)
    return f"{state.job.title}: {ENDED[ended.state].lower()}. {ended.result}"


def _last(run: Run | None, zone: str) -> str:
    if run is None:
        return "not yet"
    badge = f":{COLOURS[run.state]}-badge[{ENDED[run.state]}]"
    return f"{moment(run.started_at, zone)} by {safe(run.who)} {badge} {safe(worded(run.result))}"


def _next(state: JobState, zone: str) -> str:
    return (
        moment(state.next_at, zone) if state.next_at else "only by hand, while this store is pinned to a day"
    )


def runs(frame: Frame, found: tuple[Run, ...]) -> None:
    """The newest runs of all jobs."""
    st.subheader("Recent runs", anchor=False)
    cells = _cells(frame, found)
    columns = {
        "at": tables.text("Ran at", 150),
        "job": tables.text("Job", 190),
        "state": tables.text("Ended", 80),
        "who": tables.text("By", 120),
        "result": tables.text("Result", 420),
    }

    def every() -> list[dict[str, object]]:
        return _cells(frame, jobs.recent_runs(frame.store, ALL))

    tables.show(cells, columns, "Recent runs, newest first", most=10, every=every)


def _cells(frame: Frame, found: Sequence[Run]) -> list[dict[str, object]]:
    titles = {one.key: one.title for one in JOBS}
    zone = frame.settings.time_zone
    return [
        {
            "at": moment(run.started_at, zone),
            "job": titles.get(run.job, run.job),
            "state": ENDED[run.state],
            "who": run.who,
            "result": worded(run.result),
        }
        for run in found
    ]
