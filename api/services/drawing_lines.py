"""Drawing a line (界线) with its markers, and what a record found at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import folium
import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from api.services.drawing_maps import CRS
from api.services.keeping_monuments import listed
from api.services.knowing_lines import STATUSES, lines_of
from api.services.refusals import UnknownBoundary
from api.store.queries.boundaries import versions_of
from api.store.session import Session
from boundary_data.finding_places import OnTheMap, on_the_map
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import limits
from boundary_data.line import KnownLine, LineStatus
from boundary_data.marker import full_number, normal
from boundary_data.monument import MonumentKind
from gis.maps.canvas import graticule, page, sheet
from gis.maps.findings import SEVERITIES, findings_layers, ways_layer
from gis.maps.inspections import (
    COLOURS,
    LINE,
    OTHER_VERSION,
    UNKNOWN,
    lines_layer,
    markers_layer,
    signs_layer,
)
from gis.maps.labels import add_look
from gis.maps.legend import Legend, Sign

MONUMENTS = {MonumentKind.CULTURE_MARKER: "#1f5fa8", MonumentKind.COVENANT_STELE: "#0f766e"}
MARGIN_DEG = 0.02
TRACK = "外业轨迹"
NOT_KNOWN = "不详"


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection record with its track, and the findings about it as they are kept."""

    record: JointInspection
    findings: Sequence[Mapping[str, Any]]


