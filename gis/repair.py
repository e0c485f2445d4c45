"""Repair of a coverage under a stated tolerance: which unit gets a thin gap or a thin overlap.

All edges about the defects are cut into faces, and only the faces thinner than the
tolerance change hands: they go to the unit with which they share the longest border.
What is sound or wider stays as it is, vertex by vertex, and so does a protected unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.hairs import points_inside
from gis.local import METRES_PER_DEGREE, LocalFrame
from gis.loose_edges import degrees_of
from gis.mouths import mouths_of
from gis.rings import mended, usable
from gis.rounding import without_roundings
from gis.segments import OUTSIDE, Rings, Sides, sides_of

ON_LINE_DEG = 1e-9
NOBODY = -1
ROUNDS = 5
NOTHING_DEG2 = 1e-14  # a square centimetre
WALL_M = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """What a repair did to one unit.

    Attributes:
        unit: Position of the unit.
        gained: Area it got, degrees (EPSG:4490); may be empty.
        lost: Area it gave away.
        added: How many vertices it has that it had not.
        removed: How many it had and has not.
        shift_m: Farthest that its edge moved, metres.
    """

    unit: int
    gained: BaseGeometry
    lost: BaseGeometry
    added: int
    removed: int
    shift_m: float


def repaired(
    geometries: Sequence[BaseGeometry | None],
    *,
    dirty: Iterable[int],
    protected: Iterable[int],
    tolerance_m: float,
    snap_m: float,
    overlap_m: float | None = None,
    open_gaps: Sequence[BaseGeometry] = (),
    still: Sequence[BaseGeometry] = (),
) -> list[BaseGeometry | None]:
    """Return the geometries with thin gaps and overlaps given to one of their neighbours.

    Args:
        geometries: Longitude/latitude in degrees (EPSG:4490); None and any type may come.
        dirty: Positions of the units that a defect is about; others change only where one
            of these lies on them.
        protected: Positions of units that stay as they are, vertex by vertex.
        tolerance_m: Gaps and overlaps whose widest place is wider stay, metres.
        snap_m: Vertices closer than this are made one first, metres.
        overlap_m: As `tolerance_m`, for overlaps only, if they are to be judged otherwise.
        open_gaps: Gaps that are open to the outside; they are closed by a straight line across
            their mouths, and then judged as others.
        still: Lines that must not move: nothing changes hands along them.
    """
    array = np.asarray(list(geometries), dtype=object)
    good = np.flatnonzero(usable(array))
    fixed = np.isin(good, list(protected))
    layer = array[good]
    layer[~fixed] = mended(layer[~fixed])
    wanted = np.flatnonzero(np.isin(good, list(dirty)))
    if len(wanted):
        others = np.ones(len(good), dtype=bool)
        others[wanted] = False
        walls = _Walls.of(still, tolerance_m)
        layer = _snapped(layer, fixed | others | walls.beside(layer), min(tolerance_m, snap_m))
        layer = _Patch.about(layer, fixed, wanted, open_gaps).settled(
            tolerance_m, tolerance_m if overlap_m is None else overlap_m, walls
        )
    result = array.copy()
    result[good] = layer
    return list(result)


def changes(
    before: Sequence[BaseGeometry | None], after: Sequence[BaseGeometry | None]
) -> list[Change]:
    """Return what differs between two states of the same units, unit by unit."""
    found = []
    for unit, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is None or new is None or old is new or shapely.equals_identical(old, new):
            continue
        sound = mended(np.array([old, new], dtype=object))
        frame = LocalFrame.about(old)
        edges = shapely.boundary(frame.metres(sound))
        had, has = (set(map(tuple, shapely.get_coordinates(shape))) for shape in (old, new))
        found.append(
            Change(
                unit=unit,
                gained=shapely.difference(sound[1], sound[0]),
                lost=shapely.difference(sound[0], sound[1]),
                added=len(has - had),
                removed=len(had - has),
                shift_m=float(shapely.hausdorff_distance(edges[0], edges[1])),
            )
        )
    return found


def _snapped(
    layer: NDArray[np.object_], fixed: NDArray[np.bool_], snap_m: float
) -> NDArray[np.object_]:
    """Return the layer with vertices within `snap_m` made one; those of fixed units lead."""
    if snap_m <= 0 or not len(layer):
        return layer
    rings = Rings.of(layer)
    joined = without_roundings(
        layer, rings, sides_of(layer, rings), snap_m / METRES_PER_DEGREE, leading=fixed
    )
    if joined is None:
        return layer
    # A ring that would cross or vanish stays as it was.
    usable_now = shapely.is_valid(joined) & (shapely.area(joined) > 0) & ~fixed
    return np.where(usable_now, joined, layer)


@dataclass(frozen=True, slots=True)
class _Walls:
    """Lines that must not move, and how near to them nothing may."""

    lines: NDArray[np.object_]
    tree: STRtree
    reach_deg: float

    @classmethod
    def of(cls, lines: Sequence[BaseGeometry], tolerance_m: float) -> _Walls:
        array = np.asarray(list(lines), dtype=object)
        width = degrees_of(max(tolerance_m, WALL_M), array) if len(array) else 0.0
        return cls(array, STRtree(array), width)

    def beside(self, layer: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Return which polygons come near a wall."""
        near = np.zeros(len(layer), dtype=bool)
        if len(self.lines):
            hits = self.tree.query(layer, predicate="dwithin", distance=self.reach_deg)[0]
            near[hits] = True
        return near

    def guards(self, face: BaseGeometry) -> bool:
        """Tell whether a face lies along a wall, not only at the end of one."""
        if not len(self.lines):
            return False
        near = self.tree.query(face, predicate="dwithin", distance=self.reach_deg)
        zone = shapely.buffer(face, self.reach_deg)
        along = float(shapely.length(shapely.intersection(self.lines[near], zone)).sum())
        return along > min(4 * self.reach_deg, face.length / 4)


