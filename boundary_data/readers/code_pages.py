"""Which encoding the attribute table (.dbf) of a Shapefile has, whatever its .cpg says."""

from __future__ import annotations

import struct
from pathlib import Path

from boundary_data.frame import RowProblem

SAMPLE_BYTES = 4_000_000
CODE_PAGES = ("utf-8", "gb18030")


def encoding_of_table(path: Path) -> tuple[str | None, list[RowProblem]]:
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
