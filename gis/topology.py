"""Defects of a coverage: polygons that should meet edge to edge, once, without gaps.

Three passes, each of which sees what the others cannot:

1. Segments used by exactly two polygons, one on each side, are sound and are set
   aside; all that follows looks only at the rest, so a sound layer costs little.
2. The rest is noded and cut into faces. A bounded face that no polygon touches is a
   gap, of whatever width. Overlaps are the common areas of polygons whose edges do
   not match (`shapely.coverage_invalid_edges` says which).
3. A gap that is open to the outside has no face. Where edges of two polygons run
   closer than the gap width it is found by the same GEOS function; its width is in
   degrees, so it is asked for generously and then measured in metres.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.defects import Defect, Kind, defect_at, defects_at
from gis.hairs import shorn, trimmed
from gis.hanging import hanging_vertices, not_at
from gis.local import METRES_PER_DEGREE
from gis.loose_edges import Edges, Faces, beside, degrees_of, invalid_edges, outer
from gis.rings import mended, ring_defects, unusable_defects, usable
from gis.rounding import without_roundings
from gis.segments import OUTSIDE, Rings, Sides, sides_of
from gis.slots import open_gaps

TOUCH_DEG = 1e-9
ROUNDED_DEG = 1e-7
SHARED_DEG = 1e-6
DRAWN_APART = frozenset({Kind.UNMATCHED_EDGE, Kind.GAP, Kind.HOLE, Kind.OVERLAP})
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What is small enough to be ignored, or small enough to be an error.

    Attributes:
        gap_width_m: Gaps open to the outside are found up to this width.
        slot_width_m: So are, up to this width, those between polygons that do not touch
            nearby; 0 for none.
        noise_m: Areas with a smaller mean width are rounding, not defects; so are vertices
            that lie closer together.
        sliver_m: A part of a unit with a smaller mean width is a sliver.
        short_m: A segment shorter than this is too short.
        spike_deg: A corner sharper than this is a spike.
        hole_share: An uncovered area this large, as a share of the median unit, and
            as compact as `hole_compactness`, may be a missing unit: a hole, not a gap.
        hole_compactness: 4 pi area / perimeter squared, 1 for a circle.
    """

    gap_width_m: float = 1.0
    slot_width_m: float = 0.0
    noise_m: float = 0.001
    sliver_m: float = 1.0
    short_m: float = 0.02
    spike_deg: float = 0.5
    hole_share: float = 0.05
    hole_compactness: float = 0.15

    def widths_m(self) -> tuple[float, ...]:
        """Return the widths at which edges are searched, the widest first, at last 0."""
        wide = self.slot_width_m > self.gap_width_m > 0
        widths = (self.slot_width_m if wide else 0.0, self.gap_width_m)
        return (*(width for width in widths if width > 0), 0.0)


def _silent(_: str) -> None:
    """Say nothing."""


def coverage_defects(
    geometries: Sequence[BaseGeometry | None],
    tolerances: Tolerances,
    *,
    progress: Progress = _silent,
) -> list[Defect]:
    """Return every defect of `geometries` as a coverage, worst kinds first.

    Args:
        geometries: Longitude/latitude in degrees (EPSG:4490); None and any type may come.
        tolerances: See there; lengths in metres on the ground.
        progress: Called with a short Chinese phrase before each pass.
    """
    array = np.asarray(list(geometries), dtype=object)
    progress("检查各图形")
    defects = list(unusable_defects(array))
    good = usable(array)
    if good.any():
        layer = Layer.of(array[good], np.flatnonzero(good), tolerances)
        defects += layer.single(tolerances)
        progress("查找重叠")
        defects += layer.overlaps(tolerances.noise_m)
        progress("查找缝隙")
        gaps = list(layer.gaps(tolerances))
        defects += gaps
        progress("查找未匹配边")
        defects += layer.unmatched()
        defects += layer.hanging(tolerances, [d for d in defects if d.kind in DRAWN_APART])
        defects += layer.slots(tolerances, gaps)
        progress("查找过短的边")
        defects += layer.short_segments(tolerances.short_m)
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(defects, key=lambda d: (order[d.kind], -d.area_m2))


