"""Hold one backorder in a use-case: found by its number, open, and in the version that the user saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backorder_core.domain.errors import Conflict, IllegalStep, NotFound
from backorder_core.domain.notices import About
from backorder_core.services.making import subject_of
from backorder_core.services.records import Record, kind_of
from backorder_core.services.states import State, by_id, states_of
from backorder_core.store import Reader


@dataclass(frozen=True)
class Held:
    """A backorder as it stands now, with what use-cases say of it."""

    state: State
    product: str
    product_name: str
    supplier: str
    line: Mapping[str, Any]
    """The row of its PO line, as it stands now."""

    @property
    def po_number(self) -> str:
        """Of its PO line."""
        return str(self.line["po_number"])

    @property
    def po_line(self) -> str:
        """Of its PO line."""
        return str(self.line["po_line"])

    def about(self, state: State) -> About:
        """What notices say of another state of this backorder."""
        return subject_of(state, self.product, self.product_name)


@dataclass(frozen=True)
class Seen:
    """A backorder as a user saw it; ``version`` None accepts whatever stands."""

    number: str
    version: int | None = None


def hold(reader: Reader, seen: Sequence[Seen], *, closed: bool = False) -> list[Held]:
    """The backorders in the order given.

    Raises ``NotFound`` for an unknown number, ``IllegalStep`` for a closed one unless ``closed`` allows it,
    and ``Conflict`` naming who changed what where a version is no longer the one that was seen.
    """
    wanted = [one.number.strip().upper() for one in seen]
    rows = {row["number"]: row for row in reader.dicts("backorders_by_number", numbers=wanted)}
    unknown = [number for number in wanted if number not in rows]
    if unknown:
        raise NotFound(f"There is no backorder {unknown[0]}: check the number, or search the list.")
    held = {one.state.number: one for one in _held(reader, states_of(reader, list(rows.values())))}
    for one, number in zip(seen, wanted, strict=True):
        state = held[number].state
        if one.version is not None and one.version != state.version:
            raise Conflict(who_changed(reader, state))
        if state.status.closed and not closed:
            raise IllegalStep(f"{number} is {state.status.label.lower()}: reopen it with a reason first.")
    return [held[number] for number in wanted]


def _held(reader: Reader, states: Sequence[State]) -> Iterator[Held]:
    products = by_id(reader, "products_by_id", (one.product_id for one in states))
    suppliers = by_id(reader, "suppliers_by_id", (one.supplier_id for one in states))
    lines = by_id(reader, "po_lines_by_id", (one.po_line_id for one in states))
    for one in states:
        product = products[one.product_id]
        supplier = suppliers[one.supplier_id]["name"]
        yield Held(one, product["code"], product["name"], supplier, lines[one.po_line_id])


def hold_one(reader: Reader, number: str, version: int | None = None, *, closed: bool = False) -> Held:
    """One backorder, see ``hold``."""
    return hold(reader, [Seen(number, version)], closed=closed)[0]


def who_changed(reader: Reader, state: State) -> str:
    """The sentence of a conflict: who changed a backorder last, how and when."""
    return _who_changed(reader, state.number, "backorder", state.id)


def must_be_as_seen(reader: Reader, record: Record, name: str, version: int | None) -> None:
    """``Conflict`` naming who changed a record where it is no longer in the version that was seen.

    ``version`` None accepts whatever stands.
    """
    if version is not None and version != record.version:
        raise Conflict(_who_changed(reader, name, kind_of(record).name, record.id))


def _who_changed(reader: Reader, name: str, kind: str, subject: int) -> str:
    last = reader.one("last_entry", kind=kind, subject=subject)
    if last is None:
        return f"{name} changed meanwhile: reload and look again."
    who, action, when = last
    return f"{name} was changed by {who} ({action}, {when:%Y-%m-%d %H:%M} UTC): reload and look again."
