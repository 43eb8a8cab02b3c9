"""Read a delay file and say what each of its rows would do, without writing anything to the store."""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from backorder_core.domain.errors import InvalidInput, NeedsAnswer
from backorder_core.domain.headers import HeaderMatch, match_headers
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.domain.values import Outcome
from backorder_core.services.files import FileShape, ReadOptions, batches, inspect
from backorder_core.services.imports.history import remembered_mapping
from backorder_core.services.imports.judging import Judge, Progress, judge_all
from backorder_core.services.imports.understanding import BLANKS, Understood, understand
from backorder_core.store import Reader, Store
from backorder_core.store.session import read_settings


@dataclass(frozen=True)
class DelayOptions:
    """What the user says about a file; None means: detect it, and ask where that is not certain.

    ``mapping`` gives headers by field and wins over what was remembered or matched.
    """

    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    reading: ReadOptions = field(default_factory=ReadOptions)


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
    """One rejected row: its line in the file, the column and value at fault, and why."""

    line: int
    column: str | None
    value: str | None
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreviewRow:
    """One row of a file with its verdict, in the file's own words."""

    line: int
    outcome: Outcome
    reason: str
    column: str | None
    value: str | None
    po_number: str | None
    po_line: str | None
    new_eta: str | None
    quantity: str | None
    words: str
    note: str
    backorder: str | None


@dataclass(frozen=True)
class DelayPreview:
    """A judged file, waiting in staging under ``draft``; ``digest`` names its verdicts."""

    draft: str
    file_name: str
    file_hash: str
    as_of: date
    shape: FileShape
    match: HeaderMatch
    mapping: dict[str, str]
    understood: Understood
    counts: Counts
    writes: int
    digest: str
    data_version: int
    seen_before: bool


def preview_delays(
    store: Store,
    path: Path,
    file_name: str,
    as_of: date,
    options: DelayOptions | None = None,
    progress: Progress | None = None,
) -> DelayPreview:
    """Judge every row of a PO delay file as of a day.

    Raises ``InvalidInput`` where the file cannot be read, ``NeedsAnswer`` where dates, decimals or columns
    can be read in more than one way. Call ``discard`` when the preview is no longer wanted.
    """
    options = options or DelayOptions()
    shape = inspect(path, replace(options.reading, contract=PO_DELAYS, name=file_name))
    match, mapping = _mapping(store, shape, options)
    file_hash, version, draft = file_digest(path), store.data_version(), secrets.token_hex(8)
    try:
        with store.read() as reader:
            seen = reader.one("same_file_applied", kind=PO_DELAYS.kind, file_hash=file_hash) is not None
            understood = _stage(reader, draft, path, shape, mapping, options)
            width = len(shape.headers)
            judge = Judge(width, as_of, read_settings(reader)[1], _repeats(reader, draft, width), seen)
            judge_all(reader, draft, judge, progress)
            return DelayPreview(
                *(draft, file_name, file_hash, as_of, shape, match, mapping, understood),
                *(_counts(reader, draft), *_digest(reader, draft), version, seen),
            )
    except BaseException:
        discard(store, draft)
        raise


def _digest(reader: Reader, draft: str) -> tuple[int, str]:
    digest, writes = reader.one("digest_verdicts", draft=draft) or ("0", 0)
    return int(writes), str(digest)


def _stage(
    reader: Reader,
    draft: str,
    path: Path,
    shape: FileShape,
    mapping: Mapping[str, str],
    options: DelayOptions,
) -> Understood:
    for batch in batches(path, shape):
        reader.with_rows("stage_cells", pa.Table.from_batches([batch]), draft=draft)
    positions = {name: shape.headers.index(header) + 1 for name, header in mapping.items()}
    understood = understand(reader, draft, positions, options.dates, options.decimal)
    places = {one.name: positions.get(one.name) for one in PO_DELAYS.fields}
    reader.rows("stage_delays", draft=draft, blanks=BLANKS, **places)
    return understood


