"""Names by tag for everybody (“地名+”), with a photo of each and the newest stories."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.store.queries import stories as store
from api.store.queries.stories import StoryWish
from api.store.session import Session

Photo = tuple[UUID, UUID, str]


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name with a tag; `photo` is its story, the picture and the caption."""

    id: int
    name: str
    romanization: str
    status: str
    division: str
    note: str
    geometry: Mapping[str, Any] | None
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class TaggedNames:
    """How many names have a tag, and a page of them."""

    matched: int
    names: Sequence[TaggedName]


@dataclass(frozen=True, slots=True)
class Overview:
    """How many published names have each tag, and the newest stories."""

    counts: Mapping[str, int]
    stories: Sequence[Mapping[str, Any]]


def overview(db: Session, most: int) -> Overview:
    """Return the counts of all tags, and at most `most` stories."""
    _, stories = store.stories_like(db, StoryWish(), most, 0)
    return Overview(store.tag_counts(db), stories)


def names_with(db: Session, tag: str, *, limit: int, offset: int) -> TaggedNames:
    """Return a page of the published names with a tag, each with its first public photo."""
    found = store.tagged(db, tag, None, limit=limit, offset=offset)
    features = json.loads(found.features)
    photos = store.first_photos(db, [one["id"] for one in features])
    return TaggedNames(found.matched, [_name(one, photos.get(one["id"])) for one in features])


def _name(feature: Mapping[str, Any], photo: Photo | None) -> TaggedName:
    told = feature["properties"]
    return TaggedName(
        told["id"],
        told["name"],
        told["romanization"],
        told["status"],
        told["division"] or "",
        told["note"],
        feature["geometry"],
        photo,
    )
