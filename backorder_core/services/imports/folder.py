"""Several files at once: tried one after another on a copy of the store, then each applied as if alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import partial
from pathlib import Path

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import Conflict, InvalidInput, NeedsAnswer, NotFound, Refusal
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.kinds.orders import PO_LINES
from backorder_core.domain.mappings import Mappings
from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.domain.values import Actor
from backorder_core.services.imports.applying import ImportResult, apply_file
from backorder_core.services.imports.case import ANSWERS, Counts, ImportOptions, Progress
from backorder_core.services.imports.finding import Source, Step, Unclear, find
from backorder_core.services.permitted import permitted
from backorder_core.store import Store, trial_of

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
LINES_SHOWN = 5
NOTHING = Mappings()
Telling = Callable[[str, int, int], Progress]
"""Hears which file is next, how many are done and of how many; gives who hears of its rows."""


@dataclass(frozen=True)
class Answers:
    """What is said of all files, used where a file leaves it open."""

    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    with_lines: bool = False
    unknown: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """A file that was read as one kind, and what came of it; the import's number is None for a trial."""

    step: Step
    result: ImportResult


@dataclass(frozen=True)
class Needed:
    """Where a missing record is needed: the file, its first lines, and how many rows in all."""

    file: str
    lines: tuple[int, ...]
    rows: int


@dataclass(frozen=True)
class Missing:
    """A record that files refer to, and that neither the store nor any of the files has."""

    kind: str
    id: str
    files: tuple[Needed, ...]


