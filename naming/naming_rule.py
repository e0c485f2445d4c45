"""The shape of a rule about names, and short words for its examples."""

from __future__ import annotations

from typing import TypeAlias, Unpack

from naming.facts import KnownName, KnownNames, NamingFacts, no_register
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.proposal import Details, Proposal, propose
from naming.register_question import Scope
from naming.search_key import key_of, specific_of
from rulebook.rule import Example, Rule

NamingRule: TypeAlias = Rule[Proposal, NamingFacts]
NamingExample: TypeAlias = Example[Proposal, NamingFacts]

BUILT = frozenset({PlaceKind.BUILDING, PlaceKind.PARK, PlaceKind.ZONE})


def alone(name: str, place_type: str = "", **details: Unpack[Details]) -> NamingExample:
    """Return the example of a name judged by its words, no register at hand."""
    return Example(propose(name, place_type, **details), no_register())


def among(
    known: tuple[KnownName, ...], name: str, place_type: str = "", **details: Unpack[Details]
) -> NamingExample:
    """Return the example of a name judged beside `known` names."""
    return Example(propose(name, place_type, **details), KnownNames(known))


def known_name(
    name: str, kind: PlaceKind, where: str = "", *, scope: Scope | None = None
) -> KnownName:
    """Return a register entry for examples; with `scope` it shares that scope only."""
    specific = specific_of(name, kind)
    return KnownName(
        id=f"{kind}:{name}:{where}",
        name=name,
        specific=specific,
        kind=kind,
        where=where,
        sounds=sound_keys(key_of(name, kind)),
        specific_sounds=sound_keys(specific),
        scopes=frozenset(Scope) if scope is None else frozenset({scope}),
    )
