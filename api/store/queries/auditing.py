"""The names of the register one after the other, with where they stand, for an audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from api.store.tables.names import Place, PlaceName

LIVING = ("standard", "listed", "colloquial")


@dataclass(frozen=True, slots=True)
class Registered:
    """A name in use, its kind of place, the divisions it stands in and its point (EPSG:4490)."""

    name_id: int
    name: str
    kind: str
    place: str
    township_id: int | None
    county_id: int | None
    province_id: int | None
    lon: float | None = None
    lat: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Return where the place is in degrees, None if that is not known."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


def registered_names(
    db: Session,
    *,
    day: date,
    kinds: Sequence[str] = (),
    county: int | None = None,
    chunk: int = 500,
) -> Iterator[list[Registered]]:
    """Yield the names in use on `day` in chunks, by id; of all kinds and counties, or of some."""
    after = 0
    while rows := _chunk(db, day, kinds, county, after, chunk):
        yield rows
        after = rows[-1].name_id


def count_of_names(db: Session, *, day: date, kinds: Sequence[str] = ()) -> int:
    """Return how many names `registered_names` will yield."""
    wanted = select(func.count()).select_from(PlaceName).join(Place, Place.id == PlaceName.place_id)
    return int(db.execute(wanted.where(*_in_use(day, kinds))).scalar_one())


def _chunk(
    db: Session, day: date, kinds: Sequence[str], county: int | None, after: int, most: int
) -> list[Registered]:
    above = (
        func.diming_lineage(Place.division_id, day)
        .table_valued("township_id", "county_id", "province_id", "place")
        .lateral("above")
    )
    wanted = (
        select(
            PlaceName.id,
            PlaceName.name,
            Place.kind,
            func.coalesce(above.c.place, ""),
            above.c.township_id,
            func.coalesce(above.c.county_id, Place.county_id),
            func.coalesce(above.c.province_id, Place.province_id),
            func.ST_X(func.diming_point(Place.geom)),
            func.ST_Y(func.diming_point(Place.geom)),
        )
        .join(Place, Place.id == PlaceName.place_id)
        .join(above, true())
        .where(PlaceName.id > after, *_in_use(day, kinds))
        .order_by(PlaceName.id)
        .limit(most)
    )
    if county is not None:
        wanted = wanted.where(Place.county_id == county)
    return [Registered(*row) for row in db.execute(wanted)]


def _in_use(day: date, kinds: Sequence[str]) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = [
        PlaceName.valid.contains(day),
        func.upper_inf(PlaceName.recorded),
        PlaceName.status.in_(LIVING),
        PlaceName.kind == "standard",
    ]
    return [*rules, Place.kind.in_(kinds)] if kinds else rules
