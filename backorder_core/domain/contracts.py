"""What a file of one kind holds: fields, types, aliases of their headers, an example of each.

The parser, the template, the mapping screen and the help all read the same contract.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class FieldType(StrEnum):
    """How a column's text is read."""

    TEXT = "text"
    DATE = "date"
    DECIMAL = "decimal"


@dataclass(frozen=True)
class Field:
    """One column of a file; ``aliases`` are header words of other systems and languages."""

    name: str
    type: FieldType
    required: bool
    help: str
    example: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """One kind of file."""

    kind: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class HeaderMatch:
    """Which header holds which field; ``ambiguous`` lists the fields that two headers could hold."""

    mapping: dict[str, str]
    unmatched: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)


PO_DELAYS = Contract(
    "po-delays",
    "PO delays",
    (
        Field(
            "po_number",
            FieldType.TEXT,
            True,
            "Number of the purchase order",
            "PO-45812",
            (
                "po", "po no", "po nr", "po num", "po id", "po reference", "purchase order", "purchase order number",
                "purchase order no", "purchase order id", "purch order", "purch doc", "purch doc no",
                "purchasing document", "purchasing doc", "ebeln", "order reference", "document number", "doc num",
                "docnum", "purch id", "purchid", "segment1", "order number", "order no", "order",
                "bestellung", "bestellnummer", "bestell nr", "einkaufsbeleg", "bestellnr", "beleg",
                "einkaufsauftrag", "commande", "numero de commande", "n commande", "no commande", "bon de commande",
                "commande achat", "pedido", "pedido de compra", "numero de pedido", "n pedido", "orden de compra",
                "numero de orden", "oc", "siparis", "siparis no", "siparis numarasi", "satinalma siparisi",
                "satin alma siparisi", "sas no", "sas numarasi",
            ),
        ),
        Field(
            "po_line",
            FieldType.TEXT,
            True,
            "Line (item) of the purchase order; leading zeros do not matter",
            "10",
            (
                "line", "line no", "line nr", "line num", "line number", "line id", "po line no", "po line number",
                "po line id", "po item", "item no", "item number", "item", "ebelp", "line item", "pos", "position",
                "purchase order line", "purchase order line number", "linenum", "line sequence", "idx", "row no",
                "positionsnummer", "bestellposition", "zeile", "pos nr", "ligne", "poste", "n ligne", "no ligne",
                "numero de ligne", "ligne de commande", "linea", "posicion", "numero de linea", "n linea",
                "renglon", "partida", "kalem", "kalem no", "satir", "satir no", "siparis kalemi",
            ),
        ),
        Field(
            "new_eta",
            FieldType.DATE,
            False,
            "Date now expected; empty means the supplier does not know",
            "2025-02-15",
            (
                "eta", "new date", "new delivery date", "new due date", "revised date", "revised eta",
                "revised delivery date", "confirmed date", "confirmed delivery date", "confirmed receipt date",
                "promised date", "promise date", "new promised date", "expected date", "expected delivery date",
                "expected receipt date", "expected arrival", "delivery date", "eindt", "updated eta", "date planned",
                "scheduled date", "schedule date", "expected by", "estimated arrival", "estimated delivery date",
                "confirmeddlv", "confirmed ship date", "need by date", "liefertermin", "neuer liefertermin",
                "neues lieferdatum", "lieferdatum", "bestatigter liefertermin", "bestatigtes lieferdatum",
                "wunschtermin", "neuer termin", "termin", "nouvelle date", "date de livraison",
                "nouvelle date de livraison", "date prevue", "date confirmee", "date de livraison prevue",
                "fecha de entrega", "nueva fecha", "nueva fecha de entrega", "fecha prevista", "fecha confirmada",
                "fecha estimada", "yeni tarih", "teslim tarihi", "yeni teslim tarihi", "termin tarihi",
                "tahmini teslim tarihi", "onaylanan tarih",
            ),
        ),
        Field(
            "reason",
            FieldType.TEXT,
            False,
            "Why it is late, in the supplier's words",
            "Machine breakdown at the supplier",
            (
                "delay reason", "reason code", "reason for delay", "cause", "comment", "comments", "remark",
                "remarks", "supplier comment", "vendor comment", "explanation", "grund", "verzugsgrund",
                "begrundung", "ursache", "bemerkung", "motif", "raison", "cause du retard", "commentaire", "motivo",
                "causa", "razon", "comentario", "neden", "sebep", "gecikme nedeni", "aciklama",
            ),
        ),
        Field(
            "quantity",
            FieldType.DECIMAL,
            False,
            "Units that are late; empty means all that is open",
            "70",
            (
                "qty", "delayed qty", "delayed quantity", "open qty", "open quantity", "quantity delayed",
                "backorder qty", "backorder quantity", "remaining qty", "remaining quantity", "qty open",
                "qty remaining", "late qty", "outstanding qty", "balance qty", "still to be delivered", "menge",
                "offene menge", "restmenge", "verspatete menge", "quantite", "qte", "quantite en retard",
                "quantite restante", "reste a livrer", "cantidad", "cantidad pendiente", "cantidad retrasada",
                "cant", "miktar", "kalan miktar", "acik miktar", "geciken miktar",
            ),
        ),
        Field(
            "note",
            FieldType.TEXT,
            False,
            "Anything else worth keeping",
            "Second call on Monday",
            ("notes", "memo", "info", "information", "notiz", "hinweis", "notas", "nota", "not", "notlar"),
        ),
    ),
)  # fmt: skip


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """A header without case, accents, punctuation and doubled spaces."""
    plain = unicodedata.normalize("NFKD", header.replace("ß", "ss").replace("ı", "i").replace("İ", "i"))
    letters = "".join(sign for sign in plain.lower() if not unicodedata.combining(sign))
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters)
    return " ".join(re.findall(r"[a-z0-9]+", split))


