"""What a file of one kind holds: its fields, what they refer to, what makes a row the same record again.

The parser, the template, the mapping screen, the exports and the help all read the same contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cached_property

from backorder_core.domain.readings import looks_like_damaged_id as looks_like_damaged_id


class FieldType(StrEnum):
    """How a column's text is read."""

    TEXT = "text"
    DATE = "date"
    DECIMAL = "decimal"
    WHOLE = "whole number"
    CODE = "one of a list"
    FLAG = "yes or no"


class Sign(StrEnum):
    """Which numbers a field takes."""

    ANY = ""
    NOT_NEGATIVE = "not below 0"
    POSITIVE = "above 0"


Choices = type[Enum]


class Unknown(Enum):
    """A date that nobody knows, said in so many words; an empty cell may mean something else."""

    DATE = "unknown"


UNKNOWN = Unknown.DATE
AS_OF = "the file's business date"


@dataclass(frozen=True)
class Field:
    """One column of a file.

    ``required`` means that the column must be there, ``blank`` that its cells may be empty; then, and where
    the column is not there for a new record, ``default`` holds (``AS_OF``: the file's business date).
    ``aliases`` are header words of other systems and languages that mean this field and nothing else,
    ``loose`` ones that can mean something else too and count only where no better header is there,
    ``otherwise`` what can stand in for it where nothing else is there, as a name for a code.
    ``choices`` are the codes of a list, ``said`` further words for them by key. ``zeros`` means that leading
    zeros do not tell two values apart, ``unknown`` that a date may be said to be unknown. ``beside`` is the
    field without which this one means nothing, ``lent_by`` the one whose header it takes where it has none.
    ``brings`` fields tell of a PO line that the store does not know, and count only where the file may bring
    such lines.
    """

    name: str
    type: FieldType
    required: bool
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = field(default=(), kw_only=True)
    places: int = 3
    blank: bool = True
    default: object = None
    sign: Sign = Sign.ANY
    choices: Choices | None = None
    said: Mapping[str, str] | None = None
    zeros: bool = False
    unknown: bool = False
    beside: str = ""
    lent_by: str = ""
    brings: bool = False

    @property
    def label(self) -> str:
        """The name in words, e.g. ``PO number``."""
        words = self.name.replace("_", " ")
        for short in ("po", "eta"):
            words = " ".join(word.upper() if word == short else word for word in words.split())
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Reference:
    """Fields of a file that together name a record of another kind."""

    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Contract:
    """One kind of file.

    ``keys`` are the fields that tell its records apart, ``one`` what a single record is called, ``about``
    one sentence on what the app does with it, ``without`` what it cannot do as long as none are there,
    ``references`` the records that must be known first.
    ``neighbours`` are fields that share loose words: which of them is meant, the other headers decide, or it
    is asked. Of the fields in ``preferred`` the first one gets what they share and nothing decides.
    """

    kind: str
    title: str
    fields: tuple[Field, ...]
    keys: tuple[str, ...] = ()
    one: str = "record"
    about: str = ""
    without: str = ""
    references: tuple[Reference, ...] = ()
    neighbours: tuple[tuple[str, ...], ...] = ()
    preferred: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field:
        """The field of a name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @cached_property
    def lean(self) -> Contract:
        """The same contract without the fields of PO lines that a file may bring along."""
        kept = tuple(one for one in self.fields if not one.brings)
        return self if kept == self.fields else replace(self, fields=kept)

    @cached_property
    def zeros(self) -> frozenset[str]:
        """Fields of which leading zeros do not tell two values apart."""
        return frozenset(one.name for one in self.fields if one.zeros)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all fields, in order."""
        return tuple(one.name for one in self.fields)


def template_cells(contract: Contract) -> tuple[str | Decimal | date | None, ...]:
    """The example row of a contract as values: texts as texts, numbers as numbers, dates as dates."""
    return tuple(_example(one) for one in contract.fields)


def _example(one: Field) -> str | Decimal | date | None:
    if not one.example:
        return None
    if one.type in (FieldType.DECIMAL, FieldType.WHOLE):
        return Decimal(one.example)
    return date.fromisoformat(one.example) if one.type is FieldType.DATE else one.example
