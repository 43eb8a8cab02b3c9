"""Patterns in words: each sentence carries its numbers, and calls a change only what is more than noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorder_core.domain.change import ALPHA, Change, Verdict, at_most, interval, more_than_share
from backorder_core.domain.patterns import (
    Cell,
    Facts,
    Month,
    Narrow,
    Part,
    Past,
    Patterns,
    share,
    split_rates,
)
from backorder_core.domain.values import Cause

MOST_TRENDS = 3
ALL = Narrow()
FEW = 20


@dataclass(frozen=True)
class Insight:
    """One thing to know: its kind, a sentence, what its rows are narrowed to, and whether it stands out."""

    kind: str
    sentence: str
    narrow: Narrow = ALL
    notable: bool = False


def insights(found: Patterns, currency: str) -> tuple[Insight, ...]:
    """What the patterns say, the volume first; one sentence where there is nothing to say."""
    facts = found.facts
    if not facts.total.count:
        said = (
            f"No backorder was created from {facts.window.since} to {facts.window.last}: there is no pattern."
        )
        return (Insight("volume", said), *_season(found))
    narrow = found.narrow
    return (
        _volume(found, currency),
        *_delay(found),
        *(_causes(facts) if narrow.cause is None else ()),
        *(_suppliers(facts) if narrow.supplier is None else ()),
        *_trends(found),
        *(_categories(facts, currency) if narrow.category is None else ()),
        *_customers(found),
        *_season(found),
        *_crossings(facts),
    )


def count_of(amount: int) -> str:
    """``1 backorder``, ``1,250 backorders``."""
    return f"{amount:,} backorder{'' if amount == 1 else 's'}"


def of_all(part: int, whole: int) -> str:
    """``3 of 8 backorders (37.5 %)``."""
    return f"{part:,} of {count_of(whole)} ({percent(share(part, whole))})"


def percent(value: Decimal | None) -> str:
    """``37.5 %`` or ``25 %``; "no data" for None."""
    return "no data" if value is None else f"{value.normalize():f} %"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _volume(found: Patterns, currency: str) -> Insight:
    facts = found.facts
    low, high = interval(facts.total.count)
    days = f"{facts.days} day{'' if facts.days == 1 else 's'}"
    made = "was" if facts.total.count == 1 else "were"
    said = (
        f"{count_of(facts.total.count)} worth {currency} {facts.total.value:,.0f} {made} created in {days}, "
        f"{facts.total.count / facts.days:.1f} a day (95 % interval of the count: {low:.0f} to {high:.0f})."
    )
    told = [
        _against(past, when)
        for past, when in (
            (found.before, _days_before(found)),
            (found.year_before, "the same days a year before"),
        )
        if past is not None
    ]
    changed = any(past and past.change.verdict.is_change for past in (found.before, found.year_before))
    if not told:
        told = ["Nothing is known of the days before to compare with."]
    return Insight("volume", " ".join([said, *told]), found.narrow, notable=changed)


def _days_before(found: Patterns) -> str:
    days = found.before.window.days if found.before else 0
    return "the day before" if days == 1 else f"the {days} days before"


def _against(past: Past, when: str) -> str:
    change = past.change
    if change.verdict is Verdict.TOO_FEW:
        return f"{count_of(change.count)}: too few to tell from the {change.before:,} of {when}."
    if change.verdict is Verdict.NOISE:
        return f"Against {change.before:,} in {when} that is no more than noise ({chance(change)})."
    said = f"That is {change.verdict} than the {change.before:,} of {when}"
    return f"{said}, by more than noise ({chance(change)})."


def chance(change: Change) -> str:
    """How likely so large a difference is by chance."""
    return "p < 0.001" if change.p < 0.001 else f"p = {change.p:.3f}"


def _delay(found: Patterns) -> list[Insight]:
    total = found.facts.total
    if total.mean_slip is None:
        return [
            Insight("delay", "None of them has a known ETA: how late they come is not known.", found.narrow)
        ]
    said = (
        f"They come {total.mean_slip:.1f} days after the original promise in the mean "
        f"({total.slips.count:,} of {total.count:,} have a known ETA)"
    )
    past = found.before
    if past is None or past.tally.mean_slip is None:
        return [Insight("delay", f"{said}.", found.narrow)]
    words = {
        Verdict.MORE: "later than before by more than noise",
        Verdict.FEWER: "sooner than before by more than noise",
        Verdict.NOISE: "the difference is no more than noise",
        Verdict.TOO_FEW: "too few to tell a difference",
    }
    said = f"{said}; {past.tally.mean_slip:.1f} days before: {words[past.slip]}."
    return [Insight("delay", said, found.narrow, past.slip.is_change)]


def _causes(facts: Facts) -> list[Insight]:
    parts = [f"{part.name} {part.count:,} ({percent(part.share)})" for part in facts.causes]
    return [Insight("cause", f"Causes: {listed(parts)}.", Narrow(cause=Cause.parse(facts.causes[0].key)))]


def _suppliers(facts: Facts) -> list[Insight]:
    top, whole = facts.suppliers[0], facts.total.count
    delivered = sum(part.deliveries or 0 for part in facts.suppliers)
    said, stands_out = f"{top.name} has the most: {of_all(top.count, whole)}", False
    if top.deliveries:
        part = top.deliveries / delivered
        stands_out = more_than_share(top.count, whole, part, len(facts.suppliers))
        weight = "more than its deliveries explain" if stands_out else _explained(top.count, whole, part)
        said = f"{said} on {100 * part:.1f} % of the deliveries, {weight}"
    found = [Insight("supplier", f"{said}.", Narrow(supplier=top.key), stands_out)]
    return [*found, *_fewest(facts), *_few_make_most(facts)]


def _fewest(facts: Facts) -> list[Insight]:
    """Who has the fewest of those who delivered; several where they are equal."""
    delivering = [part for part in facts.suppliers if part.deliveries]
    least = min((part.count for part in delivering), default=0)
    last = [part for part in delivering if part.count == least]
    if len(last) == len(delivering):
        return []
    named = listed([f"{part.name} ({part.deliveries:,} deliveries)" for part in sorted(last, key=_by_name)])
    have = "has" if len(last) == 1 else "have"
    many = f"the fewest: {of_all(least, facts.total.count)}" if least else "none"
    return [Insight("supplier", f"{named} {have} {many}.", Narrow(supplier=last[0].key) if least else ALL)]


def _by_name(part: Part) -> tuple[str, str]:
    return part.name, part.key


def _explained(count: int, whole: int, part: float) -> str:
    if whole < FEW:
        return "too few to tell whether that is more than its part"
    return "no more than its deliveries explain" if count > whole * part else "less than its part of them"


def _few_make_most(facts: Facts) -> list[Insight]:
    counted = [part for part in facts.suppliers if part.count]
    place = next((n for n, part in enumerate(counted, 1) if part.cumulative and part.cumulative >= 80), 0)
    if facts.total.count < FEW or not 0 < place < len(counted):
        return []
    reached = counted[place - 1].cumulative
    return [Insight("pareto", f"{place} of {len(counted)} suppliers make {percent(reached)} of them.")]


def _trends(found: Patterns) -> list[Insight]:
    """Suppliers and categories that changed; that none did is said where there was something to compare."""
    if found.before is None:
        return []
    facts, changed = found.facts, []
    for field, parts in (("supplier", facts.suppliers), ("category", facts.categories)):
        for part in parts:
            if part.change is not None and part.change.verdict.is_change:
                said = (
                    f"{part.name}: {part.count:,} after {part.before:,} in {_days_before(found)}, "
                    f"a change beyond noise ({chance(part.change)})."
                )
                narrow = Narrow(supplier=part.key) if field == "supplier" else Narrow(category=part.key)
                changed.append((part.change.p, Insight("trend", said, narrow, notable=True)))
    if changed:
        return [one for _, one in sorted(changed, key=lambda pair: pair[0])][:MOST_TRENDS]
    said = "No supplier and no category changed by more than noise against the days before."
    return [Insight("trend", said)]


def _categories(facts: Facts, currency: str) -> list[Insight]:
    if not facts.categories:
        return []
    parts = [f"{part.name} {part.count:,} ({percent(part.share)})" for part in facts.categories]
    dear = max(facts.categories, key=lambda part: part.tally.value)
    said = (
        f"Categories: {listed(parts)}; the most money is at risk in {dear.name} "
        f"({currency} {dear.tally.value:,.0f})."
    )
    return [Insight("category", said, Narrow(category=facts.categories[0].key))]


def _customers(found: Patterns) -> list[Insight]:
    if not found.customers:
        return []
    top, whole = found.customers[0], found.facts.total.count
    tiers = listed([f"{part.name} {part.count:,} ({percent(part.share)})" for part in found.tiers])
    if top.count == 1:
        return [Insight("customer", f"No customer is affected more than once. By tier: {tiers}.")]
    said = f"{top.name} is affected most often, by {of_all(top.count, whole)}. By tier: {tiers}."
    return [Insight("customer", said, Narrow(customer=top.key))]


def _season(found: Patterns) -> list[Insight]:
    months, said = found.whole_season, []
    feast, usual = split_rates(months)
    if found.holiday_factor is not None and feast is not None and usual is not None:
        lowest = sorted(
            (one for one in months if one.rate is not None), key=lambda one: (one.rate, one.first)
        )[:2]
        named = listed([f"{month.first:%B}" for month in sorted(lowest, key=lambda one: one.first)])
        said.append(
            f"From {found.season.since} to {found.season.last}, {100 * feast:.1f} % of the order lines of "
            f"November and December were backordered, {found.holiday_factor} times the {100 * usual:.1f} % "
            f"of the other months; lowest were {named}."
        )
    said.extend(_beyond(found.timeline))
    return [Insight("season", " ".join(said), notable=len(said) > 1)] if said else []


def _beyond(months: Sequence[Month]) -> list[str]:
    if len(months) < 3:
        return []
    above = [
        f"{one.first:%B %Y} ({one.count:,}, ordinary up to {one.high:,})"
        for one in months
        if one.count > one.high
    ]
    below = [
        f"{one.first:%B %Y} ({one.count:,}, ordinary from {one.low:,})"
        for one in months
        if one.count < one.low
    ]
    sides = (("Above", above), ("Below", below))
    return [f"{side} the control limits: {listed(parts)}." for side, parts in sides if parts]


def _crossings(facts: Facts) -> list[Insight]:
    """The supplier and cause that meet far more often than they would by chance."""
    cells = [cell for cell in facts.supplier_causes if cell.expected > 0]
    found = [(1 - at_most(cell.count - 1, cell.expected), cell) for cell in cells]
    if not found:
        return []
    p, cell = min(found, key=lambda pair: pair[0])
    if p >= ALPHA / len(facts.suppliers or (1,)) / len(facts.causes):
        return []
    names = {part.key: part.name for part in (*facts.suppliers, *facts.causes)}
    said = (
        f"{names[cell.column]} and {names[cell.row]} meet more often than by chance: {cell.count:,} times, "
        f"{cell.expected:.1f} would be expected."
    )
    return [Insight("crossing", said, _crossing(cell), notable=True)]


def _crossing(cell: Cell) -> Narrow:
    return Narrow(supplier=cell.row, cause=Cause.parse(cell.column))
