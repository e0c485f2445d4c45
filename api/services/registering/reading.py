"""Reading the register: a record with its tag, the changes of a name, what a name is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from api.services.refusals import UnknownName
from api.services.registering.editing import changed_parts
from api.services.registering.history_words import moved, told_parts
from api.services.registering.trail import STATUS_WORDS, VERBS
from api.store.queries import name_reads as store
from api.store.queries.name_reads import KeptRecord, KeptVersion
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.search_key import key_of

CHINA = timezone(timedelta(hours=8))
EVENT_WORDS = {
    "proposed": "申请",
    "approved": "批准",
    "recorded": "登记",
    "altered": "变更",
    "replaced": "更名",
    "discontinued": "废名",
    "vanished": "消失",
    "restored": "恢复使用",
    "listed": "列入名录",
    "unlisted": "移出名录",
    "protected": "列入保护",
    "corrected": "更正",
}
"""What happens to a name, with what people call it."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a written name is (GN-18-1).

    Attributes:
        verdict: `standard`, `listed`, `not_standard` or `unknown`.
        sentence: The same in words, with the remedy.
        found: The names that are written so, the ones in use first.
    """

    verdict: str
    sentence: str
    found: list[dict[str, Any]]


def record(db: Session, id: int) -> KeptRecord:
    """Return the record of a name.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    found = store.record_of(db, id)
    if found is None:
        raise _unknown(id)
    return found


def record_on(db: Session, id: int, day: date) -> KeptRecord:
    """Return the record of a name as it stood at the end of a day, in China.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    found = store.record_on(db, id, datetime.combine(day + timedelta(days=1), time.min, CHINA))
    if found is None:
        raise _unknown(id)
    return found


def history(db: Session, id: int, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return the changes of a name, the newest first: who, when, why, before and after.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    record(db, id)
    return [change_in_words(one) for one in store.versions_of(db, id, limit, offset)]


def version(db: Session, id: int, number: int) -> KeptVersion:
    """Return a version of a name with its whole states before and after.

    Raises:
        UnknownName: There is no such name, or no such version of it.
    """
    found = store.version_of(db, id, number)
    if found is None:
        raise UnknownName(f"编号为 {id} 的地名没有第 {number} 版", "请先查询它的变更历史")
    return found


def events(db: Session, id: int) -> list[dict[str, Any]]:
    """Return the events of a name in their order.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    found = store.events_of(db, id)
    if found is None:
        raise _unknown(id)
    return found


def change_in_words(one: KeptVersion) -> dict[str, Any]:
    """Return a version as a row of the history."""
    return {
        "version": one.version,
        "at": one.at,
        "verb": one.verb,
        "verb_title": VERBS.get(one.verb, one.verb),
        "person": one.person,
        "organisation": one.organisation,
        "why": one.why,
        "authority": one.authority,
        "document": one.document,
        "case_id": one.case_id,
        "changes": changed_parts(one.before, one.after),
    }


def told_history(db: Session, id: int, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return the changes of a name like `history`, each with its parts in Chinese.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    record(db, id)
    return [
        {
            **change_in_words(one),
            "parts": told_parts(db, one.before, one.after),
            "moved": moved(one.before, one.after),
        }
        for one in store.versions_of(db, id, limit, offset)
    ]


def use_of(db: Session, name: str, on: date, division: int | None) -> Use:
    """Return whether a written name is a standard name on a day (地名管理条例第十八条)."""
    kinds = (None, PlaceKind.COMMITTEE, PlaceKind.TOWNSHIP)
    found = store.called(db, sorted({key_of(name, kind) for kind in kinds}), on, division)
    best = next(iter(found), None)
    if best is None:
        return Use("unknown", f"地名库中没有“{name}”；请核对写法，新地名应先申请命名", [])
    return Use(_verdict(best), _sentence(name, best), found)


def _verdict(best: dict[str, Any]) -> str:
    usable = best["in_use"] and best["status"] in ("standard", "listed")
    return best["status"] if usable else "not_standard"


def _sentence(name: str, best: dict[str, Any]) -> str:
    where = best["division"] or ""
    said = f"“{name}”" + ("" if best["name"] == name else f"即“{best['name']}”，")
    if best["in_use"] and best["status"] == "standard":
        ground = "".join(filter(None, (best["authority"], best["document"])))
        return f"{said}是{where}的标准地名" + (f"（{ground}）" if ground else "")
    if best["in_use"] and best["status"] == "listed":
        return f"{said}见于{where}的官方名单，地名库中没有批准文件；使用前请核实"
    now = best["now_called"]
    better = (
        f"，现名“{now}”，请改用现名" if now and now != best["name"] else "，请勿作为标准地名使用"
    )
    return f"{said}在{where}是{STATUS_WORDS[best['status']]}，不是标准地名{better}"


def _unknown(id: int) -> UnknownName:
    return UnknownName(f"没有编号为 {id} 的地名")
