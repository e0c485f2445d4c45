"""The fields of a name's record (地名档案): what they are called, what they may hold.

They are those of the census form and of the national database, as far as seen; see
`lexicon/record_fields.csv`. The fields of an entity stay with it when its name changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from naming.lexicon.tables import table
from naming.uncertain_day import NoDay, uncertain_day

Value = str | float | bool
LARGEST = 1e9
FORMS = {"text": "文字", "number": "数字", "date": "日期", "choice": "选项", "flag": "是或否"}


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field.

    Attributes:
        key: How it is stored.
        label: What people call it.
        form: `text`, `number`, `date` (EDTF), `choice` or `flag`.
        longest: Characters of a text at the most.
        of: What it tells of: the `name`, the `entity` that bears it, or the `entry` itself.
        choices: What may be chosen.
    """

    key: str
    label: str
    form: str
    longest: int
    of: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with a field, and the remedy, in Chinese."""

    key: str
    message: str
    remedy: str


@cache
def record_fields() -> Mapping[str, RecordField]:
    """Return all fields by key, in the order of the form."""
    return {
        row["key"]: RecordField(
            row["key"],
            row["label"],
            row["form"],
            int(row["longest"] or 0),
            row["of"],
            tuple(filter(None, row["choices"].split("|"))),
        )
        for row in table("record_fields")
    }


def of_entity(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return what of `fields` tells of the entity and stays with it under another name."""
    known = record_fields()
    return {key: value for key, value in fields.items() if known[key].of == "entity"}


def problems_of(fields: Mapping[str, object]) -> Iterator[FieldProblem]:
    """Yield what is wrong with fields as they are sent; an empty text or null erases one."""
    known = record_fields()
    for key, value in fields.items():
        if key not in known:
            yield FieldProblem(key, f"没有“{key}”这一项", f"可填的项：{'、'.join(known)}")
        elif value is not None and value != "":
            yield from _problems(known[key], value)


def _problems(field: RecordField, value: object) -> Iterator[FieldProblem]:
    wrong = _CHECKS[field.form](field, value)
    if wrong:
        yield FieldProblem(field.key, f"“{field.label}”{wrong[0]}", wrong[1])


def _text(field: RecordField, value: object) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return "应为文字", "请填写文字"
    if len(value) > field.longest:
        return f"有 {len(value)} 字，超过 {field.longest} 字", f"请缩短到 {field.longest} 字以内"
    return None


def _number(field: RecordField, value: object) -> tuple[str, str] | None:
    del field
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "应为数字", "请只填数字，不带单位"
    if not abs(value) < LARGEST:
        return "数值过大", "请核对单位"
    return None


def _date(field: RecordField, value: object) -> tuple[str, str] | None:
    del field
    try:
        uncertain_day(value if isinstance(value, str) else "")
    except NoDay as error:
        message, _, remedy = str(error).partition("；")
        return f"：{message}", remedy
    return None


def _choice(field: RecordField, value: object) -> tuple[str, str] | None:
    if value not in field.choices:
        return f"不能是“{value}”", f"请选：{'、'.join(field.choices)}"
    return None


def _flag(field: RecordField, value: object) -> tuple[str, str] | None:
    del field
    return None if isinstance(value, bool) else ("应为是或否", "请填 true 或 false")


_CHECKS = {"text": _text, "number": _number, "date": _date, "choice": _choice, "flag": _flag}
