"""The changes of a name in words (变更历史): what was before, what is after, part by part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from api.services.registering.editing import PARTS
from api.services.registering.trail import STATUS_WORDS
from api.services.registering.words import LOCATIONS, NAME_KINDS, SECRECIES
from api.store.queries.divisions import names_of_divisions
from api.store.session import Session
from gis.measure import area_m2, length_m
from naming.name_tags import name_tags
from naming.place_kind import PlaceKind
from naming.record_fields import record_fields

NOTHING = "（无）"
PLACE_PARTS = {
    "kind": "种类",
    "type_words": "地名类别",
    "type_code": "类别代码",
    "place_code": "地名代码",
    "division_id": "所属政区",
    "crosses": "跨越政区",
    "location_status": "位置来源",
    "geometry": "位置",
}
"""Parts of where a name is; the county follows from the division and is not told again."""

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part of a name that a change touched, before and after in Chinese."""

    label: str
    before: str
    after: str


def told_parts(db: Session, before: State | None, after: State) -> list[ToldPart]:
    """Return what differs between two states of a name; of a new name, what was entered."""
    named = names_of_divisions(db, _divisions(before or {}) | _divisions(after))
    found = [*_parts(before or {}, after), *_place_parts(before or {}, after, named)]
    old, new = (before or {}).get("record", {}), after.get("record", {})
    found += [
        ToldPart(field.label, _value(old.get(key)), _value(new.get(key)))
        for key, field in record_fields().items()
        if old.get(key) != new.get(key)
    ]
    return [part for part in found if part.before != part.after]


def told_change(state: State | None, change: Mapping[str, Any]) -> list[ToldPart]:
    """Return what a correction (更正) puts in place of what a name's state tells now."""
    now: Mapping[str, Any] = state or {}
    labels = PARTS | {key: field.label for key, field in record_fields().items()}
    kept = {**now.get("record", {}), **{key: now.get(key) for key in PARTS}}
    return [
        ToldPart(labels.get(key, key), _value(kept.get(key)), _value(new))
        for key, new in change.items()
    ]


def moved(before: State | None, after: State) -> str:
    """Return where a name was and is, as GeoJSON to be drawn; empty if it was not moved."""
    was = ((before or {}).get("place") or {}).get("geometry")
    now = (after.get("place") or {}).get("geometry")
    if before is None or was == now:
        return ""
    drawn = [
        {"type": "Feature", "geometry": shape, "properties": {"name": words}}
        for words, shape in (("改前", was), ("改后", now))
        if shape
    ]
    return json.dumps({"type": "FeatureCollection", "features": drawn})


def _parts(before: State, after: State) -> Iterator[ToldPart]:
    for key, label in PARTS.items():
        if key != "place" and before.get(key) != after.get(key):
            word = _WORDS.get(key, _value)
            yield ToldPart(label, _told(word, before.get(key)), _told(word, after.get(key)))


def _place_parts(before: State, after: State, named: Mapping[int, str]) -> Iterator[ToldPart]:
    old, new = before.get("place") or {}, after.get("place") or {}
    words: dict[str, Callable[[Any], str]] = {
        "kind": lambda kind: PlaceKind(kind).label,
        "location_status": lambda status: LOCATIONS.get(status, status),
        "division_id": lambda id: named.get(id, f"编号 {id}"),
        "crosses": lambda ids: "、".join(named.get(id, f"编号 {id}") for id in ids) or NOTHING,
        "geometry": shape_in_words,
    }
    for key, label in PLACE_PARTS.items():
        if old.get(key) != new.get(key):
            word = words.get(key, _value)
            yield ToldPart(label, _told(word, old.get(key)), _told(word, new.get(key)))


def shape_in_words(geometry: Mapping[str, Any]) -> str:
    """Return what is drawn in words: a point's degrees, a line's metres, an area's hectares."""
    shape = shapely.from_geojson(json.dumps(geometry))
    parts = list(getattr(shape, "geoms", [shape]))
    several = f"{len(parts)} 个部分，" if len(parts) > 1 else ""
    if "Line" in shape.geom_type:
        return f"线，{several}长约 {sum(map(length_m, parts)):.0f} 米"
    if "Polygon" in shape.geom_type:
        return f"面，{several}约 {sum(map(area_m2, parts)) / 10_000:.2f} 公顷"
    at = shape.centroid
    return f"点，{several}东经 {at.x:.5f}°，北纬 {at.y:.5f}°"


def _divisions(state: State) -> set[int]:
    place = state.get("place") or {}
    return {id for id in (place.get("division_id"), *(place.get("crosses") or ())) if id}


def _told(word: Callable[[Any], str], value: Any) -> str:
    return NOTHING if value in (None, "", []) else word(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, ""):
        return NOTHING
    return f"{value:g}" if isinstance(value, float) else str(value)


def _period(valid: Mapping[str, Any]) -> str:
    if valid.get("text"):
        return str(valid["text"])
    begun, ended = valid.get("from"), valid.get("to")
    return f"{begun or '不详'} 起" + (f"，至 {ended}" if ended else "")


def _tags(tags: Sequence[Mapping[str, str]]) -> str:
    known = name_tags()
    return "、".join(
        known.get(one["tag"], one["tag"]) + (f"（{one['note']}）" if one["note"] else "")
        for one in tags
    )


def _stories(stories: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(_story(one) for one in stories)


def _story(one: Mapping[str, Any]) -> str:
    state = "已撤下" if one["withdrawn"] else "已公布" if one["published"] else "草稿"
    photos = "；".join(
        f"照片“{photo['caption'] or photo['file']}”" + ("（已撤下）" if photo["withdrawn"] else "")
        for photo in one["photos"]
    )
    source = "".join(f"，{words}" for words in (one["author"], one["source"]) if words)
    return f"《{one['title']}》（{state}{source}）{one['body']}" + (f"[{photos}]" if photos else "")


_WORDS: dict[str, Callable[[Any], str]] = {
    "kind": lambda kind: NAME_KINDS.get(kind, kind),
    "status": lambda status: STATUS_WORDS.get(status, status),
    "status_in_use": lambda status: STATUS_WORDS.get(status, status),
    "secrecy": lambda secrecy: SECRECIES.get(secrecy, secrecy),
    "valid": _period,
    "tags": _tags,
    "stories": _stories,
}
