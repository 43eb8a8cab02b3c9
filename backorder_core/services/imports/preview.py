"""Read a file of any kind and say what each of its rows would do, without writing anything to the store."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from backorder_core.domain.contracts import Contract, FieldType
from backorder_core.domain.errors import InvalidInput, NeedsAnswer
from backorder_core.domain.headers import HeaderMatch, match_headers
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES
from backorder_core.domain.values import Outcome
from backorder_core.services.files import FileShape, inspect
from backorder_core.services.imports.by_rule import foretold
from backorder_core.services.imports.case import (
    Case,
    Counts,
    ImportOptions,
    Preview,
    PreviewRow,
    Progress,
    Readings,
    Rejection,
)
from backorder_core.services.imports.cells import BLANKS, Cells
from backorder_core.services.imports.history import remembered_mapping
from backorder_core.services.imports.machines import machine_for
from backorder_core.services.imports.nesting import QUESTION, unnested
from backorder_core.services.imports.staging import stage
from backorder_core.services.imports.understanding import understand
from backorder_core.store import Reader, Store, path_of
from backorder_core.store.session import read_settings

STAGED = ("delays", "verdicts")


def preview_file(
    store: Store,
    kind: str,
    path: Path,
    file_name: str,
    as_of: date,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Judge every row of a file of a kind as of a day.

    Raises ``InvalidInput`` where the file cannot be read, ``NeedsAnswer`` where dates, decimals or columns
    can be read in more than one way. Call ``discard`` when the preview is no longer wanted.
    """
    options = options or ImportOptions()
    machine = machine_for(kind)
    if options.with_lines and kind not in (PO_LINES.kind, PO_DELAYS.kind):
        raise InvalidInput(
            f"A file of {machine.contract.title.lower()} brings no PO lines along: "
            "import them as po-lines first."
        )
    contract = machine.contract if options.with_lines else machine.contract.lean
    shape = inspect(path, replace(options.reading, contract=contract, name=file_name))
    cells, shape, options = stage(path, shape, options, path_of(store.url).parent)
    version, draft = store.data_version(), secrets.token_hex(6)
    try:
        with store.read() as reader:
            case = _case(store, reader, contract, path, file_name, as_of, options, shape, cells, draft)
            notes = (*_left_out(case), *machine.judge(reader, case, progress), *foretold(reader, kind))
            counts, (writes, digest) = _counts(reader, draft), _digest(reader, draft)
            return Preview(case, counts, writes, digest, version, notes)
    except BaseException:
        discard(store, draft)
        raise


def _case(
    store: Store,
    reader: Reader,
    contract: Contract,
    path: Path,
    file_name: str,
    as_of: date,
    options: ImportOptions,
    shape: FileShape,
    cells: Cells,
    draft: str,
) -> Case:
    match, mapping = _mapping(store, contract, shape, options)
    positions = {name: shape.headers.index(header) + 1 for name, header in mapping.items()}
    cells = unnested(cells, contract, positions, shape, options.answers.get(QUESTION))
    understood, readings = understand(cells, contract, positions, options)
    match = match.without(_misfits(contract, match, readings))
    mapping = match.mapping
    positions = {name: place for name, place in positions.items() if name in mapping}
    file_hash = file_digest(path)
    return Case(
        draft=draft,
        cells=cells,
        contract=contract,
        path=path,
        file_name=file_name,
        file_hash=file_hash,
        as_of=as_of,
        shape=shape,
        match=match,
        mapping=mapping,
        positions=positions,
        understood=understood,
        readings=readings,
        options=options,
        settings=read_settings(reader)[1],
        seen_before=reader.one("same_file_applied", kind=contract.kind, file_hash=file_hash) is not None,
    )


def _misfits(contract: Contract, match: HeaderMatch, readings: Readings) -> list[str]:
    """Fields that need not be there, whose header can mean something else, and no cell of which fits them."""
    coded = (name for name in match.loosely if contract.field(name).type in (FieldType.CODE, FieldType.FLAG))
    return [
        name
        for name in coded
        if not contract.field(name).required
        and readings.get(name)
        and all(problem for _, problem in readings[name].values())
    ]


def _left_out(case: Case) -> tuple[str, ...]:
    return tuple(
        f"“{header}” holds nothing that is known as a {case.contract.field(name).label.lower()}: left out."
        for name, header in case.match.misfits.items()
    )


