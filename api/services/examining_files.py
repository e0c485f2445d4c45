"""Looking into files that are sent (查验上传文件), whichever way they come.

What a file is, its bytes say: another ending, an unknown form, macros, embedded programs, pages and
scripts, and files that are two things at once are refused.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from api.services.cases.refusals import FileRefused
from boundary_data.pictures import NoPicture, read_picture

MEBIBYTE = 1024 * 1024
LARGEST_BYTES = 50 * MEBIBYTE
LARGEST_UNPACKED = 400 * MEBIBYTE
LARGEST_STREAM = 8 * MEBIBYTE
XML_HEAD = 64 * 1024
LONGEST_STEM = 80
OOXML = "application/vnd.openxmlformats-officedocument"
PAPERS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{OOXML}.wordprocessingml.document",
    ".xlsx": f"{OOXML}.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
}
"""What may lie in a case or in the archive of a line, by the ending of its name."""
TABLES = {suffix: PAPERS[suffix] for suffix in (".xlsx", ".csv", ".txt")} | {".tsv": "text/csv"}
"""What a table of names may be."""
TEXTS = frozenset({"text/plain", "text/csv", "application/json", "application/geo+json"})
HEIC_REMEDY = (
    "请转为 JPEG 后上传：在手机“照片”中共享到“文件”并选 JPEG，"
    "或在“设置—相机—格式”中选“兼容性最佳”后重拍"
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "macrosheets", "oleobject", "embeddings/")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
FOREIGN_TEMPLATE = re.compile(rb"(attachedTemplate|oleObject|frame)\"[^>]*TargetMode=\"External\"")
"""A document that fetches its macros from elsewhere when it is opened."""
SCRIPTS = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
PACKED_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|svg|script|body|iframe)\b",
    re.IGNORECASE | re.DOTALL,
)
"""How a text begins that a browser would take for a page."""


def examined(content: bytes, name: str, taken: Mapping[str, str] = PAPERS) -> str:
    """Return the media type that both the bytes of a file and its name say.

    Raises:
        FileRefused: It is empty, too large, of a form that is not in `taken`, not what its name
            says, two things at once, or brings programs along.
    """
    if not content:
        raise FileRefused(f"“{name}”是空文件", "请重新选择文件", "file")
    if len(content) > LARGEST_BYTES:
        size = f"{LARGEST_BYTES // MEBIBYTE} MB"
        raise FileRefused(f"“{name}”超过 {size}", f"请压缩或拆分到 {size} 以内", "file")
    said = taken.get(Path(name).suffix.lower())
    if Path(name).suffix.lower() in (".heic", ".heif"):
        raise FileRefused(f"“{name}”是苹果手机的 HEIC 照片，这里不受理", HEIC_REMEDY, "file")
    if said is None:
        could = "、".join(sorted(suffix.lstrip(".") for suffix in taken))
        raise FileRefused(f"“{name}”的类型不受理", f"可以上传：{could}", "file")
    if content.startswith(OLE):
        raise FileRefused(
            f"“{name}”是旧版 Office 文件，可能带宏", "请另存为 docx、xlsx 或 PDF 后上传", "file"
        )
    found = _form(content, name)
    if found != said and not (found == "text/plain" and said in TEXTS):
        raise FileRefused(f"“{name}”的内容与扩展名不符", "请按文件真实的类型命名后上传", "file")
    if hides_archive(content):
        raise FileRefused(f"“{name}”里藏有压缩包", "请重新导出后上传", "file")
    return said


def hides_archive(content: bytes) -> bool:
    """Tell whether something that begins otherwise can be opened as a zip archive, too."""
    return not content.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(content))


def examine_workbook(content: bytes, name: str) -> None:
    """Refuse a workbook (xlsx) that brings programs along, is damaged or unpacks to too much.

    Raises:
        FileRefused: It is.
    """
    if content.startswith(b"PK\x03\x04"):
        _office_form(content, name)


def safe_name(name: str) -> str:
    """Return the last part of a path as a name that any system can hold and no page trips over."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(
        c for c in last if c.isprintable() and c not in '<>:"|?*\\/' and not _turns(c)
    ).strip(" .")
    path = Path(kept or "附件")
    return f"{path.stem[:LONGEST_STEM] or '附件'}{path.suffix.lower()[:10]}"


def is_plain_name(name: str) -> bool:
    """Tell whether a name leads nowhere and shows as what it is: no path, nothing unprintable."""
    return (
        bool(name.strip(" ."))
        and name.isprintable()
        and not set(name) & set('<>:"|?*\\/')
        and not any(map(_turns, name))
    )


def _turns(character: str) -> bool:
    # signs that let a name read backwards
    return unicodedata.bidirectional(character) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI")


def _form(content: bytes, name: str) -> str:
    if PAGE.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise FileRefused(f"“{name}”是网页或矢量图，不受理", "请另存为 PDF 或图片后上传", "file")
    if content.startswith(b"%PDF-"):
        _refuse_scripts(content, name)
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(content, name)
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(content, name)
    if content.startswith((b"II*\0", b"MM\0*")):
        return _picture(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _office_form(content, name)
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return "\0" not in content.decode(encoding)
    return False


def _refuse_scripts(content: bytes, name: str) -> None:
    # a letter of a PDF name may be written as its code: /J#61vaScript
    for part in (content, *_unpacked_objects(content)):
        plain = ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), part)
        if not any(mark in plain for mark in SCRIPTS):
            continue
        raise FileRefused(f"“{name}”带有脚本或内嵌文件", "请用“打印为 PDF”重新生成后上传", "file")


def _unpacked_objects(content: bytes) -> Iterator[bytes]:
    """Yield the objects of a PDF that are written packed, where scripts would not be seen."""
    for found in PACKED_OBJECTS.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(content[found.end() :], LARGEST_STREAM)


def _picture(content: bytes, name: str) -> str:
    try:
        return read_picture(content).media_type
    except NoPicture as error:
        raise FileRefused(f"“{name}”：{error}", "请重新导出图片后上传", "file") from error


def _office_form(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [info.filename.lower() for info in packed.infolist()]
            unpacked = sum(info.file_size for info in packed.infolist())
            fetched = unpacked <= LARGEST_UNPACKED and any(
                FOREIGN_TEMPLATE.search(packed.read(info))
                for info in packed.infolist()
                if info.filename.lower().endswith(".rels")
            )
            defining = unpacked <= LARGEST_UNPACKED and any(
                _defines(packed, info) for info in packed.infolist()
            )
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError) as error:
        raise FileRefused(f"“{name}”已损坏，无法打开", "请重新保存后上传", "file") from error
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused(f"“{name}”解压后过大", "请拆分后上传", "file")
    if defining:
        raise FileRefused(
            f"“{name}”里定义了 XML 实体", "请用 Office 或 WPS 打开后另存，再上传", "file"
        )
    if fetched or any(mark in part for part in parts for mark in PROGRAMS):
        raise FileRefused(
            f"“{name}”带有宏或内嵌对象", "请另存为不带宏的 docx、xlsx 或 PDF 后上传", "file"
        )
    if "word/document.xml" in parts:
        return PAPERS[".docx"]
    return PAPERS[".xlsx"] if "xl/workbook.xml" in parts else ""


def _defines(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part begins with a type of its own: no Office writes one, entities need it."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return False
    with packed.open(part) as read:
        # without the NULs of UTF-16
        return b"<!DOCTYPE" in read.read(XML_HEAD).replace(b"\0", b"")
