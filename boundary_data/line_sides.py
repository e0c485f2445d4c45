"""Whether the units that boundary lines state on their sides agree with each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from shapely.geometry.base import BaseGeometry

from gis.defects import Defect, Kind, defect_at
from gis.line_faces import OUTSIDE, faces_beside
from gis.measure import length_m

HALF = 0.5


def wrong_sides(
    shapes: Sequence[BaseGeometry | None], left: Sequence[str], right: Sequence[str]
) -> Iterator[Defect]:
    """Yield the lines whose stated unit is not what the other lines of the area say.

    The lines enclose areas; every line states the unit on its left and right. An area is of
    the unit that more than half of its edge says; where that is the same on both sides of a
    line, the lines say too little to judge it by.

    Args:
        shapes: The lines, degrees (EPSG:4490).
        left: The unit stated on the left of each, empty for none.
        right: The same on the right.
    """
    sides = list(zip(*faces_beside(shapes), strict=True))
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for shape, faces, stated in zip(shapes, sides, zip(left, right, strict=True), strict=True):
        for face, unit in zip(faces, stated, strict=True):
            if shape is not None and face != OUTSIDE and unit:
                votes[int(face)][unit] += round(length_m(shape) * 1000)
    of = {face: _agreed(counted) for face, counted in votes.items()}
    for index, (shape, faces) in enumerate(zip(shapes, sides, strict=True)):
        said = (left[index], right[index])
        should = tuple(of.get(int(face), "") for face in faces)
        swapped = any(said) and said != should and said == should[::-1]
        wrong = [swapped or bool(a and b and a != b) for a, b in zip(said, should, strict=True)]
        if shape is not None and any(wrong) and should[0] != should[1]:
            yield defect_at(Kind.WRONG_SIDES, (index,), shape, detail=_words(said, should, wrong))


def _agreed(counted: Counter[str]) -> str:
    ((unit, most),) = counted.most_common(1)
    return unit if most > HALF * counted.total() else ""


def _words(said: Sequence[str], should: Sequence[str], wrong: Sequence[bool]) -> str:
    if list(said) == list(should)[::-1]:
        left, right = (f"“{unit}”" if unit else "空" for unit in should)
        return f"左右两侧单元填反：左侧应为{left}，右侧应为{right}"
    return "；".join(
        f"{word}侧填写“{a}”，按该区域的其他界线应为“{b}”"
        for word, a, b, bad in zip("左右", said, should, wrong, strict=True)
        if bad
    )
