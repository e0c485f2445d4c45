"""Making a page of the console from its template, with the frame, the menu and the policy."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.types import Scope

from api.dependencies.callers import COOKIE
from api.dependencies.days import CHINA
from api.problems.openable import openable
from api.routes.console.menu import menu_for
from api.routes.maps import asset_folder
from api.services.journal_words import subject_in_words, verb_in_words
from api.services.person import ROLES, Person

HERE = Path(__file__).parent
STATIC = HERE / "static"
HTMX = "htmx-2.min.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
"""Own files only, no script or style inside the page, and no other page around it."""

PASSING = (408, 429, 500, 502, 503, 504)
"""Answers that may be another the next time."""
WORDS_OF_PROGRAMS = ("/api/", "/docs", "ETag", "If-Match", "errors ")
REMEDIES = {
    400: "请核对网址，或返回上一页重新填写",
    404: "网址可能有误，也可能内容尚未公布或不归您管辖；请从列表中重新查找",
    405: "请从页面上的按钮办理",
    409: "请打开最新内容，看现在处于哪一阶段",
    412: "他人刚刚改过，请打开最新内容，核对后重新办理",
    413: "请减小文件或分几次提交",
    422: "请按提示改正后重新提交",
    428: "请重新打开该页后再提交",
}
"""What to do, in words for a person with a browser."""

HTMX_SETTINGS = json.dumps(
    {
        "allowEval": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "responseHandling": [{"code": "...", "swap": True}],
    }
)


def render(
    request: Request,
    template: str,
    person: Person | None,
    /,
    status: int = 200,
    *,
    address: str = "",
    **told: Any,
) -> HTMLResponse:
    """Return the page made from `template` (a file of templates/) with what is `told`.

    Every template knows `person` (None for a visitor), `menu`, `csrf` (the mark that its forms
    must carry in a hidden field `csrf`), `roles` (role to Chinese) and `here` (the path).
    The answer to a form stands under an `address` that can be opened again, not under the
    form's own: without one, under that of the page it was sent from.
    """
    known = {"signs_in": True, **told}
    if request.method == "POST":
        address = address or openable(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            person=person,
            menu=menu_for(person),
            csrf=getattr(request.state, "form_mark", ""),
            roles=ROLES,
            here=request.url.path,
            address=address,
            files=f"/static/{own_folder()}",
            map_files=f"/static/{asset_folder()}",
            library=f"/static/{library_folder()}/{HTMX}",
            settings=HTMX_SETTINGS,
            **known,
        )
    )
    return HTMLResponse(
        html,
        status,
        headers={
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
        },
    )


def problem_page(scope: Scope, problem: dict[str, Any]) -> HTMLResponse:
    """Return a refusal as a page: what is the matter, what to do about it, and where to go."""
    request = Request(scope)
    person: Person | None = getattr(request.state, "caller", None)
    return render(
        request,
        "problem.html",
        person,
        problem["status"],
        problem=problem | {"remedy": _remedy_for_people(problem)},
        back=_way_back(request),
        near=next((way for way in menu_for(person) if _below(request, way.address)), None),
        again=request.method == "GET" and problem["status"] in PASSING,
        # nobody has asked yet who it is: an address that there is not, for one
        signs_in=COOKIE not in request.cookies,
    )


def _remedy_for_people(problem: dict[str, Any]) -> str:
    """Return what to do in words for a person; a kind's own may speak of the interface."""
    said = str(problem["remedy"])
    if any(word in said for word in WORDS_OF_PROGRAMS):
        return REMEDIES.get(problem["status"], "请返回上一页重试")
    return said


def _way_back(request: Request) -> str:
    """Return the page of ours that one came from, the first page if there is none."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = came.netloc == request.headers.get("host") and not came.path.startswith("//")
    if not ours or (request.method == "GET" and came.path == request.url.path):
        return "/"
    return came.path + (f"?{came.query}" if came.query else "")


def _below(request: Request, address: str) -> bool:
    return request.url.path.startswith(f"{address}/")


def _moment(when: datetime | None) -> str:
    """Return a moment as the clock of the office shows it."""
    return when.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if when else "—"


def own_folder() -> str:
    """Return the name under which the console's own files are served; it changes with them."""
    return asset_folder("console", STATIC)


@cache
def library_home() -> Path:
    """Return the folder of the interaction library (htmx), from the package it came with."""
    found = find_spec("django_htmx")
    assert found is not None, "the package django-htmx, which brings htmx, is not installed"
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "static" / "django_htmx"


@cache
def library_folder() -> str:
    """Return the name under which the library is served."""
    return asset_folder("htmx", library_home())


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = _moment
    made.filters["verb"] = verb_in_words
    made.filters["subject"] = subject_in_words
    made.filters["readable"] = lambda told: json.dumps(told, ensure_ascii=False, indent=1)
    made.filters["day"] = lambda when: when.isoformat() if when else "—"
    return made


def compile_pages() -> None:
    """Read all pages before the first of them is asked for."""
    for name in _environment().list_templates():
        _environment().get_template(name)
