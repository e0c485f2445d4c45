"""Versioned parameters: thresholds and switches with their source and standing.

A file is TOML: `version`, then one table a parameter with `value`, `source`,
`standing` (`confirmed` or `assumed`) and, if need be, `unit` and `remark`. An office
lays its own file over ours; a later layer replaces single parameters, never files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rulebook.law import Standing


class ParameterError(Exception):
    """A parameter file is not of the agreed form; the message names file and key."""


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
        value = self._at(key).value
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ParameterError(f"parameter {key!r} is not a list of words: {value!r}")
        return tuple(value)

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


def load(paths: Sequence[Path]) -> Parameters:
    """Return the parameters of the files in `paths`, later ones laid over earlier ones.

    Raises:
        ParameterError: if a file cannot be read or an entry lacks value, source or standing.
    """
    versions: list[str] = []
    items: dict[str, Parameter] = {}
    for path in paths:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ParameterError(f"{path.name}: {error}") from error
        versions.append(str(raw.pop("version", "")) or _missing(path, "version"))
        items |= {key: _parameter(path, key, entry) for key, entry in raw.items()}
    return Parameters("+".join(versions), MappingProxyType(items))


def _parameter(path: Path, key: str, entry: object) -> Parameter:
    if not isinstance(entry, dict) or not {"value", "source", "standing"} <= entry.keys():
        raise ParameterError(f"{path.name}: [{key}] needs value, source and standing")
    return Parameter(
        value=entry["value"],
        source=str(entry["source"]),
        standing=Standing(entry["standing"]),
        unit=str(entry.get("unit", "")),
        remark=str(entry.get("remark", "")),
    )


def _missing(path: Path, key: str) -> str:
    raise ParameterError(f"{path.name}: no {key!r}")
