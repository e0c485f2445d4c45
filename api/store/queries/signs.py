"""Signs of names (地名标志) in the register: written, looked at, mended, listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from api.store.queries.journal import write_line
from api.store.tables.base import SRID
from api.store.tables.signs import Sign, SignInspection, SignPhoto, SignRepair

KIND = "sign"


@dataclass(frozen=True, slots=True)
class SignedName:
    """The name that a sign is for, as the register has it."""

    id: int
    name: str
    romanization: str
    status: str
    division_id: int | None
    bearing_deg: float | None = None


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name that a sign may be for: where it lies, and its own point (EPSG:4490) if it has one."""

    id: int
    name: str
    romanization: str
    status: str
    division_id: int | None
    place_kind: str
    place: str
    lon: float | None
    lat: float | None
    bearing_deg: float | None

    @property
    def signed(self) -> SignedName:
        """Return it as the sign's name."""
        return SignedName(
            self.id,
            self.name,
            self.romanization,
            self.status,
            self.division_id,
            self.bearing_deg,
        )


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What the register knows of a place that matters to its signs.

    Attributes:
        shape: Its geometry (GeoJSON, EPSG:4490), or None.
        length_m: Geodesic length of a line, or None.
        fields: Its record: `course`, `starts_at`, `ends_at`, `width_m`, ...
    """

    shape: Mapping[str, Any] | None
    length_m: float | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptSign:
    """A sign as it stands, lon and lat in degrees (EPSG:4490)."""

    id: UUID
    place_name_id: int
    name: str
    code: str | None
    kind: str
    characters: str
    romanization: str
    extra: str
    axis: str
    place_words: str
    lon: float | None
    lat: float | None
    material: str
    width_mm: int | None
    height_mm: int | None
    set_up_by: str
    set_up_on: date | None
    maker: str
    source: str
    remark: str
    state: str
    condition: str
    next_due: date | None
    version: int
    registered_at: datetime


def signed_name(db: Session, id: int) -> SignedName | None:
    """Return a current name for its signs, if it may be told, or None."""
    row = db.execute(text(_NAME), {"id": id}).mappings().first()
    return None if row is None else SignedName(**row)


def facts_of(db: Session, name: int) -> PlaceFacts:
    """Return what the register knows of the place of a name that may be told."""
    row = db.execute(text(_FACTS), {"id": name}).mappings().first()
    return PlaceFacts(None, None, {}) if row is None else PlaceFacts(**row)


def county_of(db: Session, division: int | None) -> str:
    """Return the code of the county that a division lies in today, empty if it is not known."""
    asked = text(
        "SELECT coalesce(diming_code_of(diming_ancestor(:id, CAST(3 AS smallint), :on), :on), '')"
    )
    on = datetime.now(timezone(timedelta(hours=8))).date()
    return str(db.execute(asked, {"id": division, "on": on}).scalar() or "")


def names_for_sign(
    db: Session, *, id: int | None, place_code: str, name: str, within: Sequence[str], on: date
) -> list[NamedPlace]:
    """Return the current names that a row of a table of signs may mean, the likeliest first.

    Args:
        db: The database.
        id: Number of the name, if the row has it.
        place_code: Code of the place (地名代码), if the row has it.
        name: The name as written; a committee may be written shortly (石坡村).
        within: Words or codes of the divisions that it lies in; empty ones are left out.
        on: Day of the divisions.
    """
    told = [one for one in within if one]
    values = {"id": id, "place_code": place_code, "name": name, "on": on, "within": told}
    return [NamedPlace(**row) for row in db.execute(text(_FOR_SIGN), values).mappings()]


def sign_of(db: Session, id: UUID, *, lock: bool = False) -> KeptSign | None:
    """Return a sign of a name that may be told, or None; with `lock` nobody else changes it."""
    if lock:
        db.execute(select(Sign.id).where(Sign.id == id).with_for_update())
    row = db.execute(text(_SIGN), {"id": id}).mappings().first()
    return None if row is None else KeptSign(**row)


def write_sign(db: Session, id: UUID, values: Mapping[str, Any], *, created: bool, by: str) -> None:
    """Write a sign, and its line in the journal; `lon`, `lat` make its point."""
    row = dict(values)
    lon, lat = row.pop("lon"), row.pop("lat")
    row["geom"] = None if lon is None else func.ST_SetSRID(func.ST_MakePoint(lon, lat), SRID)
    if created:
        db.execute(insert(Sign).values(id=id, registered_by=by, **row))
    else:
        changed = update(Sign).where(Sign.id == id)
        db.execute(changed.values(version=Sign.version + 1, **row))
    told = {key: str(value) if isinstance(value, date) else value for key, value in values.items()}
    _line(db, "register" if created else "change", id, told)


def write_inspection(db: Session, id: UUID, sign: UUID, values: Mapping[str, Any]) -> None:
    """Write down a look at a sign."""
    db.execute(insert(SignInspection).values(id=id, sign_id=sign, **values))
    told = {**values, "inspected_on": str(values["inspected_on"]), "id": str(id)}
    _line(db, "inspect", sign, told)


def write_repair(db: Session, id: UUID, sign: UUID, values: Mapping[str, Any]) -> None:
    """Write down a repair of a sign."""
    db.execute(insert(SignRepair).values(id=id, sign_id=sign, **values))
    told = {**values, "repaired_on": str(values["repaired_on"]), "id": str(id)}
    _line(db, "repair", sign, told)


def set_condition(db: Session, id: UUID, condition: str, next_due: date | None) -> None:
    """Set how a sign is and when it is due next."""
    changed = {"condition": condition, "next_due": next_due, "version": Sign.version + 1}
    db.execute(update(Sign).where(Sign.id == id).values(**changed))


def last_seen(db: Session, id: UUID) -> date | None:
    """Return the day of the newest inspection or repair of a sign."""
    inspected = select(func.max(SignInspection.inspected_on)).where(SignInspection.sign_id == id)
    repaired = select(func.max(SignRepair.repaired_on)).where(SignRepair.sign_id == id)
    return db.execute(
        select(func.greatest(inspected.scalar_subquery(), repaired.scalar_subquery()))
    ).scalar()


def work_on(db: Session, id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return the inspections and repairs of a sign, the newest first."""
    inspections = (
        select(SignInspection)
        .where(SignInspection.sign_id == id)
        .order_by(SignInspection.inspected_on.desc(), SignInspection.recorded_at.desc())
    )
    repairs = (
        select(SignRepair)
        .where(SignRepair.sign_id == id)
        .order_by(SignRepair.repaired_on.desc(), SignRepair.recorded_at.desc())
    )
    return {
        "inspections": [_columns(one) for one in db.execute(inspections).scalars()],
        "repairs": [_columns(one) for one in db.execute(repairs).scalars()],
    }


