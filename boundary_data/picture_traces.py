"""Taking out of a picture what a camera wrote beside it (去除照片附带信息).

Owner, device, place and comments are a person's own business; how the picture is turned, and its
colours, belong to the picture. What follows after its end is dropped, too: a picture that is
something else as well is then a picture only. The same bytes give the same bytes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import ExifTags, Image, ImageOps

JPEG = "image/jpeg"
PNG = "image/png"
START, SCAN, END = 0xD8, 0xDA, 0xD9
EXIF = 0xE1
KEPT = frozenset({0xE0, 0xE2, 0xEE})
"""APP0 (JFIF), APP2 (colour profile), APP14 (Adobe: how colours are meant)."""
COMMENT = 0xFE
PNG_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def without_traces(content: bytes, media_type: str) -> bytes:
    """Return a readable picture without what was written beside it; JPEG and PNG lose nothing.

    Args:
        content: The picture, as `read_picture` can read it.
        media_type: As `read_picture` told it.
    """
    if media_type == JPEG:
        return b"".join(_jpeg(content))
    return b"".join(_png(content)) if media_type == PNG else _again(content)


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    if (turned := _turned(content)) != 1:
        yield _orientation(turned)
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xFF:  # a filling byte
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if kind == SCAN:
            yield content[at : _end_of_jpeg(content, end)]
            return
        if kind in KEPT or not (0xE0 <= kind <= 0xEF or kind == COMMENT):
            yield content[at:end]
        at = end


def _end_of_jpeg(content: bytes, at: int) -> int:
    """Return where the picture ends; `at` lies in the data of its first scan."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        kind = content[at + 1]
        if kind == END:
            return at + 2
        if kind == 0xFF:
            at += 1
        elif kind == 0 or 0xD0 <= kind <= 0xD7:
            at += 2
        else:  # tables of the next scan: their bytes may look like an end
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return len(content)


def _turned(content: bytes) -> int:
    with Image.open(io.BytesIO(content)) as image:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1) or 1)


def _orientation(turned: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    told = exif.tobytes()
    return struct.pack(">BBH", 0xFF, EXIF, len(told) + 2) + told


def _png(content: bytes) -> Iterator[bytes]:
    yield SIGNATURE
    at = len(SIGNATURE)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind not in PNG_DROPPED:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end


def _again(content: bytes) -> bytes:
    """Return a picture of another form written anew."""
    with Image.open(io.BytesIO(content)) as image:
        form = image.format
        plain = ImageOps.exif_transpose(image)
        plain.info.pop("exif", None)
        plain.info.pop("xmp", None)
        out = io.BytesIO()
        clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        if plain.mode == "P" and (palette := plain.getpalette()):
            clean.putpalette(palette)
        clean.save(
            out, form, **({"quality": 92} if form == "WEBP" else {"compression": "tiff_lzw"})
        )
    return out.getvalue()
