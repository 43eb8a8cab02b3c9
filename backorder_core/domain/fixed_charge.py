"""Filling a quantity from options with a fixed cost and a cost per unit, exactly, in integers.

Because the cost is concave, a plan that is best at some prices can be taken to use its options in full, at
most one of them in part (RULES, Alternative sources and the plan). ``Enumerated`` looks at all such plans;
``Searched`` finds the best one at given prices by branch and bound, where there are too many to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import lcm

from backorder_core.domain.hull import Point, Weight, total, undominated

FIRST_NODES, MORE_NODES, MOST_HARD = 5_000, 50_000, 20


@dataclass(frozen=True)
class Source:
    """An option: ``most`` parts can come from it, at ``fixed`` once and per part at ``each`` of the three.

    The three are money, late part-days and parts at risk.
    """

    most: int
    fixed: int
    each: Point


@dataclass(frozen=True)
class Charges:
    """A case at given prices: of every source what it costs once and per part; ``need`` parts in all."""

    need: int
    most: tuple[int, ...]
    fixed: tuple[int, ...]
    each: tuple[int, ...]


Parts = tuple[int, ...]
Suggest = Callable[[Charges], "Sequence[int] | None"]
"""Which sources to use at given prices, as somebody else says; what it says is worked out again exactly."""


@dataclass(frozen=True)
class Case:
    """Sources, and how many parts are needed of them; no more than there are."""

    need: int
    sources: tuple[Source, ...]

    def point(self, parts: Parts) -> Point:
        """Money, late part-days and parts at risk of a plan."""
        money = late = risk = 0
        for source, taken in zip(self.sources, parts, strict=True):
            money += taken * source.each[0] + (source.fixed if taken else 0)
            late += taken * source.each[1]
            risk += taken * source.each[2]
        return money, late, risk

    def charges(self, weight: Weight) -> Charges:
        """The case at prices; of equal plans one of fewer, then of earlier options is a trifle cheaper."""
        count = len(self.sources)
        share = (count + 1) << count
        return Charges(
            need=self.need,
            most=tuple(min(one.most, self.need) for one in self.sources),
            fixed=tuple(
                weight[0] * one.fixed * share + (1 << count) + (1 << at)
                for at, one in enumerate(self.sources)
            ),
            each=tuple(total(weight, one.each) * share for one in self.sources),
        )


def rank(parts: Parts) -> tuple[int, int, Parts]:
    """What to prefer among equal plans: few options, then earlier ones, then more of the earlier ones."""
    used = [at for at, taken in enumerate(parts) if taken]
    return len(used), sum(1 << at for at in used), tuple(-taken for taken in parts)


class Enumerated:
    """Every plan that can be best, looked at once."""

    proven = True

    def __init__(self, case: Case) -> None:
        plans: dict[Point, Parts] = {}
        for point, parts in _extremes(case):
            known = plans.get(point)
            if known is None or rank(parts) < rank(known):
                plans[point] = parts
        self._plans = plans
        self._points = undominated(plans)

    def best(self, weight: Weight) -> Point:
        """A point of least weighted sum."""
        return min(self._points, key=lambda point: total(weight, point))

    def plan(self, point: Point, weight: Weight) -> Parts:
        """The plan of a point that is best at a weight."""
        return self._plans[point]


def _extremes(case: Case) -> Iterator[tuple[Point, Parts]]:
    sources = case.sources
    most = [min(one.most, case.need) for one in sources]
    whole = [
        (one.fixed + full * one.each[0], full * one.each[1], full * one.each[2])
        for one, full in zip(sources, most, strict=True)
    ]
    # A node: sources looked at, parts still needed, what those in full come to, what is taken of each.
    nodes: list[tuple[int, int, Point, Parts]] = [(0, case.need, (0, 0, 0), ())]
    while nodes:
        at, left, (money, late, risk), parts = nodes.pop()
        if at < len(sources) and left:
            nodes.append((at + 1, left, (money, late, risk), (*parts, 0)))
            if most[at] <= left:
                more = whole[at]
                sums = (money + more[0], late + more[1], risk + more[2])
                nodes.append((at + 1, left - most[at], sums, (*parts, most[at])))
            continue
        parts = parts + (0,) * (len(sources) - at)
        if not left:
            yield (money, late, risk), parts
            continue
        for extra, one in enumerate(sources):
            if not parts[extra] and most[extra] > left:
                each = one.each
                sums = (money + one.fixed + left * each[0], late + left * each[1], risk + left * each[2])
                yield sums, (*parts[:extra], left, *parts[extra + 1 :])


class Searched:
    """The best plan at given prices by exact branch and bound.

    Where ``FIRST_NODES`` do not end the search it goes on from what a solver suggests for ``MORE_NODES``, in
    no more than ``MOST_HARD`` searches. ``proven`` turns False where this was not enough to prove an answer
    best; the best plan found is given then.
    """

    def __init__(self, case: Case, suggest: Suggest | None = None) -> None:
        self.proven = True
        self._case, self._suggest, self._hard = case, suggest, 0
        self._known: dict[Point, Parts] = {}

    def best(self, weight: Weight) -> Point:
        """A point of least weighted sum."""
        return self._case.point(self._solve(weight))

    def plan(self, point: Point, weight: Weight) -> Parts:
        """The plan of a point that is best at a weight, of the fewest options."""
        parts = self._solve(weight)
        return parts if self._case.point(parts) == point else self._known[point]

    def _solve(self, weight: Weight) -> Parts:
        charges = self._case.charges(weight)
        search = BranchAndBound(charges)
        if self._known:
            search.offer(self._known[min(self._known, key=lambda point: total(weight, point))])
        search.run(FIRST_NODES)
        if not search.finished and self._hard < MOST_HARD:
            self._hard += 1
            if self._suggest:
                search.offer_use(self._suggest(charges) or ())
            search.run(MORE_NODES)
        self.proven = self.proven and search.finished
        self._known.setdefault(self._case.point(search.best), search.best)
        return search.best


def filled(charges: Charges, used: Sequence[int]) -> Parts:
    """The cheapest way to fill the need from these sources, their fixed costs being paid."""
    parts, left = [0] * len(charges.most), charges.need
    for at in sorted(used, key=lambda one: (charges.each[one], one)):
        parts[at] = min(left, charges.most[at])
        left -= parts[at]
    return tuple(parts)


FREE, IN, OUT = 0, 1, 2


class BranchAndBound:
    """Branch and bound over which sources are paid for.

    The bound spreads a fixed cost over all that the source can give: filling by the cheapest rate is then
    best, and only the last source can be used in part without its fixed cost being paid in full. A source
    that is worse than another in every way is used only beside it.
    """

    def __init__(self, charges: Charges) -> None:
        self.charges = charges
        self._scale = lcm(*charges.most)
        rates = []
        for at, (most, fixed, each) in enumerate(zip(charges.most, charges.fixed, charges.each, strict=True)):
            rates.append((each * self._scale, at, IN))
            rates.append((each * self._scale + fixed * (self._scale // most), at, FREE))
        self._rates = sorted(rates)
        self._rivals: dict[int, tuple[list[int], list[int]]] = {}
        self._open = [(FREE,) * len(charges.most)]
        self.best: Parts = filled(charges, range(len(charges.most)))
        self._least = self._cost(self.best)

    @property
    def finished(self) -> bool:
        """No plan is cheaper than ``best``."""
        return not self._open

    def run(self, nodes: int) -> None:
        """Go on for at most so many nodes."""
        for _ in range(nodes):
            if not self._open:
                return
            states = self._open.pop()
            split = self._bound(states)
            if split is not None:
                better, worse = self._rivals_of(split)
                self._open.append(_decided(states, [split, *worse], OUT))
                self._open.append(_decided(states, [split, *better], IN))

    def offer_use(self, used: Sequence[int]) -> None:
        """Look at the cheapest plan that uses no other sources than these, if they suffice."""
        if sum(self.charges.most[at] for at in used) >= self.charges.need:
            self.offer(filled(self.charges, used))

    def offer(self, parts: Parts) -> None:
        """Look at a plan, which becomes the best one if it is cheaper."""
        cost = self._cost(parts)
        if cost < self._least:
            self.best, self._least = parts, cost

    def _bound(self, states: tuple[int, ...]) -> int | None:
        """The source to decide upon next; None where nothing better is left below here."""
        left, bound, last = self.charges.need, 0, None
        parts = [0] * len(states)
        for rate, at, state in self._rates:
            if states[at] != state:
                continue
            taken = min(left, self.charges.most[at])
            parts[at] = taken
            bound += taken * rate
            left -= taken
            if not left:
                last = at if state == FREE and taken < self.charges.most[at] else None
                break
        paid = sum(fixed for fixed, state in zip(self.charges.fixed, states, strict=True) if state == IN)
        if left or bound + paid * self._scale >= self._least * self._scale:
            return None
        self.offer_use([at for at, taken in enumerate(parts) if taken])
        return last

    def _rivals_of(self, source: int) -> tuple[list[int], list[int]]:
        """The sources that are better than this one in every way, and those that are worse."""
        if source not in self._rivals:
            places = range(len(self.charges.most))
            better = [at for at in places if self._beats(at, source)]
            worse = [at for at in places if self._beats(source, at)]
            self._rivals[source] = better, worse
        return self._rivals[source]

    def _beats(self, one: int, other: int) -> bool:
        """Whatever is taken from ``other``, it is cheaper to take it from ``one``."""
        charges = self.charges
        return (
            charges.fixed[one] < charges.fixed[other]
            and charges.each[one] <= charges.each[other]
            and charges.most[one] >= charges.most[other]
        )

    def _cost(self, parts: Parts) -> int:
        charges = self.charges
        return sum(
            fixed + each * taken
            for fixed, each, taken in zip(charges.fixed, charges.each, parts, strict=True)
            if taken
        )


def _decided(states: tuple[int, ...], places: Sequence[int], state: int) -> tuple[int, ...]:
    changed = list(states)
    for at in places:
        changed[at] = state
    return tuple(changed)
