"""What files of each kind are called in other systems; such a name decides only what the headers leave level."""

from __future__ import annotations

from collections.abc import Mapping

from backorder_core.domain.header_words import words

CALLED: Mapping[str, tuple[str, ...]] = {
    "suppliers": words(
        "supplier, vendor, vendors, vendor master, creditors, lfa1, vendtable, vendor list, supplier list, ap supplier",
        "lieferant, lieferanten, lieferantenstamm, kreditoren, kreditorenstamm",
        "fournisseur, fournisseurs, proveedor, proveedores, acreedores, tedarikçi, tedarikçiler, satıcılar",
    ),
    "products": words(
        "product, item, items, item master, material, materials, material master, article, articles, mara, makt, oitm, inventtable",
        "artikel, artikelstamm, produkt, produkte, materialstamm, produit, produits, articles, article",
        "artículo, artículos, producto, productos, ürün, ürünler, malzeme, malzemeler, stok kartları",
    ),
    "locations": words(
        "location, warehouse, warehouses, plants, sites, whs, owhs, t001w, t001l, inventlocation",
        "lager, lagerorte, werke, standorte, entrepôts, magasins, dépôts, almacenes, bodegas, depolar, ambarlar",
    ),
    "customers": words(
        "customer, client, clients, customer master, debtors, kna1, custtable, customer list",
        "kunde, kunden, kundenstamm, debitoren, cliente, clientes, müşteri, müşteriler",
    ),
    "po-lines": words(
        "po line, purchase order, purchase orders, purchase order line, open po, open pos, purchase lines, purchasing, purchases",
        "me2n, me2m, me2l, me2k, ekpo, ekko, por1, opor, purchline, po lines all, pos, buy orders, open purchase orders",
        "bestellung, bestellungen, bestellpositionen, einkaufsbestellungen, einkaufszeilen, offene bestellungen",
        "commande fournisseur, commandes fournisseurs, commandes d'achat, lignes achat, bons de commande",
        "pedido de compra, pedidos de compra, órdenes de compra, orden de compra, líneas compra",
        "satınalma siparişi, satınalma siparişleri, satın alma siparişleri, açık siparişler",
    ),
    "order-lines": words(
        "customer order line, sales order, sales orders, sales order line, customer order, customer orders, sales, sales lines",
        "sale order, sale order line, va05, vbap, vbak, rdr1, ordr, salesline, order details, so lines, backlog, order book",
        "kundenauftrag, kundenaufträge, verkaufsaufträge, auftragspositionen, verkaufszeilen, aufträge",
        "commande client, commandes clients, commandes de vente, lignes vente",
        "pedido de venta, pedidos de venta, pedidos de clientes, órdenes de venta, líneas venta",
        "satış siparişi, satış siparişleri, müşteri siparişleri",
    ),
    "allocations": words(
        "allocation, pegging, reservations, zuordnungen, affectations, asignaciones, tahsisler"
    ),
    "stock": words(
        "stock level, stock, stocks, inventory, on hand, onhand, mard, oitw, inventsum, stock quant, bin contents",
        "bestand, bestände, lagerbestand, état des stocks, existencias, inventario, stok, stok durumu",
    ),
    "offers": words(
        "supply offer, offer, offers, quotes, quotations, price list, info records, eina, eine, supplierinfo, product supplierinfo",
        "angebote, preisliste, offres, tarifs fournisseurs, ofertas, cotizaciones, teklifler",
    ),
    "receipts": words(
        "receipt, goods receipt, goods receipts, grn, gr, mseg, mkpf, pdn1, opdn, migo, receiving, rcv transactions, purchase receipts",
        "wareneingang, wareneingänge, réceptions, réception, recepciones, entradas de mercancías, mal kabul, mal girişleri",
    ),
    "po-delays": words(
        "po delay, delay, delays, late, delayed, backlog report, expedite report, slips, shortages",
        "verzögerungen, lieferverzug, verspätungen, retards, retrasos, gecikmeler",
    ),
    "quality": words(
        "quality incident, quality notification, quality notifications, ncr, ncrs, qmel, complaints, rejections, defects, nonconformance",
        "reklamationen, qualitätsmeldungen, réclamations, non conformités, reclamaciones, no conformidades, uygunsuzluklar",
    ),
}
