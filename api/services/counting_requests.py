"""Letting nobody send too many requests (访问频率), however many processes answer."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.refusals import TooManyRequests
from api.store.queries.request_counts import count_request
from api.store.session import Engine
from api.store.transactions import glancing


@dataclass(frozen=True, slots=True)
class Rate:
    """What an answer tells of the rate: how many a minute, how many of them are left."""

    a_minute: int
    remaining: int


def require_rate(engine: Engine, who: str, a_minute: int) -> Rate:
    """Count a request of `who`, who may send `a_minute`.

    Raises:
        TooManyRequests: There were as many within the last minute.
        DatabaseUnavailable: The server cannot be reached.
    """
    with glancing(engine) as db:
        counted = count_request(db, who, a_minute)
    if not counted.allowed:
        raise TooManyRequests(
            "请求过于频繁", f"请在 {counted.wait_s} 秒后再试", wait_s=counted.wait_s
        )
    return Rate(a_minute, counted.remaining)
