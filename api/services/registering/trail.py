"""What every change of a name leaves behind: an event, a version, a line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, UnknownName
from api.services.registering.entries import Basis, EntryRefused, NameHead
from api.store.queries import name_lives as store
from api.store.queries import place_lives as places
from api.store.queries.name_lives import EventFacts, HeldName, VersionFacts
from api.store.session import Session
from naming.uncertain_day import UncertainDay

VERBS = {
    "register": "登记",
    "approve": "补登批准文件",
    "rename": "更名",
    "retire": "废名",
    "vanish": "记为消失",
    "restore": "恢复使用",
    "protect": "列入保护",
    "correct": "更正",
    "describe": "修改档案",
    "publish": "设定公开范围",
    "give_tag": "加标签",
    "end_tag": "去掉标签",
    "tell_story": "写故事",
    "code": "核定代码",
    "load": "装载资料",
}
"""What is done to a name, with what people call it."""

OUT_OF_USE = frozenset({"former", "vanished", "retired"})
STATUS_WORDS = {
    "standard": "标准地名",
    "listed": "名单地名",
    "colloquial": "约定俗成",
    "former": "曾用名",
    "vanished": "消失地名",
    "proposed": "拟用地名",
    "retired": "已废止",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is going on: whose, of what kind, on what ground, from what state."""

    person: Person
    verb: str
    basis: Basis
    before: Mapping[str, Any] | None = None


def begun_on(day: UncertainDay) -> date:
    """Return the day from which what began on an uncertain day is taken to hold."""
    if day.first is not None:
        return day.first
    assert day.after is not None
    return day.after - timedelta(days=1)


def ended_on(day: UncertainDay) -> date:
    """Return the day from which what ended on an uncertain day no longer holds."""
    if day.exact is not None:
        return day.exact
    end = day.after or day.first
    assert end is not None
    return end


def told(day: UncertainDay) -> str | None:
    """Return the text of a day that is not known exactly."""
    return None if day.exact is not None else day.text


def check_basis(basis: Basis) -> None:
    """Refuse what has neither a case nor an authority with a document (GN-GEN-2).

    Raises:
        EntryRefused: The ground is missing.
    """
    if basis.case_id is None and not (basis.authority.strip() and basis.document.strip()):
        raise EntryRefused(
            "没有批准依据",
            "请填写批准机关与批准文号，或经办件办理（地名管理条例第四条）",
            "document",
        )


def check_scope(db: Session, person: Person, division: int | None) -> None:
    """Refuse what lies outside the divisions that a person's organisation acts for.

    Raises:
        NotYours: It does.
    """
    if division is None or not places.lies_in_any(db, division, person.division_ids):
        raise NotYours(
            f"该地名不在{person.organisation}的管辖范围内", "请由其所在政区的地名主管部门办理"
        )


def held(db: Session, person: Person, id: int) -> HeldName:
    """Return a name for changing, locked until the end of the transaction.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    known = store.division_of(db, id)
    if known is not None:
        check_scope(db, person, known.division_id)
    name = store.held_name(db, id)
    if name is None:
        raise UnknownName(f"没有编号为 {id} 的地名")
    return name


def must_be_used(name: HeldName, ended: date, doing: str) -> None:
    """Refuse to end a name that is out of use already, or before it began.

    Raises:
        NotAllowed: It is.
    """
    if name.status in OUT_OF_USE or name.status == "proposed":
        raise NotAllowed(
            f"“{name.name}”是{STATUS_WORDS[name.status]}，不能{doing}", "请核对地名的现状"
        )
    if name.begun is not None and ended <= name.begun:
        raise NotAllowed(
            f"“{name.name}”自 {name.begun} 起用，不能自 {ended} {doing}", "请核对生效日期"
        )


def tell(db: Session, id: int, kind: str, basis: Basis, note: str = "") -> None:
    """Write down an event in the life of a name, on its ground."""
    _tell(db, id, kind, basis, basis.day, note)


def tell_proposed(db: Session, id: int, basis: Basis) -> None:
    """Write down when a name was applied for, if that is known."""
    if basis.proposed_on is not None:
        _tell(db, id, "proposed", basis, basis.proposed_on, "")


def _tell(db: Session, id: int, kind: str, basis: Basis, day: UncertainDay, note: str) -> None:
    store.write_event(db, id, event_of(kind, basis, day, note))


def event_of(kind: str, basis: Basis, day: UncertainDay, note: str = "") -> EventFacts:
    """Return what happened to a name on a day, on its ground.

    Who applies has decided nothing: an application names the applicant and no document.
    """
    applied = kind == "proposed"
    return EventFacts(
        kind=kind,
        first=day.first,
        after=day.after,
        day_text=day.text,
        authority=basis.proposed_by if applied else basis.authority,
        document="" if applied else basis.document,
        source=basis.source,
        source_url=basis.source_url,
        note=note,
        case_id=basis.case_id,
    )


def version_of(person: Person, verb: str, basis: Basis) -> VersionFacts:
    """Return who changed a name, how and on what ground, as its version keeps it."""
    return VersionFacts(
        verb=verb,
        account_id=person.account_id,
        actor=person.actor,
        person=person.name,
        organisation=person.organisation,
        why=basis.why,
        authority=basis.authority,
        document=basis.document,
        clause=basis.clause,
        case_id=basis.case_id,
    )


def remember(db: Session, id: int, place_id: int, change: Change) -> NameHead:
    """Keep a change of a name as its next version, with its line in the journal."""
    facts = version_of(change.person, change.verb, change.basis)
    return NameHead(id, place_id, store.write_version(db, id, facts, change.before))
