"""Prove that a whole file, and not only its beginning, is text in one encoding with lines of sane length."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from backorder_core.services.files.shape import ENCODINGS

CHUNK = 1024 * 1024
LONGEST_LINE = 4_000_000


class FaultKind(Enum):
    """What can be wrong with the text of a file; the values complete a sentence."""

    BINARY = "the file is binary, not text: save it as CSV and choose that."
    LENGTH = f"the line has more than {LONGEST_LINE:,} characters: check that this is a CSV file."
    ENCODING = "a byte is not {encoding}: save the file as UTF-8, or say which encoding it is in."


@dataclass(frozen=True)
class Fault:
    """Where a file stops being text, as a physical line counted from 1."""

    line: int
    kind: FaultKind

    def sentence(self, name: str, encoding: str) -> str:
        """The refusal of a file called ``name`` that was read in ``encoding``."""
        called = ENCODINGS.get(encoding, encoding)
        return f"{name}, line {self.line}: {self.kind.value.replace('{encoding}', called)}"


class Lines:
    """Counts the lines of a text that comes in pieces; a CRLF cut in two counts once."""

    def __init__(self) -> None:
        self.ended = 0
        self.begun = 0
        self._after_cr = False

    def add(self, text: str) -> None:
        """Take in the next piece; ``begun`` is then the length of the line that has not ended yet."""
        if not text:
            return
        self.ended += text.count("\n") + text.count("\r") - text.count("\r\n")
        self.ended -= self._after_cr and text.startswith("\n")
        self._after_cr = text.endswith("\r")
        last = max(text.rfind("\n"), text.rfind("\r"))
        self.begun = len(text) - last - 1 if last >= 0 else self.begun + len(text)


def first_fault(path: Path, encoding: str) -> Fault | None:
    """The first place that is no text in an encoding, or None; reads the whole file in bounded memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = Lines()
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, not chunk)
            except UnicodeError as bad:
                before = bad.object[: bad.start] if isinstance(bad, UnicodeDecodeError) else b""
                lines.add(before.decode(encoding, "ignore"))
                return Fault(lines.ended + 1, FaultKind.ENCODING)
            before_nul, nul, _ = text.partition("\0")
            lines.add(before_nul)
            if nul:
                return Fault(lines.ended + 1, FaultKind.BINARY)
            if lines.begun > LONGEST_LINE:
                return Fault(lines.ended + 1, FaultKind.LENGTH)
            if not chunk:
                return None
