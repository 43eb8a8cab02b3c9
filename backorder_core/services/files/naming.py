"""The names of a file's columns, and samples of what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from backorder_core.domain.contracts import Contract
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.headers import knows
from backorder_core.services.files.dialect import Header
from backorder_core.services.files.limits import limits

SAMPLES = 5
WRAPPED = re.compile(r'^="([^"]*)"$')


def names_of(header: Header, contract: Contract | None, name: str) -> tuple[str, ...]:
    """The names of a file's columns, numbered where several have one.

    Raises ``InvalidInput`` where a name that the contract knows stands twice, or there are too many.
    """
    must_be_few(len(header.cells), name)
    said = [" ".join(WRAPPED.sub(r"\1", cell).split()) for cell in header.cells]
    count = Counter(filter(None, said))
    for twice in (one for one, times in count.items() if times > 1):
        if contract is None or knows(contract, twice):
            raise InvalidInput(
                f"{name} has {count[twice]} columns called '{twice}': rename all but one of them."
            )
    return tuple(
        f"{one} ({said[: place + 1].count(one)})" if count[one] > 1 else one for place, one in enumerate(said)
    )


def must_be_few(columns: int, name: str) -> None:
    """``InvalidInput`` where a table has more columns than the limit."""
    most = limits().columns
    if columns > most:
        raise InvalidInput(f"{name} has more than {most:,} columns: leave out those that are not needed.")


def numbered(width: int) -> tuple[str, ...]:
    """Names for the columns of a file without a header that nobody named."""
    return tuple(f"Column {place}" for place in range(1, width + 1))


def must_be_told_apart(columns: Sequence[str], name: str) -> None:
    """``InvalidInput`` where two columns of a file without a header are given one name."""
    twice = next((one for one in columns if one and list(columns).count(one) > 1), None)
    if twice:
        raise InvalidInput(f"{name}: the column name '{twice}' is given twice: give each name once.")


def samples_of(headers: Sequence[str], columns: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Up to five different values by header."""
    return {header: _sample(column) for header, column in zip(headers, columns, strict=True) if header}


def _sample(column: Iterable[str]) -> tuple[str, ...]:
    values = (value.strip() for value in column)
    return tuple(islice(dict.fromkeys(filter(None, values)), SAMPLES))