def draw_line(
    db: Session, code: str, on: date, assets: str, *, inspected: Inspected | None = None
) -> str:
    """Return the page of a line's map on a day.

    Args:
        db: A session for reading.
        code: Line code.
        on: The day.
        assets: Address of the map's own files, as the page sees it.
        inspected: An inspection record; the conditions that it found are shown instead of the
            register's, with measured positions, the track and everything that was found.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line = lines_of(db, on)(code)
    if line is None:
        raise UnknownBoundary(f"{on} 没有编号为“{code}”的界线")
    record = None if inspected is None else inspected.record
    told = (
        None
        if inspected is None
        else on_the_map(inspected.record, line, inspected.findings, limits())
    )
    west, south, east, north = line.geometry.bounds
    box = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    title = f"{line.name or line.code}{'联检' if record else ''}"
    synthetic = line.status is LineStatus.SYNTHETIC
    drawn = sheet(box, assets=assets, title=title, credit="来源：界线库")
    graticule(box).add_to(drawn)
    lines_layer(
        geopandas.GeoDataFrame([{"name": line.name, "geometry": line.geometry}], crs=CRS),
        name="界线",
        tooltip={"name": "界线"},
        synthetic=synthetic,
    ).add_to(drawn)
    others = () if record else _other_versions(db, code, line)
    if others:
        lines_layer(
            geopandas.GeoDataFrame(list(others), crs=CRS),
            name="其他版本",
            tooltip={"name": "版本"},
            synthetic=synthetic,
            colour=OTHER_VERSION,
        ).add_to(drawn)
    rows = _markers(line, record)
    if rows:
        markers_layer(
            geopandas.GeoDataFrame(rows, crs=CRS),
            name="界桩",
            condition="condition",
            tooltip={"number": "界桩", "standing": "类型", "said": "说明"},
        ).add_to(drawn)
    monuments = _monuments(db, code, on)
    for layer in (*(_found(told) if told else ()), *monuments.values()):
        layer.add_to(drawn)
    add_look(drawn)
    Legend(
        title,
        [
            Sign("界线（示意）" if synthetic else "界线", LINE, dashed=synthetic),
            *([Sign("其他版本", OTHER_VERSION, dashed=synthetic)] if others else []),
            *(Sign(f"界桩：{word}", colour, dot=True) for word, colour in COLOURS.items()),
            Sign(f"界桩：{NOT_KNOWN}", UNKNOWN, dot=True),
            *(_signs(told) if told else ()),
            *(Sign(kind.zh, MONUMENTS[kind], dot=True) for kind in monuments),
        ],
        date=on.isoformat(),
        synthetic=synthetic,
        sources="界线库",
    ).add_to(drawn)
    return page(drawn)


def _found(told: OnTheMap) -> Iterator[folium.FeatureGroup]:
    """Yield the layers of what an inspection found, those that matter least first."""
    for word, shapes, colour, dashes, weight in _ways(told):
        tip = f"{word}：{len(shapes)} 处" if word != TRACK else word
        yield ways_layer(shapes, name=word, colour=colour, tip=tip, dashes=dashes, weight=weight)
    yield from findings_layers([(one.geometry, one.findings) for one in told.places])


def _ways(told: OnTheMap) -> Iterator[tuple[str, Sequence[BaseGeometry], str, str, float]]:
    for sort in (
        (TRACK, told.track, "#1f618d", "", 2.0),
        ("轨迹中断", told.gaps, "#5d6d7e", "2 8", 3.0),
        ("轨迹速度异常", told.jumps, "#e91e63", "6 4", 3.0),
        ("轨迹未覆盖的界线", told.uncovered, "#f4d03f", "", 6.0),
        ("登记至实测位置", told.moved, "#8e44ad", "", 3.0),
    ):
        if sort[1]:
            yield sort


def _signs(told: OnTheMap) -> Iterator[Sign]:
    for word, _, colour, dashes, _ in _ways(told):
        yield Sign(word, colour, dashed=bool(dashes))
    met = {severity for place in told.places for severity, _ in place.findings}
    for severity, (word, colour) in SEVERITIES.items():
        if severity in met:
            yield Sign(f"意见：{word}", colour, dot=True)
    if told.placeless:
        yield Sign(f"另有 {told.placeless} 条意见没有位置，见记录页", "#ffffff")


def _other_versions(db: Session, code: str, line: KnownLine) -> tuple[dict[str, Any], ...]:
    """Return what is drawn otherwise in other versions: only where they leave the line."""
    found = []
    for version in versions_of(db, code):
        apart = shapely.difference(version.shape, line.geometry)
        if STATUSES[version.status] is line.status and not apart.is_empty:
            said = f"{day_words(version.begins, version.ends)}　{version.document}"
            found.append({"name": said, "geometry": apart})
    return tuple(found)


def day_words(begins: date, ends: date | None) -> str:
    """Return a period in words: from its first day to its last, or on."""
    return f"{begins} 起" if ends is None else f"{begins} 至 {ends - timedelta(days=1)}"


def _markers(line: KnownLine, record: JointInspection | None) -> list[dict[str, Any]]:
    checks = record.marker_checks if record else ()
    found = {normal(full_number(check.number, check.body)): check for check in checks}
    rows = []
    for marker in line.markers:
        check = found.get(normal(marker.number))
        condition = check.condition if check else marker.condition
        said = "登记位置"
        if check and check.measured:
            said = f"实测 {check.measured.lon:.6f}，{check.measured.lat:.6f}"
        elif record is not None:
            said = "记录没有检查这颗界桩"
        rows.append(
            {
                "number": marker.number,
                "standing": marker.standing.zh if marker.standing else NOT_KNOWN,
                "condition": condition.zh if condition else NOT_KNOWN,
                "said": said,
                "geometry": marker.point,
            }
        )
    return rows


def _monuments(db: Session, code: str, on: date) -> dict[MonumentKind, folium.FeatureGroup]:
    """Return a layer for each kind of monument that stands at the line."""
    rows: dict[MonumentKind, list[dict[str, Any]]] = {}
    for kept, monument in listed(db, code, on):
        kind = MonumentKind(kept.kind)
        told = {"kind": kind.zh, "name": monument.name, "state": monument.state.zh}
        rows.setdefault(kind, []).append({**told, "geometry": monument.point})
    return {
        kind: signs_layer(
            geopandas.GeoDataFrame(of_kind, crs=CRS),
            name=kind.zh,
            colour=MONUMENTS[kind],
            tooltip={"kind": "类别", "name": "名称", "state": "现状"},
        )
        for kind, of_kind in rows.items()
    }
