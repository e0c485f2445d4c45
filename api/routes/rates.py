"""How often one caller may send what costs much (访问频率): 429 with Retry-After beyond that.

The counts are in the database, for all processes at once: one short statement more for a request
that costs much. Guesses at passwords are counted there, too (see `api.services.signing_in`).
"""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.dependencies.callers import address_of, caller_of
from api.services.counting_requests import Rate, require_rate

RATES = {
    "POST /sign-in": 60,
    "GET /sign-in/elsewhere": 60,
    "GET /sign-in/back": 60,
    "POST /api/v1/consultations/{id}/comments": 30,
    "POST /consultations/{id}/comments": 30,
    "POST /report-issue": 10,
    "PUT /api/v1/programme/reports/{id}": 10,
    "POST /status": 60,
    "GET /api/v1/case-status": 60,
    "POST /api/v1/name-files": 60,
    "POST /api/v1/boundary-audits": 60,
    "GET /api/v1/name-exports/names.{form}": 60,
    "GET /api/v1/sign-exports/signs.{form}": 60,
    "POST /api/v1/coordinate-diagnoses": 600,
    "POST /api/v1/locate/area": 600,
}
"""Requests a minute of one account, or of one address where nobody has signed in."""


async def hold_back(request: Request) -> None:
    """Count the request where its route has a line in `RATES`; the answer tells what is left.

    Raises:
        TooManyRequests: There were too many of them in the last minute.
    """
    key = f"{request.method} {getattr(request.scope.get('route'), 'path', '')}"
    factor = request.app.state.settings.rate_factor
    if key not in RATES or not factor:
        return
    caller = await caller_of(request)
    who = address_of(request) if caller is None else caller.actor
    a_minute = max(1, round(RATES[key] * factor))
    request.state.rate = Rate(a_minute, 0)
    request.state.rate = await run_in_threadpool(
        require_rate, request.app.state.engine, f"{key} {who}", a_minute
    )
