"""Header rows of real systems find their fields; where a word means two, neighbours decide or it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from backorder_core.domain.answers import read_choice, read_flag, without_unit
from backorder_core.domain.contracts import Contract, Field
from backorder_core.domain.headers import HeaderMatch, fields_meant, match_headers
from backorder_core.domain.kinds import KINDS

DATA = Path(__file__).parent.parent / "data"


def header_rows() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """By name of a file: its kind, and its headers with their fields ('' for none)."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for block in (DATA / "header_rows.txt").read_text(encoding="utf-8").split("\n\n")[1:]:
        title, *lines = block.splitlines()
        kind, _, name = title[1:].partition("] ")
        cells = [cell.partition(" > ") for cell in " ".join(line.strip(" ") for line in lines).split(" | ")]
        found[name] = (kind, [(header, field) for header, _, field in cells])
    return found


ROWS = header_rows()


def matched(kind: str, headers: str, **given: str) -> HeaderMatch:
    return match_headers(KINDS[kind], headers.split(" | "), given)


@pytest.mark.parametrize(("kind", "row"), ROWS.values(), ids=ROWS)
def test_the_headers_of_a_real_file_find_their_fields(kind: str, row: list[tuple[str, str]]) -> None:
    match = match_headers(KINDS[kind], [header for header, _ in row])
    assert {header: field for field, header in match.mapping.items()} == {
        header: field for header, field in row if field
    }
    assert match.asked == {}