@dataclass(frozen=True)
class Judged:
    """What several files do together; ``data_version`` is the state of the store that was copied.

    ``applied`` says that it was done, and not only tried.
    """

    files: tuple[Loaded, ...]
    unclear: tuple[Unclear, ...]
    passed: tuple[tuple[str, str], ...]
    as_of: date
    data_version: int
    applied: bool = False

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The missing records of all files, by kind and number."""
        found: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for one in self.files:
            for row in one.result.rejections:
                for lack in dict.fromkeys(row.lacks):
                    found[lack][one.step.source.name].append(row.line)
        return tuple(
            Missing(kind, key, tuple(Needed(f, tuple(n[:LINES_SHOWN]), len(n)) for f, n in files.items()))
            for (kind, key), files in sorted(found.items())
        )

    @property
    def totals(self) -> Counts:
        """How the rows of all files end; the five add up to ``rows``."""
        names = [one.name for one in fields(Counts)]
        return Counts(**{name: sum(getattr(one.result, name) for one in self.files) for name in names})

    def as_json(self) -> dict[str, object]:
        """The document that the command line gives."""
        return {
            "applied": self.applied,
            "files": [
                {
                    "file": one.step.source.name,
                    "kind": one.step.kind,
                    **({"mapping": one.step.mapping} if one.step.mapping else {}),
                    **one.result.as_json(),
                }
                for one in self.files
            ],
            "order": [one.step.source.name for one in self.files],
            "missing": [
                {"kind": one.kind, "id": one.id, "files": [vars(needed) for needed in one.files]}
                for one in self.missing
            ],
            "unclear": [_told(one) for one in self.unclear],
            "passed": [{"file": name, "reason": why} for name, why in self.passed],
            "totals": vars(self.totals),
        }


def _told(one: Unclear) -> dict[str, object]:
    kind = {"kind": one.kind} if one.kind else {}
    choices = {"asks": one.asks, "choices": dict(one.choices)} if one.asks else {}
    return {"file": one.file, "reason": one.reason, **kind, **choices}


def sources_in(folder: Path) -> list[Source]:
    """The files of a folder that can be tables; ``InvalidInput`` where it has none."""
    if not folder.exists():
        raise NotFound(f"There is no folder {folder}: check the path.")
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is not a folder: give the folder, or import KIND FILE for one file.")
    found = [
        Source(path, path.name.encode("utf-8", "replace").decode())
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~$"))
    ]
    if not found:
        raise InvalidInput(f"{folder} has no CSV, TSV, TXT or XLSX file: put the files to load there.")
    return found


@permitted(Permission.IMPORT)
def judge_files(
    store: Store,
    sources: Sequence[Source],
    as_of: date,
    actor: Actor,
    *,
    mappings: Mappings = NOTHING,
    answers: Answers | None = None,
    telling: Telling | None = None,
) -> Judged:
    """What several files would do one after another as of a day; nothing is written.

    They are applied to a copy of the store in the order in which each can be loaded after what it refers
    to, so that each sees what the earlier ones bring.
    """
    version = store.data_version()
    with trial_of(store) as trial:
        found = find(trial, sources, mappings)
        files, refused = [], []
        for done, step in enumerate(found.steps):
            heard = telling(step.source.name, done, len(found.steps)) if telling else None
            said = answers or Answers()
            one = _tried(trial, _opened(step, said), as_of, actor, said, heard)
            if isinstance(one, Unclear):
                refused.append(one)
            else:
                files.append(replace(one, result=replace(one.result, import_id=None)))
    return Judged(tuple(files), (*found.unclear, *refused), found.passed, as_of, version)


@permitted(Permission.IMPORT)
def apply_files(
    store: Store, judged: Judged, actor: Actor, *, keep_going: bool = False, telling: Telling | None = None
) -> Judged:
    """Apply files that were judged, each in a transaction and with an undo of its own.

    Where one is unclear nothing is applied, unless ``keep_going``. Raises ``Conflict`` where the store
    changed since they were judged. A file that is refused now ends it, and what was applied is said.
    """
    if judged.unclear and not keep_going:
        return judged
    if store.data_version() != judged.data_version:
        raise Conflict("The data changed since these files were judged: look at them again before applying.")
    files: list[Loaded] = []
    unclear = list(judged.unclear)
    for done, one in enumerate(judged.files):
        heard = telling(one.step.source.name, done, len(judged.files)) if telling else None
        try:
            files.append(_applied(store, one.step, judged.as_of, actor, heard))
        except Refusal as refusal:
            unclear.append(Unclear(one.step.source.name, refusal.sentence.rstrip("."), one.step.kind))
            if not keep_going:
                break
    return replace(judged, files=tuple(files), unclear=tuple(unclear), applied=True)


def _opened(step: Step, said: Answers) -> Step:
    """A step with what is said of all files, where that cannot contradict the file."""
    brings = step.options.with_lines or (said.with_lines and step.kind in (PO_LINES.kind, PO_DELAYS.kind))
    unknown = (*step.options.unknown, *said.unknown)
    return replace(step, options=replace(step.options, with_lines=brings, unknown=unknown))


def _tried(
    store: Store, step: Step, as_of: date, actor: Actor, said: Answers, heard: Progress | None
) -> Loaded | Unclear:
    """Apply a step, answering what it asks from what is said of all files."""
    left = dict(_replies(said))
    while True:
        try:
            return _applied(store, step, as_of, actor, heard)
        except NeedsAnswer as question:
            reply = left.pop(question.field, None)
            if reply is None:
                why = question.sentence.rstrip(".")
                return Unclear(step.source.name, why, step.kind, question.field, question.choices)
            step = replace(step, options=reply(step.options))
        except Refusal as refusal:
            return Unclear(step.source.name, refusal.sentence.rstrip("."), step.kind)


def _applied(store: Store, step: Step, as_of: date, actor: Actor, heard: Progress | None) -> Loaded:
    source = step.source
    done = apply_file(
        *(store, step.kind, source.path, source.name, as_of, step.options, actor),
        progress=heard,
        writing=heard,
    )
    return Loaded(step, done)


def _replies(said: Answers) -> Iterator[tuple[str, Callable[[ImportOptions], ImportOptions]]]:
    if said.dates:
        yield "dates", lambda options: replace(options, dates=said.dates)
    if said.decimal:
        yield "decimal", lambda options: replace(options, decimal=said.decimal)
    for name in ANSWERS:
        if reply := said.answers.get(name):
            yield name, partial(_replied, name, reply)


def _replied(name: str, reply: str, options: ImportOptions) -> ImportOptions:
    return replace(options, answers={**options.answers, name: reply})
