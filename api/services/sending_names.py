"""Sending names to those who make maps (上图): what went to whom, when, and what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.services.person import Person
from api.services.programme import ProgrammeRefused, UnknownProgrammeItem, own_county
from api.store.queries import map_sendings as kept
from api.store.queries.journal import write_line
from api.store.queries.map_sendings import KeptSending
from api.store.session import Session
from rulebook.worded import Worded

STATE = ("version", "action", "public")
"""What is no part of a name as a vendor has it."""


class Action(Worded):
    """What a vendor is to do with a name."""

    ADDED = "added", "新增"
    CHANGED = "changed", "变更"
    REMOVED = "removed", "停用"
    SAME = "same", "未变"


def send(
    db: Session,
    id: UUID,
    county: str,
    vendor: str,
    person: Person,
    *,
    on: date,
    again: bool = False,
    note: str = "",
) -> KeptSending:
    """Note that the standard names of a county go to a map vendor; the same id again sends nothing.

    Only what differs from what the vendor has goes: new names, changed ones, and those that
    are no longer to be shown. With `again` the unchanged ones go, too.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: Nobody is named, the county is not acted for, or nothing is new.
    """
    at = own_county(db, county, on)
    if known := kept.sendings(db, id=id):
        return known[0]
    vendor = vendor.strip()
    if not vendor:
        raise ProgrammeRefused("没有写明发给谁", "请填写 vendor", "vendor")
    names = differences(db, at, vendor, on, again=again)
    if not names:
        raise _nothing_to_send(db, at, vendor, on)
    items = [
        {"sending_id": id, "place_name_id": n["id"], "version": n["version"], "sent": n}
        for n in names
    ]
    values = {
        "id": id,
        "county_id": at,
        "vendor": vendor,
        "sent_on": on,
        "sent_by": person.account_id,
        "person": person.name,
        "note": note,
    }
    kept.write_sending(db, values, items)
    told: dict[str, object] = {"vendor": vendor, "names": len(names), "again": again}
    write_line(db, verb="send", subject_kind="map_sending", subject_id=str(id), after=told)
    return sending(db, id)


def _nothing_to_send(db: Session, county: int, vendor: str, on: date) -> ProgrammeRefused:
    if kept.sendable(db, county, on):
        said = f"“{vendor}”已有该区县的全部标准地名，没有变化"
        return ProgrammeRefused(said, "需要重发的，请勾选“未变的也再发”（again）", "again")
    said = "该区县还没有可以发送的标准地名"
    return ProgrammeRefused(said, "只发送经批准并已公布的标准地名，请先办理命名", "county")


def differences(
    db: Session, county: int, vendor: str, on: date, *, again: bool = False
) -> list[dict[str, Any]]:
    """Return what a vendor lacks of a county's names, each with its `action`.

    A name that was sent and is no longer to be shown goes without its words if it is no longer
    for everybody.
    """
    had = kept.had_by(db, county, vendor)
    now = {one["id"]: one for one in kept.sendable(db, county, on)}
    found = []
    for id, name in now.items():
        action = _action(had.get(id), name)
        if action is not Action.SAME or again:
            found.append({**name, "action": action.value})
    for id, name in had.items():
        if id not in now and name.get("action") != Action.REMOVED.value:
            found.append(_removed(db, name))
    return sorted(found, key=lambda one: int(one["id"]))


def preview(db: Session, county: int, vendor: str, on: date) -> dict[Action, int]:
    """Return how many names of each action would go to a vendor now."""
    counted = Counter(one["action"] for one in differences(db, county, vendor, on))
    return {one: counted.get(one.value, 0) for one in Action if one is not Action.SAME}


def _action(had: Mapping[str, Any] | None, name: Mapping[str, Any]) -> Action:
    if had is None or had.get("action") == Action.REMOVED.value:
        return Action.ADDED
    same = {k: v for k, v in had.items() if k not in STATE} == {
        k: v for k, v in name.items() if k not in STATE
    }
    return Action.SAME if same else Action.CHANGED


def _removed(db: Session, name: Mapping[str, Any]) -> dict[str, Any]:
    told = (
        dict(name)
        if kept.is_public(db, name["id"])
        else {
            **dict.fromkeys(name, ""),
            "id": name["id"],
            "version": name["version"],
            "place_kind": name["place_kind"],
            "place_code": name["place_code"],
        }
    )
    return told | {"action": Action.REMOVED.value, "geometry": None}


def receive(db: Session, id: UUID, receipt: str, *, on: date) -> KeptSending:
    """Note the receipt of a vendor.

    Raises:
        UnknownProgrammeItem: There is no such sending.
        ProgrammeRefused: It has a receipt already, or nothing is said.
    """
    found = sending(db, id)
    own_county(db, None, on, id=found.county_id)
    if found.received_on is not None or not receipt.strip():
        said = "这一批已登记回执" if found.received_on else "没有填写回执"
        raise ProgrammeRefused(said, "请核对后重试", "receipt")
    kept.write_receipt(db, id, receipt.strip(), on)
    told: dict[str, object] = {"receipt": receipt.strip()}
    write_line(db, verb="receive", subject_kind="map_sending", subject_id=str(id), after=told)
    return sending(db, id)


def sending(db: Session, id: UUID) -> KeptSending:
    """Return a sending.

    Raises:
        UnknownProgrammeItem: There is no such sending.
    """
    found = kept.sendings(db, id=id)
    if not found:
        raise UnknownProgrammeItem(f"没有编号为 {id} 的上图批次", "请先查看上图批次清单")
    return found[0]


def sent_names(db: Session, id: UUID) -> tuple[KeptSending, Sequence[Mapping[str, Any]], int]:
    """Return a sending, its names as they were sent, and how many are held back.

    A name that has become secret, or is no longer published, since does not go out again.

    Raises:
        UnknownProgrammeItem: There is no such sending.
    """
    told = sending(db, id)
    items = kept.items_sent(db, id)
    told_again = [
        one for one in items if one["public"] or one.get("action") == Action.REMOVED.value
    ]
    return told, told_again, len(items) - len(told_again)
