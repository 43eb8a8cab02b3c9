"""The definitions of the figures, read from the contract that the whole product keeps."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from backorder_core.domain.measures import Measure, MeasureContract

CONTRACT = Path(__file__).parents[2] / "data" / "contracts" / "backorder-command-center.yaml"


@cache
def contract() -> MeasureContract:
    """The contract as it stands in its file; a mistake in it is a bug and surfaces as one."""
    return MeasureContract.model_validate(yaml.safe_load(CONTRACT.read_text(encoding="utf-8")))


def measure(key: str) -> Measure:
    """The definition of one figure; ``KeyError`` where the contract does not know it."""
    return contract().measures[key]
