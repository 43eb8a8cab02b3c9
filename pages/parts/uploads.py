"""Uploaded files on disk while somebody looks at them, so that they are read in pieces, not held whole."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Protocol

from pages.parts.frame import Frame

A_DAY = 86_400.0
CHUNK = 1 << 20


class Upload(Protocol):
    """The part of an uploaded file that is needed here."""

    name: str
    file_id: str

    def seek(self, offset: int) -> int:
        """Go to a byte of the file."""

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file."""


def folder(frame: Frame) -> Path:
    """Where uploads wait: beside the store."""
    return Path(frame.store.url).resolve().parent / "uploads"


def kept(frame: Frame, upload: Upload) -> Path:
    """The path of an upload, written there at its first sight."""
    place = folder(frame)
    path = place / f"{re.sub('[^A-Za-z0-9-]', '', upload.file_id)}.csv"
    if not path.exists():
        place.mkdir(parents=True, exist_ok=True)
        _forget_old(place)
        part = path.with_suffix(".part")
        upload.seek(0)
        with part.open("wb") as stream:
            shutil.copyfileobj(upload, stream, CHUNK)
        part.replace(path)
    return path


def forget(path: Path) -> None:
    """The file is no longer needed."""
    path.unlink(missing_ok=True)


def _forget_old(place: Path) -> None:
    for path in place.iterdir():
        if time.time() - path.stat().st_mtime > A_DAY:
            forget(path)
