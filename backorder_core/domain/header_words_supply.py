"""Header words for stock and for supply offers: other ways to get a product."""

from __future__ import annotations

from backorder_core.domain.header_words import words

ON_HAND = words(
    "on hand, qty on hand, on hand qty, onhand, available stock, stock, stock qty, unrestricted, unrestricted use,"
    "unrestricted use stock, unrestricted stock, labst, valuated unrestricted use stock, unrestr, in stock, physical stock,"
    "physical inventory, physinvent, postedqty, qty at hand, inventory, inventory qty,"
    "actual qty, balance qty, stock balance, inventory on hand, location on hand, item location on hand, primary quantity,"
    "primary transaction qty, transaction quantity, on hand stock, current stock, qty in stock, in whse, instock,"
    "product variant qty, qty on location, inventory quantity, total stock, onhand qty, closing stock, balance",
    "bestand, lagerbestand, frei verwendbar, frei verwendbarer bestand, verfügbarer bestand, lagermenge, bestandsmenge,"
    "aktueller bestand, physischer bestand, vorrätige menge, vorrätig, istbestand, menge auf lager, freier bestand,"
    "bewerteter frei verwendbarer bestand",
    "stock disponible, en stock, quantité en stock, stock à utilisation libre, utilisation libre, stock physique,"
    "stock actuel, quantité disponible stock, quantité en main, stock réel, qté en stock, inventaire",
    "existencias, libre utilización, stock de libre utilización, stock físico, en existencia,"
    "cantidad a mano, cantidad en existencia, cantidad en stock, inventario, stock actual, saldo, disponible en almacén",
    "stok miktarı, eldeki miktar, eldeki stok, mevcut stok, mevcut miktar, tahditsiz kullanılabilir,"
    "tahditsiz kullanım, serbest stok, fiziki stok, fiziksel stok, depo miktarı, kullanılabilir stok, stok bakiyesi, eldeki",
)
ON_HAND_LOOSE = words(
    "available, available qty, qty available, disponible, quantité disponible, cantidad disponible, verfügbar,"
    "verfügbare menge, kullanılabilir, kullanılabilir miktar, mevcut, location available, available physical, availphysical"
)
PROMISED = words(
    "promised, reserved, reserved qty, committed, committed qty, allocated, allocated qty, qty reserved, qty committed,"
    "iscommited, iscommitted, qty allocated, reserv physical, reservphysical, physical reserved, qty on sales orders,"
    "outgoing, outgoing qty, location committed, qty on sales order, sales order reserved, reserved stock, soft allocated",
    "reserviert, reservierte menge, zugesagt, zugesagte menge, zugeteilt, zugeordnet, menge in aufträgen, verplant,"
    "reservierter bestand, auftragsbestand",
    "réservé, quantité réservée, promis, engagé, quantité engagée, alloué, stock réservé, qté réservée, qté sur commandes",
    "reservado, cantidad reservada, comprometido, cantidad comprometida, asignado, stock reservado, cantidad en pedidos",
    "rezerve, rezerve miktar, ayrılan, ayrılmış miktar, tahsisli, tahsis edilen, söz verilen, rezerve edilen miktar",
)

