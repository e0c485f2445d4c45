"""Names of one table compared with each other: whoever comes later gives way (文件内重名)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Row:
    """What is kept of a row: where it stands, its name and kind."""

    place: str
    name: str
    kind: PlaceKind


class EarlierRows:
    """The rows of a table that were checked before, for those that come after them.

    Only the first row with a key is kept, as a hash and a few words: about a kilobyte a row,
    however long the table. Rows are the same place's if the register found the same division
    for them or, where it knows none, they say the same.
    """

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._rows: list[_Row] = []

    def beside(
        self, place: str, proposal: Proposal, question: RegisterQuestion | None, at: Standpoint
    ) -> tuple[KnownName, ...]:
        """Return the earlier rows that are as `question` asks, and keep this one.

        `place` says in Chinese which row this is, as `本表第12行`.
        """
        area = None if question is None else _area(question.scope, at)
        if question is None or proposal.kind is None or area is None:
            return ()
        asked = {
            hash((part, key, area, k)) for part, key in _keys(question) for k in question.kinds
        }
        found = sorted({self._first[key] for key in asked if key in self._first})
        self._keep(_Row(place, proposal.text, proposal.kind), question, area)
        return tuple(_known(self._rows[number], question.scope) for number in found)

    def _keep(self, row: _Row, question: RegisterQuestion, area: str) -> None:
        number = len(self._rows)
        self._rows.append(row)
        for part, key in _keys(question):
            self._first.setdefault(hash((part, key, area, row.kind)), number)


def _keys(question: RegisterQuestion) -> Iterator[tuple[str, str]]:
    yield "full", question.full
    yield "specific", question.specific
    for sound in question.sounds:
        yield "full_sound", sound
    for sound in question.specific_sounds:
        yield "specific_sound", sound


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


def _known(row: _Row, scope: Scope) -> KnownName:
    specific = specific_of(row.name, row.kind)
    searched = Scope.COUNTY if scope is Scope.BUILT_UP_AREA else scope
    return KnownName(
        id=row.place,
        name=row.name,
        specific=specific,
        kind=row.kind,
        status=Standing.RESERVED,
        where=row.place,
        sounds=sound_keys(key_of(row.name, row.kind)),
        specific_sounds=sound_keys(specific),
        scopes=frozenset({scope, searched}),
    )
