"""The pages of gazetteers (地名书): choose area and kind, watch it being set, take the file."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Config, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.rendering import render
from api.routes.gazetteers import MOST
from api.services import book_works
from api.services.compiling_gazetteers import MEDIA, areas_of_person
from api.services.refusals import NothingThatDay
from naming.gazetteer import BookKind

router = APIRouter(
    include_in_schema=False,
    dependencies=[needs("editor", "clerk", "reviewer", "administrator")],
)


@router.get("/books")
def books(request: Request, person: Signed, db: Reader) -> HTMLResponse:
    """Show the areas one acts for, with a link or an order for each kind and form."""
    return render(
        request,
        "books.html",
        person,
        areas=areas_of_person(db, person.division_ids),
        kinds={each.value: each.zh for each in BookKind},
        most=MOST,
    )


@router.post("/books", dependencies=[needs(scope="names")])
def order(
    request: Request,
    person: Signed,
    db: Reader,
    config: Config,
    today: Today,
    code: Annotated[str, Form(pattern="^[0-9]{6}$")],
    kind: Annotated[Literal["list", "dictionary", "chronicle"], Form()],
    form: Annotated[Literal["docx", "pdf"], Form()],
) -> Response:
    """Begin to compile a book beside the requests."""
    if code not in {area.code for area in areas_of_person(db, person.division_ids)}:
        raise NothingThatDay("所代表的机构不管辖该地区", "请在地名书页选择地区")
    work = book_works.begin(
        config.files_folder,
        request.app.state.engine.url.render_as_string(hide_password=False),
        kind=BookKind(kind),
        code=code,
        form=form,
        on=today,
        person=person,
    )
    return RedirectResponse(f"/books/works/{work.id}", 303)


@router.get("/books/works/{work}")
def watch(request: Request, person: Signed, config: Config, work: UUID) -> HTMLResponse:
    """Show how far a book is; the page asks again until it is finished."""
    found = book_works.find(config.files_folder, work, person)
    return render(request, "book_work.html", person, work=found, kind=BookKind(found.kind).zh)


@router.get("/books/works/{work}/file")
def file(person: Signed, config: Config, work: UUID) -> Response:
    """Answer a finished book as a file."""
    found = book_works.find(config.files_folder, work, person)
    if found.state != "done":
        raise NothingThatDay("这本书还没有编好", "请在进度页等候")
    name = quote(f"{found.title}.{found.form}")
    return FileResponse(
        book_works.file_of(config.files_folder, found),
        media_type=MEDIA[found.form],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
