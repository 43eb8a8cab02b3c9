"""What differs between two versions of the settings, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Code


@dataclass(frozen=True)
class Difference:
    """One field: where it stands (``Priority scoring, VIP``), what it was and what it becomes."""

    field: str
    before: str
    after: str


def differences(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """Every field in which two settings differ, in their order."""
    return tuple(_differ("", before, after))


def _differ(place: str, before: BaseModel, after: BaseModel) -> Iterator[Difference]:
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        where = f"{place}, {named(type(before), name)}" if place else named(type(before), name)
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            yield from _differ(where, old, new)
        elif old != new:
            yield Difference(where, said(old), said(new))


def named(part: type[BaseModel], name: str) -> str:
    """What people call a field."""
    title = part.model_fields[name].title
    return title or name.replace("_", " ").capitalize().replace("Vip", "VIP")


def said(value: object) -> str:
    """A setting's value in words."""
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Code):
        return value.label
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, tuple | list):
        return ", ".join(said(one) for one in value)
    return str(value)
