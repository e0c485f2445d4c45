"""Keeping signs of names (地名标志): registered with a checked text, looked at, mended."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from api.services.person import Person
from api.services.refusals import (
    NotAllowed,
    NotYours,
    OtherState,
    RecordRefused,
    Refusal,
    TagMissing,
    UnknownName,
)
from api.services.registering.entries import EntryRefused
from api.services.registering.trail import check_scope
from api.store.queries import sign_lists
from api.store.queries import signs as store
from api.store.queries.sign_lists import SignWish
from api.store.queries.signs import KeptSign, SignedName
from api.store.session import Session
from naming.signs.judging import judge_sign
from naming.signs.parameters import sign_parameters
from naming.signs.sign_text import SignFacts, SignText
from rulebook.report import Mode, Report, Verdict

__all__ = ["SignEntry", "SignWish"]

KEEPERS = ("guardian", "editor", "clerk", "reviewer", "approver")
TEXT = ("characters", "romanization", "extra")
CONDITION_WORDS = {
    "good": "完好",
    "worn": "陈旧",
    "damaged": "损坏",
    "wrong": "内容有误",
    "missing": "缺失",
}


class UnknownSign(Refusal):
    """No sign (地名标志) has this id."""


class SignRefused(RecordRefused):
    """What is to stand on a new sign is not right."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.message = f"标志版面有 {len(self.stopping)} 处问题，不能设置"


@dataclass(frozen=True, slots=True)
class SignEntry:
    """A sign as it is to stand in the register; lon and lat in degrees (EPSG:4490)."""

    place_name_id: int
    kind: str
    characters: str
    romanization: str
    extra: str = ""
    axis: str = ""
    code: str | None = None
    place_words: str = ""
    lon: float | None = None
    lat: float | None = None
    material: str = ""
    width_mm: int | None = None
    height_mm: int | None = None
    set_up_by: str = ""
    set_up_on: date | None = None
    maker: str = ""
    source: str = ""
    remark: str = ""
    state: str = "standing"


@dataclass(frozen=True, slots=True)
class Written:
    """A sign after a write, what was found on it, and whether it is new."""

    sign: KeptSign
    report: Report
    created: bool


def sign_kinds() -> dict[str, str]:
    """Return the kinds of signs with what people call them."""
    words = sign_parameters().words("kinds")
    return dict(each.split("=", 1) for each in words)


def find(db: Session, id: UUID) -> KeptSign:
    """Return a sign.

    Raises:
        UnknownSign: There is none with this id that may be told.
    """
    found = store.sign_of(db, id)
    if found is None:
        raise UnknownSign(f"没有编号为 {id} 的地名标志")
    return found


def write(
    db: Session, person: Person, id: UUID, entry: SignEntry, *, tag: str | None, on: date
) -> Written:
    """Register a sign or change what is known of one; the same again changes nothing.

    A planned sign must be right; one that stands already is registered as it is, and counts
    as wrong if its text is.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
        SignRefused: What is to stand on a planned sign is not right.
        EntryRefused: Kind, code or day cannot be so.
        TagMissing: A change does not name the state it was made from.
        OtherState: Somebody else changed the sign meanwhile, or the id is another name's.
    """
    name = _name(db, person, entry.place_name_id)
    return enter(db, person.actor, name, id, entry, tag=tag, on=on)


def enter(
    db: Session,
    actor: str,
    name: SignedName,
    id: UUID,
    entry: SignEntry,
    *,
    tag: str | None,
    on: date,
    condition: str = "good",
) -> Written:
    """Register or change a sign as `write` does, for whoever was let in already.

    `condition` is that of a new sign whose text is right.

    Raises:
        SignRefused, EntryRefused, TagMissing, OtherState: As `write`.
    """
    known = store.sign_of(db, id, lock=True)
    _check_entry(db, entry, id, on)
    report = judged(entry, name, on)
    if entry.state == "planned" and report.verdict is Verdict.BLOCK:
        raise SignRefused(report)
    values = asdict(entry)
    if known is not None and all(getattr(known, key) == value for key, value in values.items()):
        return Written(known, report, created=False)
    _must_be(known, entry, tag)
    wrong = entry.state == "standing" and any(f.field in TEXT for f in report.findings)
    if known is None or known.state != entry.state:
        values |= _first_duty(entry, on)
    if known is None:
        values |= {"condition": "wrong" if wrong else condition}
    elif wrong or known.condition == "wrong":
        values |= {"condition": "wrong" if wrong else "good"}
    store.write_sign(db, id, values, created=known is None, by=actor)
    return Written(find(db, id), report, created=known is None)


def judged(entry: SignEntry | KeptSign, name: SignedName, on: date) -> Report:
    """Return what is to be said of the text of a sign: a new one is judged, others audited."""
    axis = entry.axis if entry.kind == "street" else ""
    sign = SignText(entry.characters, entry.romanization, entry.extra, axis)
    facts = SignFacts(name.name, name.romanization, name.status, name.bearing_deg)
    mode = Mode.NEW if entry.state == "planned" else Mode.AUDIT
    return judge_sign(sign, facts, on=on, mode=mode)


def findings_of(db: Session, sign: KeptSign, on: date) -> Report:
    """Return what is to be said of a registered sign beside the name as it is today."""
    name = store.signed_name(db, sign.place_name_id)
    assert name is not None
    return judged(sign, name, on)


