"""Who is told of what, by which channels and in which words: the settings of notices.

Source: chapter, Settings Management (notification rules, communication templates).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import Field, field_validator

from backorder_core.domain.settings_part import Part
from backorder_core.domain.values import Role

INBOX_ONLY = "inbox"
TRIES = 8
FIRST_WAIT = timedelta(minutes=1)

Channels = Annotated[
    tuple[str, ...],
    Field(
        title="Channels",
        description="Names of channels; empty for every channel that is set up, 'inbox' for the inbox alone.",
    ),
]


def _roles_of(said: object) -> object:
    """Roles by their keys, as files and people write them."""
    if not isinstance(said, list | tuple):
        return said
    return tuple(Role.parse(one) if isinstance(one, str) and not one.isdigit() else one for one in said)


class ByRole(Part):
    """Which roles hear of one kind of notice, and by which channels beside the inbox."""

    roles: tuple[Role, ...] = Field(
        default=(), title="Roles", description="Everybody with one of these roles."
    )
    channels: Channels = ()

    @field_validator("roles", mode="before")
    @classmethod
    def _by_key(cls, roles: object) -> object:
        return _roles_of(roles)

    @field_validator("roles")
    @classmethod
    def _our_own(cls, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        if Role.CUSTOMER in roles:
            raise ValueError("customers are told by a person, from the page of one backorder")
        return tuple(dict.fromkeys(roles))


class ByName(Part):
    """By which channels people hear of what concerns them by name, beside the inbox."""

    channels: Channels = ()


AT_ONCE = (Role.CUSTOMER_SERVICE, Role.SALES_REP)


class Notifications(Part):
    """Who is told when (chapter, Notification Rules); every notice also stands in the inbox."""

    created: ByRole = Field(default=ByRole(roles=AT_ONCE), title="New backorder", description="Told at once.")
    eta: ByRole = Field(default=ByRole(roles=AT_ONCE), title="New ETA", description="Told at once.")
    reopened: ByRole = Field(
        default=ByRole(roles=AT_ONCE), title="Backorder open again", description="Told at once."
    )
    escalation: ByRole = Field(
        default=ByRole(), title="Escalation", description="Told beside the role of the level reached."
    )
    vip: tuple[Role, ...] = Field(
        default=(Role.ACCOUNT_MANAGER,),
        title="Also where a VIP waits",
        description="Roles that hear of all four kinds above as soon as a VIP customer is affected.",
    )
    automatic: ByRole = Field(
        default=ByRole(roles=(Role.SUPERVISOR,)),
        title="Automatic approval",
        description="Told of each backorder that needed nobody's approval.",
    )
    approval: ByName = Field(
        default=ByName(),
        title="Approval that waits",
        description="Told to the role whose turn it is to decide.",
    )
    decision: ByName = Field(
        default=ByName(), title="Decision", description="Told to planners when an approval is decided."
    )
    tell: ByRole = Field(
        default=ByRole(),
        title="A customer is to be told",
        description="Told that customers wait for a message; a person sends it from the backorder's page.",
    )
    daily: ByRole = Field(
        default=ByRole(roles=(Role.PURCHASING_MANAGER,)), title="Daily digest", description="Once a day."
    )
    weekly: ByRole = Field(
        default=ByRole(roles=(Role.OPERATIONS_DIRECTOR,)), title="Weekly summary", description="Once a week."
    )
    by_name: ByName = Field(
        default=ByName(),
        title="Mentions and watched backorders",
        description="Told to the people who are named, watch the backorder or own it by hand.",
    )

    @field_validator("vip", mode="before")
    @classmethod
    def _by_key(cls, roles: object) -> object:
        return _roles_of(roles)

    def channels(self, kind: str) -> tuple[str, ...]:
        """Names of the channels of a kind of notice; empty for all of them."""
        rule = getattr(self, kind, None)
        return rule.channels if isinstance(rule, ByRole | ByName) else self.by_name.channels

    def named_roles(self) -> tuple[Role, ...]:
        """Every role that some rule tells."""
        rules = (getattr(self, name) for name in type(self).model_fields)
        told = [role for rule in rules if isinstance(rule, ByRole) for role in rule.roles]
        return tuple(dict.fromkeys([*told, *self.vip]))

    def named_channels(self) -> frozenset[str]:
        """Every channel that some rule names."""
        rules = (getattr(self, name) for name in type(self).model_fields)
        return frozenset(
            name
            for rule in rules
            if isinstance(rule, ByRole | ByName)
            for name in rule.channels
            if name != INBOX_ONLY
        )


class Template(Part):
    """Subject and text of one kind of notice; names in double braces are filled in."""

    subject: str = Field(
        title="Subject",
        min_length=1,
        max_length=500,
        description="First line of the message; a Jinja2 template.",
    )
    body: str = Field(
        title="Text",
        min_length=1,
        max_length=10_000,
        json_schema_extra={"multiline": True},
        description="A Jinja2 template; a name that it does not know is refused.",
    )


FACTS = (
    "{{ product_name }} ({{ product }}), originally due {{ original_due }}, now expected {{ eta }}. "
    "Waiting: {{ customers }}. Revenue at risk {{ value }}."
)
PROMISE = """Dear {{ customer }},

