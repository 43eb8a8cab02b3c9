"""Cached reads: one entry per data version, day and arguments, so that nothing stale is ever shown."""

from __future__ import annotations

from datetime import date

from backorder_core.delivery.jobs import JOBS
from backorder_core.domain.access import Permission, require
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Actor
from backorder_core.services import audit, backorders, detail, imports, jobs, reports
from backorder_core.services.audit import AuditChoices, AuditFilters, AuditPage
from backorder_core.services.backorders import BackorderPage, Choices, Filters, Matching, Order, SortKey
from backorder_core.services.detail import BackorderDetail
from backorder_core.services.imports import PastImport
from backorder_core.services.jobs import JobState, Run
from backorder_core.services.reports import CommandCenter
from backorder_core.services.work import boards, caring, finding, following, fulfilling, lists, talking, turns
from backorder_core.services.work.boards import Level, Satisfaction, StaleEtas, Unreliable, Week
from backorder_core.services.work.caring import Circle
from backorder_core.services.work.finding import Sourcing
from backorder_core.services.work.following import FollowUps
from backorder_core.services.work.fulfilling import OrderOptions
from backorder_core.services.work.lists import ShipmentRow, SupplyRow
from backorder_core.services.work.talking import Broken, Draft, Message
from backorder_core.services.work.turns import Decided, Queue
from backorder_core.store import Store
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

AHEAD = 500
"""Backorders of a list whose order is looked for at once, at most: twenty pages."""

Key = tuple[str, int]


def _key(frame: Frame) -> Key:
    return frame.store.url, frame.version


def command_center(frame: Frame) -> CommandCenter:
    """The command centre of the frame's day."""
    return _command_center(frame.store, _key(frame), frame.as_of)


@remembered(64)
def _command_center(_store: Store, key: Key, as_of: date) -> CommandCenter:
    return reports.command_center(_store, as_of)


def list_backorders(
    frame: Frame, filters: Filters, sort: SortKey, descending: bool, limit: int, offset: int
) -> BackorderPage:
    """A page of ``limit`` backorders of the frame's day; ``offset`` is where a page of that size begins.

    What matches is looked for in many pages at once: another page then costs its own rows alone.
    """
    return _list(
        frame.store, frame.settings, _key(frame), frame.as_of, filters, sort, descending, limit, offset
    )


@remembered(256)
def _list(
    _store: Store,
    _settings: Settings,
    key: Key,
    as_of: date,
    filters: Filters,
    sort: SortKey,
    descending: bool,
    limit: int,
    offset: int,
) -> BackorderPage:
    many = AHEAD - AHEAD % limit
    start = offset - offset % many
    found = _matching(_store, _settings, key, as_of, filters, (sort, descending), many, start)
    ids = found.ids[offset - start : offset - start + limit]
    return BackorderPage(found.total, found.value, backorders.rows_of(_store, ids, as_of, _settings))


@remembered(64)
def _matching(
    _store: Store,
    _settings: Settings,
    key: Key,
    as_of: date,
    filters: Filters,
    order: Order,
    limit: int,
    offset: int,
) -> Matching:
    return backorders.matching(_store, filters, as_of, _settings, order, limit, offset)


def show_backorder(frame: Frame, number: str) -> BackorderDetail:
    """One backorder on the frame's day; ``NotFound`` is not cached."""
    return _show(frame.store, _key(frame), frame.as_of, number)


@remembered(256)
def _show(_store: Store, key: Key, as_of: date, number: str) -> BackorderDetail:
    return detail.show_backorder(_store, number, as_of)


def choices(frame: Frame) -> Choices:
    """Suppliers, products and customers to filter by."""
    return _choices(frame.store, _key(frame))


@remembered(4)
def _choices(_store: Store, key: Key) -> Choices:
    return backorders.choices(_store)


def code_called(frame: Frame, what: str, called: str) -> str | None:
    """The code of the supplier, product or customer with that code or that name; None for nobody."""
    return _code_called(frame.store, _key(frame), what, called)


