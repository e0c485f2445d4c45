"""A record of a line of the register as it should be, made from what the service tells."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from PIL import ExifTags, Image
from starlette.testclient import TestClient

from gis.measure import CGCS2000

Record = dict[str, Any]
CHINA = ZoneInfo("Asia/Shanghai")
STATES = (
    "position_accurate",
    "firmly_buried",
    "visible",
    "inscription_clear",
    "file_complete",
)


def good_record(client: TestClient, line_code: str, record_id: str, *, days_ago: int = 0) -> Record:
    """Return a record of an inspection of a line, signed so many days ago, that no rule refuses."""
    profile = client.get(f"/api/v1/lines/{line_code}/profile").json()
    shape = client.get(f"/api/v1/boundaries/{line_code}").json()["geometry"]
    line, stations = profile["line"], profile["stations"]
    today = datetime.now(CHINA).replace(hour=9, minute=0, second=0, microsecond=0)
    last = today - timedelta(days=days_ago)
    began = last - timedelta(days=3)
    sides = [side["code"] for side in line["sides"]]
    names = [side["name"] for side in line["sides"]]
    checks = [
        _marker(client, station, began + timedelta(minutes=40 * at), sides, last.date())
        for at, station in enumerate(stations)
    ]
    return {
        "record_id": record_id,
        "line_code": line_code,
        "line_name": line["name"],
        "kind": "routine",
        "round": 5,
        "previous_inspected_on": line["last_inspected_on"],
        "office_check": _span(began.date() - timedelta(days=9), began.date() - timedelta(days=5)),
        "field_check": _span(began.date(), last.date() - timedelta(days=1)),
        "bases": {"agreement": "界线协议书及附图", "previous_report": "第四轮联检报告"},
        "sides": [
            _side(code, name, role, last.date())
            for code, name, role in zip(sides, names, ("lead", "assist"), strict=True)
        ],
        "marker_checks": checks,
        "sections": [_section(start["number"], end["number"]) for start, end in pairwise(stations)],
        "report": {
            "length_km": round(line["length_m"] / 1000, 2),
            "marker_count": line["marker_count"],
            "start_tripoint": stations[0]["number"],
            "end_tripoint": stations[-1]["number"],
            "areas": names,
            "parts": {
                "line_carried_out": "法定界线得到执行。",
                "markers_and_references": "界桩、方位物完好。",
                "other_features": "地物无变化。",
                "crossing_activity": "无跨界生产建设。",
                "other": "无。",
            },
            "signatures": [
                {
                    "by": f"{name}人民政府",
                    "on": str(last.date()),
                    "division_code": code,
                    "stamped": True,
                }
                for code, name in zip(sides, names, strict=True)
            ],
            "filed_to": "重庆市人民政府",
            "filed_on": str(last.date()),
        },
        "documents": [
            "plan",
            "minutes",
            "check_record",
            "joint_report",
            "marker_table",
            "marker_register",
            "photos",
            "resurvey",
        ],
        "track": _track(shape, began),
    }


def picture(lon: float, lat: float, taken: datetime) -> bytes:
    """Return a small JPEG that tells where and when it was taken."""
    image = Image.new("RGB", (32, 24), (120, 150, 90))
    exif = image.getexif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken.strftime(
        "%Y:%m:%d %H:%M:%S"
    )
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", _dms(lon)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", _dms(lat)
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def photo_of(check: Record) -> bytes:
    """Return the picture that the first photo of a marker's check tells of."""
    photo = check["photos"][0]
    return picture(photo["lon"], photo["lat"], datetime.fromisoformat(photo["taken_at"]))


def _dms(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return (float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4))


def _span(first: date, last: date) -> Record:
    return {"started_on": str(first), "ended_on": str(last)}


def _side(code: str, name: str, role: str, signed: date) -> Record:
    people = [{"name": f"{name}甲", "unit": "民政局"}, {"name": f"{name}乙", "unit": "民政局"}]
    return {
        "division_code": code,
        "division_name": name,
        "role": role,
        "attendees": people,
        "signature": {"by": f"{name}甲", "on": str(signed)},
        "stamped": True,
    }


def _marker(
    client: TestClient, station: Record, moment: datetime, sides: list[str], signed: date
) -> Record:
    lon, lat, _ = CGCS2000.fwd(station["lon"], station["lat"], 30.0, 0.6)
    number = station["bodies"][0]
    check: Record = {
        "number": number,
        "condition": "intact",
        "target_state": dict.fromkeys(STATES, True),
        "measured": {
            "lon": round(lon, 8),
            "lat": round(lat, 8),
            "method": "gnss_handheld",
            "accuracy_m": 3.0,
            "crs": "CGCS2000",
            "measured_at": moment.isoformat(),
        },
        "photos": [],
        "reference_objects": [
            {"name": f"方位物{at}", "grid_azimuth_deg": 30.0 + 110 * at, "distance_m": 20.0 + at}
            for at in range(3)
        ],
        "caretaker_signature": _signed(sides[0], signed),
        "neighbour_signature": _signed(sides[1], signed),
    }
    taken = moment + timedelta(minutes=1)
    content = picture(round(lon, 6), round(lat, 6), taken)
    check["photos"] = [
        {
            "file": f"{number}-1.jpg",
            "taken_at": taken.isoformat(),
            "lon": round(lon, 6),
            "lat": round(lat, 6),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    ]
    if station["standing"] == "tripoint":
        check["third_signature"] = _signed(_third(client, lon, lat, sides), signed)
    return check


def _third(client: TestClient, lon: float, lat: float, sides: list[str]) -> str:
    """Return a county near the tripoint that is neither side."""
    for azimuth in range(0, 360, 15):
        x, y, _ = CGCS2000.fwd(lon, lat, azimuth, 300.0)
        found = client.get("/api/v1/locate", params={"lon": x, "lat": y}).json()
        codes = [one["code"] for one in found["divisions"] if one["level"] == "county"]
        here = [unit for unit in found["point"]["units"] if unit["level"] == "county"]
        named = {one["id"]: one["code"] for one in found["divisions"]}
        for unit in here:
            if named[unit["division"]] not in sides and codes:
                return str(named[unit["division"]])
    return "500000"


def _signed(code: str, day: date) -> Record:
    return {"by": f"签字人{code}", "on": str(day), "division_code": code}


def _section(start: str, end: str) -> Record:
    return {
        "from_marker": start,
        "to_marker": end,
        "course_clear": True,
        "terrain_changed": False,
        "crossing_production": False,
        "crossing_buildings": False,
    }


def _track(shape: Record, began: datetime) -> Record:
    """Return the way along the line, a point every 40 m at walking pace."""
    parts = [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
    points: list[list[float]] = []
    for part in parts:
        for (x, y), (x2, y2) in pairwise(part):
            length = float(CGCS2000.inv(x, y, x2, y2)[2])
            for share in np.linspace(0.0, 1.0, max(int(length // 40), 1) + 1):
                points.append([x + (x2 - x) * share, y + (y2 - y) * share])
    times = [(began + timedelta(seconds=30 * at)).isoformat() for at in range(len(points))]
    return {"type": "LineString", "coordinates": points, "times": times}