def work_exists(db: Session, id: UUID) -> bool:
    """Tell whether an inspection or a repair has this id already."""
    values = {"id": id}
    found = db.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM sign_inspection WHERE id = :id)"
            " OR EXISTS (SELECT 1 FROM sign_repair WHERE id = :id)"
        ),
        values,
    )
    return bool(found.scalar())


def sign_with_code(db: Session, code: str) -> UUID | None:
    """Return the sign that has a code (标志编号), or None."""
    return db.execute(select(Sign.id).where(Sign.code == code)).scalar()


def outdate_signs(db: Session, name: int, because: str) -> int:
    """Say of all standing signs of a name that what they show is no longer right."""
    outdated = (
        update(Sign)
        .where(Sign.place_name_id == name, Sign.state == "standing", Sign.kind != "historic")
        .values(condition="wrong", next_due=func.current_date(), version=Sign.version + 1)
    )
    ids = list(db.execute(outdated.returning(Sign.id)).scalars())
    for id in ids:
        _line(db, "outdate", id, {"condition": "wrong", "because": because})
    return len(ids)


def add_photo(db: Session, id: UUID, sign: UUID, values: Mapping[str, Any]) -> None:
    """Add a photo of a sign, whose file is kept."""
    db.execute(insert(SignPhoto).values(id=id, sign_id=sign, **values))
    told = {"id": str(id), "file": values["file"], "sha256": values["sha256"]}
    _line(db, "add-photo", sign, told)


