"""Sheets of markers on a line of the register, as a surveyor would fill them in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from shapely.geometry import Point

from gis.grid import placed

LINE = "500101-500235"
SIDES = ("500101", "500235")
BY = {"person": "张建国", "division_code": "500101"}
REGISTER = {"kind": "register", "valid_from": "2025-04-01", "document": "界线协议书（2025）1号"}


def sheet(number: str, lon: float, lat: float, **changes: Any) -> dict[str, Any]:
    """Return a sheet in which no rule finds anything, with `changes`."""
    here = Point(lon, lat)
    return {
        "number": number,
        "standing": "single",
        "faces": "double",
        "material": "石",
        "position": {
            "lon": lon,
            "lat": lat,
            "method": "gnss_rtk",
            "accuracy_m": 0.1,
            "measured_on": "2025-03-20",
            "measured_by": "联合测量组",
        },
        "height_m": 412.35,
        "height_datum": "1985",
        "caretaker": "500101",
        "caretakers": [
            {"division_code": code, "organ": "民政局", "person": "李强", "basis": "界桩管护协议"}
            for code in SIDES
        ],
        "places": [
            {"division_code": "500101", "address": "万州区小周镇"},
            {"division_code": "500235", "address": "云阳县巴阳镇"},
        ],
        "references": [
            _reference(here, "黄葛树", 36.5, 18.2),
            _reference(here, "石拱桥", 121.0, 64.0),
            _reference(here, "变压器台", 288.3, 43.7),
        ],
        "inscriptions": ["万州", "云阳"],
    } | changes


def write(sheet: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the body of a request that registers or changes a sheet."""
    return {
        "id": str(uuid4()),
        "by": {**BY},
        "change": {**REGISTER, **changes},
        "sheet": sheet,
    }


def _reference(here: Point, name: str, azimuth: float, away_m: float) -> dict[str, Any]:
    there = placed(here, azimuth, away_m)
    return {
        "name": name,
        "grid_azimuth_deg": azimuth,
        "distance_m": away_m,
        "lon": there.x,
        "lat": there.y,
    }
