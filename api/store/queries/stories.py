"""Tags of names and the stories told of them (“地名+”)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, listing
from api.store.tables.stories import NameStory, StoryPhoto


@dataclass(frozen=True, slots=True)
class KeptStory:
    """A story as it stands; `may_see` tells whether the one who asks keeps the name."""

    id: UUID
    place_name_id: int
    name: str
    title: str
    body: str
    author: str
    source: str
    published: bool
    withdrawn: bool
    version: int
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class StoryWish:
    """Which stories are asked for; None means any."""

    q: str | None = None
    name_id: int | None = None
    tag: str | None = None
    division: int | None = None


def tags_of(db: Session, name: int) -> list[dict[str, Any]]:
    """Return the tags (tag, note) of a name."""
    values = {"name": name}
    return [dict(row) for row in db.execute(text(_TAGS), values).mappings()]


def give_tag(db: Session, name: int, tag: str, note: str) -> bool:
    """Give a name a tag; tell whether anything changed. A new note ends the old tag."""
    values = {"name": name, "tag": tag, "note": note}
    if db.execute(text(_SAME_TAG), values).first() is not None:
        return False
    db.execute(text(_END_TAG), values)
    db.execute(text(_GIVE_TAG), values)
    return True


def end_tag(db: Session, name: int, tag: str) -> bool:
    """Take a tag off a name; tell whether it had it."""
    ended = db.execute(text(_END_TAG + " RETURNING id"), {"name": name, "tag": tag}).first()
    return ended is not None


def tag_counts(db: Session) -> dict[str, int]:
    """Return how many published names have each tag."""
    return {str(row.tag): int(row.names) for row in db.execute(text(_COUNTS))}


def tagged(db: Session, tag: str, division: int | None, *, limit: int, offset: int) -> Listing:
    """Return a page of the published names with a tag as GeoJSON features."""
    values = {"tag": tag, "division": division, "limit": limit, "offset": offset}
    return listing(db, _TAGGED, values)


def story_of(db: Session, id: UUID, *, lock: bool = False) -> KeptStory | None:
    """Return a story that the one who asks may read, or None; with `lock` for changing it."""
    if lock:
        db.execute(select(NameStory.id).where(NameStory.id == id).with_for_update())
    row = db.execute(text(_STORY), {"id": id}).mappings().first()
    return None if row is None else KeptStory(**row)


def stories_like(
    db: Session, wish: StoryWish, limit: int, offset: int
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many published stories match, and a page of them, the newest first."""
    values = {
        "q": wish.q,
        "name_id": wish.name_id,
        "tag": wish.tag,
        "division": wish.division,
        "limit": limit,
        "offset": offset,
    }
    found = [dict(row) for row in db.execute(text(_STORIES), values).mappings()]
    matched = found[0]["matched"] if found else 0
    return matched, [{k: v for k, v in row.items() if k != "matched"} for row in found]


def write_story(db: Session, id: UUID, values: Mapping[str, Any], *, created: bool) -> None:
    """Write a story; the version of its name that tells of it is the caller's."""
    if created:
        db.execute(insert(NameStory).values(id=id, **values))
    else:
        changed = update(NameStory).where(NameStory.id == id)
        at = {"version": NameStory.version + 1, "written_at": func.now()}
        db.execute(changed.values(**at, **values))


def add_photo(db: Session, id: UUID, story: UUID, values: Mapping[str, Any]) -> None:
    """Add a picture of a story, whose file is kept, behind the others."""
    last = select(func.coalesce(func.max(StoryPhoto.position), 0) + 1)
    position = last.where(StoryPhoto.story_id == story).scalar_subquery()
    db.execute(insert(StoryPhoto).values(id=id, story_id=story, position=position, **values))


def change_photo(db: Session, id: UUID, values: Mapping[str, Any]) -> None:
    """Change what is said of a picture, its place in the order, or withdraw it."""
    db.execute(update(StoryPhoto).where(StoryPhoto.id == id).values(**values))


def touch_story(db: Session, id: UUID, by: str) -> None:
    """Count a change of the pictures of a story as one of the story."""
    changed = update(NameStory).where(NameStory.id == id)
    at = {"version": NameStory.version + 1, "written_at": func.now(), "written_by": by}
    db.execute(changed.values(**at))


def photo_of(db: Session, id: UUID) -> dict[str, Any] | None:
    """Return a picture of a story, or None."""
    found = db.execute(select(StoryPhoto).where(StoryPhoto.id == id)).scalar()
    return None if found is None else _columns(found)


def photos_of(db: Session, story: UUID) -> list[dict[str, Any]]:
    """Return the pictures of a story in their order, without those withdrawn."""
    asked = select(StoryPhoto).where(StoryPhoto.story_id == story)
    asked = asked.where(StoryPhoto.withdrawn.is_(False))
    ordered = asked.order_by(StoryPhoto.position, StoryPhoto.added_at, StoryPhoto.id)
    return [_columns(one) for one in db.execute(ordered).scalars()]


