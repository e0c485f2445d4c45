"""Files with the tracks of a field check (外业轨迹): received, read, laid beside a record."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from api.services.keeping_photos import Sort
from api.services.refusals import DamagedPhoto
from api.store.queries.inspection_photos import content_of, photos_of
from api.store.session import Session
from boundary_data.problems import UnusableInput
from boundary_data.readers.track_files import TrackFile, read_track_file
from gis.tracks import Track

NAMED = 5
TYPES = {
    ".gpx": "application/gpx+xml",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".kmz": "application/vnd.google-earth.kmz",
    ".geojson": "application/geo+json",
    ".json": "application/geo+json",
    ".csv": "text/csv",
}


def read_track_content(file: str, content: bytes) -> TrackFile:
    """Return the track in the bytes of a file; the ending of its name tells the form.

    Raises:
        UnusableInput: It is of no form that is read, damaged, or has no point.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"track{Path(file).suffix.lower()}"
        path.write_bytes(content)
        return read_track_file(path)


def tracks_of(db: Session, record: UUID) -> Mapping[str, Track]:
    """Return the tracks of the whole track files of a record, by file name."""
    return {
        one["file"]: read_track_content(one["file"], content_of(db, one["id"])).track
        for one in photos_of(db, record, kind=TRACK.kind)
        if one["whole"]
    }


def told_by_track(file: str, content: bytes) -> dict[str, object]:
    """Return what a track file tells: its media type, and how it was read.

    Raises:
        DamagedPhoto: It cannot be read as a track.
    """
    try:
        read = read_track_content(file, content)
    except UnusableInput as error:
        first = error.problems[0]
        raise DamagedPhoto(f"轨迹“{file}”：{first.message}", first.remedy) from error
    kind = TYPES.get(Path(file).suffix.lower(), "application/octet-stream")
    return {"media_type": kind, "note": _told(read)}


def _told(read: TrackFile) -> str:
    """Return how many points were read, and the first that were not."""
    parts = [f"读入 {len(read.rows)} 点"]
    if read.remark:
        parts.append(read.remark)
    parts += [f"第 {one.row} 点（行）：{one.message}" for one in read.problems[:NAMED]]
    if len(read.problems) > NAMED:
        parts.append(f"共 {len(read.problems)} 处问题")
    return "；".join(parts)


TRACK = Sort("track", "轨迹", told_by_track)
