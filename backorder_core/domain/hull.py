"""The lower convex hull of points of three numbers, each the less the better; exact, in integers.

A weight says what one of each of the three counts. The weights for which a corner of the hull has the least
sum are a cone; its rays are kept in order, and with each the neighbour behind the side that begins there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import gcd

Point = tuple[int, int, int]
Weight = tuple[int, int, int]


@dataclass(frozen=True)
class Side:
    """A ray of a cone, and the point that is as good on the side from this ray to the next.

    ``neighbour`` is None where the side is the end of the weights that can be: one of them is nothing.
    """

    ray: Weight
    neighbour: Point | None = None


Cone = tuple[Side, ...]
EVERYWHERE: Cone = (Side((1, 0, 0)), Side((0, 1, 0)), Side((0, 0, 1)))


def total(weight: Weight, point: Point) -> int:
    """The weighted sum of a point."""
    return weight[0] * point[0] + weight[1] * point[1] + weight[2] * point[2]


def undominated(points: Iterable[Point]) -> list[Point]:
    """The points that no other one equals or betters in all three; sorted."""
    kept: list[Point] = []
    steps: list[tuple[int, int]] = []  # seconds ascend, thirds descend
    for point in sorted(set(points)):
        at = bisect_right(steps, (point[1], point[2]))
        if at and steps[at - 1][1] <= point[2]:
            continue
        kept.append(point)
        end = at
        while end < len(steps) and steps[end][1] >= point[2]:
            end += 1
        steps[at:end] = [(point[1], point[2])]
    return kept


def lower_hull(best: Callable[[Weight], Point]) -> dict[Point, Cone]:
    """The corners of the lower hull, each with the weights for which it has the least sum.

    ``best`` gives, for weights of 0 or more, some point of least weighted sum. It is asked at every ray of
    every cone: the least sum is concave, so where no ray has a better point, no weight has one.
    """
    first = best((1, 1, 1))
    cells: dict[Point, Cone] = {first: EVERYWHERE}
    asked: set[Weight] = set()
    while True:
        rays = {side.ray for cone in cells.values() for side in cone} - asked
        if not rays:
            return cells
        for ray in sorted(rays):
            asked.add(ray)
            point = best(ray)
            if total(ray, point) < min(total(ray, other) for other in cells):
                cells = _with(cells, point)


def inside(cone: Cone) -> Weight:
    """A weight in the inside of a cone."""
    rays = [side.ray for side in cone]
    return _shortest((sum(r[0] for r in rays), sum(r[1] for r in rays), sum(r[2] for r in rays)))


def _with(cells: dict[Point, Cone], point: Point) -> dict[Point, Cone]:
    smaller: dict[Point, Cone] = {}
    own: Cone = EVERYWHERE
    for other, cone in cells.items():
        own = _cut(own, point, other)
        left = _cut(cone, other, point)
        if left:
            smaller[other] = left
    return {**smaller, point: own} if own else smaller


def _cut(cone: Cone, point: Point, other: Point) -> Cone:
    """The part of a cone where ``point`` is no worse than ``other``; empty where it is nowhere better."""
    normal = (other[0] - point[0], other[1] - point[1], other[2] - point[2])
    heights = [total(side.ray, normal) for side in cone]
    if not any(height > 0 for height in heights):
        return ()
    if not any(height < 0 for height in heights):
        return cone
    left: list[Side] = []
    for at, side in enumerate(cone):
        here, there = heights[at], heights[(at + 1) % len(cone)]
        if here > 0 or (here == 0 and there >= 0):
            left.append(side)
        elif here == 0:
            left.append(Side(side.ray, other))
        if (here > 0 > there) or (here < 0 < there):
            ray = _between(side.ray, abs(here), cone[(at + 1) % len(cone)].ray, abs(there))
            left.append(Side(ray, other if here > 0 else side.neighbour))
    return tuple(left)


def _between(ray: Weight, height: int, other: Weight, below: int) -> Weight:
    a, b, c = (one * below + two * height for one, two in zip(ray, other, strict=True))
    return _shortest((a, b, c))


def _shortest(ray: Weight) -> Weight:
    shared = gcd(*ray)
    return (ray[0] // shared, ray[1] // shared, ray[2] // shared)