@dataclass(frozen=True, slots=True)
class _Patch:
    """The faces about the dirty units of a layer, and which units hold each."""

    layer: NDArray[np.object_]
    fixed: NDArray[np.bool_]
    units: NDArray[np.intp]
    faces: NDArray[np.object_]
    holders: list[frozenset[int]]
    sides: Sides

    @classmethod
    def about(
        cls,
        layer: NDArray[np.object_],
        fixed: NDArray[np.bool_],
        dirty: NDArray[np.intp],
        open_gaps: Sequence[BaseGeometry],
    ) -> _Patch:
        tree = STRtree(layer)
        near = tree.query(shapely.box(*shapely.bounds(layer[dirty]).T))[1]
        units = np.union1d(near, dirty)
        mouths = mouths_of(open_gaps, layer, tree)
        edges = [*shapely.boundary(layer[units]), *mouths]
        lines = shapely.node(shapely.GeometryCollection(edges))
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
        face, unit = tree.query(points_inside(faces), predicate="intersects")
        held: list[set[int]] = [set() for _ in faces]
        for f, u in zip(face.tolist(), unit.tolist(), strict=True):
            held[f].add(u)
        return cls(layer, fixed, units, faces, [frozenset(h) for h in held], sides_of(faces))

    def settled(self, gap_m: float, overlap_m: float, walls: _Walls) -> NDArray[np.object_]:
        """Return the layer with every thin face in one hand."""
        many = [f for f, h in enumerate(self.holders) if len(h) > 1]
        none = [f for f, h in enumerate(self.holders) if not h]
        thin = [f for f in many if _thin(self.faces[f], overlap_m)]
        thin += [f for f in none if _thin(self.faces[f], gap_m)]
        thin = [f for f in thin if not walls.guards(self.faces[f])]
        owner = {f: next(iter(h)) for f, h in enumerate(self.holders) if len(h) == 1}
        borders = self._borders()
        for _ in range(ROUNDS):
            left = [f for f in thin if f not in owner]
            found = {f: self._heir(f, owner, borders[f], gap_m) for f in left}
            owner |= {f: heir for f, heir in found.items() if heir != NOBODY}
        return self._rebuilt(owner, walls.beside(self.layer))

    def _heir(
        self, face: int, owner: dict[int, int], beside: dict[int, float], tolerance_m: float
    ) -> int:
        """Return the unit that gets a face: of those allowed the one with the longest border.

        Nobody gets a gap that reaches farther from the unit than the tolerance: a strip
        along several units must not become an arm of one of them.
        """
        holders = self.holders[face]
        guarded = [u for u in holders if self.fixed[u]]
        if guarded:
            return guarded[0] if len(guarded) == 1 else NOBODY
        may = holders or set(self.units.tolist())
        border: dict[int, float] = dict.fromkeys(holders, 0.0)
        for other, length in beside.items():
            unit = owner.get(other, NOBODY)
            if unit in may and not self.fixed[unit]:
                border[unit] = border.get(unit, 0.0) + length
        heir = min(border, key=lambda unit: (-border[unit], unit), default=NOBODY)
        if holders or heir == NOBODY:
            return heir
        gap = self.faces[face]
        frame = LocalFrame.about(gap)
        corners = frame.metres(np.asarray(shapely.points(shapely.get_coordinates(gap))))
        clip = shapely.box(*_grown(gap.bounds, 3 * tolerance_m))
        own = frame.metres(np.array([shapely.intersection(self.layer[heir], clip)], dtype=object))
        return heir if shapely.distance(corners, own[0]).max() <= 2 * tolerance_m else NOBODY

    def _borders(self) -> list[dict[int, float]]:
        """Return for each face the faces beside it with the length of the common border."""
        ends = self.sides.points[self.sides.ends]
        lengths = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
        borders: list[dict[int, float]] = [{} for _ in self.faces]
        inner = np.flatnonzero((self.sides.left != OUTSIDE) & (self.sides.right != OUTSIDE))
        for a, b, length in zip(
            self.sides.left[inner].tolist(),
            self.sides.right[inner].tolist(),
            lengths[inner].tolist(),
            strict=True,
        ):
            borders[a][b] = borders[a].get(b, 0.0) + length
            borders[b][a] = borders[b].get(a, 0.0) + length
        return borders

    def _rebuilt(
        self, owner: dict[int, int], beside_wall: NDArray[np.bool_]
    ) -> NDArray[np.object_]:
        mine: dict[int, list[int]] = {int(u): [] for u in self.units}
        for face, holders in enumerate(self.holders):
            for unit in {owner[face]} if face in owner else holders:
                if unit in mine:
                    mine[unit].append(face)
        result = self.layer.copy()
        for unit, faces in mine.items():
            if faces and not self.fixed[unit]:
                old, new = self.layer[unit], shapely.coverage_union_all(self.faces[faces])
                # a unit on a wall gets no vertex there for the sake of its neighbour alone
                same = beside_wall[unit] and _same_area(old, new)
                result[unit] = old if same else _unless_same(old, new)
        return self._fitted(result)

    def _fitted(self, layer: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return the layer with vertices that a protected edge has not taken off it again."""
        moved = [u for u in self.units if layer[u] is not self.layer[u]]
        guards = [u for u in self.units if self.fixed[u]]
        if not moved or not guards:
            return layer
        sides = sides_of(layer[self.units])
        degree = np.bincount(sides.ends.ravel(), minlength=len(sides.points))
        known = set(map(tuple, shapely.get_coordinates(layer[guards])))
        passing = [p for p in map(tuple, sides.points[degree == 2]) if p not in known]
        walls = STRtree(shapely.boundary(layer[guards]))
        hits, _ = walls.query(shapely.points(passing), "dwithin", distance=ON_LINE_DEG)
        drop = {passing[i] for i in np.unique(hits).tolist()}
        for unit in moved if drop else ():
            layer[unit] = _without(layer[unit], drop)
        return layer


def _without(polygon: BaseGeometry, drop: set[tuple[float, ...]]) -> BaseGeometry:
    """Return the polygon less those vertices of `drop` that lie on the way between others."""

    def kept(ring: BaseGeometry) -> list[tuple[float, ...]]:
        points = list(ring.coords[:-1])
        rest: list[tuple[float, ...]] = []
        for at, point in enumerate(points):
            way = shapely.LineString(
                [rest[-1] if rest else points[-1], points[(at + 1) % len(points)]]
            )
            if point not in drop or way.distance(shapely.Point(point)) > ON_LINE_DEG:
                rest.append(point)
        return rest if len(rest) >= 3 else points

    if drop.isdisjoint(map(tuple, shapely.get_coordinates(polygon))):
        return polygon
    parts = [
        shapely.Polygon(kept(part.exterior), [kept(hole) for hole in part.interiors])
        for part in shapely.get_parts(polygon)
    ]
    fitted = parts[0] if polygon.geom_type == "Polygon" else shapely.MultiPolygon(parts)
    return fitted if fitted.is_valid else polygon


def _same_area(old: BaseGeometry, new: BaseGeometry) -> bool:
    return bool(shapely.symmetric_difference(old, new).area <= NOTHING_DEG2)


def _unless_same(old: BaseGeometry, new: BaseGeometry) -> BaseGeometry:
    """Return `old` itself if `new` is the same area with the same vertices; else in its type."""
    parts = [shapely.get_parts(shapely.normalize(shape)) for shape in (old, new)]
    if len(parts[0]) == len(parts[1]) and shapely.equals_identical(*parts).all():
        return old
    one = len(parts[1]) == 1 and old.geom_type == "Polygon"
    return parts[1][0] if one else shapely.MultiPolygon(list(parts[1]))


def _grown(
    bounds: tuple[float, float, float, float], by_m: float
) -> tuple[float, float, float, float]:
    """Return the box of `bounds` (degrees) with at least `by_m` metres more on every side."""
    west, south, east, north = bounds
    up = by_m / METRES_PER_DEGREE
    out = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.05)
    return west - out, south - up, east + out, north + up


def _thin(area: BaseGeometry, width_m: float) -> bool:
    """Tell whether an area is nowhere wider than `width_m` metres."""
    flat = LocalFrame.about(area).metres(np.array([area], dtype=object))[0]
    if 2 * flat.area > width_m * flat.length:
        return False
    with np.errstate(all="ignore"):  # GEOS divides by zero at reversing corners, harmlessly
        return bool(shapely.buffer(flat, -width_m / 2, quad_segs=2).is_empty)
