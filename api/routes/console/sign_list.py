"""The page that lists signs (地名标志), and what all pages of signs say and draw alike."""

from __future__ import annotations

import json
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Reader
from api.dependencies.callers import Caller
from api.dependencies.days import Today
from api.routes.console.drawn_features import drawn
from api.routes.console.rendering import render
from api.schemas.signs import Condition, State
from api.services import keeping_signs as keeping
from api.services.keeping_signs import CONDITION_WORDS, KEEPERS, SignWish, sign_kinds
from api.store.queries.programme import counties
from api.store.queries.sign_lists import signs_like

router = APIRouter(include_in_schema=False)

PAGE = 30
REGISTRARS = ("editor", "clerk", "reviewer", "approver")
STATE_WORDS = {"planned": "拟设", "standing": "在用", "removed": "已拆除"}
CONDITION_LOOKS = {
    "good": "good",
    "worn": "warn",
    "damaged": "bad",
    "wrong": "bad",
    "missing": "bad",
}
AXES = {"": "不分", "east_west": "东西", "north_south": "南北"}
WORDS: dict[str, Any] = {
    "states": STATE_WORDS,
    "conditions": CONDITION_WORDS,
    "looks": CONDITION_LOOKS,
    "axes": AXES,
}


@router.get("/signs")
def signs(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    q: Annotated[str, Query(max_length=60)] = "",
    name: Annotated[str, Query(pattern="^[0-9]{0,18}$")] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    state: Annotated[str, Query(pattern=f"^({'|'.join(get_args(State))})?$")] = "",
    condition: Annotated[str, Query(pattern=f"^({'|'.join(get_args(Condition))})?$")] = "",
    due: Annotated[str, Query(pattern="^(yes)?$")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List the signs; with `due` those that wait for the person."""
    asked = {"q": q.strip(), "name": name, "kind": kind, "county": county, "state": state}
    asked |= {"condition": condition, "due": due}
    every = counties(db, today)
    start = (page - 1) * PAGE
    keeps = caller is not None and caller.holds(KEEPERS)
    wish = SignWish(
        name_id=int(name) if name else None,
        q=asked["q"] or None,
        kind=kind or None,
        division=next((id for id, one in every.items() if one[0] == county), None),
        state=state or None,
        condition=condition or None,
    )
    if due and caller is not None and keeps:
        wish = keeping.waiting_for(caller, wish, today)
    found = signs_like(db, wish, limit=PAGE, offset=start)
    features: list[dict[str, Any]] = json.loads(found.features)
    return render(
        request,
        "signs.html",
        caller,
        signs=[one["properties"] for one in features],
        shapes=drawn(features, "characters", "/signs"),
        matched=found.matched,
        page=page,
        more=found.matched > page * PAGE,
        asked=asked,
        counties=list(every.values()),
        query=urlencode({key: value for key, value in asked.items() if value}),
        files_query=_files_query(wish),
        on=today,
        keeps=keeps,
        registers=caller is not None and caller.holds(REGISTRARS),
        **words(),
    )


def _files_query(wish: SignWish) -> str:
    """Return what a file of the signs of a list is asked with."""
    told = {"name": wish.name_id, "q": wish.q, "kind": wish.kind, "division": wish.division}
    told |= {"state": wish.state, "condition": wish.condition}
    told |= {"due": "true" if wish.due_by else None}
    return urlencode({key: value for key, value in told.items() if value})


def words() -> dict[str, Any]:
    """Return what pages of signs call states, conditions, ways and kinds."""
    return {**WORDS, "kinds": sign_kinds()}


def point_of(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the point (GeoJSON, EPSG:4490) of a row with `lon` and `lat`, or None."""
    if row.get("lon") is None or row.get("lat") is None:
        return None
    return {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
