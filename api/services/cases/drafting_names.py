"""Drafting the names of a case (拟用地名): what each becomes, and what cannot be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.wishes import ItemDraft
from api.services.person import Person
from api.services.registering.trail import OUT_OF_USE, STATUS_WORDS
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping, places
from api.store.queries.cases.items import RegisteredName
from api.store.session import Session
from gis.measure import length_m
from naming.place_kind import PlaceKind, kind_of
from naming.procedure.words import CaseKind
from naming.record_fields import problems_of

MOST_ITEMS = 5000
RESTORES = "restores"
"""Under which a name of a case that is taken up again tells what it was, in Chinese."""

ABOUT_CURRENT = frozenset({CaseKind.RENAMING, CaseKind.RETIREMENT})
"""Kinds of cases that give a name up: only one that is in use can be."""

GIVING = frozenset({CaseKind.NAMING, CaseKind.FILING_RECEIVED})
"""Kinds of cases that give a place a name, or one that was out of use again (恢复使用)."""

BY_COUNTY = "请填写该区县内的政区，或改由所在区县办理；跨区县的，填写主要所在的区县"


@dataclass(frozen=True, slots=True)
class Ground:
    """Whose business the names are: the kind of case, its county, who drafts, on which day."""

    kind: CaseKind
    county: int
    person: Person
    on: date


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register knows of what is said: divisions, names, and where they lie.

    `under` are the counties under each drawn shape with their share, by number of the draft.
    """

    codes: Mapping[str, int]
    meant: Mapping[int, RegisteredName]
    inside: frozenset[int]
    reached: frozenset[int]
    names: Mapping[int, str]
    under: Mapping[int, Mapping[int, float]]


def item_rows(
    db: Session, ground: Ground, drafts: Sequence[ItemDraft], *, first: int = 1
) -> list[dict[str, Any]]:
    """Return the rows that names become, numbered from `first`.

    Raises:
        CaseIncomplete: A name, a division or a name of the register that is meant is not there,
            or does not lie where the case is the county's and the office's business.
    """
    if len(drafts) > MOST_ITEMS:
        raise CaseIncomplete(f"一件最多 {MOST_ITEMS} 个地名", "请分成几件申请", ())
    known = _known(db, ground, drafts)
    wrong = [
        replace(one, field=f"items[{number}].{one.field}")
        for number, draft in enumerate(drafts)
        for one in _complaints(number, draft, ground, known)
    ]
    if wrong:
        raise CaseIncomplete("申请内容有误", "请按 errors 逐项改正", wrong)
    return [_row(n, draft, ground, known) for n, draft in enumerate(drafts, first)]


def problems_in(
    db: Session, ground: Ground, drafts: Sequence[ItemDraft]
) -> list[tuple[Complaint, ...]]:
    """Return what is wrong with each of some names, so that the others can be taken."""
    known = _known(db, ground, drafts)
    return [tuple(_complaints(n, draft, ground, known)) for n, draft in enumerate(drafts)]


def must_be_in_reach(db: Session, county: int, person: Person, on: date) -> None:
    """Refuse a case of a county that an organisation does not act for.

    Organisations that act for no division (enterprises) apply where their business is.

    Raises:
        CaseIncomplete: It acts for others.
    """
    scope = person.division_ids
    if not scope or county in places.reached(db, [county], scope, on):
        return
    name = places.names_of(db, [county], on).get(county, "该区县")
    said = f"{name}不在{person.organisation}的管辖范围内"
    wrong = [Complaint("county", said, "请选择本机构管辖的区县，或由当地的机构申请")]
    raise CaseIncomplete("不能在该区县申请", "请改正后重新提交", wrong)


def _known(db: Session, ground: Ground, drafts: Sequence[ItemDraft]) -> _Known:
    on, scope = ground.on, ground.person.division_ids
    codes = keeping.divisions_coded(db, list({d.division_code for d in drafts} - {""}), on)
    meant = kept_items.registered(db, [d.name_id for d in drafts if d.name_id is not None])
    shapes = {n: d.geometry for n, d in enumerate(drafts) if d.geometry is not None}
    under = places.counties_under(db, shapes) if shapes else {}
    said = {*codes.values(), *(m.county_id for m in meant.values() if m.county_id), ground.county}
    there = {county for found in under.values() for county in found}
    return _Known(
        codes=codes,
        meant=meant,
        inside=frozenset(places.within(db, [*said, *there], ground.county, on)),
        reached=frozenset(places.reached(db, list(said), scope, on) if scope else said),
        names=places.names_of(db, [*said, *there], on),
        under=under,
    )


def _complaints(
    number: int, draft: ItemDraft, ground: Ground, known: _Known
) -> Iterator[Complaint]:
    """Yield what is wrong with a name; fields are told without the number of the name."""
    if not draft.name.strip() and draft.name_id is None:
        yield Complaint("name", "没有填写地名", "请填写拟用的地名")
    yield from _wrong_division(draft, ground, known)
    yield from _wrong_record(draft, ground, known)
    under = known.under.get(number, {})
    if under and not known.inside & set(under):
        where = "、".join(known.names[county] for county in under)
        said = f"图上的位置不在办理的{known.names[ground.county]}内，而在{where}"
        yield Complaint("geometry", said, "请核对坐标，或改由所在区县办理")
    if ground.kind is CaseKind.CORRECTION:
        yield from _wrong_change(draft)


