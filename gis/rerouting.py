"""A line of a coverage drawn anew: its arcs are replaced, what meets it is kept or torn.

The new course runs from the same end to the same end. Where other arcs end on the old course
the new one has to pass through the same point, or those arcs would hang in the air: they are
listed as torn, or, if the caller wants that, carried to the new course.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LinearRing, LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from gis.arcs import Arc, TornCoverage, polygons_of
from gis.arcs_in_the_way import Unroutable, beside_only, refuse_crossing
from gis.local import METRES_PER_DEGREE
from gis.measure import distance_m

Walk = Sequence[tuple[int, bool]]
_Point = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Torn:
    """A place where other arcs end and the new course does not come by.

    Attributes:
        point: The place, degrees (EPSG:4490).
        away_m: How far the new course stays away, metres.
        arcs: Positions of the arcs that end there.
        end: Whether the line itself ends there.
    """

    point: Point
    away_m: float
    arcs: tuple[int, ...]
    end: bool


@dataclass(frozen=True, slots=True)
class Rerouted:
    """What a new course does to a coverage.

    Attributes:
        added: The new arcs.
        replaced: Positions of the arcs that they replace.
        carried: Those of `replaced` that are no part of the line itself.
        torn: What stops it; if there is anything, nothing else is filled.
        before: The areas of the faces beside the changed arcs, as they were.
        after: The same faces as they become.
    """

    added: tuple[Arc, ...] = ()
    replaced: tuple[int, ...] = ()
    carried: tuple[int, ...] = ()
    torn: tuple[Torn, ...] = ()
    before: Mapping[str, BaseGeometry] = field(default_factory=dict)
    after: Mapping[str, BaseGeometry] = field(default_factory=dict)


def reroute(
    arcs: Sequence[Arc],
    walk: Walk,
    course: LineString | MultiLineString,
    *,
    snap_m: float,
    carry: bool = False,
) -> Rerouted:
    """Return what becomes of the coverage `arcs` if the line `walk` takes a new course.

    Args:
        arcs: All arcs of the coverage, degrees (EPSG:4490).
        walk: The arcs of the line in order: position and whether walked in its direction.
        course: The new course, one part for each unbroken stretch of the line.
        snap_m: Vertices this near to an old vertex of the line are that vertex, metres.
        carry: Whether arcs that end on the line are trimmed or drawn on to the new course;
            ends of the line itself are never moved.

    Raises:
        Unroutable: The course is no line of this kind, crosses other arcs, or leaves faces open.
    """
    laying = _Laying(arcs, walk, snap_m / METRES_PER_DEGREE, carry=carry)
    for chain, part in laying.matched(course):
        laying.lay(chain, part)
    if laying.torn:
        return Rerouted(torn=tuple(laying.torn))
    return laying.done()


@dataclass(frozen=True, slots=True)
class _Event:
    """A place along the new course from where on other faces lie beside it (None: the same)."""

    at: float
    point: _Point
    order: int
    left: tuple[str | None] | None
    right: tuple[str | None] | None


class _Laying:
    """New courses laid into a coverage, one unbroken stretch after the other."""

    def __init__(self, arcs: Sequence[Arc], walk: Walk, snap: float, *, carry: bool) -> None:
        self.arcs = arcs
        self.walk = walk
        self.snap = snap
        self.carry = carry
        self.own = {number for number, _ in walk}
        self.torn: list[Torn] = []
        self.added: list[Arc] = []
        self.kept: set[int] = set()
        self.carried: dict[int, LineString] = {}
        self.ending: dict[_Point, list[int]] = defaultdict(list)
        for number, arc in enumerate(arcs):
            if number not in self.own:
                for place in dict.fromkeys((arc.line.coords[0], arc.line.coords[-1])):
                    self.ending[place].append(number)

    def matched(
        self, course: LineString | MultiLineString
    ) -> list[tuple[list[tuple[int, bool]], list[_Point]]]:
        """Return the unbroken stretches of the line, each with its part of the new course."""
        chains = self._chains()
        whole = course if course.geom_type == "LineString" else shapely.line_merge(course)
        parts = [list(part.coords) for part in shapely.get_parts(whole)]
        if len(parts) != len(chains):
            raise Unroutable(f"现行界线有 {len(chains)} 段，提交的几何有 {len(parts)} 段")
        if not all(shapely.is_simple(LineString(part)) for part in parts):
            raise Unroutable("新界线自相交")
        found = []
        for chain in chains:
            nearest = min(parts, key=lambda part: self._misfit(chain, part))
            parts.remove(nearest)
            found.append((chain, self._along(chain, nearest)))
        return found

    def _chains(self) -> list[list[tuple[int, bool]]]:
        chains: list[list[tuple[int, bool]]] = []
        for step in self.walk:
            if chains and self._tip(chains[-1][-1], -1) == self._tip(step, 0):
                chains[-1].append(step)
            else:
                chains.append([step])
        return chains

    def _tip(self, step: tuple[int, bool], place: int) -> _Point:
        points = self.arcs[step[0]].line.coords
        return tuple(points[place if step[1] else -1 - place])

    def _nodes(self, chain: list[tuple[int, bool]]) -> list[_Point]:
        return [self._tip(chain[0], 0), *(self._tip(step, -1) for step in chain)]

    def _misfit(self, chain: list[tuple[int, bool]], part: list[_Point]) -> float:
        nodes = self._nodes(chain)
        one, other = Point(nodes[0]), Point(nodes[-1])
        if nodes[0] == nodes[-1]:
            return LineString(part).distance(one)
        ends = Point(part[0]), Point(part[-1])
        forth = one.distance(ends[0]) + other.distance(ends[1])
        return min(forth, one.distance(ends[1]) + other.distance(ends[0]))

    def _along(self, chain: list[tuple[int, bool]], part: list[_Point]) -> list[_Point]:
        """Return `part` in the direction of the chain, its vertices on old ones where near."""
        drawn = self._snapped(chain, part)
        nodes = self._nodes(chain)
        if nodes[0] != nodes[-1]:
            one, other = Point(nodes[0]), Point(nodes[-1])
            forth = one.distance(Point(drawn[0])) + other.distance(Point(drawn[-1]))
            back = one.distance(Point(drawn[-1])) + other.distance(Point(drawn[0]))
            return drawn if forth <= back else drawn[::-1]
        if drawn[0] != drawn[-1]:
            raise Unroutable("现行界线是闭合的（飞地），提交的几何没有闭合")
        old = [point for step in chain for point in self._points(step)[1:]]
        if LinearRing(old).is_ccw != LinearRing(drawn).is_ccw:
            drawn = drawn[::-1]
        return self._begun_at(nodes[0], drawn)

    def _points(self, step: tuple[int, bool]) -> list[_Point]:
        points = [tuple(point) for point in self.arcs[step[0]].line.coords]
        return points if step[1] else points[::-1]

    def _snapped(self, chain: list[tuple[int, bool]], part: list[_Point]) -> list[_Point]:
        old = [point for step in chain for point in self._points(step)]
        tree = shapely.STRtree(shapely.points(old))
        points = shapely.points([point[:2] for point in part])
        drawn, known = tree.query_nearest(
            points, max_distance=self.snap, all_matches=False, return_distance=False
        )
        result = [tuple(point[:2]) for point in part]
        for at, vertex in zip(drawn.tolist(), known.tolist(), strict=True):
            result[at] = old[vertex]
        return [result[0], *(b for a, b in pairwise(result) if a != b)]

    def _begun_at(self, node: _Point, ring: list[_Point]) -> list[_Point]:
        """Return a ring begun at `node`, where it comes by; as it is where nothing ends there."""
        line = LineString(ring)
        if not self.ending[node] or line.distance(Point(node)) > self.snap:
            return ring
        at = line.project(Point(node))
        along = _measures(ring)
        behind = [p for p, s in zip(ring, along, strict=True) if s > at + self.snap]
        before = [p for p, s in zip(ring[:-1], along, strict=False) if s < at - self.snap]
        if behind and before and behind[-1] == before[0]:
            before = before[1:]
        return [node, *behind, *before, node]

    def lay(self, chain: list[tuple[int, bool]], course: list[_Point]) -> None:
        """Take the new course of one stretch; note what it tears."""
        nodes = self._nodes(chain)
        free = nodes[0] == nodes[-1] and not self.ending[nodes[0]]
        if not free:
            for node, tip in ((nodes[0], course[0]), (nodes[-1], course[-1])):
                self._must_meet(node, distance_m(Point(node), Point(tip)), end=True)
        line = LineString(course)
        events = [
            event
            for number in range(1, len(chain))
            for event in self._events(chain, number, nodes[number], line)
        ]
        if not self.torn:
            self._cut(chain, course if free else [nodes[0], *course[1:-1], nodes[-1]], events)

    def _must_meet(self, node: _Point, away_m: float, *, end: bool) -> bool:
        if away_m <= self.snap * METRES_PER_DEGREE:
            return True
        arcs = tuple(self.ending[node])
        if not any(torn.point == Point(node) for torn in self.torn):
            self.torn.append(Torn(Point(node), away_m, arcs, end))
        return False

    def _events(
        self, chain: list[tuple[int, bool]], number: int, node: _Point, line: LineString
    ) -> list[_Event]:
        """Return where the faces change that changed at `node` of the old course."""
        (left, right), before = self._beside(chain[number]), self._beside(chain[number - 1])
        at = line.project(Point(node))
        away = distance_m(Point(node), line.interpolate(at))
        if away <= self.snap * METRES_PER_DEGREE:
            return [_Event(at, node, number, (left,), (right,))]
        if not self.carry:
            self._must_meet(node, away, end=False)
            return []
        arcs = self.ending[node]
        if len(arcs) == 1:
            at, point = self._carry(arcs[0], node, line)
            return [_Event(at, point, number, (left,), (right,))]
        sides = {frozenset((before[0], left)): "left", frozenset((before[1], right)): "right"}
        events = []
        for arc in arcs:
            side = sides.pop(frozenset((self.arcs[arc].left, self.arcs[arc].right)), None)
            if side is None:
                raise Unroutable("一处有多条下级界线相交，不能自动接到新界线", arcs)
            at, point = self._carry(arc, node, line)
            change = ((left,), None) if side == "left" else (None, (right,))
            events.append(_Event(at, point, number, *change))
        return events

    def _beside(self, step: tuple[int, bool]) -> tuple[str | None, str | None]:
        arc = self.arcs[step[0]]
        return (arc.left, arc.right) if step[1] else (arc.right, arc.left)

    def _carry(self, number: int, node: _Point, line: LineString) -> tuple[float, _Point]:
        """Trim an arc that ends at `node`, or draw it on, so that it ends on the new course."""
        drawn = self.carried.get(number, self.arcs[number].line)
        turned = drawn.coords[-1] != node
        points = [tuple(point) for point in drawn.coords]
        points = points[::-1] if turned else points
        meets = shapely.get_coordinates(LineString(points).intersection(line))
        if len(meets):
            old = LineString(points)
            at = min(old.project(Point(place)) for place in meets)
            end = tuple(old.interpolate(at).coords[0])
            measures = _measures(points)
            points = [p for p, s in zip(points, measures, strict=True) if s < at - self.snap]
        else:
            end = tuple(line.interpolate(line.project(Point(node))).coords[0])
        points = [*points, end]
        if len(points) < 2:
            raise Unroutable("下级界线整条落在新界线的另一侧", [number])
        self.carried[number] = LineString(points[::-1] if turned else points)
        return line.project(Point(end)), end

    def _cut(
        self, chain: list[tuple[int, bool]], course: list[_Point], events: list[_Event]
    ) -> None:
        """Cut a course where faces change and note the pieces as arcs, old ones as kept."""
        left, right = self._beside(chain[0])
        measures = _measures(course)
        ordered = sorted(events, key=lambda event: (event.at, event.order))
        self._refuse_disorder(ordered)
        old = {
            (tuple(self._points(step)), *self._beside(step)): number
            for step in chain
            for number in (step[0],)
        }
        begun: tuple[float, _Point] = (0.0, course[0])
        for event in [*ordered, _Event(measures[-1], course[-1], len(chain), None, None)]:
            inner = [
                point
                for point, at in zip(course, measures, strict=True)
                if begun[0] + self.snap < at < event.at - self.snap
            ]
            points = (begun[1], *inner, event.point)
            if event.at - begun[0] > self.snap or len(points) > 2:
                self._note(points, left, right, old)
            left = event.left[0] if event.left else left
            right = event.right[0] if event.right else right
            begun = (event.at, event.point)

    def _refuse_disorder(self, events: Sequence[_Event]) -> None:
        for side in ("left", "right"):
            orders = [event.order for event in events if getattr(event, side) is not None]
            if orders != sorted(orders):
                raise Unroutable("新界线经过各交点的次序与现行界线不同")

    def _note(
        self,
        points: Sequence[_Point],
        left: str | None,
        right: str | None,
        old: Mapping[tuple[tuple[_Point, ...], str | None, str | None], int],
    ) -> None:
        known = old.get((tuple(points), left, right))
        if known is not None:
            self.kept.add(known)
        else:
            self.added.append(Arc(LineString(points), left, right))

    def done(self) -> Rerouted:
        """Return the outcome, after looking whether the faces still are a coverage.

        Raises:
            Unroutable: if they are not.
        """
        gone = [number for number, _ in self.walk if number not in self.kept]
        moved = [
            Arc(line, self.arcs[n].left, self.arcs[n].right) for n, line in self.carried.items()
        ]
        replaced = tuple(sorted({*gone, *self.carried}))
        added = (*self.added, *moved)
        refuse_crossing(self.arcs, added, set(replaced))
        touched = {face for arc in added for face in (arc.left, arc.right)}
        touched |= {f for n in replaced for f in (self.arcs[n].left, self.arcs[n].right)}
        touched -= {None}
        stay = [arc for number, arc in enumerate(self.arcs) if number not in set(replaced)]
        try:
            after = polygons_of(beside_only([*stay, *added], touched))
        except (TornCoverage, KeyError) as torn:
            raise Unroutable("新界线两侧不能闭合成面，可能越过了飞地或其他界线") from torn
        before = polygons_of(beside_only(self.arcs, touched))
        if after.keys() != before.keys() or not all(shape.is_valid for shape in after.values()):
            raise Unroutable("新界线使某个单元消失或自相交")
        return Rerouted(added, replaced, tuple(sorted(self.carried)), (), before, after)


def _measures(points: Sequence[_Point]) -> list[float]:
    """Return how far along the line each vertex is, in degrees."""
    steps = np.hypot(*np.diff(np.asarray(points, dtype=np.float64), axis=0).T)
    return [0.0, *np.cumsum(steps).tolist()]
