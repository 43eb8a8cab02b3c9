"""Uploaded files on disk while somebody looks at them, so that they are read in pieces, not held whole."""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from backorder_core.store import path_of
from pages.parts.frame import Frame

A_DAY = 86_400.0
CHUNK = 1 << 20
SEVERAL = "several"
"""In place of a kind: the file came together with others, and its kind is found out."""


class Upload(Protocol):
    """The part of an uploaded file that is needed here."""

    name: str
    file_id: str

    def seek(self, offset: int) -> int:
        """Go to a byte of the file."""

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file."""


@dataclass(frozen=True)
class Kept:
    """An upload on disk: what it is called, of which kind it is said to be, and who put it there."""

    key: str
    name: str
    kind: str
    who: str
    path: Path


def folder(frame: Frame) -> Path:
    """Where uploads wait: beside the store."""
    return path_of(frame.store.url).parent / "uploads"


def kept(frame: Frame, upload: Upload) -> Path:
    """The path of an upload, written there at its first sight."""
    place = folder(frame)
    path = place / f"{_plain(upload.file_id)}.csv"
    if not path.exists():
        place.mkdir(parents=True, exist_ok=True)
        _forget_old(place)
        part = path.with_suffix(".part")
        upload.seek(0)
        with part.open("wb") as stream:
            shutil.copyfileobj(upload, stream, CHUNK)
        part.replace(path)
    return path


def noted(frame: Frame, upload: Upload, kind: str) -> Kept:
    """An upload with a note beside it, so that it can be gone on with in another session."""
    path = kept(frame, upload)
    note = {"key": upload.file_id, "name": upload.name, "kind": kind, "who": frame.actor.name}
    text = json.dumps(note, ensure_ascii=False)
    beside = _note(path)
    if not beside.exists() or beside.read_text(encoding="utf-8") != text:
        beside.write_text(text, encoding="utf-8")
    return Kept(**note, path=path)


def waiting(frame: Frame, kind: str | None = None) -> list[Kept]:
    """Uploads of this person that were neither applied nor put away, the latest first.

    With ``SEVERAL`` as kind: those of several files at once; else those that came alone.
    """
    place = folder(frame)
    notes = sorted(place.glob("*.json"), key=lambda one: -one.stat().st_mtime) if place.exists() else []
    found = [
        Kept(**json.loads(note.read_text(encoding="utf-8")), path=note.with_suffix(".csv")) for note in notes
    ]
    mine = [one for one in found if one.who == frame.actor.name and one.path.exists()]
    return [one for one in mine if (one.kind == SEVERAL) == (kind == SEVERAL)]


def forget(path: Path) -> None:
    """The file is no longer needed."""
    path.unlink(missing_ok=True)
    _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _plain(file_id: str) -> str:
    return re.sub("[^A-Za-z0-9-]", "", file_id)


def _forget_old(place: Path) -> None:
    for path in place.iterdir():
        if time.time() - path.stat().st_mtime > A_DAY:
            path.unlink(missing_ok=True)
