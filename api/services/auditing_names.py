"""Audit existing names (现有地名核查): the same rules, never heavier than a warning."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.services.checking_names import NameCheck, check_registered
from api.store.queries.auditing import Registered, registered_names
from api.store.queries.standpoints import Divisions
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from rulebook.report import Mode, Verdict

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Audited:
    """An existing name and the report on it."""

    registered: Registered
    check: NameCheck


@dataclass(slots=True)
class Audit:
    """What an audit of the register came to.

    Attributes:
        names: How many names were looked at, by kind of place.
        verdicts: How many of them got which verdict.
        rules: How many findings each rule had.
        groups: By rule, the sets of names that share a name or a sound: the places of each.
    """

    names: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    groups: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def audit_names(
    db: Session,
    audit: Audit,
    *,
    on: date,
    kinds: Sequence[str] = (),
    progress: Progress | None = None,
) -> Iterator[Audited]:
    """Yield each existing name with something to say about it, filling `audit` on the way.

    A name is compared with all others but itself, within its legal scope.
    """
    for chunk in registered_names(db, day=on, kinds=kinds):
        proposals = [as_proposal(each) for each in chunk]
        places = [Divisions(each.township_id, each.county_id, each.province_id) for each in chunk]
        points = [each.point for each in chunk]
        checks = check_registered(db, proposals, places, points, on=on, mode=Mode.AUDIT)
        for each, check in zip(chunk, checks, strict=True):
            _count(audit, each, check)
            if check.report.verdict is not Verdict.PASS:
                yield Audited(each, check)
        if progress:
            progress(len(chunk))


def as_proposal(each: Registered) -> Proposal:
    """Return an existing name as what the rules judge."""
    return Proposal(each.name, stated_kind=PlaceKind(each.kind), record=str(each.name_id))


def _count(audit: Audit, each: Registered, check: NameCheck) -> None:
    audit.names[each.kind] += 1
    audit.verdicts[check.report.verdict.value] += 1
    audit.rules.update(check.report.rules)
    for finding in check.report.findings:
        how = finding.evidence.get("how")
        if isinstance(how, str):
            other = str(finding.evidence["name"])
            key = each.name if how == "重名" else "、".join(sorted({each.name, other}))
            members = audit.groups[f"{finding.rule} {how}"][key]
            for place in (each.place, str(finding.evidence["where"])):
                if place not in members:
                    members.append(place)
