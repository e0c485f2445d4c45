"""What happens before there is a request: unescaped addresses and unreadable requests.

Strictly read, Chinese characters in an address are an error, and the server would answer
plain English text. But that is what people type: `curl 'http://…/names?q=石坡'`.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import table
from api.problems.answers import problem

HEAD_LIMIT_BYTES = 256 * 1024
"""Longest request line and headers; 10,000 escaped Chinese characters are 90,000 bytes."""

NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Wire(H11Protocol):
    """HTTP/1.1 as the server speaks it, with addresses escaped where nobody has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = h11.Connection(h11.SERVER, HEAD_LIMIT_BYTES)

    def data_received(self, data: bytes) -> None:
        """Take bytes from the client; escape what is not ASCII in a request line."""
        if self.conn.their_state is h11.IDLE:
            line, end, rest = data.partition(b"\r\n")
            data = NOT_ASCII.sub(_escaped, line) + end + rest
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 as the server calls it
        """Answer a request that cannot be read as a problem, and close."""
        answer = problem(table.UNREADABLE_REQUEST, {"path": "/"}, headers={"Connection": "close"})
        for event in (
            h11.Response(
                status_code=answer.status_code,
                headers=answer.raw_headers,
                reason=HTTPStatus(answer.status_code).phrase,
            ),
            h11.Data(data=bytes(answer.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _escaped(byte: re.Match[bytes]) -> bytes:
    return b"%%%02X" % byte[0][0]
