"""A map as a picture for print: areas, their names, points; drawn with Pillow, north up."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

PAPER, EDGE, LABEL, DOT = "#ffffff", "#7a6a4f", "#222222", "#b3261e"
FILLS = ("#fbeee0", "#e8f1e4", "#e6eef7", "#f7e8ee", "#f3f0dc")
MARGIN_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Piece:
    """An area (EPSG:4490) with the name written on it."""

    label: str
    geometry: BaseGeometry


def still_map(
    pieces: Iterable[Piece],
    points: Iterable[tuple[float, float]],
    *,
    font: str,
    width: int = 1600,
) -> bytes:
    """Return a PNG of the areas with their names, and of points.

    Degrees of longitude are shortened by the cosine of the middle latitude.

    Args:
        pieces: Areas, drawn in this order, in five changing colours.
        points: (longitude, latitude) of points, EPSG:4490.
        font: Path of a font file with Chinese letters.
        width: Width of the picture in pixels.

    Raises:
        ValueError: There is no area to draw.
    """
    drawn = list(pieces)
    if not drawn:
        raise ValueError("a map needs an area")
    frame = _Frame.around([piece.geometry.bounds for piece in drawn], width)
    image = Image.new("RGB", (width, frame.height), PAPER)
    pen = ImageDraw.Draw(image)
    for number, piece in enumerate(drawn):
        for ring in _rings(piece.geometry):
            path = [frame.at(x, y) for x, y, *_ in ring]
            pen.polygon(path, fill=FILLS[number % len(FILLS)], outline=EDGE, width=2)
    for x, y in points:
        left, top = frame.at(x, y)
        pen.ellipse((left - 2, top - 2, left + 2, top + 2), fill=DOT)
    letters = ImageFont.truetype(font, max(14, width // 70))
    for piece in drawn:
        inner = piece.geometry.representative_point()
        pen.text(
            frame.at(inner.x, inner.y),
            piece.label,
            fill=LABEL,
            font=letters,
            anchor="mm",
            stroke_width=3,
            stroke_fill=PAPER,
        )
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    across: float
    up: float
    height: int

    @classmethod
    def around(cls, bounds: list[tuple[float, float, float, float]], width: int) -> _Frame:
        west, south = min(b[0] for b in bounds), min(b[1] for b in bounds)
        east, north = max(b[2] for b in bounds), max(b[3] for b in bounds)
        margin = MARGIN_SHARE * max(east - west, north - south, 1e-6)
        west, east, south, north = west - margin, east + margin, south - margin, north + margin
        across = width / (east - west)
        up = across / math.cos(math.radians((south + north) / 2))
        return cls(west, north, across, up, max(1, round((north - south) * up)))

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.west) * self.across, (self.north - y) * self.up


def _rings(geometry: BaseGeometry) -> list[Any]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part.exterior.coords for part in parts if part.geom_type == "Polygon"]
