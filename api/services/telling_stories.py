"""“地名+”: tags of names, and stories with pictures told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
from api.services.registering.editing import EDITORS, must_be_state
from api.services.registering.entries import Basis, EntryRefused
from api.services.registering.trail import Change, check_scope, held, remember
from api.store.queries import name_lives as states
from api.store.queries import stories as store
from api.store.queries.kept_files import file_of
from api.store.queries.signs import signed_name
from api.store.queries.stories import KeptStory, StoryWish
from api.store.session import Session
from boundary_data.heic import name_as_jpeg
from naming.name_tags import name_tags
from naming.uncertain_day import UncertainDay

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


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """What is said of a picture: caption, where it is from, its place in the order."""

    caption: str = ""
    source: str = ""
    position: int = 0
    withdrawn: bool = False


def give_tag(
    db: Session,
    person: Person,
    name: int,
    tag: str,
    note: str,
    *,
    why: str = "",
    state: str | None = None,
) -> list[dict[str, Any]]:
    """Give a name a tag, or the tag another note; return its tags.

    Args:
        db: A session for writing.
        person: Who gives it.
        name: The name.
        tag: One of `naming.name_tags`.
        note: What is to be said beside it.
        why: The reason, for the history.
        state: What `registering.editing.tag_of` gave for the state it is made from, if named.

    Raises:
        EntryRefused: There is no such tag.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
        OtherState: Somebody else changed the name meanwhile.
    """
    if tag not in name_tags():
        raise EntryRefused(f"没有“{tag}”这一标签", f"可选：{'、'.join(name_tags())}", "tag")
    with _changing(db, person, name, "give_tag", why, state) as change:
        change.made = store.give_tag(db, name, tag, note)
    return store.tags_of(db, name)


def end_tag(
    db: Session, person: Person, name: int, tag: str, *, why: str = "", state: str | None = None
) -> list[dict[str, Any]]:
    """Take a tag off a name; return its tags.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
        OtherState: Somebody else changed the name meanwhile.
    """
    with _changing(db, person, name, "end_tag", why, state) as change:
        change.made = store.end_tag(db, name, tag)
    return store.tags_of(db, name)


def set_tags(
    db: Session,
    person: Person,
    name: int,
    wanted: Mapping[str, str],
    *,
    why: str,
    state: str | None,
) -> None:
    """Give a name these tags with their notes and no others, as one change.

    Raises:
        TagMissing: No state is named.
        EntryRefused, UnknownName, NotYours, OtherState: as `give_tag`.
    """
    if state is None:
        raise TagMissing("没有写明所改的是哪一版")
    strange = sorted(set(wanted) - set(name_tags()))
    if strange:
        raise EntryRefused(
            f"没有“{'、'.join(strange)}”这一标签", f"可选：{'、'.join(name_tags())}", "tag"
        )
    with _changing(db, person, name, "give_tag", why, state) as change:
        gone = {one["tag"] for one in store.tags_of(db, name)} - set(wanted)
        done = [store.end_tag(db, name, tag) for tag in sorted(gone)]
        done += [store.give_tag(db, name, tag, note) for tag, note in wanted.items()]
        change.made = any(done)


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
    db: Session, person: Person, id: UUID, entry: StoryEntry, *, tag: str | None, why: str = ""
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
    with _changing(db, person, entry.place_name_id, "tell_story", why):
        store.write_story(db, id, values | {"written_by": person.name}, created=known is None)
    return find(db, id), known is None


def stories_of(db: Session, person: Person, name: int) -> list[KeptStory]:
    """Return all stories of a name for its editors, drafts and withdrawn ones too.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    _check_name(db, person, name)
    return store.stories_of_name(db, name)


def add_photo(
    db: Session,
    person: Person,
    story: UUID,
    id: UUID,
    content: bytes,
    *,
    file: str,
    caption: str,
    source: str = "",
) -> tuple[dict[str, Any], bool]:
    """Keep a picture of a story; return it, and whether it is new.

    Raises:
        UnknownStory: There is no such story.
        NotYours: It lies outside the person's divisions.
        DamagedFile: It is no picture, or its name is unusable.
        OtherState: The id is another picture's.
    """
    name = find(db, story).place_name_id
    _check_name(db, person, name)
    digest, _ = keep_picture_file(db, content, file)
    known = store.photo_of(db, id)
    if known is not None:
        if (known["story_id"], known["sha256"]) != (story, digest):
            raise OtherState("该照片编号已用于另一张照片", "请为每张照片生成新的编号")
        return known, False
    told = {"sha256": digest, "file": name_as_jpeg(file), "caption": caption, "source": source}
    with _changing(db, person, name, "tell_story", f"添加照片“{caption or file}”"):
        store.add_photo(db, id, story, told)
    made = store.photo_of(db, id)
    assert made is not None
    return made, True


def change_photo(
    db: Session, person: Person, story: UUID, id: UUID, words: PhotoWords, *, tag: str | None
) -> dict[str, Any]:
    """Change what is said of a picture of a story, its place, or withdraw it; return it.

    Raises:
        UnknownStory: There is no such story.
        UnknownPhoto: It has no such picture.
        NotYours: It lies outside the person's divisions.
        TagMissing: The state of the story is not named.
        OtherState: Somebody else changed the story meanwhile.
    """
    kept = find(db, story)
    known = store.photo_of(db, id)
    if known is None or known["story_id"] != story:
        raise UnknownPhoto(f"该故事没有编号为 {id} 的照片")
    if tag is None:
        raise TagMissing("没有写明所改的是哪一版")
    if tag != tag_of(kept):
        raise OtherState(f"该故事已由{kept.written_by}改动")
    values = asdict(words)
    if any(known[key] != value for key, value in values.items()):
        done = "撤下照片" if words.withdrawn else "修改照片说明与次序"
        with _changing(db, person, kept.place_name_id, "tell_story", done):
            store.change_photo(db, id, values)
            store.touch_story(db, story, person.name)
    made = store.photo_of(db, id)
    assert made is not None
    return made


def photo(db: Session, story: UUID, id: UUID) -> tuple[str, bytes, str]:
    """Return media type, bytes and SHA-256 of a picture of a story.

    Raises:
        UnknownStory: There is no such story that may be read.
        UnknownPhoto: It has no such picture.
    """
    find(db, story)
    found = store.photo_of(db, id)
    if found is None or found["story_id"] != story or found["withdrawn"]:
        raise UnknownPhoto(f"该故事没有编号为 {id} 的照片")
    kept = file_of(db, found["sha256"])
    assert kept is not None
    return (*kept, found["sha256"])


def tag_of(story: KeptStory) -> str:
    """Return what a change of `story` has to name: it differs after every change."""
    return f"t{story.version}"


@dataclass(slots=True)
class _Change:
    """Whether a change was one."""

    made: bool = True


@contextmanager
def _changing(
    db: Session, person: Person, id: int, verb: str, why: str, state: str | None = None
) -> Iterator[_Change]:
    """Keep what is changed in the block as the name's next version, with its line."""
    _check_name(db, person, id)
    name = held(db, person, id)
    if state is not None:
        must_be_state(db, name, state)
    before = states.state_of(db, id)
    change = _Change()
    yield change
    if change.made:
        basis = Basis("", "", UncertainDay("", None, None), why=why)
        remember(db, id, name.place_id, Change(person, verb, basis, before))


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
