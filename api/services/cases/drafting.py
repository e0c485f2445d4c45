"""Drafting a case (起草): written as often as wanted under an id that the client makes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases.holding import Held, hold
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.wishes import CaseDraft, ItemDraft
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, OtherState
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping
from api.store.queries.cases.items import RegisteredName
from api.store.queries.cases.keeping import KeptCase
from api.store.session import Session
from gis.measure import length_m
from naming.place_kind import PlaceKind, kind_of
from naming.procedure.parts import OFFICIAL
from naming.procedure.words import CaseKind, Part, Stage, Verb
from naming.record_fields import problems_of

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
MOST_ITEMS = 5000
DRAFTING = (Stage.DRAFTED, Stage.RETURNED)
MAY_DRAFT = frozenset({"applicant", "clerk", "department", "editor", *OFFICIAL})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A case that was written; `code` is told once, to whoever begins the case."""

    case: KeptCase
    code: str
    created: bool


def draft(db: Session, id: UUID, wish: CaseDraft, person: Person, *, on: date) -> Drafted:
    """Begin a case; the same id again gives the case that is there.

    Raises:
        NotYours: The person has no role that applies or writes applications down.
        OtherState: The id is somebody else's case.
        CaseIncomplete: It cannot be told whose business it is, or what a name is about.
    """
    found = keeping.case_of(db, id, lock=True)
    if found is not None:
        if found.created_by != person.account_id:
            raise OtherState("该办件编号已被使用", "请为新的办件生成新的编号")
        return Drafted(found, "", created=False)
    if not person.holds(MAY_DRAFT):
        raise NotYours("您没有提出申请的角色", "请由申请人或经办人办理")
    county, province = _county(db, wish, on)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    rows = item_rows(db, wish.kind, wish.items, county, on)
    number = keeping.next_number(db, county, on.year)
    keeping.create(
        db,
        {
            "id": id,
            "number": f"DM{wish.county_code[:6]}-{on.year}-{number:05d}",
            "code_sha256": hashed(code),
            "created_by": person.account_id,
            "organisation_id": person.organisation_id,
            "county_id": county,
            "province_id": province,
            **_values(wish),
        },
    )
    kept_items.write_items(db, id, rows)
    return Drafted(_kept(db, id), code, created=True)


def rewrite(
    db: Session, id: UUID, wish: CaseDraft, person: Person, *, tag: str | None, on: date
) -> KeptCase:
    """Write a case that is drafted or was returned anew, all of its names with it.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed: The case is past drafting, or would become one of another kind or county.
        NotYours: Somebody else drafts it.
        CaseIncomplete: as `draft`.
    """
    held = hold(db, id, person, tag=tag)
    must_be_drafting(held)
    county, _ = _county(db, wish, on)
    if (held.case.kind, held.case.county_id) != (wish.kind.value, county):
        raise NotAllowed("办件的事项和所在区县不能改", "请撤回后另行申请")
    rows = item_rows(db, wish.kind, wish.items, county, on)
    kept_items.remove_items(db, id)
    kept_items.write_items(db, id, rows)
    keeping.change(db, id, **{k: v for k, v in _values(wish).items() if k != "kind"})
    keeping.write_note(db, held.case, "rewrite", {"items": len(rows), "title": wish.title})
    return _kept(db, id)


def must_be_drafting(held: Held) -> None:
    """Refuse to change what is applied for once it is applied for.

    Raises:
        NotAllowed: The case is past drafting.
        NotYours: Somebody else drafts it.
    """
    if held.stage not in DRAFTING:
        raise NotAllowed(
            f"办件“{held.stage.zh}”，申请内容不能再改", "需要修改的，请由经办人退回补正"
        )
    if Part.APPLICANT not in held.parts and Verb.SUBMIT not in held.verbs:
        raise NotYours("申请内容由申请人填写", "请由申请人修改")


def hashed(code: str) -> bytes:
    """Return what is kept of a code."""
    return hashlib.sha256(code.strip().upper().encode()).digest()


def _values(wish: CaseDraft) -> dict[str, Any]:
    return {
        "kind": wish.kind.value,
        "title": wish.title or _title(wish),
        "applicant": wish.applicant,
        "applicant_type": wish.applicant_type,
        "contact": wish.contact,
        "major_matter": wish.major_matter,
        "famous": wish.famous,
        "with_project": wish.with_project,
        "joint_meeting": wish.joint_meeting,
        "rural": wish.rural,
    }


