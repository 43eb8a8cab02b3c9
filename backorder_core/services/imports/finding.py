"""Which kind each of several files is, how it is read, and in which order they are loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from backorder_core.domain.errors import NeedsAnswer, Refusal
from backorder_core.domain.headers import HeaderMatch, match_headers
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.mappings import FileMapping, JoinMapping, Mappings
from backorder_core.domain.recognising import recognise
from backorder_core.services.files import FileShape, ReadOptions, inspect
from backorder_core.services.imports.case import ANSWERS, ImportOptions, Joined
from backorder_core.services.imports.history import remembered_mapping
from backorder_core.store import Store


@dataclass(frozen=True)
class Source:
    """A file to load; ``kind`` and ``options`` are what somebody says of it, None: find out."""

    path: Path
    name: str
    kind: str | None = None
    options: ImportOptions | None = None


@dataclass(frozen=True)
class Step:
    """A file that is loaded as one kind; ``mapping`` names the saved mapping that says so, if any."""

    source: Source
    kind: str
    options: ImportOptions
    mapping: str | None = None


@dataclass(frozen=True)
class Unclear:
    """A file that cannot be loaded as things are: why, and what to choose where a choice mends it.

    ``asks`` is what has to be said (``kind``, ``mapping``, ``dates``, …), empty where saying nothing helps.
    """

    file: str
    reason: str
    kind: str | None = None
    asks: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Files in their order of loading; ``passed`` are those that are not loaded themselves, with why."""

    steps: tuple[Step, ...]
    unclear: tuple[Unclear, ...]
    passed: tuple[tuple[str, str], ...]


def find(store: Store, sources: Sequence[Source], mappings: Mappings) -> Found:
    """The kind of every file: as said, by a saved mapping, or by its headers."""
    steps: list[Step] = []
    unclear: list[Unclear] = []
    passed: dict[str, str] = {}
    for source in sources:
        if mappings.left_out(source.name):
            passed[source.name] = "left out by the mappings"
            continue
        for one in _steps(store, source, sources, mappings):
            if isinstance(one, Step):
                steps.append(one)
            else:
                unclear.append(one)
    heads = {joined.name: step.source.name for step in steps for joined in step.options.joined}
    mapped = {step.source.name for step in steps if step.mapping}
    for name, used in heads.items():
        if name not in mapped:
            passed[name] = f"joined to {used}"
    return Found(
        tuple(sorted((one for one in steps if one.source.name not in passed), key=_place)),
        tuple(one for one in unclear if one.file not in passed),
        tuple(passed.items()),
    )


def _place(step: Step) -> tuple[int, str]:
    return list(KINDS).index(step.kind), step.source.name.casefold()


def _steps(
    store: Store, source: Source, sources: Sequence[Source], mappings: Mappings
) -> Sequence[Step | Unclear]:
    if source.kind is not None:
        return [Step(source, source.kind, source.options or ImportOptions())]
    try:
        saved = [one for one in mappings.of(source.name) if _is_meant(source, one)]
        if saved:
            return [_mapped(source, one, sources) for one in saved]
        return [_recognised(store, source)]
    except NeedsAnswer as question:
        return [Unclear(source.name, _plain(question), None, question.field, question.choices)]
    except Refusal as refusal:
        return [Unclear(source.name, _plain(refusal))]


def _plain(refusal: Refusal) -> str:
    return refusal.sentence.rstrip(".")


def _is_meant(source: Source, one: FileMapping) -> bool:
    if not one.headers:
        return True
    try:
        return one.has(inspect(source.path, replace(_reading(one), name=source.name)).headers)
    except Refusal:
        return False


def _reading(one: FileMapping | JoinMapping) -> ReadOptions:
    return ReadOptions(
        encoding=one.encoding,
        delimiter=one.delimiter,
        header=one.header,
        columns=one.columns,
        sheet=one.sheet,
        contract=KINDS[one.kind] if isinstance(one, FileMapping) else None,
    )


def _mapped(source: Source, one: FileMapping, sources: Sequence[Source]) -> Step | Unclear:
    joined = []
    for join in one.join:
        heads = [other for other in sources if other.name != source.name and join.is_of(other.name)]
        if len(heads) != 1:
            found = f"there are {len(heads)}" if heads else "there is none"
            why = f"the mapping joins it to one file {join.file}, but {found}: put exactly one beside it"
            return Unclear(source.name, why, one.kind)
        joined.append(Joined(heads[0].path, heads[0].name, join.on, join.take, _reading(join)))
    said = source.options or ImportOptions()
    options = ImportOptions(
        dates=said.dates or one.dates,
        decimal=said.decimal or one.decimal,
        mapping=one.map,
        reading=_reading(one),
        with_lines=one.with_lines,
        unknown=one.unknown,
        answers={**{name: reply for name in ANSWERS if (reply := getattr(one, name))}, **said.answers},
        given=one.given,
        joined=tuple(joined),
    )
    return Step(source, one.kind, options, one.file)


def _recognised(store: Store, source: Source) -> Step | Unclear:
    options = source.options or ImportOptions()
    shapes: dict[str, FileShape] = {}
    matches: dict[str, HeaderMatch] = {}
    remembered: list[str] = []
    troubles: list[Refusal] = []
    for kind, contract in KINDS.items():
        try:
            shape = inspect(source.path, replace(options.reading, contract=contract, name=source.name))
        except Refusal as trouble:
            troubles.append(trouble)
            continue
        known = remembered_mapping(store, kind, shape.headers)
        shapes[kind], matches[kind] = shape, match_headers(contract, shape.headers, known)
        if known and not matches[kind].asked:
            remembered.append(kind)
    if not matches:
        raise troubles[0]
    if len(remembered) == 1:
        return Step(source, remembered[0], options)
    sheets = {shapes[kind].sheet: kind for kind, match in matches.items() if not match.asked}
    if len(sheets) > 1:
        named = " and ".join(f"'{sheet}' ({kind})" for sheet, kind in sheets.items())
        why = f"its sheets {named} hold different kinds: say which sheet is meant, each in the mappings"
        return Unclear(source.name, why, None, "sheet", {str(one): str(one) for one in sheets})
    shape = next(iter(shapes.values()))
    found = recognise(shape.headers, matches, source.name, shape.sheet or "")
    if found.nearest is not None:
        return Unclear(source.name, found.reason, found.nearest, "mapping")
    if found.kind is None:
        offered = {kind: KINDS[kind].title for kind in found.could_be or KINDS}
        return Unclear(source.name, found.reason, None, "kind", offered)
    return Step(source, found.kind, options)
