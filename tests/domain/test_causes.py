"""RULES, Intake: the cause is matched from the reason's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.intake import ALIASES, cause_of
from backorder_core.domain.values import Cause


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("supplier delay notification", Cause.SUPPLIER),
        ("Supplier delays", Cause.SUPPLIER),
        ("equipment failure in the main production line", Cause.SUPPLIER),
        ("Longer LEAD TIME than agreed", Cause.SUPPLIER),
        ("quality testing required", Cause.QUALITY),
        ("Batch failed: defects found", Cause.QUALITY),
        ("stuck in customs", Cause.LOGISTICS),
        ("supplier's truck broke down: carrier problem", Cause.LOGISTICS),
        ("freight-forwarder lost a container", Cause.LOGISTICS),
        ("demand spike", Cause.DEMAND),
        ("sensors: forecast too low", Cause.DEMAND),
        ("Lieferant: Maschinenausfall", Cause.SUPPLIER),
        ("Materialmangel", Cause.SUPPLIER),
        ("Qualitätsproblem", Cause.QUALITY),
        ("PRÜFUNG", Cause.QUALITY),
        ("hängt im Zoll", Cause.LOGISTICS),
        ("höhere Nachfrage", Cause.DEMAND),
        ("pénurie chez le fournisseur", Cause.SUPPLIER),
        ("DÉFAUT de peinture", Cause.QUALITY),
        ("bloqué en douane", Cause.LOGISTICS),
        ("forte demande", Cause.DEMAND),
        ("retraso del proveedor", Cause.SUPPLIER),
        ("control de calidad", Cause.QUALITY),
        ("problema de logistica", Cause.LOGISTICS),
        ("aumento de la demanda", Cause.DEMAND),
        ("tedarikçi gecikmesi", Cause.SUPPLIER),
        ("KALİTE sorunu", Cause.QUALITY),
        ("gümrükte değil, GÜMRÜK bekliyor", Cause.LOGISTICS),
        ("yüksek talep", Cause.DEMAND),
        ("", Cause.OTHER),
        ("late", Cause.OTHER),
        ("12345 -- ??", Cause.OTHER),
    ],
)
def test_the_words_name_the_cause(given: str, expected: Cause) -> None:
    assert cause_of(given) is expected


@pytest.mark.parametrize("given", ["important", "transplanted", "supporter", "demanding", "rawhide"])
def test_a_part_of_a_word_is_not_a_match(given: str) -> None:
    assert cause_of(given) is Cause.OTHER


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Manufacturing issue resolved, but quality testing required.", Cause.QUALITY),
        ("supplier shipping delay", Cause.LOGISTICS),
        ("customs inspection", Cause.LOGISTICS),
        ("supplier could not meet the demand spike", Cause.DEMAND),
    ],
)
def test_of_several_causes_the_one_said_most_wins_and_on_a_tie_the_more_specific(
    given: str, expected: Cause
) -> None:
    assert cause_of(given) is expected


def test_no_alias_stands_for_two_causes() -> None:
    every = [alias for aliases in ALIASES.values() for alias in aliases]
    assert len(every) == len(set(every))
    assert all(cause_of(alias) is cause for cause, aliases in ALIASES.items() for alias in aliases)


@given(st.text(max_size=60))
def test_any_words_have_a_cause(words: str) -> None:
    assert cause_of(words) in Cause
