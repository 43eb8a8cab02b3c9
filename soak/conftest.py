"""How long runs are scaled and how they record what they measured."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from soak.parts import FOLDER, Parts
from soak.recording import DOCS, Row, record, this_machine
from tests.conftest import demo_store_file, empty_store, templates  # noqa: F401 - fixtures
from tests.delivery.conftest import clock, mailbox  # noqa: F401 - fixtures
from tests.reliability.conftest import none_left  # noqa: F401 - fixture


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--scale", type=float, default=1.0, help="share of the full length, such as 0.1")


@dataclass(frozen=True)
class Scale:
    """How much of the full length is run; numbers never fall to nothing."""

    share: float

    def __call__(self, full: int) -> int:
        return max(1, round(full * self.share))


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> Scale:
    """Scales a count: ``scale(500)`` is 500 unless ``--scale`` says otherwise."""
    return Scale(request.config.getoption("--scale"))


@dataclass(frozen=True)
class Figures:
    """Records what came of a whole run; called at its end, when everything it promises was asserted."""

    whole: bool
    began: float = field(default_factory=time.monotonic)

    def __call__(
        self, what: str, figure: str, document: str = "reliability", parts: Parts | None = None
    ) -> None:
        today = datetime.now().astimezone().date()
        took = timedelta(seconds=parts.done["seconds"] if parts else time.monotonic() - self.began)
        print(f"\n{what}: {figure}")
        if self.whole:
            record(DOCS / f"{document}.md", Row(what, figure, today, took, this_machine()))
        if parts:
            parts.end()


@pytest.fixture
def figures(scale: Scale) -> Figures:
    """What a long run calls with its figure: a row in docs/reliability.md, or in another document.

    A shortened run only prints it.
    """
    return Figures(scale.share >= 1)


@pytest.fixture
def parts(request: pytest.FixtureRequest, scale: Scale, tmp_path: Path) -> Parts:
    """What earlier runs of this test did; a shortened run begins anew and keeps nothing."""
    return Parts(request.node.name, FOLDER if scale.share >= 1 else tmp_path)
