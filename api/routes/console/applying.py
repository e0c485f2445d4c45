"""Pages for applying (申请): a guided form, checked while it is typed, kept as a draft."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

import shapely
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.case_words import APPLICANT_TYPES, LOOKS, types_by_kind
from api.routes.console.forms import Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.cases import CaseIn, ItemIn
from api.schemas.name_checks import NameCheckOut, SingleCheckIn
from api.services import finding_divisions
from api.services.cases import batches, drafting, holding, reading
from api.services.cases.drafting_names import GIVING
from api.services.checking_names import check_names
from api.services.finding_divisions import DivisionWish
from api.services.person import Person
from api.services.registering import reading as registered
from api.services.suggesting_names import offers
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.name_lives import state_of
from api.store.session import Session
from naming.place_kind import type_words
from naming.procedure.words import CaseKind
from naming.renaming_ground import RenamingGround

router = APIRouter(include_in_schema=False, dependencies=[needs(scope="names")])

KINDS = "|".join(kind.value for kind in CaseKind)
FLAGS = ("major_matter", "famous", "with_project", "joint_meeting", "rural")
HEAD = ("kind", "applicant", "applicant_type", "contact", "county", "title")
ITEM = (
    *("name", "place_type", "division", "romanization", "name_id", "reason", "meaning"),
    *("origin", "location", "size", "length_m", "width_m"),
)
DETAILS = (
    *("starts_at", "ends_at", "course", "derived_from", "consent", "area_m2", "ground"),
    *("floor_area_m2", "storeys", "span_m"),
)
CHANGES = ("romanization", "meaning", "origin", "history", "pronunciation_note")
MOST = 1000
MOST_ROWS = 5000
Row = Annotated[int, Path(ge=1, le=10_000)]


@router.get("/cases/new")
def begin(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    kind: Annotated[str, Query(pattern=f"^({KINDS})$")] = "naming",
    name_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    batch: Annotated[str, Query(pattern="^(yes)?$")] = "",
) -> HTMLResponse:
    """Show an empty form; with `name_id` about a name of the register, or for many names."""
    given = {"kind": kind, "applicant": person.organisation, "id": str(uuid4()), "batch": batch}
    if name_id is not None:
        kept = registered.record(db, name_id)
        given |= {"name_id": str(name_id), "former": kept.name}
        if CaseKind(kind) in GIVING:
            given |= {"name": kept.name, "place_type": _type_of(db, name_id)}
    counties = _counties(db, today)
    given["county"] = _own_county(counties, person)
    return _form(request, db, person, today, given, counties=counties)


@router.post("/cases/new")
def draft(request: Request, db: Db, person: Signed, today: Today, form: Form) -> Response:
    """Keep a draft; number and code for asking how far it is are shown this once."""
    id = _id_of(form)
    answer = tried(db, lambda: drafting.draft(db, id, _case_in(form).draft(), person, on=today))
    if isinstance(answer, Told):
        return _form(request, db, person, today, _sent(form), told=answer)
    if not answer.created:
        return RedirectResponse(f"/cases/{id}", 303)
    address = f"/cases/{id}"
    told = {"case": answer.case, "code": answer.code}
    return render(request, "case_begun.html", person, 201, address=address, **told)


@router.get("/cases/towns")
def towns(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
) -> HTMLResponse:
    """Return the towns of a county as choices of the form."""
    return render(request, "town_choices.html", person, towns=_towns(db, county, today), town="")


@router.post("/cases/name-check")
def name_check(
    request: Request, db: Reader, person: Signed, today: Today, form: Form
) -> HTMLResponse:
    """Return what the name check says of what is typed so far."""
    answer = tried(db, lambda: _checked(db, form, today)) if form["name"] else None
    told = answer if isinstance(answer, Told) else None
    return render(
        request,
        "name_check.html",
        person,
        told=told,
        check=None if told else answer,
        **LOOKS,
    )


@router.get("/cases/{id}/edit")
def edit(request: Request, db: Reader, person: Signed, today: Today, id: UUID) -> HTMLResponse:
    """Show the form with what is drafted."""
    held = holding.look(db, id, person)
    drafting.must_be_drafting(held)
    items = reading.items(db, id, person, on=today, limit=1, offset=0)
    given = _given(held.case, items[0] if items else None)
    return _form(request, db, person, today, given, case=held.case)


@router.post("/cases/{id}/edit")
def rewrite(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form
) -> Response:
    """Write a draft anew."""
    answer = tried(
        db,
        lambda: drafting.rewrite(
            db, id, _case_in(form).draft(), person, tag=form["tag"] or None, on=today
        ),
    )
    if isinstance(answer, Told):
        case = holding.look(db, id, person).case
        sent = _sent(form, case.kind)
        return _form(request, db, person, today, sent, case=case, told=answer)
    return RedirectResponse(f"/cases/{id}", 303)


@router.get("/cases/{id}/items/{row}")
def item(
    request: Request, db: Reader, person: Signed, today: Today, id: UUID, row: Row
) -> HTMLResponse:
    """Show the form with one name of a case that has several."""
    held = holding.look(db, id, person)
    drafting.must_be_drafting(held)
    kept = reading.items(db, id, person, on=today, limit=MOST_ROWS, offset=0)
    found = next((one for one in kept if one.row == row), None)
    return _form(request, db, person, today, _given(held.case, found), case=held.case, row=row)


@router.post("/cases/{id}/items/{row}")
def correct(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, row: Row, form: Form
) -> Response:
    """Write one name of a case anew; the others stay as they are."""

    def do() -> object:
        wish = read_as(ItemIn, item_told(form)).draft()
        return batches.correct(db, id, row, wish, person, tag=form["tag"] or None, on=today)

    answer = tried(db, do)
    if isinstance(answer, Told):
        case = holding.look(db, id, person).case
        sent = _sent(form, case.kind)
        return _form(request, db, person, today, sent, case=case, row=row, told=answer)
    return RedirectResponse(f"/cases/{id}#names", 303)


def _form(
    request: Request,
    db: Session,
    person: Person,
    on: date,
    given: dict[str, str],
    *,
    case: KeptCase | None = None,
    row: int = 0,
    told: Told | None = None,
    counties: list[dict[str, Any]] | None = None,
) -> HTMLResponse:
    return render(
        request,
        "case_form.html",
        person,
        told.kind.status if told else 200,
        case=case,
        row=row,
        given=given,
        told=told,
        wrong=wrong_fields(told),
        kinds=[(one.value, one.zh) for one in CaseKind],
        applicant_types=APPLICANT_TYPES,
        types=types_by_kind(),
        counties=_counties(db, on) if counties is None else counties,
        towns=_towns(db, given.get("county", ""), on),
        changes=CHANGES,
        grounds=list(RenamingGround),
    )


def _type_of(db: Session, name_id: int) -> str:
    """Return the word of the form for the type of a registered place, "" if it has none."""
    told = state_of(db, name_id)["place"]["type_words"]
    return told if told in {word for _, word in type_words()} else ""


def _id_of(form: Filled) -> UUID:
    try:
        return UUID(form["id"])
    except ValueError:
        return uuid4()


def _sent(form: Filled, kind: str = "") -> dict[str, str]:
    """Return what a form sent, with the number and kind that it cannot be shown again without."""
    kind = kind or form["kind"]
    told = {"id": str(uuid4()), **{name: form[name] for name in form.texts}}
    return told | {"kind": kind if kind in {*CaseKind} else CaseKind.NAMING.value}


def _case_in(form: Filled) -> CaseIn:
    flags = {name: form[name] == "yes" for name in FLAGS}
    items = [] if form["batch"] else [item_told(form)]
    return read_as(CaseIn, {**form.told(*HEAD), **flags, "items": items})


def item_told(form: Filled) -> dict[str, Any]:
    """Return what a form says of one name, as the interface takes it."""
    item: dict[str, Any] = form.told(*ITEM)
    item["details"] = form.told(*DETAILS)
    if form["significant_orientation"]:
        item["significant_orientation"] = form["significant_orientation"] == "yes"
    if form["geometry"]:
        item["geometry"] = _shape(form["geometry"])
    change = {key: form[f"change-{key}"] for key in CHANGES if form[f"change-{key}"]}
    if change and form["kind"] == CaseKind.CORRECTION:
        item["change"] = change
    return item | {"division": form["division"] or form["county"]}


def _shape(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _given(case: KeptCase, item: KeptItem | None) -> dict[str, str]:
    told: dict[str, Any] = {name: getattr(case, name) for name in HEAD if name != "county"}
    told |= {"county": case.county_code, "id": str(case.id)}
    told |= {name: "yes" for name in FLAGS if getattr(case, name)}
    if item is not None:
        told |= {n: getattr(item, n) for n in ITEM if n not in ("division", "name_id")}
        told |= {"division": item.division_code, "former": item.former_name}
        told |= {"name_id": item.place_name_id, **item.details}
        told |= {f"change-{key}": value for key, value in (item.change or {}).items()}
        told["geometry"] = shapely.to_geojson(item.geometry) if item.geometry else ""
        if item.significant_orientation is not None:
            told["significant_orientation"] = "yes" if item.significant_orientation else "no"
    return {key: _text(value) for key, value in told.items() if value is not None}


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _checked(db: Session, form: Filled, on: date) -> NameCheckOut:
    fields: dict[str, Any] = form.told(
        *("name", "place_type", "romanization", "reason", "length_m", "width_m", "consent"),
        *("starts_at", "ends_at", "course", "derived_from", "area_m2", "floor_area_m2"),
        *("storeys", "span_m"),
    )
    fields |= {"division": form["division"] or form["county"], "applicant": form["applicant_type"]}
    if form["significant_orientation"]:
        fields["significant_orientation"] = form["significant_orientation"] == "yes"
    if form["kind"] == CaseKind.RENAMING:
        fields["former_name"] = form["former"]
    wish = read_as(SingleCheckIn, {**fields, **_where(form["geometry"])}).wish()
    found = check_names(db, [wish], on=on)[0]
    return NameCheckOut.of(found, wish.releases, offers(db, wish, found, on=on))


def _where(geometry: str) -> dict[str, Any]:
    """Return where a drawn shape is, as the name check asks for it."""
    drawn = _shape(geometry) if geometry else None
    kind = drawn.get("type", "") if isinstance(drawn, dict) else ""
    if kind.endswith("LineString"):
        return {"line": drawn}
    if not kind:
        return {}
    middle = shapely.from_geojson(geometry, on_invalid="ignore")
    if middle is None or middle.is_empty:
        return {}
    point = middle.representative_point()
    return {"location": {"lon": round(point.x, 7), "lat": round(point.y, 7)}}


def _counties(db: Session, on: date) -> list[dict[str, Any]]:
    return _divisions(db, DivisionWish(on, None, level=3))


def _towns(db: Session, county: str, on: date) -> list[dict[str, Any]]:
    found = _divisions(db, DivisionWish(on, None, level=3, code=county)) if county else []
    return _divisions(db, DivisionWish(on, None, level=4, parent=found[0]["id"])) if found else []


def _divisions(db: Session, wish: DivisionWish) -> list[dict[str, Any]]:
    found = finding_divisions.find(db, wish, geometry=False, limit=MOST, offset=0)
    told = [one["properties"] for one in json.loads(found.features)]
    return [{**one, "code": one["codes"][0]["code"]} for one in told if one["codes"]]


def _own_county(counties: list[dict[str, Any]], person: Person) -> str:
    """Return the county that a person's organisation acts for, if it is one."""
    return next((one["code"] for one in counties if one["id"] in person.division_ids), "")
