"""The guide for developers (住宅区、楼宇命名指引): good names, what to avoid, a live check."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Reader
from api.dependencies.callers import Caller
from api.dependencies.days import Today
from api.routes.console.rendering import render
from api.services.guiding_estates import Measures, guide_at, try_name
from api.store.queries.programme import counties

router = APIRouter(include_in_schema=False)
County = Annotated[str, Query(pattern="^([0-9]{6})?$")]
Number = Annotated[str, Query(max_length=12, pattern=r"^([0-9]+(\.[0-9]+)?)?$")]


@router.get("/guide")
def page(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    county: County = "",
    name: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """Show the guide."""
    return render(
        request,
        "guide.html",
        caller,
        guide=guide_at(county, today),
        counties=list(counties(db, today).values()),
        county=county,
        name=name,
        check=try_name(db, name, county, Measures(), on=today) if name.strip() else None,
    )


@router.get("/guide/check")
def check(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    name: Annotated[str, Query(max_length=60)] = "",
    county: County = "",
    green_percent: Number = "",
    area_m2: Number = "",
    floor_area_m2: Number = "",
    storeys: Number = "",
) -> HTMLResponse:
    """Show what the check says of a name."""
    told = Measures.of(green_percent, area_m2, floor_area_m2, storeys)
    found = try_name(db, name, county, told, on=today) if name.strip() else None
    return render(request, "guide_check.html", caller, check=found, name=name)
