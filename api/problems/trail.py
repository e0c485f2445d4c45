"""The trail of a request (请求日志): its id, a line in the log, an answer to every failure."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from typing import Any
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answers, table
from api.problems.safe_headers import safe_headers, without_host

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")


class Trail:
    """Gives every request an id, logs it, answers HEAD like GET, and turns failures into 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        told = _Told(scope, send, head=scope["method"] == "HEAD")
        if told.head:
            scope = {**scope, "method": "GET"}
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, told.send)
            except Exception:
                await told.fail()
            told.log()


class _Told:
    """What has been told to the caller of one request so far."""

    def __init__(self, scope: Scope, send: Send, *, head: bool) -> None:
        self.scope = scope
        self.head = head
        self.status = 0
        self._send = send
        self._begun = time.perf_counter()
        self._log: Any = structlog.get_logger("api")

    async def send(self, message: Message) -> None:
        """Pass a message on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = {name.lower() for name, _ in message["headers"]}
            own = without_host(self.scope, message["headers"])
            own = [one for one in own if not self._replaced(one[0].lower())]
            own = [*own, *self._headers(given)]
            message = {**message, "headers": [*own, *safe_headers(self.scope, own)]}
        elif self.head:
            message = {**message, "body": b""}
        await self._send(message)

    def _replaced(self, header: bytes) -> bool:
        """Say whether a header is that of a file on disk where the tag of the data stands."""
        tagged = "etag" in self.scope["state"] and self.status == 200
        return tagged and header in (b"etag", b"last-modified")

    def _headers(self, given: Collection[bytes]) -> list[tuple[bytes, bytes]]:
        state = self.scope["state"]
        always = [(b"x-request-id", state["request_id"].encode())]
        if "rate" in state:
            a_minute, remaining = state["rate"].a_minute, state["rate"].remaining
            always += [
                (b"ratelimit-limit", str(a_minute).encode()),
                (b"ratelimit-remaining", str(remaining).encode()),
                (b"ratelimit-policy", f"{a_minute};w=60".encode()),
            ]
        mine = b"private, " if state.get("caller") else b""
        if "etag" in state and self.status == 200:
            always += [(b"etag", state["etag"].encode()), (b"cache-control", mine + b"no-cache")]
        elif self.status == 304 and b"cache-control" not in given:
            # a cache takes these headers for those of the answer it has kept (RFC 9111, 3.2)
            always.append((b"cache-control", mine + b"no-cache"))
        elif mine and b"cache-control" not in given:
            always.append((b"cache-control", b"private, no-cache"))
        return always

    async def fail(self) -> None:
        """Log what was raised, and answer 500 unless an answer is under way."""
        self._log.exception("failed", method=self.scope["method"], path=self.scope["path"])
        if not self.status:
            await answers.problem(table.INTERNAL_ERROR, self.scope)(self.scope, _silent, self.send)

    def log(self) -> None:
        """Log the request in one line."""
        spent_ms = round((time.perf_counter() - self._begun) * 1000, 1)
        self._log.info(
            "request",
            method=self.scope["method"],
            path=self.scope["path"],
            status=self.status,
            ms=spent_ms,
        )


async def _silent() -> Message:
    return {"type": "http.disconnect"}


def _request_id(scope: Scope) -> str:
    """Return the caller's own request id if it is harmless, else a new one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return str(given.decode()) if REQUEST_ID.fullmatch(given) else uuid4().hex
