"""Pages of signs (地名标志): one with its plate, inspections and repairs, a new one."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Caller, Signed
from api.dependencies.days import Today
from api.routes.console import sign_list, sign_tables
from api.routes.console.case_words import LOOKS
from api.routes.console.drawn_features import drawn
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.routes.console.sign_list import REGISTRARS, point_of, words
from api.routes.signs import KEEPS, REGISTERS
from api.schemas.findings import FindingOut
from api.schemas.signs import InspectionIn, RepairIn, SignIn, SignOut
from api.services import keeping_signs as keeping
from api.services import sign_photos
from api.services.checking_signs import lettering
from api.services.keeping_signs import (
    KEEPERS,
    SignEntry,
    tag_of,
)
from api.services.loading.sign_rows import sign_kind_of
from api.services.person import Person
from api.services.refusals import DamagedFile, UnknownName
from api.store.queries import signs as store
from api.store.session import Session
from naming.signs.direction import axis_told, way_of
from naming.signs.plate import axis_of

router = APIRouter(include_in_schema=False)
ROUTERS = (sign_list.router, sign_tables.router, router)
"""In this order: `/signs/table` is no sign."""

FIELDS = (
    *("name_id", "kind", "characters", "romanization", "extra", "axis", "code", "place_words"),
    *("material", "width_mm", "height_mm", "set_up_by", "set_up_on", "maker", "source", "remark"),
    "state",
)


@router.get("/signs/new", dependencies=REGISTERS)
def new(
    request: Request,
    person: Signed,
    db: Reader,
    today: Today,
    name: Annotated[int, Query(ge=1, le=2**63 - 1)],
) -> HTMLResponse:
    """Show the form of a sign for a name, with the text that the rules ask for."""
    meant = store.names_for_sign(db, id=name, place_code="", name="", within=(), on=today)
    if not meant:
        raise UnknownName(f"没有编号为 {name} 的地名")
    return _form(request, db, person, uuid4(), _first(db, person, meant[0]))


def _first(db: Session, person: Person, name: store.NamedPlace) -> dict[str, str]:
    """Return what the form of a new sign says at first; all of it may be changed."""
    kind = sign_kind_of(name.place_kind)
    given = {
        "name_id": str(name.id),
        "characters": name.name,
        "romanization": lettering(name.romanization),
        "state": "planned",
        "kind": kind,
        "set_up_by": person.organisation,
    }
    if kind == "street":
        course = str(store.facts_of(db, name.id).fields.get("course", ""))
        bearing = name.bearing_deg
        given["axis"] = axis_told(course) if bearing is None else axis_of(bearing)
    return given


def _known(facts: store.PlaceFacts, bearing: float | None) -> str:
    """Return what the register says of the place, for who writes the sign."""
    fields = facts.fields
    told = [fields.get("course") and f"走向“{fields['course']}”"]
    if bearing is not None:
        told.append(f"按登记的线为{way_of(bearing)}向（方位角 {bearing % 180:.0f}°）")
    told += [fields.get("starts_at") and f"起点{fields['starts_at']}"]
    told += [fields.get("ends_at") and f"止点{fields['ends_at']}"]
    if facts.length_m is not None:
        told.append(f"长 {facts.length_m:,.0f} 米")
    told += [fields.get("width_m") and f"宽 {fields['width_m']} 米"]
    told += [fields.get("location_description")]
    return "；".join(str(one) for one in told if one)


@router.get("/signs/check", dependencies=REGISTERS)
def check(
    request: Request,
    person: Signed,
    db: Reader,
    today: Today,
    name_id: Annotated[int, Query(ge=1, le=2**63 - 1)],
    characters: Annotated[str, Query(max_length=60)] = "",
    romanization: Annotated[str, Query(max_length=400)] = "",
    extra: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    axis: Annotated[str, Query(pattern="^(east_west|north_south)?$")] = "",
) -> HTMLResponse:
    """Show the plate as it is typed, and what is to be said of it."""
    found = store.signed_name(db, name_id)
    if found is None:
        raise UnknownName(f"没有编号为 {name_id} 的地名")
    entry = SignEntry(name_id, kind, characters, romanization, extra, axis=axis, state="planned")
    report = keeping.judged(entry, found, today)
    asked = {"characters": characters, "romanization": romanization, "extra": extra[:60]}
    asked |= {"kind": kind, "axis": axis}
    return render(
        request,
        "sign_check.html",
        person,
        plate=urlencode(asked) if characters else "",
        characters=characters,
        findings=[FindingOut.of(one) for one in report.findings],
        **LOOKS,
    )


@router.get("/signs/{id}")
def sign(request: Request, caller: Caller, db: Reader, today: Today, id: UUID) -> HTMLResponse:
    """Show a sign with its plate, and to keepers what was done about it."""
    return _sign_page(request, db, caller, today, id)


@router.get("/signs/{id}/edit", dependencies=REGISTERS)
def edit(
    request: Request,
    person: Signed,
    db: Reader,
    id: UUID,
    lon: Annotated[float | None, Query(ge=-180, le=180)] = None,
    lat: Annotated[float | None, Query(ge=-90, le=90)] = None,
) -> HTMLResponse:
    """Show the form with what is known of a sign, with another position if one is proposed."""
    kept = keeping.find(db, id)
    told = {key: getattr(kept, key) for key in FIELDS if key != "name_id"}
    told |= {"name_id": kept.place_name_id, "lon": kept.lon, "lat": kept.lat}
    if lon is not None and lat is not None:
        told |= {"lon": lon, "lat": lat}
    given = {key: str(value) for key, value in told.items() if value is not None}
    return _form(request, db, person, id, given | {"tag": tag_of(kept)})


@router.post("/signs/{id}", dependencies=REGISTERS)
def write(request: Request, person: Signed, db: Db, today: Today, id: UUID, form: Form) -> Response:
    """Register or change a sign."""

    def do() -> object:
        fields: dict[str, Any] = form.told(*FIELDS)
        fields |= {"characters": form["characters"], "romanization": form["romanization"]}
        if form["lon"] or form["lat"]:
            fields["place"] = form.told("lon", "lat")
        entry = read_as(SignIn, fields).entry()
        return keeping.write(db, person, id, entry, tag=form["tag"] or None, on=today)

    answer = tried(db, do)
    if isinstance(answer, Told):
        sent = {key: form[key] for key in ("name_id", *form.texts)}
        return _form(request, db, person, id, sent, told=answer)
    return RedirectResponse(f"/signs/{id}", 303)


@router.post("/signs/{id}/inspections", dependencies=KEEPS)
def inspect(
    request: Request, person: Signed, db: Db, today: Today, id: UUID, form: Form
) -> Response:
    """Write down a look at a sign."""

    def do() -> object:
        body = read_as(InspectionIn, form.told("inspected_on", "condition", "note"))
        kept = keeping.inspect(db, person, id, _work(form), on=today, **body.model_dump())
        if "file" in form.files:
            _add_photo(db, person, id, form, f"巡查 {body.inspected_on}")
        return kept

    return _then(request, person, db, today, id, form, "inspect", tried(db, do))


@router.post("/signs/{id}/repairs", dependencies=KEEPS)
def repair(
    request: Request, person: Signed, db: Db, today: Today, id: UUID, form: Form
) -> Response:
    """Write down a repair of a sign."""

    def do() -> object:
        body = read_as(RepairIn, form.told("repaired_on", "unit", "what", "condition"))
        kept = keeping.repair(db, person, id, _work(form), on=today, **body.model_dump())
        if "file" in form.files:
            _add_photo(db, person, id, form, f"维修后 {body.repaired_on}")
        return kept

    return _then(request, person, db, today, id, form, "repair", tried(db, do))


@router.post("/signs/{id}/photos", dependencies=KEEPS)
def add_photo(
    request: Request, person: Signed, db: Db, today: Today, id: UUID, form: Form
) -> Response:
    """Keep a photo of a sign."""

    def do() -> object:
        if "file" not in form.files:
            raise DamagedFile("没有选择照片", "请拍照或选择照片后再上传")
        return _add_photo(db, person, id, form, form["caption"][:200])

    return _then(request, person, db, today, id, form, "photo", tried(db, do))


def _add_photo(db: Session, person: Person, id: UUID, form: Filled, caption: str) -> object:
    """Keep the photo of a form; the same form again keeps it once."""
    sent = form.files["file"]
    photo = uuid5(_work(form), "photo")
    content = sent.file.read()
    return sign_photos.add_photo(
        db, person, id, photo, content, file=(sent.filename or "照片.jpg"), caption=caption
    )


def _then(
    request: Request,
    person: Person,
    db: Session,
    today: Today,
    id: UUID,
    form: Filled,
    doing: str,
    answer: object,
) -> Response:
    if isinstance(answer, Told):
        return _sign_page(request, db, person, today, id, told=answer, doing=doing, sent=form)
    return RedirectResponse(f"/signs/{id}", 303)


def _sign_page(
    request: Request,
    db: Session,
    caller: Person | None,
    today: Today,
    id: UUID,
    *,
    told: Told | None = None,
    doing: str = "",
    sent: Filled = NOTHING,
) -> HTMLResponse:
    kept = keeping.find(db, id)
    keeps = caller is not None and caller.holds(KEEPERS)
    out = SignOut.of(kept, keeping.findings_of(db, kept, today))
    placed = {"properties": out.model_dump(), "geometry": point_of(out.model_dump())}
    return render(
        request,
        "sign.html",
        caller,
        told.kind.status if told else 200,
        sign=out,
        shapes=drawn([placed], "characters", "/signs"),
        trail=_trail(store.work_on(db, id)) if keeps else [],
        photos=sign_photos.photos(db, kept),
        keeps=keeps,
        registers=caller is not None and caller.holds(REGISTRARS),
        on=today,
        new_id=uuid4(),
        new_photo=uuid4(),
        told=told,
        doing=doing,
        sent=sent,
        wrong=wrong_fields(told),
        **words(),
        **LOOKS,
    )


def _trail(work: dict[str, list[dict[str, Any]]]) -> list[tuple[str, Any, dict[str, Any]]]:
    """Return inspections and repairs in one row, the newest first."""
    done = [("inspect", one["inspected_on"], one) for one in work["inspections"]]
    done += [("repair", one["repaired_on"], one) for one in work["repairs"]]
    return sorted(done, key=lambda one: (one[1], one[2]["recorded_at"]), reverse=True)


def _form(
    request: Request,
    db: Session,
    person: Person,
    id: UUID,
    given: dict[str, str],
    *,
    told: Told | None = None,
) -> HTMLResponse:
    number = given.get("name_id", "")
    found = store.signed_name(db, int(number)) if number.isdecimal() else None
    facts = store.facts_of(db, found.id) if found else store.PlaceFacts(None, None, {})
    return render(
        request,
        "sign_form.html",
        person,
        told.kind.status if told else 200,
        id=id,
        given=given,
        name=found.name if found else "",
        known=_known(facts, found.bearing_deg if found else None),
        shape=json.dumps(facts.shape) if facts.shape else "",
        county=store.county_of(db, found.division_id) if found else "",
        told=told,
        wrong=wrong_fields(told),
        **words(),
    )


def _work(form: Filled) -> UUID:
    try:
        return UUID(form["id"])
    except ValueError:
        return uuid4()
