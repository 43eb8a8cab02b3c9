"""The words of the screens and what each means, with the figures of the settings in force."""

from __future__ import annotations

from backorder_core.domain.buckets import aging, pipeline
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Band, Impact, Tier
from backorder_core.services.measures import contract
from pages.parts.format import money, number
from pages.parts.text import safe

Entries = dict[str, list[tuple[str, str]]]


def entries(settings: Settings, wanted: str) -> Entries:
    """The entries that have ``wanted`` in them, by section; all where nothing is wanted."""
    said = wanted.strip().lower()
    everything = {
        "Days": DAYS,
        "Priority": _priority(settings),
        "Status and escalation": [*STATUS, _levels(settings)],
        "Money and customers": MONEY,
        "Approval": _approval(settings),
        "Importing delays": _importing(settings),
        "Sourcing": SOURCING,
        "Customers and colleagues": [*CUSTOMERS, _unreliable(settings)],
        "Command centre": [*_buckets(settings), *COMMAND_CENTRE],
        **_figures(),
    }
    found = {
        section: [(word, meaning) for word, meaning in words if said in f"{word} {meaning}".lower()]
        for section, words in everything.items()
    }
    return {section: words for section, words in found.items() if words}


DAYS = [
    (
        "As-of date",
        "the day a page looks at; it shows the end of that day. Choose it in the sidebar: it is kept in the "
        "address, so a link shows the same day to everybody.",
    ),
    ("Original due", "the date the supplier first promised for the PO line. It never changes."),
    ("ETA", "the date expected now. It may be unknown, and every revision is kept."),
    ("Slip", "ETA − original due, in days."),
    ("Age", "days since the backorder was created."),
    ("Days overdue", "days since the original due date has passed; 0 before it."),
    ("Days past ETA", "days since the current ETA has passed; 0 before it or where it is unknown."),
    ("Delay", "what the score counts: slip or days overdue, whichever is more; never below 0."),
    (
        "Stale ETA",
        "an ETA that the supplier has not confirmed within the follow-up cadence: daily for critical "
        "backorders and VIP customers, weekly otherwise, with default settings.",
    ),
]
STATUS = [
    ("Open", "known, nothing received, the ETA as first given."),
    ("ETA Updated", "the supplier has revised the ETA at least once."),
    ("Partially Resolved", "some units have come, others are still missing."),
    ("Escalated", "level 2 or more and not cleared by a person; a partial receipt does not clear it."),
    ("Resolved", "everything has come, or what has not come was cancelled."),
    ("Cancelled", "all of it was cancelled and nothing has come."),
    (
        "Reopened",
        "a closed backorder takes units back with a reason: cancelled ones that are wanted after all, "
        "received ones that cannot be used and have not left. Its PO line owes them again.",
    ),
]
MONEY = [
    (
        "Value, revenue at risk",
        "open units × unit price, summed over the affected customer order lines, exact to the cent.",
    ),
    ("Open units", "quantity − received − cancelled."),
    ("Customers affected", "different customers with units missing."),
    ("Impact", "how much the shortage hurts the customer's order: critical, high or normal."),
]
COMMAND_CENTRE = [
    (
        "Recommended action",
        "the first that the facts offer: expedite, offer a substitute, transfer from another location, order "
        "from another supplier, await the supplier's confirmation, follow up.",
    ),
    ("Mean slip", "average slip of a supplier's open backorders that have an ETA, in days."),
    (
        "On time",
        "for lines promised in the days before that the settings name, the mean share received by the "
        "**original** promise; changing an ETA never improves it. “No data” where nothing was due.",
    ),
]
SOURCING = [
    ("Late unit-day", "one unit that comes one day after the as-of date."),
    ("Unit at risk", "a unit whose quality is not the same as ordered: equivalent or substitute."),
    (
        "Plan worth choosing",
        "one that is best at some price of a late unit-day and some price of a unit at risk; its card says "
        "at which. Any other way costs more for the same.",
    ),
    ("Too late for", "the waiting customers whose need date a source misses, and by how many days."),
    (
        "Landed, per unit",
        "purchase price, premium and fixed cost for one unit when as many as needed are taken.",
    ),
    (
        "Transfer",
        "units asked from another location: set aside there at once, so that nobody promises them again; "
        "confirmed, shipped, received. An emergency where a VIP waits.",
    ),
    (
        "Condition",
        "something that must happen for a plan or a decision to hold: met, or waived with a reason.",
    ),
]
CUSTOMERS = [
    (
        "Broken promise",
        "a customer was last told an earlier date than is true now, or a date where none is known any more. "
        "Who was told nothing yet counts on the supplier's first date. Telling them resolves it.",
    ),
    (
        "Honest range",
        "from the ETA to the ETA moved once more as this supplier usually moves it, by the supplier's past "
        "revisions.",
    ),
    ("Owner", "the buyer of the supplier, until somebody else is named."),
    (
        "Follow-up",
        "what is to be asked or done on a day: made by the cadence, by hand or by a condition, done with an "
        "outcome.",
    ),
]


