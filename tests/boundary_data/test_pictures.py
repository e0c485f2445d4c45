"""Pictures of every form that is taken are read, with and without tags; nothing else is."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from boundary_data.pictures import NoPicture, read_picture


def written(form: str, **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(made, form, **more)
    return made.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_without_tags_is_read(form: str) -> None:
    read = read_picture(written(form))
    assert (read.media_type, read.width, read.height) == (f"image/{form.lower()}", 8, 6)
    assert read.told.taken_at is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_day_it_was_taken_is_read(form: str) -> None:
    exif = Image.Exif()
    exif[0x0110] = "相机"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:30:00"
    taken = read_picture(written(form, exif=exif)).told.taken_at
    assert taken is not None
    assert taken.isoformat() == "2026-11-20T09:30:00+08:00"


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"%PDF-1.7", written("PNG")[:40]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture, match="照片"):
        read_picture(content)
