"""Pages for cases with many names (批量办理): how far a work is, the names row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.case_works import WorkId, clerk_of
from api.routes.console.case_words import LOOKS
from api.routes.console.rendering import render
from api.schemas.case_works import WorkOut
from api.services.cases import reading, works
from api.services.cases.applying import MAY_STATE
from api.services.cases.reading import CheckedRows
from api.store.queries.cases.works import KeptWork
from naming.procedure.words import RESERVING, Stage, Verb

router = APIRouter(include_in_schema=False, dependencies=[needs(scope="names")])

PAGE = 50
STATED = RESERVING | {Stage.DRAFTED}

ONWARD = (Verb.ACCEPT, Verb.REVIEW, Verb.APPROVE, Verb.REPORT, Verb.FILE, Verb.PUBLISH)
"""Steps by which a case goes on, in their order."""


def watched(request: Request, work: KeptWork) -> Response:
    """Go to the page of a work that was put down, and wake a clerk once that is committed."""
    awake = BackgroundTask(clerk_of(request).wake)
    return RedirectResponse(f"/cases/{work.case_id}/works/{work.id}", 303, background=awake)


@router.get("/cases/{id}/works/{work}")
def watch(
    request: Request, db: Reader, person: Signed, today: Today, id: UUID, work: WorkId
) -> HTMLResponse:
    """Show how far a work is, and what it came to; the page asks again until it is over."""
    kept = works.find(db, id, work, person)
    rows = reading.checked_rows(db, id, person, on=today, verdict="", limit=1, offset=0)
    after = [one for one in works.listed(db, id, person) if one.id > kept.id]
    return render(
        request,
        "case_work.html",
        person,
        work=WorkOut.of(kept),
        case=rows.held.case,
        stage=rows.held.stage,
        counts=rows.counts,
        following=after[-1] if after else None,
        mine=kept.account_id == person.account_id,
        may_submit=Verb.SUBMIT in rows.held.verbs,
        next_steps=[verb.zh for verb in ONWARD if verb in rows.held.verbs],
        announcement=kept.outcome.get("announcement", ""),
        **LOOKS,
    )


@router.post("/cases/{id}/works/{work}/stop")
def stop(db: Db, person: Signed, id: UUID, work: WorkId) -> Response:
    """Stop a work; nothing of it is kept."""
    works.give_up(db, id, work, person)
    return RedirectResponse(f"/cases/{id}/works/{work}", 303)


@router.get("/cases/{id}/rows")
def rows(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    id: UUID,
    verdict: Annotated[str, Query(pattern="^(block|warn|note|pass)?$")] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """Show the names of a case row by row with what was found of each."""
    found = reading.checked_rows(
        db, id, person, on=today, verdict=verdict, limit=PAGE, offset=(page - 1) * PAGE
    )
    count = found.counts.get(verdict, 0) if verdict else found.held.case.items
    return render(
        request,
        "case_rows.html",
        person,
        case=found.held.case,
        counts=found.counts,
        verdict=verdict,
        page=page,
        more=count > page * PAGE,
        count=count,
        rows=[_row(found, one, person.account_id) for one in found.items],
        rules=_open_rules(found),
        drafting=found.held.stage in (Stage.DRAFTED, Stage.RETURNED)
        and Verb.SUBMIT in found.held.verbs,
        states=found.held.stage in STATED and bool(MAY_STATE & found.held.parts),
        strikes=Verb.STRIKE in found.held.verbs,
        here_query=urlencode({"verdict": verdict, "page": page}),
        **LOOKS,
    )


def _row(found: CheckedRows, item: Any, account: int) -> dict[str, Any]:
    """Return a name with its findings; each warning with the statements about it."""
    stated = [*found.releases.get(item.id, ()), *found.releases.get(None, ())]
    findings = []
    for one in found.reports.get(item.id, {}).get("findings", ()):
        about = [each for each in stated if each.rule == one["rule"]]
        open_ = one["severity"] == "warn" and not any(s.account_id == account for s in about)
        findings.append({**one, "statements": about, "open": open_})
    return {"item": item, "findings": findings}


def _open_rules(found: CheckedRows) -> Sequence[Mapping[str, str]]:
    """Return the rules of the warnings on this page for which no statement covers all names."""
    covered = {one.rule for one in found.releases.get(None, ())}
    titles = {
        one["rule"]: one["title"]
        for report in found.reports.values()
        for one in report["findings"]
        if one["severity"] == "warn" and one["rule"] not in covered
    }
    return [{"rule": rule, "title": titles[rule]} for rule in sorted(titles)]
