"""Who sends a file to be checked: somebody signed in, or a visitor by the mark of his browser."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Annotated

from fastapi import Depends, Request, Response

from api.dependencies.callers import Caller, address_of
from api.services.sender import Sender
from api.store.standing import VISITOR

MARK_COOKIE = "diming_visitor"
MARK = re.compile(r"[A-Za-z0-9_-]{43}")
KEPT_S = 2 * 24 * 3600


async def _sender(request: Request, response: Response, caller: Caller) -> Sender:
    standing = VISITOR if caller is None else caller.standing
    return Sender(standing, hashlib.sha256(_mark(request, response, caller).encode()).digest())


def _mark(request: Request, response: Response, caller: Caller) -> str:
    given = request.cookies.get(MARK_COOKIE, "")
    if MARK.fullmatch(given):
        return f"browser {given}"
    if "sec-fetch-site" not in request.headers:
        # a program that keeps no cookie: what it sends is fetched from where it was sent
        return f"address {address_of(request)}"
    made = secrets.token_urlsafe(32)
    if caller is None and request.method == "POST":
        # over HTTPS our page of checks may be inside another office's page
        https = request.url.scheme == "https"
        response.set_cookie(
            MARK_COOKIE,
            made,
            max_age=KEPT_S,
            path="/api/v1",
            httponly=True,
            secure=https,
            samesite="none" if https else "lax",
        )
    return f"browser {made}"


Sending = Annotated[Sender, Depends(_sender)]
"""Who sends a file to be checked, or asks for what it came to."""
