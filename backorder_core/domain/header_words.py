"""Header words of SAP, Odoo, ERPNext, NetSuite, Dynamics, Oracle and Business One for purchase orders and delays.

English, German, French, Spanish and Turkish. Words that can mean something else too are the loose ones.
"""

from __future__ import annotations


def words(*languages: str) -> tuple[str, ...]:
    """Header words from texts with commas between them."""
    return tuple(word.strip() for said in languages for word in said.split(","))


# "no" stands for number, nr, num, numero, # and id; "qty" for quantity, menge, quantité, cantidad, miktar;
# the order of words, small words between them and accents do not matter.
PO_NUMBER = words(
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
PO_NUMBER_LOOSE = words(
    "order, order no, order ref, document, document no, doc no, doc, docnum, tranid, transaction no, purchase, customer po,"
    "customer po no, customer order no, customer order, reference, source document",
    "beleg, belegnummer, belegnr, auftrag, auftragsnummer, auftragsnr, dokument, dokumentnummer",
    "commande, commande no, cde, cde no, document no, pedido, pedido no, orden, orden no, documento",
    "sipariş, sipariş no, belge no, evrak no",
)
PO_LINE = words(
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
PO_LINE_LOOSE = words(
    "item, item no, pos, position, position no, row, row no, seq, sequence, sequence no, posten, posición, partida,"
    "partida no, pozisyon, poz, sıra, sıra no"
)
NEW_ETA = words(
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
NEW_ETA_LOOSE = words(
    "delivery date, deliv date, del date, dlv date, delivery, arrival date, arrival, receipt date, schedule date,"
    "scheduled date, scheduled delivery date, scheduled receipt date, scheduled arrival, planned date,"
    "planned delivery date, planned receipt date, confirmed ship date, eindt, item delivery date",
    "liefertermin, lieferdatum, termin, wareneingangsdatum, date de livraison, date livraison, date de réception,"
    "fecha de entrega, fecha entrega, fecha de recepción, teslim tarihi, teslimat tarihi, termin tarihi",
)
REASON = words(
    "reason, reasons, delay reason, reason delay, reason text, reason code, reason description, cause, delay cause,"
    "cause delay, root cause, explanation, justification, delay explanation, delay description, reason late",
    "grund, gründe, verzugsgrund, verspätungsgrund, verzögerungsgrund, lieferverzugsgrund, grund der verzögerung,"
    "grund der verspätung, grund verzug, grund verspätung, begründung, ursache, ursache der verzögerung, verzugsursache",
    "motif, motif du retard, motif de retard, raison, raison du retard, cause du retard, cause de retard, explication",
    "motivo, motivo del retraso, motivo de retraso, razón, razón del retraso, causa, causa del retraso, explicación",
    "neden, nedeni, gecikme nedeni, gecikme sebebi, gecikme gerekçesi, sebep, sebebi, gerekçe",
)
REMARKS = words(
    "comment, comments, remark, remarks, supplier comment, supplier comments, vendor comment, vendor comments,"
    "supplier remark, supplier remarks, vendor remarks, bemerkung, bemerkungen, kommentar, kommentare, anmerkung,"
    "anmerkungen, commentaire, commentaires, remarque, remarques, observation, observations, comentario, comentarios,"
    "observación, observaciones, açıklama, açıklamalar, yorum"
)
QUANTITY = words(
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
NOTE = words(
    "note, notes, memo, additional info, additional information, more info, info, information, internal note,"
    "internal notes, supplier note, vendor note, notiz, notizen, hinweis, hinweise, zusatzinfo, zusatzinformation,"
    "info complémentaire, informations complémentaires, nota, notas, información, información adicional, not, notlar,"
    "ek bilgi, bilgi"
)