@remembered(256)
def _code_called(_store: Store, key: Key, what: str, called: str) -> str | None:
    return backorders.code_called(_store, what, called)


def past_imports(frame: Frame) -> list[PastImport]:
    """Applied imports, newest first."""
    return _past_imports(frame.store, _key(frame))


@remembered(8)
def _past_imports(_store: Store, key: Key) -> list[PastImport]:
    return imports.list_imports(_store)


def sources(frame: Frame, number: str) -> Sourcing:
    """Alternative sources and plans of one backorder; a refusal is not cached."""
    return _sources(frame.store, _key(frame), frame.as_of, number)


@remembered(64, "Looking for sources …")
def _sources(_store: Store, key: Key, as_of: date, number: str) -> Sourcing:
    return finding.find_sources(_store, number, as_of)


def supplies(frame: Frame, owner: str | None = None) -> tuple[SupplyRow, ...]:
    """Transfers and purchase requests, those under way first."""
    return _supplies(frame.store, _key(frame), owner)


@remembered(8)
def _supplies(_store: Store, key: Key, owner: str | None) -> tuple[SupplyRow, ...]:
    return lists.supplies(_store, owner=owner)


def shipments(frame: Frame, owner: str | None = None) -> tuple[ShipmentRow, ...]:
    """Shipments, planned ones first."""
    return _shipments(frame.store, _key(frame), owner)


@remembered(8)
def _shipments(_store: Store, key: Key, owner: str | None) -> tuple[ShipmentRow, ...]:
    return lists.shipments(_store, owner=owner)


def fulfilment(frame: Frame, number: str) -> tuple[OrderOptions, ...]:
    """The five strategies of each order line of one backorder."""
    return _fulfilment(frame.store, _key(frame), frame.as_of, number)


@remembered(64)
def _fulfilment(_store: Store, key: Key, as_of: date, number: str) -> tuple[OrderOptions, ...]:
    return fulfilling.fulfilment_options(_store, number, as_of)


def circle(frame: Frame, number: str) -> Circle:
    """Owner, watchers, comments, conditions and ratings of one backorder."""
    return _circle(frame.store, _key(frame), number)


@remembered(64)
def _circle(_store: Store, key: Key, number: str) -> Circle:
    return caring.circle(_store, number)


def draft_message(frame: Frame, number: str, code: str) -> Draft:
    """The message that a backorder owes a customer, from the template; a refusal is not cached."""
    return _draft_message(frame.store, _key(frame), frame.as_of, number, code)


@remembered(64)
def _draft_message(_store: Store, key: Key, as_of: date, number: str, code: str) -> Draft:
    return talking.draft_message(_store, number, code, as_of)


def messages(frame: Frame, number: str) -> tuple[Message, ...]:
    """What was said to customers about one backorder, and what waits to be said."""
    return _messages(frame.store, _key(frame), number)


@remembered(64)
def _messages(_store: Store, key: Key, number: str) -> tuple[Message, ...]:
    return talking.messages(_store, number)


def escalations(frame: Frame, owner: str | None = None) -> tuple[Level, ...]:
    """The escalation levels of the frame's day, the highest first, with what stands there."""
    return _escalations(frame.store, _key(frame), frame.as_of, owner)


@remembered(16)
def _escalations(_store: Store, key: Key, as_of: date, owner: str | None) -> tuple[Level, ...]:
    return boards.escalation_board(_store, as_of, owner=owner)


def week(frame: Frame) -> Week:
    """What the seven days before the frame's day brought."""
    return _week(frame.store, _key(frame), frame.as_of)


@remembered(16)
def _week(_store: Store, key: Key, as_of: date) -> Week:
    return boards.week(_store, as_of)


def satisfaction(frame: Frame) -> Satisfaction:
    """What customers said of the handling up to the frame's day."""
    return _satisfaction(frame.store, _key(frame), frame.as_of)


