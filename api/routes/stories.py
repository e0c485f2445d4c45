"""“地名+”: tags of names, and the stories told of them, for visitors and editors."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request, Response

from api.dependencies import Db, Form, Paging, Reader
from api.dependencies.callers import Signed, needs
from api.routes.answering import Fresh, GeoJson, kept_picture, listed
from api.routes.changing import BODY, Content, IfMatch, named_tag
from api.routes.marker_pictures import FileName
from api.schemas.features import FeatureCollection, ItemList
from api.schemas.stories import (
    NameTagsOut,
    PhotoIn,
    StoriesOut,
    StoryIn,
    StoryOut,
    StoryPhotoOut,
    StoryRowOut,
    TaggedNameOut,
    TagIn,
    TagKindOut,
    TagKindsOut,
    TagOut,
)
from api.services import telling_stories as telling
from api.services.registering.editing import EDITORS
from api.services.telling_stories import KeptStory, StoryWish, tag_of
from api.store.queries import stories as store
from naming.name_tags import name_tags

router = APIRouter(prefix="/api/v1", tags=["地名+"])

NameId = Annotated[int, Path(ge=1, le=2**63 - 1, description="地名编号", examples=[1])]
Tag = Annotated[
    str, Path(max_length=40, pattern="^[a-z]+$", description="标签", examples=["tourism"])
]
StoryId = Annotated[UUID, Path(description="故事编号，由填报端生成")]
PhotoId = Annotated[UUID, Path(description="照片编号，由填报端生成")]
Division = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="所在区划的编号，含其下级")]
EDITS = [needs(*EDITORS, scope="names")]
NOTE = {"one": {"summary": "旅游", "value": {"note": "望涧民宿"}}}
CAPTION = {"one": {"summary": "写图注", "value": {"caption": "村口古涧", "position": 1}}}
STORY = {
    "one": {
        "summary": "一篇故事",
        "value": {
            "name_id": 1,
            "title": "望涧的来历",
            "body": "村前有涧，登坡可望，因以为名。",
            "author": "李敏",
            "published": True,
        },
    }
}


@router.get("/name-tags", summary="“地名+”的标签", description="可用的标签，各有多少已公布地名。")
def kinds(db: Reader) -> TagKindsOut:
    """Answer all tags."""
    counts = store.tag_counts(db)
    return TagKindsOut(
        tags=[
            TagKindOut(tag=tag, label=label, names=counts.get(tag, 0))
            for tag, label in name_tags().items()
        ]
    )


@router.get(
    "/name-tags/{tag}/names",
    summary="有某标签的地名",
    description="只含已公布的地名，可限定区划。",
    response_class=GeoJson,
    response_model=FeatureCollection[TaggedNameOut] | ItemList[TaggedNameOut],
)
def tagged(
    request: Request,
    tag: Tag,
    db: Reader,
    _: Fresh,
    page: Paging,
    division: Division = None,
    f: Form = "geojson",
) -> Response:
    """Answer a page of names with a tag."""
    found = store.tagged(db, tag, division, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)


@router.get(
    "/names/{id}/tags", summary="一个地名的标签", description="旅游、美食、产业等，各附说明。"
)
def tags(id: NameId, db: Reader) -> NameTagsOut:
    """Answer the tags of a name."""
    return _tags(id, telling.tags_of(db, id))


@router.put(
    "/names/{id}/tags/{tag}",
    summary="给地名加标签",
    description="已有的改写说明；重复提交只记一次。",
    dependencies=EDITS,
)
def give(
    id: NameId,
    tag: Tag,
    body: Annotated[TagIn, Body(openapi_examples=NOTE)],
    db: Db,
    person: Signed,
    if_match: IfMatch = None,
) -> NameTagsOut:
    """Give a name a tag."""
    state = None if if_match is None else named_tag(if_match)
    made = telling.give_tag(db, person, id, tag, body.note, why=body.why, state=state)
    return _tags(id, made)


@router.delete(
    "/names/{id}/tags/{tag}",
    summary="去掉地名的标签",
    description="没有的不作改动；历史留存。",
    dependencies=EDITS,
)
def take_off(
    id: NameId,
    tag: Tag,
    db: Db,
    person: Signed,
    why: Annotated[str, Query(max_length=1000, description="理由，记入变更历史")] = "",
    if_match: IfMatch = None,
) -> NameTagsOut:
    """Take a tag off a name."""
    state = None if if_match is None else named_tag(if_match)
    return _tags(id, telling.end_tag(db, person, id, tag, why=why, state=state))


@router.get(
    "/stories",
    summary="地名故事",
    description="已公布的故事，新的在前；登录的管护人员另见管辖范围内未公布的。",
)
def stories(
    db: Reader,
    page: Paging,
    q: Annotated[
        str | None, Query(min_length=1, max_length=100, description="题目、正文、地名中的文字")
    ] = None,
    name: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="地名编号")] = None,
    tag: Annotated[str | None, Query(max_length=40, description="标签")] = None,
    division: Division = None,
) -> StoriesOut:
    """Answer a page of stories."""
    wish = StoryWish(q=q, name_id=name, tag=tag, division=division)
    count, found = store.stories_like(db, wish, page.limit, page.offset)
    return StoriesOut(count=count, stories=[_row(one) for one in found])


@router.get("/stories/{id}", summary="一篇地名故事", description="正文与照片。")
def story(id: StoryId, db: Reader, response: Response) -> StoryOut:
    """Answer a story."""
    found = telling.find(db, id)
    return _out(found, store.photos_of(db, id), response)


@router.put(
    "/stories/{id}",
    summary="写或修改地名故事",
    description="编号由填报端生成。公布、撤下也在此；修改须带 If-Match。",
    dependencies=EDITS,
)
def write(
    id: StoryId,
    body: Annotated[StoryIn, Body(openapi_examples=STORY)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> StoryOut:
    """Write or change a story."""
    tag = None if if_match is None else named_tag(if_match)
    kept, created = telling.write(db, person, id, body.entry(), tag=tag, why=body.why)
    response.status_code = 201 if created else 200
    return _out(kept, store.photos_of(db, id), response)


@router.put(
    "/stories/{id}/photos/{photo}",
    summary="上传故事照片",
    description="整张上传；同一编号、同一内容重复上传只存一次。",
    openapi_extra=BODY,
    dependencies=EDITS,
)
def upload(
    id: StoryId,
    photo: PhotoId,
    content: Content,
    db: Db,
    person: Signed,
    response: Response,
    file_name: FileName,
    caption: Annotated[str, Query(max_length=200, description="图注")] = "",
    source: Annotated[str, Query(max_length=400, description="出处或摄影者")] = "",
) -> StoryPhotoOut:
    """Keep a picture of a story."""
    made, created = telling.add_photo(
        db,
        person,
        id,
        photo,
        content,
        file=unquote(file_name).strip(),
        caption=caption,
        source=source,
    )
    response.status_code = 201 if created else 200
    return _photo(id, made)


@router.patch(
    "/stories/{id}/photos/{photo}",
    summary="修改故事照片的说明与次序",
    description="图注、出处、次序，或撤下（原件留存）。须带故事的 If-Match。",
    dependencies=EDITS,
)
def caption_photo(
    id: StoryId,
    photo: PhotoId,
    body: Annotated[PhotoIn, Body(openapi_examples=CAPTION)],
    db: Db,
    person: Signed,
    if_match: IfMatch = None,
) -> StoryPhotoOut:
    """Change what is said of a picture."""
    tag = named_tag(if_match)
    return _photo(id, telling.change_photo(db, person, id, photo, body.words(), tag=tag))


@router.get(
    "/stories/{id}/photos/{photo}",
    summary="取回故事照片",
    description="原样取回；未公布的故事不提供。",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def download(id: StoryId, photo: PhotoId, db: Reader) -> Response:
    """Answer the bytes of a picture."""
    return kept_picture(*telling.photo(db, id, photo))


def _tags(id: int, found: list[dict[str, Any]]) -> NameTagsOut:
    return NameTagsOut(id=id, tags=[TagOut(label=name_tags()[one["tag"]], **one) for one in found])


def _row(one: dict[str, Any]) -> StoryRowOut:
    photo = one.pop("photo_id")
    href = None if photo is None else f"/api/v1/stories/{one['id']}/photos/{photo}"
    return StoryRowOut.model_validate({**one, "photo": href})


def _photo(story: UUID, one: dict[str, Any]) -> StoryPhotoOut:
    told = {name: one[name] for name in StoryPhotoOut.model_fields if name != "href"}
    return StoryPhotoOut(**told, href=f"/api/v1/stories/{story}/photos/{one['id']}")


def _out(kept: KeptStory, photos: list[dict[str, Any]], response: Response) -> StoryOut:
    response.headers["ETag"] = f'"{tag_of(kept)}"'
    made = {"name_id": kept.place_name_id, "photos": [_photo(kept.id, one) for one in photos]}
    told = {name: getattr(kept, name) for name in StoryOut.model_fields if name not in made}
    return StoryOut.model_validate({**told, **made})
