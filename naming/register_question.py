"""What the register must be asked for one proposal, by kind of place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from naming.look_alike import look_alikes
from naming.near_sound import fold
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.search_key import specific_of


class Scope(StrEnum):
    """The area in which names may not repeat (同名范围)."""

    TOWNSHIP = "township"
    COUNTY = "county"
    BUILT_UP_AREA = "built_up_area"
    PROVINCE = "province"
    NATION = "nation"

    @property
    def label(self) -> str:
        """Return the scope in Chinese, as it stands in a sentence."""
        return _TITLES[self]


_TITLES = {
    Scope.TOWNSHIP: "同一乡镇（街道）",
    Scope.COUNTY: "同一区县",
    Scope.BUILT_UP_AREA: "同一建成区",
    Scope.PROVINCE: "全市（省）",
    Scope.NATION: "全国",
}


@dataclass(frozen=True, slots=True)
class RegisterQuestion:
    """Fetch names of `kinds` within `scope` that equal any of these.

    A name is wanted if its comparison key is `full`, its specific part is `specific`,
    one of its sounds is in `sounds` or one of its specific sounds in `specific_sounds`.
    Famous natural entities (全国著名) that match so, or whose key is `specific` (黄山 for
    黄山区), are wanted whatever the kinds and the scope. `record` is the proposal's own
    record, to be left out.

    For similar names (相似地名), which are only noted, names of `kinds` are wanted within
    `near_parameter` metres whose specific part is `specific` or one of `lookalikes`, or one
    of whose `near_sounds` (`IndexedName.near_sounds`) is in `near_sounds`.

    For a facility (设施), names of all kinds are wanted within `around_parameter` metres, if
    only the nearest: those that say `own`, its specific part, or that it says, come first.
    For a division, natural entities called `entity`, its specific part, are wanted, with
    whether they reach beyond it. With `old_names`, names out of use near by are wanted.
    """

    full: str
    specific: str
    sounds: tuple[str, ...]
    specific_sounds: tuple[str, ...]
    kinds: tuple[PlaceKind, ...]
    scope: Scope
    record: str = ""
    lookalikes: tuple[str, ...] = ()
    near_sounds: tuple[str, ...] = ()
    near_parameter: str = ""
    around_parameter: str = ""
    own: str = ""
    entity: str = ""
    old_names: bool = False


NEW_THINGS = frozenset(
    {
        PlaceKind.STREET,
        PlaceKind.PARK,
        PlaceKind.BUILDING,
        PlaceKind.FACILITY,
        PlaceKind.VILLAGE,
    }
)
"""Kinds of new places that an old name of the neighbourhood is taken up for."""

RURAL = frozenset({PlaceKind.VILLAGE, PlaceKind.COMMITTEE, PlaceKind.NATURAL, PlaceKind.TOWNSHIP})
# Words that do not make a name another one (外省规定的相同判定口径).
ADDED = "新大小老"
_NATIONAL = (PlaceKind.DIVISION, PlaceKind.NATURAL)
# kind of the proposal: kinds compared with, scope. 《地名管理条例》第九条第(七)(八)项;
# natural villages, parks, zones and facilities are Chongqing's and practice's.
COMPARED: dict[PlaceKind, tuple[tuple[PlaceKind, ...], Scope]] = {
    PlaceKind.DIVISION: (_NATIONAL, Scope.NATION),
    PlaceKind.NATURAL: (_NATIONAL, Scope.COUNTY),
    PlaceKind.TOWNSHIP: ((PlaceKind.TOWNSHIP,), Scope.PROVINCE),
    PlaceKind.COMMITTEE: ((PlaceKind.COMMITTEE,), Scope.COUNTY),
    PlaceKind.VILLAGE: ((PlaceKind.VILLAGE,), Scope.TOWNSHIP),
    PlaceKind.STREET: ((PlaceKind.STREET,), Scope.BUILT_UP_AREA),
    PlaceKind.BUILDING: ((PlaceKind.BUILDING,), Scope.BUILT_UP_AREA),
    PlaceKind.PARK: ((PlaceKind.PARK,), Scope.COUNTY),
    PlaceKind.ZONE: ((PlaceKind.ZONE,), Scope.COUNTY),
    PlaceKind.FACILITY: ((PlaceKind.FACILITY,), Scope.COUNTY),
}


def question_of(proposal: Proposal) -> RegisterQuestion | None:
    """Return what to ask the register, or None if nothing can be compared.

    Nothing is asked for an empty name or a kind of place that has no scope. Several rules ask
    for the same question: it is kept with the proposal, as its cached properties are.
    """
    kept = proposal.__dict__
    if _KEPT not in kept:
        kept[_KEPT] = _question_of(proposal)
    found: RegisterQuestion | None = kept[_KEPT]
    return found


_KEPT = "register_question"


def _question_of(proposal: Proposal) -> RegisterQuestion | None:
    kind = proposal.kind
    if kind is None or kind not in COMPARED or not proposal.text:
        return None
    kinds, scope = COMPARED[kind]
    specific = specific_of(proposal.text, kind)
    specific_sounds = sound_keys(specific)
    return RegisterQuestion(
        full=proposal.key,
        specific=specific,
        sounds=proposal.sounds,
        specific_sounds=specific_sounds,
        kinds=kinds,
        scope=scope,
        record=proposal.record,
        lookalikes=(*added_or_dropped(specific), *look_alikes(specific)),
        near_sounds=near_sounds(specific_sounds),
        near_parameter="similar_rural_m" if kind in RURAL else "similar_urban_m",
        around_parameter="nearby_m" if kind is PlaceKind.FACILITY and proposal.specific else "",
        own=proposal.specific if kind is PlaceKind.FACILITY else "",
        entity=specific if kind in (PlaceKind.DIVISION, PlaceKind.TOWNSHIP) else "",
        old_names=kind in NEW_THINGS and not proposal.record and not proposal.derived_from,
    )


def near_sounds(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """Return toneless sound keys with near sounds made equal, each once."""
    return tuple(dict.fromkeys(fold(sound.split()) for sound in sounds))


def added_or_dropped(specific: str) -> tuple[str, ...]:
    """Return `specific` with 新, 大, 小, 老 put before it or taken away from it."""
    dropped = specific[1:] if len(specific) > 2 and specific[0] in ADDED else ""
    return (*((dropped,) if dropped else ()), *(word + specific for word in ADDED))
