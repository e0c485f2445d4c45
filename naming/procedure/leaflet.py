"""The leaflet of a kind of case (办事指南): who applies, who decides, what to bring, by when.

Everything is read off the tables that the cases themselves run by.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from naming.lexicon.tables import table
from naming.place_kind import PlaceKind
from naming.procedure.approval_class import ApprovalClass, class_of
from naming.procedure.approvers import Authority, Filing, authority_for, filing_for
from naming.procedure.deadlines import CLAUSES, Duty
from naming.procedure.papers import HEADINGS, Circumstance, Demand, demands_of
from naming.procedure.steps import STEPS, stages_of
from naming.procedure.words import ENDS, CaseKind, Stage
from rulebook.law import Clause
from rulebook.parameters import Parameter, Parameters
from rulebook.procedure import Step

DUTIES = MappingProxyType(
    {
        Duty.ACCEPT: Stage.SUBMITTED,
        Duty.COMPLETE: Stage.RETURNED,
        Duty.OPINION: Stage.ACCEPTED,
        Duty.DECIDE: Stage.ACCEPTED,
        Duty.FILE: Stage.REPORTED,
        Duty.PUBLISH: Stage.FILED,
    }
)
"""The stage without which a procedure does not have the duty."""


class Limit(NamedTuple):
    """The days allowed for a duty (their unit is the parameter's), and the clause for them."""

    duty: Duty
    days: int
    clause: Clause
    parameter: Parameter


@dataclass(frozen=True, slots=True)
class Station:
    """A stage of the procedure with what can be done there, and by whom."""

    stage: Stage
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper that some step asks for, with the headings that it must have."""

    demand: Demand
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What an applicant should know of a kind of case about a kind of place.

    Attributes:
        kind: The kind of case.
        place: The kind of place.
        applicants: In Chinese who may apply; empty where no text seen says.
        authority: Who approves, and whose opinion is asked before.
        special: Classes of such places that somebody else approves.
        filings: With whom the approval is filed, one for each organ that may approve.
        stations: The stages in order, those that end a case left out.
        papers: The papers of the case, in the order of the steps.
        limits: The days of the case.
    """

    kind: CaseKind
    place: PlaceKind
    applicants: tuple[str, ...]
    authority: Authority
    special: tuple[tuple[ApprovalClass, Authority], ...]
    filings: tuple[Filing, ...]
    stations: tuple[Station, ...]
    papers: tuple[Needed, ...]
    limits: tuple[Limit, ...]


def leaflet_of(kind: CaseKind, place: PlaceKind, parameters: Parameters) -> Leaflet:
    """Return the leaflet of cases of `kind` about `place` under the days of `parameters`."""
    authority = authority_for(class_of(place), kind=kind)
    demands = demands_of(kind, [place], Circumstance)
    stages = stages_of(kind)
    return Leaflet(
        kind=kind,
        place=place,
        applicants=_applicants(kind, place),
        authority=authority,
        special=_special(kind, place),
        filings=tuple(dict.fromkeys(filing_for(organ) for organ in authority.approvers)),
        stations=tuple(Station(at, _steps(kind, at)) for at in stages if at not in ENDS),
        papers=tuple(Needed(one, tuple(HEADINGS.get(one.paper, {}).values())) for one in demands),
        limits=tuple(_limit(duty, parameters) for duty in Duty if DUTIES[duty] in stages),
    )


def _special(kind: CaseKind, place: PlaceKind) -> tuple[tuple[ApprovalClass, Authority], ...]:
    if kind is CaseKind.HERITAGE_LISTING:
        return ()
    usual = class_of(place)
    famous = class_of(place, famous=True)
    sorts = (s for s in ApprovalClass if s is not usual and (s.place is place or s is famous))
    return tuple((sort, authority_for(sort, kind=kind)) for sort in sorts)


def _applicants(kind: CaseKind, place: PlaceKind) -> tuple[str, ...]:
    rows = [row for row in table("applicants") if (row["kind"], row["action"]) == (place, kind)]
    return tuple(dict.fromkeys(word for row in rows for word in row["applicants"].split()))


def _steps(kind: CaseKind, stage: Stage) -> tuple[Step, ...]:
    return tuple(step for step in STEPS[kind] if step.start == stage.zh)


def _limit(duty: Duty, parameters: Parameters) -> Limit:
    key = f"{duty.value}_days"
    return Limit(duty, int(parameters.number(key)), CLAUSES[duty], parameters.items[key])
