"""Take in the rows of a file: its own cells, those of files joined to it, and what is given for every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files import FileShape, batches, inspect
from backorder_core.services.imports.case import ImportOptions, Joined
from backorder_core.services.imports.cells import Cells


def stage(
    path: Path, shape: FileShape, options: ImportOptions, folder: Path
) -> tuple[Cells, FileShape, ImportOptions]:
    """Every row of a file, kept in a folder; its shape and options with the columns that were added.

    Raises ``InvalidInput`` where a joined file lacks a column, has one that the file has too, or says two
    things under one key.
    """
    cells = Cells.kept(batches(path, shape), folder)
    for one in options.joined:
        cells, shape = _join(cells, shape, one, folder)
    return _give(cells, shape, options) if options.given else (cells, shape, options)


def _join(cells: Cells, shape: FileShape, one: Joined, folder: Path) -> tuple[Cells, FileShape]:
    heads = inspect(one.path, replace(one.reading, name=one.name))
    on = _places(shape, tuple(one.on))
    key, take = _places(heads, tuple(one.on.values())), _places(heads, one.take)
    twice = [column for column in one.take if column in shape.headers]
    if twice:
        raise InvalidInput(f"{shape.name} and {one.name} both have a column '{twice[0]}': take it from one.")
    other = Cells.kept(batches(one.path, heads), folder)
    odd = other.at_odds(key, take)
    if odd:
        named = ", ".join(f"{name} {said}" for name, said in zip(one.on.values(), odd, strict=True))
        raise InvalidInput(f"{one.name} has rows that say different things about {named}: keep one.")
    samples = {**shape.samples, **{name: heads.samples.get(name, ()) for name in one.take}}
    return cells.join(other, on, key, take), replace(
        shape, headers=(*shape.headers, *one.take), samples=samples
    )


def _places(shape: FileShape, columns: Sequence[str]) -> list[int]:
    for column in columns:
        if column not in shape.headers:
            raise InvalidInput(
                f"{shape.name} has no column '{column}': its columns are {', '.join(shape.headers)}."
            )
    return [shape.headers.index(column) + 1 for column in columns]


def _give(cells: Cells, shape: FileShape, options: ImportOptions) -> tuple[Cells, FileShape, ImportOptions]:
    columns = {name: f"{name} given for every row" for name in options.given}
    samples = {columns[name]: (text,) for name, text in options.given.items()}
    widened = replace(
        shape,
        headers=(*shape.headers, *columns.values()),
        samples={**shape.samples, **samples},
    )
    given = cells.give(list(options.given.values()))
    return given, widened, replace(options, mapping={**options.mapping, **columns})
