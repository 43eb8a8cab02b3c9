"""Headers of other systems and languages find their field, and two candidates are never guessed between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_core.domain.answers import read_choice
from backorder_core.domain.contracts import Contract, Field, FieldType, template_cells
from backorder_core.domain.headers import header_key, knows, match_headers, normal
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.readings import DecimalSign, read_date, read_decimal

DELAYS = PO_DELAYS.lean

FIELDS = ("po_number", "po_line", "new_eta", "reason", "quantity", "note")


EXPORTS = {
    "template": (
        "po_number | po_line | new_eta | reason | quantity | note",
        "po_number | po_line | new_eta | reason | quantity | note",
    ),
    "SAP purchase orders by vendor": (
        "Purchasing Document | Item | Material | Short Text | Document Date | Delivery Date | Order Quantity"
        " | Still to be delivered (qty) | Net price",
        "Purchasing Document | Item | Delivery Date | - | Still to be delivered (qty)",
    ),
    "SAP table": ("EBELN | EBELP | MATNR | EINDT | MENGE", "EBELN | EBELP | EINDT | - | MENGE"),
    "SAP confirmations": (
        "Purch.Doc. | Item | Conf. Deliv. Date",
        "Purch.Doc. | Item | Conf. Deliv. Date",
    ),
    "SAP in German": (
        "Einkaufsbeleg | Position | Lieferant/Lieferwerk | Kurztext | Lieferdatum | Noch zu liefern (Menge)",
        "Einkaufsbeleg | Position | Lieferdatum | - | Noch zu liefern (Menge)",
    ),
    "SAP Business One": (
        "DocNum | LineNum | ItemCode | Promised Date | OpenQty",
        "DocNum | LineNum | Promised Date | - | OpenQty",
    ),
    "Odoo list": (
        "Order Reference | Line | Product | Expected Arrival | Quantity | Notes",
        "Order Reference | Line | Expected Arrival | - | Quantity | Notes",
    ),
    "Odoo export": (
        "Order Reference | Vendor | Order Lines/Sequence | Order Lines/Expected Arrival",
        "Order Reference | Order Lines/Sequence | Order Lines/Expected Arrival",
    ),
    "Odoo technical": (
        "Order Reference | order_line/sequence | order_line/date_planned",
        "Order Reference | order_line/sequence | order_line/date_planned",
    ),
    "ERPNext": (
        "Purchase Order | Idx | Supplier | Item Code | Required By | Expected Delivery Date | Pending Qty"
        " | Remarks",
        "Purchase Order | Idx | Expected Delivery Date | Remarks | Pending Qty",
    ),
    "NetSuite": (
        "Document Number | Line ID | Item | Expected Receipt Date | Quantity | Memo",
        "Document Number | Line ID | Expected Receipt Date | - | Quantity | Memo",
    ),
    "Dynamics 365 entity": (
        "PurchaseOrderNumber | LineNumber | ItemNumber | ConfirmedDeliveryDate | RequestedDeliveryDate"
        " | RemainPurchPhysical",
        "PurchaseOrderNumber | LineNumber | ConfirmedDeliveryDate | - | RemainPurchPhysical",
    ),
    "Dynamics 365 list": (
        "Purchase order | Line number | Item number | Confirmed receipt date | Deliver remainder",
        "Purchase order | Line number | Confirmed receipt date | - | Deliver remainder",
    ),
    "Dynamics fields": ("PurchId | LineNum | ConfirmedDlv", "PurchId | LineNum | ConfirmedDlv"),
    "Business Central": (
        "Document No. | Line No. | No. | Promised Receipt Date | Quantity | Outstanding Quantity",
        "Document No. | Line No. | Promised Receipt Date | - | Outstanding Quantity",
    ),
    "Business Central in German": (
        "Belegnr. | Zeilennr. | Nr. | Zugesagtes Wareneingangsdatum | Restbestellmenge",
        "Belegnr. | Zeilennr. | Zugesagtes Wareneingangsdatum | - | Restbestellmenge",
    ),
    "Oracle": (
        "PO_NUMBER | LINE_NUM | ITEM | NEED_BY_DATE | PROMISED_DATE | QUANTITY_DUE",
        "PO_NUMBER | LINE_NUM | PROMISED_DATE | - | QUANTITY_DUE",
    ),
    "Oracle tables": (
        "SEGMENT1 | LINE_NUM | PROMISED_DATE | QUANTITY",
        "SEGMENT1 | LINE_NUM | PROMISED_DATE | - | QUANTITY",
    ),
}
LISTS = [
    "PO Number | PO Line | New ETA | Reason | Quantity | Note",
    "P.O. # | Ln # | Revised Date | Comments",
    "Your Order | Pos. | Estimated delivery date | Reason for delay | Qty. | Remarks",
    "Bestell-Nr. | Pos. | Bestaetigter Liefertermin | Verzugsgrund | offene Menge | Bemerkung",
    "Bestellnummer | Position | Liefertermin | Verzugsgrund | Restmenge",
    "Bestellung | Bestellposition | Neues Lieferdatum | Grund der Verspätung",
    "N° commande d'achat | N° ligne | Livraison prévue | Motif du retard | Quantité restante | Remarques",
    "Numéro de commande | Ligne | Nouvelle date de livraison | Motif | Quantité",
    "Bon de commande | Poste | Date prévue | Raison | Reste à livrer",
    "Nº Pedido de compra | Posición | Fecha de entrega confirmada | Motivo | Cant. pendiente | Observaciones",
    "Orden de compra | Línea | Nueva fecha de entrega | Motivo del retraso | Cantidad",
    "Satınalma Sipariş No | Kalem No | Yeni Teslim Tarihi | Gecikme Nedeni | Kalan Miktar | Açıklama",
    "SİPARİŞ NO | KALEM | TERMİN TARİHİ | AÇIKLAMA | MİKTAR",
    "SAS No | SAS Kalemi | Tahmini Teslim Tarihi | Sebep",
]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [*EXPORTS.values(), *((one, one) for one in LISTS)],
    ids=[*EXPORTS, *LISTS],
)
def test_headers_of_known_systems_find_their_fields(headers: str, expected: str) -> None:
    said, wanted = headers.split(" | "), expected.split(" | ")
    match = match_headers(DELAYS, said)
    assert match.ambiguous == {}
    assert match.missing == ()
    assert [match.mapping.get(name, "-") for name in FIELDS[: len(wanted)]] == wanted
    assert match.unmatched == tuple(header for header in said if header not in wanted)


@pytest.mark.parametrize(
    ("headers", "field", "candidates"),
    [
        (["PO", "Line", "Promised Date", "Confirmed Date"], "new_eta", ("Promised Date", "Confirmed Date")),
        (["PO Number", "po number", "Line", "ETA"], "po_number", ("PO Number", "po number")),
        (["PO", "Line", "Line No", "ETA"], "po_line", ("Line", "Line No")),
        (["Order", "Order No", "Line", "ETA"], "po_number", ("Order", "Order No")),
        (["PO", "Line", "Delivery Date", "Receipt Date"], "new_eta", ("Delivery Date", "Receipt Date")),
        (["PO", "Line", "ETA", "Comment", "Remark"], "reason", ("Comment", "Remark")),
    ],
)
def test_two_headers_for_one_field_are_reported_and_not_guessed(
    headers: list[str], field: str, candidates: tuple[str, ...]
) -> None:
    match = match_headers(DELAYS, headers)
    assert field not in match.mapping
    assert match.ambiguous == {field: candidates}


def test_a_fields_own_name_wins_over_an_alias() -> None:
    match = match_headers(DELAYS, ["po_number", "PO", "Po Line", "Line", "new_eta", "New ETA", "ETA"])
    assert match.mapping == {"po_number": "po_number", "po_line": "Po Line", "new_eta": "new_eta"}
    assert match.ambiguous == {}
    assert match.unmatched == ("PO", "Line", "New ETA", "ETA")


def test_a_word_with_other_meanings_counts_only_where_nothing_better_is_there() -> None:
    assert match_headers(DELAYS, ["PO", "Item", "Delivery Date"]).mapping == {
        "po_number": "PO",
        "po_line": "Item",
        "new_eta": "Delivery Date",
    }
    better = ["PO", "Item", "Delivery Date", "Line", "Confirmed Delivery Date"]
    assert match_headers(DELAYS, better).unmatched == ("Item", "Delivery Date")


@pytest.mark.parametrize(
    "header", ["Due Date", "Original Due Date", "Need By Date", "Requested Date", "Order Date"]
)
def test_a_date_that_is_not_the_new_one_is_never_taken_for_it(header: str) -> None:
    match = match_headers(DELAYS, ["PO", "Line", header])
    assert match.missing == ("new_eta",)
    assert match.unmatched == (header,)


def test_a_remark_is_the_reason_only_where_no_reason_is_there() -> None:
    assert match_headers(DELAYS, ["Remarks"]).mapping == {"reason": "Remarks"}
    assert match_headers(DELAYS, ["Reason", "Remarks"]).mapping == {"reason": "Reason", "note": "Remarks"}


def test_missing_required_fields_are_named() -> None:
    assert match_headers(DELAYS, ["new_eta", "reason"]).missing == ("po_number", "po_line")
    assert match_headers(DELAYS, ["po_number", "po_line", "reason"]).missing == ("new_eta",)


@given(
    st.lists(
        st.sampled_from([word for one in DELAYS.fields for word in one.aliases + one.loose]), unique=True
    )
)
def test_no_header_ever_holds_two_fields(headers: list[str]) -> None:
    match = match_headers(DELAYS, headers)
    claimed = [*match.mapping.values(), *(header for found in match.ambiguous.values() for header in found)]
    assert len(claimed) == len(set(claimed))
    assert set(match.mapping.values()) | set(match.unmatched) == set(headers)


def test_no_alias_belongs_to_two_fields() -> None:
    owner: dict[str, str] = {}
    for one in DELAYS.fields:
        for alias in {normal(one.name), *map(normal, one.aliases)}:
            assert owner.setdefault(alias, one.name) == one.name, alias


@pytest.mark.parametrize("one", DELAYS.fields, ids=lambda one: one.name)
def test_every_alias_finds_its_own_field(one: Field) -> None:
    name, aliases = one.name, one.aliases
    for header in (
        name,
        *aliases,
        *(alias.upper() for alias in aliases),
        *(f" {alias}: " for alias in aliases),
    ):
        assert match_headers(DELAYS, [header]).mapping == {name: header}
        assert knows(DELAYS, header)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("PO Number", "po number"),
        ("po_number", "po number"),
        ("PurchaseOrderNumber", "purchase order number"),
        ("PONumber", "po number"),
        ("P.O. #", "p o #"),
        ("Qté", "qte"),
        ("SİPARİŞ", "siparis"),
        ("satın alma", "satin alma"),
        ("Größe", "grosse"),
        ("Nº  de\n pedido", "no de pedido"),
        ("Номер заказа", "номер заказа"),
        ("---", ""),
    ],
)
def test_headers_are_compared_without_case_accents_and_punctuation(header: str, plain: str) -> None:
    assert normal(header) == plain


def test_the_header_key_depends_on_the_headers_and_not_on_their_order() -> None:
    assert header_key(["PO Number", "ETA"]) == header_key(["ETA", "PO Number"])
    assert header_key(["PO Number", "ETA"]) != header_key(["PO Number", "ETA", "Note"])
    assert header_key(["a|b", "c"]) != header_key(["a", "b|c"])
    assert header_key(["Номер", "Дата"]) != header_key(["Сумма", "Дата"])


@pytest.mark.parametrize("contract", KINDS.values(), ids=KINDS)
def test_the_names_of_a_contract_match_it_and_its_examples_read_as_what_they_are(contract: Contract) -> None:
    match = match_headers(contract.lean, contract.lean.names)
    assert (match.missing, match.ambiguous, match.unmatched) == ((), {}, ())
    for one, example in zip(contract.fields, template_cells(contract), strict=True):
        if one.type is FieldType.DATE:
            assert read_date(one.example, None) == example
        if one.type in (FieldType.DECIMAL, FieldType.WHOLE):
            assert read_decimal(one.example, DecimalSign.POINT, one.places) == example
        assert example is not None or not one.required


def test_every_kind_says_what_it_is_for_and_what_is_not_there_without_it() -> None:
    said = [text for one in KINDS.values() for text in (one.about, one.without)]
    assert all(text.endswith(".") for text in said)
    assert len(set(said)) == 2 * len(KINDS)


def test_the_keys_of_a_contract_are_required_fields_that_may_not_be_blank() -> None:
    keys = [one for one in DELAYS.fields if one.name in DELAYS.keys]
    assert len(keys) == len(DELAYS.keys) == 2
    assert all(one.required and not one.blank for one in keys)


@pytest.mark.parametrize("name", EXPORTS)
def test_fields_of_lines_that_a_delay_file_brings_take_no_header_from_its_own(name: str) -> None:
    headers = [part.strip() for part in EXPORTS[name][0].split("|")]
    own = match_headers(DELAYS, headers).mapping
    assert own.items() <= match_headers(PO_DELAYS, headers).mapping.items()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Purchase Order : Pending Receipt", "open"),
        ("Purchase Order : Fully Billed", "closed"),
        ("Purchase Order:Closed", "closed"),
        ("Cancelled", "cancelled"),
    ],
)
def test_a_code_may_stand_behind_what_it_is_said_of(text: str, state: str) -> None:
    assert read_choice(KINDS["po-lines"].field("status"), text).value == state


def test_what_stands_behind_a_colon_must_be_a_code_as_well() -> None:
    with pytest.raises(ValueError, match="'Purchase Order : whatever' is not one of"):
        read_choice(KINDS["po-lines"].field("status"), "Purchase Order : whatever")
