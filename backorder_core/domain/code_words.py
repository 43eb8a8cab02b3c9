"""Words for codes and for yes and no, in English, German, French, Spanish and Turkish.

What cannot be told apart stands in no list: such a value is rejected with its reason, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from backorder_core.domain.header_forms import normal
from backorder_core.domain.header_words import words


def said(**meanings: str) -> Mapping[str, str]:
    """The code by each of its words, from texts with commas between them; ``ValueError`` for one of two codes."""
    found: dict[str, str] = {}
    for code, text in meanings.items():
        for word in map(normal, words(text)):
            if found.setdefault(word, code) != code:
                raise ValueError(f"'{word}' means {found[word]} and {code}")
    return found


YES = frozenset(
    words(
        "yes,y,true,t,1,x,on,checked,set,ja,j,wahr,w,oui,o,vrai,v,si,s,verdadero,cierto,evet,e,dogru,var,✓,✔,☑,wahr",
    )
)
NO = frozenset(
    words("no,n,false,f,0,off,unchecked,not set,nein,falsch,non,faux,falso,hayir,h,yanlis,yok,-,✗,✘,☐"),
)

PIECES = frozenset(
    words(
        "pc,pcs,pce,piece,pieces,ea,each,unit,units,st,stk,stck,stuck,stucke,einheit,einheiten,unite,unites,u,un",
        "ud,uds,unid,unidad,unidades,pieza,piezas,pz,pzs,pza,pzas,adet,ad,birim,tane,h87,c62",
    )
)
"""Words behind a number of units that say nothing more; kilograms, boxes and the like are not among them."""
DAYS = frozenset(words("d,day,days,tag,tage,tagen,t,jour,jours,j,dia,dias,gun"))

TIERS = said(
    vip="a, a customer, gold, platinum, diamond, key account, key, strategic, top, tier 1, vip customer, class a, abc a,"
    "a kunde, schlüsselkunde, großkunde, top kunde, wichtig, klasse a, or, platine, client stratégique, grand compte,"
    "compte clé, classe a, oro, platino, estratégico, cuenta clave, cliente clave, clase a, altın, platin, stratejik,"
    "anahtar müşteri, kilit müşteri, önemli, a sınıfı, yes, y, true, ja, oui, sí, evet, x",
    premium="b, b customer, silver, preferred, plus, tier 2, class b, abc b, b kunde, bevorzugt, silber, klasse b, argent,"
    "privilégié, classe b, plata, preferente, clase b, gümüş, öncelikli, ayrıcalıklı, b sınıfı, prémium",
    standard="c, d, c customer, bronze, regular, basic, normal, other, tier 3, class c, abc c, low, c kunde, üblich, sonstige,"
    "klasse c, estándar, régulier, classe c, bronce, básico, regular, clase c, standart, bronz, diğer, c sınıfı, no, n, false,"
    "nein, non, hayır, 0",
)

OFFER_KINDS = said(
    alternative_supplier="supplier, alternative, alternate supplier, other supplier, second source, vendor, alternative vendor,"
    "purchase, buy, alternativer lieferant, lieferant, alternativlieferant, zweitlieferant, einkauf, fournisseur,"
    "fournisseur alternatif, autre fournisseur, achat, proveedor, proveedor alternativo, otro proveedor, compra, tedarikçi,"
    "alternatif tedarikçi, satın alma, satınalma",
    transfer="stock transfer, transfer order, warehouse transfer, inter warehouse transfer, relocation, umlagerung, umbuchung,"
    "lagertransfer, transfert, transfert de stock, traslado, transferencia, transferencia de stock, depo transferi, stok nakli,"
    "nakil, transfer siparişi",
    substitute="substitution, replacement, alternative product, alternate item, ersatz, ersatzprodukt, ersatzartikel, substitut,"
    "remplacement, produit de remplacement, sustituto, sustitución, reemplazo, ikame, muadil, ikame ürün",
    expedite="expedited, rush, express, expediting, speed up, beschleunigung, beschleunigt, eilauftrag, eillieferung, accélérer,"
    "accélération, urgence, urgente, acelerar, exprés, hızlandırma, acil, hızlandır",
    drop_ship="drop shipment, dropship, direct delivery, direct shipment, special order, direktlieferung, streckengeschäft,"
    "strecke, streckenlieferung, livraison directe, expédition directe, entrega directa, envío directo, doğrudan sevkiyat,"
    "doğrudan teslimat, stoksuz satış",
)

QUALITIES = said(
    same="identical, equal quality, original, gleich, identisch, identique, même, mismo, igual, idéntico, aynı, özdeş, orijinal",
    equivalent="equal, comparable, similar, gleichwertig, vergleichbar, équivalent, équivalente, equivalente, comparables,"
    "eşdeğer, denk, muadil",
    substitute="alternative, replacement, other, ersatz, abweichend, substitut, remplacement, alternatif, sustituto, alternativo,"
    "reemplazo, ikame, farklı",
)

STATES = said(
    open="o, opened, active, approved, released, pending, pending receipt, partially received, partial, partially delivered,"
    "partly delivered, partially fulfilled, in progress, confirmed, open order, backorder, backordered, to receive,"
    "to receive and bill, on hold, ordered, issued, sent, acknowledged, purchase, purchase order, locked, new, not received,"
    "pending approval, pending prepayment, partially received pending billing, pending billing partially received, planned,"
    "pending supervisor approval, closed for invoice, pre approved, requires reapproval, in process, blocked, not closed,"
    "bost open, to be delivered, no, n, false, not delivered, not started, external review,"
    "offen, in bearbeitung, freigegeben, bestätigt, teilgeliefert, teilweise geliefert, bestellt, aktiv, nein, genehmigt,"
    "offener auftrag, ausstehend, in arbeit, nicht geliefert,"
    "ouvert, ouverte, en cours, en attente, confirmé, confirmée, partiellement reçu, partiellement livré, approuvé, lancé,"
    "commandé, bon de commande, actif, non,"
    "abierto, abierta, pendiente, en curso, confirmado, confirmada, parcialmente recibido, recibido parcialmente, aprobado,"
    "lanzado, parcial, pedido de compra, activo, en proceso,"
    "açık, beklemede, bekliyor, onaylandı, onaylı, devam ediyor, kısmi, kısmen teslim alındı, kısmen teslim edildi, sipariş,"
    "satın alma siparişi, aktif, hayır, serbest",
    closed="c, complete, completed, done, finished, received, fully received, delivered, fully delivered, invoiced, fully billed,"
    "billed, to bill, pending bill, pending billing, finally closed, closed for receiving, closed short, short closed, archived,"
    "delivery completed, bost close, fulfilled, fully fulfilled, yes, y, true, x, closed by receipt,"
    "geschlossen, abgeschlossen, erledigt, geliefert, vollständig geliefert, beendet, endgeliefert, fakturiert, ja, komplett,"
    "fermé, fermée, clôturé, clôturée, clos, terminé, terminée, soldé, soldée, livré, livrée, reçu, facturé, oui, complet,"
    "cerrado, cerrada, completado, completada, completo, terminado, finalizado, recibido, entregado, facturado, sí,"
    "kapalı, kapandı, kapatıldı, tamamlandı, bitti, teslim alındı, teslim edildi, faturalandı, evet",
    cancelled="canceled, cancel, void, voided, deleted, rejected, l, withdrawn, rejected by supervisor, nothing to come,"
    "storniert, gelöscht, abgesagt, storno, abgelehnt, aufgehoben, annulé, annulée, supprimé, supprimée, rejeté,"
    "cancelado, cancelada, anulado, anulada, borrado, eliminado, rechazado, iptal, iptal edildi, iptal edilmiş, silindi,"
    "reddedildi",
)

IMPACTS = said(
    critical="urgent, very high, line down, production stopped, emergency, immediate, kritisch, dringend, sehr hoch, stillstand,"
    "bandstillstand, eilig, critique, urgente, très élevé, arrêt de production, crítico, crítica, muy alto, muy alta, parada,"
    "kritik, acil, çok yüksek, üretim durdu",
    high="medium, important, elevated, hoch, mittel, wichtig, élevé, élevée, haut, haute, moyen, moyenne, important, alto, alta,"
    "medio, media, importante, yüksek, orta, önemli",
    normal="low, routine, none, standard, minor, regular, niedrig, gering, keine, routinemäßig, bas, basse, faible, normale, aucun,"
    "bajo, baja, ninguno, rutina, düşük, yok, rutin, olağan, 0",
)

SEVERITIES = said(
    minor="low, small, slight, trivial, cosmetic, minor defect, class c, gering, leicht, klein, niedrig, nebenfehler,"
    "geringfügig, unkritisch, mineur, mineure, faible, léger, légère, bas, menor, leve, bajo, baja, pequeño, küçük, düşük,"
    "hafif, minör",
    major="medium, moderate, main, major defect, class b, mittel, mäßig, hauptfehler, erheblich, bedeutend, majeur, majeure,"
    "moyen, moyenne, important, importante, mayor, medio, media, moderado, moderada, büyük, orta, majör, önemli",
    critical="high, severe, very high, serious, blocker, critical defect, fatal, class a, hoch, sehr hoch, schwer, kritisch,"
    "schwerwiegend, kritischer fehler, critique, grave, élevé, élevée, très élevé, crítico, crítica, alto, alta, muy alto,"
    "kritik, yüksek, çok yüksek, ağır, ciddi",
)
