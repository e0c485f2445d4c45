"""The shapes of tags and stories of names (“地名+”)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.schemas.names import NameStatus
from api.schemas.strict import In, Out
from api.services.telling_stories import PhotoWords, StoryEntry


class TagOut(Out):
    """A tag of a name."""

    tag: str
    label: str = Field(examples=["旅游"])
    note: str


class NameTagsOut(Out):
    """The tags of a name."""

    id: int
    tags: list[TagOut]


class TagIn(In):
    """What is to be said beside a tag."""

    note: str = Field("", max_length=400, description="说明", examples=["望涧民宿"])
    why: str = Field("", max_length=1000, description="理由，记入变更历史")


class TagKindOut(Out):
    """A tag that names may have."""

    tag: str
    label: str
    names: int = Field(description="有此标签的已公布地名数")


class TagKindsOut(Out):
    """All tags that names may have."""

    tags: list[TagKindOut]


class TaggedNameOut(Out):
    """A name with a tag."""

    id: int
    name: str
    romanization: str
    status: NameStatus
    division: str | None
    note: str


class StoryIn(In):
    """A story as it is to stand."""

    name_id: int = Field(ge=1, le=2**63 - 1, description="地名编号", examples=[1])
    title: str = Field(min_length=1, max_length=120, description="题目", examples=["望涧的来历"])
    body: str = Field(min_length=1, max_length=20_000, description="正文，纯文字，空行分段")
    author: str = Field("", max_length=60, description="作者或讲述人")
    source: str = Field("", max_length=400, description="出处")
    published: bool = Field(False, description="是否公布")
    withdrawn: bool = Field(False, description="是否撤下")
    why: str = Field("", max_length=1000, description="理由，记入变更历史")

    def entry(self) -> StoryEntry:
        """Return the story that the service understands."""
        told = self.model_dump(exclude={"name_id", "why"})
        return StoryEntry(place_name_id=self.name_id, **told)


class StoryPhotoOut(Out):
    """A picture of a story."""

    id: UUID
    file: str
    caption: str
    source: str
    position: int = Field(description="次序，小的在前")
    withdrawn: bool
    href: str


class PhotoIn(In):
    """What is said of a picture."""

    caption: str = Field("", max_length=200, description="图注", examples=["村口古涧"])
    source: str = Field("", max_length=400, description="出处或摄影者")
    position: int = Field(0, ge=0, le=10_000, description="次序，小的在前")
    withdrawn: bool = Field(False, description="是否撤下")

    def words(self) -> PhotoWords:
        """Return what the service understands."""
        return PhotoWords(**self.model_dump())


class StoryOut(Out):
    """A story with its pictures."""

    id: UUID
    name_id: int
    name: str
    title: str
    body: str
    author: str
    source: str
    published: bool
    withdrawn: bool
    version: int
    written_at: datetime
    photos: list[StoryPhotoOut]


class StoryRowOut(Out):
    """A story in a list."""

    id: UUID
    name_id: int
    name: str
    title: str
    beginning: str
    author: str
    published: bool
    withdrawn: bool
    written_at: datetime
    photo: str | None = Field(description="第一张照片的地址")


class StoriesOut(Out):
    """A page of stories, the newest first."""

    count: int
    stories: list[StoryRowOut]
