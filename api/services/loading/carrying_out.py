"""Carrying out clear notices (区划变更): units begin, end, move and are renamed, dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from api.services.loading.change_text import Mention, When
from api.services.loading.delivering import Desk
from api.services.loading.division_lists import county_type, place_of, town_type
from api.store.loading import events as store
from api.store.loading.events import KnownUnit
from api.store.loading.facts import (
    CHANGED_FACT,
    STAGED_FACT,
    TOUCHED,
    end_facts,
    forget_what_was_never_known,
    merge_facts,
    stage_fact_rows,
)
from api.store.loading.staging import create
from boundary_data.division import CodedUnit

COUNTY, TOWN = 3, 4
MERGING = "撤区设区"
MOVING = "划转"
ONE_TO_ONE = frozenset(
    {"撤乡设镇", "撤乡建镇", "撤镇设街道", "撤镇建街道", "撤乡设街道", "乡改街道", "更名"}
    | {"变更名称", "名称变更", "撤县设区", "撤县设市", "撤市设区", "撤乡设镇并更名"}
)
SCHEME_OF_NOTICES = "mca"
CARRIED_OUT = "已执行的变更"
Units = list[tuple[Mention, KnownUnit | None]]


@dataclass(frozen=True, slots=True)
class Notice:
    """An event entered in the register, with the divisions that its words were found to mean."""

    event: int
    row: int
    kind: str
    place: str
    new_code: str
    moment: When
    before: Units
    after: Units

    @property
    def words(self) -> str:
        """Return the change in words, for a message."""
        before = "、".join(m.name for m, _ in self.before)
        after = "、".join(m.name for m, _ in self.after)
        return f"{self.moment.text} {self.kind}：{before or '—'} → {after or '—'}"


class _Unclear(Exception):
    """A notice cannot be carried out; says why, in Chinese."""


class _Facts:
    """The facts that notices change, gathered by kind and merged together."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.ended: list[tuple[list[int], date, int]] = []
        self.carried = 0

    def add(self, kind: str, division: int, value: object, notice: Notice) -> None:
        row = {
            "division_id": division,
            "value": str(value),
            "valid_from": notice.moment.effect,
            "valid_text": notice.moment.text,
            "begun_by": notice.event,
        }
        self.rows.setdefault(kind, []).append(row)


def carry_out(desk: Desk, notices: list[Notice]) -> int:
    """Change the register as the clear ones among `notices` say, in the order of their days.

    Returns how many were carried out.
    """
    create(desk.db, STAGED_FACT, CHANGED_FACT, TOUCHED)
    for day in sorted({n.moment.effect for n in notices if n.moment.effect}):
        facts = _Facts()
        todays = [n for n in notices if n.moment.effect == day and _known_before(n)]
        for notice in todays:
            try:
                _carry(desk, notice, todays, facts)
            except _Unclear as reason:
                desk.report.remark("变更未执行", f"{notice.words}：{reason}", notice.row)
        _write(desk, facts)
    _give_codes(desk, notices)
    forget_what_was_never_known(desk.db)
    return int(desk.report.figures.get(CARRIED_OUT, 0))


def _known_before(notice: Notice) -> bool:
    """Tell whether the register knew a unit of the notice before its day of effect."""
    effect = notice.moment.effect
    return effect is not None and any(u is not None and u.first < effect for _, u in notice.before)


def _carry(desk: Desk, notice: Notice, todays: list[Notice], facts: _Facts) -> None:
    missing = [mention.name for mention, unit in notice.before if unit is None]
    if missing:
        raise _Unclear(f"找不到唯一的“{'、'.join(missing)}”")
    if notice.kind == MERGING:
        _merge(desk, notice, todays, facts)
    elif notice.kind == MOVING:
        _move(notice, facts)
    elif notice.kind in ONE_TO_ONE:
        _rename(notice, facts)
    else:
        raise _Unclear("这种变更的去向不能从文字确定，请以新的名单和界线入库")
    facts.carried += 1


