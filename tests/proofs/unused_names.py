"""Names of roads that nobody has and that pass the check: for cases without end."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import boundary_data
from api.services.checking_names import NameWish, check_names
from api.store.queries.standpoints import Whereabouts
from api.store.session import Engine
from api.store.transactions import reading
from naming.pinyin import sound_keys
from rulebook.report import Verdict

VILLAGES = Path(boundary_data.__file__).parent / "samples" / "codes" / "cq_nbs2023_villages.csv"
BLOCK = 100
GOOD = (Verdict.PASS, Verdict.NOTE)


def unused_roads(engine: Engine, county: str, count: int, *, seed: int = 7) -> list[str]:
    """Return so many names of roads in a county, no two of which sound alike in any syllable."""
    found: list[str] = []
    pairs = _pairs(random.Random(f"{county}-{seed}"))
    on = date.today()  # noqa: DTZ011
    with reading(engine) as db:
        while len(found) < count:
            wishes = [
                NameWish(f"{p}路", "道路", Whereabouts(code=county)) for p in islice(pairs, BLOCK)
            ]
            assert wishes, f"only {len(found)} unused names in {county}"
            checks = check_names(db, wishes, on=on)
            found += [
                w.name for w, c in zip(wishes, checks, strict=True) if c.report.verdict in GOOD
            ]
    return found[:count]


def _pairs(chance: random.Random) -> Iterator[str]:
    """Yield two characters each, of sounds that no other pair has."""
    with VILLAGES.open(encoding="utf-8-sig", newline="") as file:
        characters = sorted({c for row in csv.DictReader(file) for c in row["name"][:2]})
    chance.shuffle(characters)
    heard: set[str] = set()
    kept = ""
    for character in characters:
        sounds = set(sound_keys(character))
        if sounds and not sounds & heard:
            heard |= sounds
            kept += character
    for first, second in zip(kept[::2], kept[1::2], strict=False):
        yield first + second
