"""Seeded bugs: one rule broken at a time in a copy of the sources; the tests beside it must notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CORE = "backorder_core"
COPIED = ("app.py", "pyproject.toml", CORE, "data", "docs", "pages", "scripts", "soak", "tests")
PATIENT = """
from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("patient")
"""
"""A busy machine is no bug that was found."""
FOUND = 1
"""What pytest ends with where tests fail; everything else means that they did not even run."""


@dataclass(frozen=True)
class Mutation:
    """A bug: where ``right`` becomes ``wrong``, and the tests that must notice."""

    name: str
    file: str
    right: str
    wrong: str
    tests: str

    @property
    def path(self) -> str:
        """The file inside the project."""
        return f"{CORE}/{self.file}"


D, S = "tests/domain", "tests/services"
MUTATIONS = (
    Mutation(
        "a score on the edge of a band falls below it",
        "domain/priority.py",
        "if points >= settings.priority.band_floor(one):",
        "if points > settings.priority.band_floor(one):",
        f"{D}/test_priority.py",
    ),
    Mutation(
        "a delay of exactly the threshold makes no backorder",
        "domain/intake.py",
        "_slip(line, report.new_eta) >= settings.intake_from_days",
        "_slip(line, report.new_eta) > settings.intake_from_days",
        f"{D}/test_intake.py",
    ),
    Mutation(
        "an escalation comes a day late",
        "domain/escalation.py",
        "sum(days_overdue >= days for",
        "sum(days_overdue > days for",
        f"{D}/test_escalation.py",
    ),
    Mutation(
        "a VIP is not escalated on the day it was due",
        "domain/escalation.py",
        "if vip_open and as_of >= original_due and",
        "if vip_open and as_of > original_due and",
        f"{D}/test_escalation.py",
    ),
    Mutation(
        "50,000 goes to the director",
        "domain/approvals.py",
        "Role.MANAGER if value <= thresholds",
        "Role.MANAGER if value < thresholds",
        f"{D}/test_approvals.py",
    ),
    Mutation(
        "1,000 is approved by nobody",
        "domain/approvals.py",
        "if value < thresholds.automatic_below:",
        "if value <= thresholds.automatic_below:",
        f"{D}/test_approvals.py",
    ),
    Mutation(
        "the check for one's own backorder is skipped",
        "domain/approvals.py",
        "if person in hands.makers:",
        "if person in ():",
        f"{D}/test_four_eyes.py",
    ),
    Mutation(
        "one person decides in two roles",
        "domain/approvals.py",
        "if other_role or any(one.decided_by == person for one in steps):",
        "if False:",
        f"{D}/test_four_eyes.py",
    ),
    Mutation(
        "whoever changed the value decides on it",
        "domain/approvals.py",
        "if person == hands.editor:",
        "if False:",
        f"{D}/test_four_eyes.py",
    ),
    Mutation(
        "a VIP adds no account manager",
        "domain/approvals.py",
        "return (*steps, Role.ACCOUNT_MANAGER) if vip else steps",
        "return steps",
        f"{D}/test_approvals.py",
    ),
    Mutation(
        "splitting dodges the threshold on the last day of the window",
        "domain/approvals.py",
        "if abs(created_on - day) <= window",
        "if abs(created_on - day) < window",
        f"{D}/test_approvals.py",
    ),
    Mutation(
        "more is received than is open",
        "domain/lifecycle.py",
        "taken = min(quantity, facts.open)",
        "taken = quantity",
        f"{D}/test_lifecycle.py",
    ),
    Mutation(
        "an escalation of level 2 is not the headline",
        "domain/lifecycle.py",
        "if facts.level >= 2 and not facts.level_cleared:\n        return Status.ESCALATED",
        "if facts.level > 2 and not facts.level_cleared:\n        return Status.ESCALATED",
        f"{D}/test_lifecycle.py",
    ),
    Mutation(
        "the lowest line score is served first",
        "domain/fulfilment.py",
        "return (-points, demand.need_date",
        "return (points, demand.need_date",
        f"{D}/test_fulfilment.py",
    ),
    Mutation(
        "a VIP is followed up as seldom as everybody",
        "domain/cadence.py",
        "urgent = vip or band is Band.CRITICAL",
        "urgent = band is Band.CRITICAL",
        f"{D}/test_cadence.py",
    ),
    Mutation(
        "the audit write is dropped",
        "services/changes.py",
        "        writer.record(self._ledger)\n",
        "",
        f"{S}/test_work_dates.py",
    ),
    Mutation(
        "the ledger's entries do not hang together",
        "store/writing.py",
        "            previous = digest\n",
        "",
        "tests/store/test_session.py",
    ),
    Mutation(
        "a write does not empty the caches",
        "store/session.py",
        "                    writer.count_as_change()\n",
        "",
        "tests/store/test_session.py",
    ),
    Mutation(
        "a stale form overwrites",
        "services/holding.py",
        "if one.version is not None and one.version != state.version:",
        "if one.version is not None and False:",
        f"{S}/test_work_dates.py",
    ),
    Mutation(
        "a form sent twice with other entries passes for the first",
        "services/once.py",
        "if earlier[0] != digest:",
        "if False:",
        f"{S}/test_work_dates.py",
    ),
    Mutation(
        "a decision counts on what changed since",
        "services/work/deciding.py",
        "    _must_be_current(writer, held, found, verdict)\n",
        "",
        f"{S}/test_approvals.py",
    ),
    Mutation(
        "a plan is carried out before it is approved",
        "services/work/transfers.py",
        "            approving.must_be_approved(writer, transfer.backorder_id)\n",
        "            pass\n",
        f"{S}/test_approvals.py {S}/test_work_supply.py",
    ),
    Mutation(
        "thresholds are confirmed by whoever proposed them",
        "services/settings/changing.py",
        "if waiting.proposed_by == actor.name:",
        "if False:",
        f"{S}/test_settings.py",
    ),
    Mutation(
        "nobody is asked for a permission",
        "services/permitted.py",
        "                require(actor, *permissions)\n",
        "",
        f"{S}/test_access.py",
    ),
    Mutation(
        "whoever lost the lease still says what came of a message",
        "store/sql/delivery.sql",
        "where id = $id and lease = $lease and state = 'queued';",
        "where id = $id and state = 'queued';",
        "tests/delivery/test_sending.py",
    ),
)


def caught(mutation: Mutation, folder: Path) -> bool:
    """Whether the tests fail once the rule is broken, in a copy of the project below ``folder``."""
    copy = folder / "mutated"
    copy.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.duckdb*"))
        elif source.exists():
            shutil.copy(source, copy / name)
    (copy / "conftest.py").write_text(PATIENT, encoding="utf-8")
    target = copy / mutation.path
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace(mutation.right, mutation.wrong), encoding="utf-8")
    ended = _tests(mutation, copy)
    shutil.rmtree(copy)
    return ended == FOUND


def _tests(mutation: Mutation, copy: Path) -> int:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    words = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", *mutation.tests.split()]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=copy,
        env=env,
        capture_output=True,
        check=False,
        timeout=500,
    )
    return done.returncode
