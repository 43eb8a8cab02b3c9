"""Header words for orders bought and sold, allocations, receipts and quality incidents."""

from __future__ import annotations

from backorder_core.domain.header_words import DATE_OF_LINE, ITEM, LINE_LOOSE, words

OF_ORDER = words(
    "sales order, sales order no, sales order number, so no, so number, customer order, customer order no, so, so id,"
    "sales id, salesid, sales order id, sales order header, sales document, sales document no, sales doc, sales doc no, vbeln,"
    "sd document, salesordernumber, so ref, sales order reference, client order, sales order name, sales header no",
    "kundenauftrag, kundenauftragsnummer, kundenauftragsnr, verkaufsauftrag, verkaufsauftragsnummer, verkaufsauftragsnr,"
    "verkaufsbeleg, verkaufsbelegnummer, verkaufsbelegnr, vertriebsbeleg, vertriebsbelegnummer, kundenbestellung, ka no,"
    "auftrag, auftragsnummer, auftragsnr, auftrag no, auftragsreferenz",
    "commande client, commande client no, no commande client, commande de vente, commande vente no, document de vente,"
    "document commercial, document de vente no, référence de commande client, bon de commande client",
    "pedido de venta, pedido venta, pedido de venta no, pedido de cliente, pedido cliente, orden de venta, orden venta,"
    "orden de venta no, documento de ventas, documento ventas, documento comercial, no pedido venta",
    "satış siparişi, satış sipariş no, satış siparişi no, müşteri siparişi, müşteri sipariş no, satış belgesi, satış belge no,"
    "satış siparişi numarası, sd belgesi",
)
ORDER_NUMBER = (*OF_ORDER, *words(
    "order no, order number, order reference, order ref, order id, order id name, ordernum, order, transaction no, tranid,"
    "référence de commande, référence commande, bestellung, bestellnummer, bestellnr, commande, commande no,"
    "numéro de commande, pedido, pedido no, número de pedido, orden, orden no, referencia del pedido, referencia de pedido,"
    "sipariş, sipariş no, sipariş numarası, sipariş referansı"
))  # fmt: skip
ORDER_NUMBER_LOOSE = words(
    "document no, doc no, document, doc, docnum, docentry, number, transaction, reference, source document,"
    "beleg, belegnummer, belegnr, dokument, dokumentnummer, document number, numéro de document, documento,"
    "documento no, número de documento, belge no, belge numarası, evrak no, fiş no"
)
"""Words that any document may bear."""
OF_ORDER_LINE = words(
    "sales order line, sales order line no, so line, so line no, sales order item, so item, customer order line,"
    "sales document item, sales doc item, sales item, sales line, sales line no, so line id, vbpos, sd item, sd document item,"
    "sales order position, item sd, so pos, so position",
    "kundenauftragsposition, auftragsposition, auftragspos, auftragspositionsnummer, verkaufsbelegposition,"
    "vertriebsbelegposition, position im verkaufsbeleg, auftragszeile, verkaufszeile, kundenauftragspos",
    "ligne commande client, ligne de commande client, poste commande client, poste document de vente, ligne de vente,"
    "poste du document de vente, ligne commande de vente",
    "línea pedido de venta, línea de pedido de venta, línea pedido cliente, posición pedido cliente, posición documento ventas,"
    "posición del documento de ventas, línea de venta, línea orden de venta",
    "satış sipariş kalemi, satış siparişi kalemi, satış siparişi satırı, satış sipariş satırı, müşteri sipariş kalemi,"
    "satış belgesi kalemi, satış kalemi, müşteri sipariş satırı",
)
ORDER_LINE_LOOSE = (*LINE_LOOSE, *ITEM)

