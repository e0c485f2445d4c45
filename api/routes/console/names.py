"""Pages of the register (地名): search with a map, one page a name, its record and history."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.dependencies import Reader
from api.dependencies.callers import Caller, Signed, needs
from api.dependencies.days import Today
from api.routes.console.drawn_features import drawn
from api.routes.console.forms import NOTHING, Filled, Form, Told
from api.routes.console.name_sheet import (
    NameId,
    ReadSheet,
    Sheet,
    WrittenSheet,
    sheet_page,
    then_name,
)
from api.routes.console.rendering import render
from api.services import finding_divisions, finding_names, telling_stories
from api.services.finding_divisions import DivisionWish
from api.services.registering import editing, reading
from api.services.registering.editing import EDITORS
from api.services.registering.trail import OUT_OF_USE, STATUS_WORDS
from api.services.registering.words import LOCATIONS, NAME_KINDS, SECRECIES
from api.store.queries.stories import photos_of
from api.store.session import Session
from naming.name_tags import name_tags
from naming.place_kind import PlaceKind
from naming.record_fields import record_fields

router = APIRouter(include_in_schema=False)

PAGE = 30
DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
HISTORY = 50
KINDS = "|".join(kind.value for kind in PlaceKind)
STATUSES = "|".join(STATUS_WORDS)
TAGS = "|".join(name_tags())


@router.get("/names")
def search(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[str, Query(pattern=f"^({KINDS})?$")] = "",
    status: Annotated[str, Query(pattern=f"^({STATUSES})?$")] = "",
    county: Annotated[str, Query(pattern="^[0-9]{0,9}$")] = "",
    tag: Annotated[str, Query(pattern=f"^({TAGS})?$")] = "",
    on: Annotated[str, Query(pattern=DAY)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Search the register by characters, sound or initials, kind and county."""
    asked = {"q": q.strip(), "kind": kind, "status": status, "county": county, "tag": tag}
    asked |= {"on": on}
    text, way = finding_names.search_of(asked["q"] or None, "auto")
    wish = finding_names.NameWish(
        on=_day(on) or today,
        known_at=None,
        q=text,
        by=way,
        kind=kind or None,
        status=status or None,
        division=int(county) if county and int(county) < 2**31 else None,
        tag=tag or None,
    )
    found = finding_names.find(db, wish, geometry=True, limit=PAGE, offset=(page - 1) * PAGE)
    features = json.loads(found.features)
    return render(
        request,
        "names.html",
        caller,
        names=[one["properties"] for one in features],
        shapes=drawn(features, "name", "/names"),
        matched=found.matched,
        bounded=found.bounded,
        page=page,
        more=found.matched > page * PAGE,
        asked=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
        taken_out=_taken_out(asked),
        kinds=[(one.value, one.label) for one in PlaceKind],
        statuses=STATUS_WORDS,
        tags=name_tags(),
        counties=_counties(db, today),
    )


def _taken_out(asked: dict[str, str]) -> str:
    """Return what the export (导出) is asked for: all that is asked but words and tags."""
    named = {"county": "division", "kind": "kind", "status": "status", "on": "on"}
    return urlencode({name: asked[key] for key, name in named.items() if asked[key]})


@router.get("/names/{id}")
def name(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    id: NameId,
    on: Annotated[str, Query(pattern=DAY)] = "",
) -> HTMLResponse:
    """Show everything known of a name, today or on another day."""
    day = _day(on)
    feature = json.loads(finding_names.show(db, id, day or today))
    told = feature["properties"]
    record = told["record"] if day is None else reading.record_on(db, id, day).fields
    return render(
        request,
        "name.html",
        caller,
        name=told,
        shapes=drawn([feature], "name", "/names"),
        record=_record(record),
        on=day,
        then=_borne(told, day or today),
        events=[
            {**one, "title": reading.EVENT_WORDS.get(one["kind"], one["kind"])}
            for one in told["events"]
        ],
        stories=[
            (telling_stories.find(db, one["id"]), photos_of(db, one["id"]))
            for one in told["stories"]
        ],
        tags=name_tags(),
        statuses=STATUS_WORDS,
        name_kinds=NAME_KINDS,
        locations=LOCATIONS,
        secrecies=SECRECIES,
        restores=_may_be_restored(told),
        ends=caller is not None and caller.holds(("approver",)),
        nominates=caller is not None and caller.holds(("clerk",)),
        kind_title=PlaceKind(told["place"]["kind"]).label,
        edits=caller is not None and caller.holds(EDITORS),
    )