def _merge(desk: Desk, notice: Notice, todays: list[Notice], facts: _Facts) -> None:
    """End whole units, begin their successor, and give it their parts and those named."""
    (mention, successor) = _single(notice.after)
    effect = _effect(notice)
    whole = [(m, u) for m, u in notice.before if u is not None and u.level == COUNTY]
    if not whole:
        raise _Unclear("没有整体撤销的单位")
    if successor is None:
        parent = whole[0][1].parent_id
        successor_id = _begin(desk, mention.name, parent, notice, facts)
    else:
        successor_id = successor.division_id
    named = [u.division_id for _, u in notice.before if u is not None and u.level == TOWN]
    elsewhere = _moved_by(todays, notice)
    excepted = {name for m, _ in whole for name in m.without}
    inside = store.children_on(desk.db, [u.division_id for _, u in whole], effect)
    for division, name in inside:
        if division in elsewhere:
            continue
        if name in excepted:
            raise _Unclear(f"“{name}”不随之划入，但没有变更说明它的去向")
        named.append(division)
    for division in named:
        facts.add("parent", division, successor_id, notice)
    facts.ended.append(([u.division_id for _, u in whole], effect, notice.event))


def _begin(desk: Desk, name: str, parent: int | None, notice: Notice, facts: _Facts) -> int:
    division = store.new_division(desk.db, COUNTY)
    facts.add("name", division, name, notice)
    facts.add("type", division, county_type(name), notice)
    if parent is not None:
        facts.add("parent", division, parent, notice)
    if notice.place:
        facts.add("seat", division, notice.place, notice)
    store.add_parts(desk.db, notice.event, [(division, "successor")])
    return division


def _move(notice: Notice, facts: _Facts) -> None:
    _, target = _single(notice.after)
    if target is None:
        raise _Unclear("找不到唯一的划入单位")
    for mention, unit in notice.before:
        if unit is None or unit.level <= target.level:
            raise _Unclear(f"“{mention.name}”不在“{target.name}”的下一层级")
        facts.add("parent", unit.division_id, target.division_id, notice)


def _rename(notice: Notice, facts: _Facts) -> None:
    _, unit = _single(notice.before)
    mention, other = _single(notice.after)
    assert unit is not None
    if other is not None and other.division_id != unit.division_id:
        raise _Unclear(f"“{mention.name}”已是另一单位")
    facts.add("name", unit.division_id, mention.name, notice)
    kind = county_type(mention.name) if unit.level == COUNTY else town_type(mention.name)
    facts.add("type", unit.division_id, kind, notice)


def _single(units: Units) -> tuple[Mention, KnownUnit | None]:
    if len(units) != 1:
        raise _Unclear("前后单位不是一对一")
    return units[0]


def _effect(notice: Notice) -> date:
    assert notice.moment.effect is not None
    return notice.moment.effect


def _moved_by(todays: list[Notice], besides: Notice) -> set[int]:
    others = [n for n in todays if n is not besides and n.kind == MOVING]
    return {u.division_id for n in others for _, u in n.before if u is not None}


def _write(desk: Desk, facts: _Facts) -> None:
    for kind, rows in facts.rows.items():
        stage_fact_rows(desk.db, rows)
        merged = merge_facts(desk.db, kind, desk.stamp)
        desk.report.figures[f"变更产生的{_KINDS[kind]}"] = merged.added + merged.changed
    for divisions, day, event in facts.ended:
        end_facts(desk.db, divisions, day, event, desk.stamp)
    before = int(desk.report.figures.get(CARRIED_OUT, 0))
    desk.report.figures[CARRIED_OUT] = before + facts.carried


_KINDS = {"name": "名称", "type": "类型", "parent": "隶属", "code": "代码", "seat": "驻地"}


def _give_codes(desk: Desk, notices: list[Notice]) -> None:
    """Give a unit the code that a notice of its founding states, from its first day on."""
    given = []
    for notice in notices:
        if not notice.new_code or len(notice.after) != 1:
            continue
        _, unit = notice.after[0]
        if unit is None or not notice.moment.first <= unit.first < notice.moment.after_last:
            continue
        if store.has_code(desk.db, unit.division_id, SCHEME_OF_NOTICES):
            continue
        place = place_of(CodedUnit(notice.new_code, unit.name))
        if place is None or unit.division_id in given:
            continue
        since = {"valid_from": unit.first, "scheme": SCHEME_OF_NOTICES}
        row = {"division_id": unit.division_id, "value": place.code, "begun_by": notice.event}
        stage_fact_rows(desk.db, [row | since | {"valid_text": notice.moment.text}])
        given.append(unit.division_id)
    if given:
        merged = merge_facts(desk.db, "code", desk.stamp)
        desk.report.figures["变更给出的代码"] = merged.added
