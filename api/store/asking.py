"""A batch of proposals as the arrays that `diming_facts` takes (sql/facts.sql says which)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.store.queries.known_keys import ANY_KEYS, KnownKeys
from api.store.queries.standpoints import COUNTY, TOWNSHIP, Divisions, Whereabouts
from naming.parameters.layers import parameters_for
from naming.place_kind import PlaceKind
from naming.register_question import RegisterQuestion, Scope
from rulebook.parameters import Parameters

MOST = 50
"""Names fetched for a part of a name in a scope at the most; more than that say nothing new."""

_SEARCHED = {
    Scope.TOWNSHIP: "county",
    Scope.COUNTY: "county",
    Scope.BUILT_UP_AREA: "county",
    Scope.PROVINCE: "province",
    Scope.NATION: "nation",
}
_GROUPS = {
    "said": ("code", "county", "province"),
    "point": ("lon", "lat", "sought"),
    "here": ("said", "point", "township", "county", "province"),
    "key": ("no", "scope", "part", "kind", "keys"),
    "near": ("no", "part", "kind", "keys", "m"),
    "around": ("no", "own", "m"),
    "wider": ("no", "level", "name", "m"),
    "old": ("no", "m"),
}
COLUMNS = tuple(f"{group}_{column}" for group, columns in _GROUPS.items() for column in columns)
_BETWEEN = "\x1f"
_UNSTORABLE = re.compile("[\0\x1f\ud800-\udfff]")
_UNJOINABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One proposal's question, what it says of its place, and the names that lists may protect.

    `here` is given instead of words where the place is known, as in an audit, and `seen_from`
    is then its point (lon, lat, degrees, EPSG:4490). `parameters` say what is near.
    """

    question: RegisterQuestion | None
    whereabouts: Whereabouts
    names: tuple[str, ...]
    here: Divisions | None = None
    seen_from: tuple[float, float] | None = None
    parameters: Parameters = field(default_factory=parameters_for)

    @property
    def point(self) -> tuple[float, float] | None:
        """Return the point that distances are measured from."""
        where = self.whereabouts
        if where.lon is None or where.lat is None:
            return self.seen_from
        return where.lon, where.lat


class Sheet:
    """The arrays for a batch: what proposals share is written once.

    `said` and `points` give for each proposal the numbers, from 1 on, of what it says of its
    place and of its point, None if it says nothing; `listed` the names that lists may protect.
    Keys that are not among `known` are left out.
    """

    def __init__(self, asked: Sequence[Asked], known: KnownKeys = ANY_KEYS) -> None:
        self._known = known
        self._rows: dict[str, list[tuple[object, ...]]] = {group: [] for group in _GROUPS}
        self._numbers: dict[tuple[object, ...], int] = {}
        self.listed: list[tuple[str, ...]] = []
        self.said: list[int | None] = []
        self.points: list[int | None] = []
        for no, each in enumerate(asked, start=1):
            self._place(each)
            self.listed.append(tuple(dict.fromkeys(_all(filter(None, each.names)))))
            if each.question:
                self._question(no, each, each.question)

    def values(self, day: date) -> dict[str, object]:
        """Return the parameters of the statement, arrays as PostgreSQL writes them."""
        found: dict[str, object] = {
            "day": day,
            "most": MOST,
            "listed": _array({name for names in self.listed for name in names}),
        }
        for group, columns in _GROUPS.items():
            rows = self._rows[group]
            turned = zip(*rows, strict=True) if rows else ((),) * len(columns)
            for column, values in zip(columns, turned, strict=True):
                found[f"{group}_{column}"] = _array(values)
        return found

    def _place(self, each: Asked) -> None:
        where, here = each.whereabouts, each.here or Divisions()
        words = (where.code, where.county, where.province)
        said = self._number("said", *map(_storable, words)) if any(words) else None
        sought = where.lon is not None
        point = self._number("point", *each.point, sought) if each.point else None
        self.said.append(said)
        self.points.append(point)
        ids = (here.township_id, here.county_id, here.province_id)
        self._rows["here"].append((said, point, *ids))

    def _number(self, group: str, *row: object) -> int:
        """Return the number of a row that is written once."""
        rows = self._rows[group]
        number = self._numbers.setdefault((group, *row), len(rows) + 1)
        if number > len(rows):
            rows.append(row)
        return number

    def _question(self, no: int, each: Asked, question: RegisterQuestion) -> None:
        number = each.parameters.number
        scope = _SEARCHED[question.scope]
        self._keys(no, question, scope, full=(question.full,), specific=(question.specific,))
        self._keys(
            no,
            question,
            scope,
            full_sound=question.sounds,
            specific_sound=question.specific_sounds,
        )
        if question.near_parameter:
            self._near(no, question, number(question.near_parameter), each.point is not None)
        if question.around_parameter and each.point:
            metres = number(question.around_parameter)
            self._rows["around"].append((no, _storable(question.own), metres))
        if question.entity:
            level = TOWNSHIP if PlaceKind.TOWNSHIP in question.kinds else COUNTY
            metres = number("similar_rural_m")
            self._rows["wider"].append((no, level, _storable(question.entity), metres))
        if question.old_names:
            self._rows["old"].append((no, number("similar_rural_m")))

    def _near(self, no: int, question: RegisterQuestion, metres: float, located: bool) -> None:
        alike = {
            "specific": (question.specific, *question.lookalikes),
            "near_sound": question.near_sounds,
        }
        self._keys(no, question, "shapeless" if located else "county", **alike)
        if located:
            for kind in question.kinds:
                for part, keys in alike.items():
                    if there := self._known.among(part, kind.value, keys):
                        self._rows["near"].append((no, part, kind.value, _joined(there), metres))

    def _keys(
        self, no: int, question: RegisterQuestion, scope: str, **parts: tuple[str, ...]
    ) -> None:
        for part, keys in parts.items():
            for kind in question.kinds:
                if there := self._known.among(part, kind.value, keys):
                    self._rows["key"].append((no, scope, part, kind.value, _joined(there)))


def _joined(keys: Sequence[str]) -> str:
    joined = _BETWEEN.join(keys)
    if _UNJOINABLE.search(joined) or joined.count(_BETWEEN) >= max(len(keys), 1):
        return _BETWEEN.join(_all(keys))
    return joined


def _all(texts: Iterable[str]) -> list[str]:
    return [_storable(each) for each in texts]


def _storable(text: str) -> str:
    """Return a text that the register can be asked for; what it cannot hold it does not have."""
    return _UNSTORABLE.sub("\ufffd", text)


def _array(values: Iterable[object]) -> str:
    """Return an array as PostgreSQL writes it: six times as fast as handing over a list."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)
