"""The daily digest and the weekly summary, each once a period and role (chapter, Notification Rules)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from backorder_core.domain import notices
from backorder_core.domain.access import Permission
from backorder_core.domain.notices import Facts, day_text
from backorder_core.domain.values import Actor
from backorder_core.services.changes import Changes
from backorder_core.services.permitted import permitted
from backorder_core.services.reports import command_center
from backorder_core.services.work import boards, days, following, talking
from backorder_core.store import Store, Writer
from backorder_core.store.session import read_settings

WORST = 5


@permitted(Permission.DELIVER)
def tell_day(store: Store, actor: Actor, as_of: date) -> int:
    """Tell the digest of a day to the roles that the settings name; to how many, the first time and again."""
    return _tell(store, "daily", as_of, _day(store, as_of), actor, as_of)


@permitted(Permission.DELIVER)
def tell_week(store: Store, actor: Actor, as_of: date) -> int:
    """Tell the summary of the week before a day to the roles that the settings name; to how many."""
    since, facts = _week(store, as_of)
    return _tell(store, "weekly", since, facts, actor, as_of)


def _tell(store: Store, kind: str, period: date, facts: Facts, actor: Actor, as_of: date) -> int:
    def work(writer: Writer) -> int:
        told = notices.for_digest(kind, period, facts, read_settings(writer)[1].notifications)
        changes = Changes(writer, actor, as_of)
        changes.announce(told)
        changes.flush()
        return len(told)

    return store.write(work)


def _day(store: Store, as_of: date) -> Facts:
    center = command_center(store, as_of)
    summary, happened = center.summary, days.news(store, "", as_of)
    return {
        "day": day_text(as_of),
        "open": summary.open,
        "value": _money(summary.value),
        "high": summary.high_count,
        "high_value": _money(summary.high_value),
        "new": happened.new,
        "resolved": happened.resolved,
        "escalated": happened.escalated,
        "overdue": following.follow_ups(store, as_of).overdue,
        "broken": talking.broken_promises(store, as_of, 1).total,
        "worst": [
            {
                "number": one.number,
                "customer": one.customer,
                "value": _money(one.value),
                "action": one.action.sentence,
            }
            for one in center.critical[:WORST]
        ],
    }


def _week(store: Store, as_of: date) -> tuple[date, Facts]:
    week = boards.week(store, as_of)
    summary = command_center(store, as_of).summary
    return week.since, {
        "since": day_text(week.since),
        "until": day_text(week.until),
        "new": week.new,
        "resolved": week.resolved,
        "net": week.net,
        "open": summary.open,
        "value": _money(summary.value),
        "causes": [{"cause": one.cause.label, "count": one.count} for one in week.causes],
    }


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
