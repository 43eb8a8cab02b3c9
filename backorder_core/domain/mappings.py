"""Saved mappings: how the files of one company are read, each known by its name or by its headers."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backorder_core.domain.headers import header_key
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES
from backorder_core.domain.readings import DateOrder, DecimalSign

Text = Annotated[str, Field(min_length=1)]
Names = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Read(_Part):
    """How a file is read: ``columns`` names all columns of one without a header (``header = false``)."""

    file: Text = "*"
    header: bool = True
    columns: tuple[Text, ...] = ()
    sheet: Text | None = None
    encoding: Text | None = None
    delimiter: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.header == bool(self.columns):
            raise ValueError("header = false and columns belong together: give both, or neither")
        if len(set(self.columns)) != len(self.columns):
            raise ValueError("two columns have the same name: name each once")
        return self

    def is_of(self, name: str) -> bool:
        """Whether a file of this name is meant; capitals do not matter."""
        return fnmatchcase(name.lower(), self.file.lower())


class JoinMapping(_Read):
    """A file that gives each row of another one some columns.

    ``on`` gives the columns that must agree: here, by the names in the other file.
    """

    on: Annotated[dict[Text, Text], Field(min_length=1)]
    take: Names


class FileMapping(_Read):
    """How files are read that have a name (``file``, a pattern as ``Orders*.csv``) or a set of ``headers``.

    ``map`` gives columns by field, ``given`` a text by field that holds for every row.
    """

    kind: str
    headers: tuple[str, ...] = ()
    map: dict[str, str] = Field(default_factory=dict)
    given: dict[str, str] = Field(default_factory=dict)
    join: tuple[JoinMapping, ...] = ()
    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    unknown: tuple[Text, ...] = ()
    with_lines: bool = False
    missing: Literal["keep", "close"] | None = None
    closed: Literal["keep", "close"] | None = None
    blanks: Literal["above", "reject"] | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind not in KINDS:
            raise ValueError(f"'{self.kind}' is not a kind of file: choose one of {', '.join(KINDS)}")
        if self.file == "*" and not self.headers:
            raise ValueError("it says of no file: give file, such as 'Orders*.csv', or headers")
        names = KINDS[self.kind].names
        strange = [name for name in (*self.map, *self.given) if name not in names]
        if strange:
            raise ValueError(f"'{strange[0]}' is no field of {self.kind}: choose from {', '.join(names)}")
        both = [name for name in self.given if self.map.get(name)]
        if both:
            raise ValueError(f"'{both[0]}' is both in map and in given: keep one")
        self._must_have_columns()
        if self.with_lines and self.kind not in (PO_LINES.kind, PO_DELAYS.kind):
            raise ValueError(f"with_lines says nothing of {self.kind}: leave it out")
        return self

    def _must_have_columns(self) -> None:
        there = {*self.columns, *(name for one in self.join for name in one.take)}
        wanted = [*filter(None, self.map.values()), *(name for one in self.join for name in one.on)]
        lost = [name for name in wanted if self.columns and name not in there]
        if lost:
            raise ValueError(f"there is no column '{lost[0]}': choose from {', '.join(sorted(there))}")

    def has(self, headers: tuple[str, ...]) -> bool:
        """Whether a file with these headers is meant."""
        return not self.headers or header_key(self.headers) == header_key(headers)


class Mappings(_Part):
    """Everything that one file of saved mappings says; ``leave_out`` are patterns of files to pass over."""

    leave_out: tuple[Text, ...] = ()
    file: tuple[FileMapping, ...] = ()

    def of(self, name: str) -> tuple[FileMapping, ...]:
        """The mappings that a file of this name may have; several feed several kinds."""
        return tuple(one for one in self.file if one.is_of(name))

    def left_out(self, name: str) -> bool:
        """Whether a file of this name is passed over."""
        return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in self.leave_out)
