"""Pages on which editors keep what belongs to a name: who may be told, tags, other names, code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.name_records import OtherNameIn, PlaceCodeIn, PublicationIn
from api.services.person import Person
from api.services.registering import adding, editing, reading
from api.services.registering.editing import EDITORS
from api.services.registering.words import NAME_KINDS, SECRECIES
from api.services.telling_stories import set_tags, tags_of
from api.store.queries.name_lives import state_of
from api.store.session import Session
from naming.name_tags import name_tags

router = APIRouter(include_in_schema=False, dependencies=[needs(*EDITORS, scope="names")])

NameId = Annotated[int, Path(ge=1, le=2**63 - 1)]
NEW_NAME = ("name", "kind", "romanization", "authority", "document", "day", "ended", "source")
NEW_FIELDS = ("meaning", "pronunciation_note", "minority_name", "minority_language")


@router.get("/names/{id}/publication")
def publication(request: Request, person: Signed, db: Reader, id: NameId) -> HTMLResponse:
    """Show how secret a name is and whether the public is told of it."""
    return _publication(request, db, person, id)


@router.post("/names/{id}/publication")
def set_publication(request: Request, person: Signed, db: Db, id: NameId, form: Form) -> Response:
    """Say how secret a name is and whether the public is told of it."""

    def do() -> object:
        told = form.told("secrecy", "why") | {"published": form["published"]}
        body = read_as(PublicationIn, told)
        return editing.set_publication(
            db,
            person,
            id,
            secrecy=body.secrecy,
            published=body.published,
            tag=form["tag"] or None,
            why=body.why,
        )

    return _then(request, db, person, id, do, _publication, form)


@router.get("/names/{id}/tags")
def tags(request: Request, person: Signed, db: Reader, id: NameId) -> HTMLResponse:
    """Show all tags, with those that the name has."""
    return _tags(request, db, person, id)


@router.post("/names/{id}/tags")
def keep_tags(request: Request, person: Signed, db: Db, id: NameId, form: Form) -> Response:
    """Give the name the tags that were ticked, and take off the others."""

    def do() -> None:
        wanted = {tag: form[f"note-{tag}"][:400] for tag in form.all("has")}
        set_tags(db, person, id, wanted, why=form["why"], state=form["tag"] or None)

    return _then(request, db, person, id, do, _tags, form)


@router.get("/names/{id}/other-names")
def other_names(request: Request, person: Signed, db: Reader, id: NameId) -> HTMLResponse:
    """Show the form of an alias, a short, former, colloquial or minority name."""
    return _other_name(request, db, person, id)


@router.post("/names/{id}/other-names")
def add_name(request: Request, person: Signed, db: Db, id: NameId, form: Form) -> Response:
    """Enter another name of the place."""

    def do() -> object:
        fields = form.told(*(f"field-{key}" for key in NEW_FIELDS))
        told = form.told(*NEW_NAME, "why")
        named = {key.removeprefix("field-"): text for key, text in fields.items()}
        body = read_as(OtherNameIn, {"day": "", **told, "fields": named})
        return adding.add_name(db, person, id, body.entry(), body.basis())

    return _then(request, db, person, id, do, _other_name, form)


@router.get("/names/{id}/place-code")
def place_code(request: Request, person: Signed, db: Reader, id: NameId) -> HTMLResponse:
    """Show the code of the place."""
    return _place_code(request, db, person, id)


@router.post("/names/{id}/place-code")
def set_code(request: Request, person: Signed, db: Db, id: NameId, form: Form) -> Response:
    """Write the code of the place, once it is checked."""

    def do() -> object:
        body = read_as(PlaceCodeIn, form.told("place_code", "type_code", "why"))
        return adding.set_code(
            db,
            person,
            id,
            place_code=body.place_code,
            type_code=body.type_code,
            tag=form["tag"] or None,
            why=body.why,
        )

    return _then(request, db, person, id, do, _place_code, form)


def _then(
    request: Request,
    db: Session,
    person: Person,
    id: int,
    do: Callable[[], object],
    page: Callable[..., HTMLResponse],
    form: Filled,
) -> Response:
    """Do something, and go back to the name; a refusal is shown beside what was sent."""
    answer = tried(db, do)
    if isinstance(answer, Told):
        return page(request, db, person, id, told=answer, sent=form)
    return RedirectResponse(f"/names/{id}", 303)


def _page(
    request: Request,
    db: Session,
    person: Person,
    id: int,
    template: str,
    told: Told | None,
    sent: Filled,
    **more: Any,
) -> HTMLResponse:
    kept = reading.record(db, id)
    return render(
        request,
        template,
        person,
        told.kind.status if told else 200,
        kept=kept,
        tag=editing.tag_of(kept.version),
        told=told,
        wrong=wrong_fields(told),
        why=sent["why"],
        **more,
    )


def _publication(
    request: Request,
    db: Session,
    person: Person,
    id: int,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    kept = reading.record(db, id)
    given = {"secrecy": kept.secrecy, "published": "yes" if kept.published else "no"}
    more = {"secrecies": SECRECIES, "now": given, "given": given | sent.told(*given)}
    return _page(request, db, person, id, "name_publication.html", told, sent, **more)


def _tags(
    request: Request,
    db: Session,
    person: Person,
    id: int,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    now = {one["tag"]: one["note"] for one in tags_of(db, id)}
    given = {tag: sent[f"note-{tag}"] for tag in sent.all("has")} if told else now
    notes = sent.begun("note-") if told else now
    more = {"words": name_tags(), "now": now, "given": given, "notes": notes}
    return _page(request, db, person, id, "name_tags.html", told, sent, **more)


def _other_name(
    request: Request,
    db: Session,
    person: Person,
    id: int,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    given = {name: sent[name] for name in sent.texts}
    kinds = {kind: NAME_KINDS[kind] for kind in adding.OTHER_KINDS}
    more = {"kinds": kinds, "given": given}
    return _page(request, db, person, id, "name_other.html", told, sent, **more)


def _place_code(
    request: Request,
    db: Session,
    person: Person,
    id: int,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    place = state_of(db, id)["place"]
    now = {key: place[key] or "" for key in ("place_code", "type_code")}
    given = {key: sent[key] for key in now} if told else now
    more = {"now": now, "given": given}
    return _page(request, db, person, id, "name_code.html", told, sent, **more)