def _wrong_division(draft: ItemDraft, ground: Ground, known: _Known) -> Iterator[Complaint]:
    if not draft.division_code:
        return
    division = known.codes.get(draft.division_code)
    if division is None:
        said = f"没有代码为“{draft.division_code}”的政区"
        yield Complaint("division", said, "请先用 /api/v1/divisions 查询代码")
        return
    told = f"{known.names[division]}（{draft.division_code}）"
    if division not in known.inside:
        said = f"{told}不在办理的{known.names[ground.county]}内"
        yield Complaint("division", said, BY_COUNTY)
    elif division not in known.reached:
        said = f"{told}不在{ground.person.organisation}的管辖范围内"
        yield Complaint("division", said, "请填写本机构管辖的政区，或由当地的机构申请")


def _wrong_record(draft: ItemDraft, ground: Ground, known: _Known) -> Iterator[Complaint]:
    if draft.name_id is None:
        return
    meant = known.meant.get(draft.name_id)
    if meant is None:
        said = f"地名库中没有编号为 {draft.name_id} 的地名"
        yield Complaint("name_id", said, "请先用 /api/v1/names 查询编号")
    elif meant.county_id is not None and meant.county_id not in known.inside:
        where, here = known.names[meant.county_id], known.names[ground.county]
        said = f"“{meant.name}”登记在{where}，不在办理的{here}内"
        yield Complaint("name_id", said, "请改由其所在区县办理")
    elif ground.kind in ABOUT_CURRENT and meant.status in OUT_OF_USE:
        said = f"“{meant.name}”是{STATUS_WORDS[meant.status]}，不能{ground.kind.zh}"
        yield Complaint("name_id", said, "请查询该处现用的标准地名")
    elif ground.kind in GIVING:
        yield from _wrong_giving(draft, ground.kind, meant)


def _wrong_giving(draft: ItemDraft, kind: CaseKind, meant: RegisteredName) -> Iterator[Complaint]:
    """Hold what names a place of the register to one that has no name, or gets its own approved."""
    other = draft.name.strip() not in ("", meant.name)
    if meant.status not in OUT_OF_USE:
        if kind is CaseKind.NAMING and other:
            said = f"该地现名“{meant.name}”，不能另行命名为“{draft.name.strip()}”"
            yield Complaint("name", said, "要改用新名的，请申请更名")
    elif meant.standing is not None:
        said = f"“{meant.name}”是{STATUS_WORDS[meant.status]}，该地现名“{meant.standing}”"
        yield Complaint("name_id", said, f"要恢复旧名的，请对“{meant.standing}”申请更名")
    elif meant.name_kind not in ("standard", "former") and not other:
        said = f"“{meant.name}”原是别名、简称等，不是标准地名"
        yield Complaint("name_id", said, "请在该地标准地名的页面登记其他名称")


def _wrong_change(draft: ItemDraft) -> Iterator[Complaint]:
    """Hold what a correction alters to the fields that a record has."""
    if not draft.change:
        yield Complaint("change", "没有写明把什么更正为什么", "例如 {“romanization”: “Jìlánpō Lù”}")
        return
    fields = {k: v for k, v in draft.change.items() if k not in ("name", "romanization")}
    for one in problems_of(fields):
        yield Complaint(f"change.{one.key}", one.message, one.remedy)


def _row(number: int, item: ItemDraft, ground: Ground, register: _Known) -> dict[str, Any]:
    division, county = register.codes.get(item.division_code), ground.county
    known = register.meant.get(item.name_id) if item.name_id is not None else None
    place = kind_of(item.place_type) if item.place_type else None
    if place is None and known is not None:
        place = PlaceKind(known.place_kind)
    line = item.geometry is not None and item.geometry.geom_type.endswith("LineString")
    return {
        "row": number,
        "name": item.name or (known.name if known else ""),
        "place_type": item.place_type,
        "place_kind": place.value if place else None,
        "romanization": item.romanization,
        "division_id": division or (known.division_id if known else None) or county,
        "county_id": (known.county_id if known else None) or county,
        "geom": item.geometry,
        "place_name_id": item.name_id,
        "former_name": known.name if known and ground.kind is CaseKind.RENAMING else "",
        "reason": item.reason,
        "meaning": item.meaning,
        "origin": item.origin,
        "location": item.location,
        "size": item.size,
        "length_m": item.length_m,
        "width_m": item.width_m,
        "measured_length_m": length_m(item.geometry) if line and item.geometry else None,
        "significant_orientation": item.significant_orientation,
        "details": {**item.details, **_taken_up(item, ground.kind, known)},
        "change": None if item.change is None else dict(item.change),
    }


def _taken_up(item: ItemDraft, kind: CaseKind, known: RegisteredName | None) -> dict[str, str]:
    """Return what a name was out of use as that a case takes up again; nothing for others."""
    if known is None or kind not in GIVING or known.status not in OUT_OF_USE:
        return {}
    same = item.name.strip() in ("", known.name)
    return {RESTORES: STATUS_WORDS[known.status]} if same else {}
