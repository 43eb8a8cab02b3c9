"""The command centre: every figure counted by hand, on both sides of every boundary."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backorder_core.domain.values import Band, Impact, OfferKind, Tier
from backorder_core.services.backorders import list_backorders
from backorder_core.services.reports import CommandCenter, SupplierRow, as_json, command_center
from backorder_core.store import Store
from backorder_core.store.reading import Reader
from tests.busy_company import BusyCompany
from tests.small_company import CREATED, TODAY


def days(count: int) -> timedelta:
    return timedelta(days=count)


def counts(center: CommandCenter) -> dict[str, int]:
    return {one.bucket.key: one.count for one in (*center.aging, *center.pipeline)}


def actions(center: CommandCenter) -> list[str]:
    return [row.action.sentence for row in center.critical]


def supplier(center: CommandCenter, key: str) -> SupplierRow:
    return next(row for row in center.suppliers if row.key == key)


def test_an_empty_store_shows_zeros_and_no_rows(store: Store) -> None:
    center = command_center(store, TODAY)
    assert (center.summary.open, center.summary.value, center.summary.customers) == (0, 0, 0)
    assert set(counts(center).values()) == {0}
    assert center.critical == center.root_causes == center.suppliers == ()
    assert json.dumps(as_json(center))


@pytest.mark.parametrize(
    ("age", "bucket"), [(0, "0-7"), (7, "0-7"), (8, "8-14"), (14, "8-14"), (15, "15+"), (40, "15+")]
)
def test_a_backorder_ages_from_the_day_it_was_created(busy: BusyCompany, age: int, bucket: str) -> None:
    busy.short("PO-1", created=TODAY - days(age), eta=TODAY + days(30), due=date(2024, 12, 1))
    found = counts(command_center(busy.store, TODAY))
    assert {key: count for key, count in found.items() if count} == {bucket: 1, "later": 1}


@pytest.mark.parametrize(
    ("ahead", "bucket"),
    [
        (-1, "past_eta"),
        (0, "24h"),
        (1, "24h"),
        (2, "3d"),
        (3, "3d"),
        (4, "7d"),
        (7, "7d"),
        (8, "later"),
        (None, "unknown"),
    ],
)
def test_the_pipeline_sorts_by_days_to_the_eta(busy: BusyCompany, ahead: int | None, bucket: str) -> None:
    busy.short("PO-1", created=CREATED, eta=None if ahead is None else TODAY + days(ahead))
    found = counts(command_center(busy.store, TODAY))
    assert {key: count for key, count in found.items() if count} == {"8-14": 1, bucket: 1}


@pytest.mark.parametrize(("value", "high"), [("442500", 1), ("442499.9", 0)])
def test_high_priority_begins_at_a_score_of_exactly_5000(busy: BusyCompany, value: str, high: int) -> None:
    # standard and normal: value / 100 + 25 x 23 days overdue
    busy.short("PO-1", created=CREATED, eta=None, value=value)
    summary = command_center(busy.store, TODAY).summary
    assert (summary.open, summary.high_count) == (1, high)
    assert summary.high_value == (Decimal(value) if high else 0)


def test_high_priority_counts_high_and_critical_together(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=None, value="1000000")
    busy.short("PO-2", created=CREATED, eta=None, value="500000")
    busy.short("PO-3", created=CREATED, eta=None, value="100000")
    center = command_center(busy.store, TODAY)
    assert [row.band for row in center.critical] == [Band.CRITICAL, Band.HIGH, Band.MEDIUM]
    assert (center.summary.high_count, center.summary.high_value) == (2, Decimal(1_500_000))


def test_a_customer_with_two_backorders_counts_once_and_one_served_in_full_not_at_all(
    busy: BusyCompany,
) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,late,,")
    busy.short("PO-1", created=CREATED, eta=None, customer="C-METRO")
    assert command_center(busy.store, TODAY).summary.customers == 2
    busy.arrives("PO-2025-0089", "50", CREATED)
    assert command_center(busy.store, TODAY).summary.customers == 2
    busy.arrives("PO-1", "10", CREATED)
    assert command_center(busy.store, TODAY).summary.customers == 1


def test_an_earlier_day_shows_what_was_true_then(busy: BusyCompany) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,late,,")
    busy.arrives("PO-2025-0089", "30", date(2025, 1, 22))
    busy.delays("PO-2025-0089,10,2025-02-22,later,,", as_of=date(2025, 1, 24))
    busy.arrives("PO-2025-0089", "40", date(2025, 1, 26))
    seen = {
        day: command_center(busy.store, date(2025, 1, day)).summary for day in (19, 20, 21, 22, 24, 25, 26)
    }
    assert [(day, one.open, one.value) for day, one in seen.items()] == [
        (19, 0, 0),
        (20, 1, 35_000),
        (21, 1, 35_000),
        (22, 1, 20_000),
        (24, 1, 20_000),
        (25, 1, 20_000),
        (26, 0, 0),
    ]
    scores = [command_center(busy.store, date(2025, 1, day)).critical[0].score for day in (20, 22, 24)]
    assert scores == [8500, 7750, 8800]


def test_fewer_than_ten_critical_are_filled_up_with_the_next_by_score(busy: BusyCompany) -> None:
    for number in range(1, 13):
        busy.short(f"PO-{number}", created=CREATED, eta=None, value=str(number * 100_000))
    rows = command_center(busy.store, TODAY).critical
    assert [row.value for row in rows] == [number * 100_000 for number in range(12, 2, -1)]
    assert [row.band.label for row in rows] == ["Critical"] * 3 + ["High"] * 5 + ["Medium"] * 2


def test_more_than_ten_critical_are_all_shown_up_to_fifty(busy: BusyCompany) -> None:
    rows = []
    for number in range(1, 53):
        busy.supply(f"PO-{number}", date(2025, 1, 5))
        busy.order(f"SO-{number}", f"PO-{number}", 10, "C-INDUS", price=str(100_000 + number))
        rows.append(f"PO-{number},10,,late,,")
    busy.delays(*rows[:11])
    assert len(command_center(busy.store, TODAY).critical) == 11
    busy.delays(*rows[11:])
    center = command_center(busy.store, TODAY)
    assert len(center.critical) == 50
    assert center.critical[0].value == 1_000_520
    assert center.critical[-1].value == 1_000_030


def test_the_customer_shown_is_the_waiting_one_with_the_highest_line_score(busy: BusyCompany) -> None:
    busy.chapter_shortage()
    busy.delays("PO-2025-0089,10,2025-02-15,late,,")
    assert [row.customer for row in command_center(busy.store, TODAY).critical] == ["Metro Manufacturing"]
    busy.arrives("PO-2025-0089", "50", TODAY, booked=TODAY)
    assert [row.customer for row in command_center(busy.store, TODAY).critical] == ["Industrial Services"]


def test_each_recommended_action_gives_way_to_the_one_before_it(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=date(2025, 2, 15))
    seen = [actions(command_center(busy.store, CREATED)), actions(command_center(busy.store, TODAY))]
    busy.offer(OfferKind.ALTERNATIVE_SUPPLIER, supplier="XYZ")
    seen.append(actions(command_center(busy.store, TODAY)))
    busy.stock("WEST", "CM-500", on_hand=5, promised=4)
    seen.append(actions(command_center(busy.store, TODAY)))
    busy.offer(OfferKind.SUBSTITUTE, substitute="SKU-12459")
    seen.append(actions(command_center(busy.store, TODAY)))
    busy.offer(OfferKind.EXPEDITE, supplier="ABC", po_number="PO-1")
    seen.append(actions(command_center(busy.store, TODAY)))
    assert [one for (one,) in seen] == [
        "Follow up on the ETA",
        "Await supplier confirmation",
        "Order from XYZ Components",
        "Transfer from West Coast Warehouse",
        "Offer substitute SKU-12459",
        "Expedite PO-1",
    ]


def test_an_unknown_eta_waits_for_the_supplier_even_when_it_was_said_today(busy: BusyCompany) -> None:
    busy.short("PO-1", created=TODAY, eta=None)
    assert actions(command_center(busy.store, TODAY)) == ["Await supplier confirmation"]


@pytest.mark.parametrize(
    ("confirmed", "action"),
    [(7, "Follow up on the ETA"), (8, "Await supplier confirmation")],
)
def test_a_routine_eta_is_confirmed_for_seven_days(busy: BusyCompany, confirmed: int, action: str) -> None:
    busy.short("PO-1", created=TODAY - days(confirmed), eta=date(2025, 2, 15))
    assert actions(command_center(busy.store, TODAY)) == [action]


@pytest.mark.parametrize(
    ("confirmed", "action"),
    [(1, "Follow up on the ETA"), (2, "Await supplier confirmation")],
)
def test_a_vip_eta_is_confirmed_for_one_day(busy: BusyCompany, confirmed: int, action: str) -> None:
    busy.short("PO-1", created=TODAY - days(confirmed), eta=date(2025, 2, 15), customer="C-METRO")
    assert actions(command_center(busy.store, TODAY)) == [action]


@pytest.mark.parametrize(
    ("offered", "expires", "available", "valid"),
    [
        (TODAY, TODAY, 1, True),
        (TODAY + days(1), None, 1, False),
        (CREATED, TODAY - days(1), 1, False),
        (CREATED, None, 0, False),
    ],
)
def test_an_offer_counts_from_its_first_to_its_last_day_while_there_is_some(
    busy: BusyCompany, offered: date, expires: date | None, available: int, valid: bool
) -> None:
    busy.short("PO-1", created=TODAY, eta=date(2025, 2, 15))
    busy.offer(
        OfferKind.SUBSTITUTE,
        substitute="SKU-12459",
        offered_on=offered,
        expires_on=expires,
        available=available,
    )
    expected = "Offer substitute SKU-12459" if valid else "Follow up on the ETA"
    assert actions(command_center(busy.store, TODAY)) == [expected]


def test_offers_for_other_lines_products_or_from_the_late_supplier_itself_do_not_help(
    busy: BusyCompany,
) -> None:
    busy.supply("PO-9", date(2025, 1, 5))
    busy.short("PO-1", created=TODAY, eta=date(2025, 2, 15))
    busy.offer(OfferKind.EXPEDITE, supplier="ABC", po_number="PO-9")
    busy.offer(OfferKind.SUBSTITUTE, product="CM-510", substitute="SKU-12459")
    busy.offer(OfferKind.ALTERNATIVE_SUPPLIER, supplier="ABC")
    busy.stock("WEST", "CM-500", on_hand=5, promised=5)
    busy.stock("EAST", "CM-510", on_hand=5)
    assert actions(command_center(busy.store, TODAY)) == ["Follow up on the ETA"]


def test_of_several_ways_the_soonest_and_the_fullest_are_named(busy: BusyCompany) -> None:
    busy.short("PO-1", created=TODAY, eta=date(2025, 2, 15))
    busy.offer(OfferKind.ALTERNATIVE_SUPPLIER, supplier="GLOB", lead_days=5)
    busy.offer(OfferKind.DROP_SHIP, supplier="XYZ", lead_days=4)
    assert actions(command_center(busy.store, TODAY)) == ["Order from XYZ Components"]
    busy.stock("WEST", "CM-500", on_hand=9)
    busy.offer(OfferKind.TRANSFER, location="EAST", available=10)
    assert actions(command_center(busy.store, TODAY)) == ["Transfer from West Coast Warehouse"]
    busy.stock("EAST", "CM-500", on_hand=10)
    assert actions(command_center(busy.store, TODAY)) == ["Transfer from East Depot"]


def test_root_causes_are_shares_of_the_open_backorders_the_commonest_first(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=None, why="quality inspection failed", value="10")
    busy.short("PO-2", created=CREATED, eta=None, why="supplier machine breakdown", value="20")
    busy.short("PO-3", created=CREATED, eta=None, why="supplier machine breakdown", value="30.5")
    found = command_center(busy.store, TODAY).root_causes
    assert [(one.key, one.count, one.share, one.value) for one in found] == [
        ("supplier", 2, Decimal("66.7"), Decimal("50.50")),
        ("quality", 1, Decimal("33.3"), Decimal("10.00")),
    ]


def test_suppliers_rank_by_open_value_with_mean_slip_over_known_etas(busy: BusyCompany) -> None:
    due = date(2025, 1, 5)
    busy.short("PO-1", created=CREATED, eta=due + days(20), supplier="ABC", value="100")
    busy.short("PO-2", created=CREATED, eta=due + days(25), supplier="ABC", value="200")
    busy.short("PO-3", created=CREATED, eta=None, supplier="ABC", value="300")
    busy.short("PO-4", created=CREATED, eta=None, supplier="GLOB", value="700")
    found = command_center(busy.store, TODAY).suppliers
    assert [(one.key, one.count, one.share, one.value, one.mean_slip) for one in found] == [
        ("GLOB", 1, Decimal("25.0"), Decimal(700), None),
        ("ABC", 3, Decimal("75.0"), Decimal(600), Decimal("22.5")),
    ]


def test_only_the_ten_suppliers_with_the_most_open_value_are_listed(busy: BusyCompany) -> None:
    from backorder_core.services.reference import load
    from tests.small_company import PLANNER

    codes = [f"S{number:02}" for number in range(1, 13)]
    load(busy.store, "suppliers", [{"code": code, "name": code} for code in codes], PLANNER, CREATED)
    for number, code in enumerate(codes, start=1):
        busy.short(f"PO-{code}", created=CREATED, eta=None, supplier=code, value=str(number * 100))
    found = command_center(busy.store, TODAY).suppliers
    assert [one.key for one in found] == codes[:1:-1]


def on_time(busy: BusyCompany, lines: list[tuple[int, str | None, int]]) -> tuple[Decimal | None, int]:
    """On-time delivery of GLOB for lines of 10 units: days due before today, what arrived, days after due."""
    busy.short("PO-OPEN", created=TODAY, eta=None, supplier="GLOB", due=TODAY)
    for number, (before, arrived, late) in enumerate(lines):
        due = TODAY - days(before)
        busy.supply(f"PO-{number}", due, "GLOB", ordered="10")
        if arrived:
            busy.arrives(f"PO-{number}", arrived, due + days(late))
    row = supplier(command_center(busy.store, TODAY), "GLOB")
    return row.on_time, row.due_lines


@pytest.mark.parametrize(
    ("lines", "rate"),
    [
        ([(10, "6", 0)], (Decimal("60.0"), 1)),
        ([(10, "9", 0), (10, "9", 0)], (Decimal("90.0"), 2)),
        ([(10, "10", -5), (10, "10", 0)], (Decimal("100.0"), 2)),
        ([(10, "10", 1)], (Decimal("0.0"), 1)),
        ([(10, "10", 0), (10, None, 0)], (Decimal("50.0"), 2)),
        ([(10, "10", 0), (10, "10", 0), (10, None, 0)], (Decimal("66.7"), 3)),
        ([], (None, 0)),
    ],
)
def test_on_time_is_the_plain_mean_of_what_arrived_by_the_first_promise(
    busy: BusyCompany, lines: list[tuple[int, str | None, int]], rate: tuple[Decimal | None, int]
) -> None:
    assert on_time(busy, lines) == rate


def test_on_time_looks_at_the_ninety_days_before_the_day(busy: BusyCompany) -> None:
    # due 91 days before: out; 90 days before: in; the day before: in; the day itself: out
    lines: list[tuple[int, str | None, int]] = [(91, None, 0), (90, "10", 0), (1, "10", 0), (0, None, 0)]
    assert on_time(busy, lines) == (Decimal("100.0"), 2)


def test_a_later_eta_never_improves_on_time_delivery(busy: BusyCompany) -> None:
    due = TODAY - days(10)
    busy.short("PO-1", created=due, eta=due + days(5), due=due, supplier="GLOB")
    busy.arrives("PO-1", "60", due)
    busy.arrives("PO-1", "30", due + days(4))
    busy.short("PO-2", created=TODAY, eta=None, due=TODAY, supplier="GLOB")
    row = supplier(command_center(busy.store, TODAY), "GLOB")
    assert (row.on_time, row.due_lines) == (Decimal("60.0"), 1)


def test_the_document_has_exactly_the_agreed_shape(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=TODAY, value="1234.50", customer="C-METRO")
    busy.short("PO-2", created=TODAY, eta=None, value="100")
    document = json.loads(json.dumps(as_json(command_center(busy.store, TODAY))))
    assert document["as_of"] == "2025-01-28"
    assert document["summary"] == {
        "open": 2,
        "value": "1334.50",
        "customers": 2,
        "high_priority": {"count": 0, "value": "0.00"},
    }
    assert document["aging"] == [
        {"bucket": "0-7", "count": 1, "share": 50.0, "value": "100.00"},
        {"bucket": "8-14", "count": 1, "share": 50.0, "value": "1234.50"},
        {"bucket": "15+", "count": 0, "share": 0.0, "value": "0.00"},
    ]
    assert {one["bucket"]: (one["count"], one["value"]) for one in document["pipeline"]} == {
        "24h": (1, "1234.50"),
        "3d": (0, "0.00"),
        "7d": (0, "0.00"),
        "later": (0, "0.00"),
        "past_eta": (0, "0.00"),
        "unknown": (1, "100.00"),
    }
    assert document["critical"][0] == {
        "number": "BO-2025-0001",
        "customer": "Metro Manufacturing",
        "value": "1234.50",
        "age_days": 8,
        "action": "Await supplier confirmation",
        "band": "Medium",
        "score": 2936.725,
    }
    assert document["root_causes"][0]["share"] == 100.0
    assert document["suppliers"] == [
        {
            "key": "ABC",
            "name": "ABC Manufacturing",
            "count": 2,
            "share": 100.0,
            "value": "1334.50",
            "mean_slip_days": 23.0,
            "on_time": 0.0,
            "due_lines": 2,
        }
    ]


def test_few_statements_gather_the_command_centre(busy: BusyCompany, monkeypatch: pytest.MonkeyPatch) -> None:
    busy.short("PO-1", created=CREATED, eta=None)
    asked: list[str] = []
    read = Reader.rows
    read_dicts = Reader.dicts

    def rows(self: Reader, name: str, /, **params: object) -> list[tuple[object, ...]]:
        asked.append(name)
        return read(self, name, **params)

    def dicts(self: Reader, name: str, /, **params: object) -> list[dict[str, object]]:
        asked.append(name)
        return read_dicts(self, name, **params)

    monkeypatch.setattr(Reader, "rows", rows)
    monkeypatch.setattr(Reader, "dicts", dicts)
    command_center(busy.store, TODAY)
    assert len(asked) <= 6, asked


def test_every_figure_agrees_with_a_count_by_hand(busy: BusyCompany) -> None:
    """Sixty random shortages counted again in plain Python from what was typed in."""
    chance = random.Random(7)
    tiers = {"C-METRO": (Tier.VIP, 5), "C-PREM": (Tier.PREMIUM, 3), "C-INDUS": (Tier.STANDARD, 1)}
    points = {Impact.CRITICAL: 800, Impact.HIGH: 400, Impact.NORMAL: 0}
    expected = []
    by_day = defaultdict(list)
    for number in range(60):
        due = date(2025, 1, 2) + days(chance.randrange(25))
        created = date(2025, 1, 2) + days(chance.randrange(27))
        eta = None if chance.random() < 0.25 else due + days(chance.randrange(3, 45))
        customer, impact = chance.choice(list(tiers)), chance.choice(list(points))
        source, quantity = chance.choice(["ABC", "GLOB", "XYZ"]), chance.randrange(1, 90)
        price = Decimal(chance.randrange(1, 900_000)) / 10_000
        po_number = f"PO-{number}"
        busy.supply(po_number, due, source)
        busy.order(f"SO-{number}", po_number, quantity, customer, impact, str(price))
        by_day[created].append(f"{po_number},10,{eta or ''},late,,")
        value = (quantity * price).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        delay = max(0, (TODAY - due).days, (eta - due).days if eta else 0)
        score = tiers[customer][1] * (value / 100 + 25 * delay + points[impact])
        expected.append((created, eta, due, customer, source, value, score))
    for created in sorted(by_day):
        assert busy.delays(*by_day[created], as_of=created).created == len(by_day[created])
    center = command_center(busy.store, TODAY)
    assert center.summary.value == sum(one[5] for one in expected)
    assert center.summary.customers == 3
    assert center.summary.high_count == sum(one[6] >= 5000 for one in expected)
    assert center.summary.high_value == sum(one[5] for one in expected if one[6] >= 5000)
    ages = Counter(
        "15+" if age >= 15 else "8-14" if age >= 8 else "0-7"
        for age in ((TODAY - one[0]).days for one in expected)
    )
    ahead = Counter(
        "unknown"
        if one[1] is None
        else "past_eta"
        if one[1] < TODAY
        else "24h"
        if one[1] <= TODAY + days(1)
        else "3d"
        if one[1] <= TODAY + days(3)
        else "7d"
        if one[1] <= TODAY + days(7)
        else "later"
        for one in expected
    )
    assert {key: count for key, count in counts(center).items() if count} == {**ages, **ahead}
    shown = sorted((row.score for row in center.critical), reverse=True)
    assert shown == sorted((one[6] for one in expected), reverse=True)[: len(shown)]
    by_source: dict[str, list[tuple[Decimal, int | None]]] = defaultdict(list)
    for one in expected:
        by_source[one[4]].append((one[5], (one[1] - one[2]).days if one[1] else None))
    for key, found in by_source.items():
        slips = [slip for _, slip in found if slip is not None]
        row = supplier(center, key)
        assert (row.count, row.value) == (len(found), sum(value for value, _ in found))
        assert row.mean_slip == (Decimal(sum(slips)) / len(slips)).quantize(Decimal("0.1"), "ROUND_HALF_UP")


def test_the_total_is_that_of_the_list_behind_it(busy: BusyCompany) -> None:
    from backorder_core.services.backorders import Filters

    for number, eta in enumerate((None, TODAY, TODAY + days(5))):
        busy.short(f"PO-{number}", created=CREATED, eta=eta, value=f"{100 + number}.37")
    center = command_center(busy.store, TODAY)
    everything = list_backorders(busy.store, Filters(), TODAY)
    assert (center.summary.open, center.summary.value) == (everything.total, everything.value)
    for one in center.aging:
        behind = list_backorders(busy.store, Filters(aging=one.bucket.key), TODAY)
        assert (one.count, one.value) == (behind.total, behind.value)
    for one in center.pipeline:
        behind = list_backorders(busy.store, Filters(pipeline=one.bucket.key), TODAY)
        assert (one.count, one.value) == (behind.total, behind.value)
