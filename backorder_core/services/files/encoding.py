"""Which encoding a file is in, proved over the whole file and not only its beginning."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from backorder_core.domain.errors import InvalidInput

SAMPLE = 256 * 1024
WESTERN = "cp1252"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = {
    b"PK\x03\x04": "a workbook or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}


def detect_encoding(path: Path, name: str) -> str:
    """The encoding of a text file; ``InvalidInput`` for an empty or a binary one."""
    with path.open("rb") as stream:
        sample = stream.read(SAMPLE)
    if not sample.strip():
        raise InvalidInput(f"{name} is empty: choose a file with a header and rows.")
    for mark, what in BINARY.items():
        if sample.startswith(mark):
            raise InvalidInput(f"{name} is {what}, not a CSV file: save the sheet as CSV and upload that.")
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" in sample:
        return _wide(sample, name)
    return "utf-8" if decodes(path, "utf-8") else _narrow(path, sample)


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of a file is valid in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _wide(sample: bytes, name: str) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 8 and even < odd // 4:
        return "utf-16-le"
    if even > len(sample) // 8 and odd < even // 4:
        return "utf-16-be"
    raise InvalidInput(f"{name} is not a text file: save it as CSV and upload that.")


def _narrow(path: Path, sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=["cp1252", "cp1254", "cp1250", "latin_1"]).best()
    guess = best.encoding if best else WESTERN
    if sample.decode(guess, "replace") == sample.decode(WESTERN, "replace"):
        guess = WESTERN
    return guess if decodes(path, guess) else "latin_1"
