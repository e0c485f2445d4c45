"""The register's answers to the law of names: `NamingFacts` filled by PostGIS.

A batch of proposals costs one round trip for the names and one for the protection lists,
however many proposals there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.standpoints import COUNTY, PROVINCE, TOWNSHIP, Standpoint
from naming.facts import HeritageName, KnownName, KnownNames, Scope, Standing
from naming.place_kind import PlaceKind
from naming.register_question import RegisterQuestion

MOST = 50
"""Names fetched for one key at the most; more than that say nothing new."""

_SEARCHED = {
    Scope.TOWNSHIP: "county",
    Scope.COUNTY: "county",
    Scope.BUILT_UP_AREA: "county",
    Scope.PROVINCE: "province",
    Scope.NATION: "nation",
}
_STANDINGS = {
    "standard": Standing.STANDARD,
    "listed": Standing.STANDARD,
    "colloquial": Standing.COLLOQUIAL,
    "former": Standing.FORMER,
    "proposed": Standing.RESERVED,
}
# Text once made, not expressions made anew: building them costs more than the answer.
_NAMES = text(
    "SELECT * FROM diming_names_asked(CAST(:nos AS integer[]), :parts, :keys, :scopes, :kinds,"
    " CAST(:counties AS integer[]), CAST(:provinces AS integer[]),"
    " CAST(:lons AS double precision[]), CAST(:lats AS double precision[]), :day, :most)"
)
_PROTECTED = text("SELECT * FROM diming_protected_asked(:keys, :day)")
_ARRAYS = ("nos", "parts", "keys", "scopes", "kinds", "counties", "provinces", "lons", "lats")


@dataclass(frozen=True, slots=True)
class Asked:
    """One proposal's question, where it stands, and the names that lists may protect."""

    question: RegisterQuestion | None
    standpoint: Standpoint
    names: tuple[str, ...]


def answer(db: Session, asked: Sequence[Asked], day: date) -> list[KnownNames]:
    """Return the facts for each of `asked`, seen from where it stands, as of `day`.

    The caller adds the parameters of the jurisdiction and the location.
    """
    names: dict[int, dict[str, KnownName]] = {}
    for row in _names(db, asked, day):
        known = _known(row, asked[row.no].standpoint)
        mine = names.setdefault(row.no, {})
        mine[known.id] = _merged(mine.get(known.id), known, row)
    heritage = _heritage(db, asked, day)
    return [
        KnownNames(
            names=tuple(names.get(no, {}).values()),
            heritage=tuple(_listed(each, heritage)),
            replaced_scopes=((Scope.BUILT_UP_AREA, Scope.COUNTY),),
        )
        for no, each in enumerate(asked)
    ]


def _names(db: Session, asked: Sequence[Asked], day: date) -> Sequence[Any]:
    rows = [row for no, each in enumerate(asked) for row in _keys(no, each)]
    if not rows:
        return ()
    arrays = dict(zip(_ARRAYS, map(list, zip(*rows, strict=True)), strict=True))
    return db.execute(_NAMES, {**arrays, "day": day, "most": MOST}).all()


def _keys(no: int, each: Asked) -> Iterator[tuple[Any, ...]]:
    question, at = each.question, each.standpoint
    if question is None:
        return
    county, province = at.id_at(COUNTY), at.id_at(PROVINCE)
    compared = (
        ("full", (question.full,)),
        ("specific", (question.specific,)),
        ("full_sound", question.sounds),
        ("specific_sound", question.specific_sounds),
    )
    for part, keys in compared:
        for key in keys:
            for kind in question.kinds:
                yield (
                    no, part, key, _SEARCHED[question.scope], kind.value, county, province,
                    at.whereabouts.lon, at.whereabouts.lat,
                )  # fmt: skip


def _known(row: Any, at: Standpoint) -> KnownName:
    levels = ((Scope.TOWNSHIP, TOWNSHIP, row.township_id), (Scope.COUNTY, COUNTY, row.county_id))
    shared = {
        scope for scope, level, here in levels if here is not None and here == at.id_at(level)
    }
    if row.province_id is not None and row.province_id == at.id_at(PROVINCE):
        shared.add(Scope.PROVINCE)
    return KnownName(
        id=str(row.name_id),
        name=row.name,
        specific=row.specific,
        kind=PlaceKind(row.kind),
        status=_STANDINGS[row.status],
        where=row.place,
        distance_m=row.distance_m,
        lon=row.lon,
        lat=row.lat,
        scopes=frozenset(shared | {Scope.NATION}),
    )


def _merged(before: KnownName | None, known: KnownName, row: Any) -> KnownName:
    base = before or known
    if row.part == "full_sound":
        return replace(base, sounds=(*base.sounds, row.key))
    if row.part == "specific_sound":
        return replace(base, specific_sounds=(*base.specific_sounds, row.key))
    return base


def _listed(each: Asked, heritage: dict[str, list[Any]]) -> Iterator[HeritageName]:
    here = each.standpoint.id_at(COUNTY)
    for name in dict.fromkeys(each.names):
        for row in heritage.get(name, ()):
            yield HeritageName(
                row.name,
                row.title,
                row.level,
                row.place,
                row.note,
                in_place=here is not None and row.county_id == here,
            )


def _heritage(db: Session, asked: Sequence[Asked], day: date) -> dict[str, list[Any]]:
    keys = sorted({name for each in asked for name in each.names if name})
    if not keys:
        return {}
    found: dict[str, list[Any]] = {}
    for row in db.execute(_PROTECTED, {"keys": keys, "day": day}):
        found.setdefault(row.key, []).append(row)
    return found
