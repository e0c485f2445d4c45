"""“地名+” for everybody: names by tag (tourism, food, industry), with photos and stories."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Reader
from api.dependencies.callers import Caller
from api.routes.console.rendering import render
from api.services import tagged_names
from naming.name_tags import name_tags

router = APIRouter(include_in_schema=False)

PAGE = 24
TAGS = "|".join(name_tags())
STORIES = 6


@router.get("/tags")
def kinds(request: Request, caller: Caller, db: Reader) -> HTMLResponse:
    """Show all tags with how many names have them, and the newest stories."""
    told = tagged_names.overview(db, STORIES)
    return render(request, "tags.html", caller, told=told, words=name_tags())


@router.get("/tags/{tag}")
def names(
    request: Request,
    caller: Caller,
    db: Reader,
    tag: Annotated[str, Path(pattern=f"^({TAGS})$")],
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show the names that have a tag, with their photos, on a map."""
    found = tagged_names.names_with(db, tag, limit=PAGE, offset=(page - 1) * PAGE)
    drawn = [
        {
            "type": "Feature",
            "geometry": one.geometry,
            "properties": {"name": one.name, "href": f"/names/{one.id}"},
        }
        for one in found.names
        if one.geometry
    ]
    shapes = json.dumps({"type": "FeatureCollection", "features": drawn}) if drawn else ""
    return render(
        request,
        "tag.html",
        caller,
        tag=tag,
        words=name_tags(),
        found=found,
        shapes=shapes,
        page=page,
        more=found.matched > page * PAGE,
    )