def _mapping(store: Store, shape: FileShape, options: DelayOptions) -> tuple[HeaderMatch, dict[str, str]]:
    match = match_headers(PO_DELAYS, shape.headers)
    unknown = [header for header in options.mapping.values() if header and header not in shape.headers]
    if unknown:
        raise InvalidInput(
            f"The file has no column '{unknown[0]}': its columns are {', '.join(shape.headers)}."
        )
    chosen = {**match.mapping, **remembered_mapping(store, PO_DELAYS.kind, shape.headers), **options.mapping}
    mapping = {name: header for name, header in chosen.items() if header}
    missing = [one.name for one in PO_DELAYS.fields if one.required and one.name not in mapping]
    doubtful = {name: found for name, found in match.ambiguous.items() if name not in chosen}
    asked = {name: doubtful.get(name, ()) for name in (*missing, *doubtful)}
    if asked:
        raise NeedsAnswer(
            f"{_unclear(asked)}: say which column holds it (the columns are {', '.join(shape.headers)}).",
            "mapping",
            {name: " and ".join(found) for name, found in asked.items()},
        )
    return match, mapping


def mapping_of(pairs: Sequence[str], option: str) -> dict[str, str]:
    """Headers by field from texts as ``FIELD=HEADER``, given as ``option``; ``InvalidInput`` for another."""
    known = [one.name for one in PO_DELAYS.fields]
    found = [(said, *said.partition("=")) for said in pairs]
    for said, name, sign, _ in found:
        if not sign or name not in known:
            raise InvalidInput(f"{option} {said} is not FIELD=HEADER with a field of {', '.join(known)}.")
    return {name: header.strip('"') for _, name, _, header in found}


def _unclear(asked: Mapping[str, Sequence[str]]) -> str:
    doubtful = [f"{' and '.join(found)} could both be {name}" for name, found in asked.items() if found]
    unknown = " and ".join(name for name, found in asked.items() if not found)
    return " and ".join(
        [*([f"No column of the file was recognised as {unknown}"] if unknown else []), *doubtful]
    )


def _repeats(reader: Reader, draft: str, width: int) -> dict[int, tuple[tuple[int, ...], bool]]:
    return {
        row[0]: (tuple(row[1]), row[2] == 1)
        for row in reader.rows("staged_repeats", draft=draft, width=width)
    }


def _counts(reader: Reader, draft: str) -> Counts:
    found = {Outcome(row[0]).key: int(row[1]) for row in reader.rows("count_verdicts", draft=draft)}
    return Counts(rows=sum(found.values()), **found)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def preview_rows(
    store: Store, draft: str, outcome: Outcome | None = None, limit: int = 50, offset: int = 0
) -> list[PreviewRow]:
    """A page of the judged rows, in the file's order."""
    wanted = None if outcome is None else int(outcome)
    with store.read() as reader:
        rows = reader.rows("page_of_verdicts", draft=draft, outcome=wanted, count=limit, skip=offset)
    return [PreviewRow(row[0], Outcome(row[1]), *row[2:]) for row in rows]


def rejections(store: Store, draft: str) -> tuple[Rejection, ...]:
    """Every rejected row of a preview, in the file's order."""
    with store.read() as reader:
        rows = reader.rows("staged_rejections", draft=draft)
    return tuple(Rejection(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows)


def rejected_csv(headers: Sequence[str], rejected: Sequence[Rejection]) -> bytes:
    """The rejected rows as CSV (UTF-8): their own cells, then line, column, value and reason.

    The added columns come last, so that a mended file can be uploaded again as it is.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*headers, "line", "column", "value", "why_rejected"])
    for one in rejected:
        cells = [*one.cells, *[""] * len(headers)][: len(headers)]
        writer.writerow([*cells, one.line, one.column or "", one.value or "", one.reason])
    return out.getvalue().encode()


def discard(store: Store, draft: str) -> None:
    """Drop a preview from staging."""
    with store.read() as reader:
        for name in ("cells", "readings", "delays", "verdicts"):
            reader.rows(f"drop_staged_{name}", draft=draft)
