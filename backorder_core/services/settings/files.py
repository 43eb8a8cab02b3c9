"""Settings as a TOML file: written and read whole, refused in one sentence that names the field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomli_w
from pydantic import ValidationError

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Code
from backorder_core.services.wording import check_templates

LONGEST, MOST_DOTS = 1_000_000, 50
QUOTED = re.compile(r""""(?:\\.|[^"\\])*(?:"|\\?$)|'[^']*(?:'|$)""")
"""Texts on one line of TOML, to its end where they do not end before: their dots are no parts of a name."""


def to_toml(settings: Settings) -> str:
    """All settings as TOML; what is not set is left out."""
    return tomli_w.dumps(_plain(settings.model_dump()), multiline_strings=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Code):
        return value.key
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return value


def from_toml(file: str | bytes) -> Settings:
    """Settings from TOML; what it leaves out is as by default. ``InvalidInput`` names what is wrong."""
    return validated(parsed(file))


def parsed(file: str | bytes) -> dict[str, Any]:
    """What a TOML file says; ``InvalidInput`` says which line is wrong, or what is too much in it."""
    try:
        text = file if isinstance(file, str) else file.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        raise InvalidInput(f"The file is not UTF-8 text in line {line}: save it as UTF-8.") from wrong
    _must_be_small(text)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except ValueError as wrong:  # an integer of thousands of digits is no TOMLDecodeError
        raise InvalidInput(f"The file is not TOML: {wrong}; correct it there.") from wrong
    except RecursionError as wrong:
        raise InvalidInput("The file is nested too deeply: write its lists and tables flat.") from wrong


def _must_be_small(text: str) -> None:
    """Python's reader of TOML keeps every beginning of a dotted name: a long one would fill the memory."""
    if len(text) > LONGEST:
        raise InvalidInput(f"The file has more than {LONGEST:,} characters: leave out what is not needed.")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MOST_DOTS and QUOTED.sub("", line).count(".") > MOST_DOTS:
            raise InvalidInput(f"The file has a name of too many parts in line {number}: correct it there.")


def validated(fields: Mapping[str, Any]) -> Settings:
    """Settings from their fields, proved as a whole, templates included; ``InvalidInput`` names the field."""
    try:
        settings = Settings.model_validate(fields)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(one) for one in first["loc"])
        if first["type"] == "extra_forbidden":
            raise InvalidInput(f"There is no setting {where}: remove it, or correct its name.") from wrong
        why = str(first["msg"]).removeprefix("Value error, ")
        raise InvalidInput(f"Setting {where or 'as a whole'}: {why[:1].lower()}{why[1:]}.") from wrong
    check_templates(settings)
    return settings