@dataclass(frozen=True, slots=True)
class Layer:
    """Polygons prepared for the passes; `numbers` are their positions in the input.

    `raw` is what was given, `polygons` what can be compared: invalid ones rebuilt, vertices
    that differ by rounding made one (`rounded`, then `drawn` are all the edges that do not
    match as they were given).

    `edges` are the edges within the widths asked for, the widest first, at last those of
    width 0: what is invalid within a width is so within any greater one, so each search
    goes only through what the one before has found.
    """

    raw: NDArray[np.object_]
    valid: NDArray[np.bool_]
    polygons: NDArray[np.object_]
    numbers: NDArray[np.intp]
    rings: Rings
    sides: Sides
    tree: STRtree
    faces: Faces
    edges: tuple[Edges, ...]
    drawn: Edges
    rounded: bool

    @classmethod
    def of(
        cls, raw: NDArray[np.object_], numbers: NDArray[np.intp], tolerances: Tolerances
    ) -> Layer:
        """Return the layer of polygons `raw`, which may be invalid but not empty."""
        valid = np.asarray(shapely.is_valid(raw), dtype=bool)
        rings = Rings.of(raw)
        whole = mended(raw, valid)
        own = rings if valid.all() else Rings.of(whole)
        sides = sides_of(whole, own)
        noise_deg = tolerances.noise_m / METRES_PER_DEGREE
        joined = without_roundings(whole, own, sides, noise_deg) if noise_deg else None
        if joined is None:
            tree = STRtree(whole)
            faces = Faces.of(sides, tree)
            edges = _edges(raw, whole, valid, sides, tree, faces, tolerances.widths_m())
            drawn = edges[-1]
        else:
            drawn = _edges(raw, whole, valid, sides, STRtree(whole), None, (0.0,))[0]
            sound = np.asarray(shapely.is_valid(joined), dtype=bool)
            whole = mended(joined, sound)
            sides, tree = sides_of(whole), STRtree(whole)
            faces = Faces.of(sides, tree)
            edges = _edges(whole, whole, sound, sides, tree, faces, tolerances.widths_m())
        return cls(
            raw, valid, whole, numbers, rings, sides, tree, faces, edges, drawn, joined is not None
        )

    def single(self, tolerances: Tolerances) -> Iterator[Defect]:
        """Yield the defects that each polygon has by itself."""
        found = ring_defects(
            self.raw,
            self.valid,
            self.rings,
            spike_deg=tolerances.spike_deg,
            sliver_m=tolerances.sliver_m,
        )
        for defect in found:
            yield replace(defect, units=self._named(*defect.units))

    def overlaps(self, noise_m: float) -> Iterator[Defect]:
        """Yield the common areas of pairs of polygons, one defect a connected area."""
        pairs = self._pairs()
        common = shapely.intersection(self.polygons[pairs[:, 0]], self.polygons[pairs[:, 1]])
        parts, of_pair = shapely.get_parts(common, return_index=True)
        areal = shapely.get_type_id(parts) == 3
        shared, of_pair = _trimmed(parts[areal], of_pair[areal])
        units = self._all_named(pairs[of_pair])
        for found in defects_at(Kind.OVERLAP, units, shorn(shared)):
            if found.width_m > noise_m:
                yield found

    def gaps(self, tolerances: Tolerances) -> Iterator[Defect]:
        """Yield the bounded areas that no polygon covers, as gaps or holes."""
        typical = float(np.median(shapely.area(self.polygons)))
        bare = shorn(self.faces.bare())
        compact = 4 * math.pi * shapely.area(bare) / shapely.length(bare) ** 2
        whole = shapely.area(bare) >= tolerances.hole_share * typical
        hole = whole & (compact >= tolerances.hole_compactness)
        around = self._around(bare)
        for is_hole, found in zip(hole, defects_at(Kind.GAP, around, bare), strict=True):
            if found.width_m > tolerances.noise_m:
                wide = 2 * found.width_m > tolerances.gap_width_m
                yield replace(found, kind=Kind.HOLE) if is_hole and wide else found

    def unmatched(self) -> Iterator[Defect]:
        """Yield the stretches of edge that GEOS calls invalid, each under its polygon."""
        lines = shapely.line_merge(self.drawn.lines)
        stretches, which = shapely.get_parts(lines, return_index=True)
        owner = self.drawn.units[which]
        hairs = np.full(len(stretches), self.rounded)
        if self.rounded and len(self.edges[-1].units):
            exact = self.edges[-1]
            at = np.searchsorted(exact.units, owner).clip(max=len(exact.units) - 1)
            truly = exact.units[at] == owner
            near = shapely.dwithin(stretches[truly], exact.lines[at[truly]], ROUNDED_DEG)
            hairs[truly] = ~near
        units = self._all_named(owner[~hairs, np.newaxis])
        yield from defects_at(Kind.UNMATCHED_EDGE, units, stretches[~hairs])
        for unit in np.unique(owner[hairs]):
            together = shapely.union_all(stretches[hairs & (owner == unit)])
            found = defect_at(Kind.UNMATCHED_EDGE, self._named(unit), together)
            yield replace(found, rounding=True)

    def hanging(self, tolerances: Tolerances, told: Sequence[Defect]) -> Iterator[Defect]:
        """Yield the vertices on a neighbour's edge that the neighbour lacks, where GEOS sees none.

        GEOS calls such an edge invalid if rounding puts the vertex on the neighbour's side,
        and valid if it leaves a hair between the two. `told` are the places already reported.
        """
        thin = self.faces.thin(tolerances.noise_m)
        if not len(thin):
            return
        known = STRtree([d.geometry for d in told if d.geometry is not None])
        within = 2 * tolerances.noise_m / METRES_PER_DEGREE
        found = hanging_vertices(thin, self.sides, self.polygons, self.tree, within)
        for unit, other, places in found:
            left = not_at(places, known)
            if len(left):
                point = left.item() if len(left) == 1 else shapely.MultiPoint(list(left))
                units = self._named(unit, other)
                yield defect_at(Kind.UNMATCHED_VERTEX, units, point, detail=str(len(left)))

    def short_segments(self, short_m: float) -> Iterator[Defect]:
        """Yield the segments shorter than `short_m`, together for each pair of units."""
        north = self.sides.points[:, 1]
        rise = np.abs(north[self.sides.ends[:, 0]] - north[self.sides.ends[:, 1]])
        short = np.flatnonzero(rise * METRES_PER_DEGREE < short_m)
        ends = self.sides.points[self.sides.ends[short]]
        east = np.abs(ends[:, 0, 0] - ends[:, 1, 0]) * np.cos(np.radians(ends[:, 0, 1]))
        within = np.hypot(east, rise[short]) * METRES_PER_DEGREE < short_m
        short, ends = short[within], ends[within]
        pairs = np.column_stack([self.sides.left[short], self.sides.right[short]])
        pairs, which = np.unique(np.sort(pairs, axis=1), axis=0, return_inverse=True)
        for number, pair in enumerate(pairs):
            lines = shapely.linestrings(ends[which == number])
            place = lines.item() if len(lines) == 1 else shapely.MultiLineString(list(lines))
            units = self._named(*(unit for unit in pair if unit != OUTSIDE))
            yield defect_at(Kind.SHORT_SEGMENT, units, place, detail=str(len(lines)))

    def slots(self, tolerances: Tolerances, closed: Sequence[Defect]) -> Iterator[Defect]:
        """Yield gaps that are open to the outside, up to the widths of `tolerances`."""
        if not tolerances.gap_width_m:
            return
        known = [d.geometry for d in closed if d.geometry is not None]
        narrow = self.edges[-2]
        found = list(self._slots(narrow, tolerances, tolerances.gap_width_m, known, apart=False))
        yield from found
        if len(self.edges) > 2:
            known += [d.geometry for d in found if d.geometry is not None]
            wide = self.edges[0]
            yield from self._slots(wide, tolerances, tolerances.slot_width_m, known, apart=True)

    def _slots(
        self,
        edges: Edges,
        tolerances: Tolerances,
        width_m: float,
        known: Sequence[BaseGeometry],
        *,
        apart: bool,
    ) -> Iterator[Defect]:
        lines = list(edges.lines)
        slots = open_gaps(lines, self.polygons, self.tree, known, width_m=width_m, apart=apart)
        for area, units in slots:
            found = defect_at(Kind.GAP, self._named(*units), area, is_open=True)
            if found.width_m > tolerances.noise_m:
                yield found

    def _pairs(self) -> NDArray[np.intp]:
        """Return pairs that can overlap: one has an invalid edge in reach of the other."""
        exact = self.edges[-1]
        # GEOS can overlook edges at and beside polygons that are invalid: ask all about those.
        broken = np.flatnonzero(~self.valid)
        broken = np.unique(self.tree.query(self.polygons[broken])[1]).astype(np.intp)
        owners = np.concatenate([exact.units, broken])
        reach = np.concatenate([exact.lines, self.polygons[broken]])
        found = [self._torn_pairs()]
        if len(owners):
            edge, other = self.tree.query(reach, predicate="intersects")
            found.append(np.column_stack([owners[edge], other]))
        pairs = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
        return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]], dtype=np.intp)

    def _torn_pairs(self) -> NDArray[np.intp]:
        """Return pairs that claim the same side of a segment, which GEOS lets three share."""
        torn = np.flatnonzero(self.sides.torn[self.sides.segment])
        torn = torn[np.argsort(self.sides.segment[torn], kind="stable")]
        ends = np.flatnonzero(np.diff(self.sides.segment[torn])) + 1
        groups = np.split(self.sides.owner[torn], ends)
        pairs = {pair for group in groups for pair in combinations(group.tolist(), 2)}
        return np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)

    def _around(self, faces: NDArray[np.object_]) -> list[tuple[int, ...]]:
        """Return the units along each uncovered area, the longest common edge first."""
        with np.errstate(all="ignore"):  # GEOS divides by zero at reversing corners, harmlessly
            grown = shapely.buffer(faces, TOUCH_DEG, join_style="mitre")
        face, near = self.tree.query(faces, predicate="dwithin", distance=TOUCH_DEG)
        common = shapely.intersection(grown[face], self.polygons[near])
        shared = shapely.area(common) / TOUCH_DEG
        order = np.lexsort([-shared, face])
        beside: list[list[int]] = [[] for _ in faces]
        touching: list[list[int]] = [[] for _ in faces]
        units = self.numbers[near].tolist()
        for at in order.tolist():
            (beside if shared[at] > SHARED_DEG else touching)[face[at]].append(units[at])
        return [tuple(b or t) for b, t in zip(beside, touching, strict=True)]

    def _named(self, *units: int) -> tuple[int, ...]:
        return tuple(int(self.numbers[unit]) for unit in units)

    def _all_named(self, units: NDArray[np.intp]) -> list[tuple[int, ...]]:
        return [tuple(row) for row in self.numbers[units].tolist()]


