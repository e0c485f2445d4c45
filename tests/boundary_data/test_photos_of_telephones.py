"""Photos of telephones (HEIC) become JPEG that tell time and place; what is broken is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from boundary_data.heic import name_as_jpeg
from boundary_data.pictures import NoPicture, read_picture

PICTURES = Path(__file__).parent / "pictures"
PHONE = (PICTURES / "phone.heic").read_bytes()


def test_a_photo_of_a_telephone_tells_when_and_where_and_becomes_a_jpeg() -> None:
    read = read_picture(PHONE)
    assert (read.media_type, read.width, read.height) == ("image/jpeg", 64, 96)
    assert read.told.taken_at is not None
    assert read.told.taken_at.isoformat() == "2026-05-01T09:30:00+08:00"
    assert (round(read.told.lon or 0, 6), round(read.told.lat or 0, 6)) == (108.401, 30.8)
    with Image.open(io.BytesIO(read.content)) as shown:
        red, _, blue = shown.convert("RGB").getpixel((48, 20))  # type: ignore[misc]  # a triple
        assert (shown.format, shown.getexif()[0x0112]) == ("JPEG", 1)
    assert red > 150 > blue, "turned to the right as it was held: the red box is at the top"


def test_the_same_photo_gives_the_same_bytes() -> None:
    plain = (PICTURES / "plain.heic").read_bytes()
    assert read_picture(plain).content == read_picture(plain).content


def test_a_photo_that_crashes_the_decoder_ends_nothing_else() -> None:
    crashing = bytearray(PHONE)
    crashing[179], crashing[257] = 168, 33  # the decoder of pi-heif 1.4.0 ends by SIGSEGV
    with pytest.raises(NoPicture, match="HEIC"):
        read_picture(bytes(crashing))


def test_a_photo_cut_off_is_refused() -> None:
    with pytest.raises(NoPicture, match="HEIC"):
        read_picture(PHONE[:400])


def test_a_photo_that_says_it_is_huge_is_refused_unread() -> None:
    at = PHONE.index(b"ispe") + 8
    with pytest.raises(NoPicture, match="像素过多"):
        read_picture(PHONE[:at] + (60_000).to_bytes(4) * 2 + PHONE[at + 8 :])


def test_the_name_says_what_the_picture_became() -> None:
    assert [name_as_jpeg(one) for one in ("IMG_1.HEIC", "a.b.heif", "c.png")] == [
        "IMG_1.jpg",
        "a.b.jpg",
        "c.png",
    ]
