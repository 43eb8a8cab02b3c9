"""What is known about a file: what the user says of it, and what was found out."""

from __future__ import annotations

from dataclasses import dataclass

from backorder_core.domain.contracts import Contract

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with byte-order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp850": "DOS 850",
    "mac_roman": "Mac Roman",
    "latin_1": "Latin-1",
    "xlsx": "Excel workbook",
}
XLSX = "xlsx"
"""In place of an encoding: the file is a workbook."""


@dataclass(frozen=True)
class ReadOptions:
    """What the user says about a file; None means: find out.

    ``delimiter`` is one sign or its name, ``quote`` one sign or empty for a file without quoting,
    ``header_line`` the physical line of the header. Where ``header`` is False, ``columns`` are the names of
    all columns in order; without names they are numbered. ``contract`` tells which headers to look for,
    ``name`` how the user calls the file, ``sheet`` which sheet of a workbook is meant; there ``header_line``
    is the number of a row, and encoding, delimiter and quote say nothing.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool = True
    header_line: int | None = None
    columns: tuple[str, ...] = ()
    contract: Contract | None = None
    name: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class FileShape:
    """How to read a file.

    ``header_line`` is the physical line on which the header starts, counted from 1, and 0 where there is
    none; rows begin on line ``rows_from``. ``headers`` has one name per column, empty where the file names
    none; ``samples`` up to five different values by header. ``newline`` is ``lf``, ``crlf`` or ``cr``.
    ``sheet`` is the sheet of a workbook and None for text; a workbook's ``encoding`` is ``xlsx``, its lines
    are the rows of that sheet, and delimiter, quote and newline are empty.
    """

    name: str
    encoding: str
    delimiter: str
    quote: str
    newline: str
    header_line: int
    rows_from: int
    headers: tuple[str, ...]
    samples: dict[str, tuple[str, ...]]
    sheet: str | None = None

    @property
    def format_name(self) -> str:
        """What the file is, in words."""
        if self.sheet is not None:
            return f"Excel workbook, sheet {self.sheet}"
        return f"Text with {self.delimiter_name}s" if self.delimiter in DELIMITERS else "Text"

    @property
    def delimiter_name(self) -> str:
        """The delimiter as a word."""
        if self.sheet is not None:
            return "cells"
        return DELIMITERS.get(self.delimiter, self.delimiter)

    @property
    def encoding_name(self) -> str:
        """The encoding in words."""
        return ENCODINGS.get(self.encoding, self.encoding)

    @property
    def named(self) -> int:
        """How many columns there are up to the last one with a name."""
        return max((place for place, header in enumerate(self.headers, 1) if header), default=0)
