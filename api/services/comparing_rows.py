"""Names of one table compared with each other: whoever comes later gives way (文件内重名).

What is compared is reduced to 64-bit hashes, which any process can make of its rows; one
place keeps them in the order of the table. So the rows may be read, asked and judged by
several processes and are still compared as if one had done it.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from api.services.first_rows import FirstRows
from api.store.queries.standpoints import COUNTY, PROVINCE, TOWNSHIP, Standpoint
from naming.facts import KnownName, Standing
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.register_question import RegisterQuestion, Scope
from naming.search_key import key_of, specific_of

_LEVELS = {
    Scope.TOWNSHIP: TOWNSHIP,
    Scope.COUNTY: COUNTY,
    Scope.BUILT_UP_AREA: COUNTY,
    Scope.PROVINCE: PROVINCE,
}
_DIGITS = {TOWNSHIP: 9, COUNTY: 6, PROVINCE: 2}


class EarlierRow(NamedTuple):
    """What is kept of a row: where in the table it stands, its kind of place and name."""

    place: str
    kind: str
    name: str


class RowKeys(NamedTuple):
    """What a row is compared by: hashes to look for, hashes to be found by, what is kept."""

    asked: tuple[int, ...]
    kept: tuple[int, ...]
    row: EarlierRow


def keys_of(
    place: str, proposal: Proposal, question: RegisterQuestion | None, at: Standpoint
) -> RowKeys | None:
    """Return what to compare a row by; None if no area is known in which it may not repeat.

    `place` says in Chinese which row it is, as `本表第12行`. Rows stand in the same area if the
    register found the same division for them or, where it knows none, if they say the same.
    """
    area = None if question is None else _area(question.scope, at)
    if question is None or proposal.kind is None or area is None:
        return None
    keys = list(_keys(question))
    own = proposal.kind.value
    kept = tuple([_hashed(part, key, area, own) for part, key in keys])
    row = EarlierRow(place, own, proposal.text)
    if question.kinds == (proposal.kind,):
        return RowKeys(kept, kept, row)
    kinds = [kind.value for kind in question.kinds]
    asked = tuple([_hashed(part, key, area, kind) for kind in kinds for part, key in keys])
    return RowKeys(asked, kept, row)


class EarlierRows:
    """The rows of a table that were compared before, for those that come after them.

    Only the first row with a key is kept: its keys as hashes in memory, about 120 bytes a
    row, its words in a temporary file that has no name.
    """

    def __init__(self) -> None:
        self._first = FirstRows()
        self._starts = array("Q", [0])
        self._words = tempfile.TemporaryFile(prefix="diming-rows-")  # noqa: SIM115

    def close(self) -> None:
        """Let go of the temporary file."""
        self._words.close()

    def beside(self, rows: Sequence[RowKeys | None]) -> list[tuple[EarlierRow, ...]]:
        """Return for each row the earlier ones that are as it asks, and keep it."""
        keys = {key for row in rows if row for key in (*row.asked, *row.kept)}
        first = self._first.rows_of(keys)
        fresh: dict[int, int] = {}
        found: list[tuple[int, ...]] = []
        for row in rows:
            if row is None:
                found.append(())
                continue
            found.append(tuple(sorted({first[key] for key in row.asked if key in first})))
            number = self._keep(row.row)
            for key in row.kept:
                if key not in first:
                    first[key] = fresh[key] = number
        self._first.add(fresh)
        if any(found):
            self._words.flush()
        return [tuple(self._row(number) for number in numbers) for numbers in found]

    def _keep(self, row: EarlierRow) -> int:
        words = "\n".join(row).encode(errors="surrogatepass")
        self._words.write(words)
        self._starts.append(self._starts[-1] + len(words))
        return len(self._starts) - 2

    def _row(self, number: int) -> EarlierRow:
        start, end = self._starts[number], self._starts[number + 1]
        # read beside the writer, whose place in the file stays at the end
        words = os.pread(self._words.fileno(), end - start, start)
        return EarlierRow(*words.decode(errors="surrogatepass").split("\n", 2))


def as_known(row: EarlierRow, scope: Scope) -> KnownName:
    """Return an earlier row as the rules know a name, seen from a row that asked in `scope`."""
    kind = PlaceKind(row.kind)
    specific = specific_of(row.name, kind)
    searched = Scope.COUNTY if scope is Scope.BUILT_UP_AREA else scope
    return KnownName(
        id=row.place,
        name=row.name,
        specific=specific,
        kind=kind,
        status=Standing.RESERVED,
        where=row.place,
        sounds=sound_keys(key_of(row.name, kind)),
        specific_sounds=sound_keys(specific),
        scopes=frozenset({scope, searched}),
    )


def _keys(question: RegisterQuestion) -> Iterator[tuple[str, str]]:
    yield "full", question.full
    yield "specific", question.specific
    for sound in question.sounds:
        yield "full_sound", sound
    for sound in question.specific_sounds:
        yield "specific_sound", sound


def _hashed(part: str, key: str, area: str, kind: str) -> int:
    # not `hash`, which another process may make otherwise
    said = f"{part}\n{key}\n{area}\n{kind}".encode(errors="surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8).digest()) or 1


def _area(scope: Scope, at: Standpoint) -> str | None:
    """Return what tells the area in which names may not repeat; None if nothing does."""
    if scope is Scope.NATION:
        return "nation"
    level = _LEVELS[scope]
    division = at.here.id_at(level)
    if division is not None:
        return f"#{division}"
    where = at.whereabouts
    digits = _DIGITS[level]
    if len(where.code) >= digits:
        return where.code[:digits]
    if level == TOWNSHIP or (level == COUNTY and not where.county and where.province):
        return None
    return f"{where.province}/{where.county if level == COUNTY else ''}"
