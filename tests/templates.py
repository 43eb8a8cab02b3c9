"""Store files that tests begin with: each is made once a run, by whoever wants it first, then copied."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backorder_core.store import Store, open_store
from tests.addresses import copied

Fill = Callable[[Store, Path], object]


@dataclass(frozen=True)
class Templates:
    """The folder of this run's templates, which all its workers share."""

    folder: Path

    def file(self, name: str, fill: Fill = lambda *_: None) -> Path:
        """The closed store file ``name``, made by ``fill(store, folder)`` on first use; never open it."""
        path = self.folder / f"{name}.duckdb"
        if not path.exists():
            with (self.folder / f"{name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # let go with the worker, however it ends
                if not path.exists():
                    self._make(path, fill)
        return path

    def copy(self, to: Path, name: str, fill: Fill = lambda *_: None) -> Path:
        """A copy of the store file ``name`` at ``to``, to do with as one likes."""
        return Path(shutil.copyfile(self.file(name, fill), to))

    def address(self, to: Path, name: str, fill: Fill = lambda *_: None) -> str:
        """The address of a copy of the store ``name``: a file at ``to``, or a shared store."""
        return copied(self.file(name, fill), to)

    def _make(self, path: Path, fill: Fill) -> None:
        folder = self.folder / f"{path.stem}-made"
        folder.mkdir(exist_ok=True)
        making = folder / path.name
        making.unlink(missing_ok=True)
        store = open_store(str(making))
        fill(store, folder)
        store.close()
        making.rename(path)
