"""The country copied straight into the tables, with their indexes taken off and put on again.

What is written is what the ordinary load writes (`api/store/loading/names.py`), into ordinary
logged tables: it outlives a restart. Two processes make rows, each copies on a connection of its
own.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import psycopg
from psycopg import sql

from naming.pinyin import sound_keys
from naming.registering import IndexedName, indexed
from tests.benchmarks.at_scale.country import HEIGHT, WIDTH, Country, Named, Unit, county_cell

CHUNK = 20_000
PROCESSES = 2
SINCE, RECORDED = "[2023-12-31,)", '["2024-01-01 00:00:00+08",)'
BULKY = ("place", "place_name", "name_key")
DIVIDED = ("division_name", "division_type", "division_parent", "division_code")
NOT_REBUILT = {"ex_place_name_life", "ex_division_code_one_division"}
"""They guard writing, no read uses them, and they take longer to build than all others together."""

KINDS = {1: "省", 2: "市", 3: "县", 4: "乡镇", 5: "村"}
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """One chunk: its number, the first id of its names, how many; none are the listed ones."""

    chunk: int
    first: int
    count: int | None


def text(value: object) -> str:
    """Return a value as the text format of COPY has it; nothing here needs escaping."""
    if value is None:
        return r"\N"
    if isinstance(value, (list, tuple)):
        return "{" + ",".join(f'"{each}"' for each in value) + "}"
    return str(value)


def copy(link: psycopg.Connection, table: str, columns: str, rows: Iterable[str]) -> None:
    """Copy rows, each a line without its end."""
    statement = f"COPY {table} ({columns}) FROM STDIN"
    with link.cursor() as cursor, cursor.copy(statement.encode()) as into:
        into.write("".join(f"{row}\n" for row in rows).encode())


def load(url: str, folder: Path, names: int, progress: Progress) -> Country:
    """Fill the empty database at `url` with the country and `names` names in all."""
    country = Country(folder)
    _ = country.specifics, country.generics, country.listed
    listed = len(country.towns) + len(country.villages)
    with psycopg.connect(url, autocommit=True) as link:
        _enter_divisions(link, country, progress)
        with without_indexes(link, BULKY, progress):
            _enter_names(url, country, _work(listed, names), names, progress)
            _follow_ids(link)
        for table in (*DIVIDED, *BULKY, "division", "division_area"):
            progress(f"VACUUM ANALYZE {table}", 0, 0)
            link.execute(f"VACUUM (ANALYZE, PARALLEL 2) {table}".encode())
    return country


def _work(listed: int, names: int) -> list[Work]:
    work = [Work(no, first + 1, None) for no, first in enumerate(range(0, listed, CHUNK))]
    first, number = listed + 1, len(work)
    while first <= names:
        count = min(CHUNK, names - first + 1)
        work.append(Work(number, first, count))
        first, number = first + count, number + 1
    return work


def _enter_names(
    url: str, country: Country, work: list[Work], names: int, progress: Progress
) -> None:
    done = 0
    # forked: the lists of the country are shared, not sent
    pool = multiprocessing.get_context("fork").Pool(PROCESSES, _begin, (url, country))
    with pool:
        for count in pool.imap_unordered(_enter_chunk, work):
            done += count
            progress("地名入库", done, names)


_LINK: psycopg.Connection
_COUNTRY: Country


def _begin(url: str, country: Country) -> None:
    global _LINK, _COUNTRY  # what a worker process keeps between chunks
    _COUNTRY = country
    _LINK = psycopg.connect(url)
    _LINK.execute("SET session_replication_role = replica")
    _LINK.execute("SET synchronous_commit = off")
    _LINK.commit()


def _enter_chunk(work: Work) -> int:
    if work.count is None:
        start = work.chunk * CHUNK
        chunk: Iterable[Named] = _COUNTRY.listed[start : start + CHUNK]
    else:
        chunk = _COUNTRY.invented(work.chunk, work.count)
    places, names = [], []
    keys: list[str] = []
    for number, each in enumerate(chunk, work.first):
        index, pinyin = _index(each.name, each.kind.value)
        places.append(_place(number, each))
        names.append(_name(number, each, index, pinyin))
        keys.extend(_keys(number, each, index))
    copy(_LINK, "place", _PLACE, places)
    copy(_LINK, "place_name", _NAME, names)
    copy(_LINK, "name_key", _KEY, keys)
    _LINK.commit()
    return len(places)


@cache
def _rank(kind: str) -> int:
    row = _LINK.execute("SELECT diming_place_rank(%s)", (kind,)).fetchone()
    assert row is not None
    return int(row[0])


@lru_cache(maxsize=1_000_000)
def _index(name: str, kind: str) -> tuple[IndexedName, str]:
    from naming.place_kind import PlaceKind

    return indexed(name, PlaceKind(kind)), sound_keys(name)[0].replace(" ", "")


_PLACE = (
    "id, external_key, kind, type_words, is_division_id, division_id, county_id, province_id,"
    " location_status, geom, valid, recorded"
)
_NAME = (
    "id, place_id, name, kind, status, key, specific, generic, romanization, romanization_plain,"
    " pinyin, initials, sounds, reading_sure, place_rank, valid, recorded"
)
_KEY = "place_name_id, part, key, place_kind, county_id, province_id, cell"
GONE = 200
"""Of so many invented names one is of a place that is no more."""


def _place(number: int, each: Named) -> str:
    unit = each.unit
    own = unit.id if each.kind.value in ("township", "committee") else None
    cells = (number, f"s:{number}", each.kind.value, each.kind.label, own, unit.id, unit.county)
    where = (unit.province, "synthetic", f"SRID=4490;POINT({each.lon:.6f} {each.lat:.6f})")
    return "\t".join(map(text, (*cells, *where, SINCE, RECORDED)))


def _name(number: int, each: Named, index: IndexedName, pinyin: str) -> str:
    status = "vanished" if _gone(number, each) else "listed"
    cells = (number, number, each.name, "standard", status, index.key, index.specific)
    spelt = (index.generic, index.toned, index.plain, pinyin, index.initials[0], index.sounds)
    rest = (len(index.sounds) == 1, _rank(each.kind.value), SINCE, RECORDED)
    return "\t".join(map(text, (*cells, *spelt, *rest)))


def _keys(number: int, each: Named, index: IndexedName) -> Iterator[str]:
    cell = int((round(each.lat, 6) + 90) * 4) * 10000 + int((round(each.lon, 6) + 180) * 20)
    where = (each.kind.value, each.unit.county, each.unit.province, cell)
    parts: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("full", (index.key,)),
        ("specific", (index.specific,)),
        ("full_sound", index.sounds),
        ("specific_sound", index.specific_sounds),
        ("near_sound", index.near_sounds),
        ("old", (index.key,) if _gone(number, each) else ()),
    )
    for part, keys in parts:
        for key in keys:
            yield "\t".join(map(text, (number, part, key, *where)))


def _gone(number: int, each: Named) -> bool:
    return number % GONE == 0 and each.kind.value not in ("township", "committee")


def _enter_divisions(link: psycopg.Connection, country: Country, progress: Progress) -> None:
    units = list(country.units.values())
    progress("政区入库", 0, len(units))
    link.execute("SET session_replication_role = replica")
    with without_indexes(link, DIVIDED, progress):
        life = f"{SINCE}\t{RECORDED}"
        copy(link, "division", "id, level", (f"{u.id}\t{u.level}" for u in units))
        for table, column, value in (
            ("division_name", "name", lambda u: u.name),
            ("division_type", "type", lambda u: KINDS[u.level]),
            ("division_parent", "parent_id", lambda u: u.parent),
            # where a city has no counties, one stands in for them under the code of the city
            ("division_code", "scheme, code", lambda u: f"nbs\t{u.code}" if u.level != 2 else None),
        ):
            rows = (f"{u.id}\t{value(u)}\t{life}" for u in units if value(u) is not None)
            copy(link, table, f"division_id, {column}, valid, recorded", rows)
    _enter_areas(link, [unit for unit in units if unit.level == 3])
    link.execute("SELECT setval(pg_get_serial_sequence('division', 'id'), max(id)) FROM division")
    progress("政区入库", len(units), len(units))


def _enter_areas(link: psycopg.Connection, counties: list[Unit]) -> None:
    """Give every county its cell of the grid as its area."""
    link.execute(
        "INSERT INTO source (id, key, title, origin, licence)"
        " VALUES (1, 'scale', '全国规模测试数据（示意）', '', 'MIT')"
    )
    link.execute(
        "INSERT INTO delivery (id, source_id, kind, file_name, sha256)"
        " VALUES (1, 1, 'scale', 'scale', '')"
    )
    link.execute(
        "INSERT INTO coverage (id, delivery_id, level, title, status, accuracy_class, valid)"
        f" VALUES (1, 1, 3, '格网', 'synthetic', '示意', '{SINCE}')".encode()
    )
    rows = []
    for number, unit in enumerate(counties):
        west, south = county_cell(number)
        east, north = west + WIDTH, south + HEIGHT
        corners = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
        shape = f"SRID=4490;MULTIPOLYGON((({corners})))"
        point = f"SRID=4490;POINT({west + WIDTH / 2} {south + HEIGHT / 2})"
        rows.append(f"{unit.id}\t1\t3\t1\t{shape}\t{point}\t{SINCE}\t{RECORDED}")
    columns = "division_id, coverage_id, level, area_m2, geom, label_point, valid, recorded"
    copy(link, "division_area", columns, rows)


def _follow_ids(link: psycopg.Connection) -> None:
    for table in ("place", "place_name"):
        link.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}".encode()
        )


class without_indexes:  # noqa: N801  # reads as what it is: with without_indexes(...)
    """Take the indexes and constraints off tables that are filled, and build them at the end."""

    def __init__(
        self, link: psycopg.Connection, tables: tuple[str, ...], progress: Progress
    ) -> None:
        self.link, self.tables, self.progress = link, tables, progress
        self.again: list[tuple[str, str]] = []
        self.last: list[tuple[str, str]] = []

    def __enter__(self) -> None:
        found = self.link.execute(_CONSTRAINTS, {"tables": list(self.tables)}).fetchall()
        for table, name, _, _ in reversed(found):
            self._run("ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        for table, name, definition, foreign in found:
            # what refers to another row was written right: reading all of it would prove nothing
            known = "NOT VALID" if foreign and "NOT VALID" not in definition else ""
            again = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} {known}"
            (self.last if foreign else self.again).append((name, again))
        for _, name, definition in self.link.execute(_INDEXES, {"tables": list(self.tables)}):
            self._run("DROP INDEX {}", name)
            self.again.append((name, definition))

    def __exit__(self, *failed: object) -> None:
        if failed[0] is not None:
            return
        self.link.execute("SET maintenance_work_mem = '1500MB'")
        self.link.execute("SET max_parallel_maintenance_workers = 2")
        for number, (name, definition) in enumerate([*self.again, *self.last], start=1):
            if name in NOT_REBUILT:
                continue
            begun = time.monotonic()
            self.link.execute(definition.encode())
            took = time.monotonic() - begun
            self.progress(f"建索引 {name}：{took:.1f} 秒", number, len(self.again + self.last))

    def _run(self, statement: str, *names: str) -> None:
        self.link.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


# primary keys before foreign keys, which need them, also those of other tables
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f'
FROM pg_constraint
WHERE (conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('p', 'u', 'x', 'f'))
   OR (confrelid = ANY(%(tables)s::regclass[]) AND contype = 'f')
ORDER BY contype = 'f', contype <> 'p', conname
"""

_INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes
WHERE tablename = ANY(%(tables)s) AND schemaname = current_schema() ORDER BY indexname
"""
