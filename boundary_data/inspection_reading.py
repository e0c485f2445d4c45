"""From JSON values to the joint-inspection record, by the types of its fields.

All problems are gathered, none stops the reading: unknown fields (with the field that may
have been meant), missing ones, wrong types, values outside their lists, numbers that are
not finite.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from boundary_data.inspection import JointInspection, Says
from boundary_data.line_reading import flaw_of, read_line
from boundary_data.problems import Problem, UnusableInput
from boundary_data.track_columns import BEIJING, FIRST_YEAR, LAST_YEAR
from boundary_data.track_reading import is_likely_year, read_track
from boundary_data.worded import Worded
from gis.lines import Line
from gis.tracks import Track

LONGEST_TEXT = 5000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Problems = list[Problem]
Reader = Callable[[object, str, Problems], object]


@dataclass(frozen=True, slots=True)
class FieldForm:
    """How one field is read: its type without `None`, its note, whether it must be there."""

    name: str
    kind: Any
    says: Says
    required: bool


def read_inspection(raw: object, path: str = "$") -> JointInspection:
    """Return the record that the JSON value `raw` holds; `path` is where it stands.

    Raises:
        UnusableInput: with every problem found.
    """
    problems: Problems = []
    record = _read_object(raw, JointInspection, path, problems)
    problems += _misplaced(record, path)
    if problems or record is None:
        raise UnusableInput(problems)
    return record  # type: ignore[no-any-return]  # built by its own constructor


def _misplaced(record: JointInspection | None, path: str) -> Problems:
    """Return the markers of the embedded line that no longitude and latitude can mean."""
    markers = record.line.markers if record and record.line else ()
    flaws = ((i, flaw_of([marker.lon, marker.lat])) for i, marker in enumerate(markers))
    return [Problem(f"{path}.line.markers[{i}]", *flaw) for i, flaw in flaws if flaw]


@cache
def forms_of(cls: type) -> tuple[FieldForm, ...]:
    """Return how the fields of the dataclass `cls` are read, in their order."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(_form(field.name, hints[field.name], field) for field in fields(cls))


def _form(name: str, hint: Any, field: Any) -> FieldForm:
    kind, says = _bare(hint)
    needed = field.default is MISSING and field.default_factory is MISSING
    return FieldForm(name, kind, says, needed)


def _bare(hint: Any) -> tuple[Any, Says]:
    """Return a type hint without its note and without `None`, and the note."""
    says = Says("")
    if get_origin(hint) is Annotated:
        hint, says = get_args(hint)[0], get_args(hint)[1]
    if hint == Line or get_origin(hint) not in {Union, UnionType}:
        return hint, says
    return next(arg for arg in get_args(hint) if arg is not NoneType), says


def _read_object(raw: object, cls: type, path: str, problems: Problems) -> Any:
    if not isinstance(raw, dict):
        problems.append(Problem(path, f"应为对象，实为{_kind(raw)}", "请写成 {…}"))
        return None
    forms = forms_of(cls)
    _refuse_unknown(raw, [form.name for form in forms], path, problems)
    before = len(problems)
    values: dict[str, object] = {}
    for form in forms:
        value = raw.get(form.name)
        place = f"{path}.{form.name}"
        if value is not None:
            values[form.name] = _read(value, form.kind, form.says, place, problems)
        elif form.required:
            problems.append(Problem(place, f"缺少必填项“{form.says.zh}”", "请补填"))
    return cls(**values) if len(problems) == before else None


def _refuse_unknown(
    raw: dict[str, object], known: list[str], path: str, problems: Problems
) -> None:
    for key in raw:
        if key not in known:
            name = _CONTROL.sub("?", key)[:60]
            meant = get_close_matches(key, known, n=1, cutoff=0.6)
            remedy = f"是否为“{meant[0]}”？" if meant else f"可用字段：{'、'.join(known)}"
            problems.append(Problem(f"{path}.{name}", f"未知字段“{name}”", remedy))


def _read(raw: object, kind: Any, says: Says, path: str, problems: Problems) -> Any:
    if get_origin(kind) is tuple:
        return _read_list(raw, get_args(kind)[0], path, problems)
    if kind == Line:
        return read_line(raw, path, problems)
    if kind in _PLAIN:
        return _PLAIN[kind](raw, path, problems, says)
    if issubclass(kind, Worded):
        return _read_word(raw, kind, path, problems)
    if kind is Track:
        return read_track(raw, path, problems)
    return _read_object(raw, kind, path, problems)