def photo_of(db: Session, id: UUID) -> dict[str, Any] | None:
    """Return a photo of a sign, or None."""
    found = db.execute(select(SignPhoto).where(SignPhoto.id == id)).scalar()
    return None if found is None else _columns(found)


def photos_of(db: Session, sign: UUID) -> list[dict[str, Any]]:
    """Return the photos of a sign, the oldest first."""
    asked = select(SignPhoto).where(SignPhoto.sign_id == sign).order_by(SignPhoto.added_at)
    return [_columns(one) for one in db.execute(asked).scalars()]


def _columns(row: SignInspection | SignRepair | SignPhoto) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _line(db: Session, verb: str, id: UUID, after: Mapping[str, Any]) -> None:
    write_line(db, verb=verb, subject_kind=KIND, subject_id=str(id), after=after)


_NAME = """
SELECT n.id, n.name, n.romanization, n.status, o.division_id, diming_bearing(o.geom) AS bearing_deg
FROM place_name n JOIN place o ON o.id = n.place_id
WHERE n.id = :id AND n.version_of IS NULL AND (n.published OR diming_may_see(n.place_id))
"""

_FACTS = """
SELECT CASE WHEN o.location_status IN ('official', 'public')
            THEN diming_geojson(o.geom) END AS shape,
       CASE WHEN ST_Dimension(o.geom) = 1 THEN ST_Length(CAST(o.geom AS geography)) END AS length_m,
       coalesce((SELECT r.fields FROM name_record r
                 WHERE r.place_name_id = n.id AND upper_inf(r.recorded)), '{}') AS fields
FROM place_name n JOIN place o ON o.id = n.place_id
WHERE n.id = :id AND n.version_of IS NULL AND (n.published OR diming_may_see(n.place_id))
"""

_FOR_SIGN = """
SELECT n.id, n.name, n.romanization, n.status, o.division_id, o.kind AS place_kind,
       coalesce(diming_where(o.division_id, :on), '') AS place,
       CASE WHEN p.sure THEN ST_X(o.geom) END AS lon, CASE WHEN p.sure THEN ST_Y(o.geom) END AS lat,
       diming_bearing(o.geom) AS bearing_deg
FROM place_name n JOIN place o ON o.id = n.place_id
CROSS JOIN LATERAL (SELECT o.location_status IN ('official', 'public')
                           AND GeometryType(o.geom) = 'POINT' AS sure) p
WHERE n.version_of IS NULL AND upper_inf(n.recorded)
  AND (n.published OR diming_may_see(n.place_id))
  AND CASE WHEN CAST(:id AS bigint) IS NOT NULL THEN n.id = :id
           WHEN :place_code <> '' THEN o.place_code = :place_code AND n.kind = 'standard'
           ELSE n.name = :name OR (o.kind = 'committee' AND n.key = :name AND n.kind = 'standard')
      END
  AND NOT EXISTS (
      SELECT FROM unnest(CAST(:within AS text[])) AS w(told)
      WHERE strpos(coalesce(diming_where(o.division_id, :on), ''), w.told) = 0
        AND coalesce(diming_code_of(o.county_id, :on), '') <> w.told
        AND coalesce(diming_code_of(o.division_id, :on), '') NOT LIKE w.told || '%')
ORDER BY n.kind = 'standard' DESC, n.status = 'standard' DESC, n.status = 'listed' DESC, n.id
LIMIT 50
"""

_SIGN = """
SELECT s.id, s.place_name_id, n.name, s.code, s.kind, s.characters, s.romanization, s.extra,
       s.axis, s.place_words, ST_X(s.geom) AS lon, ST_Y(s.geom) AS lat, s.material, s.width_mm,
       s.height_mm, s.set_up_by, s.set_up_on, s.maker, s.source, s.remark, s.state, s.condition,
       s.next_due, s.version, s.registered_at
FROM sign s JOIN place_name n ON n.id = s.place_name_id
WHERE s.id = :id AND (n.published OR diming_may_see(n.place_id))
"""
