"""Check names (地名审核): wishes in, verdicts out, against the law and every name there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from api.store.facts import Asked, answer
from api.store.queries.standpoints import COUNTY, PROVINCE, Standpoint, Whereabouts, standpoints
from api.store.session import Session
from naming.facts import KnownNames, Location, no_register
from naming.judging import NameReport, judge
from naming.parameters.layers import parameters_for
from naming.proposal import Details, Proposal, propose
from naming.register_question import RegisterQuestion, Scope, question_of
from rulebook.report import Mode

HOME = "重庆市"


@dataclass(frozen=True, slots=True)
class NameWish:
    """A name someone asks to have checked, with what is known of its place.

    `where.lon`/`where.lat` are degrees in EPSG:4490.
    """

    name: str
    place_type: str = ""
    where: Whereabouts = field(default_factory=Whereabouts)
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, slots=True)
class NameCheck:
    """The report on one wish, and where it was found to stand (None without a register)."""

    report: NameReport
    standpoint: Standpoint | None


def check_names(
    db: Session, wishes: Sequence[NameWish], *, on: date, mode: Mode = Mode.NEW
) -> list[NameCheck]:
    """Return a check for each wish, in order, against the register as it is on day `on`.

    A batch costs a handful of round trips, however long it is.
    """
    proposals = [propose(w.name, w.place_type, **w.details) for w in wishes]
    stands = standpoints(db, [w.where for w in wishes], on)
    return check_proposals(db, proposals, stands, on=on, mode=mode)


def check_proposals(
    db: Session,
    proposals: Sequence[Proposal],
    stands: Sequence[Standpoint],
    *,
    on: date,
    mode: Mode,
) -> list[NameCheck]:
    """Return a check for each proposal, seen from where it stands, in order."""
    asked = [
        Asked(question_of(p), at, (p.text, p.specific, p.former_name))
        for p, at in zip(proposals, stands, strict=True)
    ]
    return [
        NameCheck(judge(p, _completed(facts, one), on=on, mode=mode), one.standpoint)
        for p, facts, one in zip(proposals, answer(db, asked, on), asked, strict=True)
    ]


def check_wording(
    wishes: Sequence[NameWish], *, on: date, mode: Mode = Mode.NEW
) -> list[NameCheck]:
    """Return a check for each wish by the rules that need no register and no database."""
    return [
        NameCheck(
            judge(
                propose(w.name, w.place_type, **w.details),
                no_register(w.where.province or HOME),
                on=on,
                mode=mode,
                wording_only=True,
            ),
            None,
        )
        for w in wishes
    ]


def _completed(facts: KnownNames, asked: Asked) -> KnownNames:
    at = asked.standpoint
    return replace(
        facts,
        place=_location(at),
        unsearched=_unsearched(asked.question, at),
        parameters=parameters_for(at.whereabouts.province or HOME),
    )


def _location(at: Standpoint) -> Location | None:
    where = at.whereabouts
    said = where.code or where.county or where.province
    if not said and where.lon is None:
        return None
    stated = at.stated[0] if at.stated else None
    finest = max(at.located, key=lambda found: found.level, default=None)
    return Location(
        stated=stated.place if stated else said,
        found="".join(f.name for f in sorted(at.located, key=lambda f: f.level) if f.level > 1),
        inside=None if at.off_m is None else at.off_m == 0.0,
        distance_m=at.off_m,
        known=not said or stated is not None,
        ended=stated.ended if stated else None,
        basis=at.off_status or (finest.status if finest else ""),
        others=tuple(f"{s.place}（{s.scheme}）" for s in at.stated[1:]),
    )


def _unsearched(question: RegisterQuestion | None, at: Standpoint) -> str:
    """Say why the register could not be searched, empty if it was."""
    if question is None or question.scope is Scope.NATION:
        return ""
    level = PROVINCE if question.scope is Scope.PROVINCE else COUNTY
    if at.id_at(level) is not None:
        return ""
    where = at.whereabouts
    if where.code or where.county or where.province:
        return f"库中没有“{where.code or where.province + where.county}”的地名资料"
    return "未说明所在的区县，也没有坐标"
