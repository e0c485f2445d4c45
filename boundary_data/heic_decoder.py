"""Turns one HEIC picture (standard input) into JPEG (standard output), in a process of its own.

The decoders are written in C and C++ and damaged files have been seen to crash them: here they
take nothing along. Run by path from `boundary_data.heic`; exit code 3 says "too many pixels",
any other than 0 "no picture".
"""

from __future__ import annotations

import io
import resource
import struct
import sys
import warnings

import pi_heif
from PIL import ExifTags, Image

QUALITY = 92
LONGEST_EXIF = 65_000
"""A JPEG cannot hold more beside the picture."""
MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 20
TOO_MANY_PIXELS = 3


def main() -> int:
    """Decode, within narrow limits of memory and time."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    found = pi_heif.open_heif(io.BytesIO(sys.stdin.buffer.read()), convert_hdr_to_8bit=True)
    width, height = found.size
    if width * height > (Image.MAX_IMAGE_PIXELS or 0):
        return TOO_MANY_PIXELS
    written = io.BytesIO()
    exif = _upright(found.info.get("exif") or b"")
    found.to_pillow().convert("RGB").save(
        written, "JPEG", quality=QUALITY, exif=exif if len(exif) <= LONGEST_EXIF else b""
    )
    sys.stdout.buffer.write(written.getvalue())
    return 0


def _upright(written: bytes) -> bytes:
    """Return EXIF that says a picture is not turned; empty if what is written makes no sense."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = Image.Exif()
            exif.load(written)
            exif[ExifTags.Base.Orientation] = 1
            return exif.tobytes()
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, struct.error):
        return b""


if __name__ == "__main__":
    sys.exit(main())
