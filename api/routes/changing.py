"""What a request that changes something brings: the tag of what it was made from, raw bytes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Request

from api.services.refusals import TagMissing

IfMatch = Annotated[str | None, Header(description="所改内容的 ETag", examples=['"sheet-1"'])]
BINARY = {"schema": {"type": "string", "format": "binary"}}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                **BINARY,
                "examples": {"file": {"summary": "文件原件", "value": "(binary)"}},
            }
        },
    }
}
"""How a route tells that its body is a file."""


async def _content(request: Request) -> bytes:
    return await request.body()


Content = Annotated[bytes, Depends(_content)]
"""The bytes of the request."""


def named_tag(if_match: str | None) -> str:
    """Return the tag that a change names.

    Raises:
        TagMissing: It names none.
    """
    if if_match is None:
        raise TagMissing("没有写明所改的是哪一版")
    return if_match.strip().removeprefix("W/").strip('"')
