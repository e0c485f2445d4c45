"""What a picture (照片) tells of itself: its kind, when and where it was taken (EXIF)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from PIL import ExifTags, Image, UnidentifiedImageError

from boundary_data.heic import TooManyPixels, as_jpeg, is_heic
from boundary_data.inspection_facts import Picture

CHINA = timezone(timedelta(hours=8))
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")


class NoPicture(ValueError):
    """The bytes are no picture that can be read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture's media type, its size in pixels, what it tells, and its bytes to be kept.

    The bytes are those that were read; of a photo of a telephone (HEIC) they are a JPEG.
    """

    media_type: str
    width: int
    height: int
    told: Picture
    content: bytes = field(repr=False)


def read_picture(content: bytes) -> ReadPicture:
    """Return what a picture tells.

    A time without an offset is taken for Beijing time; places are as the device wrote them
    (EXIF names the datum, WGS 84 as a rule). Tags that make no sense are left out.

    Raises:
        NoPicture: It is no JPEG, PNG, WebP, TIFF or HEIC, or is broken or far too large.
    """
    try:
        if is_heic(content):
            content = as_jpeg(content)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                image.verify()
            # verifying uses a picture up: PNG has nothing left to read the tags from
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                exif = image.getexif()
                width, height = image.size
                kind = Image.MIME.get(image.format or "", "application/octet-stream")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NoPicture("文件不是可以读取的照片（支持 JPEG、PNG、WebP、TIFF、HEIC）") from error
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture("照片的像素过多，无法读取") from error
    more = {**exif.get_ifd(ExifTags.IFD.Exif)}
    place = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    told = Picture(
        taken_at=_moment(more),
        lon=place[0] if place else None,
        lat=place[1] if place else None,
    )
    return ReadPicture(kind, width, height, told, content)


def _moment(tags: Mapping[int, object]) -> datetime | None:
    try:
        words = str(tags[ExifTags.Base.DateTimeOriginal]).strip("\0 ").replace(":", "-", 2)
        moment = datetime.fromisoformat(words)
        return moment.replace(tzinfo=_zone(str(tags.get(ExifTags.Base.OffsetTimeOriginal, ""))))
    except (KeyError, ValueError):
        return None


def _zone(text: str) -> timezone:
    try:
        sign, hours, minutes = text[0], int(text[1:3]), int(text[4:6])
    except (IndexError, ValueError):
        return CHINA
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if sign == "-" else offset)


def _place(tags: Mapping[int, object]) -> tuple[float, float] | None:
    try:
        lon = _degrees(tags[ExifTags.GPS.GPSLongitude], tags.get(ExifTags.GPS.GPSLongitudeRef))
        lat = _degrees(tags[ExifTags.GPS.GPSLatitude], tags.get(ExifTags.GPS.GPSLatitudeRef))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    inside = -180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0 and (lon, lat) != (0.0, 0.0)
    return (lon, lat) if inside else None


def _degrees(parts: object, reference: object) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    value = degrees + minutes / 60.0 + seconds / 3600.0
    if value != value:
        raise ValueError("not a number")
    return -value if str(reference or "")[:1].upper() in {"S", "W"} else value
