"""In what part somebody acts in a case (办理方): by role, jurisdiction and what was done before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from naming.procedure.words import CaseKind, Part, Verb

OFFICIAL = {"clerk": Part.CLERK, "reviewer": Part.REVIEWER, "approver": Part.APPROVER}
JUDGING: Mapping[Verb, Part] = MappingProxyType(
    {
        Verb.REVIEW: Part.REVIEWER,
        Verb.APPROVE: Part.APPROVER,
        Verb.OPINE: Part.DEPARTMENT,
        Verb.ARGUE: Part.EXPERT,
    }
)
"""Steps by which an application is judged, and in what part: never by who made it (回避)."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who acts: account, organisation, roles there, and how far they reach.

    Attributes:
        account: Id of the account.
        organisation: Id of the organisation acted for.
        roles: The roles held there (`applicant`, `clerk`, ...).
        in_scope: Whether the organisation acts for the place of the case.
        asked: Whether the organisation was asked for its opinion.
        files: Whether the organisation is one that the approval is filed with.
    """

    account: int
    organisation: int
    roles: Collection[str]
    in_scope: bool
    asked: bool = False
    files: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a case is: all accounts that wrote or submitted it, and for which organisation."""

    accounts: frozenset[int]
    organisation: int | None


def parts_of(acting: Acting, origin: Origin, kind: CaseKind) -> frozenset[Part]:
    """Return the parts in which somebody acts in a case that is of `origin`.

    Whoever wrote or submitted it judges it in no part, whatever roles he holds and for whichever
    organisation he acts; somebody else of the same office may.
    """
    found = set()
    own = acting.account in origin.accounts
    if own or ("applicant" in acting.roles and acting.organisation == origin.organisation):
        found.add(Part.APPLICANT)
    if acting.in_scope:
        found |= {part for role, part in OFFICIAL.items() if role in acting.roles}
        if kind is CaseKind.CORRECTION and "editor" in acting.roles:
            found.add(Part.CLERK)
    if acting.asked and acting.roles:
        found.add(Part.DEPARTMENT)
    if "expert" in acting.roles:
        found.add(Part.EXPERT)
    if acting.files and not {"clerk", "reviewer", "approver"}.isdisjoint(acting.roles):
        found.add(Part.FILING)
    return frozenset(found - set(JUDGING.values()) if own else found)