ORDERED = words(
    "ordered, ordered qty, qty ordered, order qty, ordered purchase qty, ordered sales qty, po qty, kwmeng, wmeng,"
    "orderedquantity, purch qty, purchqty, salesqty, sales qty, qty order, order quantity, cumulative order qty, bmeng,"
    "product uom qty, product qty, qty purchased, purchase order qty, quantity purchased, so qty, sales order qty, original qty,"
    "requested qty, order qty base, required qty, total qty ordered, target qty, qty required, order quantity item",
    "bestellmenge, bestellte menge, auftragsmenge, menge bestellt, bestellt, kumulierte auftragsmenge,"
    "einkaufsmenge, verkaufsmenge, gesamtmenge, bestellmenge gesamt, geordnet",
    "quantité commandée, qté commandée, quantité de commande, qté commande, quantité cde,"
    "quantité d'achat, quantité achetée, quantité totale commandée",
    "cantidad pedida, cantidad pedido, cantidad de pedido, cantidad ordenada, cant pedida, pedida,"
    "cantidad solicitada, cantidad comprada, cantidad de compra, cantidad planificada",
    "sipariş miktarı, sipariş edilen miktar, sipariş edilen, satınalma miktarı, satın alma miktarı, satış miktarı,"
    "talep miktarı, ısmarlanan miktar, toplam sipariş miktarı",
)
SCHEDULED = words(
    "scheduled qty, schedule line qty, schedule qty, einteilungsmenge, quantité échéancée, cantidad reparto, termin miktarı"
)
"""The units of one delivery of a line, where no column has those of the line."""
RECEIVED = words(
    "received, received qty, qty received, quantity received, delivered qty, qty delivered, delivered, wemng, receipt qty,"
    "qty of goods received, goods receipt qty, gr qty, total gr qty, delivrdqty, delivered quantity, quantity delivered,"
    "qty receipted, received quantity, qty done, accepted qty, recd qty, rec qty, qty recd, fulfilled qty, quantity fulfilled,"
    "qty fulfilled received, qty received to date, received to date, qty accepted, received purch physical, total received,"
    "qty in receipt, received inventory qty, quantity shipped received, purchase received, delivered in purchase uom",
    "gelieferte menge, erhaltene menge, wareneingangsmenge, we menge, empfangene menge, bereits geliefert,"
    "bereits gelieferte menge, geliefert, erhalten, eingegangene menge, wareneingang menge, menge geliefert, menge erhalten",
    "quantité reçue, quantité livrée, qté reçue, qté livrée, reçu, livré, quantité réceptionnée, qté réceptionnée,"
    "quantité entrée marchandises, quantité em",
    "cantidad recibida, cantidad entregada, cant recibida, recibido, entregado, cantidad em, cantidad entrada mercancías,"
    "recibida, cantidad recepcionada, cdad recibida",
    "teslim alınan miktar, alınan miktar, teslim edilen miktar, gelen miktar, teslim alınan, mal girişi miktarı,"
    "kabul edilen miktar, gelen, giriş miktarı, teslim edilen",
)
ORDER_DATE = words(
    "order date, ordered on, ordered date, purchase date, po date, document date, doc date, docdate, bedat, audat, erdat,"
    "date order, date ordered, transaction date, trandate, po creation date, order created on, accounting date po, podate,"
    "purchase order date, sales order date, so date, created date time, order deadline, order creation date, confirmation date po,"
    "creation date order, order date time",
    "bestelldatum, belegdatum, auftragsdatum, bestellt am, erfassungsdatum, bestellung vom, datum bestellung, bestellfrist",
    "date de commande, date commande, date du document, date document, date de la commande, commandé le,"
    "date limite de commande, date pièce",
    "fecha de pedido, fecha pedido, fecha del pedido, fecha de orden, fecha orden, fecha documento, fecha del documento,"
    "fecha de documento, pedido el, fecha límite de la orden, fecha límite de pedido",
    "sipariş tarihi, belge tarihi, satınalma tarihi, satın alma tarihi, sipariş verilme tarihi, satınalma sipariş tarihi,"
    "evrak tarihi, satış sipariş tarihi",
)
ORDER_DATE_LOOSE = words(
    "date, created, created on, creation date, posting date, date created, create date, entry date, datum, angelegt am,"
    "erstellt am, buchungsdatum, erstellungsdatum, créé le, date de création, date comptable, fecha, fecha de creación,"
    "creado el, fecha registro, fecha contable, tarih, oluşturma tarihi, kayıt tarihi, yaratma tarihi"
)
DUE = words(
    "row delivery date, due date receive by, receive by, due date, due, original due, original due date, requested date, required date, need by date, need by, required by,"
    "need date, required by date, requested delivery date, requested receipt date, requested delivery, slfdt, stat rel del date,"
    "stat rel delivery date, statistics relevant delivery date, statistical delivery date, statistical del date,"
    "original promise date, original promised date, first promised date, original delivery date, original eta, contract date,"
    "initial due date, initial delivery date, first delivery date, reqd date, requireddate, delivery date original, needby date,"
    "schedule line date original, requested ship date, requested dock date, baseline date, on dock date, agreed date,"
    "dock date, requestedreceiptdate, agreed delivery date, in house date, reqdate, order due date, line due date",
    "fälligkeitsdatum, fällig am, fällig, wunschtermin, wunschlieferdatum, wunschliefertermin, bedarfstermin, bedarfsdatum,"
    "gewünschtes lieferdatum, gewünschter liefertermin, gewünschtes wareneingangsdatum, ursprünglicher liefertermin,"
    "ursprüngliches lieferdatum, statistisches lieferdatum, statistikrelevantes lieferdatum, stat rel lieferdatum, solltermin,"
    "erster liefertermin, vereinbarter liefertermin, benötigt bis, benötigt am, erforderlich bis, statist lieferdatum",
    "date d'échéance, échéance, date souhaitée, date de livraison souhaitée, date demandée, date de livraison demandée,"
    "date de besoin, date de réception demandée, date requise, requis pour le, date de livraison initiale, date initiale,"
    "date de livraison statistique, date de livr statistique, date convenue, date de livraison convenue",
    "fecha de vencimiento, fecha vencimiento, fecha requerida, fecha solicitada, fecha de entrega solicitada, fecha necesidad,"
    "fecha de entrega original, fecha original, fecha de necesidad, fecha recepción pedida, fecha de recepción solicitada,"
    "requerido por, requerido para, fecha de entrega estadística, fecha entrega estad, fecha acordada, vence",
    "vade tarihi, istenen tarih, istenen teslim tarihi, talep edilen tarih, talep edilen teslim tarihi, ihtiyaç tarihi,"
    "gereken tarih, gerekli tarih, orijinal teslim tarihi, ilk teslim tarihi, istatistiksel teslimat tarihi, ilk termin,"
    "talep edilen alındı tarihi, istenilen teslim tarihi, anlaşılan teslim tarihi, gereklilik tarihi, son teslim tarihi",
)
DUE_LOOSE = (*DATE_OF_LINE, *words("date due, shipdate"))
DUE_OF_DOCUMENT = words("docduedate, document due date, doc due date, header due date")
"""A date of the whole order, where no column has one of the line."""
RECEIVED_ON = words(
    "received on, receipt date, received date, date received, last receipt date, goods receipt date, gr date, last gr date,"
    "actual receipt date, actual delivery date, date done, effective date received, product receipt date, last received date,"
    "delivered on, actual arrival date, budat, posting date gr, item receipt date, date of receipt, arrived on, last delivery date",
    "wareneingangsdatum, we datum, eingangsdatum, erhalten am, geliefert am, datum wareneingang, letzter wareneingang,"
    "eingang am, letztes wareneingangsdatum, tatsächliches lieferdatum",
    "date de réception, date réception, reçu le, date d'entrée marchandises, date em, dernière réception, livré le,"
    "date de livraison effective, date réception effective",
    "fecha de recepción, fecha recepción, recibido el, fecha de entrada de mercancías, fecha entrada, fecha em,"
    "última recepción, fecha de entrega real, fecha de ingreso",
    "teslim alma tarihi, alındı tarihi, mal giriş tarihi, giriş tarihi, mal kabul tarihi, geliş tarihi, teslim alındığı tarih,"
    "fiili teslim tarihi, irsaliye tarihi, son giriş tarihi",
)
RECEIVED_ON_LOOSE = words(
    "date, posting date, delivery date, arrival date, document date, entry date, transaction date, docdate, datum,"
    "buchungsdatum, belegdatum, lieferdatum, date comptable, date de livraison, fecha, fecha contable,"
    "fecha de contabilización, fecha registro, tarih, kayıt tarihi, belge tarihi, teslim tarihi"
)
STATUS = words(
    "status, line status, order status, po status, document status, state, linestatus, docstatus, purchstatus, salesstatus,"
    "purchase order status, closed code, line state, po line status, approval status line, docstatus name, item status,"
    "status name, order line status, delivery completed, elikz, del compl, delivery completed indicator, delivery complete,"
    "purchase order line status, purchaseorderlinestatus, purch status, completely received, per received status",
    "positionsstatus, bestellstatus, auftragsstatus, zeilenstatus, belegstatus, zustand, endlieferung, endlieferkennzeichen,"
    "endlieferungskennzeichen",
    "statut, état, statut ligne, statut de la ligne, statut commande, statut de commande, état commande, livraison finale,"
    "statut document",
    "estado, estado línea, estado pedido, estado de la línea, estado de pedido, estatus, entrega final, situación,"
    "estado documento",
    "durum, durumu, satır durumu, sipariş durumu, kalem durumu, belge durumu, son teslimat, teslimat tamamlandı",
)
STATUS_LOOSE = words(
    "closed, deletion indicator, deleted, loekz, cancelled, line closed, completed, complete, löschkennzeichen,"
    "gelöscht, geschlossen, abgeschlossen, storniert, clôturé, soldé, terminé, annulé, code suppression, cerrado,"
    "cancelado, indicador de borrado, petición borrado, kapalı, kapatıldı, tamamlandı, iptal, silme göstergesi"
)

