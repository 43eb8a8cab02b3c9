"""Undo an import: everything it made goes, everything it changed is as it was before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import Conflict, IllegalStep, NotFound
from backorder_core.domain.values import Actor
from backorder_core.services.changes import Changes, PoLine
from backorder_core.services.imports.by_rule import remake
from backorder_core.services.imports.machines import machine_for
from backorder_core.services.permitted import permitted
from backorder_core.services.states import ledger_facts, load_past_states, load_states
from backorder_core.store import Store, Writer


@permitted(Permission.IMPORT)
def undo_import(store: Store, import_id: int, actor: Actor, as_of: date | None = None) -> int:
    """Take back an import; how many backorders and records were removed or put back.

    Raises ``NotFound`` for an unknown import, ``IllegalStep`` where it is undone already or a newer import
    stands on it, ``Conflict`` where somebody has worked on what it made.
    """
    return store.write(lambda writer: _undo(writer, import_id, actor, as_of))


def _undo(writer: Writer, import_id: int, actor: Actor, as_of: date | None) -> int:
    on = _may_undo(writer, import_id)
    changes = Changes(writer, actor, on, import_id, max(on, as_of or on))
    wrote = {int(row[0]): int(row[1]) for row in writer.rows("backorders_of_import", id=import_id)}
    states = load_states(writer, list(wrote))
    made = [states[one] for one, version in wrote.items() if version == 1]
    for state in made:
        changes.enter("removed", "backorder", state.id, state.version + 1, ledger_facts(state), {})
    before = load_past_states(writer, {one: version - 1 for one, version in wrote.items() if version > 1})
    for one, earlier in before.items():
        changes.change(states[one], earlier, "import undone")
    for row in writer.dicts("po_lines_of_import", id=import_id):
        now_line = PoLine.of(row)
        earlier_line = {
            name: row[f"{name}_before"] for name in ("eta", "received", "cancelled") if row[f"{name}_changed"]
        }
        if earlier_line:
            changes.change_po_line(now_line, replace(now_line, **earlier_line), "import undone")
    _remove(writer, import_id, [state.id for state in made])
    writer.run("restore_confirmations", id=import_id)
    writer.run("drop_loose")
    kind = _kind(writer, import_id)
    records = machine_for(kind).take_back(changes, import_id)
    changes.enter("import undone", "import", import_id, 2, {}, {"undone": "true"})
    changes.flush()
    list(remake(writer, None))
    writer.run("mark_undone", id=import_id, now=writer.now, who=actor.name)
    return len(wrote) + records


def _kind(writer: Writer, import_id: int) -> str:
    found = writer.one("one_import", id=import_id)
    return str(found[1]) if found else ""


def _may_undo(writer: Writer, import_id: int) -> date:
    found = writer.one("one_import", id=import_id)
    if found is None:
        raise NotFound(f"There is no import {import_id}: the imports page lists them all.")
    as_of: date = found[3]
    if found[5] is not None:
        raise IllegalStep(f"Import {import_id} was already undone on {found[5]:%Y-%m-%d}.")
    later = writer.one("later_import", id=import_id)
    if later is not None:
        raise IllegalStep(
            f"Import {later[0]} ({later[1]}) came after import {import_id}: undo that one first."
        )
    touched = writer.rows("touched_since_import", id=import_id)
    if touched:
        names = ", ".join(str(row[2]) for row in touched[:3])
        more = f" and {len(touched) - 3} more" if len(touched) > 3 else ""
        raise Conflict(
            f"Import {import_id} cannot be undone: {names}{more} changed since. Correct them by hand."
        )
    decided = writer.one("decided_since_import", id=import_id)
    if decided is not None:
        raise Conflict(f"Import {import_id} cannot be undone: {decided[0]} was decided on since.")
    worked = writer.one("worked_on_since_import", id=import_id)
    if worked is not None:
        raise Conflict(f"Import {import_id} cannot be undone: somebody works on {worked[0]} by now.")
    return as_of


def _remove(writer: Writer, import_id: int, made: list[int]) -> None:
    for name in ("remove_backorder_lines", "remove_past_states", "remove_approvals", "remove_backorders"):
        writer.run(name, ids=made)
    for name in ("remove_eta_revisions", "remove_delays", "withdraw_told_notices"):
        writer.run(name, id=import_id)
    for name in ("remove_unsent_deliveries", "remove_unread", "remove_unsent_notices", "revive_notices"):
        writer.run(name, id=import_id)
    for name in ("remove_follow_ups", "revive_follow_ups"):
        writer.run(name, id=import_id)
