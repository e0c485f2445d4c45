"""Issues of the rural naming programme (地名问题): found by audits, reported, confirmed, closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from api.services.auditing_names import as_proposal
from api.services.checking_names import NameCheck, check_registered
from api.services.person import Person
from api.services.programme import (
    Issue,
    ProgrammeRefused,
    UnknownProgrammeItem,
    county_id,
    own_county,
)
from api.store.queries import programme as kept
from api.store.queries.auditing import Registered, registered_names
from api.store.queries.journal import write_line
from api.store.queries.programme import KeptIssue
from api.store.queries.standpoints import Divisions
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.rural.issues import UsedName, irregularities, several, shared_names
from rulebook.report import Mode
from rulebook.rule import Finding
from rulebook.worded import Worded

RURAL_KINDS = (
    *("village", "committee", "street", "natural", "park", "zone", "facility", "building"),
    "other",
)
CHUNK = 500
OFFICIALS = ("clerk", "reviewer", "approver", "editor")


class Standing(Worded):
    """How far an issue is."""

    REPORTED = "reported", "待核实"
    OPEN = "open", "未整改"
    FIXED = "fixed", "已整改"
    UNFOUNDED = "unfounded", "不属实"


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit of a county came to: how many names, new issues, issues gone, still open."""

    names: int
    found: int
    gone: int
    open: int


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of an issue: its type, where it is, which name, what is wrong."""

    type: Issue
    county: str
    place: str
    message: str
    name: str = ""
    author: str = ""
    contact: str = ""


def audit(db: Session, county: str, person: Person, *, on: date) -> Audited:
    """Look through the names of a county's countryside for issues, and keep what is found.

    What an earlier audit found and is no more, is noted as fixed; what officials dismissed is
    not found a second time while it stays as it was. Names that are not for everybody are not
    looked at.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: The county is not acted for.
    """
    id = own_county(db, county, on)
    names = _names_of(db, id, on)
    dismissed = kept.dismissed(db, id)
    found = {
        (row["type"], row["about"]): row
        for row in _issues(db, id, names, on, person)
        if (row["type"], row["about"], row["message"]) not in dismissed
    }
    before = kept.audited_open(db, id)
    fresh = [row for key, row in found.items() if key not in before]
    gone = [issue for key, issue in before.items() if key not in found]
    kept.write_issues(db, fresh)
    for issue in gone:
        kept.close_issue(
            db, issue, on, standing="fixed", resolution="核查时已不存在", by=person.name
        )
    told: dict[str, object] = {"names": len(names), "found": len(fresh), "gone": len(gone)}
    write_line(db, verb="audit", subject_kind="programme", subject_id=county, after=told)
    return Audited(len(names), len(fresh), len(gone), len(found))


def report_issue(db: Session, id: UUID, told: Told, *, person: Person, on: date) -> KeptIssue:
    """Keep an issue that an official found on the ground; the same id again changes nothing.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: Nothing is said, or the county is not acted for.
    """
    at = own_county(db, told.county, on)
    known = kept.issue_of(db, id)
    if known is not None:
        return known
    _must_say(told)
    row = _row(at, told.type, f"{told.place}|{told.name}", told.message, on, told.author)
    row |= {"found_by": told.author or person.name, "contact": told.contact, "by_audit": False}
    kept.write_issues(db, [row | {"id": id, "name": told.name, "place": told.place}])
    _line(db, "report", id, type=told.type.value, name=told.name, place=told.place)
    found = kept.issue_of(db, id)
    if found is None:
        raise ProgrammeRefused("该问题已登记，尚未整改", "请在问题清单中查看", "place")
    return found


def take_report(db: Session, id: UUID, told: Told, *, on: date) -> None:
    """Take in what anybody reports; it waits until an official of the county has looked.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: Nothing is said.
    """
    _must_say(told)
    at = county_id(db, told.county, on)
    row = _row(at, told.type, f"report:{id}", told.message, on, told.author or "群众")
    row |= {"id": id, "name": told.name, "place": told.place, "contact": told.contact}
    if kept.write_issues(db, [row | {"by_audit": False, "standing": "reported"}]):
        _line(db, "report", id, type=told.type.value, county=told.county)


def confirm(db: Session, id: UUID, person: Person, *, on: date) -> KeptIssue:
    """Note that what was reported is so.

    Raises:
        UnknownProgrammeItem: There is no such issue.
        ProgrammeRefused: It waits for nobody, or the county is not acted for.
    """
    found = _own(db, id, on)
    if found.standing != Standing.REPORTED.value:
        raise ProgrammeRefused("该问题不在待核实状态", "请刷新问题清单", "id")
    kept.confirm_issue(db, id, on, person.name)
    _line(db, "confirm", id, by=person.name)
    return _own(db, id, on)


def close(
    db: Session, id: UUID, resolution: str, person: Person, *, on: date, unfounded: bool = False
) -> KeptIssue:
    """Note how an issue ended, by whom and why; what was only reported can be no more than so.

    Raises:
        UnknownProgrammeItem: There is no such issue.
        ProgrammeRefused: It ended already, is not confirmed, or nothing is said.
    """
    found = _own(db, id, on)
    if found.resolved_on is not None:
        raise ProgrammeRefused("该问题已办结", "请核对后重试", "resolution")
    if not resolution.strip():
        said = "没有写明为什么不属实" if unfounded else "没有写明如何整改"
        raise ProgrammeRefused(said, "请填写 resolution", "resolution")
    if found.standing == Standing.REPORTED.value and not unfounded:
        raise ProgrammeRefused("该问题还没有核实", "请先核实，再登记整改", "resolution")
    ended = Standing.UNFOUNDED if unfounded else Standing.FIXED
    kept.close_issue(
        db, id, on, standing=ended.value, resolution=resolution.strip(), by=person.name
    )
    _line(db, "resolve", id, standing=ended.value, resolution=resolution.strip())
    return _own(db, id, on)


def _own(db: Session, id: UUID, on: date) -> KeptIssue:
    found = kept.issue_of(db, id)
    if found is None:
        raise UnknownProgrammeItem(f"没有编号为 {id} 的问题", "请先查看问题清单")
    own_county(db, None, on, id=found.county_id)
    return found


def _must_say(told: Told) -> None:
    if not told.message.strip() or not told.place.strip():
        raise ProgrammeRefused("没有写明地点或问题", "请填写 place 和 message", "message")
    if told.type is not Issue.UNNAMED and not told.name.strip():
        raise ProgrammeRefused("没有写明是哪个地名", "请填写 name；没有名称的请选有地无名", "name")


def _line(db: Session, verb: str, id: UUID, **told: object) -> None:
    write_line(db, verb=verb, subject_kind="programme_issue", subject_id=str(id), after=told)


def _names_of(db: Session, county: int, on: date) -> list[Registered]:
    rural = kept.rural_names(db, county, on)
    chunks = registered_names(db, day=on, kinds=RURAL_KINDS, county=county)
    return [one for chunk in chunks for one in chunk if one.name_id in rural]


def _issues(
    db: Session, county: int, names: Sequence[Registered], on: date, person: Person
) -> Iterator[dict[str, Any]]:
    for place in kept.places_with_names(db, county, on):
        yield from _of_place(county, place, on, person)
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        places = [Divisions(n.township_id, n.county_id, n.province_id) for n in chunk]
        points = [n.point for n in chunk]
        proposals = [as_proposal(n) for n in chunk]
        checks = check_registered(db, proposals, places, points, on=on, mode=Mode.AUDIT)
        for name, check in zip(chunk, checks, strict=True):
            yield from _of_check(county, name, check, on, person)


def _of_place(
    county: int, place: Mapping[str, Any], on: date, person: Person
) -> Iterator[dict[str, Any]]:
    """Yield the issue that a place is which has no name in use, or several."""
    names = [UsedName(**one) for one in place["names"]]
    if not names:
        last = place["last_name"] or ""
        said = f"没有在用的名称{f'（曾名{last}）' if last else ''}"
        type, called = Issue.UNNAMED, last
    else:
        different = several(names, PlaceKind(place["kind"]))
        if not different:
            return
        told = "、".join(
            f"{one.name}（{one.told_by}）" if one.told_by else one.name for one in different
        )
        said = f"同一处有{len(different)}个名称，都未经批准：{told}"
        if sum(one.status == "standard" for one in different) > 1:
            said = f"同一处有{len(different)}个标准地名：{told}"
        type, called = Issue.SEVERAL_NAMES, "、".join(one.name for one in different)
    row = _row(county, type, f"place:{place['place_id']}", said, on, person.name)
    rule = {"rule": "RV-3", "place_name_id": place["name_id"]}
    yield row | rule | {"name": called, "place": place["place"] or ""}


def _of_check(
    county: int, name: Registered, check: NameCheck, on: date, person: Person
) -> Iterator[dict[str, Any]]:
    """Yield the issues that the findings of one name are: its namesakes, its irregularities."""
    kinds: tuple[tuple[Issue, list[Finding]], ...] = (
        (Issue.SAME_NAME, shared_names(check.report.findings)),
        (Issue.IRREGULAR, irregularities(check.report.findings)),
    )
    for type, findings in kinds:
        if findings:
            said = "；".join(dict.fromkeys(f.message for f in findings))
            row = _row(county, type, f"name:{name.name_id}", said, on, person.name)
            rules = "、".join(dict.fromkeys(f.rule for f in findings))
            yield row | {
                "name": name.name,
                "place": name.place,
                "rule": rules,
                "place_name_id": name.name_id,
            }


def _row(county: int, type: Issue, about: str, message: str, on: date, by: str) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "type": type.value,
        "county_id": county,
        "about": about,
        "message": message,
        "found_on": on,
        "found_by": by,
        "by_audit": True,
    }
