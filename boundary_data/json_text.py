"""JSON text read strictly: every flaw has a place and a remedy.

The standard reader keeps the last of two equal keys and accepts NaN; both would let a
mistake through unseen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from boundary_data.problems import Problem, UnusableInput

_REMEDY_SYNTAX = "请用JSON编辑器检查该处的引号、逗号与括号"


class _Repeated(Exception):
    """Some object has the same key twice."""


class _Members(dict[str, object]):
    """An object that remembers which keys it met twice."""

    repeated: tuple[str, ...] = ()


def parse(data: bytes) -> object:
    """Return what the JSON text in `data` (UTF-8, with or without a mark) says.

    Numbers that are not finite come back as they are, for the reader of the fields to
    refuse by name.

    Raises:
        UnusableInput: if it is no UTF-8, no JSON, nested too deep or repeats a key.
    """
    text = _text(data)
    try:
        return _loaded(text, _unrepeated)
    except _Repeated:  # read once more, to name every place
        raise UnusableInput(list(_repeated(_loaded(text, _members), "$"))) from None


def _loaded(text: str, members: Callable[[list[tuple[str, object]]], object]) -> object:
    try:
        return json.loads(text, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        raise _unusable(f"{place}：不是合法的JSON（{error.msg}）", _REMEDY_SYNTAX) from error
    except RecursionError as error:
        raise _unusable("JSON嵌套过深", "联检记录至多十余层，请检查是否拼错括号") from error
    except ValueError as error:
        raise _unusable("JSON含无法读取的数值", "请检查位数异常的数字") from error


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable("文件不是UTF-8编码", "请另存为UTF-8编码的JSON后重试") from error
    if not text.strip():
        raise _unusable("文件是空的", "请填写联检记录；样例见 ./diming schema inspection --example")
    return text


def _unusable(message: str, remedy: str) -> UnusableInput:
    return UnusableInput([Problem("", message, remedy)])


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _Repeated
    return members


def _members(pairs: list[tuple[str, object]]) -> _Members:
    members = _Members(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # set.add returns None on purpose
        members.repeated = tuple(dict.fromkeys(twice))
    return members


def _repeated(value: object, path: str) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _repeated(item, f"{path}[{index}]")
    if isinstance(value, _Members):
        for key in value.repeated:
            yield Problem(f"{path}.{key}", f"同一层里重复出现“{key}”", "请只保留一处")
        for key, item in value.items():
            yield from _repeated(item, f"{path}.{key}")
