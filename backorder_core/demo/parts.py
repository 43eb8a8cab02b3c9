"""Rows of the demo company as columns, before they get their numbers.

A part holds PO lines, the customer orders they serve, the delays suppliers report and what arrives; "po"
points to a PO line of the same part (-1: served from stock). Parts are joined before they are numbered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Days = NDArray[Any]
Ints = NDArray[Any]
Mask = NDArray[Any]
Columns = dict[str, Array]

DAY = "datetime64[D]"
UNKNOWN = np.datetime64("NaT", "D")
AS_OF = np.datetime64("2025-01-28", "D")
TYPES: Mapping[str, Mapping[str, str]] = {
    "po_lines": {
        "supplier": "i8",
        "product": "i8",
        "ordered": "i8",
        "order_date": DAY,
        "due": DAY,
        "key": "U4",
    },
    "orders": {
        "po": "i8",
        "customer": "i8",
        "product": "i8",
        "order_date": DAY,
        "quantity": "i8",
        "price": "f8",
        "need_date": DAY,
        "impact": "i8",
        "emergency": "?",
    },
    "delays": {"po": "i8", "on": DAY, "eta": DAY, "reason": "U80"},
    "arrivals": {"po": "i8", "on": DAY, "quantity": "i8"},
}


@dataclass(frozen=True)
class Part:
    """Columns of equal length by table, named in ``TYPES``. Quantities in units, prices in money."""

    po_lines: Columns
    orders: Columns
    delays: Columns
    arrivals: Columns


def columns(table: str, **given: object) -> Columns:
    """Columns of one table, each of its type; a single value fills its column."""
    length = max((len(value) for value in given.values() if isinstance(value, np.ndarray | list)), default=1)
    return {
        name: np.broadcast_to(np.asarray(given[name], dtype=kind), (length,))
        for name, kind in TYPES[table].items()
    }


def empty(table: str) -> Columns:
    """A table without rows."""
    return {name: np.empty(0, dtype=kind) for name, kind in TYPES[table].items()}


def stacked(tables: Sequence[Columns]) -> Columns:
    """Tables with the same columns, one below the other."""
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def picked(table: Columns, which: Array) -> Columns:
    """Rows of a table by mask or position."""
    return {name: values[which] for name, values in table.items()}


def joined(parts: Sequence[Part]) -> Part:
    """All parts as one; their references are moved along."""
    starts = np.cumsum([0, *(len(part.po_lines["due"]) for part in parts)])
    moved = [
        {name: _moved(getattr(part, name), int(start)) for name in TYPES}
        for part, start in zip(parts, starts[:-1], strict=True)
    ]
    return Part(**{name: stacked([one[name] for one in moved]) for name in TYPES})


def _moved(table: Columns, start: int) -> Columns:
    if "po" not in table:
        return table
    return {**table, "po": np.where(table["po"] < 0, -1, table["po"] + start)}


def quota(count: int, weights: Iterable[float]) -> Ints:
    """Share ``count`` out by weights: whole numbers that sum to it, by the largest remainder."""
    shares = np.array(list(weights), dtype="f8")
    exact = count * shares / shares.sum()
    whole: Ints = np.floor(exact).astype("i8")
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: count - int(whole.sum())]] += 1
    return whole


def dealt(count: int, weights: Sequence[float], rng: np.random.Generator) -> Ints:
    """``count`` positions in ``weights``, each as often as its quota, in random order."""
    return rng.permutation(np.repeat(np.arange(len(weights)), quota(count, weights)))
