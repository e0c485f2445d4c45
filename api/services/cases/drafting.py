"""Drafting a case (起草): written as often as wanted under an id that the client makes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases.drafting_names import RESTORES, Ground, item_rows, must_be_in_reach
from api.services.cases.holding import Held, hold
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.wishes import CaseDraft
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, OtherState
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping
from api.store.queries.cases.keeping import KeptCase
from api.store.session import Session
from naming.procedure.parts import OFFICIAL
from naming.procedure.words import CaseKind, Part, Stage, Verb

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
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
        CaseIncomplete: It cannot be told whose business it is, or what a name is about; the
            county or a name lies where the case is not the county's or the office's business.
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
    must_be_in_reach(db, county, person, on)
    rows = item_rows(db, Ground(wish.kind, county, person, on), wish.items)
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
            **_values(wish, rows),
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
    rows = item_rows(db, Ground(wish.kind, county, person, on), wish.items)
    kept_items.remove_items(db, id)
    kept_items.write_items(db, id, rows)
    values = {k: v for k, v in _values(wish, rows).items() if k != "kind"}
    keeping.change(db, id, writer=person.account_id, **values)
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


def _values(wish: CaseDraft, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names = [row["name"] for row in rows]
    taken_up = bool(rows) and all(RESTORES in row["details"] for row in rows)
    return {
        "kind": wish.kind.value,
        "title": wish.title or title_of(wish.kind, names, taken_up=taken_up),
        "applicant": wish.applicant,
        "applicant_type": wish.applicant_type,
        "contact": wish.contact,
        "major_matter": wish.major_matter,
        "famous": wish.famous,
        "with_project": wish.with_project,
        "joint_meeting": wish.joint_meeting,
        "rural": wish.rural,
    }


def title_of(kind: CaseKind, names: Sequence[str], *, taken_up: bool = False) -> str:
    """Return the title of a case that was given none: its first name, and how many more.

    Args:
        kind: What the case does.
        names: Its names.
        taken_up: Whether all of them were out of use and are to be used again (恢复使用).
    """
    more = f"等{len(names)}个地名" if len(names) > 1 else ""
    doing = "恢复使用" if taken_up else kind.zh
    return f"{names[0] if names else '地名'}{more}{doing}"[:200]


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


def _kept(db: Session, id: UUID) -> KeptCase:
    found = keeping.case_of(db, id)
    assert found is not None
    return found
