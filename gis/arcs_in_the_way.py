"""What is in the way of a new course: other arcs that it meets anywhere but at their ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import shapely
from shapely.geometry import LineString

from gis.arcs import Arc


class Unroutable(Exception):
    """The new course cannot take the place of the old one; the text says why, in Chinese.

    Attributes:
        arcs: Positions of the arcs that are in its way, where some are.
    """

    def __init__(self, message: str, arcs: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.arcs = tuple(arcs)


def refuse_crossing(arcs: Sequence[Arc], added: Sequence[Arc], replaced: Collection[int]) -> None:
    """Refuse new arcs that meet others anywhere but at the ends of both.

    Args:
        arcs: The arcs of the coverage.
        added: The new ones.
        replaced: Positions of the arcs that they replace.

    Raises:
        Unroutable: with the positions of the arcs that are met.
    """
    if not all(shapely.is_simple(arc.line) for arc in added):
        raise Unroutable("新界线自相交")
    numbers = [number for number in range(len(arcs)) if number not in replaced]
    lines = np.array([*(arcs[n].line for n in numbers), *(arc.line for arc in added)], dtype=object)
    first = len(numbers)
    if first == len(lines):
        return
    one, other = shapely.STRtree(lines).query(lines[first:], predicate="intersects")
    one = one + first
    pairs = (one != other) & ((other < first) | (one < other))
    met = {
        int(b)
        for a, b in zip(one[pairs], other[pairs], strict=True)
        if not _at_ends(lines[a], lines[b])
    }
    if met:
        raise Unroutable(
            "新界线与其他界线相交或重合", [numbers[b] for b in sorted(met) if b < first]
        )


def _at_ends(one: LineString, other: LineString) -> bool:
    """Tell whether two lines that meet do so at ends of both only."""
    if shapely.relate_pattern(one, other, "FF*F*****"):
        return True
    shared = one.intersection(other)
    ends = {one.coords[0], one.coords[-1]} & {other.coords[0], other.coords[-1]}
    points = {tuple(point) for point in shapely.get_coordinates(shared).tolist()}
    return shapely.get_dimensions(shared) == 0 and points <= ends


def beside_only(arcs: Sequence[Arc], faces: set[str | None]) -> list[Arc]:
    """Return the arcs around `faces`, with all other faces taken for the outside."""
    return [
        Arc(
            arc.line,
            arc.left if arc.left in faces else None,
            arc.right if arc.right in faces else None,
        )
        for arc in arcs
        if arc.left in faces or arc.right in faces
    ]
