"""Keep a scenario, carry it out exactly as it was tried, or drop it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from backorder_core.domain.access import Permission
from backorder_core.domain.care import required
from backorder_core.domain.errors import Conflict, IllegalStep, NotFound
from backorder_core.domain.scenarios import Scenario, ScenarioState, Step, as_words, read_step
from backorder_core.domain.values import Actor
from backorder_core.services.changes import Changes
from backorder_core.services.once import once
from backorder_core.services.permitted import permitted
from backorder_core.services.records import records_from
from backorder_core.services.reports import as_json
from backorder_core.services.scenarios.carrying import carry_out
from backorder_core.services.scenarios.trying import Tried, try_out
from backorder_core.store import Reader, Store, Writer

MOST = 50


@permitted(Permission.COLLABORATE)
def keep(
    store: Store, steps: Sequence[Step], name: str, actor: Actor, as_of: date, key: str | None = None
) -> str:
    """Keep the steps with what they would do today; the number of the scenario."""
    called = required(name, "The name of the scenario")
    tried = try_out(store, steps, as_of)

    def work(writer: Writer) -> str:
        changes = Changes(writer, actor, as_of)
        number = f"SC-{as_of.year}-{writer.numbers(f'SC-{as_of.year}')[0]:04d}"
        words = json.dumps([as_words(step) for step in steps], sort_keys=True)
        made = Scenario(
            changes.new_id(),
            number,
            called,
            words,
            as_of,
            tried.seq,
            _result(tried),
            ScenarioState.DRAFT,
            actor.name,
        )
        changes.put(None, made, "scenario kept")
        changes.flush()
        return number

    return once(store, key, ("scenario", called, tuple(steps), as_of), work)


def scenarios(store: Store, most: int = MOST) -> tuple[Scenario, ...]:
    """The scenarios that were kept, the newest first."""
    with store.read() as reader:
        return tuple(records_from(Scenario, reader.dicts("scenarios_kept", count=most)))


def steps_of(scenario: Scenario) -> tuple[Step, ...]:
    """The steps of a scenario that was kept."""
    return tuple(read_step(words) for words in json.loads(scenario.steps))


@permitted(Permission.DATE)
def commit(store: Store, number: str, actor: Actor, as_of: date, key: str | None = None) -> int:
    """Carry out a scenario; how many backorders it changes, those included whose plans now wait for approval.

    Raises ``Conflict`` where anything was entered since it was tried, ``IllegalStep`` where it is no draft
    any more or supposes what nobody can carry out, and whatever its steps need.
    """
    changed = _as_it_was_tried(store, number, as_of)

    def work(writer: Writer) -> str:
        scenario = _draft(writer, number)
        steps = steps_of(scenario)
        _may_be_done(writer, scenario, steps, as_of)
        for step in steps:
            carry_out(store, writer, step, f"{scenario.name} ({scenario.number})", actor, as_of)
        changes = Changes(writer, actor, as_of)
        changes.put(scenario, replace(scenario, state=ScenarioState.COMMITTED), "scenario committed")
        changes.flush()
        return str(changed)

    return int(once(store, key, ("commit", number), work))


def _as_it_was_tried(store: Store, number: str, as_of: date) -> int:
    """How many backorders a draft changes, tried once more; ``Conflict`` where it would do something else."""
    with store.read() as reader:
        found = records_from(Scenario, reader.dicts("scenario_numbered", number=number))
        if not found or found[0].state is not ScenarioState.DRAFT:
            return 0
        steps = steps_of(found[0])
        _may_be_done(reader, found[0], steps, as_of)
    tried = try_out(store, steps, as_of)
    if _result(tried) != found[0].result:
        raise Conflict(f"{number} would now do something else than was tried: try it again and keep it.")
    return tried.changes


def _may_be_done(reader: Reader, scenario: Scenario, steps: Sequence[Step], as_of: date) -> None:
    wished = [step.sentence for step in steps if not step.committable]
    if wished:
        raise IllegalStep(
            f"{scenario.number} cannot be carried out, for it only supposes: {wished[0]}. "
            "Ask for a transfer or a purchase instead."
        )
    since = int(reader.rows("changed_since", seq=scenario.tried_seq)[0][0])
    if since or scenario.tried_on != as_of:
        raise Conflict(
            f"{scenario.number} was tried on {scenario.tried_on}, and {since} entries were made since: "
            "try it again and keep it anew."
        )


@permitted(Permission.COLLABORATE)
def discard(store: Store, number: str, actor: Actor, as_of: date, key: str | None = None) -> None:
    """Drop a scenario that was kept; it stays in the list as discarded."""

    def work(writer: Writer) -> str:
        scenario = _draft(writer, number)
        changes = Changes(writer, actor, as_of)
        changes.put(scenario, replace(scenario, state=ScenarioState.DISCARDED), "scenario discarded")
        changes.flush()
        return ""

    once(store, key, ("discard", number), work)


def _draft(reader: Reader, number: str) -> Scenario:
    found = records_from(Scenario, reader.dicts("scenario_numbered", number=number))
    if not found:
        raise NotFound(f"There is no scenario {number}: choose one from the list.")
    if found[0].state is not ScenarioState.DRAFT:
        raise IllegalStep(f"{number} is {found[0].state.value} already: try its steps again and keep them.")
    return found[0]


def _result(tried: Tried) -> str:
    """What a scenario does, as the text that its commit must equal; the trial's own words left out."""
    facts = {"before": as_json(tried.before), "after": as_json(tried.after), "changes": tried.changes}
    return json.dumps(facts, sort_keys=True, default=str)
