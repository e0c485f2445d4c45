"""A track from a list of points or a GeoJSON line, into arrays.

A day's track has tens of thousands of points, so the good case is read in bulk; only when
that fails are the points looked at one by one, to name the bad ones.
"""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np

from boundary_data.line_reading import read_part
from boundary_data.problems import Problem
from boundary_data.track_columns import (
    BEIJING,
    FIRST_YEAR,
    LAST_YEAR,
    POINT_FIELDS,
    columns_of,
    seconds_of_all,
)
from gis.tracks import Floats, Track

MOST_NAMED = 20

Problems = list[Problem]


def read_track(raw: object, path: str, problems: Problems) -> Track | None:
    """Return the track in `raw` (degrees), or None after naming what is wrong.

    `raw` is a list of `{lon, lat, time, accuracy_m}` or a GeoJSON LineString with an
    optional list `times`. Times without a zone are Beijing time.
    """
    if isinstance(raw, dict) and raw.get("type") == "LineString":
        return _from_geojson(raw, path, problems)
    if not isinstance(raw, list):
        remedy = "请给点的数组，或GeoJSON的LineString"
        problems.append(Problem(path, "不是轨迹", remedy))
        return None
    in_bulk = columns_of(raw)
    if in_bulk is not None:
        return Track(*in_bulk)
    before = len(problems)
    points = [_point(item, f"{path}[{i}]", problems) for i, item in enumerate(raw)]
    if len(problems) > before:
        _shorten(problems, before, path)
        return None
    return _track(points)


def is_likely_year(year: int) -> bool:
    """Tell whether a record can mean the year `year`."""
    return FIRST_YEAR <= year <= LAST_YEAR


Row = tuple[float, float, float, float]


def _from_geojson(raw: dict[str, object], path: str, problems: Problems) -> Track | None:
    before = len(problems)
    for key in raw:
        if key not in {"type", "coordinates", "times"}:
            problems.append(
                Problem(f"{path}.{key}", f"未知字段“{key}”", "可用：type、coordinates、times")
            )
    vertices = read_part(raw.get("coordinates"), f"{path}.coordinates", problems)
    seconds = _times(raw.get("times"), len(vertices), f"{path}.times", problems)
    if len(problems) > before:
        _shorten(problems, before, path)
        return None
    table = np.array(vertices, dtype=np.float64)
    unknown = np.full(len(table), np.nan)
    return Track(table[:, 0].copy(), table[:, 1].copy(), seconds, unknown)


def _times(raw: object, points: int, path: str, problems: Problems) -> Floats:
    if raw is None:
        return np.full(points, np.nan)
    if not isinstance(raw, list) or len(raw) != points:
        problems.append(Problem(path, "时间个数与点数不同", "请一点一时"))
        return np.empty(0)
    in_bulk = seconds_of_all(raw) if raw else None
    if in_bulk is not None:
        return in_bulk
    return np.array([_seconds(t, f"{path}[{i}]", problems) for i, t in enumerate(raw)])


def _track(rows: list[Row]) -> Track:
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Track(*(np.ascontiguousarray(column) for column in table.T))


def _point(raw: object, path: str, problems: Problems) -> Row:
    if not isinstance(raw, dict):
        problems.append(Problem(path, "轨迹点应为对象", "请写成 {lon, lat, time}"))
        return (0.0, 0.0, 0.0, 0.0)
    if not raw.keys() <= set(POINT_FIELDS):
        for key in raw.keys() - set(POINT_FIELDS):
            known = "、".join(POINT_FIELDS)
            problems.append(Problem(f"{path}.{key}", f"未知字段“{key}”", f"可用字段：{known}"))
    time, accuracy = raw.get("time"), raw.get("accuracy_m")
    return (
        _number(raw.get("lon"), f"{path}.lon", problems),
        _number(raw.get("lat"), f"{path}.lat", problems),
        math.nan if time is None else _seconds(time, f"{path}.time", problems),
        math.nan if accuracy is None else _number(accuracy, f"{path}.accuracy_m", problems),
    )


def _number(raw: object, path: str, problems: Problems) -> float:
    if type(raw) in {int, float} and abs(raw) < 1e12:  # type: ignore[arg-type]  # just tested
        return float(raw)  # type: ignore[arg-type]  # just tested
    problems.append(Problem(path, "应为有限的数字", "请填数字，不加引号"))
    return 0.0


def _seconds(raw: object, path: str, problems: Problems) -> float:
    try:
        moment = datetime.fromisoformat(raw)  # type: ignore[arg-type]  # TypeError is caught
    except (TypeError, ValueError):
        problems.append(Problem(path, "不是时间", "请写成 2025-04-21T09:30:00+08:00 的样子"))
        return 0.0
    if not is_likely_year(moment.year):
        remedy = "请核对年份"
        problems.append(Problem(path, f"不在{FIRST_YEAR}至{LAST_YEAR}年之间", remedy))
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).timestamp()


def _shorten(problems: Problems, before: int, path: str) -> None:
    """Keep the first twenty problems of a track and say how many there are in all."""
    total = len(problems) - before
    if total > MOST_NAMED:
        del problems[before + MOST_NAMED :]
        problems.append(Problem(path, f"轨迹共有{total}处问题，只列前{MOST_NAMED}处", "请逐一更正"))
