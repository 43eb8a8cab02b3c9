"""Any part of the settings as a form: a field for each of its values, however the part is made."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, get_args

import streamlit as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from backorder_core.domain.values import Role
from backorder_core.services.settings import named

LONG = 80
OUR_ROLES = [role for role in Role if role.key != "customer"]


def form(part: BaseModel, place: str, only: Collection[str] = ()) -> dict[str, Any]:
    """Fields of a part, or some of them, as they are entered, to be validated as a whole."""
    entered: dict[str, Any] = {}
    fields = {name: info for name, info in type(part).model_fields.items() if not only or name in only}
    plain = {name: info for name, info in fields.items() if not _nested(part, name)}
    if plain:
        with st.grid(2 if _wide(part, plain) else 3, min_column_width=230):
            for name, info in plain.items():
                label = named(type(part), name)
                entered[name] = _field(getattr(part, name), label, info, f"{place}.{name}")
    for name, info in fields.items():
        if _nested(part, name):
            with st.container(border=True):
                st.markdown(f"**{named(type(part), name)}**", help=info.description)
                entered[name] = form(getattr(part, name), f"{place}.{name}")
    return entered


def _nested(part: BaseModel, name: str) -> bool:
    return isinstance(getattr(part, name), BaseModel)


def _wide(part: BaseModel, plain: dict[str, FieldInfo]) -> bool:
    return any(isinstance(getattr(part, name), str) and len(getattr(part, name)) > LONG for name in plain)


def _field(value: Any, label: str, info: FieldInfo, key: str) -> Any:
    told = info.description
    if isinstance(value, bool):
        return st.toggle(label, value=value, help=told, key=key)
    if isinstance(value, int) and not isinstance(value, Enum):
        return int(st.number_input(label, value=value, step=1, help=told, key=key))
    if isinstance(value, Decimal) or Decimal in get_args(info.annotation):
        return _amount(value, label, info, key)
    if isinstance(value, tuple):
        return _several(value, label, info, key)
    return _choice(value, label, info, key) if isinstance(value, StrEnum) else _text(value, label, info, key)


def _choice(value: StrEnum, label: str, info: FieldInfo, key: str) -> Any:
    kind = type(value)
    place = list(kind).index(value)
    return st.selectbox(label, list(kind), place, format_func=_worded, help=info.description, key=key)


def _amount(value: Decimal | None, label: str, info: FieldInfo, key: str) -> Decimal | None:
    """A number to be typed; where the setting may be empty, so may the field."""
    given = None if value is None else float(value)
    entered = st.number_input(label, value=given, help=info.description, key=key, format="%.10g")
    return None if entered is None else Decimal(str(entered))


def _text(value: Any, label: str, info: FieldInfo, key: str) -> str:
    told = info.description
    text = "" if value is None else str(value)
    if "\n" in text or len(text) > LONG or (info.json_schema_extra or {}) == {"multiline": True}:
        return st.text_area(label, value=text, height=160, help=told, key=key)
    return st.text_input(label, value=text, help=told, key=key)


def _several(value: tuple[Any, ...], label: str, info: FieldInfo, key: str) -> tuple[Any, ...]:
    if Role in get_args(info.annotation):
        chosen = st.multiselect(
            label,
            OUR_ROLES,
            default=list(value),
            format_func=lambda role: role.label,
            help=info.description,
            key=key,
        )
        return tuple(chosen)
    text = st.text_input(
        label,
        value=", ".join(str(one) for one in value),
        help=f"{info.description or ''} Separated by commas.".strip(),
        key=key,
    )
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _worded(choice: StrEnum) -> str:
    return str(getattr(choice, "label", choice))
