"""Photos of telephones (HEIC), turned into JPEG: browsers and offices do not open HEIC.

The decoder (libheif with libde265, LGPL, through `pi-heif`) reads single pictures, turned as they
were held. It runs in a process of its own (`heic_decoder`), which a hostile file may crash.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

HEIC = "image/heic"
JPEG = "image/jpeg"
BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
SUFFIXES = (".heic", ".heif")
DECODER = Path(__file__).with_name("heic_decoder.py")
WAIT_S = 60
TOO_MANY_PIXELS = 3


class TooManyPixels(Exception):
    """A picture is far too large."""


def is_heic(content: bytes) -> bool:
    """Tell whether bytes begin as a HEIC picture does."""
    return content[4:8] == b"ftyp" and content[8:12] in BRANDS


def as_jpeg(content: bytes) -> bytes:
    """Return a HEIC picture as JPEG with its EXIF (time, place); the same bytes give the same.

    Raises:
        OSError: It is damaged, or of a form that the decoder does not know.
        TooManyPixels: It is far too large.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(DECODER)],
            input=content,
            capture_output=True,
            timeout=WAIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OSError("the picture takes too long") from error
    if done.returncode == TOO_MANY_PIXELS:
        raise TooManyPixels
    if done.returncode or not done.stdout:
        raise OSError("no readable HEIC picture")
    return done.stdout


def name_as_jpeg(file: str) -> str:
    """Return the name of a file whose picture became a JPEG."""
    path = PurePosixPath(file)
    return f"{path.stem}.jpg" if path.suffix.lower() in SUFFIXES else file
