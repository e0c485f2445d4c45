"""How the units of a layer are called: by code, by name, else by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput

MOSTLY = 0.9
FALLBACK_COLUMNS = ("id", "fid", "objectid")


@dataclass(frozen=True, slots=True)
class Units:
    """The names of the units of a layer, in its order.

    Attributes:
        ids: One text per unit, all different; what a report lists.
        labels: What a sentence says: id and name.
        codes: The code of each unit, empty where there is none.
        names: The name of each unit, empty where there is none.
        id_column: Column the ids are from; empty for numbers.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    id_column: str


def units_of(
    features: Features,
    *,
    id_field: str | None,
    code_columns: Sequence[str],
    name_columns: Sequence[str],
) -> Units:
    """Return how the units of `features` are called.

    Args:
        features: The layer.
        id_field: Column to take, if the caller knows.
        code_columns: Headings that mean a code, the likeliest first.
        name_columns: Headings that mean a name.

    Raises:
        UnusableInput: if `id_field` is not a column of the file.
    """
    if id_field is not None and id_field not in features.columns:
        found = "、".join(features.columns) or "无"
        raise UnusableInput(
            [Problem(id_field, f"文件中没有字段“{id_field}”", f"现有字段：{found}")]
        )
    code_column = _column(features, code_columns)
    name_column = _column(features, name_columns)
    candidates = (code_column, name_column, _column(features, FALLBACK_COLUMNS))
    id_column = id_field or next(
        (c for c in candidates if c and _telling(column_texts(features, c))), ""
    )
    codes = column_texts(features, code_column)
    names = column_texts(features, name_column)
    ids = _distinct(column_texts(features, id_column), features.numbers)
    labels = tuple(f"{i} {n}" if n and n not in i else i for i, n in zip(ids, names, strict=True))
    return Units(ids, labels, codes, names, id_column)


def column_texts(features: Features, column: str) -> tuple[str, ...]:
    """Return the texts of `column`, empty where nothing stands; all empty for column ``""``."""
    return tuple(_text(row.get(column)) if column else "" for row in features.rows)


def _column(features: Features, wanted: Sequence[str]) -> str:
    headings = {str(c).strip().lower(): c for c in reversed(features.columns)}
    return next((headings[w.lower()] for w in wanted if w.lower() in headings), "")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _telling(texts: Sequence[str]) -> bool:
    """Tell whether nearly every unit has a text of its own."""
    given = [text for text in texts if text]
    return len(given) == len(texts) and len(set(given)) >= MOSTLY * len(given)


def _distinct(texts: Sequence[str], numbers: Sequence[int]) -> tuple[str, ...]:
    often = Counter(texts)
    return tuple(
        f"第{number}个" if not text else f"{text}#{number}" if often[text] > 1 else text
        for text, number in zip(texts, numbers, strict=True)
    )
