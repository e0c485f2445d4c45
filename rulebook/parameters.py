"""Versioned parameters: thresholds and switches with their source and standing.

A file is TOML: `version`, then one table a parameter with `value`, `source`,
`standing` (`confirmed` or `assumed`) and, if need be, `unit` and `remark`. An office
lays its own file over ours; a later layer replaces single parameters, never files. What
stands in a file beside the tables (`applies_to`) is for whoever chooses the files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from rulebook.law import Standing

NEEDED = ("value", "source", "standing")


class ParameterError(Exception):
    """A parameter file is not of the agreed form.

    The message, in Chinese, names file, line and key; `remedy` says what to do.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}；{remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value with the place it comes from."""

    value: object
    source: str
    standing: Standing
    unit: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """A set of parameters and the version string that a report quotes."""

    version: str
    items: Mapping[str, Parameter]
    _words: dict[str, tuple[str, ...]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def number(self, key: str) -> float:
        """Return the number under `key`.

        Raises:
            ParameterError: if it is missing or not a number.
        """
        value = self._at(key).value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ParameterError(f"parameter {key!r} is not a number: {value!r}")
        return float(value)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the list of words under `key`.

        Raises:
            ParameterError: if it is missing or not a list of strings.
        """
        if key not in self._words:  # looked through once, not for every name
            value = self._at(key).value
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise ParameterError(f"parameter {key!r} is not a list of words: {value!r}")
            self._words[key] = tuple(value)
        return self._words[key]

    def text(self, key: str) -> str:
        """Return the string under `key`; raises ParameterError like `number`."""
        value = self._at(key).value
        if not isinstance(value, str):
            raise ParameterError(f"parameter {key!r} is not a text: {value!r}")
        return value

    def flag(self, key: str) -> bool:
        """Return the truth value under `key`; raises ParameterError like `number`."""
        value = self._at(key).value
        if not isinstance(value, bool):
            raise ParameterError(f"parameter {key!r} is not true or false: {value!r}")
        return value

    def _at(self, key: str) -> Parameter:
        if key not in self.items:
            raise ParameterError(f"no parameter {key!r} in version {self.version}")
        return self.items[key]


def load(paths: Sequence[Path], *, known: bool = False) -> Parameters:
    """Return the parameters of the files in `paths`, later ones laid over earlier ones.

    With `known` a later file may only replace parameters that an earlier one has, by values
    of the same type: a key that nobody asks for is a typing error.

    Raises:
        ParameterError: if a file cannot be read or an entry lacks value, source or standing.
    """
    versions: list[str] = []
    items: dict[str, Parameter] = {}
    for path in paths:
        version, found = _read(path)
        if known and items:
            _refuse_strangers(path, found, items)
        versions.append(version)
        items |= found
    return Parameters("+".join(versions), MappingProxyType(items))


def version_of(path: Path) -> str:
    """Return the version that the file at `path` gives itself; raises like `load`."""
    return _version(path, _toml(path))


def extra_of(path: Path, key: str) -> tuple[str, ...]:
    """Return the list of words beside the tables of the file, () if it has none of that name.

    Raises:
        ParameterError: if the file cannot be read or `key` is something else.
    """
    found = _toml(path).get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ParameterError(f"{path.name}：{key} 应为文字列表", f'例如 {key} = ["万州区"]')
    return tuple(found)


def _read(path: Path) -> tuple[str, dict[str, Parameter]]:
    raw = _toml(path)
    version = _version(path, raw)
    tables = {key: entry for key, entry in raw.items() if isinstance(entry, dict)}
    for key in raw.keys() - tables.keys() - {"version", "applies_to"}:
        message = f"{path.name}{_line(path, key)}：{key} 不是参数"
        raise ParameterError(message, f"参数写作 [{key}]，其下填 value、source、standing")
    return version, {key: _parameter(path, key, entry) for key, entry in tables.items()}


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第{place[1]}行" if place else "末尾"
        raise ParameterError(
            f"{path.name} {where}：不是合格的 TOML（{error}）", "请对照随附的参数文件改正该行"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path.name}：读不出来（{error}）", "请存为 UTF-8 编码") from error


def _version(path: Path, raw: Mapping[str, object]) -> str:
    version = raw.get("version")
    if not isinstance(version, str) or not version.strip() or "+" in version:
        raise ParameterError(
            f"{path.name}：缺少 version", '请在文件开头写明版本（不含“+”），例如 version = "万州-1"'
        )
    return version


def _parameter(path: Path, key: str, entry: Mapping[str, object]) -> Parameter:
    missing = [need for need in NEEDED if need not in entry]
    if missing:
        message = f"{path.name}{_line(path, key)}：参数 [{key}] 缺 {'、'.join(missing)}"
        raise ParameterError(message, "请补填；standing 填 confirmed 或 assumed")
    standing = str(entry["standing"])
    if standing not in list(Standing):
        message = f"{path.name}{_line(path, key)}：参数 [{key}] 的 standing 是“{standing[:20]}”"
        raise ParameterError(message, "standing 只能是 confirmed（已核实）或 assumed（待确认）")
    return Parameter(
        value=entry["value"],
        source=str(entry["source"]),
        standing=Standing(standing),
        unit=str(entry.get("unit", "")),
        remark=str(entry.get("remark", "")),
    )


def _refuse_strangers(
    path: Path, found: Mapping[str, Parameter], items: Mapping[str, Parameter]
) -> None:
    for key, parameter in found.items():
        at = f"{path.name}{_line(path, key)}"
        if key not in items:
            alike = get_close_matches(key, items, n=1)
            hint = f"是否指 {alike[0]}？" if alike else ""
            raise ParameterError(
                f"{at}：没有名为 [{key}] 的参数", f"{hint}可用的参数见 ./diming rules --parameters"
            )
        ours = items[key].value
        if _sort(parameter.value) != _sort(ours):
            raise ParameterError(
                f"{at}：参数 [{key}] 的值类型不对", f"应与随附的值同类，例如 {ours!r}"
            )


def _sort(value: object) -> type:
    """Return the type of a value, whole numbers and fractions being one."""
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _line(path: Path, key: str) -> str:
    """Return in Chinese in which line of the file `key` stands, empty if it is not found."""
    pattern = re.compile(rf"^\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[\]=]")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    found = next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 0)
    return f" 第{found}行" if found else ""
