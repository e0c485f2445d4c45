"""Validation errors as problems: which field, which row, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from api.problems import table
from api.problems.kind import Kind
from api.problems.wording import words_for

SOURCES = ("body", "query", "path", "header", "cookie")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong: the field as a JSON path, the row where there are rows."""

    field: str
    message: str
    remedy: str
    row: int | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the error as it is answered; `row` only where there are rows."""
        row = {} if self.row is None else {"row": self.row}
        return {"field": self.field, **row, "message": self.message, "remedy": self.remedy}


def judged(
    errors: Sequence[Mapping[str, Any]], *, body_type: Any = None, body_text: object = None
) -> tuple[Kind, tuple[FieldError, ...]]:
    """Return the kind of problem that validation errors are, and each of them in words.

    Args:
        errors: As pydantic and the framework give them.
        body_type: The annotation of the request body, for hints at unknown fields.
        body_text: The body as text, for the place of a JSON error.
    """
    if errors and errors[0]["type"] == "json_invalid":
        return table.MALFORMED_JSON, (_json_error(errors[0], body_text),)
    told = tuple(_field_error(error, body_type) for error in errors)
    return _kind(errors), told


def _kind(errors: Sequence[Mapping[str, Any]]) -> Kind:
    types = {error["type"] for error in errors}
    if types == {"unknown_parameter"}:
        return table.UNKNOWN_PARAMETER
    if types == {"unreadable_text"}:
        return table.UNREADABLE_TEXT
    if any(error["loc"][:1] != ("body",) for error in errors):
        return table.INVALID_PARAMETER
    return table.UNKNOWN_FIELD if types == {"extra_forbidden"} else table.INVALID_BODY


def _field_error(error: Mapping[str, Any], body_type: Any) -> FieldError:
    steps = tuple(error["loc"])
    message, remedy = words_for(error["type"], error.get("ctx") or {}, error["msg"])
    if error["type"] == "extra_forbidden":
        remedy = _hint(str(steps[-1]), known_fields(body_type, steps[1:-1])) or remedy
    rows = [step for step in steps if isinstance(step, int)]
    named = without_tags(body_type, steps, last_known=error["type"] != "extra_forbidden")
    path = path_of(named)
    return FieldError(path, message, remedy, rows[0] + 1 if rows else None)


def _json_error(error: Mapping[str, Any], text: object) -> FieldError:
    place = int(error["loc"][-1])
    before = str(text)[:place]
    line, column = before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1
    message, remedy = words_for("json_invalid", error.get("ctx") or {}, "")
    return FieldError(f"第 {line} 行第 {column} 列", message, remedy)


def path_of(steps: Iterable[object]) -> str:
    """Return a location as a person writes it: `proposals[3].name`."""
    path = ""
    for place, step in enumerate(steps):
        if place == 0 and step in SOURCES:
            continue
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else str(step)
    return path or "请求正文"


def without_tags(
    annotation: Any, steps: Sequence[Any], *, last_known: bool = False
) -> tuple[Any, ...]:
    """Return the location without the tags of unions, which name no field of the body.

    With `last_known` the last step may be a tag too; otherwise it is the name of a field
    that nobody knows.
    """
    if last_known and steps[:1] != ("body",):
        return tuple(steps)
    end = len(steps) if last_known else len(steps) - 1
    kept = [
        step
        for place, step in enumerate(steps)
        if place in (0, end)
        or isinstance(step, int)
        or not (known := known_fields(annotation, steps[1:place]))
        or step in known
    ]
    return tuple(kept)


def _hint(name: str, known: Sequence[str]) -> str:
    """Return what to do about an unknown name among the known ones."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"是否想写“{close[0]}”？"
    return f"可用的字段：{'、'.join(known)}" if known else ""


def known_fields(annotation: Any, steps: Sequence[object]) -> tuple[str, ...]:
    """Return the field names that `annotation` has at the end of `steps`."""
    models = list(_models_in(annotation))
    for step in steps:
        if isinstance(step, int):
            continue
        found = [
            inner
            for model in models
            for name, field in model.model_fields.items()
            if step in (name, field.alias)
            for inner in _models_in(field.annotation)
        ]
        # a step that names no field is the tag of a union: the models stay
        models = found or models
    return tuple(
        dict.fromkeys(field.alias or name for m in models for name, field in m.model_fields.items())
    )


def _models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
