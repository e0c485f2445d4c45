"""Sheets and changes as JSON values, in the form in which they are kept and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from boundary_data.marker_sheet import Change, MarkerSheet

_SHEET = TypeAdapter(MarkerSheet)
_CHANGE = TypeAdapter(Change)


def sheet_json(sheet: MarkerSheet) -> dict[str, Any]:
    """Return a sheet as JSON values."""
    made: dict[str, Any] = _SHEET.dump_python(sheet, mode="json")
    return made


def sheet_of(values: Mapping[str, Any]) -> MarkerSheet:
    """Return the sheet that JSON values of `sheet_json` say."""
    return _SHEET.validate_python(dict(values))


def change_json(change: Change) -> dict[str, Any]:
    """Return a change as JSON values."""
    made: dict[str, Any] = _CHANGE.dump_python(change, mode="json")
    return made


def change_of(values: Mapping[str, Any]) -> Change:
    """Return the change that JSON values of `change_json` say."""
    return _CHANGE.validate_python(dict(values))
