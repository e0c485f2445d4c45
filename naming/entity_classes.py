"""What a generic part says of the ground, and what the stated type says: a 桥 is a bridge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from naming.lexicon.tables import table


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A sort of entity (实体): which names of types mean it, which generics tell it.

    Attributes:
        title: Its Chinese name.
        telling: Generic parts that only such entities bear, the plainest first.
        borne: Generic parts that such entities bear too.
    """

    title: str
    telling: tuple[str, ...]
    borne: frozenset[str]


@cache
def _by_type() -> dict[str, EntityClass]:
    rows = table("entity_classes")
    return {word: _class(row) for row in rows for word in row["types"].split()}


@cache
def _tellers() -> dict[str, EntityClass]:
    rows = table("entity_classes")
    return {generic: _class(row) for row in rows for generic in row["telling"].split()}


def _class(row: dict[str, str]) -> EntityClass:
    telling = tuple(row["telling"].split())
    return EntityClass(row["class"], telling, frozenset((*telling, *row["bears"].split())))


def stated_class(place_type: str) -> EntityClass | None:
    """Return the class that the word for a type means, None for a type of no one class."""
    return _by_type().get(place_type.strip())


def told_otherwise(place_type: str, generic: str) -> EntityClass | None:
    """Return the class that `generic` tells if the stated type is another, else None.

    Nothing is told by a generic part that entities of the stated type bear as well, nor
    where the type is of no one class: villages and towns are called after everything.
    """
    stated, told = stated_class(place_type), _tellers().get(generic)
    if stated is None or told is None or generic in stated.borne or told.title == stated.title:
        return None
    return told
