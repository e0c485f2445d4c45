"""How often one caller may send what costs much (访问频率): 429 with Retry-After beyond that.

The counts are kept in the memory of each process; guesses at passwords are counted in the
database beside (see `api.services.signing_in`).
"""

from __future__ import annotations

import math
import time

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.dependencies.callers import address_of, caller_of
from api.services.refusals import TooManyRequests

RATES = {
    "POST /sign-in": 60,
    "GET /sign-in/elsewhere": 60,
    "GET /sign-in/back": 60,
    "POST /api/v1/consultations/{id}/comments": 30,
    "POST /consultations/{id}/comments": 30,
    "POST /report-issue": 10,
    "PUT /api/v1/programme/reports/{id}": 10,
    "POST /status": 60,
    "POST /api/v1/name-files": 60,
    "POST /api/v1/boundary-audits": 60,
    "POST /api/v1/coordinate-diagnoses": 600,
    "POST /api/v1/locate/area": 600,
}
"""Requests a minute of one account, or of one address where nobody has signed in."""


class Rates:
    """The counts of one process."""

    def __init__(self, factor: float) -> None:
        """Allow `factor` times the table; 0 is no limit."""
        self._factor = factor
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def require(self, key: str, who: str) -> None:
        """Count a request of `who`.

        Raises:
            TooManyRequests: There were too many of them in the last minute.
        """
        a_minute = RATES.get(key)
        if a_minute is None or not self._factor:
            return
        item = RateLimitItemPerMinute(max(1, round(a_minute * self._factor)))
        if not self._limiter.hit(item, key, who):
            free_at, _ = self._limiter.get_window_stats(item, key, who)
            wait_s = max(1, math.ceil(free_at - time.time()))
            raise TooManyRequests("请求过于频繁", f"请在 {wait_s} 秒后再试", wait_s=wait_s)


async def hold_back(request: Request) -> None:
    """Count the request where its route has a line in `RATES`.

    Raises:
        TooManyRequests: There were too many of them in the last minute.
    """
    key = f"{request.method} {getattr(request.scope.get('route'), 'path', '')}"
    if key in RATES:
        caller = await caller_of(request)
        who = address_of(request) if caller is None else caller.actor
        rates: Rates = request.app.state.rates
        rates.require(key, who)