def _read_list(raw: object, hint: Any, path: str, problems: Problems) -> tuple[object, ...]:
    if not isinstance(raw, list):
        problems.append(Problem(path, f"应为数组，实为{_kind(raw)}", "请写成 […]"))
        return ()
    kind, says = _bare(hint)
    return tuple(_read(v, kind, says, f"{path}[{i}]", problems) for i, v in enumerate(raw))


def _read_word(raw: object, kind: type[Worded], path: str, problems: Problems) -> object:
    word = kind.of(raw) if isinstance(raw, str) else None
    if word is None:
        choice = "、".join(f"{m.value}（{m.zh}）" for m in kind)
        problems.append(Problem(path, f"取值{_shown(raw)}不在列表内", f"请填其中之一：{choice}"))
    return word


def _read_text(raw: object, path: str, problems: Problems, says: Says) -> str:
    if not isinstance(raw, str):
        problems.append(Problem(path, f"应为文字，实为{_kind(raw)}", "请用引号括起"))
        return ""
    if _CONTROL.search(raw):
        problems.append(Problem(path, "含控制字符或残缺字符", "请删去不可见字符后重填"))
    elif not raw.strip():
        problems.append(Problem(path, "是空白文字", "请填写内容，没有内容时删去该项"))
    elif len(raw) > LONGEST_TEXT:
        problems.append(Problem(path, f"长{len(raw)}字，超出{LONGEST_TEXT}字", "请缩短或改作附件"))
    elif says.pattern and not re.fullmatch(says.pattern, raw.strip()):
        problems.append(Problem(path, f"{_shown(raw)}的格式不对", f"应为{says.form}"))
    return raw.strip()


def _read_flag(raw: object, path: str, problems: Problems, _: Says) -> bool:
    if not isinstance(raw, bool):
        problems.append(Problem(path, f"应为是或否，实为{_kind(raw)}", "请填 true 或 false"))
    return raw is True


def _read_whole(raw: object, path: str, problems: Problems, says: Says) -> int:
    value = _read_number(raw, path, problems, says)
    if not value.is_integer():
        problems.append(Problem(path, f"应为整数，实为{value}", "请填整数"))
        return 0
    return int(value)


def _read_number(raw: object, path: str, problems: Problems, _: Says) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        problems.append(Problem(path, f"应为数字，实为{_kind(raw)}", "请填数字，不加引号"))
        return 0.0
    try:
        value = float(raw)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        problems.append(
            Problem(path, "不是有限的数（NaN或无穷大）", "请填实测数值，没有时删去该项")
        )
        return 0.0
    return value


def _read_day(raw: object, path: str, problems: Problems, _: Says) -> date | None:
    if isinstance(raw, str) and _DAY.fullmatch(raw.strip()):
        try:
            return _likely(date.fromisoformat(raw.strip()), path, problems)
        except ValueError:
            problems.append(Problem(path, f"没有{_shown(raw)}这一天", "请核对年月日"))
            return None
    problems.append(Problem(path, f"{_shown(raw)}不是日期", "请写成 2025-04-21 的样子"))
    return None


def _read_moment(raw: object, path: str, problems: Problems, _: Says) -> datetime | None:
    try:
        moment = datetime.fromisoformat(raw.strip() if isinstance(raw, str) else "")
    except ValueError:
        problems.append(
            Problem(path, f"{_shown(raw)}不是时间", "请写成 2025-04-21T09:30:00+08:00 的样子")
        )
        return None
    if _likely(moment.date(), path, problems) is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    return aware.astimezone(BEIJING)


def _likely(day: date, path: str, problems: Problems) -> date | None:
    """Return `day` unless its year cannot be meant."""
    if is_likely_year(day.year):
        return day
    problems.append(Problem(path, f"{day.year}年不在{FIRST_YEAR}至{LAST_YEAR}年之间", "请核对年份"))
    return None


_PLAIN: dict[Any, Callable[[object, str, Problems, Says], object]] = {
    str: _read_text,
    bool: _read_flag,
    int: _read_whole,
    float: _read_number,
    date: _read_day,
    datetime: _read_moment,
}


def _kind(raw: object) -> str:
    if isinstance(raw, bool):
        return "是否值"
    names = {dict: "对象", list: "数组", str: "文字", int: "数字", float: "数字", NoneType: "空值"}
    return next((zh for cls, zh in names.items() if isinstance(raw, cls)), "其他")


def _shown(raw: object) -> str:
    return f"“{_CONTROL.sub('?', str(raw))[:40]}”" if isinstance(raw, str) else f"（{_kind(raw)}）"
