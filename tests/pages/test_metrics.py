"""The metrics page, and the rule that no figure is shown without its definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from backorder_core.services.measures import contract
from pages.parts import places
from tests.pages.conftest import Opened
from tests.small_company import SmallCompany

EVERY_PAGE = [entry.path for entries in places.SECTIONS.values() for entry in entries]
SENTENCES = {one.sentence for one in contract().measures.values()}


@pytest.mark.parametrize("path", EVERY_PAGE, ids=lambda path: path.stem)
def test_every_figure_of_every_page_has_its_definition_beside_it(
    company: SmallCompany, opened: Opened, path: Path
) -> None:
    app = opened(path, number="BO-2025-0001")
    undefined = [metric.label for metric in app.metric if metric.proto.help not in SENTENCES]
    assert undefined == []


def test_metrics_are_shown_with_targets_and_no_data_says_so(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.METRICS)
    found = {metric.label: metric.value for metric in app.metric}
    assert found["Backorder rate"] == "100 %"
    assert found["Revenue at risk"] == "$35,000"
    assert found["Customer satisfaction"] == "no data"
    said = "\n".join(str(one.value) for one in app.caption)
    assert "target 90 %: missed" in said
    assert "None" not in said


def test_a_cost_is_entered_on_the_page(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.METRICS)
    app.session_state["about"] = "Enter a cost"
    app.run()
    app.text_input[-2].set_value("BO-2025-0001")
    app.text_input[-1].set_value("air freight")
    app.number_input[-1].set_value(99.5)
    next(one for one in app.button if one.label == "Enter the cost").click().run()
    assert not app.exception
    said = "\n".join(str(one.value) for one in app.success).replace("\\", "")
    assert "$99.50 entered for BO-2025-0001" in said
    assert {metric.label: metric.value for metric in app.metric}["Resolution cost"] == "$99.50"


def test_the_rows_behind_a_figure_are_one_click_away(company: SmallCompany, opened: Opened) -> None:
    app = opened(places.METRICS)
    app.button(key="rows_of_risk_at_end").click().run()
    assert not app.exception
    assert app.selectbox(key="figure").value == "risk_at_end"
    said = "\n".join(str(one.value) for one in app.caption)
    assert "1 row. One row is one open backorder" in said
    assert sum(app.dataframe[0].value["counted"]) == 35_000
