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
    "pur doc, segment1, ponum, pono, po num, po header id, po id, order id name, ordernum purchase, purchid, purch id,"
    "purchase order header, purchase order name, order id, purchase document, purchase document no, purchase order id",
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
ORDER_WORDS = words(
    "order, order no, order number, order ref, purchase, customer po, customer po no, customer order no, customer order,"
    "reference, source document, baseref, base ref, base document no, created from, origin, bestellreferenz, référence commande,"
    "référence de commande, referencia pedido, referencia del pedido, sipariş referansı, auftrag,"
    "auftragsnummer, auftragsnr, commande, commande no, numéro de commande, cde, cde no, origine, pedido, pedido no,"
    "número de pedido, orden, orden no, sipariş, sipariş no, sipariş numarası, kaynak belge",
)
OWN_ID = words(
    "id, external id, internal id, record id, identifiant externe, id externo, externe id, harici id"
)
"""What a system calls its own key of an order, where no column has the order's number."""
DOCUMENT_WORDS = words(
    "document, document no, document number, doc no, doc, docnum, tranid, transaction no, transaction, transaction number,"
    "beleg, belegnummer, belegnr, dokument, dokumentnummer, numéro de document, documento, documento no, número de documento,"
    "belge no, belge numarası, evrak no, fiş no"
)
PO_NUMBER_LOOSE = (*ORDER_WORDS, *DOCUMENT_WORDS)
LINE_OF_ORDER = words(
    "order line, order line no, order item no, order item, order lines sequence, order line sequence, order row, order line id,"
    "baseline, base line, base line no, auftragsposition no, positionsnummer auftrag,"
    "ligne commande, ligne de commande, ligne commande no, ligne de commande no, poste commande, poste de commande,"
    "línea pedido, línea de pedido, línea de pedido no, línea de orden, línea de orden no, posición pedido,"
    "posición de pedido, sipariş kalemi, sipariş kalem no, sipariş satırı, sipariş satır no",
)
LINE_PLAIN = words(
    "line, line no, line number, line item, line item no, line seq, line sequence, line sequence no, line ref, ln, ln no, idx,"
    "idx items, linenum, lineno, line id, item line no, document line, document line no, transaction line, line unique key, row id",
    "positionsnummer, positionsnr, posnr, pos nr, belegposition, zeile, zeilennummer, zeilennr, zeile no, belegzeile, posten no,"
    "lfd pos",
    "ligne, ligne no, poste, poste no, numéro de ligne, ligne document",
    "línea, línea no, posición no, renglón, renglón no, línea documento, posición documento",
    "satır, satır no, satır numarası, belge kalemi, belge satır no, kalem sıra no",
)
LINE = (*LINE_OF_ORDER, *LINE_PLAIN)
OF_PO_LINE = words(
    "po line, po line no, po item, po item no, po pos, po position, po row, purchase order line, purchase order line no,"
    "purchase order item, purchase order item no, purch order line no, purchase line no, poline, po line id, po line num",
    "ebelp, item of purchasing document, item no of purchasing document, purchasing document item, purch doc item,"
    "pur doc item, purchase document item, purchasing doc item",
    "bestellposition, bestellpos, bestellpositionsnummer, bestellzeile, einkaufsbelegposition, position im beleg,"
    "position des einkaufsbelegs, bestellpositionsnr, bestellzeilennr, einkaufsbestellzeile",
    "ligne bc, ligne achat, poste du document d'achat, poste document achat, ligne commande fournisseur, ligne de commande"
    " fournisseur, ligne commande achat, poste commande d'achat, ligne po",
    "línea oc, posición del documento de compras, línea orden de compra, línea de orden de compra, línea pedido de compra,"
    "línea de pedido de compra, posición orden de compra, posición doc compras",
    "sas kalemi, sas kalem no, satınalma kalemi, satın alma kalemi, satınalma siparişi kalemi, satınalma belgesi kalemi,"
    "satın alma belgesi kalemi, satınalma sipariş kalemi, satın alma siparişi satırı, sas satırı",
)
PO_LINE = (*OF_PO_LINE, *LINE)
ITEM = words("item, item no, item number, item id, kalem, kalem no, kalem numarası, ítem")
"""Words for a line, or for what is on it: the other headers of the file tell."""
LINE_LOOSE = words(
    "pos, position, position no, row, row no, seq, sequence, sequence no, posten, posición, partida, partida no, pozisyon,"
    "poz, sıra, sıra no, schedule line item"
)
PO_LINE_LOOSE = (*LINE_LOOSE, *ITEM)
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
    "fecha de llegada, fecha de llegada prevista, fecha de entrega actual, fecha revisada, fecha reprogramada, fecha de entrega revisada",
    "yeni tarih, yeni teslim tarihi, yeni teslimat tarihi, yeni termin, yeni termin tarihi, onaylanan tarih,"
    "onaylanan teslim tarihi, onaylı teslim tarihi, onaylanan teslimat tarihi, teyit edilen tarih, teyitli teslim tarihi,"
    "teyit edilen teslim tarihi, söz verilen tarih, taahhüt edilen tarih, taahhüt tarihi, tahmini tarih,"
    "tahmini teslim tarihi, tahmini teslimat tarihi, tahmini teslim, tahmini varış, tahmini varış tarihi, beklenen tarih,"
    "beklenen teslim tarihi, beklenen teslimat tarihi, beklenen varış, beklenen varış tarihi, planlanan teslim tarihi,"
    "revize tarih, revize termin, revize teslim tarihi, güncel termin, güncel teslim tarihi, varış tarihi",
)
DATE_OF_LINE = words(
    "delivery date, schedule date, scheduled date, scheduled delivery date,"
    "planned date, planned delivery date, planned receipt date, scheduled receipt date, eindt, item delivery date, schedule line date,"
    "scheduled arrival, delivery date of item",
    "liefertermin, lieferdatum, termin, geplantes wareneingangsdatum, geplanter liefertermin, geplantes lieferdatum,"
    "einteilungsdatum, lieferdat, ltermin",
    "date de livraison, date livraison, date de livraison planifiée, date d'échéancement, date de réception planifiée,"
    "date planifiée, date de livr",
    "fecha de entrega, fecha entrega, fecha planificada, fecha de entrega planificada, fecha de reparto, fecha programada,"
    "fecha recepción planificada",
    "teslim tarihi, teslimat tarihi, termin tarihi, planlanan tarih, planlanan teslim alma tarihi, sevk tarihi",
)
"""Words for the one delivery date of a line: the date first promised or the one promised now."""
NEW_ETA_LOOSE = (*DATE_OF_LINE, *words(
    "delivery, livraison, entrega, teslimat, arrival date, arrival, receipt date, confirmed ship date, wareneingangsdatum, date de réception, fecha de recepción"
))  # fmt: skip
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
LATE_QTY = words(
    "delayed qty, qty delayed, late qty, qty affected, affected qty, backorder qty, backordered qty, back order qty,"
    "qty back ordered, qty on backorder, short qty, shortage qty, qty short, overdue qty, undelivered qty, qty to receive,"
    "qty due",
    "verspätete menge, verzögerte menge, fehlmenge, rückstandsmenge, rückstand",
    "quantité en retard, quantité retardée, qté en retard, quantité en souffrance",
    "cantidad retrasada, cantidad atrasada",
    "geciken miktar, bekleyen miktar",
)
OPEN_QTY = words(
    "open qty, open order qty, open po qty, remaining qty, outstanding qty, pending qty, balance qty,"
    "qty left receive, still to be delivered, still to be delivered qty, to be delivered,"
    "to be delivered qty, deliver remainder, remainder, remainpurchphysical, remain purch physical,"
    "remaininventphysical, qty still open, qty outstanding, qty remaining, qty open, qty pending, balance to receive",
    "offene menge, restmenge, offene bestellmenge, ausstehende menge, restbestellungsmenge, restauftragsmenge,"
    "noch zu liefern, noch zu liefernde menge, noch zu liefern menge, restbestellmenge, zu liefernde menge",
    "quantité restante, quantité ouverte, reste à livrer, quantité reste à livrer, qté restante, reliquat,"
    "reste à recevoir, qté reste à livrer, solde à livrer",
    "cantidad pendiente, cantidad restante, cantidad abierta, cant pendiente, pendiente de entrega,"
    "cantidad pendiente de entrega, pendiente de recibir, saldo pendiente",
    "kalan miktar, açık miktar, açık sipariş miktarı, teslim edilecek miktar, bakiye, teslim edilmeyen miktar,"
    "bakiye miktar, kalan sipariş miktarı",
)
QUANTITY = (*LATE_QTY, *OPEN_QTY)
NOTE = words(
    "note, notes, memo, additional info, additional information, more info, info, information, internal note,"
    "internal notes, supplier note, vendor note, notiz, notizen, hinweis, hinweise, zusatzinfo, zusatzinformation,"
    "info complémentaire, informations complémentaires, nota, notas, información, información adicional, not, notlar,"
    "ek bilgi, bilgi"
)
