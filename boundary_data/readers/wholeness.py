"""Whether a file is whole: what GDAL reads past in silence, and what it mangles."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pyproj import CRS
from pyproj.exceptions import CRSError

from boundary_data.frame import RowProblem
from boundary_data.problems import Problem, UnusableInput

LENGTH_AT = 24
WORD = 2
LATIN = ("latin-1", "cp1252")
CHINESE = ("utf-8", "gb18030")


def refuse_malformed(path: Path) -> None:
    """Refuse XML that is cut off or broken; GDAL takes what comes before the fault.

    Raises:
        UnusableInput: with line and column.
    """
    parser = expat.ParserCreate()
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        place = f"第{error.lineno}行第{error.offset + 1}列"
        raise UnusableInput(
            [Problem("", f"“{path.name}”不是完整的 XML（{place}）", "请重新导出完整的文件")]
        ) from error


def shapefile_problems(path: Path, frame: Any) -> list[RowProblem]:
    """Return what is missing of a Shapefile that was read all the same."""
    if path.suffix.lower() != ".shp":
        return []
    problems = []
    with path.open("rb") as file:
        (words,) = struct.unpack(">i", file.read(LENGTH_AT + 4)[LENGTH_AT:])
    if words * WORD > path.stat().st_size:
        problems += [
            RowProblem(number, "geometry", "图形数据被截断，未读入图形；请重新导出")
            for number, lost in enumerate(frame.geometry.isna(), start=1)
            if lost
        ] or [RowProblem(0, ".shp", "文件比其文件头所记的短，可能被截断；请核对图形")]
    label = path.with_suffix(".prj")
    if label.exists() and frame.crs is None:
        problems.append(RowProblem(0, ".prj", _said_of(label)))
    return problems


def _said_of(label: Path) -> str:
    text = label.read_text(encoding="utf-8", errors="replace").strip()
    if not text:
        return ".prj 是空的，坐标系未知"
    try:
        CRS.from_wkt(text)
    except CRSError:
        return f".prj 无法识别（“{text[:40]}”），坐标系未知；请用 --crs 注明"
    return ".prj 未被采用，坐标系未知；请用 --crs 注明"


def unmangled(text: object) -> object:
    """Return a text whose Chinese letters were read as Latin ones as it was meant."""
    if not isinstance(text, str) or text.isascii():
        return text
    for wrong in LATIN:
        for right in CHINESE:
            try:
                return text.encode(wrong).decode(right)
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    return text
