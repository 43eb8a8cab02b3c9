"""Which encoding a file is in: by its marks, by what decodes, and last by the letters it would have."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files.proving import Fault, FaultKind, first_fault

HEAD = 64 * 1024
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BINARY = {
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "a text document (RTF)",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html|table|head|body|meta)\b", re.IGNORECASE)
WESTERN = frozenset("äöüßáàâãåæçéèêëíìîïñóòôõøœúùûÿÄÖÜÁÀÂÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÕØŒÚÙÛªº")
TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ")
CENTRAL = frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüßőűăâîşţĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽÄÖÜŐŰĂÂÎŞŢ")
SIGNS = frozenset("€–—‘’“”„…•«»°±²³¹½¼¾·×÷£§©®™µ¿¡´`¸¨\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")
INSIDE_WORDS = frozenset("’‘´·\N{SOFT HYPHEN}")
CANDIDATES = (
    ("cp1252", WESTERN),
    ("cp1254", TURKISH),
    ("mac_roman", WESTERN),
    ("cp850", WESTERN),
    ("cp1250", CENTRAL),
)
PLAUSIBLE = 0.8


def encoding_of(path: Path, name: str, said: str | None = None) -> str:
    """The encoding of a text file, valid for every byte of it.

    Raises ``InvalidInput`` where the file is empty or no text, and where ``said`` does not fit.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        if head.startswith(OLD_OFFICE):
            raise InvalidInput(_old_office(head + stream.read(), name))
    _must_be_text(head, name)
    if said is not None:
        return _proved(path, name, _codec(said, name, head))
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return _proved(path, name, encoding)
    if b"\0" in head:
        return _proved(path, name, _wide(head, name))
    fault = first_fault(path, "utf-8")
    if fault is None:
        return "utf-8"
    if fault.kind is not FaultKind.ENCODING:
        raise InvalidInput(fault.sentence(name, "utf-8"))
    return _narrow(path, name, fault, b"\r" in head and b"\n" not in head)


def _old_office(content: bytes, name: str) -> str:
    """Excel locks a workbook by putting it, encrypted, into a file of the old kind."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"{name} is protected by a password: save it without one and choose that."
    return f"{name} is an old Excel workbook (XLS): save it as XLSX or CSV and choose that."


def _must_be_text(head: bytes, name: str) -> None:
    if len(head) < HEAD and not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise InvalidInput(f"{name} is empty: choose a file with a header and rows.")
    for mark, what in BINARY.items():
        if head.startswith(mark):
            raise InvalidInput(f"{name} is {what}, not a table: save the sheet as CSV or XLSX, choose that.")
    if MARKUP.match(head):
        raise InvalidInput(
            f"{name} is a web page or XML, not a CSV file: open it, save it as CSV, choose that."
        )


def _codec(said: str, name: str, head: bytes) -> str:
    try:
        "a".encode(said)
    except (LookupError, UnicodeError):
        raise InvalidInput(
            f"{name} cannot be read as '{said}': that encoding is not known here; try utf-8 or cp1252."
        ) from None
    codec = codecs.lookup(said).name
    marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), codec)
    return marked if codec[:5] == marked[:5] == "utf-8" or codec[:6] == marked[:6] == "utf-16" else codec


def _proved(path: Path, name: str, encoding: str) -> str:
    fault = first_fault(path, encoding)
    if fault is not None:
        raise InvalidInput(fault.sentence(name, encoding))
    return encoding


def _wide(head: bytes, name: str) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and even < odd // 4:
        return "utf-16-le"
    if even > len(head) // 8 and odd < even // 4:
        return "utf-16-be"
    raise InvalidInput(f"{name} is a binary file, not text: save it as CSV and choose that.")


def _narrow(path: Path, name: str, fault: Fault, old_mac: bool) -> str:
    sample = b"".join(_not_ascii(path))
    good, bad = _as_utf8(sample)
    if good > bad:
        raise InvalidInput(
            f"{name}, line {fault.line}: a byte is not UTF-8 although the rest of the file is: "
            "save the file as UTF-8, or say which encoding it is in."
        )
    scores = {
        encoding: score
        for encoding, letters in CANDIDATES
        if (old_mac or encoding != "mac_roman")
        and (score := _plausible(sample, encoding, letters)) is not None
    }
    best = max(scores, key=scores.__getitem__, default="latin_1")
    if scores.get(best, 0) < PLAUSIBLE:
        found = from_bytes(sample).best()
        best = found.encoding if found else "cp1252"
    return best if first_fault(path, best) is None else "latin_1"


def _not_ascii(path: Path) -> Iterator[bytes]:
    kept = 0
    with path.open("rb") as stream:
        while kept < 8 and (chunk := stream.read(HEAD)):
            if not chunk.isascii():
                kept += 1
                yield chunk


def _as_utf8(sample: bytes) -> tuple[int, int]:
    text = sample.decode("utf-8", "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(not sign.isascii() for sign in text) - bad, bad


def _plausible(sample: bytes, encoding: str, letters: frozenset[str]) -> float | None:
    try:
        text = f" {sample.decode(encoding)} "
    except UnicodeDecodeError:
        return None
    places = [found.start() for found in re.finditer(r"[^\x00-\x7f]", text)]
    likely = sum(
        text[at] in letters
        or (text[at] in SIGNS and (text[at] in INSIDE_WORDS or not (text[at - 1] + text[at + 1]).isalpha()))
        for at in places
    )
    return likely / len(places) if places else 1.0
