"""Field names and texts that fit into a Shapefile: ten bytes a name, 254 a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NAME_BYTES = 10
TEXT_BYTES = 254


def shapefile_names(columns: Sequence[str], encoding: str) -> dict[str, str]:
    """Return for each column a name of at most ten bytes in `encoding`, each only once.

    Names that fit stay as they are; others are cut at whole characters and numbered
    where two would become the same. Case does not tell names apart.
    """
    fitting = {c: c for c in columns if 0 < len(c.encode(encoding, "replace")) <= NAME_BYTES}
    taken = {"geometry"}
    names: dict[str, str] = {}
    for column in sorted(columns, key=lambda c: c not in fitting):
        names[column] = _free(column or "FIELD", taken, encoding)
        taken.add(names[column].lower())
    return {column: names[column] for column in columns}


def _free(column: str, taken: set[str], encoding: str) -> str:
    name = cut(column, NAME_BYTES, encoding)
    number = 1
    while name.lower() in taken:
        number += 1
        name = cut(column, NAME_BYTES - len(str(number)) - 1, encoding) + f"_{number}"
    return name


def cut(text: str, most: int, encoding: str) -> str:
    """Return the longest beginning of `text` that takes at most `most` bytes."""
    kept = text[:most]
    while len(kept.encode(encoding, "replace")) > most:
        kept = kept[:-1]
    return kept


def too_long(rows: Sequence[Mapping[str, object]], encoding: str) -> list[tuple[int, str]]:
    """Return (position, column) of each text that a Shapefile would cut."""
    return [
        (position, column)
        for position, row in enumerate(rows)
        for column, value in row.items()
        if isinstance(value, str) and len(value.encode(encoding, "replace")) > TEXT_BYTES
    ]


def unwritable(rows: Sequence[Mapping[str, object]], encoding: str) -> list[tuple[int, str]]:
    """Return (position, column) of each text with characters that `encoding` lacks."""
    return [
        (position, column)
        for position, row in enumerate(rows)
        for column, value in row.items()
        if isinstance(value, str) and not _has(value, encoding)
    ]


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
