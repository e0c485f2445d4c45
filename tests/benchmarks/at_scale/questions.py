"""What people type into a search box, made from names that are there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ASKED_PER_KIND = 400


@dataclass(frozen=True, slots=True)
class Question:
    """A text, and in which way it is meant."""

    text: str
    way: str


def questions(link: psycopg.Connection, names: int) -> dict[str, list[Question]]:
    """Return questions of every kind, the same for the same database."""
    dice = random.Random(20261122)
    ids = [dice.randrange(1, names + 1) for _ in range(20_000)]
    rows = link.execute(
        "SELECT name, pinyin, initials FROM place_name WHERE id = ANY(%s) ORDER BY id", (ids,)
    ).fetchall()
    dice.shuffle(rows)
    grams = Counter(name[at : at + 2] for name, _, _ in rows for at in range(1, len(name) - 1))
    characters = "".join(name for name, _, _ in rows)

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
