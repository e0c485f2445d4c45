"""What the register must be asked for one proposal, by kind of place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    """

    full: str
    specific: str
    sounds: tuple[str, ...]
    specific_sounds: tuple[str, ...]
    kinds: tuple[PlaceKind, ...]
    scope: Scope
    record: str = ""


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

    Nothing is asked for an empty name or a kind of place that has no scope.
    """
    kind = proposal.kind
    if kind is None or kind not in COMPARED or not proposal.text:
        return None
    kinds, scope = COMPARED[kind]
    specific = specific_of(proposal.text, kind)
    return RegisterQuestion(
        full=proposal.key,
        specific=specific,
        sounds=proposal.sounds,
        specific_sounds=sound_keys(specific),
        kinds=kinds,
        scope=scope,
        record=proposal.record,
    )
