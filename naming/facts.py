"""The only questions rules may ask about the world, and the answers in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from naming.parameters.layers import parameters_for
from naming.place_kind import PlaceKind
from naming.register_question import (
    RegisterQuestion,
    Scope,
    added_or_dropped,
    near_sounds,
    question_of,
)
from naming.search_key import key_of
from rulebook.parameters import Parameters


class Standing(StrEnum):
    """Whether a known name is in use or only remembered (现今/历史)."""

    STANDARD = "standard"
    COLLOQUIAL = "colloquial"
    FORMER = "former"
    VANISHED = "vanished"
    RESERVED = "reserved"

    @property
    def label(self) -> str:
        """Return the Chinese word for it."""
        return _STANDINGS[self]


_STANDINGS = {
    Standing.STANDARD: "标准地名",
    Standing.COLLOQUIAL: "俗称",
    Standing.FORMER: "曾用名",
    Standing.VANISHED: "消失地名",
    Standing.RESERVED: "预留地名",
}


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name in the register, seen from the proposed place.

    Attributes:
        id: Id of the record, for links and for leaving out the proposal's own record.
        name: The full name as registered.
        specific: Its specific part (专名).
        kind: Kind of the place.
        status: Whether the name is in use.
        where: Chinese words for where it is, e.g. 万州区分水镇.
        distance_m: Geodesic distance from the proposed place, metres; None if unknown.
        lon: Longitude, degrees, EPSG:4490; None if unknown.
        lat: Latitude, degrees, EPSG:4490; None if unknown.
        sounds: All toneless readings of the comparison key.
        specific_sounds: All toneless readings of the specific part.
        famous: Whether it is a nationally famous natural entity (全国著名).
        scopes: The legal scopes that it shares with the proposed place.
        bearing_deg: Direction from the proposed place, degrees from north; None if unknown.
        outside: Whether a natural entity lies, even in part, outside the proposed division;
            None if that cannot be told.
    """

    id: str
    name: str
    specific: str
    kind: PlaceKind
    status: Standing = Standing.STANDARD
    where: str = ""
    distance_m: float | None = None
    lon: float | None = None
    lat: float | None = None
    sounds: tuple[str, ...] = ()
    specific_sounds: tuple[str, ...] = ()
    famous: bool = False
    scopes: frozenset[Scope] = frozenset(Scope)
    bearing_deg: float | None = None
    outside: bool | None = None

    @property
    def key(self) -> str:
        """Return the form that duplicates are found by."""
        return key_of(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class HeritageName:
    """A name on a protection list (历史地名保护名录), or a vanished or former one.

    `note` is its story; `distance_m` is how far from the proposed place, if known.
    """

    name: str
    list_title: str
    level: str = ""
    where: str = ""
    note: str = ""
    in_place: bool = True
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where the proposal says it is and where its coordinates are.

    Attributes:
        stated: The division as stated, Chinese.
        found: The division in which the coordinates lie, Chinese; empty if in none.
        inside: Whether they lie inside the stated one; None if that cannot be told.
        distance_m: Distance from the stated division if outside, metres.
        known: Whether the stated division is in the register.
        ended: The day the stated division ceased to exist, if it did.
        basis: What the boundaries are that were looked at: official, public or synthetic.
        others: Other divisions that the stated code may mean, in Chinese.
    """

    stated: str
    found: str
    inside: bool | None
    distance_m: float | None = None
    known: bool = True
    ended: date | None = None
    basis: str = ""
    others: tuple[str, ...] = ()


class Likeness(StrEnum):
    """In what two names are alike (相似方式), the closest first."""

    SAME = "同名"
    HOMOPHONE = "同音"
    ADDED = "只差“新、大、小、老”字"
    GENERIC = "专名相同、通名不同"
    SHAPE = "一字形近"
    SOUND = "读音相近"

    @property
    def rank(self) -> int:
        """Return 0 for the closest likeness."""
        return list(Likeness).index(self)


@dataclass(frozen=True, slots=True)
class SimilarName:
    """A known name that is like the proposed one, and how."""

    known: KnownName
    how: Likeness


class NamingFacts(Protocol):
    """What rules may ask. The answers are seen from the proposed place.

    `parameters` are those of the jurisdiction the place lies in; `searched` is the
    scope really searched when the lawful one is not recorded (建成区 by 区县).
    """

    @property
    def parameters(self) -> Parameters:
        """Return the thresholds and switches in force here."""
        ...

    def searched(self, scope: Scope) -> Scope:
        """Return the scope the register is searched in when the law says `scope`."""
        ...

    def same_name(self, question: RegisterQuestion) -> Sequence[KnownName]:
        """Return names equal by comparison key, nearest first."""
        ...

    def same_specific(self, question: RegisterQuestion) -> Sequence[KnownName]:
        """Return names with the same specific part that are not equal, nearest first."""
        ...

    def same_sound(self, question: RegisterQuestion) -> Sequence[KnownName]:
        """Return names that sound equal without tones but are written otherwise."""
        ...

    def nearby(self, within_m: float) -> Sequence[KnownName]:
        """Return names within `within_m` metres, nearest first."""
        ...

    def similar(self, question: RegisterQuestion) -> Sequence[SimilarName]:
        """Return names near the place that are like the proposed one, closest first.

        Equal and equal-sounding names of the lawful scope are left to the other questions.
        """
        ...

    def heritage_nearby(self) -> Sequence[HeritageName]:
        """Return historical and vanished names near the place that no place bears today."""
        ...

    def protected(self, name: str) -> Sequence[HeritageName]:
        """Return entries of protection lists that are `name` or its specific part."""
        ...

    def location(self) -> Location | None:
        """Return where the place is said to be and is; None if not asked."""
        ...

    def gap(self) -> str:
        """Return why the register could not be searched, in Chinese; empty if it was."""
        ...


@dataclass(frozen=True)
class KnownNames:
    """Facts held in memory: a register of any size, one place seen from.

    For one proposal the store fills it with the few names its `RegisterQuestion` finds;
    for an audit it may hold a whole register.

    Attributes:
        names: The known names.
        heritage: Entries of protection lists.
        place: Answer to `location()`.
        replaced_scopes: Lawful scope to the one searched instead.
        unsearched: Why the register could not be searched; answer to `gap()`.
        old_names: Historical and vanished names near the place that no place bears today.
        parameters: Thresholds and switches; those of Chongqing by default.
    """

    names: tuple[KnownName, ...] = ()
    heritage: tuple[HeritageName, ...] = ()
    place: Location | None = None
    replaced_scopes: tuple[tuple[Scope, Scope], ...] = ()
    unsearched: str = ""
    parameters: Parameters = field(default_factory=parameters_for)
    old_names: tuple[HeritageName, ...] = ()

    def searched(self, scope: Scope) -> Scope:
        """Return the scope searched for `scope`."""
        for lawful, searched in self.replaced_scopes:
            if lawful is scope:
                return searched
        return scope

    def same_name(self, question: RegisterQuestion) -> Sequence[KnownName]:
        """Return names equal by comparison key, nearest first."""
        if not self.names:
            return ()
        return self._near(self._index["key", question.full], question)

    def same_specific(self, question: RegisterQuestion) -> Sequence[KnownName]:
        """Return names with the same specific part that are not equal, nearest first."""
        if not self.names:
            return ()
        found = self._index["specific", question.specific]
        return self._near((n for n in found if n.key != question.full), question)

    def same_sound(self, question: RegisterQuestion) -> Sequence[KnownName]:
        """Return names that sound equal without tones but are written otherwise.

        Compared are whole names; names with the same specific part are left to
        `same_specific`.
        """
        if not self.names:
            return ()
        found = {n.id: n for s in question.sounds for n in self._index["sound", s]}
        found |= {n.id: n for s in question.specific_sounds for n in self._index["tune", s]}
        others = (n for n in found.values() if n.specific != question.specific)
        return self._near((n for n in others if n.key != question.full), question)

    def nearby(self, within_m: float) -> Sequence[KnownName]:
        """Return names within `within_m` metres, nearest first."""
        near = [n for n in self.names if n.distance_m is not None and n.distance_m <= within_m]
        return sorted(near, key=_distance)

    def similar(self, question: RegisterQuestion) -> Sequence[SimilarName]:
        """Return names near the place that are like the proposed one, closest first."""
        if not question.near_parameter or not self.names:
            return ()
        within_m = self.parameters.number(question.near_parameter)
        wanted = {question.specific, *question.lookalikes}
        heard = set(question.near_sounds)
        found = {
            n.id: n
            for n in self.names
            if n.specific in wanted or not heard.isdisjoint(near_sounds(n.specific_sounds))
        }
        alike = (self._likeness(n, question) for n in found.values() if _is_near(n, within_m))
        return sorted((s for s in alike if s), key=lambda s: (s.how.rank, _distance(s.known)))

    def _likeness(self, known: KnownName, question: RegisterQuestion) -> SimilarName | None:
        if known.id == question.record or known.kind not in question.kinds:
            return None
        how = likeness_of(known, question)
        if how in (Likeness.SAME, Likeness.HOMOPHONE) and (
            # those of the lawful scope are told by their own rules; those of unknown distance
            # and another scope are too many to be told
            known.distance_m is None or self.searched(question.scope) in known.scopes
        ):
            return None
        return SimilarName(known, how)

    def heritage_nearby(self) -> Sequence[HeritageName]:
        """Return historical and vanished names near the place, nearest first."""
        far = float("inf")
        return sorted(
            self.old_names, key=lambda n: (far if n.distance_m is None else n.distance_m, n.name)
        )

    def protected(self, name: str) -> Sequence[HeritageName]:
        """Return entries of protection lists that are called `name`."""
        return self._heritage[name]

    def location(self) -> Location | None:
        """Return where the place is said to be and is."""
        return self.place

    def gap(self) -> str:
        """Return why the register could not be searched; empty if it was."""
        return self.unsearched

    def _near(self, names: Iterable[KnownName], question: RegisterQuestion) -> Sequence[KnownName]:
        scope = self.searched(question.scope)
        found = (
            n
            for n in names
            if n.id != question.record
            and n.kind in question.kinds
            and (scope in n.scopes or n.famous)
        )
        return sorted(found, key=_distance)

    @cached_property
    def _index(self) -> defaultdict[tuple[str, str], list[KnownName]]:
        index: defaultdict[tuple[str, str], list[KnownName]] = defaultdict(list)
        for known in self.names:
            index["key", known.key].append(known)
            index["specific", known.specific].append(known)
            for sound in known.sounds:
                index["sound", sound].append(known)
            for sound in known.specific_sounds:
                index["tune", sound].append(known)
        return index

    @cached_property
    def _heritage(self) -> defaultdict[str, list[HeritageName]]:
        index: defaultdict[str, list[HeritageName]] = defaultdict(list)
        for entry in self.heritage:
            index[entry.name].append(entry)
        return index


def likeness_of(known: KnownName, question: RegisterQuestion) -> Likeness:
    """Return in what a known name is like the one of `question`."""
    if known.key == question.full:
        return Likeness.SAME
    if known.specific == question.specific:
        return Likeness.GENERIC
    if set(question.specific_sounds) & set(known.specific_sounds):
        return Likeness.HOMOPHONE
    if known.specific in added_or_dropped(question.specific):
        return Likeness.ADDED
    return Likeness.SHAPE if known.specific in question.lookalikes else Likeness.SOUND


def _is_near(known: KnownName, within_m: float) -> bool:
    """Tell whether a name is near; one of unknown distance must share the county."""
    if known.distance_m is None:
        return Scope.COUNTY in known.scopes
    return known.distance_m <= within_m


def _distance(known: KnownName) -> tuple[float, str]:
    return (float("inf") if known.distance_m is None else known.distance_m, known.id)


def no_register(jurisdiction: str = "500000") -> KnownNames:
    """Return facts for judging by the wording alone: nothing is known of other names."""
    return KnownNames(parameters=parameters_for(jurisdiction))


__all__ = [
    "HeritageName",
    "KnownName",
    "KnownNames",
    "Likeness",
    "Location",
    "NamingFacts",
    "RegisterQuestion",
    "Scope",
    "SimilarName",
    "Standing",
    "no_register",
    "question_of",
]
