"""The steps of each kind of case (办理程序): read them and you have read the procedure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from naming.laws import ASSUMED, CHONGQING, CHONGQING_RULES, DECREE, HISTORICAL
from naming.procedure.laws import ANNOUNCEMENTS, practice
from naming.procedure.words import CaseKind, Circumstance, Part, Stage, Verb
from rulebook.law import Clause
from rulebook.procedure import Step

APPLYING = DECREE.clause("第十一条")
ACCEPTING = CHONGQING_RULES.clause("命名更名工作规程", ASSUMED, "只见规程开头部分")
APPROVING = DECREE.clause("第十二条")
FILING = DECREE.clause("第十三条")
PUBLISHING = DECREE.clause("第十四条")
CHECKING_FILING = ANNOUNCEMENTS.clause("备案审核", ASSUMED, "据新闻转述")
RETIRING = CHONGQING.clause("第二条", ASSUMED, "只见第一至五条")
LISTING = HISTORICAL.clause("鉴定程序", ASSUMED, "据新闻转述")
NOT_YET = frozenset({Circumstance.UNPUBLISHED.zh})
DONE = frozenset({Circumstance.PUBLISHED.zh})
TO_FILE = frozenset({Circumstance.FILING_DUE.zh})
AT_ONCE = NOT_YET | TO_FILE | {Circumstance.BY_AUTHORITY.zh}
UNFILED = NOT_YET | {Circumstance.FILING_FREE.zh}


def _step(
    verb: Verb,
    start: Stage,
    end: Stage,
    by: Part,
    source: Clause,
    when: frozenset[str] = frozenset(),
) -> Step:
    return Step(verb.zh, start.zh, end.zh, by.zh, source, when=when)


def _withdrawing(by: Part, *stages: Stage) -> tuple[Step, ...]:
    source = practice("申请人可以在批准前撤回")
    return tuple(_step(Verb.WITHDRAW, at, Stage.WITHDRAWN, by, source) for at in stages)


EXAMINING = (
    _step(Verb.ASK, Stage.ACCEPTED, Stage.ACCEPTED, Part.CLERK, APPROVING),
    _step(Verb.OPINE, Stage.ACCEPTED, Stage.ACCEPTED, Part.DEPARTMENT, APPROVING),
    _step(Verb.ARGUE, Stage.ACCEPTED, Stage.ACCEPTED, Part.CLERK, APPLYING),
    _step(Verb.ARGUE, Stage.ACCEPTED, Stage.ACCEPTED, Part.EXPERT, APPLYING),
    _step(Verb.CONSULT, Stage.ACCEPTED, Stage.ACCEPTED, Part.CLERK, APPLYING),
    _step(Verb.ASSESS, Stage.ACCEPTED, Stage.ACCEPTED, Part.CLERK, APPLYING),
    _step(Verb.STRIKE, Stage.ACCEPTED, Stage.ACCEPTED, Part.CLERK, practice("批量申请逐条剔除")),
)
"""What is done while a case is examined; it stays where it is."""

DECIDING = (
    _step(Verb.ACCEPT, Stage.SUBMITTED, Stage.ACCEPTED, Part.CLERK, ACCEPTING),
    _step(Verb.RETURN, Stage.SUBMITTED, Stage.RETURNED, Part.CLERK, ACCEPTING),
    _step(Verb.REFUSE, Stage.SUBMITTED, Stage.REFUSED, Part.CLERK, ACCEPTING),
    _step(Verb.RETURN, Stage.ACCEPTED, Stage.RETURNED, Part.CLERK, ACCEPTING),
    *EXAMINING,
    _step(Verb.REVIEW, Stage.ACCEPTED, Stage.REVIEWED, Part.REVIEWER, ACCEPTING),
    _step(Verb.ASK, Stage.REVIEWED, Stage.REVIEWED, Part.CLERK, APPROVING),
    _step(Verb.OPINE, Stage.REVIEWED, Stage.REVIEWED, Part.DEPARTMENT, APPROVING),
    _step(Verb.SEND_BACK, Stage.REVIEWED, Stage.ACCEPTED, Part.APPROVER, ACCEPTING),
    _step(Verb.STRIKE, Stage.REVIEWED, Stage.REVIEWED, Part.APPROVER, practice("批量申请逐条剔除")),
    _step(Verb.APPROVE, Stage.REVIEWED, Stage.APPROVED, Part.APPROVER, APPROVING),
    _step(Verb.REFUSE, Stage.REVIEWED, Stage.REFUSED, Part.APPROVER, APPROVING),
)
"""From the application to the decision."""

FINISHING = (
    _step(Verb.REPORT, Stage.APPROVED, Stage.REPORTED, Part.CLERK, FILING, TO_FILE),
    _step(Verb.REPORT, Stage.FILING_RETURNED, Stage.REPORTED, Part.CLERK, FILING),
    _step(Verb.RETURN_FILING, Stage.REPORTED, Stage.FILING_RETURNED, Part.FILING, CHECKING_FILING),
    _step(Verb.FILE, Stage.REPORTED, Stage.FILED, Part.FILING, CHECKING_FILING, NOT_YET),
    _step(Verb.FILE, Stage.REPORTED, Stage.CLOSED, Part.FILING, CHECKING_FILING, DONE),
    *(
        _step(Verb.PUBLISH, at, at, Part.CLERK, PUBLISHING, AT_ONCE)
        for at in (Stage.APPROVED, Stage.REPORTED, Stage.FILING_RETURNED)
    ),
    _step(Verb.PUBLISH, Stage.FILED, Stage.CLOSED, Part.CLERK, PUBLISHING, NOT_YET),
    _step(Verb.PUBLISH, Stage.APPROVED, Stage.CLOSED, Part.CLERK, PUBLISHING, UNFILED),
)
"""Filing and publication, which run side by side where a government has approved.

