"""The journal (操作日志) over HTTP: lines by who, what and when, and the check of the chain."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Day, Owner, Paging, Reader
from api.dependencies.callers import needs
from api.schemas.journal import JournalCheckOut, JournalLineOut, JournalOut
from api.services.reading_journal import JournalLine, LineWish, lines_like
from api.services.verifying_journal import verified

router = APIRouter(
    prefix="/api/v1/journal", tags=["用户"], dependencies=[needs("auditor", "administrator")]
)

Word = Annotated[str, Query(max_length=200)]


async def _wish(
    actor: Annotated[Word, Query(description="操作人，例如 user:li.hua")] = "",
    verb: Annotated[Word, Query(description="动作，例如 sign_in")] = "",
    subject_kind: Annotated[Word, Query(description="对象类别，例如 account")] = "",
    subject_id: Annotated[Word, Query(description="对象编号")] = "",
    since: Annotated[Day | None, Query(description="自哪一天", examples=["2026-11-01"])] = None,
    until: Annotated[Day | None, Query(description="至哪一天", examples=["2026-11-30"])] = None,
) -> LineWish:
    return LineWish(actor, verb, subject_kind, subject_id, since, until)


Wished = Annotated[LineWish, Depends(_wish)]
"""Which lines are asked for."""


@router.get(
    "",
    summary="查阅操作日志",
    description="新的在前。省级的看到全部，区县的只看到本辖区用户所做的。限审计、管理员。",
)
def journal(db: Reader, page: Paging, wish: Wished) -> JournalOut:
    """Answer a page of lines."""
    found = lines_like(db, wish, limit=page.limit + 1, offset=page.offset)
    return JournalOut(
        lines=[_out(line) for line in found[: page.limit]], more=len(found) > page.limit
    )


@router.get(
    "/check",
    summary="核验操作日志",
    description=(
        "逐行核对哈希链：被删除、改动、插入的任何一行都会被发现。"
        "带上以前抄存的锚记（expect）时，末尾被截去也会被发现。限审计、管理员。"
    ),
)
def check(
    db: Owner, expect: Annotated[str, Query(max_length=100, description="以前抄存的锚记")] = ""
) -> JournalCheckOut:
    """Answer what the check found."""
    verdict = verified(db, expect)
    return JournalCheckOut(
        whole=verdict.whole,
        said=verdict.said,
        lines=verdict.lines,
        mark=verdict.mark,
        broken_at=verdict.broken_at,
        missing=verdict.missing,
    )


def _out(line: JournalLine) -> JournalLineOut:
    return JournalLineOut(
        id=line.id,
        at=line.at,
        actor=line.actor,
        verb=line.verb,
        subject_kind=line.subject_kind,
        subject_id=line.subject_id,
        clause=line.clause,
        before=None if line.before is None else dict(line.before),
        after=None if line.after is None else dict(line.after),
        request_id=line.request_id,
        hash=line.hash.hex(),
    )
