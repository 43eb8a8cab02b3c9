"""What is said of a file, what is found in it, and how its rows end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from backorder_core.domain.contracts import Contract
from backorder_core.domain.headers import HeaderMatch
from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Outcome
from backorder_core.services.files import FileShape, ReadOptions
from backorder_core.services.imports.cells import Cells

Progress = Callable[[int, int], None]
"""Hears how many rows are done, and of how many."""
Written = Callable[[int], None]
Readings = dict[str, dict[str, tuple[object, str | None]]]
Choices = Mapping[str, str]
ANSWERS = ("missing", "closed", "blanks")
"""Questions that not every kind of file raises, see ``ImportOptions.answers``."""


@dataclass(frozen=True)
class Joined:
    """Another file that gives each row of an imported one some cells: the heads of its lines.

    ``on`` gives columns of the joined file by columns of the imported one, which together name one row of
    it; ``take`` are the columns of the joined file to add.
    """

    path: Path
    name: str
    on: Mapping[str, str]
    take: tuple[str, ...]
    reading: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True)
class ImportOptions:
    """What the user says about a file; None means: detect it, and ask where that is not certain.

    ``mapping`` gives headers by field and wins over what was remembered or matched. ``with_lines`` lets
    an open-PO report bring suppliers and products, and a delay file PO lines, that the store does not know.
    ``unknown`` are texts that mean a date that nobody knows. ``answers`` are those to questions of
    some kinds alone. ``given`` are texts by field that hold for every row, ``joined`` files whose columns
    count as columns of this one.
    """

    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    reading: ReadOptions = field(default_factory=ReadOptions)
    with_lines: bool = False
    unknown: tuple[str, ...] = ()
    answers: Choices = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    joined: tuple[Joined, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How the rows of a file end; the five add up to ``rows``."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    not_needed: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Rejection:
    """One rejected row: its line in the file, the column and value at fault, and why.

    ``lacks`` names the records, as (kind, id), that it refers to and the store does not have; it is known
    while the file is judged, and not kept.
    """

    line: int
    column: str | None
    value: str | None
    reason: str
    cells: tuple[str, ...] = ()
    lacks: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class PreviewRow:
    """One row of a file with its verdict; ``said`` are its texts by field, in the file's own words."""

    line: int
    outcome: Outcome
    reason: str
    column: str | None
    value: str | None
    said: Mapping[str, str]
    backorder: str | None


@dataclass(frozen=True)
class Understood:
    """How a file's dates and decimals are read; None where its values read only one way anyway."""

    dates: DateOrder | None
    decimal: DecimalSign | None


@dataclass(frozen=True)
class Case:
    """A file on its way, judged under ``draft``; ``positions`` are the places of the fields, counted from 1.

    ``seen_before`` means that this very file was applied already.
    """

    draft: str
    cells: Cells = field(repr=False, compare=False)
    contract: Contract
    path: Path
    file_name: str
    file_hash: str
    as_of: date
    shape: FileShape
    match: HeaderMatch
    mapping: dict[str, str]
    positions: Mapping[str, int]
    understood: Understood
    readings: Readings
    options: ImportOptions
    settings: Settings
    seen_before: bool


@dataclass(frozen=True)
class Preview:
    """A judged file, waiting in staging under ``draft``; ``digest`` names its verdicts."""

    case: Case
    counts: Counts
    writes: int
    digest: str
    data_version: int
    notes: tuple[str, ...] = ()

    @property
    def draft(self) -> str:
        """The name of the staged rows."""
        return self.case.draft

    @property
    def shape(self) -> FileShape:
        """How the file is read."""
        return self.case.shape
