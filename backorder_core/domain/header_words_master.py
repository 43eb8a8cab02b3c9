"""Header words for suppliers, products, places and customers, wherever a file names them.

Words of SAP, Odoo, ERPNext, NetSuite, Dynamics, Oracle and Business One in English, German, French, Spanish and
Turkish; "vendor" is known as "supplier" everywhere, see header_forms.
"""

from __future__ import annotations

from backorder_core.domain.header_words import ITEM, words

CODE = words(
    "code, id, no, key, nr, nummer, number, #, reference, ref, internal id, external id, search key, short code",
    "kürzel, schlüssel, kennung, referenz, numéro, n, référence, identifiant, número, clave, referencia, identificador",
    "kod, kodu, numara, anahtar, referans",
)
NAME = words(
    "name, description, title, display name, full name, name 1, name1, company name, long name, label, designation",
    "bezeichnung, beschreibung, benennung, anzeigename, firmenname, firma, kurztext, text",
    "nom, désignation, libellé, intitulé, raison sociale, dénomination",
    "nombre, descripción, denominación, razón social, nombre para mostrar",
    "ad, adı, isim, tanım, tanımı, açıklama, ünvan, unvan, görünen ad",
)
QTY = words("qty, quantity, units, menge, anzahl, stück, nombre d'unités, unidades, adet")
PRICE_LOOSE = words(
    "price, cost, unit price, list price, net price, rate, amount per unit, price unit cost, valuation rate",
    "preis, einzelpreis, nettopreis, stückpreis, listenpreis, prix, prix unitaire, prix net, tarif",
    "precio, precio unitario, precio neto, tarifa, coste, costo, fiyat, birim fiyat, net fiyat, tutar birim",
)

PARTNER = words(
    "business partner, business partner no, business partner code, bp code, bp no, cardcode, partner, partner no,"
    "partner code, party, entity id, entity, account no, account code, accountnum, geschäftspartner, geschäftspartner no,"
    "geschäftspartnernummer, geschäftspartnercode, gp code, partenaire, code partenaire, tiers, code tiers, partenaire no",
    "socio negocios, código socio negocios, código sn, tercero, código tercero",
    "cari, cari kod, cari no, cari hesap kodu, cari hesap, muhatap, muhatap kodu, iş ortağı, iş ortağı kodu, firma kodu",
)
"""Words for a business partner; the kind of file tells whether it buys or sells."""
PARTNER_NAME = words(
    "business partner name, bp name, cardname, partner name, party name, organization name, organisation name",
    "geschäftspartnername, gp name, name geschäftspartner, nom partenaire, nom du tiers, nombre socio negocios, nombre sn,"
    "nombre del tercero, cari adı, cari ünvan, cari ünvanı, cari isim, muhatap adı, iş ortağı adı, firma adı, firma ünvanı",
)
SUPPLIER_AND_NAME = words(
    "supplier supplying plant, lieferant lieferwerk, fournisseur division livreuse, fournisseur div livr,"
    "proveedor centro suministrador, satıcı teslimat yapan üretim yeri, satıcı tedarik eden üretim yeri"
)
"""SAP's column with the supplier's number, blanks, and its name."""
SUPPLIER_CODE = (*PARTNER, *SUPPLIER_AND_NAME, *words(
    "customer vendor code, customer supplier code, seller id, seller code, seller no,"
    "supplier code, supplier no, supplier number, supplier ref, supplier key, supplier account, supplier account no,"
    "supplier account number, buy from supplier no, buy from supplier, pay to supplier no, buyfrom supplier no, lifnr,"
    "account no of supplier, account no supplier or creditor, creditor, creditor no, order supplier account,"
    "order supplier account no, invoice supplier account, invoice supplier account number, order account, supplier num,"
    "supplier site code, po supplier, supplier internal id, supplier entity id, supplierid, vendorcode, vendorid, vendid,"
    "vendno, invoiceaccount, orderaccount, main supplier, preferred supplier, primary supplier",
    "lieferantennummer, lieferantennr, lieferanten no, lieferant no, lieferantencode, lieferant code, lieferantenkonto,"
    "kreditor, kreditornummer, kreditorennummer, kreditorennr, kreditor no, kreditorenkonto,"
    "eink von kred no, eink von kreditorennr, kred no, lief no, liefnr, hauptlieferant",
    "fournisseur no, code fournisseur, numéro fournisseur, référence fournisseur, compte fournisseur,"
    "no preneur fournisseur, fournisseur principal",
    "proveedor no, código proveedor, código de proveedor, cuenta proveedor, cuenta de proveedor, acreedor, acreedor no,"
    "compra a no proveedor, proveedor principal, no proveedor compra",
    "tedarikçi no, tedarikçi kodu, tedarikçi numarası, tedarikçi hesabı, satıcı no, satıcı kodu, satıcı numarası,"
    "satıcı hesabı, ana tedarikçi",
))  # fmt: skip
SUPPLIER_LOOSE = words("supplier, lieferant, fournisseur, proveedor, tedarikçi, satıcı, purchase from")
SUPPLIER_NAME = (*PARTNER_NAME, *words(
    "customer vendor name, customer supplier name, seller name,"
    "supplier name, name of supplier, supplier name 1, supplier description, supplier company name, supplier organization name,"
    "buy from supplier name, buy from name, supplier display name, supplier full name, purchase order supplier name",
    "lieferantenname, name lieferant, lieferantenbezeichnung, kreditorname, kreditorenname, eink von name, name 1 lieferant,"
    "lieferant name, lief name",
    "nom fournisseur, nom du fournisseur, raison sociale fournisseur, désignation fournisseur, libellé fournisseur",
    "nombre proveedor, nombre del proveedor, razón social proveedor, nombre acreedor, compra a nombre",
    "tedarikçi adı, tedarikçi ünvanı, tedarikçi ismi, tedarikçi tanımı, satıcı adı, satıcı ünvanı, satıcı ismi",
))  # fmt: skip
BUYER = words(
    "buyer, purchaser, purchasing agent, buyer name, buyer code, purchaser code, purchasing group, pur group, purch group,"
    "ekgrp, pgr, buyer id, agent name, agent id, purchase representative, purchase responsible, buyer planner, buyer group,"
    "buyer group id, procurement owner, responsible, user id, user",
    "einkäufer, einkäufergruppe, einkaufsgruppe, einkäufercode, einkaufsverantwortlicher, verantwortlicher einkäufer, ekgr",
    "acheteur, code acheteur, groupe d'acheteurs, groupe acheteurs, responsable achats, représentant achats",
    "comprador, código comprador, grupo de compras, responsable de compras, representante de compra, encargado de compras",
    "satınalmacı, satın alma sorumlusu, satınalma sorumlusu, satınalma grubu, satın alma grubu, alıcı, satın alma temsilcisi",
)

