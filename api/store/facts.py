"""The register's answers to the law of names: `NamingFacts` filled by PostGIS.

A batch of proposals costs one round trip, however many there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.standpoints import (
    COUNTY,
    PROVINCE,
    TOWNSHIP,
    Divisions,
    Located,
    Standpoint,
    Stated,
    Whereabouts,
)
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
# Text once made, not an expression made anew: building it costs more than the answer.
_FACTS = text("SELECT no, what, fact FROM diming_facts(CAST(:asked AS jsonb), :day, :most)")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One proposal's question, what it says of its place, and the names that lists may protect.

    `here` is given instead of words where the place is known, as in an audit.
    """

    question: RegisterQuestion | None
    whereabouts: Whereabouts
    names: tuple[str, ...]
    here: Divisions | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the proposal stands, and the names and lists seen from there.

    The caller adds the parameters of the jurisdiction and the location to `names`.
    """

    standpoint: Standpoint
    names: KnownNames


def answer(db: Session, asked: Sequence[Asked], day: date) -> list[Answer]:
    """Return what the register knows for each of `asked` as of `day`, in order."""
    if not asked:
        return []
    wishes = json.dumps([_wish(no, each) for no, each in enumerate(asked)], ensure_ascii=False)
    facts: list[dict[str, list[Any]]] = [{} for _ in asked]
    for row in db.execute(_FACTS, {"asked": wishes, "day": day, "most": MOST}):
        facts[row.no].setdefault(row.what, []).append(row.fact)
    return [_answer(each, known) for each, known in zip(asked, facts, strict=True)]


def _wish(no: int, each: Asked) -> dict[str, Any]:
    where, here, question = each.whereabouts, each.here or Divisions(), each.question
    return {
        "no": no,
        "code": _storable(where.code),
        "county": _storable(where.county),
        "province": _storable(where.province),
        "lon": where.lon,
        "lat": where.lat,
        "township_id": here.township_id,
        "county_id": here.county_id,
        "province_id": here.province_id,
        "keys": list(_keys(question)) if question else [],
        "kinds": [kind.value for kind in question.kinds] if question else [],
        "scope": _SEARCHED[question.scope] if question else "",
        "listed": [_storable(name) for name in dict.fromkeys(each.names) if name],
    }


def _keys(question: RegisterQuestion) -> Iterator[dict[str, str]]:
    compared = (
        ("full", (question.full,)),
        ("specific", (question.specific,)),
        ("full_sound", question.sounds),
        ("specific_sound", question.specific_sounds),
    )
    for part, keys in compared:
        for key in keys:
            yield {"part": part, "key": _storable(key)}


def _storable(text: str) -> str:
    """Return a text that the register can be asked for; what it cannot hold it does not have."""
    return _UNSTORABLE.sub("\ufffd", text)


def _answer(each: Asked, facts: dict[str, list[Any]]) -> Answer:
    (found,) = facts["here"]
    here = Divisions(found["township_id"], found["county_id"], found["province_id"])
    standpoint = Standpoint(
        each.whereabouts,
        here,
        tuple(Stated.of(f) for f in sorted(facts.get("stated", ()), key=lambda f: f["rank"])),
        tuple(Located(**f) for f in sorted(facts.get("located", ()), key=lambda f: f["level"])),
        found["off_m"],
        found["off_status"] or "",
    )
    return Answer(
        standpoint,
        KnownNames(
            names=tuple(_known(f, here) for f in facts.get("name", ())),
            heritage=tuple(_listed(f, here) for f in facts.get("listed", ())),
            replaced_scopes=((Scope.BUILT_UP_AREA, Scope.COUNTY),),
        ),
    )


def _known(fact: dict[str, Any], here: Divisions) -> KnownName:
    levels = (
        (Scope.TOWNSHIP, TOWNSHIP, fact["township_id"]),
        (Scope.COUNTY, COUNTY, fact["county_id"]),
        (Scope.PROVINCE, PROVINCE, fact["province_id"]),
    )
    shared = {scope for scope, level, id in levels if id is not None and id == here.id_at(level)}
    return KnownName(
        id=str(fact["id"]),
        name=fact["name"],
        specific=fact["specific"],
        kind=PlaceKind(fact["kind"]),
        status=_STANDINGS[fact["status"]],
        where=fact["where"],
        distance_m=fact["distance_m"],
        lon=fact["lon"],
        lat=fact["lat"],
        sounds=tuple(fact["sounds"] or ()),
        specific_sounds=tuple(fact["specific_sounds"] or ()),
        scopes=frozenset(shared | {Scope.NATION}),
    )


def _listed(fact: dict[str, Any], here: Divisions) -> HeritageName:
    county = fact.pop("county_id")
    return HeritageName(**fact, in_place=here.county_id is not None and county == here.county_id)
