"""Who is told what about a backorder; every notice has a key, and one key is one notice for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backorder_core.domain.escalation import role_of
from backorder_core.domain.notifying import ByRole, Notifications
from backorder_core.domain.priority import Demand
from backorder_core.domain.values import Role

RULES = Notifications()
Facts = Mapping[str, object]


@dataclass(frozen=True)
class Notice:
    """One message to a role, to a ``person`` by name or, with a ``customer_id``, for a customer; plain text.

    Where there are ``facts``, the template of its kind makes subject and body of them.
    """

    key: str
    kind: str
    role: Role
    customer_id: int | None = None
    subject: str = ""
    body: str = ""
    person: str = ""
    facts: Facts = field(default_factory=dict, hash=False)

    @property
    def event(self) -> str:
        """What happened, whoever is told: several notices of one event need be posted once in a place."""
        return self.key.removesuffix(f":{self.role.key}")


@dataclass(frozen=True)
class About:
    """What a notice speaks of: a backorder at one version, value in money, demands still open."""

    number: str
    version: int
    product: str
    product_name: str
    original_due: date
    eta: date | None
    value: Decimal
    vip: bool
    demands: Sequence[Demand]


def for_creation(about: About, *, automatic: bool, rules: Notifications = RULES) -> tuple[Notice, ...]:
    """Customer service and the sales rep at once, the account manager of a VIP, each customer.

    A backorder approved automatically is told to the supervisor (RULES, Approvals).
    """
    facts = _facts(about)
    told = _internal(about, "created", rules.created, facts, rules)
    if automatic:
        told += [
            Notice(f"automatic:{about.number}:{role.key}", "automatic", role, facts=facts)
            for role in rules.automatic.roles
        ]
    return (*told, *_customers(about, about.original_due, rules))


def for_eta_update(about: About, previous: date | None, rules: Notifications = RULES) -> tuple[Notice, ...]:
    """Everybody who was told of the backorder hears of the new date (RULES, ETA updates)."""
    facts = {**_facts(about), "previous_eta": day_text(previous)}
    told = _internal(about, f"eta:{about.version}", rules.eta, facts, rules)
    return (*told, *_customers(about, previous, rules))


def for_reopening(about: About, reason: str, rules: Notifications = RULES) -> tuple[Notice, ...]:
    """Everybody who was told of the backorder hears that units are missing again (RULES, Status)."""
    facts = {**_facts(about), "reason": reason}
    told = _internal(about, f"reopened:{about.version}", rules.reopened, facts, rules)
    return (*told, *_customers(about, None, rules))


def for_escalation(about: About, level: int, reason: str, rules: Notifications = RULES) -> tuple[Notice, ...]:
    """The role of the level, and the account manager of a VIP; once per backorder, level and role."""
    facts = {**_facts(about), "level": level, "reason": reason}
    roles = dict.fromkeys([role_of(level), *_roles(about, rules.escalation, rules)])
    return tuple(
        Notice(f"escalation:{about.number}:{level}:{role.key}", "escalation", role, facts=facts)
        for role in roles
    )


def for_mentions(
    number: str, comment: int, who: str, words: str, people: Mapping[str, Role], roles: Sequence[Role]
) -> tuple[Notice, ...]:
    """Everybody whom a comment names, and everybody with a role that it names."""
    facts = {"number": number, "who": who, "words": words}
    key = f"mention:{comment}"
    return (
        *(
            Notice(f"{key}:{name}", "mention", role, person=name, facts=facts)
            for name, role in people.items()
        ),
        *(Notice(f"{key}:{role.key}", "mention", role, facts=facts) for role in roles),
    )


def for_watcher(number: str, version: int, action: str, who: str, person: str, role: Role) -> Notice:
    """Somebody watches a backorder, or owns it by hand, and somebody else changed it."""
    facts = {"number": number, "action": action, "who": who}
    return Notice(f"watched:{number}:{version}:{person}", "watched", role, person=person, facts=facts)


def for_digest(kind: str, period: date, facts: Facts, rules: Notifications = RULES) -> tuple[Notice, ...]:
    """The ``daily`` digest or ``weekly`` summary of the period that begins on a day, once per role."""
    rule = rules.daily if kind == "daily" else rules.weekly
    return tuple(Notice(f"{kind}:{period}:{role.key}", kind, role, facts=facts) for role in rule.roles)


def for_approval(about: About, role: Role, round_: int, step: int) -> Notice:
    """The role whose turn it is hears that a decision waits for it (RULES, Approvals)."""
    return Notice(f"approval:{about.number}:{round_}:{step}", "approval", role, facts=_facts(about))


def for_decision(about: About, what: str, who: str, comment: str, key: str) -> Notice:
    """Whoever plans hears what was decided (RULES, Approvals)."""
    facts = {**_facts(about), "what": what, "who": who, "comment": comment}
    return Notice(f"decision:{about.number}:{key}", "decision", Role.PLANNER, facts=facts)


def _internal(about: About, event: str, rule: ByRole, facts: Facts, rules: Notifications) -> list[Notice]:
    kind = event.partition(":")[0]
    return [
        Notice(f"{event}:{about.number}:{role.key}", kind, role, facts=facts)
        for role in _roles(about, rule, rules)
    ]


def _roles(about: About, rule: ByRole, rules: Notifications) -> list[Role]:
    return list(dict.fromkeys([*rule.roles, *(rules.vip if about.vip else ())]))


def _customers(about: About, previous: date | None, rules: Notifications) -> list[Notice]:
    waiting: defaultdict[int, list[Demand]] = defaultdict(list)
    for demand in about.demands:
        if demand.open_quantity > 0:
            waiting[demand.customer_id].append(demand)
    letters = [
        Notice(
            key=f"promise:{about.number}:{customer_id}:{about.version}",
            kind="customer",
            role=Role.CUSTOMER,
            customer_id=customer_id,
            facts=_promise(about, previous, demands),
        )
        for customer_id, demands in sorted(waiting.items())
    ]
    facts = _facts(about)
    reminders = [
        Notice(f"tell:{about.version}:{about.number}:{role.key}", "tell", role, facts=facts)
        for role in rules.tell.roles
        if letters
    ]
    return [*reminders, *letters]


def _promise(about: About, previous: date | None, demands: Sequence[Demand]) -> Facts:
    items = [
        {
            "quantity": f"{demand.open_quantity.normalize():f}",
            "order": demand.order_number,
            "line": demand.order_line,
        }
        for demand in demands
    ]
    return {
        "customer": demands[0].customer,
        "items": items,
        "number": about.number,
        "product": about.product,
        "product_name": about.product_name,
        "previous_eta": day_text(previous),
        "eta": day_text(about.eta),
    }


def _facts(about: About) -> dict[str, object]:
    return {
        "number": about.number,
        "product": about.product,
        "product_name": about.product_name,
        "original_due": day_text(about.original_due),
        "eta": day_text(about.eta),
        "customers": ", ".join(dict.fromkeys(demand.customer for demand in about.demands)),
        "value": f"{about.value:,.2f}",
    }


def day_text(day: date | None) -> str:
    """A date in a notice."""
    return day.isoformat() if day else "not yet known"