OFFER_CODE = words(
    "offer, offer code, offer no, quote no, quotation no, quote, quotation, rfq, rfq no, info record, purchasing info record,"
    "purchasing info rec, infnr, supplier quotation, price list no, agreement no, trade agreement, anfnr",
    "angebot, angebotsnummer, angebotsnr, angebot no, infosatz, einkaufsinfosatz, anfrage, anfragenummer",
    "offre, offre no, numéro offre, devis, devis no, fiche infos achats, demande de prix",
    "oferta, oferta no, número oferta, cotización, cotización no, registro info, registro info de compras",
    "teklif, teklif no, teklif numarası, bilgi kaydı, satınalma bilgi kaydı",
)
OFFER_KIND = words(
    "offer kind, offer type, source type, kind of offer, supply type, sourcing type, replenishment system, source kind",
    "angebotsart, bezugsart, beschaffungsart, quellenart, type offre, type de source, type d'approvisionnement,"
    "tipo oferta, tipo de fuente, tipo de aprovisionamiento, teklif türü, teklif tipi, kaynak türü, tedarik türü",
)
KIND_LOOSE = words("kind, type, art, typ, genre, tipo, clase, tür, tip")
SUBSTITUTE = words(
    "substitute, substitute product, substitute item, alternative item, replacement, replacement item, substitute no,"
    "substitute code, alternate item, alternative product, alternative item code, alternate part, replacement part,"
    "substitute item no, substitute material, follow up material, interchangeable item, altitem, alternative part",
    "ersatz, ersatzartikel, ersatzprodukt, ersatzmaterial, alternativartikel, ersatzartikelnr, folgematerial, ersatzteilnr",
    "substitut, article de substitution, article de remplacement, produit de remplacement, article alternatif, remplacement",
    "sustituto, producto sustituto, artículo sustituto, artículo alternativo, reemplazo, artículo de reemplazo, cód sustituto",
    "ikame, ikame ürün, muadil, muadil ürün, alternatif ürün, alternatif malzeme, alternatif kalem, yerine geçen ürün",
)
AVAILABLE = words(
    "available, available qty, qty available, max qty, maximum qty, max order qty, maximum order qty, offered qty,"
    "quoted qty, qty offered, supply qty, available to promise, atp, atp qty, qty can supply",
    "verfügbar, verfügbare menge, angebotene menge, angebotsmenge, höchstmenge, maximale menge, lieferbare menge, lieferbar",
    "disponible, quantité disponible, quantité offerte, quantité maximale, quantité max, qté disponible, qté offerte",
    "cantidad disponible, cantidad ofrecida, cantidad máxima, cantidad ofertada, cant disponible",
    "mevcut miktar, kullanılabilir miktar, teklif miktarı, azami miktar, maksimum miktar, verilebilir miktar",
)
LEAD_DAYS = words(
    "lead days, lead time, lead time days, lead time in days, delivery days, average lead time, delay, delivery lead time,"
    "planned delivery time, plifz, pl deliv time, planned deliv time, lead time calculation, purchase lead time, days,"
    "supplier lead time, avg lead time, purchasing lead time, leadtime, leadtim, delivery time, transit days",
    "lieferzeit, lieferzeit in tagen, lieferzeit tage, planlieferzeit, wiederbeschaffungszeit, lieferfrist, beschaffungszeit,"
    "lieferzeittage, liefertage",
    "délai de livraison, délai, délai en jours, délai prévisionnel de livraison, délai prév livr, délai d'approvisionnement,"
    "délai fournisseur, jours de livraison, jours",
    "plazo de entrega, plazo, plazo en días, plazo entrega previsto, tiempo de entrega, días de entrega, días,"
    "plazo de aprovisionamiento",
    "tedarik süresi, teslim süresi, teslimat süresi, termin süresi, planlanan teslim süresi, temin süresi, gün, süre gün",
)
FIXED_COST = words(
    "fixed cost, setup cost, order cost, freight, transfer cost, shipping cost, expedite fee, fixed costs, order fee,"
    "freight cost, handling fee, one time cost, fixed charge, ordering cost, expedite cost, minimum order surcharge",
    "fixkosten, fixe kosten, rüstkosten, bestellkosten, fracht, frachtkosten, versandkosten, transportkosten,"
    "umlagerungskosten, expresszuschlag, mindermengenzuschlag",
    "coût fixe, frais fixes, frais de port, frais de transport, frais de commande, coût de transfert, frais d'expédition",
    "coste fijo, costo fijo, gastos fijos, flete, gastos de envío, coste de transporte, costo de transferencia, portes",
    "sabit maliyet, sabit gider, navlun, nakliye, nakliye bedeli, sevkiyat maliyeti, transfer maliyeti, kargo ücreti",
)
UNIT_COST = words(
    "price after discount, ek preis ohne mwst, ek preis exkl mwst, prix achat ht, pu achat ht,"
    "unit cost, cost per unit, unit price, purchase price, standard price, net price, cost price, netpr, price_unit,"
    "direct unit cost, direct cost, direct unit cost excl vat, item rate, last purchase price, last direct cost, netprice,"
    "purch price, purchprice, line price, net order price, price per unit, order price, effective price, base price,"
    "basic rate, po unit price, po price, standard cost, average cost, effpr, vendor price, peinh price, po rate,"
    "estimated unit cost, price unit amount, buying price, valuation price, net unit price, supplier price",
    "nettopreis, bestellpreis, bestellnettopreis, einkaufspreis, stückpreis, einzelpreis, preis pro einheit, ek preis,"
    "einstandspreis, selbstkostenpreis, stückkosten, nettobestellpreis, preis je einheit, ek, ek preis direkt, ekp netto",
    "prix unitaire, prix d'achat, prix achat, prix net, prix de commande, coût unitaire, coût unitaire direct, pu, pu ht,"
    "prix unitaire ht, prix net de commande, coût d'achat",
    "precio unitario, precio compra, precio de compra, precio neto, precio de pedido, coste unitario, costo unitario,"
    "coste unit directo, coste unitario directo, precio neto de pedido, precio unit",
    "birim fiyat, birim maliyet, net fiyat, alış fiyatı, satınalma fiyatı, satın alma fiyatı, sipariş fiyatı,"
    "net sipariş fiyatı, doğrudan birim maliyet, maliyet fiyatı, birim fiyatı, alım fiyatı",
)
QUALITY_WORDS = words(
    "quality, quality grade, quality class, equivalence, grade, qualität, qualitätsstufe, güte, gleichwertigkeit, qualité,"
    "niveau de qualité, équivalence, calidad, grado de calidad, equivalencia, kalite, kalite sınıfı, eşdeğerlik"
)
OFFERED_ON = words(
    "offered on, offer date, quote date, quotation date, valid from, start date, starting date, date start, effective date,"
    "effective from, valid from date, datab, begda, rfq date, from date",
    "angebotsdatum, gültig ab, gültig von, startdatum, beginndatum, date offre, date de l'offre, valable du, valide à partir du,"
    "date de début, date début validité, valable à partir du",
    "fecha oferta, fecha de oferta, válido desde, válido de, fecha inicial, fecha de inicio, vigente desde, fecha cotización",
    "teklif tarihi, geçerlilik başlangıcı, başlangıç tarihi, geçerlilik başlangıç tarihi, geçerli olduğu tarih",
)
EXPIRES_ON = words(
    "expires on, expiry date, expires, valid to, valid until, end date, ending date, date end, expiration date, valid till,"
    "effective to, valid to date, datbi, endda, validity end, to date, valid thru",
    "gültig bis, ablaufdatum, enddatum, gültigkeitsende, bindefrist, valable jusqu'au, date de fin, date d'expiration,"
    "date fin validité, valide jusqu'au, fin de validité",
    "válido hasta, fecha de vencimiento, fecha vencimiento, fecha final, fecha de fin, vigente hasta, caducidad, validez a",
    "geçerlilik sonu, bitiş tarihi, son geçerlilik tarihi, geçerlilik bitiş tarihi, geçerlilik tarihi, bitiş",
)
