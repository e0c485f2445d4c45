"""Any file with coordinates in: features, tables of points, tracks."""

from __future__ import annotations

from pathlib import Path

from shapely.geometry import Point

from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.features import read_raw
from boundary_data.readers.points import read_points
from boundary_data.readers.raw import RawFeatures
from boundary_data.readers.table import CSV_SUFFIXES, XLSX_SUFFIXES
from boundary_data.readers.track_files import read_track_file

OTHER_SHEETS = (".xls", ".et", ".ods", ".xlsb")


def read_any(path: Path, *, layer: str | None = None) -> RawFeatures:
    """Return what is in the file `path`, coordinates as they stand.

    Args:
        path: A file of features, a table of boundary points (CSV, XLSX), or a GPX track,
            whose points become features.
        layer: Layer of a file with several.

    Raises:
        UnusableInput: if it cannot be read.
        FileNotFoundError: if there is no such file.
    """
    suffix = path.suffix.lower()
    if suffix in {*CSV_SUFFIXES, *XLSX_SUFFIXES}:
        return read_points(path)
    if suffix in OTHER_SHEETS:
        remedy = "请用表格软件另存为 .xlsx 或 .csv"
        raise UnusableInput([Problem("", f"不支持的表格格式“{suffix}”", remedy)])
    if suffix == ".gpx":
        return _as_points(path)
    return read_raw(path, layer=layer)


def _as_points(path: Path) -> RawFeatures:
    found = read_track_file(path)
    return RawFeatures(
        [Point(row[0], row[1]) for row in found.rows],
        [{"序号": number} for number in found.numbers],
        found.numbers,
        ["序号"],
        "OGC:CRS84",
        found.problems,
        found.remark,
    )
