"""Breaches for generic parts that promise a size the place does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from naming.facts import NamingFacts
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least size (规模下限) for a generic part.

    Attributes:
        generic: The generic part.
        kinds: Kinds of places it is asked of.
        parameter: Parameter that holds the least size; 0 if there is none.
        what: What is measured, in Chinese.
        unit: Its unit, in Chinese; empty for a share.
        instead: Generic part to use below the threshold.
    """

    generic: str
    kinds: frozenset[PlaceKind]
    parameter: str
    what: str
    unit: str
    instead: str


def threshold_breaches(
    proposal: Proposal, facts: NamingFacts, value: float | None, threshold: Threshold
) -> Iterator[Breach]:
    """Yield a warning if `value` is under the threshold, a note if it is not said.

    `value` is in the unit of the threshold. Existing names are not asked for it.
    """
    if proposal.kind not in threshold.kinds or not proposal.generic.endswith(threshold.generic):
        return
    least = facts.parameters.number(threshold.parameter)
    if least <= 0 or (value is None and proposal.record):
        return
    asked = f"以“{threshold.generic}”作通名，{threshold.what}应不小于{least:g}{threshold.unit}"
    evidence = {"stated": value, "least": least, "parameter": threshold.parameter}
    if value is None:
        yield Breach(
            f"“{shown(proposal.text)}”{asked}，申报中未填",
            evidence=evidence,
            suggestion=f"请补填{threshold.what}；达不到的可改用“{threshold.instead}”",
            weight=Weight.NOTE,
            field="name",
        )
    elif value < least:
        yield Breach(
            f"“{shown(proposal.text)}”{asked}，申报为{value:g}{threshold.unit}",
            evidence=evidence | {"instead": _instead(proposal, threshold)},
            suggestion=f"请改作“{shown(_instead(proposal, threshold))}”，或补充证明材料",
            field="name",
        )


def _instead(proposal: Proposal, threshold: Threshold) -> str:
    return proposal.text.removesuffix(threshold.generic) + threshold.instead
