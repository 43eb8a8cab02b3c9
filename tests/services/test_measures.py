"""The contract of figures: complete, true to the code, and the only place where a figure is defined."""

from __future__ import annotations

import re

import pytest

from backorder_core.domain.settings import DEFAULTS
from backorder_core.services import metrics
from backorder_core.services.measures import CONTRACT, contract, measure
from backorder_core.store.statements import statements

KEYS = sorted(contract().measures)


@pytest.mark.parametrize("key", KEYS)
def test_a_figure_comes_out_of_statements_that_exist(key: str) -> None:
    assert set(measure(key).source) <= set(statements())


@pytest.mark.parametrize("key", KEYS)
def test_a_target_is_a_number_or_a_setting(key: str) -> None:
    target = measure(key).target
    found: object = DEFAULTS
    for name in target.split(".") if isinstance(target, str) else ():
        found = getattr(found, name)
    assert found is DEFAULTS or not isinstance(found, str)


@pytest.mark.parametrize("key", KEYS)
def test_a_definition_is_a_sentence_and_its_parts_are_not(key: str) -> None:
    one = measure(key)
    assert re.fullmatch(r"[A-Z0-9].*\.", one.definition, re.DOTALL)
    for part in (one.numerator, one.denominator or "x", one.grain, one.window):
        assert not part.endswith(".")


def test_no_key_stands_twice() -> None:
    keys = re.findall(r"^  ([a-z0-9_]+):$", CONTRACT.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(keys) == KEYS
    assert len(set(keys)) == len(keys)


def test_every_metric_is_in_the_contract() -> None:
    assert set(metrics.KEYS) <= set(KEYS)
    assert set(metrics.KEYS) == {*metrics.WAYS, *metrics.ON_TIME}


def test_a_figure_that_nobody_defined_is_a_bug() -> None:
    with pytest.raises(KeyError):
        measure("moonshine")
