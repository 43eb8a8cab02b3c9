"""Named statements given one row or one key: the values stand in the text, and no join looks them up.

DuckDB plans ``id = $ids`` in half the time of ``id in (select unnest($ids))`` and finds the row by its key at
any size; most of what people save changes one row of a table. Nothing is written twice: the form of one is
the named statement itself, with each place of a row or a list turned into the value that would stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

Form = tuple[str, frozenset[str]]
"""A text, and the names of what it takes."""
WHOLE = frozenset({"incoming"})
"""What a form takes that wants the row as it is."""
FEW_KEYS = {1, 2, 3, 4}
ROW = "with incoming as (select unnest($incoming))\n"

_LISTED = re.compile(r"(?<!not )\bin \(select unnest\(\$(\w+)\)\)")
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
_FROM_ROW = re.compile(r"\bfrom incoming as i(?:(?P<beside>,) |\s+(?=where\b))")
_VALUE = re.compile(r"\bi\.(\w+)")
_CHANGES = re.compile(r"(?:update|insert)\b")
_WHOLE_ROW = re.compile(r"insert into \w+ by name select [^;()]*\bfrom incoming$")
_BY_KEY = re.compile(r"(merge into (\w+)\s+using incoming as i on )\2\.(\w+) = i\.\3(?=\s+when\b)")


@cache
def of_one_key(text: str) -> Form | None:
    """A statement with every list of keys given as one key, and their names; None where it has none."""
    return _with_keys(text, r"= $\1")


@cache
def of_few_keys(text: str) -> Form | None:
    """The same with lists of one to four keys, each key named by its place from either end."""
    return _with_keys(text, r"in ($\1[1], $\1[2], $\1[-2], $\1[-1])")


def _with_keys(text: str, place: str) -> Form | None:
    body = _COMMENT.sub("", text)
    names = _LISTED.findall(body)
    alike = all(names.count(name) == len(re.findall(rf"\${name}\b", body)) for name in names)
    return (_LISTED.sub(place, body), frozenset(names)) if names and alike else None


@cache
def of_one_row(text: str) -> Form | None:
    """A statement with the row of ``incoming`` given by values; None where it has no such form."""
    body = _COMMENT.sub("", text)
    if _WHOLE_ROW.match(body):
        return ROW + body, WHOLE
    if _BY_KEY.match(body):
        return ROW + _BY_KEY.sub(r"\1\2.\3 = $incoming['\3']", body), WHOLE
    if _CHANGES.match(body) and body.count("incoming") == 1 and _FROM_ROW.search(body):
        without = _FROM_ROW.sub(lambda found: "from " if found["beside"] else "", body)
        return _VALUE.sub(r"$\1", without), frozenset(_VALUE.findall(body))
    return None


def with_one_row(text: str, rows: Sequence[Mapping[str, object]]) -> tuple[str, dict[str, object]] | None:
    """The form of one row and what it takes, where there is one row."""
    form = of_one_row(text) if len(rows) == 1 else None
    if form is None:
        return None
    text, names = form
    return text, {"incoming": rows[0]} if names == WHOLE else {name: rows[0][name] for name in names}


def with_few_keys(text: str, params: Mapping[str, object]) -> tuple[str, Mapping[str, object]] | None:
    """The form of one key or of few and what it takes, where the lists have so many."""
    one, few = of_one_key(text), of_few_keys(text)
    if one is None or few is None:
        return None
    lists = {name: given for name in one[1] if isinstance(given := params[name], list | tuple)}
    sizes = {len(given) for given in lists.values()}
    if len(lists) < len(one[1]) or not sizes <= FEW_KEYS:
        return None
    if sizes == {1}:
        return one[0], {**params, **{name: given[0] for name, given in lists.items()}}
    return few[0], params
