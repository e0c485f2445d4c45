"""The rural naming programme (乡村著名行动): figures by county and month, issues, map sendings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from api.services.auditing_names import as_proposal
from api.services.checking_names import NameCheck, check_registered
from api.services.person import Person
from api.services.refusals import Refusal, UnknownDivision
from api.store.queries import mapping
from api.store.queries import programme as kept
from api.store.queries.auditing import Registered, registered_names
from api.store.queries.journal import write_line
from api.store.queries.programme import KeptIssue
from api.store.queries.standpoints import Divisions
from api.store.session import Session
from rulebook.report import Mode
from rulebook.rule import Weight
from rulebook.worded import Worded

RURAL_KINDS = ("village", "committee", "street", "natural", "park", "facility", "building", "other")
SHARED = "重名"


class Issue(Worded):
    """The four types of issues that the programme looks for (民函〔2023〕44号)."""

    UNNAMED = "unnamed", "有地无名"
    SEVERAL_NAMES = "several_names", "一地多名"
    SAME_NAME = "same_name", "多地重名"
    IRREGULAR = "irregular", "不规范"


class Measure(Worded):
    """What is counted."""

    NAMED = "named", "命名"
    SIGNED = "signed", "设标"
    MAPPED = "mapped", "上图"
    PROTECTED = "protected", "保护"
    UNNAMED = "unnamed", "有地无名"
    SEVERAL_NAMES = "several_names", "一地多名"
    SAME_NAME = "same_name", "多地重名"
    IRREGULAR = "irregular", "不规范"
    RESOLVED = "resolved", "已整改"


class UnknownProgrammeItem(Refusal):
    """No issue or sending of the programme has this id."""


class ProgrammeRefused(Refusal):
    """Something of the programme that cannot be done so."""


@dataclass(frozen=True, slots=True)
class CountyFigures:
    """The figures of a county in a year: `months` has a row of twelve for each measure."""

    code: str
    name: str
    months: Mapping[Measure, tuple[int, ...]]
    open_issues: Mapping[Issue, int]

    def total(self, measure: Measure) -> int:
        """Return what a measure came to in the year."""
        return sum(self.months[measure])


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit of a county came to: how many names, new issues, issues gone, still open."""

    names: int
    found: int
    gone: int
    open: int


def figures(db: Session, year: int, *, on: date, county: str | None = None) -> list[CountyFigures]:
    """Return the figures of a year, county by county in the order of codes.

    Raises:
        UnknownDivision: There is no county with this code.
    """
    only = county_id(db, county, on) if county else None
    counted: dict[int, dict[str, list[int]]] = {}
    for one in kept.figures(db, year, on):
        row = counted.setdefault(one.county_id, {}).setdefault(one.measure, [0] * 12)
        row[one.month - 1] = one.count
    still = kept.open_issues(db)
    return [
        CountyFigures(
            code,
            name,
            {m: tuple(counted.get(id, {}).get(m.value, [0] * 12)) for m in Measure},
            {issue: still.get((id, issue.value), 0) for issue in Issue},
        )
        for id, (code, name) in kept.counties(db, on).items()
        if only in (None, id)
    ]


def audit(db: Session, county: str, person: Person, *, on: date) -> Audited:
    """Look through the names of a county for the four types of issues, and keep what is found.

    What an earlier audit found and is no more, is noted as resolved.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: The county is not acted for.
    """
    id = own_county(db, county, on)
    names = _names_of(db, id, on)
    found = {(row["type"], row["about"]): row for row in _issues(db, id, names, on, person)}
    before = kept.audited_open(db, id)
    fresh = [row for key, row in found.items() if key not in before]
    gone = [issue for key, issue in before.items() if key not in found]
    kept.write_issues(db, fresh)
    for issue in gone:
        kept.resolve_issue(db, issue, on, "核查时已不存在")
    told: dict[str, object] = {"names": len(names), "found": len(fresh), "gone": len(gone)}
    write_line(db, verb="audit", subject_kind="programme", subject_id=county, after=told)
    return Audited(len(names), len(fresh), len(gone), len(found))


def report_issue(
    db: Session,
    id: UUID,
    type: Issue,
    county: str,
    *,
    name: str,
    place: str,
    message: str,
    person: Person,
    on: date,
) -> KeptIssue:
    """Keep an issue that somebody found on the ground; the same id again changes nothing.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: Nothing is said, or the county is not acted for.
    """
    known = kept.issue_of(db, id)
    if known is not None:
        return known
    if not message.strip() or not place.strip():
        raise ProgrammeRefused("没有写明地点或问题", "请填写 place 和 message", "message")
    at = own_county(db, county, on)
    row = _row(at, type, f"{place}|{name}", message, person, on)
    kept.write_issues(db, [row | {"id": id, "name": name, "place": place, "by_audit": False}])
    told: dict[str, object] = {"type": type.value, "name": name, "place": place}
    write_line(db, verb="report", subject_kind="programme_issue", subject_id=str(id), after=told)
    found = kept.issue_of(db, id)
    if found is None:
        raise ProgrammeRefused("该问题已登记，尚未整改", "请在问题清单中查看", "place")
    return found


