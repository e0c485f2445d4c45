"""A wish made of what the options of `check-name` say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from api.cli.printing import InputUnusable
from api.schemas.drawn_lines import LineIn
from api.services.checking_names import NameWish
from api.services.office_rules import parameters_again
from api.store.queries.standpoints import Whereabouts
from naming.proposal import Details
from naming.provinces import region_of
from rulebook.parameters import ParameterError

REMEDY = "请给出一条 GeoJSON 线：LineString、MultiLineString，或含一个这样的要素"


def wish_of(
    name: str,
    place_type: str,
    where: Whereabouts,
    details: Details,
    line: Path | None,
    parameters_version: str,
) -> NameWish:
    """Return the wish, the line measured and the version of parameters tried.

    Raises:
        InputUnusable: if the line cannot be read or the version is not kept.
    """
    details["region"] = region_of(where.code, where.province)
    if len(where.code) >= len("500101107"):
        details["division_code"] = where.code[:9]
    if line is not None:
        drawn = _line(line)
        details["measured_length_m"] = drawn.length_m
        if where.lon is None:
            where = replace(where, lon=drawn.middle[0], lat=drawn.middle[1])
    try:
        if parameters_version:
            parameters_again(parameters_version)
    except ParameterError as error:
        raise InputUnusable(error.message, error.remedy) from error
    return NameWish(name, place_type, where, details, parameters_version=parameters_version)


def _line(path: Path) -> LineIn:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputUnusable(f"{path.name} 不是合格的 JSON：{error}", REMEDY) from error
    for member, inner in (("features", 0), ("geometry", None)):
        if isinstance(found, dict) and found.get(member):
            found = found[member] if inner is None else found[member][inner]
    shape = {k: found.get(k) for k in ("type", "coordinates")} if isinstance(found, dict) else {}
    try:
        return LineIn.model_validate(shape)
    except ValidationError as error:
        said = str(error.errors()[0].get("ctx", {}).get("said") or "不是一条线")
        raise InputUnusable(f"{path.name}：{said}", REMEDY) from error