def _may_be_restored(told: dict[str, Any]) -> bool:
    """Tell whether a name out of use may be taken up again: its place is not called otherwise."""
    standing = [
        one
        for one in told["other_names"]
        if one["kind"] == "standard" and one["status"] not in OUT_OF_USE
    ]
    return not standing and told["kind"] in ("standard", "former")


@router.get("/names/{id}/history", dependencies=[needs()])
def history(
    request: Request,
    person: Signed,
    db: Reader,
    today: Today,
    id: NameId,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show the changes of a name: who, when, why, before and after."""
    kept = reading.record(db, id)
    changes = reading.told_history(db, id, HISTORY + 1, (page - 1) * HISTORY)
    others = json.loads(finding_names.show(db, id, today))["properties"]["other_names"]
    return render(
        request,
        "name_history.html",
        person,
        kept=kept,
        changes=changes[:HISTORY],
        others=others,
        name_kinds=NAME_KINDS,
        page=page,
        more=len(changes) > HISTORY,
    )


@router.get("/names/{id}/edit", dependencies=[needs(*EDITORS, scope="names")])
def edit(sheet: ReadSheet) -> HTMLResponse:
    """Show the form of the fields that need no case."""
    return _edit_page(sheet)


@router.post("/names/{id}/edit", dependencies=[needs(*EDITORS, scope="names")])
def describe(sheet: WrittenSheet, form: Form) -> Response:
    """Write the record of a name; what somebody else wrote meanwhile is not lost."""

    def do() -> object:
        changes = {
            key: _value(key, form) for key in record_fields() if f"field-{key}" in form.texts
        }
        tag = form["tag"] or None
        return editing.describe(sheet.db, sheet.person, sheet.id, changes, tag=tag, why=form["why"])

    return then_name(sheet, do, _edit_page, form)


def _value(key: str, form: Filled) -> Any:
    """Return a field as the register takes it; what is no number is left for it to refuse."""
    text = form[f"field-{key}"]
    if not text:
        return None
    shape = record_fields()[key].form
    if shape == "flag":
        return text == "yes"
    if shape != "number":
        return text
    try:
        return float(text)
    except ValueError:
        return text


def _edit_page(sheet: Sheet, told: Told | None = None, sent: Filled = NOTHING) -> HTMLResponse:
    kept = reading.record(sheet.db, sheet.id)
    given = {key: _shown(value) for key, value in kept.fields.items()}
    typed = sent.begun("field-")
    differ = {key for key in typed if typed[key] != given.get(key, "")} if told else set()
    more = {"given": given | typed, "now": given, "differ": differ}
    fields = record_fields().values()
    return sheet_page(sheet, "name_edit.html", told, sent, kept, fields=fields, **more)


def _record(fields: dict[str, Any]) -> list[tuple[str, str]]:
    known = record_fields()
    return [
        (one.label, _shown(fields[key], words=True)) for key, one in known.items() if key in fields
    ]


def _shown(value: Any, *, words: bool = False) -> str:
    if isinstance(value, bool):
        return {True: "是" if words else "yes", False: "否" if words else "no"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _borne(told: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """Return the names that the place bore on a day, the standard one first."""
    own = {key: told[key] for key in ("id", "name", "kind", "status", "valid")}
    found = [one for one in (own, *told["other_names"]) if _holds(one["valid"], day.isoformat())]
    return sorted(found, key=lambda one: list(NAME_KINDS).index(one["kind"]))


def _holds(valid: dict[str, Any], day: str) -> bool:
    return (valid["from"] or "") <= day and (valid["to"] is None or day < valid["to"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        said = {"type": "unreadable_day", "loc": ("query", "on"), "msg": f"“{text}”不是日期"}
        raise RequestValidationError([said]) from wrong


def _counties(db: Session, on: date) -> list[dict[str, Any]]:
    wish = DivisionWish(on, None, level=3)
    found = finding_divisions.find(db, wish, geometry=False, limit=1000, offset=0)
    return [one["properties"] for one in json.loads(found.features)]
