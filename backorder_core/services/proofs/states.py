"""Backorders: the headline follows from the facts, value and score from the lines, totals reconcile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from backorder_core.domain import priority
from backorder_core.domain.buckets import Tally, aging, pipeline, tally
from backorder_core.domain.lifecycle import Facts, headline
from backorder_core.domain.priority import Demand, Score
from backorder_core.domain.settings import DEFAULTS, Settings
from backorder_core.domain.values import ZERO, Impact, Status, Tier, line_value, money
from backorder_core.services.proofs import MOST, Finding
from backorder_core.services.states import SCORE
from backorder_core.store import Reader
from backorder_core.store.session import read_settings

BACKORDERS_A_SLICE = 10_000
SOME_DAY = date(2000, 1, 1)

Row = Mapping[str, Any]


def headline_breaks(reader: Reader) -> Iterator[Finding]:
    """States, past ones too, whose headline does not follow from their facts (RULES, Status)."""
    for row in reader.dicts("headlines"):
        facts = Facts(*(row[name] for name in Facts.__dataclass_fields__))
        legal = headline(facts)
        if row["status"] != legal or row["closed"] != legal.closed:
            others = f" and {row['states'] - 1} states more" if row["states"] > 1 else ""
            codes = {int(code): code.label for code in Status}
            said = codes.get(row["status"], "unknown") + (" and closed" if row["closed"] else "")
            sentence = f"{row['subject']}{others}: the headline is {said}, but the facts say {legal.label}."
            yield Finding("status", row["subject"], sentence)


def worth_breaks(reader: Reader) -> Iterator[Finding]:
    """Open backorders whose value, score, tier or customers are not what their lines give."""
    worth = _Worth({0: DEFAULTS, **_known_settings(reader)})
    after, found = -1, 0
    while found < MOST:
        rows = reader.dicts("lines_to_prove", after=after, count=BACKORDERS_A_SLICE)
        if not rows:
            return
        after = rows[-1]["id"]
        for _, lines in groupby(rows, key=itemgetter("id")):
            for finding in worth.breaks(list(lines)):
                found += 1
                yield finding


def _known_settings(reader: Reader) -> dict[int, Settings]:
    known = {}
    for version, body in reader.rows("settings_bodies"):
        with suppress(ValueError):  # a damaged body is the replay's finding
            known[version] = Settings.model_validate_json(body)
    return known


class _Worth:
    """Proves backorders against the rules under the settings they were computed with."""

    def __init__(self, settings: Mapping[int, Settings]) -> None:
        self._settings = settings
        self._score = cache(self._line_score)

    def breaks(self, lines: Sequence[Row]) -> Iterator[Finding]:
        """Findings about one backorder, given its lines."""
        number = lines[0]["number"]
        try:
            yield from list(self._breaks(lines))
        except (KeyError, ValueError):
            sentence = f"{number}: a tier, an impact or a settings version of it does not exist."
            yield Finding("value", number, sentence)

    def _breaks(self, lines: Sequence[Row]) -> Iterator[Finding]:
        kept = lines[0]
        waiting = [line for line in lines if line["open_quantity"]]
        scores = [self._score(kept["settings_version"], *_key(line)) for line in waiting]
        right: dict[str, object] = {
            "value": sum((line_value(line["open_quantity"], line["unit_price"]) for line in waiting), ZERO),
            "score_base": _kept(sum((score.base for score in scores), ZERO), kept["score_base"]),
            "score_per_day": _kept(sum((score.per_day for score in scores), ZERO), kept["score_per_day"]),
            "tier": min((line["line_tier"] for line in waiting), default=kept["tier"]),
            "customers": len({line["customer_id"] for line in waiting}),
        }
        yield from _wrong(kept["number"], kept, right)
        for line in lines:
            if line["order_line_id"] is not None:
                yield from self._line_breaks(line)

    def _line_breaks(self, line: Row) -> Iterator[Finding]:
        score = self._score(line["line_settings"], *_key(line))
        right = {
            "line_value": line_value(line["open_quantity"], line["unit_price"]),
            "line_base": _kept(score.base, line["line_base"]),
            "line_per_day": _kept(score.per_day, line["line_per_day"]),
        }
        yield from _wrong(f"{line['number']}, order line {line['order_line_id']}", line, right)

    def _line_score(
        self, version: int, tier: int, impact: int, emergency: bool, quantity: Decimal, price: Decimal
    ) -> Score:
        demand = Demand(
            order_line_id=0,
            order_number="",
            order_line="",
            customer_id=0,
            customer="",
            tier=Tier(tier),
            impact=Impact(impact),
            emergency=emergency,
            open_quantity=quantity,
            unit_price=price,
            need_date=SOME_DAY,
            order_date=SOME_DAY,
        )
        return priority.line_score(demand, self._settings[version])


def _key(line: Row) -> tuple[int, int, bool, Decimal, Decimal]:
    return line["line_tier"], line["impact"], line["emergency"], line["open_quantity"], line["unit_price"]


def _kept(points: Decimal, stored: Decimal) -> Decimal:
    """Points at the scale of the store: what is stored, where that is no further off than rounding."""
    return stored if abs(points - stored) * 2 <= SCORE else points.quantize(SCORE)


def _wrong(subject: str, kept: Row, right: Mapping[str, object]) -> Iterator[Finding]:
    wrong = [
        f"{name} is {kept[name]}, by the rules {value}"
        for name, value in right.items()
        if kept[name] != value
    ]
    if wrong:
        yield Finding("value", subject, f"{subject}: {'; '.join(wrong).replace('line_', '')}.")


def total_breaks(reader: Reader, as_of: date) -> Iterator[Finding]:
    """Aging, pipeline, total and the customers' order lines, where they differ by one or by one cent."""
    rows = reader.dicts("open_in_every_way", as_of=as_of, high=ZERO)
    cuts = read_settings(reader)[1].buckets
    by_lines = reader.rows("open_by_lines", as_of=as_of)[0]
    total = next(row for row in rows if row["way"] == "all")
    sums = {
        "aging": _sum(tally(_counted(rows, "age"), aging(cuts))),
        "pipeline": _sum(tally(_counted(rows, "eta"), pipeline(cuts))),
        "total": (total["count"], total["value"]),
        "customer order lines": (by_lines[0], by_lines[1]),
    }
    if len(set(sums.values())) > 1:
        told = ", ".join(f"{name} {count} worth {money(value)}" for name, (count, value) in sums.items())
        yield Finding("totals", f"as of {as_of}", f"As of {as_of} the totals differ: {told}.")


def _counted(rows: Sequence[Row], way: str) -> list[tuple[int | None, int, Decimal]]:
    return [(row["bucket"], row["count"], row["value"]) for row in rows if row["way"] == way]


def _sum(tallies: Sequence[Tally]) -> tuple[int, Decimal]:
    return sum(one.count for one in tallies), sum((one.value for one in tallies), ZERO)
