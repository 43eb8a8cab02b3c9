"""Save settings as a new version; thresholds wait for a second person; restore an older version.

Source: chapter, Settings Management; RULES, Approvals (a second person confirms changed thresholds).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from backorder_core.domain.access import Permission
from backorder_core.domain.approvals import ThresholdProposal
from backorder_core.domain.care import required
from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotAllowed, NotFound
from backorder_core.domain.settings import DEFAULTS, ApprovalThresholds, Settings
from backorder_core.domain.values import Actor
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.services.states import derived, load_states
from backorder_core.services.wording import check_templates
from backorder_core.store import Reader, Store, Writer
from backorder_core.store.session import read_settings, save_settings

AT_ONCE = 5_000


@dataclass(frozen=True)
class Version:
    """One version of the settings, who made it, why and when (UTC)."""

    version: int
    settings: Settings
    who: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Saved:
    """The version in force now, and whether thresholds wait for a second person."""

    version: int
    waits: bool


def history(store: Store) -> tuple[Version, ...]:
    """Every version, the newest first; version 0 are the defaults."""
    with store.read() as reader:
        rows = reader.dicts("settings_history")
    return tuple(
        Version(
            row["version"],
            Settings.model_validate_json(row["body"]),
            row["who"],
            row["why"],
            row["created_at"],
        )
        for row in rows
    )


def waiting_proposal(store: Store) -> ThresholdProposal | None:
    """The thresholds that wait for a second person."""
    with store.read() as reader:
        return _waiting(reader)


def _waiting(reader: Reader) -> ThresholdProposal | None:
    found = records_from(ThresholdProposal, reader.dicts("threshold_proposal_waiting"))
    return found[0] if found else None


@permitted(Permission.SETTINGS)
def save(
    store: Store, base: int, wanted: Settings, why: str, actor: Actor, as_of: date, key: str | None = None
) -> Saved:
    """Save changed settings over the version that was seen; changed approval thresholds wait.

    Open backorders are scored anew where the scoring changed. Raises ``Conflict`` where somebody saved
    meanwhile, ``InvalidInput`` where nothing differs, without a reason, or for a template that fails.
    """
    reason = required(why, "Why the settings change")
    check_templates(wanted)

    def work(writer: Writer) -> str:
        version, now = read_settings(writer)
        if version != base:
            raise Conflict(f"Somebody saved version {version} meanwhile: reload and change it again.")
        if wanted == now:
            raise InvalidInput("Nothing differs from the settings in force: change something first.")
        changes = Changes(writer, actor, as_of)
        waits = wanted.approvals != now.approvals
        if waits:
            _propose(changes, wanted.approvals, reason)
        at_once = wanted.model_copy(update={"approvals": now.approvals})
        if at_once != now:
            version = _put(changes, version, now, at_once, reason)
        changes.flush()
        return json.dumps([version, waits])

    saved, waits = json.loads(once(store, key, (base, wanted.model_dump_json(), why, as_of), work))
    return Saved(saved, waits)


def _propose(changes: Changes, thresholds: ApprovalThresholds, why: str) -> None:
    waiting = _waiting(changes.writer)
    if waiting is not None:
        raise IllegalStep(
            f"Thresholds that {waiting.proposed_by} proposed on {waiting.proposed_on} wait already: "
            "have them confirmed or withdrawn first."
        )
    made = ThresholdProposal(
        changes.new_id(), thresholds.model_dump_json(), why, changes.actor.name, changes.on
    )
    changes.put(None, made, "thresholds proposed")


def _put(changes: Changes, version: int, now: Settings, wanted: Settings, why: str) -> int:
    """The next version; every open backorder is scored with it where the scoring changed."""
    saved = version + 1
    save_settings(changes.writer, saved, wanted, changes.actor, why, changes.on)
    if wanted.priority != now.priority:
        ids = [row["id"] for row in changes.writer.dicts("open_for_effect")]
        for start in range(0, len(ids), AT_ONCE):
            for state in load_states(changes.writer, ids[start : start + AT_ONCE]).values():
                changes.change(state, derived(state, wanted, saved, changes.on), "scored anew")
    return saved


@permitted(Permission.SETTINGS)
def confirm_thresholds(
    store: Store, proposal_id: int, actor: Actor, as_of: date, key: str | None = None
) -> int:
    """Let proposed thresholds apply; the new version. Not by whoever proposed them (four eyes)."""

    def work(writer: Writer) -> str:
        waiting = _must_wait(writer, proposal_id)
        if waiting.proposed_by == actor.name:
            raise NotAllowed("Whoever proposed thresholds cannot confirm them: ask a second person.")
        version, now = read_settings(writer)
        thresholds = ApprovalThresholds.model_validate_json(waiting.body)
        wanted = now.model_copy(update={"approvals": thresholds})
        changes = Changes(writer, actor, as_of)
        why = f"{waiting.why} (proposed by {waiting.proposed_by}, confirmed by {actor.name})"
        saved = _put(changes, version, now, wanted, why)
        settled = replace(waiting, state="confirmed", settled_by=actor.name, settled_on=as_of)
        changes.put(waiting, settled, "thresholds confirmed")
        changes.flush()
        return str(saved)

    return int(once(store, key, ("confirm thresholds", proposal_id), work))


@permitted(Permission.SETTINGS)
def withdraw_thresholds(
    store: Store, proposal_id: int, actor: Actor, as_of: date, key: str | None = None
) -> None:
    """Take back thresholds that wait."""

    def work(writer: Writer) -> str:
        waiting = _must_wait(writer, proposal_id)
        changes = Changes(writer, actor, as_of)
        settled = replace(waiting, state="withdrawn", settled_by=actor.name, settled_on=as_of)
        changes.put(waiting, settled, "thresholds withdrawn")
        changes.flush()
        return ""

    once(store, key, ("withdraw thresholds", proposal_id), work)


def _must_wait(reader: Reader, proposal_id: int) -> ThresholdProposal:
    waiting = _waiting(reader)
    if waiting is None or waiting.id != proposal_id:
        raise IllegalStep("These thresholds do not wait any more: reload the page.")
    return waiting


@permitted(Permission.SETTINGS)
def restore(
    store: Store, version: int, base: int, why: str, actor: Actor, as_of: date, key: str | None = None
) -> Saved:
    """Save an older version again as the newest; as ``save``, so thresholds wait for a second person."""
    kept: dict[int, Settings] = {0: DEFAULTS, **{one.version: one.settings for one in history(store)}}
    if version not in kept:
        raise NotFound(f"There is no version {version} of the settings: choose one from the list.")
    fields: dict[str, Any] = {"pinned_as_of": kept.get(base, DEFAULTS).pinned_as_of}
    return save(store, base, kept[version].model_copy(update=fields), why, actor, as_of, key)
