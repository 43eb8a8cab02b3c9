"""The sourcing plans of a case that is written down in a JSON file, and their document."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, ValidationError

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.fixed_charge import Charges
from backorder_core.domain.sourcing import Offered, Option, plans
from backorder_core.domain.values import Code, OfferKind, Quality, money, plain

NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
MOST_OPTIONS = 100
LONGEST_NAME = 200
NO_NAME = f"it is not a text of 1 to {LONGEST_NAME} characters"
REASONS = {
    "missing": "it is missing",
    "model_type": "it is not an object with named fields",
    "list_type": "it is not a list",
    "too_long": f"at most {MOST_OPTIONS} options can be compared",
    "string_type": NO_NAME,
    "string_too_short": NO_NAME,
    "string_too_long": NO_NAME,
}


def _number(value: object) -> object:
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return Decimal(value)
    raise ValueError(f"{_said(value)} is not a number such as 1250.00")


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"{_said(value)} is not a date such as 2025-01-28") from None


def _code(codes: type[Code]) -> BeforeValidator:
    def parse(value: object) -> Code:
        if not isinstance(value, str):
            raise ValueError(f"{_said(value)} is not one of {', '.join(code.key for code in codes)}")
        return codes.parse(value)

    return BeforeValidator(parse)


def _said(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}…"


Number = Annotated[Decimal, BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_day)]


class OptionEntry(BaseModel):
    """One option as it is written down."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
    kind: Annotated[OfferKind, _code(OfferKind)]
    available: Number
    ready_on: Day
    fixed_cost: Number
    unit_cost: Number
    quality: Annotated[Quality, _code(Quality)]
    reliability: Number | None = None


class Case(BaseModel):
    """What is needed, from which options, and the day from which lateness counts."""

    quantity: Number
    options: Annotated[list[OptionEntry], Field(max_length=MOST_OPTIONS)]
    as_of: Day


def read_case(file: Path) -> Case:
    """A case from a JSON file; ``InvalidInput`` says what is wrong with it, and where."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
        document = json.loads(text, parse_float=Decimal, parse_constant=str)
    except json.JSONDecodeError as wrong:
        where = f"line {wrong.lineno}, column {wrong.colno}"
        raise InvalidInput(f"{file} is not JSON: {wrong.msg} at {where}.") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{file} is not JSON: it is not text in UTF-8.") from None
    except (ValueError, RecursionError):
        raise InvalidInput(f"{file} cannot be read: a number is too long, or lists stand too deep.") from None
    try:
        return Case.model_validate(document)
    except ValidationError as wrong:
        raise InvalidInput(_sentence(file, wrong)) from None


def offer(case: Case) -> tuple[Offered, ...]:
    """The plans worth offering for a case, cheapest first."""
    options = [
        Option(**{name: getattr(one, name) for name in OptionEntry.model_fields}) for one in case.options
    ]
    return best_plans(case.quantity, options, case.as_of)


def best_plans(quantity: Decimal, options: Sequence[Option], as_of: date) -> tuple[Offered, ...]:
    """``domain.sourcing.plans`` with HiGHS at hand for many options."""
    return plans(quantity, options, as_of, _suggest)


def _suggest(charges: Charges) -> Sequence[int] | None:
    """HiGHS, loaded only where it is asked."""
    from backorder_core.services.sourcing_solver import suggest

    return suggest(charges)


def as_json(offered: Sequence[Offered]) -> dict[str, object]:
    """The document of ``backorders plan``: money as text, quantities as numbers."""
    return {"plans": [_plan(one) for one in offered]}


def _plan(offered: Offered) -> dict[str, object]:
    plan, earlier = offered.plan, offered.earlier
    return {
        "lines": [{"option": one.option.name, "quantity": plain(one.quantity)} for one in plan.lines],
        "cost": f"{money(plan.cost):.2f}",
        "late_unit_days": plain(plan.late_unit_days),
        "units_at_risk": plain(plan.units_at_risk),
        "filled": plain(plan.filled),
        "short": plain(plan.short),
        "ready_on": plan.ready_on.isoformat() if plan.ready_on else None,
        "wins": offered.wins.sentence,
        "price_of_earlier": f"{earlier.price:.2f}" if earlier else None,
        "earlier": earlier.sentence if earlier else None,
        "proven": offered.proven,
    }


def _sentence(file: Path, wrong: ValidationError) -> str:
    first: Any = wrong.errors()[0]
    where = ", ".join(f"{part + 1}" if isinstance(part, int) else part for part in first["loc"])
    where = re.sub(r"^options, (\d+)", r"option \1", where) or "the whole"
    what = REASONS.get(first["type"]) or str(first.get("ctx", {}).get("error", first["msg"]))
    return f"{file}, {where}: {what}."
