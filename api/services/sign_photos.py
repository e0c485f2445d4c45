"""Photos of signs (标志照片): kept, given back, compared with where the sign stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from shapely import Point

from api.services.keeping_signs import find, kept_by
from api.services.kept_pictures import keep_picture_file
from api.services.person import Person
from api.services.refusals import OtherState, UnknownPhoto
from api.store.queries import signs as store
from api.store.queries.kept_files import file_of
from api.store.queries.signs import KeptSign
from api.store.session import Session
from boundary_data.heic import name_as_jpeg
from gis.measure import distance_m
from naming.signs.parameters import sign_parameters


def add_photo(
    db: Session, person: Person, sign: UUID, id: UUID, content: bytes, *, file: str, caption: str
) -> tuple[dict[str, Any], bool]:
    """Keep a photo of a sign; return it, and whether it is new.

    Raises:
        UnknownSign: There is no such sign.
        NotYours: The person keeps no signs, or not here.
        DamagedFile: It is no picture, or its name is unusable.
        OtherState: The id is another photo's.
    """
    kept_by(db, person, sign)
    digest, read = keep_picture_file(db, content, file)
    known = store.photo_of(db, id)
    if known is not None:
        if (known["sign_id"], known["sha256"]) != (sign, digest):
            raise OtherState("该照片编号已用于另一张照片", "请为每张照片生成新的编号")
        return known, False
    told = read.told
    values = {
        "sha256": digest,
        "file": name_as_jpeg(file),
        "caption": caption,
        "taken_at": told.taken_at,
        "lon": told.lon,
        "lat": told.lat,
    }
    store.add_photo(db, id, sign, values)
    made = store.photo_of(db, id)
    assert made is not None
    return made, True


def photos(db: Session, sign: KeptSign) -> list[dict[str, Any]]:
    """Return the photos of a sign; `distance_m` is how far from it each says it was taken.

    None where photo or sign tells no place; `far` where that is more than a parameter allows.
    """
    most = sign_parameters().number("photo_distance_m")
    found = []
    for one in store.photos_of(db, sign.id):
        away = _away(sign, one)
        found.append({**one, "distance_m": away, "far": away is not None and away > most})
    return found


def _away(sign: KeptSign, photo: dict[str, Any]) -> float | None:
    here, there = (sign.lon, sign.lat), (photo["lon"], photo["lat"])
    if here[0] is None or here[1] is None or there[0] is None or there[1] is None:
        return None
    return round(distance_m(Point(here[0], here[1]), Point(*there)), 1)


def photo(db: Session, sign: UUID, id: UUID) -> tuple[str, bytes, str]:
    """Return media type, bytes and SHA-256 of a photo of a sign.

    Raises:
        UnknownSign: There is no such sign.
        UnknownPhoto: It has no such photo.
    """
    find(db, sign)
    found = store.photo_of(db, id)
    if found is None or found["sign_id"] != sign:
        raise UnknownPhoto(f"该标志没有编号为 {id} 的照片")
    kept = file_of(db, found["sha256"])
    assert kept is not None
    return (*kept, found["sha256"])
