"""Pages on which editors keep what belongs to a name: who may be told, tags, other names, code."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.dependencies.callers import needs
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as
from api.routes.console.name_sheet import ReadSheet, Sheet, WrittenSheet, sheet_page, then_name
from api.schemas.name_records import OtherNameIn, PlaceCodeIn, PublicationIn
from api.services.registering import adding, editing, reading
from api.services.registering.editing import EDITORS
from api.services.registering.words import NAME_KINDS, SECRECIES
from api.services.telling_stories import set_tags, tags_of
from api.store.queries.name_lives import state_of
from naming.name_tags import name_tags

router = APIRouter(include_in_schema=False, dependencies=[needs(*EDITORS, scope="names")])

NEW_NAME = ("name", "kind", "romanization", "authority", "document", "day", "ended", "source")
NEW_FIELDS = ("meaning", "pronunciation_note", "minority_name", "minority_language")


@router.get("/names/{id}/publication")
def publication(sheet: ReadSheet) -> HTMLResponse:
    """Show how secret a name is and whether the public is told of it."""
    return _publication(sheet)


@router.post("/names/{id}/publication")
def set_publication(sheet: WrittenSheet, form: Form) -> Response:
    """Say how secret a name is and whether the public is told of it."""

    def do() -> object:
        told = form.told("secrecy", "why") | {"published": form["published"]}
        body = read_as(PublicationIn, told)
        return editing.set_publication(
            sheet.db,
            sheet.person,
            sheet.id,
            secrecy=body.secrecy,
            published=body.published,
            tag=form["tag"] or None,
            why=body.why,
        )

    return then_name(sheet, do, _publication, form)


@router.get("/names/{id}/tags")
def tags(sheet: ReadSheet) -> HTMLResponse:
    """Show all tags, with those that the name has."""
    return _tags(sheet)


@router.post("/names/{id}/tags")
def keep_tags(sheet: WrittenSheet, form: Form) -> Response:
    """Give the name the tags that were ticked, and take off the others."""

    def do() -> None:
        wanted = {tag: form[f"note-{tag}"][:400] for tag in form.all("has")}
        state = form["tag"] or None
        set_tags(sheet.db, sheet.person, sheet.id, wanted, why=form["why"], state=state)

    return then_name(sheet, do, _tags, form)


@router.get("/names/{id}/other-names")
def other_names(sheet: ReadSheet) -> HTMLResponse:
    """Show the form of an alias, a short, former, colloquial or minority name."""
    return _other_name(sheet)


@router.post("/names/{id}/other-names")
def add_name(sheet: WrittenSheet, form: Form) -> Response:
    """Enter another name of the place."""

    def do() -> object:
        fields = form.told(*(f"field-{key}" for key in NEW_FIELDS))
        told = form.told(*NEW_NAME, "why")
        named = {key.removeprefix("field-"): text for key, text in fields.items()}
        body = read_as(OtherNameIn, {"day": "", **told, "fields": named})
        return adding.add_name(sheet.db, sheet.person, sheet.id, body.entry(), body.basis())

    return then_name(sheet, do, _other_name, form)


@router.get("/names/{id}/place-code")
def place_code(sheet: ReadSheet) -> HTMLResponse:
    """Show the code of the place."""
    return _place_code(sheet)


@router.post("/names/{id}/place-code")
def set_code(sheet: WrittenSheet, form: Form) -> Response:
    """Write the code of the place, once it is checked."""

    def do() -> object:
        body = read_as(PlaceCodeIn, form.told("place_code", "type_code", "why"))
        return adding.set_code(
            sheet.db,
            sheet.person,
            sheet.id,
            place_code=body.place_code,
            type_code=body.type_code,
            tag=form["tag"] or None,
            why=body.why,
        )

    return then_name(sheet, do, _place_code, form)


def _publication(sheet: Sheet, told: Told | None = None, sent: Filled = NOTHING) -> HTMLResponse:
    kept = reading.record(sheet.db, sheet.id)
    given = {"secrecy": kept.secrecy, "published": "yes" if kept.published else "no"}
    more = {"secrecies": SECRECIES, "now": given, "given": given | sent.told(*given)}
    return sheet_page(sheet, "name_publication.html", told, sent, kept, **more)


def _tags(sheet: Sheet, told: Told | None = None, sent: Filled = NOTHING) -> HTMLResponse:
    now = {one["tag"]: one["note"] for one in tags_of(sheet.db, sheet.id)}
    given = {tag: sent[f"note-{tag}"] for tag in sent.all("has")} if told else now
    notes = sent.begun("note-") if told else now
    more: dict[str, Any] = {"words": name_tags(), "now": now, "given": given, "notes": notes}
    return sheet_page(sheet, "name_tags.html", told, sent, **more)


def _other_name(sheet: Sheet, told: Told | None = None, sent: Filled = NOTHING) -> HTMLResponse:
    given = {name: sent[name] for name in sent.texts}
    kinds = {kind: NAME_KINDS[kind] for kind in adding.OTHER_KINDS}
    return sheet_page(sheet, "name_other.html", told, sent, kinds=kinds, given=given)


def _place_code(sheet: Sheet, told: Told | None = None, sent: Filled = NOTHING) -> HTMLResponse:
    place = state_of(sheet.db, sheet.id)["place"]
    now = {key: place[key] or "" for key in ("place_code", "type_code")}
    given = {key: sent[key] for key in now} if told else now
    return sheet_page(sheet, "name_code.html", told, sent, now=now, given=given)