def resolve(db: Session, id: UUID, resolution: str, *, on: date) -> KeptIssue:
    """Note how an issue was resolved.

    Raises:
        UnknownProgrammeItem: There is no such issue.
        ProgrammeRefused: It is resolved already, or nothing is said.
    """
    found = kept.issue_of(db, id)
    if found is None:
        raise UnknownProgrammeItem(f"没有编号为 {id} 的问题", "请先查看问题清单")
    own_county(db, None, on, id=found.county_id)
    if found.resolved_on is not None or not resolution.strip():
        said = "该问题已整改" if found.resolved_on else "没有写明如何整改"
        raise ProgrammeRefused(said, "请核对后重试", "resolution")
    kept.resolve_issue(db, id, on, resolution.strip())
    told: dict[str, object] = {"resolution": resolution.strip()}
    write_line(db, verb="resolve", subject_kind="programme_issue", subject_id=str(id), after=told)
    done = kept.issue_of(db, id)
    assert done is not None
    return done


def county_id(db: Session, code: str, on: date) -> int:
    """Return the id of the county with a code.

    Raises:
        UnknownDivision: There is none.
    """
    found = mapping.county_by_code(db, code, on)
    if found is None:
        raise UnknownDivision(
            f"没有代码为 {code} 的区县", "请先用 /api/v1/divisions 查询", "county"
        )
    return found


def own_county(db: Session, code: str | None, on: date, *, id: int | None = None) -> int:
    """Return the id of a county that is acted for, given by its code or its id.

    Raises:
        UnknownDivision: There is none.
        ProgrammeRefused: It is not acted for.
    """
    found = id if id is not None else county_id(db, code or "", on)
    if not kept.acts_for(db, found):
        raise ProgrammeRefused("该区县不在您的管辖范围内", "请由管辖该区县的机构办理", "county")
    return found


def _names_of(db: Session, county: int, on: date) -> list[Registered]:
    chunks = registered_names(db, day=on, kinds=RURAL_KINDS, county=county)
    return [one for chunk in chunks for one in chunk]


def _issues(
    db: Session, county: int, names: Sequence[Registered], on: date, person: Person
) -> Iterator[dict[str, Any]]:
    for place in kept.places_with_names(db, county, on):
        type = Issue.SEVERAL_NAMES if place["names"] else Issue.UNNAMED
        called = "、".join(dict.fromkeys(place["names"])) or place["last_name"] or ""
        said = (
            f"同一处有{len(set(place['names']))}个名称：{called}"
            if place["names"]
            else (f"没有在用的名称{f'（曾名{called}）' if called else ''}")
        )
        row = _row(county, type, f"place:{place['place_id']}", said, person, on)
        yield row | {"name": called, "place": place["place"] or ""}
    for start in range(0, len(names), 500):
        chunk = names[start : start + 500]
        places = [Divisions(n.township_id, n.county_id, n.province_id) for n in chunk]
        points = [n.point for n in chunk]
        proposals = [as_proposal(n) for n in chunk]
        checks = check_registered(db, proposals, places, points, on=on, mode=Mode.AUDIT)
        for name, check in zip(chunk, checks, strict=True):
            yield from _of_check(county, name, check, person, on)


def _of_check(
    county: int, name: Registered, check: NameCheck, person: Person, on: date
) -> Iterator[dict[str, Any]]:
    """Yield the issues that the findings of one name are: its namesakes, its irregularities."""
    serious = [f for f in check.report.findings if f.weight is not Weight.NOTE]
    shared = [f for f in serious if f.evidence.get("how") == SHARED]
    others = [f for f in serious if f.evidence.get("how") is None]
    for type, findings in ((Issue.SAME_NAME, shared), (Issue.IRREGULAR, others)):
        if findings:
            said = "；".join(dict.fromkeys(f.message for f in findings))
            row = _row(county, type, f"name:{name.name_id}", said, person, on)
            rules = "、".join(dict.fromkeys(f.rule for f in findings))
            yield row | {
                "name": name.name,
                "place": name.place,
                "rule": rules,
                "place_name_id": name.name_id,
            }


def _row(
    county: int, type: Issue, about: str, message: str, person: Person, on: date
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "type": type.value,
        "county_id": county,
        "about": about,
        "message": message,
        "found_on": on,
        "found_by": person.name,
        "by_audit": True,
    }
