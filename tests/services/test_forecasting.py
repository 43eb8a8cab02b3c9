"""Arrival forecasts out of a store: which lines count when, against an oracle that counts by hand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import pytest

from backorder_core.domain import calibration
from backorder_core.domain.backtest import Trial, pinball
from backorder_core.domain.backtest import backtest as tried
from backorder_core.domain.forecast import AIM
from backorder_core.services import forecasting
from backorder_core.services.forecasting import (
    Backtest,
    OpenLine,
    Verdict,
    backtest_json,
    forecast_backtest,
    forecast_of,
    forecasts,
    forecasts_json,
)
from backorder_core.services.receipts import Receipt, receive
from backorder_core.services.reference import load
from backorder_core.store import Store
from tests.busy_company import BusyCompany
from tests.small_company import CREATED, PLANNER, TODAY

BEGIN = date(2024, 1, 1)
LATER = date(2025, 1, 31)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def line(store: Store, po_number: str, as_of: date = TODAY) -> OpenLine:
    return next(one for one in forecasts(store, as_of).lines if one.po_number == po_number)


def backtest(store: Store, as_of: date = TODAY) -> Backtest:
    return forecast_backtest(store, as_of)


def test_an_empty_store_has_nothing_to_forecast(store: Store) -> None:
    assert forecasts(store, TODAY).lines == ()
    found = backtest_json(backtest(store))
    assert found["n"] == 0
    assert set(found.values()) == {0, None}
    assert json.dumps(found)


def test_a_line_arrives_when_its_last_units_do(busy: BusyCompany) -> None:
    for number in range(3):
        busy.supply(f"PO-{number}", date(2024, 10, 10))
        busy.arrives(f"PO-{number}", "40", date(2024, 10, 8))
        busy.arrives(f"PO-{number}", "60", date(2024, 10, 13 + number))
    busy.supply("PO-9", date(2025, 3, 10))
    busy.arrives("PO-9", "99", date(2025, 1, 20))
    found = line(busy.store, "PO-9")
    assert (found.open, found.deliveries, found.borrowed) == (1, 3, True)
    assert found.basis == "3 deliveries of this supplier: mostly the company's pattern"
    assert (found.p50, found.p90) == (date(2025, 3, 10), date(2025, 3, 15))


def test_before_its_last_units_came_a_line_was_open(busy: BusyCompany) -> None:
    busy.supply("PO-1", date(2024, 10, 10))
    busy.arrives("PO-1", "40", date(2024, 10, 8))
    busy.arrives("PO-1", "60", date(2024, 10, 20))
    assert [one.open for one in forecasts(busy.store, date(2024, 10, 7)).lines] == [100]
    assert [one.open for one in forecasts(busy.store, date(2024, 10, 19)).lines] == [60]
    assert forecasts(busy.store, date(2024, 10, 20)).lines == ()
    assert forecasts(busy.store, date(2024, 8, 1)).lines == ()


def test_a_line_whose_order_date_says_nothing_is_there_a_month_before_it_is_due(busy: BusyCompany) -> None:
    row = {"po_number": "PO-1", "po_line": "10", "supplier": "ABC", "product": "CM-500"}
    when = {"order_date": date(2025, 3, 9), "original_due": date(2025, 2, 27)}
    load(
        busy.store,
        "po_lines",
        [{**row, **when, "ordered": Decimal(1), "unit_cost": Decimal(1)}],
        PLANNER,
        CREATED,
    )
    assert [forecasts(busy.store, day).total for day in (TODAY - days(1), TODAY)] == [0, 1]


def test_a_line_past_its_date_is_never_forecast_for_the_past(busy: BusyCompany) -> None:
    for number in range(20):
        busy.supply(f"PO-{number}", date(2024, 10, 10))
        busy.arrives(f"PO-{number}", "100", date(2024, 10, 10 if number < 15 else 25))
    busy.supply("PO-LATE", date(2025, 1, 20))
    busy.supply("PO-LOST", date(2024, 12, 1))
    late, lost = line(busy.store, "PO-LATE"), line(busy.store, "PO-LOST")
    assert (late.p50, late.p90) == (date(2025, 2, 4), date(2025, 3, 20))
    assert (lost.p50, lost.p90, lost.verdict) == (None, None, Verdict.NOBODY)
    assert lost.basis == "later than any delivery before: no pattern to go by"


def test_a_later_date_is_measured_against_itself(busy: BusyCompany) -> None:
    for number in range(14):
        eta = date(2025, 1, 5) + days(number)
        busy.short(f"PO-{number}", created=date(2024, 12, 20), eta=eta, due=date(2024, 12, 28))
        busy.arrives(f"PO-{number}", "100", eta + days(2))
    busy.short("PO-NEW", created=CREATED, eta=date(2025, 2, 20))
    found = line(busy.store, "PO-NEW")
    assert (found.eta, found.deliveries) == (date(2025, 2, 20), 14)
    assert (found.p50, found.p90) == (date(2025, 2, 22), date(2025, 3, 3))
    before = line(busy.store, "PO-NEW", CREATED - days(1))
    assert (before.eta, before.deliveries) == (date(2025, 1, 5), 13)


def test_a_date_that_was_taken_back_says_unknown_and_counts_from_the_first(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=None)
    found = line(busy.store, "PO-1")
    assert (found.eta, found.original_due, found.deliveries) == (None, date(2025, 1, 5), 0)


def test_customers_who_wait_for_a_line_stand_with_it(busy: BusyCompany) -> None:
    busy.supply("PO-1", date(2025, 2, 27))
    busy.order("SO-1", "PO-1", 10)
    busy.arrives("PO-1", "4", TODAY)
    found = line(busy.store, "PO-1")
    assert (found.orders, found.value, found.need_date) == (1, 3000, date(2025, 1, 27))
    assert found.verdict == Verdict.LATE
    assert line(busy.store, "PO-1", TODAY - days(1)).value == 5000


def test_the_verdict_follows_from_p50_and_p90() -> None:
    def of(need: date | None, p50: date | None = TODAY, p90: date | None = LATER) -> Verdict:
        plain = (None, TODAY, TODAY, Decimal(1), 1, Decimal(1))
        return OpenLine("", "", "", "", "", "", *plain, need, p50, p90, 9, False, "").verdict

    assert of(None) == Verdict.NOBODY
    assert of(TODAY - days(1)) == Verdict.LATE
    assert of(TODAY) == of(TODAY + days(2)) == Verdict.DOUBTFUL
    assert of(TODAY + days(3)) == Verdict.IN_TIME
    assert of(TODAY, None, None) == Verdict.UNSURE


def test_lines_with_customers_come_first_by_value(busy: BusyCompany) -> None:
    busy.supply("PO-1", date(2025, 2, 1))
    busy.supply("PO-2", date(2025, 2, 2))
    busy.order("SO-2", "PO-2", 10)
    busy.supply("PO-3", date(2025, 2, 3), supplier="GLOB")
    busy.order("SO-3", "PO-3", 20)
    assert [one.po_number for one in forecasts(busy.store, TODAY).lines] == ["PO-3", "PO-2", "PO-1"]
    found = forecasts(busy.store, TODAY, waiting=True, most=1)
    assert ([one.po_number for one in found.lines], found.total) == (["PO-3"], 2)
    assert (found.late, found.late_value) == (2, 15_000)
    assert forecasts(busy.store, TODAY, verdict=Verdict.NOBODY).total == 1
    assert forecasts(busy.store, TODAY, verdict=Verdict.NOBODY).late == 0
    assert [one.po_number for one in forecasts(busy.store, TODAY, supplier="ABC").lines] == ["PO-2", "PO-1"]


def test_the_forecast_of_a_backorder_is_that_of_its_line(busy: BusyCompany) -> None:
    busy.short("PO-1", created=CREATED, eta=date(2025, 2, 20))
    found = line(busy.store, "PO-1")
    assert found.backorder is not None
    assert forecast_of(busy.store, found.backorder, TODAY) == found
    assert forecast_of(busy.store, "BO-NONE", TODAY) is None
    assert forecasts_json(forecasts(busy.store, TODAY))["total"] == 1


def test_cancelled_lines_and_those_received_on_no_known_day_say_nothing(busy: BusyCompany) -> None:
    busy.supply("PO-1", date(2025, 1, 5))
    with busy.store.read() as reader:
        (known,) = reader.dicts("lines_of_purchase_orders", po_numbers=["PO-1"])
    assert forecasts(busy.store, TODAY).total == 1

    def change(received: int, cancelled: int) -> None:
        row = {"id": known["id"], "eta": known["eta"], "received": received, "cancelled": cancelled}
        busy.store.write(lambda writer: writer.append("change_po_lines", [{**row, "version": 2}]))

    change(0, 100)
    assert forecasts(busy.store, TODAY).total == 0
    assert backtest_json(backtest(busy.store))["n"] == 0


@dataclass(frozen=True)
class Delivery:
    supplier: str
    made: date
    due: date
    arrived: date | None


SUPPLIERS = ("ABC", "GLOB", "XYZ")


@pytest.fixture
def deliveries(busy: BusyCompany) -> list[Delivery]:
    """A year of PO lines, some in two receipts, some open, some ordered on no believable day."""
    chance = random.Random(17)
    found, lines = [], []
    receipts: tuple[list[Receipt], list[Receipt]] = ([], [])
    for number in range(260):
        ordered = BEGIN + days(chance.randint(0, 350))
        due = ordered + days(chance.randint(5, 60))
        odd = chance.random() < 0.15
        row = {"po_number": f"PO-{number}", "po_line": "10", "product": "CM-500", "ordered": Decimal(10)}
        supplier = chance.choices(SUPPLIERS, (8, 3, 1))[0]
        lines.append(
            {
                **row,
                "supplier": supplier,
                "unit_cost": Decimal(1),
                "order_date": due + days(3) if odd else ordered,
                "original_due": due,
            }
        )
        arrived = due + days(chance.choice((0, 0, 0, -9, 2, 15, 40)))
        made = due - days(30) if odd else ordered
        if chance.random() < 0.12 or arrived > TODAY:
            found.append(Delivery(supplier, made, due, None))
            continue
        found.append(Delivery(supplier, min(made, arrived), due, arrived))
        first = chance.choice((4, 10))
        begun = arrived - days(2 if first == 4 else 0)
        receipts[0].append(Receipt(f"PO-{number}", "10", Decimal(first), begun))
        if first == 4:
            receipts[1].append(Receipt(f"PO-{number}", "10", Decimal(6), arrived))
    load(busy.store, "po_lines", lines, PLANNER, CREATED)
    for one in receipts:
        receive(busy.store, one, PLANNER, TODAY)
    return found


def _left(known: list[Delivery], day: date) -> dict[int, float]:
    """Share that slips more than s, by s: a product over days, every line asked every time."""
    slips = [((one.arrived - one.due).days, one) for one in known if one.arrived and one.arrived < day]
    late = [((day - one.due).days - 1, one) for one in known if not one.arrived or one.arrived >= day]
    late = [(more, one) for more, one in late if more <= max(slip for slip, _ in slips) + 90]

    def weight(one: Delivery) -> float:
        return float(0.5 ** ((day - one.due).days / 365))

    end = max([0, *(slip + 1 for slip, _ in slips), *(more + 1 for more, _ in late)])
    share, left = 1.0, {}
    for slip in range(-120, end + 1):
        gone = sum(weight(one) for found, one in slips if found == slip)
        risk = sum(weight(one) for found, one in slips if found >= slip)
        risk += sum(weight(one) for more, one in late if more >= slip)
        share *= 1 - gone / risk if gone else 1
        left[slip] = share if slip < end else 0.0
    return left


def _faded(days: Iterable[date | None], day: date) -> float:
    return sum(float(0.5 ** ((day - on).days / 365)) for on in set(days) if on)


@dataclass(frozen=True)
class Said:
    """What an oracle knows of one forecast: its curve, by how much it was late already, how sure it is."""

    of: Delivery
    left: dict[int, float]
    late: int
    witnesses: float
    mean: float

    def quantile(self, wanted: float) -> int:
        rest = (1 - wanted) * self.left[self.late - 1] + 1e-9
        return next(s for s in range(self.late, 400) if self.left[s] <= rest)

    def needed(self, day: date) -> float:
        if not self.of.arrived or self.of.arrived >= day:
            return 1.0
        return 1 - self.left[(self.of.arrived - self.of.due).days - 1] / self.left[self.late - 1]


def _known(one: Delivery, found: list[Delivery]) -> Said | None:
    """The forecast of a delivery on its day, by going through all others."""
    known = [other for other in found if other.made < one.made]
    came = [other for other in known if other.arrived and other.arrived < one.made]
    if not came:
        return None
    own = [other for other in known if other.supplier == one.supplier]
    own_came = [other for other in own if other in came]
    mine = _faded((other.arrived for other in own_came), one.made)
    everybody = _faded((other.arrived for other in came), one.made)
    share = mine / (mine + 10)
    total = sum(0.5 ** ((one.made - other.due).days / 365) for other in came)
    rest = (1 - share) * total / (total + 10)
    own_left = _left(own, one.made) if own_came else {}
    all_left = _left(known, one.made)
    left = {
        slip: share * own_left.get(slip, 0.0)
        + rest * all_left.get(slip, 0.0)
        + (1 - share - rest) * (slip < 0)
        for slip in range(-120, 400)
    }
    means = [(other.arrived - other.due).days for other in own_came or came if other.arrived]
    late = (one.made - one.due).days
    return Said(one, left, late, mine + min(10, everybody), sum(means) / len(means))


def _aim(said: list[Said], day: date) -> float:
    """The least share under which 91 % of the settled forecasts and of 1,000 believed ones come true."""
    settled = [
        (one.needed(day), float(0.5 ** ((day - one.of.due).days / 365)))
        for one in said
        if one.of.due + days(one.quantile(0.97)) < day
    ]
    weight = sum(faded for _, faded in settled)
    for share in [place / 1000 for place in range(900, 971)]:
        kept = sum(faded for needed, faded in settled if needed < share)
        if kept + 1000 * share >= 0.91 * (weight + 1000) - 1e-9:
            return share
    return 0.97


def _expected(found: list[Delivery]) -> list[tuple[Delivery, int, int, float]]:
    """P50, P90 and the mean slip of every delivery that has come."""
    said: list[Said] = []
    answers = []
    for one in sorted(found, key=lambda other: other.made):
        known = _known(one, found)
        if not known:
            continue
        said.append(known)
        if not one.arrived:
            continue
        doubt = min(0.5 - 1e-9, 2.58 * 0.5 / max(1.0, known.witnesses) ** 0.5)
        low, high = known.quantile(0.5 - doubt), known.quantile(0.5 + doubt)
        p90 = known.quantile(_aim([other for other in said if other.of.made < one.made], one.made))
        answers.append((one, min(low if low > 0 else min(high, 0), p90), p90, known.mean))
    return answers


def test_the_backtest_is_what_an_oracle_counts_by_hand(busy: BusyCompany, deliveries: list[Delivery]) -> None:
    expected = _expected(deliveries)
    found = backtest_json(backtest(busy.store))
    slips = [(one.arrived - one.due).days if one.arrived else 0 for one, *_ in expected]

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    both = list(zip(slips, expected, strict=True))
    assert found["n"] == len(expected) > 150
    assert found == pytest.approx(
        {
            "n": len(expected),
            "coverage_p50": mean([slip <= p50 for slip, (_, p50, _, _) in both]),
            "coverage_p90": mean([slip <= p90 for slip, (_, _, p90, _) in both]),
            "pinball_p50": mean([pinball(slip, p50, 0.5) for slip, (_, p50, _, _) in both]),
            "pinball_p90": mean([pinball(slip, p90, 0.9) for slip, (_, _, p90, _) in both]),
            "pinball_quoted_p50": mean([pinball(slip, 0, 0.5) for slip in slips]),
            "pinball_quoted_p90": mean([pinball(slip, 0, 0.9) for slip in slips]),
            "pinball_mean_p50": mean([pinball(slip, said, 0.5) for slip, (_, _, _, said) in both]),
            "pinball_mean_p90": mean([pinball(slip, said, 0.9) for slip, (_, _, _, said) in both]),
        },
        abs=1e-5,
    )


def test_parts_of_the_backtest_add_up_to_all_of_it(busy: BusyCompany, deliveries: list[Delivery]) -> None:
    found = backtest(busy.store)
    assert found.score is not None
    for parts in (found.suppliers, found.months):
        assert sum(part.score.n for part in parts) == found.score.n
        weighted = sum(part.score.n * part.score.pinball_p90 for part in parts)
        assert weighted / found.score.n == pytest.approx(found.score.pinball_p90)
    assert [part.key for part in found.months] == sorted(part.key for part in found.months)


def test_old_deliveries_counted_in_the_store_say_the_same_as_one_by_one(
    busy: BusyCompany, deliveries: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration.Level, "on", lambda *_: AIM)  # of forecasts before, no more is known
    whole = {(one.promise, one.p50, one.p90, one.mean) for one in _trials(busy.store)}
    monkeypatch.setattr(forecasting, "MOST_TRIALS", ceil(len(deliveries) / 3))
    fewer = {(one.promise, one.p50, one.p90, one.mean) for one in _trials(busy.store)}
    assert 20 < len(fewer) < len(whole) / 2
    rounded = {(promise, p50, p90, round(mean, 6)) for promise, p50, p90, mean in whole}
    assert {(promise, p50, p90, round(mean, 6)) for promise, p50, p90, mean in fewer} <= rounded


def _trials(store: Store) -> list[Trial]:
    with store.read() as reader:
        replay, promises = forecasting._known(reader, TODAY, forecasting.MOST_TRIALS, {})
    return list(tried(promises, replay))


def test_what_arrives_later_does_not_change_a_past_day(busy: BusyCompany, deliveries: list[Delivery]) -> None:
    then = date(2024, 9, 1)
    before = backtest_json(backtest(busy.store, then))
    busy.supply("PO-MORE", date(2024, 9, 20))
    busy.arrives("PO-MORE", "100", date(2024, 12, 20), TODAY)
    assert backtest_json(backtest(busy.store, then)) == before
    assert backtest_json(backtest(busy.store))["n"] != before["n"]
