"""Which address can be opened again (可重新打开的地址), for a page that answers a form."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match


def openable(request: Request) -> str:
    """Return the address of the page that a form stood on, which can be opened and reloaded.

    That is where the browser says that it comes from; where it does not say, the nearest
    address at or above the form's that is a page.
    """
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc == request.headers.get("host") and _is_page(request, came.path):
        return came.path + (f"?{came.query}" if came.query else "")
    return page_above(request)


def page_above(request: Request) -> str:
    """Return the nearest address at or above the request's that is a page."""
    path = request.url.path
    while path and not _is_page(request, path):
        path = path.rpartition("/")[0]
    return path or "/"


def _is_page(request: Request, path: str) -> bool:
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)
