"""Do the works on cases that lie there (批量办理), one after the other, beside the requests.

Every process has one clerk. What a work changes, and that it is over, is written in one
transaction: if its process is killed nothing of it is there, nobody holds it any more, and the
next clerk begins it anew. A work over which clerks have ended `MOST_ATTEMPTS` times is given up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import Any

import structlog

from api.services.cases import applying, batches, deciding, finishing, freezing, works
from api.services.cases.checking import ItemCheck
from api.services.cases.holding import look
from api.services.cases.refusals import CaseNotPassed
from api.services.cases.telling import PRINTING
from api.services.cases.works import Failure, Work
from api.services.clerk import Clerk, Closing
from api.services.person import Person
from api.services.refusals import Refusal
from api.services.signing_in import person_of_account
from api.store.errors import DatabaseUnavailable
from api.store.queries.cases import works as kept
from api.store.queries.cases.works import KeptWork
from api.store.session import Engine, Session
from api.store.transactions import ConcurrentChange, OutsideScope, QueryTooSlow, writing
from boundary_data.problems import UnusableInput
from naming.procedure.words import Verb

MOST_ATTEMPTS = 3
TELL_S = 0.4
"""How often a clerk writes down how far it is, and asks whether the work is still wanted."""

ACTOR = "case-works"
INTERRUPTED = Failure(
    "Interrupted",
    f"办理时服务中断了{MOST_ATTEMPTS}次，已不再重试，没有办理",
    "请重新办理；仍不能完成的，请联系系统管理员",
)


class Unwanted(Exception):
    """Whoever asked for the work has stopped it."""


def clerk_for(engine: Engine, folder: Path) -> Clerk:
    """Return a clerk that does the works in the database of `engine`; files go to `folder`."""

    def next_one(closing: Event) -> bool:
        with kept.claimed(engine) as work:
            if work is not None:
                _Doing(engine, folder, work, closing).carry_out()
        return work is not None

    return Clerk("case works", next_one)


class _Doing:
    """One work that is held by this process."""

    def __init__(self, engine: Engine, folder: Path, work: KeptWork, closing: Event) -> None:
        self.engine, self.folder, self.work, self.closing = engine, folder, work, closing
        self.told = ("", 0.0)

    def carry_out(self) -> None:
        """Do the work, or write down why it cannot be done."""
        if self.work.attempts >= MOST_ATTEMPTS:
            self._fail(INTERRUPTED)
            return
        try:
            self._note(attempts=self.work.attempts + 1, state="working", rows_done=0, phase="")
            self._do()
        except Unwanted:
            return
        except Closing:
            self._note(attempts=self.work.attempts, state="waiting", rows_done=0, phase="")
        except DatabaseUnavailable:
            raise  # nobody can write that down; it is begun anew when the database is back
        except CaseNotPassed as refused:
            self._fail(Failure.of(refused), refused.checks)
        except (Refusal, UnusableInput, QueryTooSlow, ConcurrentChange, OutsideScope) as refused:
            self._fail(Failure.of(refused))
        except Exception as failure:
            structlog.get_logger("api").exception("case work failed", case_work=self.work.id)
            self._fail(Failure.of(failure))

    def _do(self) -> None:
        person = self._person()
        with self._writing(person) as db:
            db.info[kept.DOING] = self.work.id
            outcome = DOING[Work(self.work.work)](self, db, person)
            if not kept.end(db, self.work, "done", outcome):
                raise Unwanted
            if self.work.work == Work.FILL:
                works.following(db, look(db, self.work.case_id, person), self.work.on_day)

    def _fail(self, failure: Failure, checks: Any = ()) -> None:
        """Write down why a work came to nothing; what the check found stays with the case."""
        try:
            person = self._person()
        except Refusal:
            with writing(self.engine, actor=ACTOR, request_id="") as db:
                kept.end(db, self.work, "failed", failure.kept())
            return
        with self._writing(person) as db:
            outcome = failure.kept()
            if checks:
                case = look(db, self.work.case_id, person).case
                applying.keep_draft_reports(db, case, checks)
                outcome |= {"counts": applying.counted(checks)}
            kept.end(db, self.work, "failed", outcome)

    def _person(self) -> Person:
        return person_of_account(self.engine, self.work.account_id, self.work.organisation_id)

    def _writing(self, person: Person) -> Any:
        named = f"case-work-{self.work.id}"
        return writing(self.engine, actor=person.actor, request_id=named, standing=person.standing)

    def tell(self, phase: str, rows: int) -> None:
        """Tell how far it is: at once in a new phase, else now and then.

        Raises:
            Unwanted: if nobody waits for the rest.
            Closing: if the process ends.
        """
        if self.closing.is_set():
            raise Closing
        before, when = self.told
        if phase == before and time.monotonic() - when < TELL_S:
            return
        self.told = (phase, time.monotonic())
        self._note(phase=phase, rows_done=rows)

    def _note(self, **changes: object) -> None:
        with writing(self.engine, actor=ACTOR, request_id="") as db:
            if not kept.carry_on(db, self.work.id, **changes):
                raise Unwanted

    def _step(self, **more: Any) -> dict[str, Any]:
        """Return how the service of a step is called."""
        on, tag = self.work.on_day, self.work.wish["tag"]
        return {"tag": tag, "on": on, "tell": self.tell, **more}

    def freeze(self, db: Session, verb: Verb, person: Person) -> None:
        """Keep the documents that a step brings about."""
        self.tell(PRINTING, 0)
        id, on = self.work.case_id, self.work.on_day
        freezing.freeze_at_step(db, id, verb, person, on=on, folder=self.folder)

    def fill(self, db: Session, person: Person) -> dict[str, Any]:
        """Take the names from the table that was sent."""
        wish = self.work.wish
        content = kept.content_of(db, self.work.id)
        more = self._step(whole=wish["whole"])
        filled = batches.fill(db, self.work.case_id, content, wish["name"], person, **more)
        results = [
            {"line": r.line, "row": r.row, "name": r.name, "doubts": list(r.doubts)}
            for r in filled.results[: batches.MOST_TOLD]
        ]
        counts = {
            "taken": filled.taken,
            "replaced": filled.replaced,
            "unusable": filled.unusable,
            "stated": filled.stated,
        }
        return {"counts": counts, "results": results, "unused": list(filled.unused)}

    def check(self, db: Session, person: Person) -> dict[str, Any]:
        """Check the names as they stand."""
        on = self.work.on_day
        return _counted(applying.check(db, self.work.case_id, person, on=on, tell=self.tell))

    def submit(self, db: Session, person: Person) -> dict[str, Any]:
        """Submit the case."""
        more = self._step(note=self.work.wish["note"])
        after = applying.submit(db, self.work.case_id, person, **more)
        self.freeze(db, Verb.SUBMIT, person)
        return {"stage": after.stage}

    def approve(self, db: Session, person: Person) -> dict[str, Any]:
        """Approve the case."""
        wish = works.approval_of(self.work.wish)
        after = deciding.approve(db, self.work.case_id, wish, person, **self._step())
        self.freeze(db, Verb.APPROVE, person)
        return {"stage": after.stage}

    def report(self, db: Session, person: Person) -> dict[str, Any]:
        """Send the approval to be filed."""
        more = self._step(note=self.work.wish["note"])
        after = finishing.report(db, self.work.case_id, person, **more)
        self.freeze(db, Verb.REPORT, person)
        return {"stage": after.stage}

    def file(self, db: Session, person: Person) -> dict[str, Any]:
        """File the approval."""
        wish = self.work.wish
        more = self._step(number=wish["number"], note=wish["note"])
        return {"stage": finishing.file(db, self.work.case_id, person, **more).stage}

    def publish(self, db: Session, person: Person) -> dict[str, Any]:
        """Announce the names."""
        wish = works.announcement_of(self.work.wish)
        made = finishing.publish(db, self.work.case_id, wish, person, **self._step())
        self.freeze(db, Verb.PUBLISH, person)
        return {"announcement": str(made.id)}


def _counted(checks: list[ItemCheck]) -> dict[str, Any]:
    return {"counts": applying.counted(checks)}


DOING: Mapping[Work, Callable[[_Doing, Session, Person], dict[str, Any]]] = {
    Work.FILL: _Doing.fill,
    Work.CHECK: _Doing.check,
    Work.SUBMIT: _Doing.submit,
    Work.APPROVE: _Doing.approve,
    Work.REPORT: _Doing.report,
    Work.FILE: _Doing.file,
    Work.PUBLISH: _Doing.publish,
}
