"""The JSON Schema of the joint-inspection record, printed from its types, and an example."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin

from boundary_data.inspection import JointInspection, Says
from boundary_data.inspection_reading import LONGEST_TEXT, FieldForm, forms_of
from boundary_data.worded import Worded
from gis.lines import Line
from gis.tracks import Track

EXAMPLE_FILE = Path(__file__).with_name("inspection_example.json")

_POSITIONS = {
    "type": "array",
    "minItems": 2,
    "items": {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}},
}
_LINE = {
    "description": "GeoJSON几何，经度在前的十进制度（CGCS2000）",
    "oneOf": [
        {
            "type": "object",
            "properties": {"type": {"const": "LineString"}, "coordinates": _POSITIONS},
            "required": ["type", "coordinates"],
        },
        {
            "type": "object",
            "properties": {
                "type": {"const": "MultiLineString"},
                "coordinates": {"type": "array", "minItems": 1, "items": _POSITIONS},
            },
            "required": ["type", "coordinates"],
        },
    ],
}
_MOMENT = {"type": "string", "description": "ISO 8601时间；不写时区按北京时间"}
_TRACK = {
    "oneOf": [
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "lon": {"type": "number"},
                    "lat": {"type": "number"},
                    "time": {"oneOf": [_MOMENT, {"type": "null"}]},
                    "accuracy_m": {"type": ["number", "null"]},
                },
                "required": ["lon", "lat"],
                "additionalProperties": False,
            },
        },
        {
            "type": "object",
            "properties": {
                "type": {"const": "LineString"},
                "coordinates": _POSITIONS,
                "times": {"type": "array", "items": _MOMENT},
            },
            "required": ["type", "coordinates"],
            "additionalProperties": False,
        },
    ]
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record, with Chinese descriptions."""
    definitions: dict[str, Any] = {}
    _define(JointInspection, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:diming:schema:inspection:1",
        "title": "行政区域界线联合检查记录",
        "description": "联检可能缺的内容均为可选：缺项是检查结果，不是格式错误。",
        "$ref": f"#/$defs/{JointInspection.__name__}",
        "$defs": definitions,
    }


def example() -> dict[str, Any]:
    """Return the example record, which passes every rule; its coordinates are made up."""
    loaded: dict[str, Any] = json.loads(EXAMPLE_FILE.read_text(encoding="utf-8"))
    return loaded


def _define(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        forms = forms_of(cls)
        definitions[cls.__name__] = {
            "type": "object",
            "properties": {form.name: _property(form, definitions) for form in forms},
            "required": [form.name for form in forms if form.required],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _property(form: FieldForm, definitions: dict[str, Any]) -> dict[str, Any]:
    inner = _shape(form.kind, form.says, definitions)
    if form.required:
        return inner | {"description": form.says.zh}
    return {"description": form.says.zh, "anyOf": [inner, {"type": "null"}]}


def _shape(kind: Any, says: Says, definitions: dict[str, Any]) -> dict[str, Any]:
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        note = get_args(item)[1] if hasattr(item, "__metadata__") else Says("")
        bare = get_args(item)[0] if hasattr(item, "__metadata__") else item
        return {"type": "array", "items": _shape(bare, note, definitions)}
    if kind == Line:
        return _LINE
    if kind is Track:
        return _TRACK
    if kind in _PLAIN:
        return _PLAIN[kind] | ({"pattern": f"^({says.pattern})$"} if says.pattern else {})
    if issubclass(kind, Worded):
        return {"type": "string", "enum": list(kind.accepted())}
    return _define(kind, definitions)


_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