UNIT_PRICE = words(
    "unit price, sales price, selling price, net price, price per unit, netpr, price_unit, salesprice, rate, unit price excl vat,"
    "unit rate, item rate, net unit price, net value per unit, unit selling price, price after discount, list price, sell price,"
    "unit sales price, base price",
    "verkaufspreis, einzelpreis, stückpreis, nettopreis, vk preis, preis pro einheit, preis je einheit, netto einzelpreis,"
    "vk, vk preis ohne mwst",
    "prix unitaire, prix de vente, prix net, pu, pu ht, prix unitaire ht, prix vente, prix de vente unitaire",
    "precio unitario, precio de venta, precio neto, precio venta, precio unit, precio venta unitario, precio por unidad",
    "birim fiyat, birim fiyatı, satış fiyatı, net fiyat, birim satış fiyatı",
)
NEED_DATE = words(
    "need date, needed by, needed on, customer due date, customer requested date, customer request date, requested ship date,"
    "vdatu, edatu, required delivery date, receipt date requested, requestedshippingdate, requested shipping date,"
    "req delivery date, req deliv date, commitment date, requested delv date, requested receipt date, customer need date",
    "wunschtermin, wunschlieferdatum, wunschliefertermin, kundenwunschtermin, bedarfstermin, bedarfsdatum,"
    "gewünschtes lieferdatum, gewünschter liefertermin, benötigt am, benötigt bis, kundenwunschdatum",
    "date souhaitée, date de livraison souhaitée, date demandée, date de livraison demandée, date de besoin, date requise,"
    "date client",
    "fecha solicitada, fecha requerida, fecha de entrega solicitada, fecha entrega requerida, fecha de entrega requerida,"
    "fecha necesidad, fecha de necesidad, fecha preferente de entrega, fecha cliente",
    "istenen teslim tarihi, istenen tarih, talep edilen teslim tarihi, talep edilen tarih, ihtiyaç tarihi, müşteri istek tarihi,"
    "istenilen teslim tarihi, gereken tarih",
    "requested date, requested delivery date, required date, required by, need by, need by date, requested delivery, reqdate",
)
NEED_DATE_LOOSE = (*DATE_OF_LINE, *words(
    "due date, due, ship date, shipdate, shipment date, planned shipment date, promised date, promised delivery date,"
    "expected date, expected ship date, expected delivery date, delivery by, schedule ship date, schedule line deliv date,"
    "goods issue date, mad date, confirmed delivery date, scheduled ship date, first date, promise date,"
    "versanddatum, warenausgangsdatum, zugesagter liefertermin, zugesagtes lieferdatum, fälligkeitsdatum, warenausgang,"
    "date d'expédition, date prévue, date promise, date de livraison confirmée, date d'échéance,"
    "fecha de envío, fecha prometida, fecha prevista, fecha de vencimiento, fecha envío, fecha entrega prometida,"
    "sevkiyat tarihi, vade tarihi, söz verilen tarih, planlanan sevk tarihi"
))  # fmt: skip
IMPACT = words(
    "impact, business impact, criticality, customer impact, critical order, kritikalität, auswirkung, dringlichkeit, criticité,"
    "impact client, urgence, criticidad, impacto, urgencia, kritiklik, etki, aciliyet, urgency"
)
IMPACT_LOOSE = words(
    "priority, importance, delivery priority, lprio, delivery prio, order priority, priorität, lieferpriorität, wichtigkeit,"
    "priorité, priorité de livraison, importance client, prioridad, prioridad de entrega, importancia, öncelik,"
    "teslimat önceliği, önem"
)
EMERGENCY = words(
    "emergency, rush, urgent, emergency order, rush order, expedite flag, is urgent, hot order, notfall, eilauftrag, eilt,"
    "notauftrag, dringend, express, sofortauftrag, commande urgente, urgence absolue, pedido urgente, emergencia, urgente, acil,"
    "acil sipariş"
)
ALLOCATED = words(
    "allocated, allocated qty, qty allocated, pegged qty, reserved qty, qty reserved, reserved quantity, qty pegged,"
    "quantity allocated, reservation qty, linked qty, covered qty, assigned qty, received for order qty, pegging qty",
    "zugeteilte menge, reservierte menge, zugeordnete menge, zuteilung, zuteilungsmenge, reservierungsmenge, gedeckte menge",
    "quantité allouée, quantité réservée, qté allouée, qté réservée, quantité affectée, affectation",
    "cantidad asignada, cantidad reservada, cant asignada, asignación, cantidad comprometida",
    "tahsis edilen miktar, ayrılan miktar, rezerve miktar, tahsis miktarı, rezerve edilen miktar, atanan miktar",
)
RECEIPT_NUMBER = words(
    "receipt, receipt no, receipt number, goods receipt, goods receipt no, grn, grn no, gr no, delivery note, purchase receipt,"
    "purchase receipt no, item receipt, item receipt no, material document, material doc, material document no, mblnr, mat doc,"
    "product receipt, product receipt no, packing slip, packing slip no, receipt num, receipt header id, posted receipt no,"
    "delivery note no, packingslipid, transfer, picking, grpo no, slip no, purchase receipt name, voucher no",
    "wareneingang, wareneingangsnummer, wareneingangsnr, wareneingangsbeleg, materialbeleg, materialbelegnummer, lieferschein,"
    "lieferscheinnummer, lieferscheinnr, lieferschein no, we no, we beleg, wareneingang no, einkaufslieferung no",
    "réception, réception no, bon de réception, bon de réception no, document article, document matériel, bon de livraison,"
    "bon de livraison no, numéro de réception, bl no, document matière, entrée marchandises",
    "recepción, recepción no, entrada de mercancías, documento material, documento de material, albarán, albarán no,"
    "albarán compra no, nota de entrega, número de recepción, remisión",
    "mal girişi, mal giriş no, mal kabul no, malzeme belgesi, malzeme belge no, irsaliye, irsaliye no, teslim alma no,"
    "giriş fişi no, alım irsaliyesi no, satınalma irsaliyesi, satın alma irsaliyesi",
)
ARRIVED = words(
    "qty in unit of entry, quantity in unit of entry, menge in erfassungsmengeneinheit, menge in erfassme, menge in erfme, erfmg, inventory qty received"
)

