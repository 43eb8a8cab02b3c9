"""Bring the rows of a file into staging: its own cells, those of files joined to it, and what is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files import FileShape, batches, inspect
from backorder_core.services.imports.case import ImportOptions, Joined
from backorder_core.services.imports.typing_rows import ALONE
from backorder_core.services.imports.understanding import BLANKS
from backorder_core.store import Reader


def stage(
    reader: Reader, draft: str, path: Path, shape: FileShape, options: ImportOptions
) -> tuple[FileShape, ImportOptions]:
    """Stage every row of a file under ``draft``; its shape and options with the columns that were added.

    Raises ``InvalidInput`` where a joined file lacks a column, has one that the file has too, or says two
    things under one key.
    """
    _cells(reader, draft, path, shape)
    for one in options.joined:
        shape = _join(reader, draft, shape, one)
    return _give(reader, draft, shape, options) if options.given else (shape, options)


def _cells(reader: Reader, draft: str, path: Path, shape: FileShape) -> None:
    for batch in batches(path, shape):
        reader.with_rows("stage_cells", pa.Table.from_batches([batch]), draft=draft)


def _join(reader: Reader, draft: str, shape: FileShape, one: Joined) -> FileShape:
    heads = inspect(one.path, replace(one.reading, name=one.name))
    on = _places(shape, tuple(one.on))
    key, take = _places(heads, tuple(one.on.values())), _places(heads, one.take)
    twice = [column for column in one.take if column in shape.headers]
    if twice:
        raise InvalidInput(f"{shape.name} and {one.name} both have a column '{twice[0]}': take it from one.")
    staged = f"{draft}:heads"
    try:
        _cells(reader, staged, one.path, heads)
        odd = reader.one("heads_at_odds", heads=staged, key=key, take=take, blanks=BLANKS)
        if odd:
            named = ", ".join(f"{name} {said}" for name, said in zip(one.on.values(), odd[0], strict=True))
            raise InvalidInput(f"{one.name} has rows that say different things about {named}: keep one.")
        found = {"draft": draft, "heads": staged, "on": on, "key": key, "take": take}
        reader.rows("join_staged_cells", **found, blanks=BLANKS)
        empty = [""] * len(take)
        reader.rows("mark_alone", draft=draft, before=len(shape.headers), empty=empty, alone=ALONE)
    finally:
        reader.rows("drop_staged_cells", draft=staged)
    return replace(
        shape,
        headers=(*shape.headers, *one.take),
        samples={**shape.samples, **{name: heads.samples.get(name, ()) for name in one.take}},
    )


def _places(shape: FileShape, columns: Sequence[str]) -> list[int]:
    for column in columns:
        if column not in shape.headers:
            raise InvalidInput(
                f"{shape.name} has no column '{column}': its columns are {', '.join(shape.headers)}."
            )
    return [shape.headers.index(column) + 1 for column in columns]


def _give(
    reader: Reader, draft: str, shape: FileShape, options: ImportOptions
) -> tuple[FileShape, ImportOptions]:
    columns = {name: f"{name} given for every row" for name in options.given}
    reader.rows("add_staged_cells", draft=draft, given=list(options.given.values()))
    samples = {columns[name]: (text,) for name, text in options.given.items()}
    widened = replace(
        shape,
        headers=(*shape.headers, *columns.values()),
        samples={**shape.samples, **samples},
    )
    return widened, replace(options, mapping={**options.mapping, **columns})