@remembered(16)
def _satisfaction(_store: Store, key: Key, as_of: date) -> Satisfaction:
    return boards.satisfaction(_store, as_of)


def stale_etas(frame: Frame) -> StaleEtas:
    """ETAs of the frame's day that nobody confirmed in time."""
    return _stale_etas(frame.store, _key(frame), frame.as_of)


@remembered(16)
def _stale_etas(_store: Store, key: Key, as_of: date) -> StaleEtas:
    return boards.stale_etas(_store, as_of)


def unreliable_suppliers(frame: Frame) -> tuple[Unreliable, ...]:
    """Suppliers whose dates keep moving, as of the frame's day."""
    return _unreliable(frame.store, _key(frame), frame.as_of)


@remembered(16)
def _unreliable(_store: Store, key: Key, as_of: date) -> tuple[Unreliable, ...]:
    return boards.unreliable_suppliers(_store, as_of)


def follow_ups(frame: Frame, when: str, person: str | None) -> FollowUps:
    """What is due as of the frame's day; of one person where one is named."""
    return _follow_ups(frame.store, _key(frame), frame.as_of, when, person)


@remembered(64)
def _follow_ups(_store: Store, key: Key, as_of: date, when: str, person: str | None) -> FollowUps:
    return following.follow_ups(_store, as_of, when, person)


def broken_promises(frame: Frame, owner: str | None = None) -> Broken:
    """Customers for whom the truth is worse than what they were told, the worst first."""
    return _broken_promises(frame.store, _key(frame), frame.as_of, owner)


@remembered(16)
def _broken_promises(_store: Store, key: Key, as_of: date, owner: str | None) -> Broken:
    return talking.broken_promises(_store, as_of, owner=owner)


def messages_of_customer(frame: Frame, customer: str) -> tuple[tuple[str, Message], ...]:
    """(backorder, message) of everything said to one customer, and what waits to be said."""
    return _messages_of_customer(frame.store, _key(frame), customer)


@remembered(64)
def _messages_of_customer(_store: Store, key: Key, customer: str) -> tuple[tuple[str, Message], ...]:
    return talking.messages_of_customer(_store, customer)


def approvals(frame: Frame, *, mine: bool) -> Queue:
    """Approvals that wait for the frame's person, or for others."""
    return turns.queue(frame.store, frame.actor, frame.as_of, mine=mine)


def decided(frame: Frame) -> tuple[int, tuple[Decided, ...]]:
    """Decisions of the last 90 days."""
    return turns.decided(frame.store, frame.as_of)


def audit_trail(frame: Frame, filters: AuditFilters, limit: int, offset: int) -> AuditPage:
    """A page of ledger entries, newest first."""
    require(frame.actor, Permission.AUDIT)  # what is remembered was read by somebody who may
    return _audit_trail(frame.store, _key(frame), filters, frame.actor, limit, offset)


@remembered(64)
def _audit_trail(
    _store: Store, key: Key, filters: AuditFilters, _actor: Actor, limit: int, offset: int
) -> AuditPage:
    return audit.audit_trail(_store, filters, _actor, limit, offset)


def audit_choices(frame: Frame) -> AuditChoices:
    """People, actions and kinds of things to narrow the audit trail to."""
    require(frame.actor, Permission.AUDIT)
    return _audit_choices(frame.store, _key(frame), frame.actor)


@remembered(4)
def _audit_choices(_store: Store, key: Key, _actor: Actor) -> AuditChoices:
    return audit.audit_choices(_store, _actor)


def job_states(frame: Frame) -> tuple[JobState, ...]:
    """How the scheduled work stands; never cached, for its next run moves with the clock."""
    return jobs.job_states(frame.store, JOBS)


def recent_runs(frame: Frame) -> tuple[Run, ...]:
    """The newest runs of the scheduled work."""
    return _recent_runs(frame.store, _key(frame))


@remembered(8)
def _recent_runs(_store: Store, key: Key) -> tuple[Run, ...]:
    return jobs.recent_runs(_store)
