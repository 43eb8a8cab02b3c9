"""Settings are validated as a whole: a truth table of what is refused, and words for every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from backorder_core.domain.settings import DEFAULTS, Settings


def fields(kind: type[BaseModel], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, info in kind.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from fields(info.annotation, f"{path}{name}.")
        else:
            yield f"{path}{name}", info


@pytest.mark.parametrize(("path", "info"), list(fields(Settings)), ids=lambda given: str(given)[:40])
def test_every_setting_says_what_it_is_and_what_it_does(path: str, info: Any) -> None:
    assert info.title, path
    assert info.description, path


@pytest.mark.parametrize(
    ("part", "given", "said"),
    [
        ("priority", {"critical_from": 5_000}, "bands must descend"),
        ("priority", {"high_from": 1_000}, "bands must descend"),
        ("priority", {"medium_from": 0}, "greater than 0"),
        ("priority", {"vip": 0}, "greater than 0"),
        ("priority", {"emergency": "0.5"}, "greater than or equal to 1"),
        ("priority", {"per_delay_day": -1}, "greater than or equal to 0"),
        ("priority", {"very_important": 7}, "Extra inputs"),
        ("approvals", {"automatic_below": 20_000}, "must ascend"),
        ("approvals", {"manager_up_to": 9_999}, "must ascend"),
        ("approvals", {"automatic_below": -1}, "greater than or equal to 0"),
        ("escalation", {"days": (3, 7, 7, 21)}, "must ascend"),
        ("escalation", {"days": (0, 7, 14, 21)}, "must ascend"),
        ("escalation", {"days": (3, 7, 14)}, "Field required"),
        ("cadences", {"urgent_days": 0}, "greater than or equal to 1"),
        ("buckets", {"aging_days": (14, 7)}, "days must ascend"),
        ("buckets", {"pipeline_days": (1, 1, 7)}, "days must ascend"),
        ("receiving", {"policy": "loudest"}, "'strict', 'fair_share' or 'protect_vip'"),
        ("suppliers", {"on_time_days": 0}, "greater than or equal to 1"),
        ("suppliers", {"revised_percent": 101}, "less than or equal to 100"),
        ("shipping", {"per_shipment": "1.234"}, "2 decimal places"),
        ("priority", {"vip": "1e30"}, "less than or equal to 100"),
        ("priority", {"critical_from": "1e30"}, "less than or equal to 1000000000"),
        ("approvals", {"manager_up_to": "1e40"}, "less than or equal to 1000000000000"),
        ("approvals", {"sum_window_days": 9_999_999_999}, "less than or equal to 3660"),
        ("cadences", {"routine_days": 99_999_999}, "less than or equal to 3660"),
        ("escalation", {"days": (3, 7, 14, 10**9)}, "less than or equal to 3660"),
        ("buckets", {"aging_days": (7, 10**9)}, "less than or equal to 3660"),
        ("transfers", {"days": 10**9}, "less than or equal to 3660"),
        (None, {"intake_from_days": 10**9}, "less than or equal to 3660"),
        (None, {"currency": "dollars"}, "String should match"),
        (None, {"time_zone": "Mars/Olympus"}, "not a known time zone"),
        (None, {"intake_from_days": -1}, "greater than or equal to 0"),
    ],
)
def test_what_does_not_fit_together_is_refused(part: str | None, given: dict[str, Any], said: str) -> None:
    whole = DEFAULTS.model_dump()
    (whole[part] if part else whole).update(given)
    with pytest.raises(ValidationError, match=said):
        Settings.model_validate(whole)


@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("approvals", {"automatic_below": 0, "supervisor_below": 0, "manager_up_to": 0}),
        ("priority", {"per_delay_day": 0}),
        ("escalation", {"days": (1, 2, 3, 4)}),
        ("buckets", {"aging_days": (0, 1), "pipeline_days": (0, 1, 2)}),
    ],
)
def test_the_edges_are_allowed(part: str, given: dict[str, Any]) -> None:
    whole = DEFAULTS.model_dump()
    whole[part].update(given)
    assert Settings.model_validate(whole) != DEFAULTS