not yet shipped:
{% for item in items %}- {{ item.quantity }} × {{ product_name }} ({{ product }}), order {{ item.order }} \
line {{ item.line }}
{% endfor %}
Delivery date so far: {{ previous_eta }}. New delivery date: {{ eta }}.
We are sorry for the delay and will tell you at once when this changes."""
DAILY = """{{ open }} open backorders worth {{ value }}, {{ high }} of them critical or high\
 ({{ high_value }}).
New today: {{ new }}. Resolved today: {{ resolved }}. Escalated today: {{ escalated }}.
Follow-ups overdue: {{ overdue }}. Promises broken: {{ broken }}.
{% if worst %}
Most urgent:
{% for one in worst %}- {{ one.number }}, {{ one.customer }}: {{ one.value }}, {{ one.action }}
{% endfor %}{% endif %}"""
WEEKLY = """From {{ since }} up to, and without, {{ until }}: {{ new }} new, {{ resolved }} resolved, \
net {{ net }}.
{{ open }} backorders are open, worth {{ value }}.
{% if causes %}
Causes:
{% for one in causes %}- {{ one.cause }}: {{ one.count }}
{% endfor %}{% endif %}"""


class Templates(Part):
    """The words of every kind of notice, as Jinja2 templates."""

    created: Template = Field(
        default=Template(
            subject="{{ number }}: {{ product_name }} is short, {{ value }} at risk", body=FACTS
        ),
        title="New backorder",
    )
    eta: Template = Field(
        default=Template(subject="{{ number }}: ETA {{ previous_eta }} → {{ eta }}", body=FACTS),
        title="New ETA",
    )
    reopened: Template = Field(
        default=Template(subject="{{ number }} is open again: {{ reason }}", body=FACTS),
        title="Backorder open again",
    )
    escalation: Template = Field(
        default=Template(subject="{{ number }} escalated to level {{ level }}: {{ reason }}", body=FACTS),
        title="Escalation",
    )
    automatic: Template = Field(
        default=Template(
            subject="{{ number }}: approved automatically",
            body="{{ number }} was approved automatically: its value is {{ value }}.",
        ),
        title="Automatic approval",
    )
    approval: Template = Field(
        default=Template(
            subject="{{ number }} waits for your decision: {{ product_name }}, {{ value }} at risk",
            body=FACTS,
        ),
        title="Approval that waits",
    )
    decision: Template = Field(
        default=Template(
            subject="{{ number }} {{ what }} by {{ who }}",
            body="{% if comment %}{{ comment }}\n\n{% endif %}" + FACTS,
        ),
        title="Decision",
    )
    customer: Template = Field(
        default=Template(
            subject="Your order of {{ product_name }}: new delivery date {{ eta }}", body=PROMISE
        ),
        title="Message for a customer",
    )
    tell: Template = Field(
        default=Template(
            subject="{{ number }}: tell {{ customers }}",
            body="New delivery date of {{ product_name }}: {{ eta }}. To be told: {{ customers }}.",
        ),
        title="A customer is to be told",
    )
    mention: Template = Field(
        default=Template(subject="{{ who }} mentioned you on {{ number }}", body="{{ words }}"),
        title="Mention",
    )
    watched: Template = Field(
        default=Template(
            subject="{{ number }}: {{ action }}",
            body="{{ who }} changed {{ number }}, which you watch or own: {{ action }}.",
        ),
        title="Watched backorder",
    )
    daily: Template = Field(
        default=Template(subject="Backorders on {{ day }}: {{ open }} open, {{ value }} at risk", body=DAILY),
        title="Daily digest",
    )
    weekly: Template = Field(
        default=Template(
            subject="Backorders in the week from {{ since }}: {{ new }} new, {{ resolved }} resolved",
            body=WEEKLY,
        ),
        title="Weekly summary",
    )

    def by_kind(self) -> Mapping[str, Template]:
        """Each template under the kind of notice that it words."""
        return {name: getattr(self, name) for name in type(self).model_fields}


def wait_after(tries: int, jitter: float) -> timedelta | None:
    """How long to wait after so many failed tries, twice as long each time; None where it was the last.

    ``jitter`` between 0 and 1 takes up to half of the wait off, so that many failures do not return at once.
    """
    if tries >= TRIES:
        return None
    return FIRST_WAIT * (2.0 ** (tries - 1)) * (1 - jitter / 2)