def inspect(
    db: Session,
    person: Person,
    sign: UUID,
    id: UUID,
    *,
    inspected_on: date,
    condition: str,
    note: str,
    on: date,
) -> KeptSign:
    """Write down a look at a sign; it is due again a year (a parameter) later.

    Raises:
        UnknownSign: There is no such sign.
        NotYours: The person keeps no signs, or not here.
        NotAllowed: The sign does not stand, or the day is still to come.
    """
    kept = kept_by(db, person, sign)
    if store.work_exists(db, id):
        return kept
    _check_work(kept, inspected_on, on)
    newest = _is_newest(db, sign, inspected_on)
    values = {
        "inspected_on": inspected_on,
        "person": person.name,
        "organisation": person.organisation,
        "condition": condition,
        "note": note,
    }
    store.write_inspection(db, id, sign, values)
    if newest:
        store.set_condition(db, sign, condition, _next_due(inspected_on))
    return find(db, sign)


def repair(
    db: Session,
    person: Person,
    sign: UUID,
    id: UUID,
    *,
    repaired_on: date,
    unit: str,
    what: str,
    condition: str,
    on: date,
) -> KeptSign:
    """Write down a repair or replacement of a sign.

    Raises:
        UnknownSign: There is no such sign.
        NotYours: The person keeps no signs, or not here.
        NotAllowed: The sign does not stand, or the day is still to come.
    """
    kept = kept_by(db, person, sign)
    if store.work_exists(db, id):
        return kept
    _check_work(kept, repaired_on, on)
    newest = _is_newest(db, sign, repaired_on)
    values = {
        "repaired_on": repaired_on,
        "unit": unit,
        "what": what,
        "condition": condition,
        "person": person.name,
    }
    store.write_repair(db, id, sign, values)
    if newest:
        store.set_condition(db, sign, condition, _next_due(repaired_on))
    return find(db, sign)


def duties(
    db: Session, person: Person, by: date, limit: int, offset: int
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many signs are to be mended or looked at until a day, and a page of them.

    Only signs in the person's divisions; those to be mended first, then by the day.
    """
    return sign_lists.duties(db, person.division_ids, by, limit, offset)


def waiting_for(person: Person, wish: SignWish, by: date) -> SignWish:
    """Return `wish` narrowed to what is to be mended or looked at in the person's divisions."""
    return replace(wish, due_by=by, keeper=person.division_ids)


def tag_of(sign: KeptSign) -> str:
    """Return what a change of `sign` has to name: it differs after every change."""
    return f"s{sign.version}"


def _name(db: Session, person: Person, id: int) -> SignedName:
    name = store.signed_name(db, id)
    if name is None:
        raise UnknownName(f"没有编号为 {id} 的地名", field="name_id")
    check_scope(db, person, name.division_id)
    return name


def kept_by(db: Session, person: Person, id: UUID) -> KeptSign:
    """Return a sign for work on it, locked until the end of the transaction.

    Raises:
        UnknownSign: There is no such sign.
        NotYours: The person keeps no signs, or not here.
    """
    if not person.holds(KEEPERS):
        raise NotYours("没有维护地名标志的权限", "请由地名主管部门的人员或守护员办理")
    kept = find(db, id)
    _name(db, person, kept.place_name_id)
    again = store.sign_of(db, id, lock=True)
    assert again is not None
    return again


def _check_entry(db: Session, entry: SignEntry, id: UUID, on: date) -> None:
    if entry.kind not in sign_kinds():
        raise EntryRefused(
            f"没有“{entry.kind}”这一类标志", f"可选：{'、'.join(sign_kinds())}", "kind"
        )
    if (entry.lon is None) != (entry.lat is None):
        raise EntryRefused("经度、纬度只填了一项", "请同时填写，或都不填", "lon")
    if entry.set_up_on is not None and entry.set_up_on > on and entry.state == "standing":
        raise EntryRefused("设置日期还没有到", "尚未设置的请登记为拟设（planned）", "set_up_on")
    if entry.code and store.sign_with_code(db, entry.code) not in (None, id):
        raise EntryRefused(f"标志编号“{entry.code}”已用于另一标志", "请核对标志编号", "code")


def _must_be(known: KeptSign | None, entry: SignEntry, tag: str | None) -> None:
    if known is None:
        if tag is not None:
            raise OtherState("该标志尚未登记", "新登记时不要带 If-Match")
        return
    if known.place_name_id != entry.place_name_id:
        raise OtherState("该编号已用于另一地名的标志", "请为每个标志生成新的编号")
    if tag is None:
        raise TagMissing("没有写明所改的是哪一版")
    if tag != tag_of(known):
        raise OtherState("该标志已被他人改动")


def _first_duty(entry: SignEntry, on: date) -> dict[str, Any]:
    due = _next_due(entry.set_up_on or on) if entry.state == "standing" else None
    return {"next_due": due}


def _next_due(seen: date) -> date:
    return seen + timedelta(days=int(sign_parameters().number("inspection_days")))


def _check_work(sign: KeptSign, day: date, on: date) -> None:
    if day > on:
        raise NotAllowed(f"日期 {day} 还没有到", "请填实际办理的日期")
    if sign.state == "removed":
        raise NotAllowed("该标志已拆除", "请核对标志编号")
    if sign.state == "planned":
        raise NotAllowed("该标志尚未设置", "设置后请先把状态改为在用")


def _is_newest(db: Session, sign: UUID, day: date) -> bool:
    seen = store.last_seen(db, sign)
    return seen is None or seen <= day