def match_headers(contract: Contract, headers: Sequence[str]) -> HeaderMatch:
    """Find each field's header: its own name first, then its aliases; never guess between two."""
    by_name = {normal(header): header for header in headers}
    mapping = {one.name: by_name[normal(one.name)] for one in contract.fields if normal(one.name) in by_name}
    ambiguous: dict[str, tuple[str, ...]] = {}
    for one in contract.fields:
        if one.name in mapping:
            continue
        aliases = {normal(alias) for alias in one.aliases}
        found = tuple(h for h in headers if normal(h) in aliases and h not in mapping.values())
        if len(found) == 1:
            mapping[one.name] = found[0]
        elif found:
            ambiguous[one.name] = found
    unmatched = tuple(header for header in headers if header not in mapping.values())
    missing = tuple(one.name for one in contract.fields if one.required and one.name not in mapping)
    return HeaderMatch(mapping, unmatched, missing, ambiguous)


def knows(contract: Contract, header: str) -> bool:
    """Whether a header names a field of the contract."""
    return normal(header) in _names(contract)


@lru_cache(maxsize=32)
def _names(contract: Contract) -> frozenset[str]:
    return frozenset(normal(name) for one in contract.fields for name in (one.name, *one.aliases))


def header_key(headers: Sequence[str]) -> str:
    """The same text for the same set of headers, whatever their order or spelling."""
    return "|".join(sorted(normal(header) for header in headers))


def template_csv(contract: Contract) -> str:
    """A file with the headers of a contract and one example row."""
    names = ",".join(one.name for one in contract.fields)
    return f"{names}\r\n{','.join(one.example for one in contract.fields)}\r\n"


def looks_like_damaged_id(text: str) -> str | None:
    """Why a text cannot be the number that was meant, or None; spreadsheets turn long numbers into these."""
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+", text):
        return (
            f"'{text}' is a number that a spreadsheet has shortened: format the column as text in the "
            "spreadsheet and export it again"
        )
    return None
