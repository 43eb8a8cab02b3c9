"""Headers of other systems and languages find their field, and two candidates are never guessed between."""

from __future__ import annotations

import csv

import pytest

from backorder_core.domain.contracts import (
    PO_DELAYS,
    header_key,
    looks_like_damaged_id,
    match_headers,
    normal,
    template_csv,
)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            ["po_number", "po_line", "new_eta", "reason", "quantity", "note"],
            ["po_number", "po_line", "new_eta", "reason", "quantity", "note"],
        ),
        (["PO Number", "PO Line", "New ETA", "Reason"], ["PO Number", "PO Line", "New ETA", "Reason"]),
        (["EBELN", "EBELP", "EINDT"], ["EBELN", "EBELP", "EINDT"]),
        (
            ["Purchasing Document", "Item", "Delivery Date", "Open Quantity"],
            ["Purchasing Document", "Item", "Delivery Date", None, "Open Quantity"],
        ),
        (["Order Reference", "Line", "Expected Arrival"], ["Order Reference", "Line", "Expected Arrival"]),
        (["PurchId", "LineNum", "ConfirmedDlv"], ["PurchId", "LineNum", "ConfirmedDlv"]),
        (["Bestellnummer", "Position", "Liefertermin", "Verzugsgrund", "Restmenge"],) * 2,
        (["Numéro de commande", "Ligne", "Nouvelle date de livraison", "Motif", "Quantité"],) * 2,
        (["Pedido de compra", "Línea", "Fecha de entrega", "Motivo", "Cantidad"],) * 2,
        (["Sipariş No", "Kalem", "Teslim Tarihi", "Gecikme Nedeni", "Miktar"],) * 2,
    ],
)
def test_headers_of_known_systems_find_their_fields(headers: list[str], expected: list[str | None]) -> None:
    mapping = match_headers(PO_DELAYS, headers).mapping
    names = [one.name for one in PO_DELAYS.fields]
    assert [mapping.get(name) for name in names[: len(expected)]] == expected


def test_two_headers_for_one_field_are_reported_and_not_guessed() -> None:
    match = match_headers(PO_DELAYS, ["PO", "Line", "Promised Date", "Confirmed Date"])
    assert "new_eta" not in match.mapping
    assert match.ambiguous == {"new_eta": ("Promised Date", "Confirmed Date")}


def test_a_fields_own_name_wins_over_an_alias() -> None:
    match = match_headers(PO_DELAYS, ["po_number", "po_line", "new_eta", "Delivery Date"])
    assert match.mapping["new_eta"] == "new_eta"
    assert match.ambiguous == {}
    assert match.unmatched == ("Delivery Date",)


def test_missing_required_fields_are_named() -> None:
    assert match_headers(PO_DELAYS, ["new_eta", "reason"]).missing == ("po_number", "po_line")


def test_no_alias_names_two_fields() -> None:
    owner: dict[str, str] = {}
    for one in PO_DELAYS.fields:
        for alias in {normal(one.name), *map(normal, one.aliases)}:
            assert owner.setdefault(alias, one.name) == one.name, alias


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("PO Number", "po number"),
        ("po_number", "po number"),
        ("Qté", "qte"),
        ("SİPARİŞ", "siparis"),
        ("Größe", "grosse"),
    ],
)
def test_headers_are_compared_without_case_accents_and_punctuation(header: str, plain: str) -> None:
    assert normal(header) == plain


def test_the_header_key_does_not_depend_on_order_or_spelling() -> None:
    assert header_key(["PO Number", "ETA"]) == header_key(["eta", "po_number"])
    assert header_key(["PO Number", "ETA"]) != header_key(["PO Number", "ETA", "Note"])


def test_the_template_is_a_file_that_matches_its_own_contract() -> None:
    header, example = csv.reader(template_csv(PO_DELAYS).splitlines())
    match = match_headers(PO_DELAYS, header)
    assert (match.missing, match.ambiguous, match.unmatched) == ((), {}, ())
    assert len(example) == len(header)


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("1.447296e+09", True),
        ("4,5E+15", True),
        ("4500012345", False),
        ("PO-2025-0089", False),
        ("E100", False),
    ],
)
def test_numbers_that_a_spreadsheet_shortened_are_recognised(text: str, damaged: bool) -> None:
    assert (looks_like_damaged_id(text) is not None) is damaged
