"""A line drawn as a picture (示意图), for documents that cannot hold a map."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

from gis.lines import Floats, Plane

Font = ImageFont.ImageFont | ImageFont.FreeTypeFont
MARGIN = 60
INK, LINE, MARK = (40, 40, 40), (176, 30, 30), (20, 80, 160)
ALARM = (214, 120, 0)


def sketch(
    line: BaseGeometry,
    marks: Sequence[tuple[str, float, float, bool]] = (),
    *,
    width: int = 1400,
    height: int = 900,
) -> bytes:
    """Return a PNG of `line` with numbered marks, north up, and a scale bar in km.

    Args:
        line: LineString or MultiLineString, degrees, EPSG:4490.
        marks: Number, longitude, latitude, and whether something is wrong with it.
        width: Pixels.
        height: Pixels.

    Raises:
        ValueError: if the line is empty.
    """
    vertices = shapely.get_coordinates(line)
    if not len(vertices):
        raise ValueError("an empty line cannot be drawn")
    plane = Plane.through(vertices)
    seen = np.concatenate([vertices, np.array([mark[1:3] for mark in marks]).reshape(-1, 2)])
    flat = plane.project(seen)
    low, high = flat.min(axis=0), flat.max(axis=0)
    room = np.array([width - 2 * MARGIN, height - 2 * MARGIN - 40])
    per_m = float((room / np.maximum(high - low, 1.0)).min())
    shift = np.array([width, height - 40]) / 2 - (low + high) / 2 * np.array([per_m, -per_m])

    def place(points: Floats) -> list[tuple[float, float]]:
        at = plane.project(points) * np.array([per_m, -per_m]) + shift
        return [(float(x), float(y)) for x, y in at]

    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for part in shapely.get_parts(line):
        pen.line(place(shapely.get_coordinates(part)), fill=LINE, width=5, joint="curve")
    font = ImageFont.load_default(22)
    for number, lon, lat, wrong in marks:
        ((x, y),) = place(np.array([[lon, lat]]))
        pen.ellipse((x - 8, y - 8, x + 8, y + 8), fill=ALARM if wrong else MARK, outline="white")
        pen.text((x + 12, y - 26), number, fill=INK, font=font)
    _scale_bar(pen, per_m, height, font)
    _north(pen, width, font)
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _scale_bar(
    pen: ImageDraw.ImageDraw,
    per_m: float,
    height: int,
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
) -> None:
    wanted = 260 / per_m
    power = 10 ** math.floor(math.log10(wanted))
    length = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    x, y = MARGIN, height - 36
    pen.line((x, y, x + length * per_m, y), fill=INK, width=4)
    words = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    pen.text((x + length * per_m + 12, y - 14), words, fill=INK, font=font)


def _north(
    pen: ImageDraw.ImageDraw, width: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont
) -> None:
    x, y = width - MARGIN, MARGIN
    pen.polygon([(x, y - 34), (x - 12, y + 8), (x, y), (x + 12, y + 8)], fill=INK)
    pen.text((x - 8, y + 12), "N", fill=INK, font=font)
