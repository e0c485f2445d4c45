"""Making a layer ready for any format: what none of the usual formats can hold is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LARGEST = 2**63 - 1
LINEAR_RING = 2

Geometries = Sequence[BaseGeometry | None]
Rows = Sequence[Mapping[str, object]]


def plain_geometries(geometries: Geometries, *, empties: bool = True) -> list[BaseGeometry | None]:
    """Return the geometries with rings as lines; GDAL crashes on rings.

    Args:
        geometries: As they are.
        empties: Whether empty ones are kept; else they become None.
    """
    return [
        None if shape is None or (shape.is_empty and not empties) else _line(shape)
        for shape in geometries
    ]


def _line(shape: BaseGeometry) -> BaseGeometry:
    if shapely.get_type_id(shape) != LINEAR_RING:
        return shape
    return shapely.LineString(shapely.get_coordinates(shape, include_z=bool(shape.has_z)))


def plain_rows(rows: Rows) -> tuple[list[dict[str, object]], list[str]]:
    """Return the rows without what files cut or overflow at, and what was changed, in Chinese.

    Control characters end a text in a GeoPackage and break KML; whole numbers beyond 64 bits
    are written as texts.
    """
    cleaned = [{name: _plain(value) for name, value in row.items()} for row in rows]
    notes = []
    pairs = [
        (value, cleaned[place][name])
        for place, row in enumerate(rows)
        for name, value in row.items()
        if cleaned[place][name] is not value
    ]
    letters = sum(isinstance(value, str) for value, _ in pairs)
    if letters:
        notes.append(f"{letters} 处文字含控制字符，已去掉")
    if len(pairs) > letters:
        notes.append(f"{len(pairs) - letters} 个整数超出 64 位，写作文字")
    return cleaned, notes


def _plain(value: object) -> object:
    if isinstance(value, str):
        return CONTROL.sub("", value) if CONTROL.search(value) else value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        return str(value)
    return value


def distinct_names(columns: Sequence[str], reserved: frozenset[str]) -> dict[str, str]:
    """Return a name for each column, no two the same nor reserved; case tells none apart."""
    taken = set(reserved)
    names: dict[str, str] = {}
    for column in columns:
        name, number = column or "FIELD", 1
        while name.lower() in taken:
            number += 1
            name = f"{column or 'FIELD'}_{number}"
        taken.add(name.lower())
        names[column] = name
    return names
