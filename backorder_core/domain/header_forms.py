"""The forms under which two headers are the same words, whatever their writing."""

from __future__ import annotations

import re
from functools import lru_cache

from backorder_core.domain.header_words import words
from backorder_core.domain.readings import folded

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SAME = {
    word: one
    for one, words in {
        "no": "number num nr nummer numero nro n numarasi id #",
        "code": "kodu kod codigo cod",
        "qty": "quantity quantities menge quantite qte cantidad cant miktar miktari",
        "supplier": "vendor vend",
        "delivery": "deliv dlv delv",
    }.items()
    for word in words.split()
}
_SMALL = frozenset(words("of,the,for,d,de,del,du,des,la,le,les,l,el,los,der,die,das,fur,pour,para"))
_LINES = frozenset(
    words(
        "order line, order lines, lines, items, purchase order lines, purchase order items",
        "sales order lines, order items",
        "bestellzeilen, bestellpositionen, auftragszeilen, auftragspositionen, positionen, artikel",
        "lignes de commande, lignes de la commande, lignes, articles",
        "lineas de pedido, lineas del pedido, lineas de la orden, lineas",
        "siparis satirlari, siparis kalemleri, kalemler, satirlar, urunler",
    )
)
_VALUES = frozenset(words("value, amount, wert, betrag, valeur, montant, valor, importe, tutar, değer"))
_DOCUMENTS = frozenset(
    words(
        "order reference, order, purchase order, sales order, order header, purchase order header, po header",
        "bestellung, bestellkopf, auftrag, commande, entête, pedido, orden de compra, sipariş",
    )
)
_BEHIND = frozenset(
    words(
        "eur,euro,usd,gbp,chf,try,tl,cad,aud,jpy,cny,sek,dkk,nok,pln,czk,huf,mxn,brl,inr,zar,lc,fc",
        "pc,pcs,pce,ea,each,stk,stuck,adet,uds,ud,unid,unidades,pz,pzs,pza",
    )
)
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|\{.*?\}")
_DELIVERY = re.compile(r"\bdel[. _]+(?=(?:date|qty|quantity|time)\b)", re.IGNORECASE)
_INSIDE = re.compile(r"[(\[{](.*?)[)\]}]")
_BARE = frozenset(("no", "id", "name", "number", "num", "nr", "code", "#", "reference", "type"))
_LINE_OF = re.compile(r"\s*line(?: item)?s?\s+((?!items?\b).+)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def normal(header: str) -> str:
    """The words of a header, without case, accents and punctuation, each parted from the next by a space."""
    return " ".join(re.findall(r"[^\W_]+|#", folded(_HUMP.sub(" ", header))))


@lru_cache(maxsize=8192)
def of_lines(header: str) -> bool:
    """Whether a header says that it is one of the lines, as ``Order Lines/Product`` or ``Rate (Items)``."""
    first, slash, _ = header.partition("/")
    said = [first] if slash else []
    return any(normal(one) in _LINES for one in (*said, *_INSIDE.findall(header)))


@lru_cache(maxsize=16384)
def forms_of(header: str) -> frozenset[str]:
    """The forms of a header; two headers are the same words where they have one in common.

    Brackets, a currency or unit behind the words, the lines that it is said of (``Order Lines/``), small
    words and the order of words do not matter; ``no`` stands for number and id in five languages, unless it
    is the only word, and small words stay beside a single one ("Reçu le" is not "Reçu").
    """
    found: set[str] = set()
    # SAP's "Price Unit" says for how many units the price is; Odoo's price_unit is the price.
    if normal(header) == "price unit" and "_" not in header:
        return frozenset()
    for text in _readings(header):
        said = normal(text).split()
        found |= _of_words(said)
        if len(said) > 1 and said[-1] in _BEHIND:
            found |= _of_words(said[: -2 if said[-2] == "in" and len(said) > 2 else -1])
    return frozenset(found - {""})


def core_of(header: str) -> frozenset[str]:
    """The words of a header that say what it is about, without numbers and codes."""
    said = (_SAME.get(word, word) for word in normal(header).split())
    return frozenset(word for word in said if word not in ("no", "code") and word not in _SMALL)


def _readings(header: str) -> set[str]:
    header = _DELIVERY.sub("delivery ", header)
    texts = {header}
    bare = _BRACKETS.sub(" ", header)
    # "ID (Items)" is the row's own key and not the order's.
    if not (of_lines(header) and normal(bare) in _BARE) and not _is_value(header):
        texts.add(bare)
    first, slash, rest = header.partition("/")
    if slash and normal(first) in _LINES | _DOCUMENTS and normal(rest) not in _BARE:
        texts.add(rest)
    if (said := _LINE_OF.fullmatch(header)) and normal(said[1]) not in _BARE:
        texts.add(said[1])
    texts |= _either(header)
    return texts | {re.sub("([äöüÄÖÜ])", r"\1e", text) for text in texts}


def _is_value(header: str) -> bool:
    """Whether brackets say that it is money, as in ``Still to be delivered (value)``."""
    return any(normal(one) in _VALUES for one in _INSIDE.findall(header))


def _either(header: str) -> set[str]:
    """What a header with two names says, as ``PO / SO #``: each of them, the first with what follows both."""
    first, slash, second = header.partition(" / ")
    if not slash or not first.strip() or not second.strip():
        return set()
    behind = second.split(maxsplit=1)[1:]
    return {first, second, *(f"{first} {rest}" for rest in behind)}


def _of_words(said: list[str]) -> set[str]:
    core = [_SAME.get(word, word) for word in said if word not in _SMALL]
    if core == ["no"] or len(core) < min(2, len(said)):
        core = said
    spelt = [{"no": "number", "qty": "quantity"}.get(word, word) for word in core] if len(core) > 1 else core
    vendor = ["vendor" if word == "supplier" else word for word in spelt]
    return {"".join(said), "".join(core), "".join(spelt), "".join(vendor), " ".join(sorted(set(core)))}