PRODUCT_CODE = words(
    "product code, product no, product number, product ref, product key, product id, item code, item ref, item key, itemref,"
    "material no, material number, material code, material, matnr, mat no, article, article no, article number, article code,"
    "art no, sku, sku code, part, part no, part number, part code, internal reference, default code, product default code,"
    "product id default code, product internal reference, inventory item, inventory item id, stock code,"
    "stock item, item segment1, item name number, goods code, product variant, product id internal reference, itemno",
    "materialnummer, materialnr, artikel, artikelnummer, artikelnr, artikel no, artikelcode, artikel code,"
    "produktnummer, produktnr, produktcode, interne referenz, teilenummer, teilenr, sachnummer, sachnr, bestandsartikel",
    " code article, numéro article, référence article, réf article, code produit, référence produit, produit no,"
    "référence interne, matériel, no matériel, matière, pièce, référence pièce",
    " código material, número material, artículo, artículo no, código artículo, código de artículo,"
    "código producto, código de producto, producto no, referencia interna, referencia artículo, no material, pieza",
    "malzeme, malzeme no, malzeme kodu, malzeme numarası, ürün kodu, ürün no, ürün numarası, stok kodu, stok no, kalem kodu,"
    "parça no, parça numarası, dahili referans, iç referans, madde kodu, madde no",
)
PRODUCT_LOOSE = words(
    "product, produkt, produit, producto, ürün, madde, parça, stok, product template, product tmpl id, teil"
)
"""Words for a product that may hold its code or its name."""
PRODUCT_OF_LINE = (*PRODUCT_LOOSE, *words("no, nr, n"), *ITEM)
"""The same on the lines of an order; "No." is what Business Central calls it there."""
PRODUCT_NAME = words(
    "product name, item name, item description, product description, material description, material name, dscription,"
    "short text, part description, part name, article description, article name, description of material, maktx, txz01,"
    "product display name, product id name, item display name, item desc, sku description, product line description, displayname",
    "materialkurztext, materialbezeichnung, artikelbezeichnung, artikelbeschreibung, artikelname, produktname,"
    "produktbezeichnung, produktbeschreibung, bezeichnung artikel, artikeltext",
    "désignation article, libellé article, désignation produit, nom article, nom du produit, nom de l'article,"
    "description article, désignation matériel, description produit",
    "descripción material, descripción artículo, descripción del artículo, nombre artículo, nombre del artículo,"
    "nombre producto, nombre del producto, descripción producto, texto breve material, texto breve de material",
    "malzeme tanımı, malzeme adı, malzeme kısa metni, malzeme açıklaması, ürün adı, ürün tanımı, ürün açıklaması, stok adı,"
    "kalem tanımı, kalem adı, madde adı, madde tanımı",
)
PRODUCT_NAME_LOOSE = words(
    "description, kurztext, bezeichnung, beschreibung, désignation, libellé, texte court, descripción, texto breve, tanım,"
    "kısa metin"
)
CATEGORY = words(
    "category, product category, item category code, product group, item group, material group, matkl, matl group, categ id,"
    "product categ id, category name, itmsgrpcod, item group code, itmsgrpnam, category id, inventory category,"
    "product group id, item group id, product line, product family",
    "kategorie, produktkategorie, produktgruppe, warengruppe, artikelgruppe, artikelkategorie, artikelkategoriencode,"
    "materialgruppe",
    "catégorie, catégorie produit, catégorie de produit, catégorie article, groupe de marchandises, groupe d'articles,"
    "groupe articles, famille de produits, famille articles, code catégorie article",
    "categoría, categoría producto, categoría de producto, grupo de artículos, grupo artículos, familia de productos,"
    "cód categoría producto",
    "kategori, ürün kategorisi, ürün grubu, malzeme grubu, mal grubu, kalem grubu, stok grubu, madde kategori kodu",
)
CATEGORY_LOOSE = words(
    "group, family, class, gruppe, klasse, familie, famille, groupe, classe, familia, grupo, clase, grup, aile, sınıf,"
    "item category, type, mtart, material type, materialart, product type, produkttyp, tür"
)

