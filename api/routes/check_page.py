"""The check page (拟名审核页): a form that checks a name while it is typed.

The page itself knows no data; what it shows comes from the public interface, so that a
person and a program get the same answers.
"""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import StringConstraints

from api.routes.maps import asset_folder
from naming.place_kind import type_words

router = APIRouter(include_in_schema=False)

HERE = Path(__file__).parent
STATIC = HERE / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors *"
)
"""Own files only, and no script or style inside the page."""

Words = Annotated[str, Query(max_length=400)]
Number = Annotated[str, Query(max_length=40)]
Statement = Annotated[str, StringConstraints(max_length=1500)]


@router.get("/check")
def check(
    name: Words = "",
    type: Words = "",
    county: Number = "",
    town: Number = "",
    lon: Number = "",
    lat: Number = "",
    mode: Number = "",
    on: Number = "",
    romanization: Words = "",
    length_m: Number = "",
    former_name: Words = "",
    reason: Words = "",
    release: Annotated[list[Statement] | None, Query()] = None,  # noqa: ARG001 read by the page
) -> HTMLResponse:
    """Show the form with what the address says filled in."""
    given = {
        "name": name,
        "county": county,
        "town": town,
        "lon": lon,
        "lat": lat,
        "on": on,
        "romanization": romanization,
        "length_m": length_m,
        "former_name": former_name,
        "reason": reason,
    }
    html = _template().substitute(
        {field: escape(text) for field, text in given.items()},
        types=_types(type),
        audit="selected" if mode == "audit" else "",
        map_files=f"static/{asset_folder()}",
        own_files=f"static/{own_folder()}",
    )
    return HTMLResponse(
        html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    )


def own_folder() -> str:
    """Return the name under which the page's files are served; it changes with them."""
    return asset_folder("check", STATIC)


@cache
def _template() -> Template:
    return Template((HERE / "templates" / "check.html").read_text(encoding="utf-8"))


def _types(chosen: str) -> str:
    """Return the choice of place types, grouped by kind."""
    words = type_words()
    groups = [
        f'<optgroup label="{escape(kind.label)}">'
        + "".join(_option(word, chosen) for _, word in pairs)
        + "</optgroup>"
        for kind, pairs in groupby(words, key=lambda pair: pair[0])
    ]
    if chosen and chosen not in {word for _, word in words}:
        groups.insert(0, _option(chosen, chosen))
    return "".join(groups)


def _option(word: str, chosen: str) -> str:
    mark = " selected" if word == chosen else ""
    return f'<option value="{escape(word)}"{mark}>{escape(word)}</option>'
