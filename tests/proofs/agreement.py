"""What must hold in the database after any number of people, and any fault: it is counted there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from api.store.queries.journal import first_broken_line
from api.store.session import Engine, Session

STEPS = ("submit", "accept", "review", "approve", "report", "file", "publish", "return", "withdraw")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write that was answered as done: of which case, what, and the tag of the answer."""

    case: str
    verb: str
    tag: str = ""


def losses(engine: Engine, done: Iterable[Acknowledged]) -> list[str]:
    """Return everything that was acknowledged and is not there exactly once, in words.

    Nothing else may have written in these cases. A case begins with version 1 and grows by one
    with each step; the tags that were answered are these versions, without a gap.
    """
    by_case: dict[str, list[Acknowledged]] = {}
    for each in done:
        by_case.setdefault(each.case, []).append(each)
    wrong = []
    with Session(engine) as db:
        broken = first_broken_line(db)
        wrong += [f"the journal is broken at line {broken}"] if broken is not None else []
        for case, writes in by_case.items():
            wrong += [f"{case}: {said}" for said in _losses_of(db, case, writes)]
    return wrong


def _losses_of(db: Session, case: str, writes: list[Acknowledged]) -> list[str]:
    asked = {"case": case}
    expected = Counter(each.verb for each in writes)
    steps = Counter(db.execute(text(_STEPS), asked).scalars())
    lines = Counter(db.execute(text(_LINES), asked).scalars())
    version = int(db.execute(text(_VERSION), asked).scalar_one())
    tags = sorted(int(each.tag.strip('"')) for each in writes if each.tag)
    return [
        *_differences("steps", {v: n for v, n in expected.items() if v in STEPS}, steps),
        *_differences("journal", expected, lines),
        *([f"version {version}, steps {steps}"] if version != 1 + steps.total() else []),
        *([f"tags {tags}"] if tags != list(range(1, len(tags) + 1)) else []),
    ]


def _differences(what: str, told: Mapping[str, int], kept: Mapping[str, int]) -> list[str]:
    return [
        f"{what}: {verb} acknowledged {told.get(verb, 0)} times, kept {kept.get(verb, 0)} times"
        for verb in sorted({*told, *kept})
        if told.get(verb, 0) != kept.get(verb, 0)
    ]


def registered(engine: Engine, name: str) -> int:
    """Return how often a standard name of these characters is in the register now."""
    with Session(engine) as db:
        return int(db.execute(text(_REGISTERED), {"name": name}).scalar_one())


# what a step writes besides, documents put on record, is nobody's request
_STEPS = "SELECT verb FROM case_step WHERE case_id = CAST(:case AS uuid)"
_LINES = """
SELECT verb FROM journal
WHERE subject_kind = 'naming_case' AND subject_id = :case AND verb <> 'freeze_document'
"""
_VERSION = "SELECT version FROM naming_case WHERE id = CAST(:case AS uuid)"
_REGISTERED = """
SELECT count(*) FROM place_name
WHERE name = :name AND status = 'standard' AND upper_inf(valid) AND upper_inf(recorded)
"""
