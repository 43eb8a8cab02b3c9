"""Settings: saved as a whole, in versions, with their effect first; thresholds by two people; as a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from backorder_core.domain.errors import Conflict, IllegalStep, InvalidInput, NotAllowed, NotFound
from backorder_core.domain.settings import DEFAULTS, Settings
from backorder_core.domain.values import Actor, Band, Policy, Role
from backorder_core.services import settings as service
from backorder_core.services.backorders import Filters, list_backorders
from backorder_core.services.checks import check
from backorder_core.services.detail import show_backorder
from backorder_core.services.filling import Sharing
from backorder_core.services.receipts import Receipt, preview_receipts
from backorder_core.services.reports import command_center
from backorder_core.services.work.boards import unreliable_suppliers
from backorder_core.store import Store
from tests.small_company import ADMIN, DAN, TODAY, SmallCompany

D = Decimal
BO = "BO-2025-0001"


def changed(part: str, **fields: Any) -> Settings:
    inner = getattr(DEFAULTS, part).model_copy(update=fields)
    return DEFAULTS.model_copy(update={part: inner})


def save(store: Store, wanted: Settings, who: Actor = ADMIN) -> service.Saved:
    return service.save(store, store.settings()[0], wanted, "a test", who, TODAY)


def test_a_saved_version_is_in_force_with_who_and_why(short: SmallCompany) -> None:
    saved = save(short.store, changed("cadences", routine_days=5))
    assert (saved.version, saved.waits) == (1, False)
    assert short.store.settings()[1].cadences.routine_days == 5
    (only,) = service.history(short.store)
    assert (only.version, only.who, only.why) == (1, "Ada Admin", "a test")
    assert check(short.store) == ()


def test_changed_scoring_scores_every_open_backorder_anew(short: SmallCompany) -> None:
    before = show_backorder(short.store, BO, TODAY)
    assert before.row.score == 8500
    saved = save(short.store, changed("priority", vip=D(1)))
    after = show_backorder(short.store, BO, TODAY)
    assert (after.row.score, after.settings_version) == (D(1575 + 625), saved.version)
    assert sum(term.total for term in after.terms) == after.row.score
    assert after.history[-1].action == "scored anew"
    assert check(short.store) == ()


def test_what_does_not_touch_scores_leaves_backorders_alone(short: SmallCompany) -> None:
    version = show_backorder(short.store, BO, TODAY).row.version
    save(short.store, changed("cadences", routine_days=5))
    assert show_backorder(short.store, BO, TODAY).row.version == version


def test_the_effect_is_what_then_happens(short: SmallCompany) -> None:
    wanted = changed("priority", vip=D(1))
    found = service.effect(short.store, wanted, TODAY)
    assert (found.open, found.routes, found.levels) == (1, (), ())
    assert found.bands == (service.Move("High", "Medium", 1, D("35000.00")),)
    save(short.store, wanted)
    assert show_backorder(short.store, BO, TODAY).row.band is Band.MEDIUM
    assert service.effect(short.store, wanted, TODAY).nothing


def test_the_effect_of_thresholds_and_timelines(short: SmallCompany) -> None:
    wanted = changed("approvals", automatic_below=D(1000), supervisor_below=D(2000), manager_up_to=D(30000))
    (move,) = service.effect(short.store, wanted, TODAY).routes
    assert (move.before, move.after) == (
        "Supervisor, Manager, Account manager",
        "Supervisor, Manager, Director, Account manager",
    )
    wanted = changed("escalation", days=(1, 2, 3, 30))
    (move,) = service.effect(short.store, wanted, TODAY).levels
    assert (move.before, move.after, move.count) == ("Level 2", "Level 3", 1)


def test_thresholds_apply_after_a_second_person_confirms(short: SmallCompany) -> None:
    store = short.store
    both = changed("approvals", manager_up_to=D(30000)).model_copy(update={"currency": "EUR"})
    saved = save(store, both)
    assert saved.waits
    assert (store.settings()[1].currency, store.settings()[1].approvals.manager_up_to) == ("EUR", 50000)
    waiting = service.waiting_proposal(store)
    assert waiting is not None
    with pytest.raises(NotAllowed, match="ask a second person"):
        service.confirm_thresholds(store, waiting.id, ADMIN, TODAY)
    with pytest.raises(IllegalStep, match="wait already"):
        save(store, store.settings()[1].model_copy(update={"approvals": both.approvals}), DAN)
    assert service.confirm_thresholds(store, waiting.id, DAN, TODAY) == 2
    assert store.settings()[1].approvals.manager_up_to == 30000
    assert "proposed by Ada Admin, confirmed by Dan" in service.history(store)[0].why
    with pytest.raises(IllegalStep, match="do not wait any more"):
        service.confirm_thresholds(store, waiting.id, DAN, TODAY)
    assert check(store) == ()


def test_proposed_thresholds_can_be_withdrawn(short: SmallCompany) -> None:
    save(short.store, changed("approvals", manager_up_to=D(30000)))
    waiting = service.waiting_proposal(short.store)
    assert waiting is not None
    service.withdraw_thresholds(short.store, waiting.id, ADMIN, TODAY)
    assert service.waiting_proposal(short.store) is None
    assert short.store.settings()[1] == DEFAULTS
    assert check(short.store) == ()


def test_a_stale_or_empty_or_unreasoned_save_is_refused(short: SmallCompany) -> None:
    store = short.store
    wanted = changed("cadences", routine_days=5)
    with pytest.raises(InvalidInput, match="Why the settings change is missing"):
        service.save(store, 0, wanted, " ", ADMIN, TODAY)
    with pytest.raises(InvalidInput, match="Nothing differs"):
        service.save(store, 0, DEFAULTS, "x", ADMIN, TODAY)
    save(store, wanted)
    with pytest.raises(Conflict, match="Somebody saved version 1 meanwhile"):
        service.save(store, 0, changed("cadences", routine_days=6), "x", ADMIN, TODAY)
    with pytest.raises(NotAllowed, match="may not change settings"):
        save(store, DEFAULTS, Actor("Pat", Role.PLANNER))


def test_a_double_submit_saves_once(short: SmallCompany) -> None:
    wanted = changed("cadences", routine_days=5)
    first = service.save(short.store, 0, wanted, "x", ADMIN, TODAY, "key")
    assert service.save(short.store, 0, wanted, "x", ADMIN, TODAY, "key") == first
    assert len(service.history(short.store)) == 1


def test_a_double_click_on_confirm_or_withdraw_is_done_once(short: SmallCompany) -> None:
    store = short.store
    for answer, again in (
        (service.confirm_thresholds, service.confirm_thresholds),
        (service.withdraw_thresholds, service.withdraw_thresholds),
    ):
        higher = store.settings()[1].approvals.sum_window_days + 1
        save(store, changed("approvals", sum_window_days=higher))
        waiting = service.waiting_proposal(store)
        assert waiting is not None
        first = answer(store, waiting.id, DAN, TODAY, f"key {answer.__name__}")
        entries = len(service.history(store))
        assert again(store, waiting.id, DAN, TODAY, f"key {answer.__name__}") == first
        assert len(service.history(store)) == entries


def test_the_command_centre_cuts_its_buckets_where_the_settings_say(short: SmallCompany) -> None:
    save(short.store, changed("buckets", aging_days=(3, 30), pipeline_days=(0, 14, 30)))
    center = command_center(short.store, TODAY)
    assert [(one.bucket.key, one.count) for one in center.aging] == [("0-3", 0), ("4-30", 1), ("31+", 0)]
    assert {one.bucket.key for one in center.pipeline if one.count} == {"30d"}
    assert list_backorders(short.store, Filters(aging="4-30", pipeline="30d"), TODAY).total == 1
    assert list_backorders(short.store, Filters(aging="0-3"), TODAY).total == 0
    with pytest.raises(InvalidInput, match="There is no aging bucket '8-14': choose one of 0-3, 4-30, 31"):
        list_backorders(short.store, Filters(aging="8-14"), TODAY)
    assert check(short.store) == ()


def test_a_receipt_is_shared_out_as_the_settings_say_unless_somebody_chooses(short: SmallCompany) -> None:
    save(short.store, changed("receiving", policy=Policy.FAIR_SHARE))
    units = {
        policy: [
            one.quantity
            for one in preview_receipts(
                short.store, [Receipt("PO-2025-0089", "10", D(30), TODAY, Sharing(policy))], ADMIN, TODAY
            )[0].given
        ]
        for policy in (None, *Policy)
    }
    assert units[None] == units[Policy.FAIR_SHARE] != units[Policy.STRICT]


def test_a_supplier_is_unreliable_from_the_revisions_that_the_settings_say(short: SmallCompany) -> None:
    short.delays("PO-2025-0089,10,2025-02-20,Machine breakdown,,", as_of=TODAY)
    save(short.store, changed("suppliers", revised_percent=D(100)))
    assert unreliable_suppliers(short.store, TODAY) == ()
    save(short.store, changed("suppliers", revised_percent=D(100), many_revisions=1))
    assert [one.most for one in unreliable_suppliers(short.store, TODAY)] == [1]


def test_an_older_version_is_restored_as_the_newest(short: SmallCompany) -> None:
    store = short.store
    save(store, changed("cadences", routine_days=5))
    save(store, changed("cadences", routine_days=6))
    service.restore(store, 1, 2, "5 was right", ADMIN, TODAY)
    assert (store.settings()[0], store.settings()[1].cadences.routine_days) == (3, 5)
    service.restore(store, 0, 3, "the defaults", ADMIN, TODAY)
    assert store.settings()[1] == DEFAULTS
    with pytest.raises(NotFound, match="no version 9"):
        service.restore(store, 9, 4, "x", ADMIN, TODAY)


def test_differences_are_told_field_by_field_in_words() -> None:
    wanted = changed("priority", vip=D("4.50")).model_copy(update={"currency": "EUR"})
    found = service.differences(DEFAULTS, wanted)
    assert [(one.field, one.before, one.after) for one in found] == [
        ("Priority scoring, VIP multiplier", "5", "4.5"),
        ("Currency", "USD", "EUR"),
    ]
    assert service.differences(DEFAULTS, DEFAULTS) == ()


def test_a_file_holds_everything_and_comes_back_equal() -> None:
    wanted = changed("priority", vip=D("4.25")).model_copy(update={"currency": "EUR"})
    assert service.from_toml(service.to_toml(wanted)) == wanted
    assert service.from_toml(service.to_toml(DEFAULTS)) == DEFAULTS
    assert service.from_toml("") == DEFAULTS


def test_dots_in_a_text_are_no_parts_of_a_name() -> None:
    dotted = f"[templates.eta]\nsubject = \"{'.' * 300}\"\nbody = '{'.' * 300}'"
    assert service.from_toml(dotted).templates.eta.body == "." * 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vip =", "The file is not TOML"),
        ("vip = " + "9" * 5_000, "The file is not TOML"),
        ("vip = " + "[" * 5_000, "The file is nested too deeply"),
        ("a." * 300 + "b = 1", "a name of too many parts in line 1"),
        ("x = 1\n'\"'." + "a." * 300 + "'\"' = 1", "a name of too many parts in line 2"),
        ("[" + "a." * 300 + "b]", "a name of too many parts in line 1"),
        ("#" * 1_000_001, "The file has more than 1,000,000 characters"),
        ("colour = 3", "There is no setting colour: remove it, or correct its name"),
        ("[priority]\nvip = -1", "Setting priority.vip: input should be greater than 0"),
        ("[priority]\nhigh_from = 20000", "Setting priority: bands must descend"),
        ("[escalation]\ndays = [3, 7, 7, 21]", "escalation days must ascend"),
        ("[approvals]\nautomatic_below = 20000", "approval thresholds must ascend"),
        ("time_zone = 'Mars/Olympus'", "is not a known time zone"),
        ("[templates.eta]\nsubject = '{{ colour }}'\nbody = 'x'", "names 'colour', which no such notice has"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        service.from_toml(text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"delivery": D(31)}, "the five weights must sum to 100, and these sum to 101"),
        ({"approved_from": D(95)}, "bands must descend: preferred above approved above watch"),
    ],
)
def test_a_scorecard_that_makes_no_sense_is_refused_in_a_sentence(fields: dict[str, Any], said: str) -> None:
    wanted = DEFAULTS.model_dump()
    with pytest.raises(InvalidInput, match=said):
        service.validated({**wanted, "scorecard": {**wanted["scorecard"], **fields}})


def test_a_scorecard_goes_out_and_in_as_a_file() -> None:
    wanted = changed("scorecard", delivery=D("32.5"), innovation=D("7.5"), watch_follows="Talk at once.")
    assert service.from_toml(service.to_toml(wanted).encode()).scorecard == wanted.scorecard
