"""Kinds of files for people: a template of each to fill in, and the page of the documents that lists them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from backorder_core.delivery.exports import SheetOf, book_xlsx, sheet_csv
from backorder_core.domain.contracts import AS_OF, Contract, Field, template_cells
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.values import Code

KINDS_HEAD = """# Kinds of files

Made from the contracts that the app itself reads (`python -m scripts.kinds` writes it anew), in the order of
loading. A file needs the columns marked *needed*, in any order and under the words that your system uses for
them; what is not recognised is asked. The same for a machine: `backorders import --kinds --format json`. A
template to fill in: `backorders export template KIND --to FILE.xlsx`, or on *Start with your data*.
"""


def template(contract: Contract, form: str) -> bytes:
    """A file of a kind to fill in, with one example row: ``csv``, or ``xlsx`` with a note on each heading."""
    lean = contract.lean
    if form == "csv":
        return sheet_csv(lean.names, [template_cells(lean)])
    notes = [_note(*_meaning(one)) for one in lean.fields]
    return book_xlsx(SheetOf(contract.title, lean.names, [template_cells(lean)], notes=notes))


def _note(name: str, needed: str, kind: str, what: str, default: str, example: str) -> str:
    empty = f"Empty: {default}." if default else ""
    said = (f"{what}.", f"{kind.capitalize()}, {needed or 'may be left out'}.", empty)
    return " ".join(filter(None, said))


def _meaning(one: Field) -> tuple[str, ...]:
    needed = "needed" if one.required else ""
    return (one.name, needed, type_of(one), one.help, _default(one), one.example)


def type_of(one: Field) -> str:
    """How a field's cells are written, in words; the codes of a list by name."""
    if one.choices is None:
        return " ".join(filter(None, (one.type.value, one.sign.value)))
    return " / ".join(_code(choice) for choice in one.choices)


def _code(choice: Enum) -> str:
    return choice.key if isinstance(choice, Code) else str(choice.value)


def _default(one: Field) -> str:
    if not one.blank:
        return "not allowed"
    if one.default == AS_OF:
        return AS_OF
    if isinstance(one.default, Enum):
        return _code(one.default)
    if isinstance(one.default, bool):
        return "yes" if one.default else "no"
    return "" if one.default in (None, "") else str(one.default)


def kinds_markdown() -> str:
    """Every kind with its fields as a page of the documents."""
    return "\n".join([KINDS_HEAD, *(line for one in KINDS.values() for line in _section(one))])


def _section(contract: Contract) -> Iterator[str]:
    keys = " and ".join(f"`{name}`" for name in contract.keys)
    yield f"## {contract.title} (`{contract.kind}`)\n"
    yield f"{contract.about} One {contract.one} a row, told apart by {keys}.\n"
    yield f"*Without them:* {contract.without}\n"
    refers = [f"{KINDS[one.kind].title} (`{one.kind}`)" for one in contract.references]
    if refers:
        yield f"*Known before:* {', '.join(dict.fromkeys(refers))}.\n"
    yield "| column | needed | type | what it holds | empty means | example |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in contract.fields:
        name, needed, kind, what, default, example = _meaning(one)
        only = " *(with `--with-lines`)*" if one.brings else ""
        yield f"| `{name}` | {needed} | {kind} | {what}{only} | {default} | {example} |"
    yield ""
    yield "<details><summary>Header words that are recognised, beside the names above</summary>\n"
    for one in contract.fields:
        said = dict.fromkeys((*one.aliases, *one.loose, *one.otherwise))
        if said:
            yield f"- `{one.name}`: {', '.join(said)}"
    yield "\n</details>\n"
