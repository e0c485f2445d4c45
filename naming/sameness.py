"""Breaches for names that are the same or sound the same, with where the other one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naming.facts import KnownName, NamingFacts
from naming.proposal import Proposal
from naming.register_question import RegisterQuestion, question_of
from naming.shown import shown
from rulebook.rule import Breach, Weight

SHOWN = 5
DIRECTIONS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
GIVE_WAY = "请另拟专名；原地名在先，后命名者避让"


def sameness(
    proposal: Proposal, facts: NamingFacts, *, same: Weight, sound: Weight, part: Weight
) -> Iterator[Breach]:
    """Yield breaches for equal names, equal specific parts and equal sounds.

    Args:
        proposal: The name in question.
        facts: The register, seen from the proposed place.
        same: Weight of an equal name.
        sound: Weight of an equal sound.
        part: Weight of an equal specific part with another generic.
    """
    question = question_of(proposal)
    if question is None:
        return
    equal = facts.same_name(question)
    yield from _breaches(proposal, equal[:SHOWN], question, facts, "重名", same)
    if not equal:
        alike = facts.same_specific(question)
        yield from _breaches(proposal, alike[:SHOWN], question, facts, "专名相同", part)
    heard = facts.same_sound(question)
    yield from _breaches(proposal, heard[:SHOWN], question, facts, "同音", sound)


def _breaches(
    proposal: Proposal,
    others: Sequence[KnownName],
    question: RegisterQuestion,
    facts: NamingFacts,
    how: str,
    weight: Weight,
) -> Iterator[Breach]:
    searched = facts.searched(question.scope)
    for other in others:
        scope = "全国著名的地名中" if other.famous else f"{searched.label}"
        yield Breach(
            f"“{shown(proposal.text)}”与{scope}已有的“{other.name}”{how}{whereabouts(other)}",
            evidence=evidence_of(other) | {"scope": searched.value, "how": how},
            suggestion=GIVE_WAY,
            weight=Weight.WARN
            if weight is Weight.BLOCK and searched is not question.scope
            else weight,
            field="name",
        )


def evidence_of(other: KnownName) -> dict[str, object]:
    """Return what a finding shows of another name: which, where, how far (metres)."""
    return {
        "id": other.id,
        "name": other.name,
        "kind": other.kind.value,
        "status": other.status.value,
        "where": other.where,
        "distance_m": None if other.distance_m is None else round(other.distance_m),
        "lon": other.lon,
        "lat": other.lat,
        "bearing_deg": None if other.bearing_deg is None else round(other.bearing_deg),
    }


def whereabouts(other: KnownName) -> str:
    """Return in Chinese brackets where the other name is and how far; empty if unknown."""
    where = f"位于{other.where}" if other.where else ""
    far = _direction(other.bearing_deg) + _far(other.distance_m)
    inside = "，".join(part for part in (where, far) if part)
    return f"（{inside}）" if inside else ""


def _direction(bearing_deg: float | None) -> str:
    """Return the one of eight directions that `bearing_deg` lies in, empty if unknown."""
    if bearing_deg is None:
        return ""
    return f"在其{DIRECTIONS[round(bearing_deg % 360 / 45) % 8]}方向"


def _far(distance_m: float | None) -> str:
    if distance_m is None:
        return ""
    if distance_m < 1000:
        return f"相距约{distance_m:.0f}米"
    return f"相距约{distance_m / 1000:.1f}公里"
