"""A coverage as planar arcs: every stretch of line once, with the face on either side.

An arc (弧段) runs from junction to junction, or round a ring that meets no other. Faces
are rebuilt from arcs, and the units of a level above are made of the same arcs; so
nothing is drawn twice and levels cannot tear apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.segments import OUTSIDE, Sides, sides_of

SHOWN = 5


class TornCoverage(Exception):
    """The faces are no coverage: the text names the faces that overlap or do not match."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A stretch of line with one face on each side; None is the outside.

    Attributes:
        line: Longitude/latitude in degrees, in the direction that left and right mean.
        left: Face on the left of the direction.
        right: Face on the right.
    """

    line: LineString
    left: str | None
    right: str | None


@dataclass(frozen=True, slots=True)
class Dissolved:
    """The level above, made of the arcs below.

    Attributes:
        arcs: Arcs between units, running on through junctions that only matter below.
        members: For each of `arcs` the arcs below it is made of, in order: the position
            in the input and whether it is walked in its own direction.
        polygons: The area of every unit.
    """

    arcs: list[Arc]
    members: list[list[tuple[int, bool]]]
    polygons: dict[str, BaseGeometry]


def arcs_of(faces: Mapping[str, BaseGeometry]) -> list[Arc]:
    """Return the arcs of the coverage `faces`.

    Args:
        faces: Polygons or multipolygons by name, degrees (EPSG:4490), matching edge to
            edge, vertex by vertex.

    Raises:
        TornCoverage: if a face is invalid or empty, or two faces overlap or do not match.
    """
    names = list(faces)
    polygons = np.asarray(list(faces.values()), dtype=object)
    _refuse_torn(names, polygons)
    sides = sides_of(polygons)
    steps = [
        _Step(int(a), int(b), int(left), int(right))
        for (a, b), left, right in zip(sides.ends, sides.left, sides.right, strict=True)
    ]
    named = {OUTSIDE: None} | dict(enumerate(names))
    return [
        Arc(
            LineString(sides.points[_nodes(steps, chain)]),
            named[steps[chain[0][0]].side(left=True, forward=chain[0][1])],
            named[steps[chain[0][0]].side(left=False, forward=chain[0][1])],
        )
        for chain in _chains(steps)
    ]


def polygons_of(arcs: Sequence[Arc]) -> dict[str, BaseGeometry]:
    """Return the area of every face that `arcs` name: a Polygon or MultiPolygon.

    Raises:
        TornCoverage: if the arcs of a face do not close.
    """
    between = [arc for arc in arcs if arc.left != arc.right]
    beside = _faces_of_segments(between)
    parts: dict[str, list[Polygon]] = defaultdict(list)
    # Every bounded area of the line work lies on the left of its shell, so the first
    # segment of the shell tells whose it is.
    areas = shapely.polygonize([arc.line for arc in between])
    for area in shapely.get_parts(shapely.orient_polygons(areas)):
        start, end = area.exterior.coords[:2]
        face = beside[start, end]
        if face is not None:
            parts[face].append(area)
    _refuse_open(between, parts)
    return {
        face: areas[0] if len(areas) == 1 else MultiPolygon(areas) for face, areas in parts.items()
    }


def dissolve(arcs: Sequence[Arc], parent_of: Mapping[str, str]) -> Dissolved:
    """Return the level above: the arcs between its units, and the units.

    Args:
        arcs: The arcs of the faces.
        parent_of: The unit above each face.

    Raises:
        TornCoverage: if a face has no parent, or the arcs of a unit do not close.
    """
    orphans = {f for a in arcs for f in (a.left, a.right) if f is not None and f not in parent_of}
    if orphans:
        raise TornCoverage(f"没有上级单元：{_some(sorted(orphans))}")
    above: dict[str | None, str | None] = {None: None}
    above.update(parent_of.items())
    kept = [i for i, arc in enumerate(arcs) if above[arc.left] != above[arc.right]]
    units = {name: number for number, name in enumerate(sorted(set(parent_of.values())))}
    numbers: dict[str | None, int] = {None: OUTSIDE}
    numbers.update(units.items())
    nodes: dict[tuple[float, ...], int] = {}
    steps = [
        _Step(
            nodes.setdefault(arcs[i].line.coords[0], len(nodes)),
            nodes.setdefault(arcs[i].line.coords[-1], len(nodes)),
            numbers[above[arcs[i].left]],
            numbers[above[arcs[i].right]],
        )
        for i in kept
    ]
    named = {OUTSIDE: None} | {number: name for name, number in units.items()}
    result, members = [], []
    for chain in _chains(steps):
        first, forward = chain[0]
        result.append(
            Arc(
                _joined([(arcs[kept[i]].line, way) for i, way in chain]),
                named[steps[first].side(left=True, forward=forward)],
                named[steps[first].side(left=False, forward=forward)],
            )
        )
        members.append([(kept[i], way) for i, way in chain])
    return Dissolved(result, members, polygons_of(result))


@dataclass(frozen=True, slots=True)
class _Step:
    """A directed edge between two nodes with the faces beside it."""

    start: int
    end: int
    left: int
    right: int

    def side(self, *, left: bool, forward: bool) -> int:
        return self.left if left is forward else self.right


_Chain = list[tuple[int, bool]]
_Point = tuple[float, ...]


def _chains(steps: Sequence[_Step]) -> list[_Chain]:
    """Return the edges joined into chains from junction to junction, each edge once."""
    at: dict[int, list[int]] = defaultdict(list)
    for number, step in enumerate(steps):
        at[step.start].append(number)
        at[step.end].append(number)
    passing = {node for node, edges in at.items() if _passes(steps, node, edges)}
    used = [False] * len(steps)
    chains = []
    ends = [n for n, s in enumerate(steps) if s.start not in passing or s.end not in passing]
    for number in (*ends, *range(len(steps))):  # what is left after the ends are free rings
        if not used[number]:
            forward = steps[number].start not in passing or steps[number].end in passing
            chains.append(_walk(steps, at, passing, used, number, forward=forward))
    return chains


def _passes(steps: Sequence[_Step], node: int, edges: Sequence[int]) -> bool:
    """Tell whether a chain runs on through `node`: two edges, the same faces beside them."""
    if len(edges) != 2 or edges[0] == edges[1]:
        return False
    one, other = (steps[e] for e in edges)
    same_way = (one.end == node) == (other.start == node)
    sides = (other.left, other.right) if same_way else (other.right, other.left)
    return (one.left, one.right) == sides


def _walk(
    steps: Sequence[_Step],
    at: Mapping[int, Sequence[int]],
    passing: set[int],
    used: list[bool],
    number: int,
    *,
    forward: bool,
) -> _Chain:
    chain = []
    while not used[number]:
        used[number] = True
        chain.append((number, forward))
        node = steps[number].end if forward else steps[number].start
        if node not in passing:
            break
        number = next(e for e in at[node] if e != number)
        forward = steps[number].start == node
    return chain


def _nodes(steps: Sequence[_Step], chain: _Chain) -> list[int]:
    first, forward = chain[0]
    start = steps[first].start if forward else steps[first].end
    return [start, *(steps[n].end if way else steps[n].start for n, way in chain)]


def _joined(lines: Sequence[tuple[LineString, bool]]) -> LineString:
    points: list[tuple[float, ...]] = []
    for line, forward in lines:
        coordinates = list(line.coords) if forward else list(line.coords)[::-1]
        points += coordinates[1:] if points else coordinates
    return LineString(points)


def _faces_of_segments(arcs: Sequence[Arc]) -> dict[tuple[_Point, _Point], str | None]:
    """Return the face on the left of every directed segment."""
    beside: dict[tuple[_Point, _Point], str | None] = {}
    for arc in arcs:
        for a, b in pairwise(arc.line.coords):
            beside[a, b] = arc.left
            beside[b, a] = arc.right
    return beside


def _refuse_open(arcs: Sequence[Arc], parts: Mapping[str, Sequence[BaseGeometry]]) -> None:
    """Refuse faces whose areas do not have all of their arcs as perimeter."""
    drawn: dict[str, float] = defaultdict(float)
    for arc in arcs:
        for face in (arc.left, arc.right):
            if face is not None:
                drawn[face] += arc.line.length
    opened = [
        face
        for face, length in drawn.items()
        if abs(length - sum(part.length for part in parts.get(face, ()))) > 1e-9 * (1 + length)
    ]
    if opened:
        raise TornCoverage(f"弧段没有闭合成面：{_some(opened)}")


def _refuse_torn(
    names: Sequence[str], polygons: np.ndarray[tuple[int], np.dtype[np.object_]]
) -> None:
    bad = shapely.is_empty(polygons) | ~shapely.is_valid(polygons) | (shapely.area(polygons) == 0)
    if bad.any():
        raise TornCoverage(
            f"图形为空或不合规范：{_some([names[int(i)] for i in np.flatnonzero(bad)])}"
        )
    edges = shapely.coverage_invalid_edges(polygons)
    loose = np.flatnonzero(~shapely.is_empty(edges))
    if len(loose):
        raise TornCoverage(f"界线没有逐点重合或有重叠：{_some([names[int(i)] for i in loose])}")
    sides: Sides = sides_of(polygons)
    if sides.torn.any():
        owners = sides.owners(sides.torn)
        raise TornCoverage(f"有单元争用同一侧界线：{_some([names[int(i)] for i in owners])}")


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more
