"""What people type into a search box, made from names that are there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import psycopg

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ASKED_PER_KIND = 400


@dataclass(frozen=True, slots=True)
class Question:
    """A text, in which way it is meant, and where what it means is to stand."""

    text: str
    way: str
    near: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None
    division: int | None = None


def questions(link: psycopg.Connection, names: int) -> dict[str, list[Question]]:
    """Return questions of every kind, the same for the same database."""
    dice = random.Random(20261122)
    ids = [dice.randrange(1, names + 1) for _ in range(20_000)]
    rows = link.execute(
        "SELECT n.name, n.pinyin, n.initials, ST_X(o.geom), ST_Y(o.geom), o.county_id,"
        " o.province_id FROM place_name n JOIN place o ON o.id = n.place_id"
        " WHERE n.id = ANY(%s) ORDER BY n.id",
        (ids,),
    ).fetchall()
    dice.shuffle(rows)
    grams = Counter(name[at : at + 2] for name, *_ in rows for at in range(1, len(name) - 1))
    characters = "".join(name for name, *_ in rows)

    def some(
        what: int, way: str, make: Callable[[str], str], fit: Callable[[str], bool] = bool
    ) -> list[Question]:
        texts = [row[what] for row in rows if fit(row[what])]
        return [Question(make(text), way) for text in texts[:ASKED_PER_KIND]]

    def piece(size: int) -> Callable[[str], str]:
        def cut(text: str) -> str:
            at = dice.randrange(len(text) - size + 1)
            return text[at : at + size]

        return cut

    def there(where: Callable[[float, float, int, int], Question]) -> list[Question]:
        """Return two characters of a name each, sought where the name is."""
        found = [row for row in rows if len(row[0]) > 2][:ASKED_PER_KIND]
        return [replace(where(*row[3:]), text=piece(2)(row[0])) for row in found]

    hot = [gram for gram, _ in grams.most_common(40)]
    return {
        "whole name": some(0, "characters", str),
        "two characters": some(0, "characters", piece(2), lambda t: len(t) > 2),
        "two characters, the 40 commonest": [
            Question(gram, "characters") for gram in hot * (ASKED_PER_KIND // len(hot))
        ],
        "three characters": some(0, "characters", piece(3), lambda t: len(t) > 3),
        "full pinyin": some(1, "letters", str),
        "initials": some(2, "letters", str, lambda t: len(t) > 1),
        "first two initials": some(2, "letters", lambda t: t[:2], lambda t: len(t) > 2),
        "one wrong character": some(
            0, "characters", lambda t: mistyped(t, characters, dice), lambda t: len(t) > 2
        ),
        "one wrong letter": some(
            1, "letters", lambda t: mistyped(t, LETTERS, dice), lambda t: len(t) > 5
        ),
        "two characters within 5 km": there(
            lambda lon, lat, *_: Question("", "characters", near=(lon, lat))
        ),
        "two characters in a box of 50 km": there(
            lambda lon, lat, *_: Question(
                "", "characters", box=(lon - 0.25, lat - 0.25, lon + 0.25, lat + 0.25)
            )
        ),
        "two characters in a county": there(
            lambda _lon, _lat, county, _province: Question("", "characters", division=county)
        ),
        "two characters in a province": there(
            lambda _lon, _lat, _county, province: Question("", "characters", division=province)
        ),
    }


def mistyped(text: str, characters: Sequence[str], dice: random.Random) -> str:
    """Return `text` with one character wrong, missing or too many."""
    at = dice.randrange(len(text))
    other = dice.choice(characters)
    return dice.choice(
        (
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + other + text[at:],
        )
    )
