"""Several files at once: dropped together, recognised, tried on a copy, put right, applied in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import streamlit as st

from backorder_core.domain.access import Permission, may
from backorder_core.domain.errors import Refusal
from backorder_core.domain.mappings import FileMapping, Mappings
from backorder_core.services.files.limits import limits
from backorder_core.services.imports import ImportOptions
from backorder_core.services.imports.case import Progress
from backorder_core.services.imports.finding import Source
from backorder_core.services.imports.folder import Answers, Judged, Telling, apply_files, judge_files
from backorder_core.services.imports.mappings import read_mappings
from pages.parts import frame as frames
from pages.parts import many_shown, reading, running, uploads
from pages.parts.format import count
from pages.parts.frame import Frame
from pages.parts.running import Watch
from pages.parts.text import safe
from pages.parts.uploads import Kept

TYPES = ("csv", "txt", "tsv", "xlsx", "toml")
MAPPINGS = ".toml"
FOLDER = {"files": "Files", "folder": "A whole folder"}


@dataclass(frozen=True)
class Batch:
    """What was dropped: files by the name that each is shown under, and the saved mappings beside them."""

    files: dict[str, Kept]
    mappings: Mappings

    @property
    def mark(self) -> str:
        """Names these files and all that was said of them."""
        said = [
            (one.key, name, kind_of(one), repr(reading.options(one.key))) for name, one in self.files.items()
        ]
        return repr((said, self.mappings))


def kind_of(kept: Kept) -> str | None:
    """The kind that somebody said a file is of."""
    return st.session_state.get(f"kind_{kept.key}") or None


def upload(frame: Frame) -> None:
    """The place to drop files, and what came of those that were dropped."""
    if not may(frame.actor, Permission.IMPORT):
        st.info("Planners and their leaders import files: ask one of them.", icon=":material/lock:")
        return
    finished = st.session_state.get("many_done")
    if finished:
        many_shown.applied(frame, finished, _next)
        return
    dropped = _dropped(frame)
    if dropped is None:
        _offered(frame)
        return
    st.checkbox(
        "Bring suppliers, products and PO lines that orders name and no file has",
        key="many_with_lines",
        persist_state="page",
        help="The open-PO report and delay files may name them with all that is needed. "
        "Otherwise such rows are rejected, so that a slip of the pen makes nothing new",
    )
    batch = _read(dropped)
    judged = _judged(frame, batch)
    if judged is not None:
        many_shown.judged(frame, judged, batch.files)
        _apply(frame, batch, judged)


def _dropped(frame: Frame) -> list[Kept] | None:
    folder = st.segmented_control(
        "What to load",
        list(FOLDER),
        default="files",
        required=True,
        format_func=FOLDER.__getitem__,
        key="many_how",
    )
    found = st.file_uploader(
        f"Files of any kinds, CSV or XLSX, up to {limits().file_mb} MB each; saved mappings as TOML",
        type=list(TYPES),
        accept_multiple_files="directory" if folder == "folder" else True,
        max_upload_size=limits().file_mb,
        key=f"many_{folder}_{st.session_state.get('many_uploads', 0)}",
        help="Which kind each file is, its header says. Nothing is written before you apply",
    )
    if found:
        return [uploads.noted(frame, one, uploads.SEVERAL) for one in found]
    return st.session_state.get("many_kept")


def _offered(frame: Frame) -> None:
    """Files that were dropped together and not applied, to go on with after a break or a restart."""
    kept = uploads.waiting(frame, uploads.SEVERAL)
    if not kept:
        return
    names = ", ".join(one.name for one in kept[:3]) + (" …" if len(kept) > 3 else "")
    with st.container(horizontal=True, vertical_alignment="center"):
        were = "was" if len(kept) == 1 else "were"
        st.caption(f"**{count(len(kept), 'file')}** ({safe(names)}) {were} uploaded and not applied.")
        st.button("Continue", key="many_continue", on_click=_go_on, args=(kept,))
        st.button("Remove", type="tertiary", key="many_remove", on_click=_put_away, args=(kept,))


def _go_on(kept: list[Kept]) -> None:
    st.session_state["many_kept"] = kept


def _put_away(kept: Sequence[Kept]) -> None:
    for one in kept:
        uploads.forget(one.path)
    emptied()


def emptied() -> None:
    """The place for files is free again."""
    st.session_state["many_uploads"] = st.session_state.get("many_uploads", 0) + 1
    for name in ("many_kept", "many", "many_begun"):
        st.session_state.pop(name, None)


def _next() -> None:
    st.session_state.pop("many_done", None)


def _read(dropped: Sequence[Kept]) -> Batch:
    """The files under names that tell them apart, and the mappings beside them."""
    tables: dict[str, Kept] = {}
    said: list[FileMapping] = []
    passed: list[str] = []
    for one in sorted(dropped, key=lambda kept: kept.name):
        path = PurePosixPath(one.name.replace("\\", "/"))
        if path.suffix.lower() == MAPPINGS:
            with frames.refusals():
                found = read_mappings(one.path)
            said += found.file
            passed += found.leave_out
            continue
        name, place = path.name, 1
        while name in tables:
            place += 1
            name = f"{path.stem} ({place}){path.suffix}"
        tables[name] = one
    return Batch(tables, Mappings(file=tuple(said), leave_out=tuple(passed)))


def _judged(frame: Frame, batch: Batch) -> Judged | None:
    """What the files would do; None where that cannot be said, with the reason shown."""
    brings = bool(st.session_state.get("many_with_lines"))
    mark = (batch.mark, brings, frame.as_of, frame.version)
    held = st.session_state.get("many")
    if held and held[0] == mark:
        return held[1]  # type: ignore[no-any-return]
    if st.session_state.pop("many_applying", None):
        st.info("The data changed since these files were tried: look again.", icon=":material/info:")
    sources = [Source(one.path, name, kind_of(one), _said(one)) for name, one in batch.files.items()]
    try:
        with running.watched("Trying the files on a copy…", "many", _stop_trying) as watch:
            judged = judge_files(
                *(frame.store, sources, frame.as_of, frame.actor),
                mappings=batch.mappings,
                answers=Answers(with_lines=brings),
                telling=_telling(watch, "Trying"),
            )
    except Refusal as refusal:
        frames.refuse(refusal)
        return None
    st.session_state["many"] = (mark, judged)
    return judged


def _said(kept: Kept) -> ImportOptions | None:
    said = reading.options(kept.key)
    return None if said == ImportOptions() else said


def _telling(watch: Watch, doing: str) -> Telling:
    def tell(name: str, done: int, size: int) -> Progress:
        return watch(f"{doing} {safe(name)}, file {done + 1} of {size}")

    return tell


def _stop_trying() -> None:
    emptied()
    st.session_state["told"] = "Cancelled: nothing of the files was written."


def _apply(frame: Frame, batch: Batch, judged: Judged) -> None:
    """The button that writes; where it was stopped, the files that were applied show as unchanged."""
    if not judged.files:
        return
    unclear = len(judged.unclear)
    busy = bool(st.session_state.get("many_applying"))
    files = count(len(judged.files), "file")
    label = f"Apply {files}: {count(judged.totals.rows, 'row')}"
    if unclear:
        label = f"Apply {files} without the {unclear:,} that {'is' if unclear == 1 else 'are'} not clear"
    st.button(
        "Applying…" if busy else label,
        type="secondary" if unclear else "primary",
        icon=":material/done_all:",
        disabled=busy,
        key="many_apply",
        on_click=_begin,
        help="In the order above; each file can be undone by itself, the newest first",
    )
    if busy:
        _applied(frame, batch, judged)


def _begin() -> None:
    st.session_state["many_applying"] = True


def _stop_applying() -> None:
    st.session_state.pop("many_applying", None)
    st.session_state["told"] = "Cancelled: files that were applied by then show as unchanged below."


def _applied(frame: Frame, batch: Batch, judged: Judged) -> None:
    try:
        with running.watched("Applying…", "many_apply", _stop_applying) as watch:
            done = apply_files(
                *(frame.store, judged, frame.actor),
                keep_going=bool(judged.unclear),
                telling=_telling(watch, "Applying"),
            )
    except Refusal as refusal:
        st.session_state["refused"] = refusal.sentence
    else:
        _put_away([batch.files[one.step.source.name] for one in done.files])
        st.session_state["many_done"] = done
    finally:
        st.session_state.pop("many_applying", None)
    st.rerun()