def _digest(reader: Reader, draft: str) -> tuple[int, str]:
    digest, writes = reader.one("digest_verdicts", draft=draft) or ("0", 0)
    return int(writes), str(digest)


def _mapping(
    store: Store, contract: Contract, shape: FileShape, options: ImportOptions
) -> tuple[HeaderMatch, dict[str, str]]:
    unknown = [header for header in options.mapping.values() if header and header not in shape.headers]
    if unknown:
        raise InvalidInput(
            f"The file has no column '{unknown[0]}': its columns are {', '.join(shape.headers)}."
        )
    strange = [name for name in options.mapping if name not in contract.names]
    if strange and strange[0] in KINDS[contract.kind].names:
        raise InvalidInput(
            f"'{strange[0]}' belongs to PO lines that the file may bring along: say --with-lines too."
        )
    if strange:
        raise InvalidInput(
            f"'{strange[0]}' is no field of {contract.title.lower()}: "
            f"choose from {', '.join(contract.names)}."
        )
    remembered = remembered_mapping(store, contract.kind, shape.headers)
    chosen = {
        name: header for name, header in {**remembered, **options.mapping}.items() if name in contract.names
    }
    match = match_headers(contract, shape.headers, chosen)
    if match.asked:
        raise NeedsAnswer(
            f"{match.unclear()}: say which column holds it (the columns are {', '.join(shape.headers)})"
            f"{_told_apart(contract, match)}.",
            "mapping",
            {name: " and ".join(found) for name, found in match.asked.items()},
        )
    return match, match.mapping


def _told_apart(contract: Contract, match: HeaderMatch) -> str:
    """What may stand for a line number that a file does not have."""
    product = match.mapping.get("product")
    line = next((name for name in match.asked if name == contract.keys[-1]), None)
    if product is None or line is None:
        return ""
    return (
        f"; where lines have no number, their product tells them apart: "
        f'--map {line}="{product}" --map product="{product}"'
    )


def mapping_of(contract: Contract, pairs: Sequence[str], option: str) -> dict[str, str]:
    """Headers by field from texts as ``FIELD=HEADER``, given as ``option``; ``InvalidInput`` for another.

    A field may also be called by a word that means it as a header, such as price for unit_cost.
    """
    found = {}
    for said in pairs:
        word, sign, header = said.partition("=")
        name = word if word in contract.names else next(iter(match_headers(contract, [word]).mapping), None)
        if not sign or name is None:
            raise InvalidInput(
                f"{option} {said} is not FIELD=HEADER with a field of {', '.join(contract.names)}."
            )
        found[name] = header.strip('"')
    return found


def _counts(reader: Reader, draft: str) -> Counts:
    found = {Outcome(row[0]).key: int(row[1]) for row in reader.rows("count_verdicts", draft=draft)}
    return Counts(rows=sum(found.values()), **found)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def preview_rows(
    store: Store, preview: Preview, outcome: Outcome | None = None, limit: int = 50, offset: int = 0
) -> list[PreviewRow]:
    """A page of the judged rows, in the file's order."""
    wanted = None if outcome is None else int(outcome)
    with store.read() as reader:
        rows = reader.rows("page_of_verdicts", draft=preview.draft, outcome=wanted, count=limit, skip=offset)
    places = preview.case.positions
    cells = _texts_at(preview, [row[0] for row in rows])
    return [
        PreviewRow(
            *(line, Outcome(ends), reason, column, value),
            {name: cells[line][place - 1].strip(BLANKS) for name, place in places.items()},
            backorder,
        )
        for line, ends, reason, column, value, backorder in rows
    ]


def _texts_at(preview: Preview, lines: Sequence[int]) -> dict[int, Sequence[str]]:
    return {line: texts for line, _, texts in preview.case.cells.at(lines)}


def rejections(store: Store, preview: Preview) -> tuple[Rejection, ...]:
    """Every rejected row of a preview, in the file's order."""
    with store.read() as reader:
        rows = reader.rows("staged_rejections", draft=preview.draft)
    cells = _texts_at(preview, [row[0] for row in rows])
    return tuple(
        Rejection(
            line, column, value, reason, tuple(cells[line]), tuple(map(tuple, json.loads(lacks or "[]")))
        )
        for line, column, value, reason, lacks in rows
    )


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
        for name in STAGED:
            reader.rows(f"drop_staged_{name}", draft=draft)
    store.tidy_staging()