def test_the_rows_cover_every_kind_system_and_language() -> None:
    names = " ".join(ROWS)
    assert len(ROWS) >= 60
    assert {kind for kind, _ in ROWS.values()} == set(KINDS)
    systems = ("SAP", "Odoo", "ERPNext", "NetSuite", "Dynamics", "Business Central", "Oracle", "Business One")
    assert all(one in names for one in (*systems, "German", "Turkish", "Spanish", "French"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_means_two_fields_only_where_neighbours_or_a_preference_decide(kind: str) -> None:
    contract = KINDS[kind]
    declared = [set(pair) for pair in (*contract.neighbours, *contract.preferred)]
    for one in contract.fields:
        for word in (one.name, *one.aliases, *one.loose, *one.otherwise):
            best, names = fields_meant(contract, word)
            assert len(names) == 1 or (best == "loose" and any(set(names) <= pair for pair in declared)), word


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_of_every_kind_matches_its_own_contract(kind: str) -> None:
    contract = KINDS[kind]
    for names in (contract.names, [name.upper() for name in contract.names]):
        match = match_headers(contract, names)
        assert list(match.mapping.values()) == list(names)
        assert match.asked == {}


ASKED = {
    "an item beside nothing": (
        "po-lines",
        "PO | Item | Quantity | Due Date",
        {"po_line": ("Item",), "product": ("Item",)},
        "Item could be po_line or product",
    ),
    "an item beside the item's code": (
        "po-lines",
        "PO | Item | Item Code | Quantity | Due Date",
        {"po_line": ()},
        "No column of the file was recognised as po_line",
    ),
    "two items": (
        "po-lines",
        "PO | Item | Item Number | Quantity | Due Date",
        {"po_line": ("Item", "Item Number"), "product": ("Item", "Item Number")},
        "Item could be po_line or product; Item Number could be po_line or product",
    ),
    "two dates that are promised": (
        "po-lines",
        "PO | Line | SKU | Quantity | Due Date | Promised Date | Expected Date",
        {"eta": ("Promised Date", "Expected Date")},
        "Promised Date and Expected Date could both be eta",
    ),
    "two dates of which neither says what it is": (
        "po-lines",
        "PO | Line | SKU | Quantity | Delivery Date | Schedule Date",
        {"original_due": ("Delivery Date", "Schedule Date")},
        "Delivery Date and Schedule Date could both be original_due",
    ),
    "a plant and a place in it": (
        "stock",
        "Material | Plant | Storage Location | Unrestricted",
        {"location": ("Plant", "Storage Location")},
        "Plant and Storage Location could both be location",
    ),
    "one line for two orders": (
        "allocations",
        "PO | SO | Line | Quantity",
        {"po_line": ("Line",), "order_line": ("Line",)},
        "Line could be po_line or order_line",
    ),
    "an item of an incident's order": (
        "quality",
        "NCR | Supplier | Date | Defect | PO | Item",
        {"product": ("Item",), "po_line": ("Item",)},
        "Item could be product or po_line",
    ),
}


@pytest.mark.parametrize(("kind", "headers", "asked", "sentence"), ASKED.values(), ids=ASKED)
def test_what_nothing_decides_is_asked_and_never_guessed(
    kind: str, headers: str, asked: dict[str, tuple[str, ...]], sentence: str
) -> None:
    match = matched(kind, headers)
    assert match.asked == asked
    assert match.unclear() == sentence
    assert not set(asked) & set(match.mapping)


DECIDED = {
    "the product's column": (
        "po-lines",
        "PO | Item | Material | Quantity | Due Date",
        ("po_line", "Item", "“Material” is the product"),
    ),
    "the line's column": (
        "po-lines",
        "PO | Line | Item | Quantity | Due Date",
        ("product", "Item", "“Line” is the PO line"),
    ),
    "the date first promised": (
        "po-lines",
        "PO | Line | SKU | Quantity | Delivery Date | Requested Date",
        ("eta", "Delivery Date", "“Requested Date” is the original due"),
    ),
    "the date promised now": (
        "po-lines",
        "PO | Line | SKU | Quantity | Liefertermin | Bestätigter Liefertermin",
        ("original_due", "Liefertermin", "“Bestätigter Liefertermin” is the ETA"),
    ),
    "one date alone": (
        "po-lines",
        "PO | Line | SKU | Quantity | Expected Receipt Date",
        ("original_due", "Expected Receipt Date", "the file has no other"),
    ),
    "a column of the lines": (
        "po-lines",
        "PO | Line | SKU | Quantity | Required By | Required By (Items)",
        ("original_due", "Required By (Items)", "it is said of the lines, “Required By” is not"),
    ),
}


@pytest.mark.parametrize(("kind", "headers", "expected"), DECIDED.values(), ids=DECIDED)
def test_neighbours_decide_and_the_match_says_why(
    kind: str, headers: str, expected: tuple[str, str, str]
) -> None:
    match = matched(kind, headers)
    name, header, why = expected
    assert (match.mapping[name], match.because[name]) == (header, why)
    assert match.asked == {}


def test_a_column_chosen_by_hand_decides_for_its_neighbours() -> None:
    headers = "PO | Item | Quantity | Expected Date"
    chosen = matched("po-lines", headers, product="Item")
    assert chosen.mapping["product"] == "Item"
    assert chosen.asked == {"po_line": ()}
    assert matched("po-lines", headers, po_line="Item").asked == {"product": ()}
    kept = matched("po-lines", "PO | Line | SKU | Qty | Expected Date | Day", original_due="Day")
    assert (kept.mapping["original_due"], kept.mapping["eta"]) == ("Day", "Expected Date")
    absent = matched("po-lines", "PO | Line | SKU | Qty | Due Date | Status", status="")
    assert "status" not in absent.mapping
    assert absent.unmatched == ("Status",)


def test_the_lines_column_of_a_delay_file_stays_the_lines() -> None:
    assert matched("po-delays", "PO | Item | Delivery Date").mapping["po_line"] == "Item"
    assert matched("po-delays", "PO | Item | Material | Delivery Date").mapping["po_line"] == "Item"
    assert matched("po-delays", "PO | Line | Item | Delivery Date").mapping["po_line"] == "Line"
    assert matched("po-delays", "PO | Pos. | Artikel | Liefertermin").mapping["po_line"] == "Pos."
    assert matched("po-delays", "PO | Item | Item Code | Delivery Date").asked == {"po_line": ()}


PRICES = (
    "net price | NET_PRICE | Net.Price | Net\u00a0Price | NetPrice | Net Price (EUR) | Net price [USD]"
    " | Net Price EUR | Net price in CHF | Price, net | Nétprice | Net Price/€"
)
STRANGE = (
    "Net Value | Net Order Value | Price Unit | Order Price Unit | Line Amount | Quantity Invoiced | Plant"
    " | Amount | Outstanding Value | Qty. to Receive | Unit of Measure | Item Category | Material Group"
    " | Type | Currency | Vendor Item No. | Vendor Reference | Supplier Group | Purchasing Group"
    " | Still to be delivered (value) | ID (Items) | Suplier | Quantty | Netpreise | Deliveries"
)


@pytest.mark.parametrize("header", PRICES.split(" | "))
def test_writing_brackets_and_currencies_do_not_hinder_a_match(header: str) -> None:
    assert matched("po-lines", header).mapping == {"unit_cost": header}


@pytest.mark.parametrize("header", STRANGE.split(" | "))
def test_words_that_are_only_similar_never_match(header: str) -> None:
    assert matched("po-lines", header).mapping == {}


VALUES = [
    one.partition(": ")[::2] for one in (DATA / "code_rows.txt").read_text(encoding="utf-8").splitlines()[2:]
]


@pytest.mark.parametrize(("code", "texts"), VALUES, ids=[code for code, _ in VALUES])
def test_words_of_five_languages_mean_a_code(code: str, texts: str) -> None:
    kind, name, meant = code.split()
    field = KINDS[kind].field(name)
    for text in texts.split(" | "):
        if field.choices is None:
            assert read_flag(text) is (meant == "yes"), text
        else:
            assert read_choice(field, text).name.lower() == meant, text


@pytest.mark.parametrize(
    ("name", "text", "plain"),
    [
        ("available", "100 pcs", "100"),
        ("available", "1.250,5 Stück", "1.250,5"),
        ("available", "100EA", "100"),
        ("available", "40 adet", "40"),
        ("available", "7 unités", "7"),
        ("available", "12 uds.", "12"),
        ("available", "(5) ST", "(5)"),
        ("available", "3 C62", "3"),
        ("lead_days", "5 days", "5"),
        ("lead_days", "14 Tage", "14"),
        ("lead_days", "21 gün", "21"),
        ("lead_days", "2 weeks", "2 weeks"),
        ("available", "2 boxes", "2 boxes"),
        ("available", "5 kg", "5 kg"),
        ("available", "1e3", "1e3"),
        ("unit_cost", "5 pcs", "5 pcs"),
        ("available", "pcs", "pcs"),
    ],
)
def test_pieces_and_days_behind_a_number_say_nothing_more(name: str, text: str, plain: str) -> None:
    assert without_unit(KINDS["offers"].field(name), text) == plain


@pytest.mark.parametrize("text", ["Draft", "Entwurf", "perhaps", "", "Openn", "RFQ"])
def test_a_state_that_says_neither_open_nor_closed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not one of open, closed, cancelled"):
        read_choice(KINDS["po-lines"].field("status"), text)


@pytest.mark.parametrize("text", ["maybe", "vielleicht", "2", ""])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        read_flag(text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_stands_twice_in_a_list(kind: str) -> None:
    contract: Contract = KINDS[kind]
    one: Field
    for one in contract.fields:
        for said in (one.aliases, one.loose, one.otherwise):
            twice = {word for word in said if said.count(word) > 1}
            assert not twice, (one.name, twice)


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("po-lines", "PO / SO #", "po_number"),
        ("order-lines", "PO / SO #", "order_number"),
        ("po-lines", "Line Item Quantity", "ordered"),
        ("po-lines", "Line Status", "status"),
        ("order-lines", "Order Reference/Delivery Date", "need_date"),
        ("po-lines", "Outstanding Quantity", "open"),
        ("po-lines", "Noch zu liefern (Menge)", "open"),
    ],
)
def test_what_a_header_is_said_of_does_not_hide_what_it_says(kind: str, header: str, field: str) -> None:
    assert matched(kind, header).mapping == {field: header}


@pytest.mark.parametrize("header", ["Line Item", "Line Item No", "Line No", "Line Type", "Line Item #"])
def test_the_number_of_a_line_stays_what_it_is(header: str) -> None:
    assert set(matched("po-lines", header).mapping) <= {"po_line"}
