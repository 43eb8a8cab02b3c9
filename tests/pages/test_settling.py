"""What pages need is imported beside the server; the first visit waits for all of it."""

from __future__ import annotations

import gc
import threading

import pytest

from pages.parts import settling


def test_a_visit_waits_until_everything_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, names = threading.Event(), list[str]()

    def slowly(name: str) -> None:
        assert go_on.wait(60)
        names.append(name)

    frozen = list[int]()
    monkeypatch.setattr(settling, "import_module", slowly)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(len(names)))
    settling.begin()
    visit = threading.Thread(target=settling.wait)
    visit.start()
    visit.join(0.1)
    assert visit.is_alive()
    go_on.set()
    visit.join(60)
    assert not visit.is_alive()
    assert "pages.parts.tables" in names
    assert "pages.parts.shell" not in names
    assert frozen == [len(names)]
    assert gc.isenabled()


def test_a_part_that_cannot_be_imported_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(settling, "import_module", broken)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    settling.wait()
    with pytest.raises(ImportError):
        settling.settle()
    settling.wait()
    assert gc.isenabled()
