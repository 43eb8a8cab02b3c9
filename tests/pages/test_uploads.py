"""Uploaded files wait beside the store, each once, and do not stay for ever."""

from __future__ import annotations

import io
import os
import time

from backorder_core.store import Store
from pages.parts import frame, places, uploads
from tests.pages.conftest import Opened


class Uploaded(io.BytesIO):
    """What the upload widget hands over."""

    def __init__(self, content: bytes, name: str = "delays.csv", file_id: str = "ab-1/../x") -> None:
        super().__init__(content)
        self.name = name
        self.file_id = file_id


def test_an_upload_is_kept_under_a_harmless_name_and_written_once(served: Store) -> None:
    now = frame.here()
    path = uploads.kept(now, Uploaded(b"one"))
    assert path.parent == uploads.folder(now)
    assert path.read_bytes() == b"one"
    assert uploads.kept(now, Uploaded(b"two")) == path
    assert path.read_bytes() == b"one"
    uploads.forget(path)
    uploads.forget(path)
    assert not path.exists()


def test_what_was_left_behind_for_a_day_goes_with_the_next_upload(served: Store) -> None:
    now = frame.here()
    old = uploads.kept(now, Uploaded(b"one", file_id="old"))
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    fresh = uploads.kept(now, Uploaded(b"two", file_id="fresh"))
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_file_that_cannot_be_read_gets_its_sentence_and_the_page_stays_whole(opened: Opened) -> None:
    app = opened(places.IMPORTS)
    app.file_uploader[0].upload("nothing.csv", b"just one column\nand a row\n")
    app.run()
    assert not app.exception
    assert "has only one column" in app.error[0].value
    assert "Past imports" in [subheader.value for subheader in app.subheader]
