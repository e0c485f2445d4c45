"""A file of features in, canonical features in EPSG:4490 out, with every doubt named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.geojson import parsed, read_geojson, read_geojson_lines
from boundary_data.readers.parquet import read_parquet
from boundary_data.readers.raw import RawFeatures
from boundary_data.readers.shapefile import read_with_gdal
from gis.crs import ZONES, TransformRefused, known_crs, to_cgcs2000
from gis.suspicion import Box, Suspicion, projected_suspicions, suspicions

JSON_SUFFIXES = (".geojson", ".json", ".topojson")
SEQUENCE_SUFFIXES = (".geojsonl", ".geojsonseq", ".geojsons", ".ndjson", ".jsonl")
GDAL_SUFFIXES = (".shp", ".gpkg", ".kml", ".kmz", ".gml", ".fgb", ".dxf", ".zip")
PARQUET_SUFFIXES = (".parquet", ".geoparquet")
SUFFIXES = (*JSON_SUFFIXES, *SEQUENCE_SUFFIXES, *GDAL_SUFFIXES, *PARQUET_SUFFIXES)


def read_features(
    path: Path, *, expected: Box | None = None, layer: str | None = None, system: str = ""
) -> Features:
    """Return the features of the file `path` in EPSG:4490.

    Coordinates that are not what their label says are left as they are and reported in
    `suspicions`; nothing is repaired in silence.

    Args:
        path: GeoJSON (also one feature a line), TopoJSON, GeoPackage, Shapefile (also
            zipped), KML, KMZ, GML, DXF, FlatGeobuf or GeoParquet.
        expected: Where the features should lie (west, south, east, north), degrees.
        layer: Layer of a file with several.
        system: Coordinate system to use where the file names none.

    Raises:
        UnusableInput: if the file cannot be read, has no features, or its system cannot
            be brought to EPSG:4490 without guessing.
        FileNotFoundError: if there is no such file.
    """
    return brought(read_raw(path, layer=layer), expected=expected, system=system, name=path.name)


def brought(
    raw: RawFeatures, *, expected: Box | None = None, system: str = "", name: str = ""
) -> Features:
    """Return features as read in EPSG:4490, with the doubts about their coordinates.

    Args:
        raw: From `read_raw` or `boundary_data.readers.points.read_points`.
        expected: Where they should lie (west, south, east, north), degrees.
        system: Coordinate system to use where the file names none.
        name: Name of the file, for messages.

    Raises:
        UnusableInput: if there are no features, or their system cannot be brought to
            EPSG:4490 without guessing.
    """
    if not raw.geometries:
        raise _nothing(raw, name)
    label = raw.system or system
    doubts = _doubts(raw.geometries, label, expected)
    if any(doubt.gross for doubt in doubts):
        return _features(raw, raw.geometries, "", doubts)
    moved, remark = _moved(raw.geometries, label)
    if not _labelled_degrees(label):
        doubts += [d for d in suspicions(moved, expected=expected) if d.kind != "not_finite"]
    return _features(raw, moved, remark, doubts)


def _nothing(raw: RawFeatures, name: str) -> UnusableInput:
    detail = f"（{len(raw.problems)} 个图形无法读取）" if raw.problems else ""
    problems = [Problem("$.features", f"文件“{name}”中没有可用的图形{detail}", "请检查导出内容")]
    problems += [
        Problem(f"第{p.row}个图形 {p.field}", p.message, "请修正后重新提交") for p in raw.problems
    ]
    return UnusableInput(problems)


def read_raw(path: Path, *, layer: str | None = None) -> RawFeatures:
    """Return the features of the file `path` with their coordinates as they stand.

    Raises:
        UnusableInput: if the file cannot be read, or has several layers and none was named.
        FileNotFoundError: if there is no such file.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise FileNotFoundError(2, "文件不存在", str(path))
    if suffix in PARQUET_SUFFIXES:
        return read_parquet(path)
    if suffix in SEQUENCE_SUFFIXES:
        return read_geojson_lines(path)
    if suffix in JSON_SUFFIXES:
        top = parsed(path)
        return read_with_gdal(path, layer) if top.get("type") == "Topology" else read_geojson(top)
    if suffix in GDAL_SUFFIXES:
        return read_with_gdal(path, layer)
    raise UnusableInput(
        [Problem("", f"不支持的文件类型“{suffix or path.name}”", f"可用：{'、'.join(SUFFIXES)}")]
    )


def _doubts(
    geometries: Sequence[BaseGeometry | None], label: str, expected: Box | None
) -> list[Suspicion]:
    if _labelled_degrees(label):
        return suspicions(geometries, expected=expected)
    zone = next((z for z in ZONES if z.epsg == known_epsg(label)), None)
    prefix = None if zone is None else zone.number if zone.prefixed else 0
    return projected_suspicions(geometries, prefix=prefix)


def _labelled_degrees(label: str) -> bool:
    return not label or not _system(label).is_projected


def known_epsg(label: str) -> int | None:
    """Return the EPSG number of the system `label`, or None if it has none.

    Raises:
        UnusableInput: if the system is unknown.
    """
    return _system(label).to_epsg(min_confidence=60)


def _system(label: str) -> CRS:
    try:
        return known_crs(label)
    except TransformRefused as refusal:
        raise UnusableInput([Problem("crs", str(refusal), "请更正坐标系")]) from refusal


def _moved(
    geometries: Sequence[BaseGeometry | None], label: str
) -> tuple[Sequence[BaseGeometry | None], str]:
    if not label:
        return geometries, "文件未注明坐标系，按 CGCS2000 经纬度读取"
    try:
        done = to_cgcs2000(geometries, label)
    except TransformRefused as refusal:
        raise UnusableInput([Problem("crs", str(refusal), "请转换坐标系后再提交")]) from refusal
    return done.geometries, done.remark


def _features(
    raw: RawFeatures,
    geometries: Sequence[BaseGeometry | None],
    remark: str,
    doubts: Sequence[Suspicion],
) -> Features:
    said = "；".join(filter(None, (raw.remark, remark)))
    return Features(geometries, raw.rows, raw.numbers, raw.columns, said, raw.problems, doubts)
