"""Natural entities that the whole country knows (全国著名的自然地理实体)."""

from __future__ import annotations

from functools import cache

from naming.facts import KnownName, Scope
from naming.lexicon.tables import table
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.register_question import RegisterQuestion
from naming.search_key import key_of, specific_of


def famous_entities(question: RegisterQuestion) -> tuple[KnownName, ...]:
    """Return those called or sounding as the proposal, or called as a division's specific part.

    The list (`lexicon/famous_entities.csv`) is what the State Council and the ministries have
    published as known to the country; `where` are the provinces.
    """
    if PlaceKind.NATURAL not in question.kinds and not question.entity:
        return ()
    by_key, by_sound = _entities()
    found = {known.id: known for known in by_key.get(question.full, ())}
    found |= {known.id: known for known in by_key.get(question.entity, ())}
    found |= {known.id: known for s in question.sounds for known in by_sound.get(s, ())}
    return tuple(found.values())


@cache
def _entities() -> tuple[dict[str, tuple[KnownName, ...]], dict[str, tuple[KnownName, ...]]]:
    by_key: dict[str, tuple[KnownName, ...]] = {}
    by_sound: dict[str, tuple[KnownName, ...]] = {}
    for row in table("famous_entities"):
        known = _known(row["name"], row["provinces"])
        by_key[known.key] = (*by_key.get(known.key, ()), known)
        for sound in known.sounds:
            by_sound[sound] = (*by_sound.get(sound, ()), known)
    return by_key, by_sound


def _known(name: str, provinces: str) -> KnownName:
    kind = PlaceKind.NATURAL
    specific = specific_of(name, kind)
    return KnownName(
        id=f"famous:{name}",
        name=name,
        specific=specific,
        kind=kind,
        where="、".join(provinces.split()),
        sounds=sound_keys(key_of(name, kind)),
        specific_sounds=sound_keys(specific),
        famous=True,
        scopes=frozenset({Scope.NATION}),
    )
