"""The register's answers to the law of names: `NamingFacts` filled by PostGIS.

A batch of proposals costs one round trip, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.asking import COLUMNS, Asked, Sheet
from api.store.old_names import old_name
from api.store.queries.known_keys import ANY_KEYS, KnownKeys
from api.store.queries.standpoints import (
    COUNTY,
    PROVINCE,
    TOWNSHIP,
    Divisions,
    Located,
    Standpoint,
    Stated,
)
from gis.measure import CGCS2000
from naming.facts import HeritageName, KnownName, KnownNames, Scope, Standing
from naming.famous import famous_entities
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.register_question import RegisterQuestion

_STANDINGS = {
    "standard": Standing.STANDARD,
    "listed": Standing.STANDARD,
    "colloquial": Standing.COLLOQUIAL,
    "former": Standing.FORMER,
    "proposed": Standing.RESERVED,
}
_ALIASES = ((Scope.BUILT_UP_AREA, Scope.COUNTY),)
# Text once made, not an expression made anew: building it costs more than the answer.
_FACTS = text(
    "SELECT what, fact FROM diming_facts("
    + ", ".join(f":{column}" for column in (*COLUMNS, "listed", "day", "most"))
    + ")"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the proposal stands, and the names and lists seen from there.

    The caller adds the parameters of the jurisdiction and the location to `names`.
    """

    standpoint: Standpoint
    names: KnownNames


def answer(
    db: Session, asked: Sequence[Asked], day: date, known: KnownKeys = ANY_KEYS
) -> list[Answer]:
    """Return what the register knows for each of `asked` as of `day`, in order.

    Who asks often may say with `known` which keys there are; others are then not asked for.
    """
    if not asked:
        return []
    sheet = Sheet(asked, known)
    facts: defaultdict[str, Any] = defaultdict(list)
    for what, fact in db.execute(_FACTS, sheet.values(day)):
        facts[what] = [*facts[what], fact] if what == "old" else fact
    return _Answers(asked, sheet, facts).all()


class _Answers:
    """The facts of a batch, put together for each proposal."""

    def __init__(
        self, asked: Sequence[Asked], sheet: Sheet, facts: Mapping[str, list[Any]]
    ) -> None:
        self._asked, self._sheet = asked, sheet
        self._here = list(zip(*facts["here"], strict=True))
        self._stated = [tuple(map(Stated.of, each or ())) for each in facts["stated"]]
        self._located = [
            tuple(Located(**found) for found in each or ()) for each in facts["located"]
        ]
        self._off = {no: (metres, status) for no, metres, status in facts["off"]}
        self._names = {row[0]: row for row in facts.get("names", ())}
        self._wheres = {(row[0], row[1]): (row[2], row[3]) for row in facts.get("wheres", ())}
        self._hits: defaultdict[int, dict[int, list[list[Any]]]] = defaultdict(dict)
        for hit in facts.get("hits", ()):
            self._hits[hit[0]].setdefault(hit[1], []).append(hit)
        self._listed: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for entry in facts.get("listed") or ():
            self._listed[entry["key"]].append(entry)
        self._old = {
            no: tuple(map(old_name, group["names"]))
            for group in facts.get("old", ())
            for no in group["nos"]
        }

    def all(self) -> list[Answer]:
        """Return the answers, in the order of the questions."""
        return [self._answer(no) for no in range(len(self._asked))]

    def _answer(self, no: int) -> Answer:
        *ids, target = self._here[no]
        here = Divisions(*ids)
        known = KnownNames(
            names=_with_famous(self._known(no, here), self._asked[no].question),
            heritage=self._protected(no, here),
            replaced_scopes=_ALIASES,
            old_names=self._old.get(no + 1, ()),
        )
        return Answer(self._standpoint(no, here, target), known)

    def _standpoint(self, no: int, here: Divisions, target: int | None) -> Standpoint:
        said, point = self._sheet.said[no], self._sheet.points[no]
        located = self._located[point - 1] if point and self._located else ()
        inside = next((found for found in located if found.division_id == target), None)
        off_m, status = (0.0, inside.status) if inside else self._off.get(no + 1, (None, ""))
        return Standpoint(
            self._asked[no].whereabouts,
            here,
            self._stated[said - 1] if said else (),
            located,
            off_m,
            status or "",
        )

    def _known(self, no: int, here: Divisions) -> tuple[KnownName, ...]:
        """Return each name that was hit once, with all that its hits tell of it."""
        point = self._asked[no].point
        found = ((self._names.get(id), hits) for id, hits in self._hits[no + 1].items())
        return tuple(self._name(row, hits, here, point) for row, hits in found if row)

    def _name(
        self,
        row: list[Any],
        hits: list[list[Any]],
        here: Divisions,
        point: tuple[float, float] | None,
    ) -> KnownName:
        id, name, specific, status, kind, lon, lat, township, county_then, province = row
        county, where = self._wheres[township, county_then]
        distance_m, bearing = _seen(point, lon, lat)
        return KnownName(
            id=str(id),
            name=name,
            specific=specific,
            kind=PlaceKind(kind),
            status=_STANDINGS[status],
            where=where,
            distance_m=next((hit[3] for hit in hits if hit[3] is not None), distance_m),
            lon=lon,
            lat=lat,
            sounds=tuple(hit[2] for hit in hits if hit[2]),
            specific_sounds=sound_keys(specific),
            scopes=_shared(here, township, county, province),
            bearing_deg=bearing,
            outside=next((hit[4] for hit in hits if hit[4] is not None), None),
        )

    def _protected(self, no: int, here: Divisions) -> tuple[HeritageName, ...]:
        entries = (e for name in self._sheet.listed[no] for e in self._listed.get(name, ()))
        return tuple(_entry(entry, here) for entry in entries)


def _with_famous(
    names: tuple[KnownName, ...], question: RegisterQuestion | None
) -> tuple[KnownName, ...]:
    """Return the names and the famous ones asked for, but none that is the proposal itself."""
    famous = famous_entities(question) if question else ()
    if not famous or question is None:
        return names
    own = {known.key for known in names if known.id == question.record}
    return (*names, *(known for known in famous if known.key not in own))


def _seen(
    point: tuple[float, float] | None, lon: float | None, lat: float | None
) -> tuple[float | None, float | None]:
    """Return how far a place is from a point, metres, and in which direction, degrees."""
    if point is None or lon is None or lat is None:
        return None, None
    forward, _, metres = CGCS2000.inv(*point, lon, lat)
    return metres, forward % 360 if metres else None


def _shared(
    here: Divisions, township: int | None, county: int | None, province: int | None
) -> frozenset[Scope]:
    """Return the scopes that a place in these divisions shares with `here`."""
    levels = (
        (Scope.TOWNSHIP, TOWNSHIP, township),
        (Scope.COUNTY, COUNTY, county),
        (Scope.PROVINCE, PROVINCE, province),
    )
    shared = {scope for scope, at, id in levels if id is not None and id == here.id_at(at)}
    return frozenset(shared | {Scope.NATION})


def _entry(fact: Mapping[str, Any], here: Divisions) -> HeritageName:
    county = fact["county_id"]
    return HeritageName(
        name=fact["name"],
        list_title=fact["list_title"],
        level=fact["level"],
        where=fact["where"],
        note=fact["note"],
        in_place=here.county_id is not None and county == here.county_id,
    )