def _trimmed(
    areas: NDArray[np.object_], owner: NDArray[np.intp]
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Return the areas less their hairs, each part with the owner of the area it is of."""
    sound, hairy, parts, whole = trimmed(areas)
    return np.concatenate([areas[sound], parts]), np.concatenate(
        [owner[sound], owner[hairy][whole]]
    )


def _edges(
    raw: NDArray[np.object_],
    polygons: NDArray[np.object_],
    valid: NDArray[np.bool_],
    sides: Sides,
    tree: STRtree,
    faces: Faces | None,
    widths_m: Sequence[float],
) -> tuple[Edges, ...]:
    """Return the edges that GEOS calls invalid within each of the widths.

    Only a gap that is open to the outside has to be searched by width, so only the units
    on the rim are asked for those.
    """
    # Edges of a mended polygon may match where those of the raw one do not.
    broken = np.flatnonzero(~valid)
    doubtful = np.unique(tree.query(raw[broken])[1]).astype(np.intp)
    inner = sides.single
    suspects = np.empty(0, dtype=np.intp)
    if faces is not None:
        doubtful = np.union1d(doubtful, faces.crowded())
        rim = outer(sides, faces)
        inner, suspects = inner & ~rim, sides.owners(rim)
    exact = np.union1d(sides.owners(inner), doubtful)
    found = []
    for width in widths_m:
        if not width:
            suspects = np.union1d(suspects, exact)
        near = suspects if width else beside(suspects, polygons, tree)
        lines = invalid_edges(raw, polygons, near, suspects, degrees_of(width, polygons))
        filled = ~shapely.is_empty(lines)
        found.append(Edges(suspects[filled], lines[filled]))
        suspects = suspects[filled]
    return tuple(found)