What the State Council approved is filed with nobody (article 13): its announcement ends it.
"""


def _applied_for(source: Clause) -> tuple[Step, ...]:
    return (
        _step(Verb.SUBMIT, Stage.DRAFTED, Stage.SUBMITTED, Part.APPLICANT, source),
        _step(Verb.SUBMIT, Stage.RETURNED, Stage.SUBMITTED, Part.APPLICANT, source),
        *_withdrawing(
            Part.APPLICANT,
            *(Stage.DRAFTED, Stage.SUBMITTED, Stage.RETURNED, Stage.ACCEPTED, Stage.REVIEWED),
        ),
        *DECIDING,
        *FINISHING,
    )


CORRECTING = practice("录入差错的更正须经两人")
CORRECTION = (
    _step(Verb.SUBMIT, Stage.DRAFTED, Stage.SUBMITTED, Part.CLERK, CORRECTING),
    _step(Verb.SUBMIT, Stage.RETURNED, Stage.SUBMITTED, Part.CLERK, CORRECTING),
    _step(Verb.RETURN, Stage.SUBMITTED, Stage.RETURNED, Part.APPROVER, CORRECTING),
    _step(Verb.APPROVE, Stage.SUBMITTED, Stage.CLOSED, Part.APPROVER, CORRECTING),
    _step(Verb.REFUSE, Stage.SUBMITTED, Stage.REFUSED, Part.APPROVER, CORRECTING),
    *_withdrawing(Part.CLERK, Stage.DRAFTED, Stage.SUBMITTED, Stage.RETURNED),
)

HERITAGE_LISTING = (
    _step(Verb.SUBMIT, Stage.DRAFTED, Stage.SUBMITTED, Part.CLERK, LISTING),
    _step(Verb.SUBMIT, Stage.RETURNED, Stage.SUBMITTED, Part.CLERK, LISTING),
    *_withdrawing(
        Part.CLERK,
        *(Stage.DRAFTED, Stage.SUBMITTED, Stage.RETURNED, Stage.ACCEPTED, Stage.REVIEWED),
    ),
    *DECIDING,
    _step(Verb.PUBLISH, Stage.APPROVED, Stage.CLOSED, Part.CLERK, LISTING),
)

FILING_RECEIVED = (
    *(
        _step(Verb.SUBMIT, at, Stage.SUBMITTED, by, FILING)
        for at in (Stage.DRAFTED, Stage.RETURNED)
        for by in (Part.APPLICANT, Part.CLERK)
    ),
    *_withdrawing(Part.APPLICANT, Stage.DRAFTED, Stage.SUBMITTED, Stage.RETURNED),
    _step(Verb.RETURN, Stage.SUBMITTED, Stage.RETURNED, Part.CLERK, CHECKING_FILING),
    _step(Verb.FILE, Stage.SUBMITTED, Stage.FILED, Part.CLERK, CHECKING_FILING),
    _step(Verb.PUBLISH, Stage.FILED, Stage.CLOSED, Part.CLERK, PUBLISHING),
)

STEPS: Mapping[CaseKind, tuple[Step, ...]] = MappingProxyType(
    {
        CaseKind.NAMING: _applied_for(APPLYING),
        CaseKind.RENAMING: _applied_for(DECREE.clause("第十条")),
        CaseKind.RETIREMENT: _applied_for(RETIRING),
        CaseKind.CORRECTION: CORRECTION,
        CaseKind.HERITAGE_LISTING: HERITAGE_LISTING,
        CaseKind.FILING_RECEIVED: FILING_RECEIVED,
    }
)
"""The procedure of each kind of case, in Chinese words as `rulebook.procedure` prints them."""


def circumstances(*, published: bool, by_authority: bool, files: bool = True) -> frozenset[str]:
    """Return the circumstances that hold for a case, as `take` wants them.

    Args:
        published: Whether its announcement is out.
        by_authority: Whether a government or its place-name authority approved it; then it is
            published within days of the approval, else of the filing (article 14).
        files: Whether the approval has to be filed (article 13).
    """
    found = {(Circumstance.PUBLISHED if published else Circumstance.UNPUBLISHED).zh}
    found.add((Circumstance.FILING_DUE if files else Circumstance.FILING_FREE).zh)
    if by_authority:
        found.add(Circumstance.BY_AUTHORITY.zh)
    return frozenset(found)


def stages_of(kind: CaseKind) -> tuple[Stage, ...]:
    """Return the stages that a case of `kind` can be in, in the order of the procedure."""
    words = {word for step in STEPS[kind] for word in (step.start, step.end)}
    return tuple(stage for stage in Stage if stage.zh in words)


def verbs_open(
    kind: CaseKind, stage: Stage, parts: Collection[Part], facts: Collection[str]
) -> tuple[Verb, ...]:
    """Return what somebody who acts in `parts` may do with a case, each verb once."""
    held = {part.zh for part in parts}
    found = [
        s.verb for s in STEPS[kind] if s.start == stage.zh and s.by in held and s.when <= set(facts)
    ]
    return tuple(verb for verb in Verb if verb.zh in found)
