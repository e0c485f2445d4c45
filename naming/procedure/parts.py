"""In what part somebody acts in a case (办理方): by role, jurisdiction and what was done before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from naming.procedure.words import CaseKind, Part

OFFICIAL = {"clerk": Part.CLERK, "reviewer": Part.REVIEWER, "approver": Part.APPROVER}


class OwnCase(Exception):
    """Somebody would decide about what he applied for or wrote himself (回避)."""


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
    """Who began a case: the accounts that wrote or submitted it, and for which organisation."""

    accounts: frozenset[int]
    organisation: int | None


def parts_of(acting: Acting, origin: Origin, kind: CaseKind) -> frozenset[Part]:
    """Return the parts in which somebody acts in a case that `origin` began."""
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
    return frozenset(found)


def must_be_another(acting: Acting, origin: Origin) -> None:
    """Refuse whoever would decide about his own application.

    Raises:
        OwnCase: if the account wrote or submitted the case.
    """
    if acting.account in origin.accounts:
        raise OwnCase("申请由本人提出或录入，不能由本人审批")