def first_photos(db: Session, names: Sequence[int]) -> dict[int, tuple[UUID, UUID, str]]:
    """Return for names the first picture (story, photo, caption) of their newest public story."""
    found = db.execute(text(_FIRST_PHOTOS), {"names": list(names)})
    return {int(row[0]): (row[1], row[2], row[3]) for row in found}


def stories_of_name(db: Session, name: int) -> list[KeptStory]:
    """Return all stories of a name for its editors, drafts and withdrawn ones too."""
    rows = db.execute(text(_OF_NAME), {"name": name}).mappings()
    return [KeptStory(**row) for row in rows]


def _columns(row: StoryPhoto) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


_TAGS = """
SELECT tag, note FROM name_tag WHERE place_name_id = :name AND until IS NULL ORDER BY id
"""

_SAME_TAG = """
SELECT 1 FROM name_tag
WHERE place_name_id = :name AND tag = :tag AND note = :note AND until IS NULL
"""

_END_TAG = """
UPDATE name_tag SET until = clock_timestamp()
WHERE place_name_id = :name AND tag = :tag AND until IS NULL
"""

_GIVE_TAG = """
INSERT INTO name_tag (place_name_id, tag, note) VALUES (:name, :tag, :note)
"""

_COUNTS = """
SELECT t.tag, count(*) AS names FROM name_tag t JOIN place_name n ON n.id = t.place_name_id
WHERE t.until IS NULL AND n.published GROUP BY t.tag
"""

_TAGGED = """
WITH hits AS MATERIALIZED (
    SELECT n.id, t.note, o.division_id, o.geom, n.name, n.romanization, n.status
    FROM name_tag t JOIN place_name n ON n.id = t.place_name_id JOIN place o ON o.id = n.place_id
    WHERE t.tag = :tag AND t.until IS NULL AND n.published
      AND (CAST(:division AS integer) IS NULL
           OR diming_lies_in(o.division_id, :division, current_date, NULL))
), page AS (SELECT * FROM hits ORDER BY id LIMIT :limit OFFSET :offset)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', p.id, 'geometry', diming_geojson(p.geom),
        'properties', json_build_object(
            'id', p.id, 'name', p.name, 'romanization', p.romanization, 'status', p.status,
            'division', diming_where(p.division_id, current_date), 'note', p.note))
        ORDER BY p.id), '[]')::text FROM page p)
"""

_FIRST_PHOTOS = """
SELECT DISTINCT ON (s.place_name_id) s.place_name_id, s.id, h.id, h.caption
FROM name_story s JOIN story_photo h ON h.story_id = s.id AND NOT h.withdrawn
WHERE s.place_name_id = ANY (CAST(:names AS bigint[])) AND s.published AND NOT s.withdrawn
ORDER BY s.place_name_id, s.written_at DESC, s.id, h.position, h.added_at
"""

_KEPT_STORY = """
SELECT s.id, s.place_name_id, n.name, s.title, s.body, s.author, s.source, s.published,
       s.withdrawn, s.version, s.written_by, s.written_at
FROM name_story s JOIN place_name n ON n.id = s.place_name_id
"""

_OF_NAME = f"""{_KEPT_STORY}
WHERE s.place_name_id = :name AND diming_may_see(n.place_id)
ORDER BY s.withdrawn, s.written_at DESC, s.id
"""

_STORY = f"""{_KEPT_STORY}
WHERE s.id = :id
  AND ((s.published AND NOT s.withdrawn AND n.published) OR diming_may_see(n.place_id))
"""

_STORIES = """
SELECT count(*) OVER () AS matched, s.id, s.place_name_id AS name_id, n.name, s.title,
       left(s.body, 200) AS beginning, s.author, s.published, s.withdrawn, s.written_at,
       (SELECT p.id FROM story_photo p WHERE p.story_id = s.id AND NOT p.withdrawn
        ORDER BY p.position, p.added_at LIMIT 1) AS photo_id
FROM name_story s
JOIN place_name n ON n.id = s.place_name_id JOIN place o ON o.id = n.place_id
WHERE ((s.published AND NOT s.withdrawn AND n.published) OR diming_may_see(n.place_id))
  AND (CAST(:q AS text) IS NULL OR strpos(s.title || s.body || n.name, :q) > 0)
  AND (CAST(:name_id AS bigint) IS NULL OR n.id = :name_id)
  AND (CAST(:tag AS text) IS NULL OR EXISTS (
       SELECT 1 FROM name_tag t
       WHERE t.place_name_id = n.id AND t.tag = :tag AND t.until IS NULL))
  AND (CAST(:division AS integer) IS NULL
       OR diming_lies_in(o.division_id, :division, current_date, NULL))
ORDER BY s.written_at DESC, s.id LIMIT :limit OFFSET :offset
"""