def _priority(settings: Settings) -> list[tuple[str, str]]:
    scoring = settings.priority
    tiers = ", ".join(f"{tier.label} {number(scoring.tier_multiplier(tier))}" for tier in Tier)
    impacts = ", ".join(
        f"{impact.label.lower()} {number(scoring.impact_points(impact))}" for impact in Impact
    )
    floors = ", ".join(
        f"{band.label} from {number(scoring.band_floor(band))}" for band in Band if band is not Band.LOW
    )
    return [
        (
            "Score",
            "the sum over the affected order lines of multiplier × (open value ÷ 100 + "
            f"{number(scoring.per_delay_day)} × days of delay + impact points). "
            "A backorder's page shows every term.",
        ),
        (
            "Multiplier",
            f"by customer tier: {tiers}; times {number(scoring.emergency)} for an emergency order.",
        ),
        ("Impact points", f"{impacts}."),
        ("Band", f"{floors}, Low below. “High priority” means High and Critical together."),
    ]


def _levels(settings: Settings) -> tuple[str, str]:
    one, two, three, four = settings.escalation.days
    return (
        "Escalation level",
        f"by days overdue: {one} supervisor (1), {two} manager (2), {three} director (3), {four} "
        "executive (4). "
        "Level 2 at once where a VIP waits and the original due date has come, or an update moves the ETA of "
        "a VIP later.",
    )


def _approval(settings: Settings) -> list[tuple[str, str]]:
    thresholds, currency = settings.approvals, settings.currency
    low, middle, high = (
        safe(money(value, currency))
        for value in (thresholds.automatic_below, thresholds.supervisor_below, thresholds.manager_up_to)
    )
    return [
        (
            "Approval route",
            f"under {low} automatic; to under {middle} supervisor; to {high} manager; above director. "
            "A VIP customer adds the account manager at any value.",
        )
    ]


def _importing(settings: Settings) -> list[tuple[str, str]]:
    return [
        (
            "Created",
            "the delay hurts customer orders and is "
            f"{settings.intake_from_days} days or more, or the ETA is unknown: a new backorder.",
        ),
        ("Updated", "the PO line has an open backorder: its ETA is revised, never a second backorder made."),
        ("Unchanged", "the same ETA again: counted as the supplier's confirmation."),
        ("Not needed", "the delay is noted, but no customer order is affected or it is too short to matter."),
        ("Rejected", "the row cannot be used; line, column, value and reason say why, nothing is guessed."),
        ("Undo", "takes an import back whole, newest first, unless somebody has worked on what it made."),
    ]


def _figures() -> Entries:
    """Every figure of the contract by its section: what it says, what is counted over what, for when."""
    found: Entries = {}
    for one in contract().measures.values():
        over = f" ÷ {one.denominator}" if one.denominator else ""
        said = f"{one.definition} *{one.numerator}{over}*. Window: {one.window}. One row: {one.grain}."
        found.setdefault(f"Figures: {one.section}", []).append((one.name, said))
    return found


def _buckets(settings: Settings) -> list[tuple[str, str]]:
    ages = "; ".join(one.label for one in aging(settings.buckets))
    ahead = "; ".join(
        f"{one.label.lower()} ({one.low} days and more)"
        if one.high is None
        else f"{one.label.lower()} ({one.low}–{one.high} days)"
        for one in pipeline(settings.buckets)
        if one.low is not None
    )
    return [
        ("Aging", f"open backorders by age: {ages}."),
        (
            "Resolution pipeline",
            f"open backorders by days until the ETA: past it; {ahead}; unknown. "
            "Each backorder is in exactly one, so they add up to the total.",
        ),
    ]


def _unreliable(settings: Settings) -> tuple[str, str]:
    limits = settings.suppliers
    return (
        "Unreliable supplier",
        f"{limits.many_revisions} or more revisions on one line, or more than "
        f"{number(limits.revised_percent)} % of its lines revised.",
    )
