"""A limit for request bodies that holds whether or not their length was announced."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import table
from api.problems.answers import problem

DRAIN_BYTES = 128 * 1024 * 1024
DRAIN_S = 10.0


class _TooLarge(Exception):
    pass


class BodyLimit:
    """Answers 413 as soon as a body is, or says it will be, longer than the limit.

    The answer goes out first; then the rest is thrown away for a while, unread, because
    many clients send everything before they look, and a closed socket would lose the answer.
    """

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self.app = app
        self.limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _announced(scope) > self.limit_bytes:
            await self._refuse(scope, receive, send)
        else:
            await self._count(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0
        exceeded = False

        async def counting() -> Message:
            nonlocal seen, exceeded
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit_bytes:
                exceeded = True
                raise _TooLarge
            return message

        async def guarded(message: Message) -> None:
            # whatever the application makes of the broken read is not the answer
            if not exceeded:
                await send(message)

        try:
            await self.app(scope, counting, guarded)
        except _TooLarge:
            exceeded = True
        if exceeded:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = f"{self.limit_bytes / 1024 / 1024:g} MiB"
        answer = problem(
            table.BODY_TOO_LARGE,
            scope,
            detail=f"请求正文超过上限 {limit}",
            remedy=f"请分批提交，每批不超过 {limit}",
            headers={"Connection": "close"},
        )
        await send({"type": "http.response.start", "status": 413, "headers": answer.raw_headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        with suppress(TimeoutError):
            await asyncio.wait_for(_discard(receive), DRAIN_S)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _discard(receive: Receive) -> None:
    """Read and forget until the body ends, the client leaves or enough was read."""
    thrown_away = 0
    while thrown_away < DRAIN_BYTES:
        message = await receive()
        thrown_away += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
