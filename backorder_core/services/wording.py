"""Notices in words: the templates of the settings, filled in a sandbox where an unknown name is an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from backorder_core.domain import notices
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.notices import About, Facts, Notice
from backorder_core.domain.notifying import ByRole, Notifications, Templates
from backorder_core.domain.priority import Demand
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Impact, Role, Tier

STANDARD = Templates()
LONGEST_SUBJECT = 300


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates cannot reach the program, nor make a text that fills the memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"the operator '{operator}' is not allowed")


SANDBOX = Sandbox(undefined=StrictUndefined)


def worded(notice: Notice, templates: Templates) -> tuple[str, str]:
    """Subject and body of a notice.

    A template that fails on these facts gives way to the standard one: words never stop the work.
    """
    if not notice.facts:
        return notice.subject, notice.body
    try:
        return _rendered(notice.kind, notice.facts, templates)
    except Exception:
        return _rendered(notice.kind, notice.facts, STANDARD)


def _rendered(kind: str, facts: Facts, templates: Templates) -> tuple[str, str]:
    template = templates.by_kind()[kind]
    subject = " ".join(_compiled(template.subject).render(facts).split())
    return subject[:LONGEST_SUBJECT], _compiled(template.body).render(facts).strip()


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    template = SANDBOX.from_string(text)
    template.globals = dict(template.globals)  # jinja's own map is gone through in Python at each use
    return template


def check_templates(settings: Settings) -> None:
    """Prove every template on an example; ``InvalidInput`` names the first that fails, and why."""
    for kind, template in settings.templates.by_kind().items():
        title = Templates.model_fields[kind].title
        facts = EXAMPLES[kind]
        for part, text in (("subject", template.subject), ("text", template.body)):
            where = f"The {part} of '{title}'"
            try:
                _check(where, text, facts)
            except TemplateSyntaxError as wrong:
                raise InvalidInput(
                    f"{where} is not a template, line {wrong.lineno}: {_plain(wrong)}; correct it there."
                ) from wrong
            except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as wrong:
                raise InvalidInput(f"{where} cannot be filled in: {_plain(wrong)}; correct it.") from wrong


def _check(where: str, text: str, facts: Facts) -> None:
    unknown = sorted(meta.find_undeclared_variables(SANDBOX.parse(text)) - set(facts) - set(SANDBOX.globals))
    if unknown:
        raise InvalidInput(
            f"{where} names '{unknown[0]}', which no such notice has: use {', '.join(sorted(facts))}."
        )
    if not _compiled(text).render(facts).strip():
        raise InvalidInput(f"{where} comes out empty: write at least one word.")


def _plain(wrong: Exception) -> str:
    return " ".join(str(wrong).split()).rstrip(".") or type(wrong).__name__


def _examples() -> Mapping[str, Facts]:
    demand = Demand(
        order_line_id=1,
        order_number="SO-0001",
        order_line="1",
        customer_id=1,
        customer="Metro Manufacturing",
        tier=Tier.VIP,
        impact=Impact.CRITICAL,
        emergency=False,
        open_quantity=Decimal(50),
        unit_price=Decimal(500),
        need_date=date(2025, 1, 27),
        order_date=date(2025, 1, 2),
    )
    about = About(
        number="BO-2025-0156",
        version=2,
        product="CM-500",
        product_name="Control Module CM-500",
        original_due=date(2025, 1, 25),
        eta=date(2025, 2, 15),
        value=Decimal("25000.00"),
        vip=True,
        demands=(demand,),
    )
    everybody = Notifications(tell=ByRole(roles=(Role.CUSTOMER_SERVICE,)))
    made = (
        *notices.for_creation(about, automatic=True, rules=everybody),
        *notices.for_eta_update(about, None),
        *notices.for_reopening(about, "units cannot be used"),
        *notices.for_escalation(about, 2, "7 days overdue"),
        notices.for_approval(about, Role.MANAGER, 1, 1),
        notices.for_decision(about, "approved", "Max", "Go ahead", "1"),
        *notices.for_mentions(about.number, 1, "Sarah", "@Mike please call", {"Mike": Role.WAREHOUSE}, ()),
        notices.for_watcher(about.number, 2, "received", "Mike", "Sarah", Role.PLANNER),
    )
    return {**{one.kind: one.facts for one in made}, "daily": DAILY_EXAMPLE, "weekly": WEEKLY_EXAMPLE}


DAILY_EXAMPLE: Facts = {
    "day": "2025-01-28",
    "open": 47,
    "value": "234,567.00",
    "high": 21,
    "high_value": "126,400.00",
    "new": 15,
    "resolved": 0,
    "escalated": 4,
    "overdue": 3,
    "broken": 12,
    "worst": [
        {
            "number": "BO-2025-0156",
            "customer": "Metro Manufacturing",
            "value": "45,000.00",
            "action": "transfer",
        }
    ],
}
WEEKLY_EXAMPLE: Facts = {
    "since": "2025-01-21",
    "until": "2025-01-28",
    "new": 8,
    "resolved": 12,
    "net": -4,
    "open": 47,
    "value": "234,567.00",
    "causes": [{"cause": "Supplier delay", "count": 5}],
}
EXAMPLES: Mapping[str, Facts] = _examples()