LOCATION_CODE = words(
    "location, location code, location id, location no, warehouse, warehouse code, warehouse no, warehouse id, whscode,"
    "whs code, plant, plant code, werks, storage location, storage loc, stor loc, sloc, lgort,"
    "branch plant, inventlocationid, subinventory, subinventory code, depot,"
    "distribution center, ship to location, receiving location, stock location",
    "lager, lagerort, lagerortcode, lagerort code, lagernummer, lagercode, werk",
    "magasin, code magasin, entrepôt, code entrepôt, division, emplacement, code emplacement, dépôt, code dépôt",
    "almacén, código almacén, cód almacén, centro, ubicación, código ubicación, depósito, bodega",
    "depo, depo kodu, depo no, depo yeri, üretim yeri, lokasyon, lokasyon kodu, konum, konum kodu, ambar, ambar kodu",
)
LOCATION_LOOSE = words(
    "site, site code, site id, inventsiteid, branch, organization, organization code, standort, standortcode, site no, sede, tesis,"
    "şube, zone, bin, bin code"
)
LOCATION_NAME = words(
    "location name, warehouse name, plant name, site name, whsname, whs name, warehouse description, location description,"
    "name of plant, storage location description, descr of storage loc, plant name 1, short name warehouse",
    "lagername, lagerortname, lagerortbezeichnung, werkname, name werk, bezeichnung lagerort, standortname",
    "nom magasin, nom entrepôt, nom de l'entrepôt, désignation magasin, nom division, nom du site, nom du dépôt",
    "nombre almacén, nombre del almacén, denominación almacén, nombre centro, nombre ubicación, nombre de la bodega",
    "depo adı, depo tanımı, depo ismi, üretim yeri adı, lokasyon adı, konum adı, ambar adı",
)