INCIDENT = words(
    "incident, incident no, incident code, complaint, complaint no, quality notification, notification no, notification, ncr,"
    "ncr no, qmnum, quality inspection, inspection no, inspection lot, prueflos, non conformance, non conformance no,"
    "nonconformance no, nonconformance, quality order, quality order no, quality alert, quality alert no, deviation no, 8d no,"
    "case no, issue no, defect no, inspection lot no, rma no, quality incident, quality issue no",
    "qualitätsmeldung, meldung, meldungsnummer, meldungsnr, qm meldung, reklamation, reklamationsnummer, reklamationsnr,"
    "mängelrüge, prüflos, beanstandung, beanstandungsnr, abweichung no, fehlermeldung, vorfall, vorfallnummer",
    "avis qualité, avis no, numéro d'avis, réclamation, réclamation no, non conformité, non conformité no, incident qualité,"
    "fiche de non conformité, lot de contrôle, numéro incident, avis",
    "aviso de calidad, aviso, aviso no, reclamación, reclamación no, no conformidad, no conformidad no, incidencia,"
    "incidencia no, lote de inspección, incidente, número incidencia, queja",
    "kalite bildirimi, bildirim, bildirim no, şikayet, şikayet no, uygunsuzluk, uygunsuzluk no, kalite olayı, olay no,"
    "muayene partisi, olay, reklamasyon no",
)
OCCURRED_ON = words(
    "occurred on, incident date, found on, detected on, notification date, complaint date, qmdat, report date, reported on,"
    "inspection date, detection date, defect date, date found, date reported, discovered on, date occurred, ncr date",
    "meldungsdatum, meldedatum, datum der meldung, reklamationsdatum, festgestellt am, entdeckt am, gemeldet am, vorfalldatum,"
    "prüfdatum, aufgetreten am, reklamiert am",
    "date de l'incident, date incident, date de l'avis, date avis, date de réclamation, constaté le, détecté le, signalé le,"
    "date de contrôle, date de détection",
    "fecha del incidente, fecha incidente, fecha aviso, fecha del aviso, fecha de aviso, fecha reclamación, detectado el,"
    "fecha de inspección, fecha incidencia, fecha de detección",
    "olay tarihi, bildirim tarihi, şikayet tarihi, tespit tarihi, muayene tarihi, tespit edildiği tarih, uygunsuzluk tarihi",
)
OCCURRED_ON_LOOSE = ORDER_DATE_LOOSE
WHAT_HAPPENED = words(
    "description, what happened, defect, defect description, problem, issue, defect text, problem description, subject,"
    "issue description, failure, defect type, complaint text, qmtxt, notification text, non conformance description, title,"
    "symptom, finding, failure description, incident description, short text",
    "beschreibung, fehlerbeschreibung, fehler, mangel, mangelbeschreibung, problembeschreibung, betreff, fehlertext, befund,"
    "reklamationstext, reklamationsgrund, bezeichnung, kurztext, meldungstext, was ist passiert, fehlerart",
    "défaut, description du défaut, problème, description du problème, anomalie, objet, nature du défaut, constat, texte court",
    "descripción, defecto, descripción del defecto, problema, descripción del problema, asunto, anomalía, fallo, hallazgo,"
    "texto breve",
    "hata, hata tanımı, hata açıklaması, kusur, sorun, problem tanımı, sorun açıklaması, konu, uygunsuzluk tanımı, tanım",
)
AFFECTED = words(
    "affected qty, qty affected, defective qty, rejected qty, units affected, qty defective, complaint qty, complained qty,"
    "qty rejected, nonconforming qty, bad qty, failed qty, scrap qty, returned qty, qty failed, defect qty, ncr qty, rkmng",
    "betroffene menge, fehlerhafte menge, reklamierte menge, beanstandete menge, mangelhafte menge, fehlmenge, ausschussmenge,"
    "reklamationsmenge, gesperrte menge",
    "quantité concernée, quantité défectueuse, quantité rejetée, quantité refusée, qté défectueuse, quantité non conforme,"
    "qté rejetée, quantité réclamée",
    "cantidad afectada, cantidad defectuosa, cantidad rechazada, cantidad reclamada, cant defectuosa, unidades afectadas,"
    "cantidad no conforme",
    "etkilenen miktar, hatalı miktar, reddedilen miktar, uygunsuz miktar, kusurlu miktar, şikayet miktarı, red miktarı",
)
SEVERITY = words(
    "severity, defect class, seriousness, severity level, defect severity, schweregrad, schwere, fehlerklasse, fehlergewichtung,"
    "gravité, sévérité, classe de défaut, gravedad, severidad, clase de defecto, ciddiyet, önem derecesi, hata sınıfı, şiddet"
)
SEVERITY_LOOSE = words(
    "criticality, impact, grade, priority, class, priorität, criticité, priorité, criticidad, prioridad, önem, öncelik"
)
COST = words(
    "cost, cost of quality, incident cost, damage, total cost, claim amount, cost of nonconformance, copq, costs, amount,"
    "kosten, fehlerkosten, schaden, schadenshöhe, schadenssumme, qualitätskosten, coût, coût incident, montant, dommage,"
    "coût de non qualité, frais, coste, costo, coste incidente, coste de no calidad, daño, importe, maliyet, hasar, hasar tutarı,"
    "kalite maliyeti, tutar"
)
