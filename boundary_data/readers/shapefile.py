"""Files that GDAL reads: Shapefile, GeoPackage, KML, GML, DXF, FlatGeobuf, TopoJSON."""

from __future__ import annotations

import glob
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from boundary_data.frame import RowProblem
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.archives import PARTS, unpacked_shapefile
from boundary_data.readers.code_pages import encoding_of_table
from boundary_data.readers.raw import RawFeatures
from boundary_data.readers.wholeness import refuse_malformed, shapefile_problems, unmangled

# closed outlines of a drawing stay lines: which of them are areas is for people to say
RESTORE = "SHAPE_RESTORE_SHX"
PLACES = re.compile(r"\S*/\S+|It might help.*|; .*prefix.*")
OPTIONS = {".dxf": {"CLOSED_LINE_AS_POLYGON": "NO"}}


def read_with_gdal(path: Path, layer: str | None = None) -> RawFeatures:
    """Return the features of the file `path`, coordinates as they stand.

    Args:
        path: A file of any format that the GDAL of this machine reads; a zipped Shapefile.
        layer: Layer of a file with several.

    Raises:
        UnusableInput: if GDAL cannot open it, it has no such layer, or it has several and
            none was named.
    """
    if path.suffix.lower() == ".gml":
        refuse_malformed(path)
        return _read_copy(path, layer)
    if path.suffix.lower() == ".shp" and not _has_index(path):
        return _read_without_index(path)
    if path.suffix.lower() != ".zip":
        return _read(path, layer, path.name)
    with unpacked_shapefile(path, layer) as inside:
        return _read(path, layer, path.name) if inside is None else _read(inside, None, path.name)


def _read_copy(path: Path, layer: str | None) -> RawFeatures:
    """Read a GML elsewhere: GDAL would leave a .gfs beside a file that it only reads."""
    with TemporaryDirectory() as folder:
        for part in (path, path.with_suffix(".xsd")):
            if part.exists():
                shutil.copyfile(part, Path(folder) / part.name)
        return _read(Path(folder) / path.name, layer, path.name)


def _has_index(path: Path) -> bool:
    return any(path.with_suffix(suffix).exists() for suffix in (".shx", ".SHX"))


def _read_without_index(path: Path) -> RawFeatures:
    """Read a Shapefile whose index is missing; GDAL makes it anew, in a copy."""
    before = pyogrio.get_gdal_config_option(RESTORE)
    with TemporaryDirectory() as folder:
        for part in path.parent.glob(glob.escape(path.stem) + ".*"):
            if part.suffix.lower() in PARTS:
                shutil.copyfile(part, Path(folder) / (path.stem + part.suffix.lower()))
        pyogrio.set_gdal_config_options({RESTORE: "YES"})
        try:
            found = _read(Path(folder) / f"{path.stem}.shp", None, path.name)
        finally:
            pyogrio.set_gdal_config_options({RESTORE: before})
    lost = RowProblem(0, ".shx", "缺少索引 .shx，已由 .shp 重建；请核对图形数目")
    return replace(found, problems=(lost, *found.problems))


def _read(path: Path, layer: str | None, name: str) -> RawFeatures:
    encoding, problems = encoding_of_table(path)
    options: dict[str, Any] = dict(OPTIONS.get(path.suffix.lower(), {}))
    if encoding is not None:
        options["encoding"] = encoding
    try:
        layer = layer or _only_layer(path, name)
        frame = pyogrio.read_dataframe(path, layer=layer, **options)
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise UnusableInput(
            [Problem("", f"无法读取“{name}”：文件不完整或已损坏{_detail(error)}", _remedy(path))]
        ) from error
    if "geometry" not in frame:
        raise UnusableInput([Problem("", f"“{name}”没有图形", "请提交带图形的图层")])
    frame = frame.assign(**_whole_numbers(path, layer, frame))
    frame = frame.assign(**_letters(frame)) if path.suffix.lower() == ".dxf" else frame
    return features_of_frame(frame, [*problems, *shapefile_problems(path, frame)])


def _whole_numbers(path: Path, layer: str | None, frame: Any) -> dict[str, Any]:
    """Return the columns of whole numbers that missing values have made decimal ones."""
    lossy = [c for c in frame.columns if c != "geometry" and frame[c].dtype == "float64"]
    if not lossy:
        return {}
    info = pyogrio.read_info(path, layer=layer)
    kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
    whole = [c for c in lossy if str(kinds.get(c, "")).startswith("int")]
    return {c: frame[c].astype("Int64").astype(object) for c in whole}


def _letters(frame: Any) -> dict[str, Any]:
    """Return the texts of a drawing; old ones name no encoding and GDAL takes them for Latin."""
    columns = [c for c in frame.columns if c != frame.geometry.name]
    return {c: [unmangled(text) for text in frame[c]] for c in columns}


def _detail(error: Exception) -> str:
    """Return what GDAL says in short, without places of this machine."""
    said = PLACES.sub("", str(error)).strip(" ,.;")
    return f"（{said[:100]}）" if said else ""


def features_of_frame(frame: Any, problems: Sequence[RowProblem]) -> RawFeatures:
    """Return the features of a GeoDataFrame, coordinates as they stand."""
    shapes = frame.geometry.name
    columns = [str(c) for c in frame.columns if c != shapes]
    rows = frame[columns].astype(object).to_dict("records") if columns else [{}] * len(frame)
    return RawFeatures(
        list(shapely.force_2d(frame.geometry.array)),
        [_plain(row) for row in rows],
        list(range(1, len(frame) + 1)),
        columns,
        frame.crs.to_wkt() if frame.crs is not None else "",
        problems,
    )


def _only_layer(path: Path, name: str) -> str | None:
    """Return the layer of the file that has shapes; ask if there are several."""
    layers = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
    if len(layers) > 1:
        raise UnusableInput(
            [
                Problem(
                    "layer",
                    f"“{name}”中有 {len(layers)} 个图层：{'、'.join(layers)}",
                    "请用 --layer 指定其中之一",
                )
            ]
        )
    return layers[0] if layers else None


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    """Return the row with missing values as None."""
    return {str(k): None if _missing(v) else v for k, v in row.items()}


def _missing(value: object) -> bool:
    # NaN and NaT are the only scalars that differ from themselves; lists are never missing
    return (
        value is None or value is pd.NA or (not hasattr(value, "__len__") and bool(value != value))
    )


def _remedy(path: Path) -> str:
    if path.suffix.lower() == ".shp":
        return "请连同 .shp、.shx、.dbf、.prj 一并提交，或改用 GeoPackage"
    return "请确认文件完整，或改用 GeoJSON、GeoPackage"
