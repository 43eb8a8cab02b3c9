"""What a file of one kind holds: fields, types, aliases of their headers, an example of each.

The parser, the template, the mapping screen and the help all read the same contract.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from backorder_core.domain.readings import folded
from backorder_core.domain.readings import looks_like_damaged_id as looks_like_damaged_id


class FieldType(StrEnum):
    """How a column's text is read."""

    TEXT = "text"
    DATE = "date"
    DECIMAL = "decimal"


@dataclass(frozen=True)
class Field:
    """One column of a file.

    ``required`` means that the column must be there, ``blank`` that its cells may be empty.
    ``aliases`` are header words of other systems and languages that mean this field and nothing else,
    ``loose`` ones that can mean something else too and count only where no better header is there.
    """

    name: str
    type: FieldType
    required: bool
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    places: int = 3
    blank: bool = True


@dataclass(frozen=True)
class Contract:
    """One kind of file; ``keys`` are the fields that tell its rows apart."""

    kind: str
    title: str
    fields: tuple[Field, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeaderMatch:
    """Which header holds which field; ``ambiguous`` lists the headers that could hold one field."""

    mapping: dict[str, str]
    unmatched: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _words(*languages: str) -> tuple[str, ...]:
    return tuple(word.strip() for words in languages for word in words.split(","))


# "no" stands for number, nr, num, numero, # and id; "qty" for quantity, menge, quantité, cantidad, miktar;
# the order of words, small words between them and accents do not matter.
PO_NUMBER = _words(
    "po, po no, po ref, po reference, po code, po document, po header no, purchase order, purchase order no,"
    "purchase order ref, purchase order reference, purchase order code, purchase no, purch order, purch order no,"
    "purch no, order reference, your order, your order no, your po, your po no, buyer order no, our po no",
    "ebeln, purchasing document, purchasing document no, purchasing doc, purchasing doc no, purch doc, purch doc no,"
    "pur doc, segment1, ponum, pono",
    "bestellung, bestellnummer, bestellnr, bestell no, bestellno, bestellbeleg, einkaufsbeleg, einkaufsbelegnummer,"
    "einkaufsbelegnr, eink beleg, einkaufsbestellung, einkaufsbestellnummer, einkaufsbestellnr, einkaufsauftrag,"
    "ihre bestellung, ihre bestellnummer, ihre bestellnr, unsere bestellnummer",
    "commande achat, commande d'achat, commande achat no, commande d'achat no, bon de commande, bon de commande no,"
    "bc no, document d'achat, document achat, doc achat, commande fournisseur, commande fournisseur no, votre commande,"
    "votre commande no, cde achat, cde achat no, cde fournisseur",
    "pedido de compra, pedido compra, pedido de compra no, pedido compra no, orden de compra, orden de compra no,"
    "orden compra, oc, oc no, documento de compras, documento compras, doc compras, su pedido, su pedido no",
    "satınalma siparişi, satın alma siparişi, satınalma sipariş no, satın alma sipariş no, satınalma siparişi no,"
    "satın alma siparişi no, satınalma belgesi, satın alma belgesi, satınalma belge no, sas, sas no",
)
PO_NUMBER_LOOSE = _words(
    "order, order no, order ref, document, document no, doc no, doc, docnum, tranid, transaction no, purchase, customer po,"
    "customer po no, customer order no, customer order, reference, source document",
    "beleg, belegnummer, belegnr, auftrag, auftragsnummer, auftragsnr, dokument, dokumentnummer",
    "commande, commande no, cde, cde no, document no, pedido, pedido no, orden, orden no, documento",
    "sipariş, sipariş no, belge no, evrak no",
)
PO_LINE = _words(
    "po line, po line no, po item, po item no, po pos, po position, po row, purchase order line, purchase order line no,"
    "purchase order item, purchase order item no, purch order line no, order line, order line no, order item no, line,"
    "line no, line item, line item no, line seq, line sequence, line sequence no, line ref, poline, ln, ln no, idx, idx items",
    "ebelp, item of purchasing document, item no of purchasing document, purchasing document item, purch doc item,"
    "pur doc item, linenum, lineno, order line sequence, order lines sequence",
    "bestellposition, bestellpos, bestellpositionsnummer, positionsnummer, positionsnr, posnr, pos nr, belegposition,"
    "position im beleg, zeile, zeilennummer, zeilennr, bestellzeile, einkaufsbelegposition",
    "ligne, ligne no, ligne commande, ligne de commande, ligne commande no, ligne de commande no, ligne bc, ligne achat,"
    "poste, poste no, poste commande, poste de commande, poste du document d'achat",
    "línea, línea no, línea pedido, línea de pedido, línea de pedido no, línea de orden, línea de orden no, línea oc,"
    "posición pedido, posición de pedido, posición no, posición del documento de compras, renglón, renglón no",
    "kalem, kalem no, satır, satır no, sipariş kalemi, sipariş kalem no, sipariş satırı, sipariş satır no, sas kalemi,"
    "sas kalem no, satınalma kalemi, satın alma kalemi, belge kalemi",
)
PO_LINE_LOOSE = _words(
    "item, item no, pos, position, position no, row, row no, seq, sequence, sequence no, posten, posición, partida,"
    "partida no, pozisyon, poz, sıra, sıra no"
)
NEW_ETA = _words(
    "new eta, eta, eta date, updated eta, revised eta, current eta, latest eta, eta new, new date, new delivery date,"
    "new due date, new promise date, new promised date, new receipt date, new arrival date, new delivery, revised date,"
    "revised delivery date, revised due date, revised promise date, revised promised date, revised receipt date,"
    "updated date, updated delivery date, updated due date, rescheduled date, reschedule date, rescheduled delivery date,"
    "confirmed date, confirmed delivery date, confirmed delivery, confirmed receipt date, confirmed due date,"
    "confirmed arrival date, acknowledged date, acknowledged delivery date, promised date, promise date,"
    "promised delivery date, promised receipt date, supplier promise date, supplier promised date, vendor promise date,"
    "vendor promised date, supplier confirmed date, vendor confirmed date, supplier delivery date, date promised,"
    "commit date, committed date, commitment date, expected date, expected delivery, expected delivery date,"
    "expected receipt, expected receipt date, expected arrival, expected arrival date, expected by, expected due date,"
    "estimated date, estimated arrival, estimated arrival date, estimated time arrival, estimated delivery,"
    "estimated delivery date, anticipated date, anticipated delivery date, projected delivery date, date expected",
    "date planned, order line date planned, order lines expected arrival, order lines date planned, confirmeddlv,"
    "confirmed dlv, conf deliv date, conf delivery date, deliv date confirmed, promiseddate, expectedreceiptdate",
    "neuer liefertermin, neues lieferdatum, neuer termin, neues datum, neuer eta, bestätigter liefertermin,"
    "bestätigtes lieferdatum, bestätigter termin, liefertermin bestätigt, lieferdatum bestätigt, best liefertermin,"
    "zugesagter liefertermin, zugesagtes lieferdatum, zugesagter termin, zugesagtes wareneingangsdatum, ab termin,"
    "voraussichtlicher liefertermin, voraussichtliches lieferdatum, voraussichtliche lieferung, voraus liefertermin,"
    "erwarteter liefertermin, erwartetes lieferdatum, erwarteter wareneingang, erwartetes wareneingangsdatum,"
    "erwartete ankunft, voraussichtliche ankunft, aktueller liefertermin, aktuelles lieferdatum, ankunftsdatum,"
    "verschobener liefertermin, geänderter liefertermin, geändertes lieferdatum, liefertermin neu, lieferdatum neu",
    "nouvelle date, nouvelle date de livraison, nouveau délai, date confirmée, date de livraison confirmée,"
    "livraison confirmée, date de réception confirmée, date promise, date de livraison promise, date prévue,"
    "date de livraison prévue, date de réception prévue, livraison prévue, réception prévue, date d'arrivée prévue,"
    "arrivée prévue, date estimée, date de livraison estimée, livraison estimée, date révisée, date de livraison révisée,"
    "date prévisionnelle, date de livraison prévisionnelle, date d'arrivée estimée, date d'arrivée",
    "nueva fecha, nueva fecha de entrega, fecha confirmada, fecha de entrega confirmada, entrega confirmada,"
    "fecha prometida, fecha de entrega prometida, fecha comprometida, fecha prevista, fecha de entrega prevista,"
    "entrega prevista, fecha de recepción prevista, fecha esperada, fecha de entrega esperada, fecha de recepción esperada,"
    "fecha estimada, fecha de entrega estimada, fecha de llegada estimada, llegada prevista, llegada estimada,"
    "fecha de llegada, fecha de llegada prevista, fecha revisada, fecha reprogramada, fecha de entrega revisada",
    "yeni tarih, yeni teslim tarihi, yeni teslimat tarihi, yeni termin, yeni termin tarihi, onaylanan tarih,"
    "onaylanan teslim tarihi, onaylı teslim tarihi, onaylanan teslimat tarihi, teyit edilen tarih, teyitli teslim tarihi,"
    "teyit edilen teslim tarihi, söz verilen tarih, taahhüt edilen tarih, taahhüt tarihi, tahmini tarih,"
    "tahmini teslim tarihi, tahmini teslimat tarihi, tahmini teslim, tahmini varış, tahmini varış tarihi, beklenen tarih,"
    "beklenen teslim tarihi, beklenen teslimat tarihi, beklenen varış, beklenen varış tarihi, planlanan teslim tarihi,"
    "revize tarih, revize termin, revize teslim tarihi, güncel termin, güncel teslim tarihi, varış tarihi",
)
NEW_ETA_LOOSE = _words(
    "delivery date, deliv date, del date, dlv date, delivery, arrival date, arrival, receipt date, schedule date,"
    "scheduled date, scheduled delivery date, scheduled receipt date, scheduled arrival, planned date,"
    "planned delivery date, planned receipt date, confirmed ship date, eindt, item delivery date",
    "liefertermin, lieferdatum, termin, wareneingangsdatum, date de livraison, date livraison, date de réception,"
    "fecha de entrega, fecha entrega, fecha de recepción, teslim tarihi, teslimat tarihi, termin tarihi",
)
REASON = _words(
    "reason, reasons, delay reason, reason delay, reason text, reason code, reason description, cause, delay cause,"
    "cause delay, root cause, explanation, justification, delay explanation, delay description, reason late",
    "grund, gründe, verzugsgrund, verspätungsgrund, verzögerungsgrund, lieferverzugsgrund, grund der verzögerung,"
    "grund der verspätung, grund verzug, grund verspätung, begründung, ursache, ursache der verzögerung, verzugsursache",
    "motif, motif du retard, motif de retard, raison, raison du retard, cause du retard, cause de retard, explication",
    "motivo, motivo del retraso, motivo de retraso, razón, razón del retraso, causa, causa del retraso, explicación",
    "neden, nedeni, gecikme nedeni, gecikme sebebi, gecikme gerekçesi, sebep, sebebi, gerekçe",
)
REMARKS = _words(
    "comment, comments, remark, remarks, supplier comment, supplier comments, vendor comment, vendor comments,"
    "supplier remark, supplier remarks, vendor remarks, bemerkung, bemerkungen, kommentar, kommentare, anmerkung,"
    "anmerkungen, commentaire, commentaires, remarque, remarques, observation, observations, comentario, comentarios,"
    "observación, observaciones, açıklama, açıklamalar, yorum"
)
QUANTITY = _words(
    "delayed qty, qty delayed, late qty, qty affected, affected qty, backorder qty, backordered qty, back order qty,"
    "qty back ordered, qty on backorder, open qty, open order qty, open po qty, remaining qty, outstanding qty,"
    "pending qty, balance qty, qty due, undelivered qty, short qty, shortage qty, qty short, overdue qty, qty to receive,"
    "qty left receive, still to be delivered, still to be delivered qty, to be delivered, to be delivered qty,"
    "deliver remainder, remainder, remainpurchphysical, remain purch physical, remaininventphysical, qty still open",
    "offene menge, restmenge, offene bestellmenge, verspätete menge, verzögerte menge, ausstehende menge, fehlmenge,"
    "noch zu liefern, noch zu liefernde menge, noch zu liefern menge, restbestellmenge, rückstandsmenge, rückstand",
    "quantité en retard, quantité restante, quantité ouverte, quantité retardée, reste à livrer, qté en retard,"
    "quantité reste à livrer, qté restante, reliquat, quantité en souffrance, reste à recevoir",
    "cantidad pendiente, cantidad retrasada, cantidad restante, cantidad abierta, cant pendiente, pendiente de entrega,"
    "cantidad pendiente de entrega, pendiente de recibir, cantidad atrasada",
    "kalan miktar, açık miktar, geciken miktar, bekleyen miktar, açık sipariş miktarı, teslim edilecek miktar, bakiye,"
    "teslim edilmeyen miktar, bakiye miktar",
)
NOTE = _words(
    "note, notes, memo, additional info, additional information, more info, info, information, internal note,"
    "internal notes, supplier note, vendor note, notiz, notizen, hinweis, hinweise, zusatzinfo, zusatzinformation,"
    "info complémentaire, informations complémentaires, nota, notas, información, información adicional, not, notlar,"
    "ek bilgi, bilgi"
)
PO_DELAYS = Contract(
    "po-delays",
    "PO delays",
    (
        Field(
            "po_number", FieldType.TEXT, True, "Number of the purchase order", "PO-45812",
            PO_NUMBER, PO_NUMBER_LOOSE, blank=False,
        ),
        Field(
            "po_line", FieldType.TEXT, True, "Line (item) of the purchase order; leading zeros do not matter", "10",
            PO_LINE, PO_LINE_LOOSE, blank=False,
        ),
        Field(
            "new_eta", FieldType.DATE, True, "Date now expected; an empty cell means the supplier does not know",
            "2025-02-15", NEW_ETA, NEW_ETA_LOOSE,
        ),
        Field(
            "reason", FieldType.TEXT, False, "Why it is late, in the supplier's words",
            "Machine breakdown at the supplier", REASON, REMARKS,
        ),
        Field(
            "quantity", FieldType.DECIMAL, False, "Units that are late; empty means all that is open", "70",
            QUANTITY, ("qty",),
        ),
        Field("note", FieldType.TEXT, False, "Anything else worth keeping", "Second call on Monday", NOTE, REMARKS),
    ),
    ("po_number", "po_line"),
)  # fmt: skip

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SAME = {
    word: one
    for one, words in {
        "no": "number num nr nummer numero nro n numarasi id #",
        "qty": "quantity quantities menge quantite qte cantidad cant miktar miktari",
    }.items()
    for word in words.split()
}
_SMALL = frozenset(re.split(" ", "of the for d de del du des la le les l el los der die das fur pour para"))


@lru_cache(maxsize=8192)
def normal(header: str) -> str:
    """The words of a header, without case, accents and punctuation, each parted from the next by a space."""
    return " ".join(re.findall(r"[^\W_]+|#", folded(_HUMP.sub(" ", header))))


@lru_cache(maxsize=8192)
def _forms(header: str) -> frozenset[str]:
    found = set()
    for text in (header, re.sub(r"\(.*?\)", " ", header), re.sub("([äöüÄÖÜ])", r"\1e", header)):
        words = normal(text).split()
        core = [_SAME.get(word, word) for word in words if word not in _SMALL]
        found |= {"".join(words), "".join(core), " ".join(sorted(set(core)))}
    return frozenset(found - {""})


@lru_cache(maxsize=64)
def _known(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for word in words for form in _forms(word))


def _rank(one: Field, header: str) -> int | None:
    forms = _forms(header)
    if header.strip() == one.name:
        return 0
    if forms & _known(one.loose):
        return 3
    if forms & _known((one.name,)):
        return 1
    return 2 if forms & _known(one.aliases) else None


def match_headers(contract: Contract, headers: Sequence[str]) -> HeaderMatch:
    """Find each field's header: its own name, then its aliases, then its loose ones.

    A header holds at most one field. Where two headers fit a field equally well, none is taken and the
    field is ``ambiguous``.
    """
    mapping: dict[str, str] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for rank in range(4):
        for one in contract.fields:
            if one.name in mapping or one.name in ambiguous:
                continue
            found = [place for place in headers if place not in taken and _rank(one, place) == rank]
            taken.update(found)
            if len(found) == 1:
                mapping[one.name] = found[0]
            elif found:
                ambiguous[one.name] = tuple(found)
    unmatched = tuple(header for header in headers if header not in mapping.values())
    missing = tuple(one.name for one in contract.fields if one.required and one.name not in mapping)
    return HeaderMatch(mapping, unmatched, missing, ambiguous)


def knows(contract: Contract, header: str) -> bool:
    """Whether a header names a field of the contract."""
    return any(_rank(one, header) is not None for one in contract.fields)


def header_key(headers: Sequence[str]) -> str:
    """The same text for the same set of headers, whatever their order."""
    return json.dumps(sorted(headers), ensure_ascii=False)


def template_csv(contract: Contract) -> str:
    """A file with the headers of a contract and one example row."""
    out = io.StringIO()
    rows = ([one.name for one in contract.fields], [one.example for one in contract.fields])
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
