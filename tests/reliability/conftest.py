"""Things that the tests of this folder share with others."""

from __future__ import annotations

from tests.delivery.conftest import clock, mailbox  # noqa: F401 - fixtures
