"""“地名+”: tags of names, and stories with pictures told of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from api.services.kept_pictures import keep_picture_file
from api.services.person import Person
from api.services.refusals import (
    NotYours,
    OtherState,
    Refusal,
    TagMissing,
    UnknownName,
    UnknownPhoto,
)
from api.services.registering.editing import EDITORS
from api.services.registering.entries import EntryRefused
from api.services.registering.trail import check_scope
from api.store.queries import stories as store
from api.store.queries.kept_files import file_of
from api.store.queries.signs import signed_name
from api.store.queries.stories import KeptStory, StoryWish
from api.store.session import Session
from naming.name_tags import name_tags

__all__ = ["KeptStory", "StoryEntry", "StoryWish"]


class UnknownStory(Refusal):
    """No story (地名故事) has this id, or none that the one who asks may read."""


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A story as it is to stand, in plain text; the public reads it once it is published."""

    place_name_id: int
    title: str
    body: str
    author: str = ""
    source: str = ""
    published: bool = False
    withdrawn: bool = False


def give_tag(db: Session, person: Person, name: int, tag: str, note: str) -> list[dict[str, Any]]:
    """Give a name a tag, or the tag another note; return its tags.

    Raises:
        EntryRefused: There is no such tag.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    if tag not in name_tags():
        raise EntryRefused(f"没有“{tag}”这一标签", f"可选：{'、'.join(name_tags())}", "tag")
    _check_name(db, person, name)
    store.give_tag(db, name, tag, note)
    return store.tags_of(db, name)


def end_tag(db: Session, person: Person, name: int, tag: str) -> list[dict[str, Any]]:
    """Take a tag off a name; return its tags.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    _check_name(db, person, name)
    store.end_tag(db, name, tag)
    return store.tags_of(db, name)


def tags_of(db: Session, name: int) -> list[dict[str, Any]]:
    """Return the tags of a name.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    if signed_name(db, name) is None:
        raise UnknownName(f"没有编号为 {name} 的地名")
    return store.tags_of(db, name)


def find(db: Session, id: UUID) -> KeptStory:
    """Return a story.

    Raises:
        UnknownStory: There is none that may be read.
    """
    found = store.story_of(db, id)
    if found is None:
        raise UnknownStory(f"没有编号为 {id} 的地名故事")
    return found


def write(
    db: Session, person: Person, id: UUID, entry: StoryEntry, *, tag: str | None
) -> tuple[KeptStory, bool]:
    """Write a story or change it, publish or withdraw it; return it, and whether it is new.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
        TagMissing: A change does not name the state it was made from.
        OtherState: Somebody else changed it meanwhile, or the id is another name's.
    """
    _check_name(db, person, entry.place_name_id)
    known = store.story_of(db, id, lock=True)
    values = asdict(entry)
    if known is not None and all(getattr(known, key) == value for key, value in values.items()):
        return known, False
    _must_be(known, entry, tag)
    store.write_story(db, id, values | {"written_by": person.name}, created=known is None)
    return find(db, id), known is None


def add_photo(
    db: Session, person: Person, story: UUID, id: UUID, content: bytes, *, file: str, caption: str
) -> tuple[dict[str, Any], bool]:
    """Keep a picture of a story; return it, and whether it is new.

    Raises:
        UnknownStory: There is no such story.
        NotYours: It lies outside the person's divisions.
        DamagedFile: It is no picture, or its name is unusable.
        OtherState: The id is another picture's.
    """
    _check_name(db, person, find(db, story).place_name_id)
    digest, _ = keep_picture_file(db, content, file)
    known = store.photo_of(db, id)
    if known is not None:
        if (known["story_id"], known["sha256"]) != (story, digest):
            raise OtherState("该照片编号已用于另一张照片", "请为每张照片生成新的编号")
        return known, False
    store.add_photo(db, id, story, {"sha256": digest, "file": file, "caption": caption})
    made = store.photo_of(db, id)
    assert made is not None
    return made, True


def photo(db: Session, story: UUID, id: UUID) -> tuple[str, bytes, str]:
    """Return media type, bytes and SHA-256 of a picture of a story.

    Raises:
        UnknownStory: There is no such story that may be read.
        UnknownPhoto: It has no such picture.
    """
    find(db, story)
    found = store.photo_of(db, id)
    if found is None or found["story_id"] != story:
        raise UnknownPhoto(f"该故事没有编号为 {id} 的照片")
    kept = file_of(db, found["sha256"])
    assert kept is not None
    return (*kept, found["sha256"])


def tag_of(story: KeptStory) -> str:
    """Return what a change of `story` has to name: it differs after every change."""
    return f"t{story.version}"


def _check_name(db: Session, person: Person, id: int) -> None:
    if not person.holds(EDITORS):
        raise NotYours("没有编辑“地名+”的权限", "请由地名主管部门的编辑、经办人员办理")
    name = signed_name(db, id)
    if name is None:
        raise UnknownName(f"没有编号为 {id} 的地名", field="name_id")
    check_scope(db, person, name.division_id)


def _must_be(known: KeptStory | None, entry: StoryEntry, tag: str | None) -> None:
    if known is None:
        if tag is not None:
            raise OtherState("该故事尚未写下", "新写时不要带 If-Match")
        return
    if known.place_name_id != entry.place_name_id:
        raise OtherState("该编号已用于另一地名的故事", "请为每篇故事生成新的编号")
    if tag is None:
        raise TagMissing("没有写明所改的是哪一版")
    if tag != tag_of(known):
        raise OtherState(f"该故事已由{known.written_by}改动")
