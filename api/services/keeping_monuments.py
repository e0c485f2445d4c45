"""Keeping culture markers (边界文化标志) and covenant steles (睦邻友好公约碑), by versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from api.services.recording_inspections import By
from api.services.refusals import NotAllowed, NotYours, OtherState, TagMissing, UnknownMarker
from api.services.registering_markers import line_on, tag_of
from api.services.sheet_json import change_json
from api.store.queries import monuments as store
from api.store.queries import sheets
from api.store.queries.inspection_records import line_id_of
from api.store.queries.journal import write_line
from api.store.queries.monuments import KeptMonument
from api.store.queries.sheets import KeptVersion
from api.store.session import Session
from api.store.tables.line_archives import MonumentVersion
from boundary_data.inspection_facts import limits
from boundary_data.marker_sheet import Change
from boundary_data.monument import CovenantStele, CultureMarker, Monument, MonumentKind

KINDS: Mapping[MonumentKind, type[Monument]] = {
    MonumentKind.CULTURE_MARKER: CultureMarker,
    MonumentKind.COVENANT_STELE: CovenantStele,
}
_ADAPTERS: Mapping[MonumentKind, TypeAdapter[Any]] = {
    kind: TypeAdapter(made) for kind, made in KINDS.items()
}


@dataclass(frozen=True, slots=True)
class MonumentWrite:
    """What is sent of a monument: under the client's id of the write, by whom, on what basis."""

    write_id: UUID
    by: By
    change: Change
    monument: Monument


def monument_json(monument: Monument) -> dict[str, Any]:
    """Return a monument as JSON values."""
    made: dict[str, Any] = _ADAPTERS[_kind(monument)].dump_python(monument, mode="json")
    return made


def monument_from(kind: MonumentKind, values: Mapping[str, Any]) -> Monument:
    """Return the monument that JSON values of `monument_json` say."""
    made: Monument = _ADAPTERS[kind].validate_python(dict(values))
    return made


def listed(
    db: Session, code: str, on: date, *, kind: MonumentKind | None = None
) -> list[tuple[KeptMonument, Monument]]:
    """Return the monuments of a line on a day.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line_on(db, code, on)
    found = store.monuments_of(db, code, on, kind=kind.value if kind else None)
    return [(kept, monument_from(MonumentKind(kept.kind), kept.sheet)) for kept in found]


def find(db: Session, code: str, id: UUID, on: date, kind: MonumentKind) -> KeptMonument:
    """Return a monument of a line.

    Raises:
        UnknownMarker: The line has none of this kind with this id on that day.
    """
    kept = store.monument_of(db, id, on)
    if kept is None or kept.line_code != code or kept.kind != kind.value:
        raise UnknownMarker(f"界线“{code}”在 {on} 没有编号为 {id} 的{kind.zh}")
    return kept


def versions(db: Session, id: UUID) -> list[KeptVersion]:
    """Return all versions of what was known of a monument, the first one first."""
    return sheets.versions_of(db, MonumentVersion, id)


def write(
    db: Session, code: str, id: UUID, wish: MonumentWrite, *, tag: str | None, on: date
) -> tuple[KeptMonument, bool]:
    """Register a monument or write a new version; return it, and whether it is new.

    The same write again changes nothing.

    Raises:
        UnknownBoundary: There is no such line.
        NotYours: The division is no side of the line.
        TagMissing: It is there and the change names no version.
        OtherState: It changed meanwhile, or an id was used for something else.
        NotAllowed: It is far from the line: it belongs to another one.
    """
    sheets.lock(db, str(id))
    kind, sheet = _kind(wish.monument), monument_json(wish.monument)
    known = sheets.versions_of(db, MonumentVersion, id)
    latest = max(on, wish.change.valid_from)
    again = sheets.written_under(db, MonumentVersion, wish.write_id)
    if again is not None:
        if again[0] != id or again[1].sheet != sheet:
            raise OtherState("该提交编号已用于另一次提交", "请为每次提交生成新的 id", "id")
        return find(db, code, id, latest, kind), False
    _must_be_near(db, code, wish, on)
    if known:
        find(db, code, id, latest, kind)
        _must_be(known[-1].revision, tag)
    else:
        line_id = line_id_of(db, code)
        assert line_id is not None
        store.enter(db, id, line_id, kind.value)
    revision = known[-1].revision + 1 if known else 1
    store.add(
        db,
        id,
        wish.monument.lon,
        wish.monument.lat,
        revision=revision,
        valid_from=wish.change.valid_from,
        sheet=sheet,
        change=change_json(wish.change),
        report={},
        write_id=wish.write_id,
        person=wish.by.person,
        division_code=wish.by.division_code,
    )
    write_line(
        db,
        verb=wish.change.kind.value,
        subject_kind=kind.value,
        subject_id=str(id),
        before={"revision": revision - 1},
        after={
            "revision": revision,
            "line": code,
            "name": wish.monument.name,
            "document": wish.change.document,
            "by": wish.by.person,
            "for": wish.by.division_code,
        },
    )
    return find(db, code, id, latest, kind), not known


def _must_be(revision: int, tag: str | None) -> None:
    if tag is None:
        raise TagMissing("该标志物已登记，没有写明所改的是哪一版")
    if tag != tag_of(revision):
        raise OtherState(
            "登记已被他人修改", f"请先取回最新内容（现为第 {revision} 版），核对后重新提交"
        )


def _must_be_near(db: Session, code: str, wish: MonumentWrite, on: date) -> None:
    line = line_on(db, code, on)
    if line.side_of(wish.by.division_code) is None:
        raise NotYours(
            f"代码 {wish.by.division_code} 不是{line.name or code}的一方",
            f"请以{'或'.join(line.sides)}的名义登记",
            "by.division_code",
        )
    most = limits().number("monument_offset_m") + (line.accuracy_m or 0.0)
    off = line.ruler.nearest(wish.monument.point)[2]
    if off > most:
        raise NotAllowed(
            f"所填位置距{line.name or code} {off:,.0f} 米，超过 {most:,.0f} 米",
            "请核对经纬度与坐标系，或登记到它所在的界线",
            "monument.lon",
        )


def _kind(monument: Monument) -> MonumentKind:
    if isinstance(monument, CovenantStele):
        return MonumentKind.COVENANT_STELE
    return MonumentKind.CULTURE_MARKER
