"""Shaping answers that the database has already made: GeoJSON, plain lists, links, tags."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import JSONResponse, Response

from api.dependencies import CHINA, NotModified, Page, Reader
from api.services.person import Person
from api.store.queries.listing import Listing
from api.store.queries.readiness import data_version

GEOJSON = "application/geo+json"


class GeoJson(JSONResponse):
    """An answer in GeoJSON (RFC 7946) that the database has already written."""

    media_type = GEOJSON

    def render(self, content: str) -> bytes:
        """Return the text as it is sent."""
        return content.encode()


def _fresh(request: Request, db: Reader) -> int:
    """Return the data version; answer 304 if the caller has this very answer already.

    The tag is made of what an answer depends on: address, data, program, who asks and for whom,
    and the day, since a question without a date means today.
    """
    version = data_version(db)
    parts = (
        request.url.path,
        request.url.query,
        str(version),
        request.app.version,
        _asker(request),
        datetime.now(CHINA).date().isoformat(),
    )
    etag = f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'
    request.state.etag = etag
    given = request.headers.get("if-none-match", "")
    if etag in {tag.strip() for tag in given.split(",")} or given.strip() == "*":
        raise NotModified(etag)
    return version


def _asker(request: Request) -> str:
    caller: Person | None = getattr(request.state, "caller", None)
    return "" if caller is None else f"{caller.account_id}/{caller.organisation_id}"


Fresh = Annotated[int, Depends(_fresh, scope="function")]
"""The data version; asking for it gives the answer an ETag and may answer 304."""


def listed(request: Request, found: Listing, page: Page, form: str) -> Response:
    """Return a page as a feature collection (`geojson`) or as a plain list (`json`)."""
    media_type = GEOJSON if form == "geojson" else "application/json"
    links = json.dumps(_links(request, found, page, media_type), ensure_ascii=False)
    counts = f'"numberMatched":{found.matched},"numberReturned":{found.returned}'
    if found.bounded:
        counts += ',"numberMatchedIsLowerBound":true'
    if form == "geojson":
        body = (
            f'{{"type":"FeatureCollection",{counts},"links":{links},"features":{found.features}}}'
        )
        return GeoJson(body)
    items = [
        {**feature["properties"], "geometry": feature["geometry"]}
        for feature in json.loads(found.features)
    ]
    told = json.dumps(items, ensure_ascii=False)
    return Response(f'{{{counts},"links":{links},"items":{told}}}', media_type=media_type)


def kept_picture(media_type: str, content: bytes, digest: str) -> Response:
    """Return a kept picture as it was sent, its digest as the tag."""
    headers = {"ETag": f'"{digest}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


def _links(request: Request, found: Listing, page: Page, media_type: str) -> list[dict[str, str]]:
    offsets = {"self": page.offset}
    more = found.bounded or page.offset + found.returned < found.matched
    if more and found.returned:
        offsets["next"] = page.offset + found.returned
    if page.offset:
        offsets["prev"] = max(page.offset - page.limit, 0)
    return [
        {"rel": rel, "href": _address(request, offset), "type": media_type}
        for rel, offset in offsets.items()
    ]


def _address(request: Request, offset: int) -> str:
    """Return the address of the page at `offset`, relative to the host."""
    asked = [(name, value) for name, value in request.query_params.multi_items()]
    kept = [(name, value) for name, value in asked if name != "offset"]
    more = [("offset", str(offset))] if offset else []
    query = urlencode([*kept, *more])
    return f"{request.url.path}?{query}" if query else request.url.path
