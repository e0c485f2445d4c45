"""Files that GDAL reads: Shapefile (and its encodings), GeoPackage, KML, GML, TopoJSON."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from boundary_data.frame import RowProblem
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.raw import RawFeatures

SAMPLE_BYTES = 4_000_000
CODE_PAGES = ("utf-8", "gb18030")


def read_with_gdal(path: Path, layer: str | None = None) -> RawFeatures:
    """Return the features of the file `path`, coordinates as they stand.

    Args:
        path: A file of any format that the GDAL of this machine reads.
        layer: Layer of a file with several; the first if None.

    Raises:
        UnusableInput: if GDAL cannot open it, or it has no such layer.
    """
    encoding, problems = _encoding(path)
    options: dict[str, Any] = {} if encoding is None else {"encoding": encoding}
    try:
        frame = pyogrio.read_dataframe(path, layer=layer or _first_layer(path), **options)
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise UnusableInput(
            [Problem("", f"无法读取“{path.name}”：{str(error)[:160]}", _remedy(path))]
        ) from error
    if "geometry" not in frame:
        raise UnusableInput([Problem("", f"“{path.name}”没有图形", "请提交带图形的图层")])
    columns = [str(c) for c in frame.columns if c != "geometry"]
    rows = frame[columns].astype(object).to_dict("records") if columns else [{}] * len(frame)
    system = frame.crs.to_wkt() if frame.crs is not None else ""
    return RawFeatures(
        list(frame.geometry.array),
        [_plain(row) for row in rows],
        list(range(1, len(frame) + 1)),
        columns,
        system,
        problems,
    )


def _first_layer(path: Path) -> str | None:
    layers = pyogrio.list_layers(path)
    with_shapes = [str(name) for name, kind in layers if kind is not None]
    return with_shapes[0] if with_shapes else None


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    """Return the row with missing values as None."""
    return {str(k): None if v is None or v != v else v for k, v in row.items()}


def _encoding(path: Path) -> tuple[str | None, list[RowProblem]]:
    """Return the encoding of a Shapefile's attributes, and a problem if its label is wrong."""
    if path.suffix.lower() != ".shp":
        return None, []
    table = path.with_suffix(".dbf")
    if not table.exists():
        return None, [RowProblem(0, ".dbf", "缺少属性表 .dbf，仅读入图形")]
    text = _text_of(table)
    found = next((name for name in CODE_PAGES if _decodes(text, name)), "gb18030")
    label = path.with_suffix(".cpg")
    said = label.read_text(encoding="ascii", errors="replace").strip() if label.exists() else ""
    if said and not text.isascii() and not _decodes(text, _python_name(said)):
        return found, [RowProblem(0, ".cpg", f".cpg 写的是“{said}”，实际按 {found.upper()} 读取")]
    return (_python_name(said) if said and _known(said) else found), []


def _text_of(table: Path) -> bytes:
    """Return the records of a dBASE file, without its header, cut at whole records."""
    with table.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            return b""
        start, size = struct.unpack("<HH", head[8:12])
        file.seek(start)
        data = file.read(max(size, 1) * max(SAMPLE_BYTES // max(size, 1), 1))
    return data.rstrip(b"\x1a")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _known(label: str) -> bool:
    return _decodes(b"", _python_name(label))


def _python_name(label: str) -> str:
    name = label.strip().lower()
    return {"936": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb2312": "gb18030"}.get(
        name, name
    )


def _remedy(path: Path) -> str:
    if path.suffix.lower() == ".shp":
        return "请连同 .shp、.shx、.dbf、.prj 一并提交，或改用 GeoPackage"
    return "请确认文件完整，或改用 GeoJSON、GeoPackage"
