"""Look through counties for issues (地名问题核查), one after the other, beside the requests.

Every process has one clerk. What is found in a county and that it is done is written in one
transaction: if the process is killed, the next clerk goes on with the county that was at hand.
A county over which clerks have ended `MOST_ATTEMPTS` times ends the audit.
"""

from __future__ import annotations

from dataclasses import asdict
from threading import Event

import structlog

from api.services import programme_issues
from api.services.clerk import Clerk
from api.services.person import Person
from api.services.programme_issues import OFFICIALS
from api.services.refusals import NotYours, Refusal
from api.services.signing_in import person_of_account
from api.store.errors import DatabaseUnavailable
from api.store.queries import programme_audits as kept
from api.store.queries.programme_audits import KeptAudit
from api.store.session import Engine
from api.store.transactions import ConcurrentChange, OutsideScope, QueryTooSlow, writing

MOST_ATTEMPTS = 3
ACTOR = "programme-audits"


class _Unwanted(Exception):
    """Whoever asked for the audit has stopped it."""


def clerk_for(engine: Engine) -> Clerk:
    """Return a clerk that does the audits in the database of `engine`."""

    def next_one(closing: Event) -> bool:
        with kept.claimed(engine) as audit:
            if audit is not None:
                _carry_out(engine, audit, closing)
        return audit is not None

    return Clerk("programme audits", next_one)


def _carry_out(engine: Engine, audit: KeptAudit, closing: Event) -> None:
    """Look through the counties that are left, or write down why that cannot be done."""
    try:
        for at in range(len(audit.results), len(audit.counties)):
            if closing.is_set():
                return
            attempts = audit.attempts if at == len(audit.results) else 0
            _look_through(engine, audit, audit.counties[at]["code"], attempts)
        _end(engine, audit, "done")
    except _Unwanted:
        return
    except DatabaseUnavailable:
        raise  # nobody can write that down; it is gone on with when the database is back
    except (Refusal, QueryTooSlow, ConcurrentChange, OutsideScope) as refused:
        _end(engine, audit, "failed", str(refused) or "核查未能完成，请重新核查")
    except Exception:
        structlog.get_logger("api").exception("programme audit failed", programme_audit=audit.id)
        _end(engine, audit, "failed", "核查时发生内部错误，请联系系统管理员")


def _look_through(engine: Engine, audit: KeptAudit, code: str, attempts: int) -> None:
    """Look through a county; its issues and its result are there together, or neither."""
    if attempts >= MOST_ATTEMPTS:
        name = next(one["name"] for one in audit.counties if one["code"] == code)
        raise NotYours(f"核查{name}时服务中断了{MOST_ATTEMPTS}次，已不再重试", "请重新核查")
    with writing(engine, actor=ACTOR, request_id="") as db:
        if not kept.carry_on(db, audit.id, state="working", attempts=attempts + 1):
            raise _Unwanted
    person = _person(engine, audit)
    named = f"programme-audit-{audit.id}"
    with writing(engine, actor=person.actor, request_id=named, standing=person.standing) as db:
        found = programme_issues.audit(db, code, person, on=audit.on_day)
        name = next(one["name"] for one in audit.counties if one["code"] == code)
        if not kept.add_result(db, audit.id, {"code": code, "name": name, **asdict(found)}):
            raise _Unwanted


def _person(engine: Engine, audit: KeptAudit) -> Person:
    person = person_of_account(engine, audit.account_id, audit.organisation_id)
    if not person.holds(OFFICIALS):
        raise NotYours("发起人已没有办理地名的角色", "请由现任人员重新核查")
    return person


def _end(engine: Engine, audit: KeptAudit, state: str, failure: str = "") -> None:
    with writing(engine, actor=ACTOR, request_id="") as db:
        kept.end(db, audit.id, state, failure)
