"""RULES, Command centre: the recommended action."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backorder_core.domain.recommend import Action, Options, recommend
from tests.domain.builders import feb

EVERYTHING = Options(
    expedite="PO-45812",
    substitute="SKU-12459",
    transfer="West Coast Warehouse",
    alternative="XYZ Components",
    eta=feb(15),
    confirmed=True,
)
WITHOUT_EXPEDITE = replace(EVERYTHING, expedite=None)
WITHOUT_SUBSTITUTE = replace(WITHOUT_EXPEDITE, substitute=None)
WITHOUT_TRANSFER = replace(WITHOUT_SUBSTITUTE, transfer=None)
WITHOUT_OFFERS = replace(WITHOUT_TRANSFER, alternative=None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (EVERYTHING, Action("expedite", "Expedite PO-45812")),
        (WITHOUT_EXPEDITE, Action("substitute", "Offer substitute SKU-12459")),
        (WITHOUT_SUBSTITUTE, Action("transfer", "Transfer from West Coast Warehouse")),
        (WITHOUT_TRANSFER, Action("alternative_supplier", "Order from XYZ Components")),
        (WITHOUT_OFFERS, Action("follow_up", "Follow up on the ETA")),
        (
            replace(WITHOUT_OFFERS, confirmed=False),
            Action("await_confirmation", "Await supplier confirmation"),
        ),
        (replace(WITHOUT_OFFERS, eta=None), Action("await_confirmation", "Await supplier confirmation")),
        (replace(EVERYTHING, eta=None, confirmed=False), Action("expedite", "Expedite PO-45812")),
        (
            replace(WITHOUT_TRANSFER, eta=None),
            Action("alternative_supplier", "Order from XYZ Components"),
        ),
    ],
)
def test_the_first_option_that_applies_is_recommended(given: Options, expected: Action) -> None:
    assert recommend(given) == expected