def _title(wish: CaseDraft) -> str:
    names = [item.name for item in wish.items]
    more = f"等{len(names)}个地名" if len(names) > 1 else ""
    return f"{names[0] if names else '地名'}{more}{wish.kind.zh}"[:200]


def _county(db: Session, wish: CaseDraft, on: date) -> tuple[int, int | None]:
    found = keeping.division_coded(db, wish.county_code, on)
    county, province = keeping.county_above(db, found[0], on) if found else (None, None)
    if county is None:
        raise CaseIncomplete(
            f"没有代码为“{wish.county_code}”的区县",
            "请先用 /api/v1/divisions 查询代码",
            [Complaint("county", "不知道由哪个区县办理", "请填写六位区县代码，例如 500101")],
        )
    return county, province


def item_rows(
    db: Session,
    kind: CaseKind,
    drafts: Sequence[ItemDraft],
    county: int,
    on: date,
    *,
    first: int = 1,
) -> list[dict[str, Any]]:
    """Return the rows that names become, numbered from `first`.

    Raises:
        CaseIncomplete: A name, a division or a name of the register that is meant is not there.
    """
    if len(drafts) > MOST_ITEMS:
        raise CaseIncomplete(f"一件最多 {MOST_ITEMS} 个地名", "请分成几件申请", ())
    codes = keeping.divisions_coded(db, list({d.division_code for d in drafts} - {""}), on)
    meant = kept_items.registered(db, [d.name_id for d in drafts if d.name_id is not None])
    wrong: list[Complaint] = []
    rows = []
    for number, item in enumerate(drafts, first):
        where = f"items[{number - first}]"
        wrong += _complaints(where, item, codes, meant)
        wrong += _wrong_change(where, item) if kind is CaseKind.CORRECTION else []
        known = meant.get(item.name_id) if item.name_id is not None else None
        rows.append(_row(number, kind, item, codes.get(item.division_code), known, county))
    if wrong:
        raise CaseIncomplete("申请内容有误", "请按 errors 逐项改正", wrong)
    return rows


def _complaints(
    where: str, item: ItemDraft, codes: Mapping[str, int], meant: Mapping[int, RegisteredName]
) -> list[Complaint]:
    wrong = []
    if item.division_code and item.division_code not in codes:
        said = f"没有代码为“{item.division_code}”的政区"
        wrong.append(Complaint(f"{where}.division", said, "请先用 /api/v1/divisions 查询代码"))
    if item.name_id is not None and item.name_id not in meant:
        said = f"地名库中没有编号为 {item.name_id} 的地名"
        wrong.append(Complaint(f"{where}.name_id", said, "请先用 /api/v1/names 查询编号"))
    if not item.name.strip() and item.name_id is None:
        wrong.append(Complaint(f"{where}.name", "没有填写地名", "请填写拟用的地名"))
    return wrong


def _wrong_change(where: str, item: ItemDraft) -> list[Complaint]:
    """Hold what a correction alters to the fields that a record has."""
    if not item.change:
        said = "没有写明把什么更正为什么"
        return [Complaint(f"{where}.change", said, "例如 {“romanization”: “Jìlánpō Lù”}")]
    fields = {k: v for k, v in item.change.items() if k not in ("name", "romanization")}
    return [
        Complaint(f"{where}.change.{one.key}", one.message, one.remedy)
        for one in problems_of(fields)
    ]


def _row(
    number: int,
    kind: CaseKind,
    item: ItemDraft,
    division: int | None,
    known: RegisteredName | None,
    county: int,
) -> dict[str, Any]:
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
        "former_name": known.name if known and kind is CaseKind.RENAMING else "",
        "reason": item.reason,
        "meaning": item.meaning,
        "origin": item.origin,
        "location": item.location,
        "size": item.size,
        "length_m": item.length_m,
        "width_m": item.width_m,
        "measured_length_m": length_m(item.geometry) if line and item.geometry else None,
        "significant_orientation": item.significant_orientation,
        "details": dict(item.details),
        "change": None if item.change is None else dict(item.change),
    }


def _kept(db: Session, id: UUID) -> KeptCase:
    found = keeping.case_of(db, id)
    assert found is not None
    return found
