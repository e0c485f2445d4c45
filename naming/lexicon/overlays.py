"""Word lists that an office lays over ours, kept by the digest of what they say."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from naming.lexicon.tables import TableError, read_table, table

WORDS_FILE = "words.csv"
GONE = "none"
_LAID: dict[str, tuple[dict[str, str], ...]] = {}


def lay_words(paths: Sequence[Path]) -> str:
    """Read word lists and return the key by which `word_rows` gives them, laid over ours.

    A row replaces ours of the same list and word, whatever the kinds of places; weight
    `none` takes the word away. Equal content has an equal key, so nothing ever changes
    under a key.

    Raises:
        TableError: if a file is unreadable or has other columns than ours.
    """
    rows = [row for path in paths for row in _rows(path)]
    key = sha256(repr(rows).encode()).hexdigest()[:8]
    replaced = {(row["list"], row["word"]) for row in rows}
    ours = (row for row in table("words") if (row["list"], row["word"]) not in replaced)
    _LAID[key] = (*ours, *(row for row in rows if row["weight"] != GONE))
    return key


def word_rows(key: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the word lists: ours for an empty key."""
    return _LAID[key] if key else table("words")


def _rows(path: Path) -> tuple[dict[str, str], ...]:
    rows = read_table(path)
    ours = table("words")[0].keys()
    if rows and rows[0].keys() != ours:
        raise TableError(f"{path}: columns must be {', '.join(ours)}")
    return rows
