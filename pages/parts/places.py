"""Where each page lives and what it is called, so that navigation and links name it once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent.parent
ICON = PAGES / "parts" / "icon.svg"
PATTERNS = PAGES / "insight" / "patterns.py"
COMMAND_CENTER = PAGES / "today" / "command_center.py"
BACKORDERS = PAGES / "work" / "backorders.py"
BACKORDER = PAGES / "work" / "backorder.py"
IMPORTS = PAGES / "work" / "imports.py"
START = PAGES / "work" / "start.py"
APPROVALS = PAGES / "today" / "approvals.py"
MY_DAY = PAGES / "today" / "my_day.py"
ESCALATIONS = PAGES / "work" / "escalations.py"
FOLLOW_UPS = PAGES / "work" / "follow_ups.py"
PROMISES = PAGES / "work" / "promises.py"
NEW = PAGES / "work" / "new_backorder.py"
SOURCING = PAGES / "work" / "sourcing.py"
INBOX = PAGES / "today" / "inbox.py"
PEOPLE = PAGES / "admin" / "people.py"
AUDIT = PAGES / "admin" / "audit.py"
JOBS = PAGES / "admin" / "jobs.py"
TOKENS = PAGES / "admin" / "tokens.py"
NOTIFICATIONS = PAGES / "admin" / "notifications.py"
SETTINGS = PAGES / "admin" / "settings.py"
REVIEW = PAGES / "today" / "review.py"
WHAT_IF = PAGES / "insight" / "what_if.py"
METRICS = PAGES / "insight" / "metrics.py"
START_ICON = ":material/rocket_launch:"
HELP = PAGES / "admin" / "help.py"
FORECAST = PAGES / "insight" / "forecast.py"
PREVENTION = PAGES / "insight" / "prevention.py"
SUPPLIERS = PAGES / "insight" / "suppliers.py"


@dataclass(frozen=True)
class Place:
    """One page: its file, its name, its icon, and what it is for; without an icon it is not listed."""

    path: Path
    title: str
    icon: str | None
    help: str

    def page(self) -> st.Page:
        """The page as navigation wants it."""
        return st.Page(
            self.path,
            title=self.title,
            icon=self.icon,
            help=self.help,
            default=self.path == COMMAND_CENTER,
        )


SECTIONS = {
    "Today": (
        Place(
            MY_DAY,
            "My day",
            ":material/today:",
            "What changed since you looked last, and what waits for you.",
        ),
        Place(
            INBOX,
            "Inbox",
            ":material/inbox:",
            "What you were told: new backorders, new dates, escalations, mentions.",
        ),
        Place(
            COMMAND_CENTER,
            "Command centre",
            ":material/monitoring:",
            "What is open, how old it is, when it comes, and what to do next.",
        ),
        Place(
            REVIEW,
            "Review",
            ":material/fact_check:",
            "What a day or a week brought, why, and what to do about it.",
        ),
        Place(
            APPROVALS,
            "Approvals",
            ":material/gavel:",
            "What waits for your decision, what waits for others, what was decided.",
        ),
    ),
    "Work": (
        Place(
            BACKORDERS,
            "Backorders",
            ":material/list_alt:",
            "Every backorder: filter, sort, download, open one.",
        ),
        Place(
            ESCALATIONS,
            "Escalations",
            ":material/priority_high:",
            "What went up to whom, and for how long it has been overdue.",
        ),
        Place(
            FOLLOW_UPS,
            "Follow-ups",
            ":material/event_upcoming:",
            "What to ask or do on which day: overdue, due today, later.",
        ),
        Place(
            PROMISES,
            "Broken promises",
            ":material/sentiment_dissatisfied:",
            "Customers who were told a date that is not true any more.",
        ),
        Place(
            IMPORTS,
            "Import files",
            ":material/upload_file:",
            "Read a file of any kind, see what each row would do, apply it, undo it.",
        ),
        Place(
            NEW,
            "New backorder",
            ":material/add_box:",
            "Put a late PO line on backorder by hand, with its impact before you save.",
        ),
        Place(
            SOURCING,
            "Sourcing and shipping",
            ":material/local_shipping:",
            "Transfers, purchase requests and shipments under way, each with its next step.",
        ),
        Place(BACKORDER, "One backorder", None, "Everything about one backorder."),
    ),
    "Insight": (
        Place(
            METRICS,
            "Metrics",
            ":material/speed:",
            "Backorder rate, time to resolve, cost, prevention, on-time delivery; against targets.",
        ),
        Place(
            PATTERNS,
            "Patterns",
            ":material/insights:",
            "Which suppliers, products, customers and causes, and when: what changed and what could be done.",
        ),
        Place(
            SUPPLIERS,
            "Suppliers",
            ":material/factory:",
            "How suppliers keep their promises, what that costs, how they score, what was agreed.",
        ),
        Place(
            FORECAST,
            "Arrival forecast",
            ":material/event_available:",
            "When open PO lines really come, for whom that is too late, and how good such dates were.",
        ),
        Place(
            PREVENTION,
            "Prevention",
            ":material/shield:",
            "Which past backorders stock, a second source or earlier orders would have avoided.",
        ),
        Place(
            WHAT_IF,
            "What if",
            ":material/science:",
            "Suppose a supplier slips or fails, more stock, another setting: before and after, on a copy.",
        ),
    ),
    "Admin": (
        Place(
            PEOPLE,
            "People",
            ":material/group:",
            "Who works here, in which role, and how they sign in.",
        ),
        Place(
            SETTINGS,
            "Settings",
            ":material/tune:",
            "Every default of the company, in versions, with the effect of a change.",
        ),
        Place(
            AUDIT,
            "Audit trail",
            ":material/policy:",
            "Who changed what and when, from what to what, with the proof that nothing was altered.",
        ),
        Place(
            JOBS,
            "Scheduled work",
            ":material/schedule:",
            "What is done by itself, when it ran last, how that ended, when it runs next.",
        ),
        Place(
            TOKENS,
            "API tokens",
            ":material/key:",
            "Which machines may feed and ask the running app, each in a role.",
        ),
        Place(
            NOTIFICATIONS,
            "Notifications",
            ":material/outgoing_mail:",
            "What goes out by which channels, and what could not be delivered.",
        ),
    ),
    "Help": (
        Place(
            START,
            "Start with your data",
            START_ICON,
            "From your own files to the first command centre: what is there, what is missing.",
        ),
        Place(
            HELP,
            "What the words mean",
            ":material/help:",
            "Age, days overdue, score, bands, status, outcomes: what each means here.",
        ),
    ),
}