CUSTOMER_CODE = (*PARTNER, *words(
    "customer vendor code, customer supplier code,"
    "customer code, customer no, customer number, customer ref, customer key, client no, client code, client id, kunnr,"
    "kunag, sold to, sold to party, sold to pt, soldto party, sold to customer, sell to customer no, sell to customer,"
    "bill to customer no, customer account, customer account no, customer account number, cust account, custaccount,"
    "ordering customer account no, ordering customer account number, invoice customer account number, cust no, custno,"
    "customer num, cust account id, customer internal id, customer entity id, debtor, debtor no, customerid",
    "kundennummer, kundennr, kunden no, kunde no, kundencode, kunden code, debitor, debitornummer, debitorennummer,"
    "debitorennr, debitor no, debitorenkonto, auftraggeber, auftraggeber no, verk an deb no, verk an debitorennr",
    " code client, numéro client, référence client, compte client, donneur d'ordre, donneur ordre, débiteur",
    "cliente no, código cliente, código de cliente, número cliente, cuenta cliente, deudor, deudor no, solicitante,"
    "destinatario pedido, venta a no cliente",
    "müşteri no, müşteri kodu, müşteri numarası, müşteri hesabı, borçlu, siparişi veren, sipariş veren, alıcı firma kodu",
))  # fmt: skip
CUSTOMER_LOOSE = words("customer, client, kunde, cliente, müşteri")
SHIPPED_TO = words(
    "ship to, ship to party, ship to customer, account, warenempfänger, destinataire, réceptionnaire, destinatario, teslim alan"
)
CUSTOMER_NAME = (*PARTNER_NAME, *words(
    "customer vendor name, customer supplier name,"
    "customer name, customer name 1, client name, account name, name of sold to party, sold to party name, sold to name, name of customer,"
    "sell to customer name, customer company name, customer display name, customer organization name, customer full name",
    "kundenname, name kunde, kundenbezeichnung, debitorname, debitorenname, name auftraggeber, verk an name, kunde name",
    "nom client, nom du client, raison sociale client, nom donneur d'ordre, désignation client",
    "nombre cliente, nombre del cliente, razón social cliente, nombre solicitante, venta a nombre",
    "müşteri adı, müşteri ünvanı, müşteri ismi, müşteri tanımı",
))  # fmt: skip
TIER = words(
    "tier, customer tier, service level, vip flag, is vip, vip customer, vip, key account, abc class, abc classification,"
    "customer abc, vip kunde, kundenstufe, abc klasse, abc kennzeichen, niveau de service, client vip, classe abc,"
    "nivel de servicio, cliente vip, clasificación abc, vip müşteri, müşteri seviyesi, hizmet seviyesi, abc sınıfı"
)
TIER_LOOSE = words(
    "customer class, customer group, customer segment, customer rating, customer category, customer priority, kdgrp, custgroup,"
    "cust group, customer group code, customer classification, customer price group, class, group, segment, rating, priority,"
    "category, classification, level",
    "kundengruppe, kundenklasse, kundensegment, kundenkategorie, kundenklassifizierung, debitorengruppe, kundenpriorität,"
    "klasse, gruppe, stufe, priorität, kategorie",
    "groupe de clients, groupe clients, catégorie client, segment client, classe client, priorité client, classe, groupe,"
    "priorité, niveau, catégorie",
    "grupo de clientes, grupo clientes, categoría cliente, segmento cliente, clase cliente, prioridad cliente, clase, grupo,"
    "clasificación, segmento, prioridad, nivel, categoría",
    "müşteri grubu, müşteri segmenti, müşteri sınıfı, müşteri kategorisi, müşteri önceliği, sınıf, grup, seviye, öncelik,"
    "kategori",
)
"""Words for any grouping of customers: it is the tier where its values are tiers."""
ACCOUNT_MANAGER = words(
    "account manager, sales rep, salesperson, sales person, account owner, sales employee, salesperson code, slpname,"
    "sales representative, sales group, sales team member, responsible salesperson, sales owner, account representative,"
    "account executive, user id, user, sales responsible, employee responsible",
    "kundenbetreuer, vertriebsmitarbeiter, verkäufer, verkäufercode, vertreter, kundenverantwortlicher, verkäufergruppe,"
    "außendienst, ansprechpartner vertrieb, vertriebsbeauftragter",
    "commercial, vendeur, code vendeur, responsable commercial, chargé de clientèle, responsable de compte, représentant",
    "vendedor, código vendedor, cód vendedor, comercial, responsable comercial, gestor de cuenta, ejecutivo de cuenta",
    "satış temsilcisi, müşteri temsilcisi, satış elemanı, satıcı personel, müşteri yöneticisi, satış sorumlusu, plasiyer",
)
