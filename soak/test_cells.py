"""Every cell of approvals on the screens, in every role that there is."""

from __future__ import annotations

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.checks import check
from backorder_core.store import Store
from soak.conftest import Figures
from tests.pages import test_cells as pages

pytestmark = pytest.mark.filterwarnings("ignore")
store = pages.store


def test_every_role_is_offered_exactly_its_cells(store: Store, figures: Figures) -> None:
    roles = [role for role in Role if role is not Role.CUSTOMER]
    done = pages.walk(store, roles)
    assert check(store) == ()
    figures(
        "Approvals on the pages",
        f"{len(pages.TURNS)} values and customers, {len(roles)} roles, the creator in each: "
        f"{done} looks and decisions, exactly the allowed ones offered",
        "security",
    )
