"""Pages of stories (地名故事): read by everybody, written with their photos by editors."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Caller, Signed, needs
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.stories import PhotoIn, StoryIn
from api.services import telling_stories as telling
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.person import Person
from api.services.registering import reading
from api.services.registering.editing import EDITORS
from api.services.telling_stories import KeptStory, UnknownStory, tag_of
from api.store.queries import stories as store
from api.store.session import Session

router = APIRouter(include_in_schema=False)

NameId = Annotated[int, Path(ge=1, le=2**63 - 1)]
EDITS = [needs(*EDITORS, scope="names")]
WORDS = ("title", "body", "author", "source", "why")


@router.get("/stories/{id}")
def story(request: Request, caller: Caller, db: Reader, id: UUID) -> HTMLResponse:
    """Show a story with its photos."""
    kept = telling.find(db, id)
    edits = caller is not None and caller.holds(EDITORS)
    photos = store.photos_of(db, id)
    return render(request, "story.html", caller, story=kept, photos=photos, edits=edits)


@router.get("/names/{id}/stories", dependencies=EDITS)
def stories(request: Request, person: Signed, db: Reader, id: NameId) -> HTMLResponse:
    """Show all stories of a name, drafts too."""
    return render(
        request,
        "name_stories.html",
        person,
        kept=reading.record(db, id),
        stories=telling.stories_of(db, person, id),
        new_id=uuid4(),
    )


@router.get("/names/{name}/stories/{story}", dependencies=EDITS)
def edit(request: Request, person: Signed, db: Reader, name: NameId, story: UUID) -> HTMLResponse:
    """Show the form of a story, new or kept, with its photos."""
    return _page(request, db, person, name, story)


@router.post("/names/{name}/stories/{story}", dependencies=EDITS)
def write(
    request: Request, person: Signed, db: Db, name: NameId, story: UUID, form: Form
) -> Response:
    """Write a story, publish or withdraw it."""

    def do() -> object:
        state = form["state"]
        flags = {"published": state == "published", "withdrawn": state == "withdrawn"}
        body = read_as(StoryIn, {"name_id": name, **form.told(*WORDS), **flags})
        tag = form["tag"] or None
        return telling.write(db, person, story, body.entry(), tag=tag, why=body.why)

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _page(request, db, person, name, story, told=answer, sent=form)
    return RedirectResponse(f"/names/{name}/stories/{story}", 303)


@router.post("/names/{name}/stories/{story}/photos", dependencies=EDITS)
def upload(
    request: Request, person: Signed, db: Db, name: NameId, story: UUID, form: Form
) -> Response:
    """Keep a photo of a story."""

    def do() -> object:
        if (file := form.files.get("file")) is None:
            wrong = [Complaint("file", "没有选择照片")]
            raise CaseIncomplete("没有上传照片", "请选择 JPEG 或 PNG 照片", wrong)
        words = read_as(PhotoIn, form.told("caption", "source"))
        content, named = file.file.read(), file.filename or "照片"
        said = {"file": named, "caption": words.caption, "source": words.source}
        return telling.add_photo(db, person, story, uuid4(), content, **said)

    return _photo_done(request, db, person, name, story, tried(db, do), form)


@router.post("/names/{name}/stories/{story}/photos/{photo}", dependencies=EDITS)
def caption(
    request: Request, person: Signed, db: Db, name: NameId, story: UUID, photo: UUID, form: Form
) -> Response:
    """Change what is said of a photo and its place in the order, or withdraw it."""

    def do() -> object:
        told: dict[str, Any] = form.told("caption", "source", "position")
        words = read_as(PhotoIn, told | {"withdrawn": form["withdrawn"] == "yes"}).words()
        return telling.change_photo(db, person, story, photo, words, tag=form["tag"] or None)

    return _photo_done(request, db, person, name, story, tried(db, do), form)


def _photo_done(
    request: Request, db: Session, person: Person, name: int, id: UUID, answer: Any, form: Filled
) -> Response:
    if isinstance(answer, Told):
        return _page(request, db, person, name, id, told=answer)
    del form
    return RedirectResponse(f"/names/{name}/stories/{id}#photos", 303)


def _page(
    request: Request,
    db: Session,
    person: Person,
    name: int,
    id: UUID,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    kept = _kept(db, id)
    given: dict[str, str] = {}
    if kept is not None:
        state = "withdrawn" if kept.withdrawn else "published" if kept.published else "draft"
        given = {word: getattr(kept, word) for word in WORDS if word != "why"} | {"state": state}
    now = dict(given)
    given |= {word: sent[word] for word in (*WORDS, "state") if word in sent.texts}
    return render(
        request,
        "story_edit.html",
        person,
        told.kind.status if told else 200,
        name=reading.record(db, name),
        id=id,
        story=kept,
        tag=tag_of(kept) if kept else "",
        given=given,
        now=now,
        photos=store.photos_of(db, id) if kept else [],
        told=told,
        wrong=wrong_fields(told),
    )


def _kept(db: Session, id: UUID) -> KeptStory | None:
    try:
        return telling.find(db, id)
    except UnknownStory:
        return None
