"""Names that one decision approves are entered at once, exactly as one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from shapely.geometry import LineString, Point
from sqlalchemy import text

from api.services.refusals import NotYours
from api.services.registering.entries import Basis, EntryRefused, NameEntry, PlaceEntry
from api.services.registering.many import register_names
from api.services.registering.registering import register_name
from api.store.queries.journal import first_broken_line
from api.store.session import Session, transaction
from naming.place_kind import PlaceKind
from naming.uncertain_day import day
from tests.api.register.conftest import Office
from tests.api.register.people import division

BASIS = Basis(
    "万州区人民政府",
    "万州府[2026]12号",
    day(date(2026, 3, 1)),
    why="乡村道路命名",
    proposed_on=day(date(2026, 2, 1)),
)
SHAPES = (None, Point(108.4, 30.8), LineString([(108.40, 30.80), (108.41, 30.81)]))


def entries(db: Session, stem: str) -> list[tuple[NameEntry, PlaceEntry]]:
    county = division(db, "万州区")
    return [
        (
            NameEntry(f"{stem}{ordinal}湾路", fields={"meaning": "湾边的路", "length_m": 800.0}),
            PlaceEntry(PlaceKind.STREET, "道路", geometry=shape, division_id=county),
        )
        for ordinal, shape in zip("松柏槐", SHAPES, strict=True)
    ]


def told(db: Session, id: int) -> dict[str, Any]:
    """Everything that is kept of a name, without ids and moments."""
    asked = """
        SELECT jsonb_build_object(
            'state', diming_name_state(n.id) #- '{place,id}', 'version', n.version,
            'columns', to_jsonb(n) - '{id,place_id,recorded}'::text[],
            'keys', (SELECT jsonb_agg(to_jsonb(k) - '{id,place_name_id}'::text[]
                                      ORDER BY k.part, k.key)
                     FROM name_key k WHERE k.place_name_id = n.id),
            'events', (SELECT jsonb_agg(to_jsonb(e) - '{id,place_name_id,recorded_at}'::text[]
                                        ORDER BY e.kind)
                       FROM name_event e WHERE e.place_name_id = n.id),
            'versions', (SELECT jsonb_agg(to_jsonb(v) - '{id,place_name_id,at}'::text[]
                                          #- '{after,place,id}')
                         FROM name_version v WHERE v.place_name_id = n.id),
            'journal', (SELECT jsonb_agg(jsonb_build_array(j.verb, j.clause, j.before,
                                         j.after #- '{place,id}'))
                        FROM journal j WHERE j.subject_kind = 'place_name'
                          AND j.subject_id = n.id::text),
            'place', (SELECT to_jsonb(p) - '{id,external_key,recorded}'::text[]
                      FROM place p WHERE p.id = n.place_id))
        FROM place_name n WHERE n.id = :id
    """
    found: dict[str, Any] = db.execute(text(asked), {"id": id}).scalar_one()
    return found


def test_many_are_entered_as_one_after_the_other(office: Office) -> None:
    person = office.colleague.person
    with transaction(office.engine, actor="test") as db:
        each = [register_name(db, person, e, p, BASIS).id for e, p in entries(db, "甲")]
        wanted = [told(db, id) for id in each]
        db.rollback()
    with transaction(office.engine, actor="test") as db:
        heads = register_names(db, person, entries(db, "甲"), BASIS)
        found = [told(db, head.id) for head in heads]
    assert found == wanted
    assert [head.version for head in heads] == [1, 1, 1]


def test_the_journal_of_many_is_one_chain(office: Office) -> None:
    with transaction(office.engine, actor="test") as db:
        register_names(db, office.colleague.person, entries(db, "乙"), BASIS)
    with transaction(office.engine, actor="test") as db:
        assert first_broken_line(db) is None


def test_one_name_that_cannot_stand_leaves_none(office: Office) -> None:
    with transaction(office.engine, actor="test") as db:
        some = entries(db, "丙")
        bad = (NameEntry(" "), some[0][1])
        with pytest.raises(EntryRefused):
            register_names(db, office.colleague.person, [*some, bad], BASIS)
        asked = text("SELECT count(*) FROM place_name WHERE name LIKE '丙%湾路'")
        assert db.execute(asked).scalar() == 0


def test_nobody_enters_names_of_another_county(office: Office) -> None:
    with transaction(office.engine, actor="test") as db, pytest.raises(NotYours):
        register_names(db, office.neighbour.person, entries(db, "丁"), BASIS)
