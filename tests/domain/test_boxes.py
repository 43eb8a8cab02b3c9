"""The chapter's boxed examples, with the figures that RULES fixes for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backorder_core.domain import cadence, escalation, intake, lifecycle, notices, priority
from backorder_core.domain.approvals import route
from backorder_core.domain.buckets import aging, bucket_of, percent, pipeline, tally
from backorder_core.domain.fulfilment import allocate
from backorder_core.domain.lifecycle import Facts, headline
from backorder_core.domain.limits import Buckets
from backorder_core.domain.priority import Demand, band, score
from backorder_core.domain.recommend import Options, recommend
from backorder_core.domain.settings import DEFAULTS
from backorder_core.domain.values import Band, Cause, Impact, Outcome, Policy, Role, Status, Tier
from tests.domain.builders import ORIGINAL_DUE, demand, feb, industrial, jan, metro

BOTH = (metro(), industrial())
AFTER_30 = (metro("20"), industrial())
PO_2025_0089 = intake.LineSituation(
    po_number="PO-2025-0089",
    po_line="1",
    order_date=jan(2),
    original_due=ORIGINAL_DUE,
    eta=ORIGINAL_DUE,
    ordered=Decimal(70),
    received=Decimal(0),
    cancelled=Decimal(0),
    demands=BOTH,
    has_open_backorder=False,
    backorder_open=Decimal(0),
)

AGING, PIPELINE = aging(Buckets()), pipeline(Buckets())


def points(demands: tuple[Demand, ...], eta: date | None, as_of: date) -> Decimal:
    return score(demands, DEFAULTS).at(priority.delay(ORIGINAL_DUE, eta, as_of))


def test_box_backorder_creation_po_2025_0089_becomes_a_backorder_of_70_units() -> None:
    delay = intake.DelayReport(feb(15), Decimal(70), "three weeks late due to a manufacturing issue")
    decision = intake.decide(PO_2025_0089, delay, jan(20), DEFAULTS)
    assert (decision.outcome, decision.quantity) == (Outcome.CREATED, Decimal(70))
    assert decision.reason == "70 of 70 allocated units short for 2 customers, 21 days late"
    assert intake.shortfall(BOTH, Decimal(70), ORIGINAL_DUE, feb(15), jan(20), DEFAULTS) == {1: 50, 2: 20}
    assert intake.cause_of(delay.reason) is Cause.SUPPLIER


def test_box_backorder_creation_po_2025_0089_scores_8500_high() -> None:
    assert points(BOTH, feb(15), jan(20)) == 8_500
    assert band(Decimal(8_500), DEFAULTS) is Band.HIGH
    assert [term.total for term in priority.explain(BOTH, 21, DEFAULTS)] == [7_875, 625]
    assert sum(one.value for one in BOTH) == 35_000


def test_box_backorder_creation_po_2025_0089_recommends_to_expedite_or_to_find_another_source() -> None:
    assert recommend(Options(expedite="PO-2025-0089", eta=feb(15))).sentence == "Expedite PO-2025-0089"
    assert recommend(Options(alternative="XYZ Components", eta=feb(15))).key == "alternative_supplier"


def test_box_status_tracking_bo_2025_0156() -> None:
    created = Facts(Decimal(70))
    assert headline(created) is Status.OPEN
    assert escalation.due(0, True, ORIGINAL_DUE, jan(20), DEFAULTS) is None

    assert escalation.on_update(None, feb(15), True) is None
    dated = lifecycle.revise(created)
    assert headline(dated) is Status.ETA_UPDATED
    assert escalation.due(0, True, ORIGINAL_DUE, jan(24), DEFAULTS) is None

    due = escalation.due(0, True, ORIGINAL_DUE, jan(25), DEFAULTS)
    assert due is not None
    escalated = lifecycle.escalate(dated, due.level)
    assert headline(escalated) is Status.ESCALATED

    received, taken, warning = lifecycle.receive(escalated, Decimal(30))
    assert (received.open, taken, warning) == (Decimal(40), Decimal(30), None)
    assert headline(received) is Status.ESCALATED


def test_box_status_tracking_bo_2025_0156_is_8_days_old_and_3_days_overdue() -> None:
    age, overdue = (jan(28) - jan(20)).days, priority.delay(ORIGINAL_DUE, None, jan(28))
    assert (age, overdue) == (8, 3)
    assert bucket_of(age, AGING).key == "8-14"
    assert escalation.level_by_days(overdue, DEFAULTS) == 1


def test_box_status_tracking_bo_2025_0156_current_impact_scores_7750() -> None:
    given = allocate(BOTH, Decimal(30), 21, DEFAULTS, Policy.STRICT)
    assert {one.order_line_id: one.quantity for one in given} == {1: 30, 2: 0}
    assert sum(one.open_quantity for one in AFTER_30) == 40
    assert len({one.customer_id for one in AFTER_30}) == 2
    assert sum(one.value for one in AFTER_30) == 20_000
    assert points(AFTER_30, feb(15), jan(28)) == 7_750


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            Options(substitute="CM-510", transfer="West Coast Warehouse", alternative="XYZ Components"),
            "Offer substitute CM-510",
        ),
        (
            Options(transfer="West Coast Warehouse", alternative="XYZ Components"),
            "Transfer from West Coast Warehouse",
        ),
        (Options(alternative="XYZ Components"), "Order from XYZ Components"),
    ],
)
def test_box_alternative_source_analysis_the_first_that_applies_is_recommended(
    given: Options, expected: str
) -> None:
    assert recommend(given).sentence == expected


def test_box_partial_fulfilment_metro_manufacturing() -> None:
    order = metro("100")
    (given,) = allocate([order], Decimal(30), 21, DEFAULTS, Policy.STRICT)
    assert (given.quantity, given.why) == (Decimal(30), "1 of 1 by line score: 30 of 100 open units")
    assert order.open_quantity - given.quantity == 70
    with_substitutes = int(given.quantity) + 20
    assert percent(with_substitutes, 100) == 50


def test_box_eta_update_bo_2025_0156_moves_7_days_and_scores_8800() -> None:
    words = "Manufacturing issue resolved, but quality testing required."
    line = replace(
        PO_2025_0089,
        eta=feb(15),
        received=Decimal(30),
        demands=AFTER_30,
        has_open_backorder=True,
        backorder_open=Decimal(40),
    )
    decision = intake.decide(line, intake.DelayReport(feb(22), None, words), jan(28), DEFAULTS)
    assert (decision.outcome, decision.reason) == (
        Outcome.UPDATED,
        "ETA 2025-02-15 → 2025-02-22, 7 days later",
    )
    assert points(AFTER_30, feb(22), jan(28)) == 8_800
    assert sum(one.value for one in AFTER_30) == 20_000
    assert intake.cause_of(words) is Cause.QUALITY


def test_box_eta_update_bo_2025_0156_escalates_and_tells_both_customers() -> None:
    raised = escalation.on_update(feb(15), feb(22), vip_open=True)
    assert raised is not None
    assert raised.level == 2
    about = notices.About(
        number="BO-2025-0156",
        version=5,
        product="CM-500",
        product_name="Control Module CM-500",
        original_due=ORIGINAL_DUE,
        eta=feb(22),
        value=Decimal("20000.00"),
        vip=True,
        demands=AFTER_30,
    )
    told = notices.for_eta_update(about, feb(15))
    assert [one.customer_id for one in told if one.kind == "customer"] == [1, 2]
    assert cadence.follow_up_on(jan(28), Band.HIGH, True, DEFAULTS) == jan(29)


def test_box_approval_workflow_bo_2025_0167_needs_manager_and_account_manager() -> None:
    routed = route(Decimal(45_000), True, DEFAULTS)
    assert routed.steps == (Role.SUPERVISOR, Role.MANAGER, Role.ACCOUNT_MANAGER)
    assert routed.reason == "Value from 10,000 to 50,000, VIP customer"


@pytest.mark.parametrize(("given", "expected"), [(Impact.NORMAL, 4_875), (Impact.CRITICAL, 8_875)])
def test_box_approval_workflow_bo_2025_0167_scores_after_three_weeks(given: Impact, expected: int) -> None:
    valves = demand(1, Tier.VIP, "100", "450", impact=given)
    assert valves.value == 45_000
    assert points((valves,), feb(15), jan(20)) == expected


def test_box_settings_are_the_defaults() -> None:
    approvals = [route(Decimal(value), False, DEFAULTS).steps[-1:] for value in (999, 1_000, 10_000, 50_001)]
    assert approvals == [(), (Role.SUPERVISOR,), (Role.MANAGER,), (Role.DIRECTOR,)]
    assert [DEFAULTS.priority.tier_multiplier(tier) for tier in Tier] == [5, 3, 1]
    assert DEFAULTS.priority.emergency == 10
    told = [escalation.role_of(escalation.level_by_days(days, DEFAULTS)) for days in (3, 7, 14, 21)]
    assert told == [Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR, Role.EXECUTIVE]


def test_box_command_center_aging_buckets() -> None:
    rows = [
        (3, 23, Decimal("84560.00")),
        (11, 15, Decimal("61507.00")),
        (18, 9, Decimal("88500.00")),
    ]
    tallied = tally(rows, AGING)
    assert [(one.bucket.key, one.count, str(one.value), str(one.share)) for one in tallied] == [
        ("0-7", 23, "84560.00", "48.9"),
        ("8-14", 15, "61507.00", "31.9"),
        ("15+", 9, "88500.00", "19.1"),
    ]
    assert sum(one.value for one in tallied) == 234_567


def test_box_command_center_resolution_pipeline() -> None:
    rows = [
        (1, 12, Decimal("45230.00")),
        (2, 8, Decimal("32100.00")),
        (6, 15, Decimal("67890.00")),
        (None, 12, Decimal("89347.00")),
    ]
    tallied = tally(rows, PIPELINE)
    assert [(one.bucket.key, one.count, int(one.value)) for one in tallied] == [
        ("past_eta", 0, 0),
        ("24h", 12, 45_230),
        ("3d", 8, 32_100),
        ("7d", 15, 67_890),
        ("later", 0, 0),
        ("unknown", 12, 89_347),
    ]
    assert sum(one.value for one in tallied) == 234_567


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Options(expedite="PO-45812", eta=feb(3), confirmed=True), "Expedite PO-45812"),
        (Options(eta=None), "Await supplier confirmation"),
        (Options(substitute="SKU-12459", eta=feb(3), confirmed=True), "Offer substitute SKU-12459"),
    ],
)
def test_box_command_center_critical_backorders_have_their_recommended_actions(
    given: Options, expected: str
) -> None:
    assert recommend(given).sentence == expected


@pytest.mark.parametrize(("given", "expected"), [(5, "62.5"), (2, "25.0"), (1, "12.5")])
def test_box_weekly_pattern_analysis_root_causes(given: int, expected: str) -> None:
    assert str(percent(given, 8)) == expected


def test_box_critical_escalation_bo_2025_0201_is_10_days_overdue_at_level_2() -> None:
    due, as_of = jan(18), jan(28)
    overdue = priority.delay(due, None, as_of)
    assert overdue == 10
    raised = escalation.due(overdue, True, due, as_of, DEFAULTS)
    assert raised is not None
    assert (raised.level, escalation.role_of(raised.level)) == (2, Role.MANAGER)
    modules = demand(1, Tier.VIP, "50")
    assert modules.value == 25_000
    assert score([modules], DEFAULTS).at(priority.delay(due, feb(5), as_of)) == 3_500
    assert Role.ACCOUNT_MANAGER in route(modules.value, True, DEFAULTS).steps


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((BOTH, feb(15)), Outcome.CREATED),
        (((), feb(15)), Outcome.NOT_NEEDED),
        ((BOTH, jan(27)), Outcome.NOT_NEEDED),
    ],
)
def test_question_should_every_delayed_purchase_order_become_a_backorder(
    given: tuple[tuple[Demand, ...], date], expected: Outcome
) -> None:
    line = replace(PO_2025_0089, demands=given[0])
    decision = intake.decide(line, intake.DelayReport(given[1], None, ""), jan(20), DEFAULTS)
    assert decision.outcome is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [((Band.CRITICAL, False), 1), ((Band.LOW, True), 1), ((Band.LOW, False), 7)],
)
def test_question_how_often_are_etas_asked_for(given: tuple[Band, bool], expected: int) -> None:
    assert (cadence.follow_up_on(jan(20), *given, DEFAULTS) - jan(20)).days == expected
