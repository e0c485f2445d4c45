"""A small world that a person can draw, in a database of its own, behind a real socket.

Two counties side by side, 万州区 in the west and 云阳县 in the east, share the meridian 108.5
from 30.0 to 30.5; 万州区 has one town. Their areas are synthetic; 万州区 has an official one
too, accurate to 100 m. The line between them has one marker.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import uvicorn
from fastapi import FastAPI
from geoalchemy2 import WKTElement
from sqlalchemy.dialects.postgresql import Range

from api.problems.wire import Wire
from api.store.queries.journal import write_line
from api.store.session import Session, engine_for, transaction
from api.store.tables.boundaries import (
    Arc,
    BoundaryLine,
    BoundaryLineArc,
    BoundaryLineVersion,
    Coverage,
    DivisionArea,
    Face,
    FaceDivision,
)
from api.store.tables.deliveries import Delivery, Source
from api.store.tables.divisions import (
    Division,
    DivisionCode,
    DivisionEvent,
    DivisionEventPart,
    DivisionName,
    DivisionParent,
    DivisionType,
)
from api.store.tables.heritage import HeritageList, HeritageListing
from api.store.tables.markers import Marker, MarkerCondition, MarkerPosition, MarkerReference
from api.store.tables.names import Place, PlaceName
from naming.place_kind import PlaceKind
from naming.registering import indexed
from tests.conftest import cloned_database, template_of

ALWAYS = Range(date(2000, 1, 1), None)
KNOWN = Range(datetime(2024, 1, 1, tzinfo=UTC), None)


@dataclass(frozen=True)
class World:
    """The ids of what the world holds."""

    url: str
    province: int
    west: int
    east: int
    town: int
    line: str
    names: dict[str, int]


@contextmanager
def new_world(server_url: str) -> Iterator[World]:
    """Yield a world in a new database of the server, dropped at the end."""
    with cloned_database(server_url, template_of(server_url)) as url:
        engine = engine_for(url)
        with transaction(engine, actor="test") as db:
            made = fill(db, url)
        engine.dispose()
        yield made


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve `app` on a free port of the loopback device."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=Wire, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        until = time.monotonic() + 120
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started, "the server does not start"
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(120)


def fill(db: Session, url: str) -> World:
    source = Source(key="test", title="测试资料", origin="手工绘制", licence="CC0")
    db.add(source)
    db.flush()
    delivery = Delivery(source_id=source.id, kind="test", file_name="test", sha256="0" * 64)
    db.add(delivery)
    db.flush()
    province = _division(db, delivery.id, 1, "重庆市", "直辖市", "500000", None)
    west = _division(db, delivery.id, 3, "万州区", "区", "500101", province)
    east = _division(db, delivery.id, 3, "云阳县", "县", "500235", province)
    town = _division(db, delivery.id, 4, "石坡镇", "镇", "500101105", west)
    _renamed(db, delivery.id, west)
    line = _geometry(db, delivery.id, west, east)
    names = {
        "石坡村": _name(
            db, delivery.id, "石坡村", PlaceKind.COMMITTEE, town, west, province, 108.2
        ),
        "石坡镇": _name(
            db, delivery.id, "石坡镇", PlaceKind.TOWNSHIP, town, west, province, 108.21
        ),
        "重庆村": _name(
            db, delivery.id, "重庆村", PlaceKind.COMMITTEE, None, east, province, 108.8
        ),
        "龙洞湾大桥": _name(
            db, delivery.id, "龙洞湾大桥", PlaceKind.FACILITY, None, east, province, 108.9
        ),
    }
    listed = HeritageList(
        title="测试名录", level="county", province="重庆市", complete=False, delivery_id=delivery.id
    )
    db.add(listed)
    db.flush()
    db.add(
        HeritageListing(
            list_id=listed.id,
            name="石坡村",
            key="石坡村",
            standing="protected",
            division_id=west,
            place_name_id=names["石坡村"],
            valid=ALWAYS,
        )
    )
    write_line(db, verb="load", subject_kind="world", subject_id="1")
    return World(url, province, west, east, town, line, names)


def _division(
    db: Session, delivery: int, level: int, name: str, kind: str, code: str, parent: int | None
) -> int:
    division = Division(level=level)
    db.add(division)
    db.flush()
    fact: dict[str, Any] = {
        "division_id": division.id,
        "delivery_id": delivery,
        "valid": ALWAYS,
        "recorded": KNOWN,
    }
    if name != "万州区":
        db.add(DivisionName(name=name, **fact))
    db.add(DivisionType(type=kind, **fact))
    db.add(DivisionCode(scheme="mca", code=code, **fact))
    if parent is not None:
        db.add(DivisionParent(parent_id=parent, **fact))
    db.flush()
    return division.id


def _renamed(db: Session, delivery: int, west: int) -> None:
    """万州区 was called 万县 until 2010."""
    event = DivisionEvent(
        kind="更名", happened=Range(date(2010, 1, 1), date(2010, 1, 2)), happened_text="2010-01-01"
    )
    db.add(event)
    db.flush()
    db.add(DivisionEventPart(event_id=event.id, division_id=west, role="successor"))
    before, after = Range(date(2000, 1, 1), date(2010, 1, 1)), Range(date(2010, 1, 1), None)
    for name, valid in (("万县", before), ("万州区", after)):
        db.add(
            DivisionName(
                division_id=west, delivery_id=delivery, name=name, valid=valid, recorded=KNOWN
            )
        )
    db.flush()


def _geometry(db: Session, delivery: int, west: int, east: int) -> str:
    drawn = _coverage(db, delivery, "synthetic", None)
    legal = _coverage(db, delivery, "official", 100.0)
    faces = [Face(coverage_id=drawn), Face(coverage_id=drawn)]
    db.add_all(faces)
    db.flush()
    for face, division in zip(faces, (west, east), strict=True):
        db.add(FaceDivision(face_id=face.id, division_id=division, valid=ALWAYS))
    arcs = [
        _arc(drawn, faces[0].id, faces[1].id, "108.5 30, 108.5 30.25, 108.5 30.5"),
        _arc(drawn, faces[0].id, None, "108.5 30.5, 108 30.5, 108 30, 108.5 30"),
        _arc(drawn, faces[1].id, None, "108.5 30, 109 30, 109 30.5, 108.5 30.5"),
    ]
    db.add_all(arcs)
    db.flush()
    _area(db, drawn, west, 108.0, 108.5)
    _area(db, drawn, east, 108.5, 109.0)
    _area(db, legal, west, 108.0, 108.5)
    left, right = sorted((west, east))
    line = BoundaryLine(
        code="500101-500235",
        name="万州区—云阳县线",
        level=3,
        left_division_id=left,
        right_division_id=right,
        delivery_id=delivery,
    )
    db.add(line)
    db.flush()
    version = BoundaryLineVersion(
        line_id=line.id, coverage_id=drawn, status="synthetic", length_m=55440.0, valid=ALWAYS
    )
    db.add(version)
    db.flush()
    db.add(BoundaryLineArc(version_id=version.id, seq=1, arc_id=arcs[0].id, forward=True))
    _marker(db, line.id, west)
    return line.code


def _coverage(db: Session, delivery: int, status: str, accuracy_m: float | None) -> int:
    coverage = Coverage(
        delivery_id=delivery,
        level=3,
        title="测试图层",
        status=status,
        accuracy_m=accuracy_m,
        accuracy_class="手绘",
        valid=ALWAYS,
    )
    db.add(coverage)
    db.flush()
    return coverage.id


def _arc(coverage: int, left: int, right: int | None, points: str) -> Arc:
    return Arc(
        coverage_id=coverage,
        left_face_id=left,
        right_face_id=right,
        length_m=55440.0,
        geom=WKTElement(f"LINESTRING({points})", srid=4490),
    )


def _area(db: Session, coverage: int, division: int, west: float, east: float) -> None:
    ring = f"{west} 30, {west} 30.5, {east} 30.5, {east} 30, {west} 30"
    db.add(
        DivisionArea(
            division_id=division,
            coverage_id=coverage,
            level=3,
            area_m2=2.67e9,
            geom=WKTElement(f"MULTIPOLYGON((({ring})))", srid=4490),
            label_point=WKTElement(f"POINT({(west + east) / 2} 30.25)", srid=4490),
            valid=ALWAYS,
        )
    )


def _marker(db: Session, line: int, west: int) -> None:
    marker = Marker(
        line_id=line,
        number="0101023501Q",
        standing="single",
        caretaker_division_id=west,
        status="synthetic",
    )
    db.add(marker)
    db.flush()
    db.add(
        MarkerPosition(
            marker_id=marker.id,
            method="gnss_rtk",
            accuracy_m=0.5,
            datum="CGCS2000",
            geom=WKTElement("POINT(108.5 30.1)", srid=4490),
            valid=ALWAYS,
        )
    )
    db.add(
        MarkerReference(
            marker_id=marker.id, name="大树", grid_azimuth_deg=45.0, distance_m=20.0, valid=ALWAYS
        )
    )
    db.add(MarkerCondition(marker_id=marker.id, condition="intact", found_on=date(2020, 6, 1)))


def _name(
    db: Session,
    delivery: int,
    name: str,
    kind: PlaceKind,
    town: int | None,
    county: int,
    province: int,
    lon: float,
) -> int:
    place = Place(
        external_key=f"test:{name}",
        kind=kind.value,
        division_id=town or county,
        county_id=county,
        province_id=province,
        location_status="public",
        geom=WKTElement(f"POINT({lon} 30.2)", srid=4490),
        valid=ALWAYS,
        recorded=KNOWN,
        delivery_id=delivery,
    )
    db.add(place)
    db.flush()
    found = indexed(name, kind)
    row = PlaceName(
        place_id=place.id,
        name=name,
        kind="standard",
        status="listed",
        key=found.key,
        specific=found.specific,
        generic=found.generic,
        romanization=found.toned,
        romanization_plain=found.plain,
        pinyin=found.sounds[0].replace(" ", ""),
        initials=found.initials[0],
        sounds=list(found.sounds),
        reading_sure=True,
        valid=ALWAYS,
        recorded=KNOWN,
        delivery_id=delivery,
    )
    db.add(row)
    db.flush()
    return row.id
