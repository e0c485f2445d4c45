"""The headers that keep an answer safe in a browser; every answer has them."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import Scope

Header = tuple[bytes, bytes]

POLICY = b"content-security-policy"
CLOSED = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For answers that are no pages: should a browser take one for a page, nothing runs in it."""

ALWAYS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
)
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def safe_headers(scope: Scope, given: Iterable[Header]) -> list[Header]:
    """Return the headers to add to an answer that has those `given`.

    A page that says itself who may embed it (`frame-ancestors *`, the published maps) gets no
    X-Frame-Options; every other answer refuses to be framed.
    """
    has = {name.lower(): value for name, value in given}
    policy = has.get(POLICY, CLOSED)
    added = [header for header in ALWAYS if header[0] not in has]
    if POLICY not in has:
        added.append((POLICY, policy))
    if b"frame-ancestors *" not in policy:
        own = b"frame-ancestors 'self'" in policy
        added.append((b"x-frame-options", b"SAMEORIGIN" if own else b"DENY"))
    if scope.get("scheme") == "https":
        added.append(HTTPS_ONLY)
    return added


def without_host(scope: Scope, given: Iterable[Header]) -> list[Header]:
    """Return the headers with a way within our own pages told as a path alone.

    The framework names the host that the request named; a cache would hand a false one to others.
    """
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    own = str(scope.get("scheme", "http")).encode() + b"://" + named
    return [
        (name, value[len(own) :])
        if name.lower() == b"location" and named and value.startswith(own + b"/")
        else (name, value)
        for name, value in given
    ]
