"""Things that the tests of this folder share with others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.delivery.conftest import clock, mailbox  # noqa: F401 - fixtures
from tests.reliability.killing import leave_none


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    """Whatever a test does, its processes end with it."""
    yield
    leave_none()
