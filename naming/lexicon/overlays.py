"""Word lists that an office lays over ours, kept by the digest of what they say."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from pathlib import Path

from naming.lexicon.tables import TableError, read_table, table
from naming.place_kind import PlaceKind
from rulebook.rule import Weight

GONE = "none"
MATCHES = ("contains", "specific", "whole", "tones")
Rows = tuple[dict[str, str], ...]
_LAID: dict[str, Rows] = {}


def lay_words(paths: Sequence[Path], ours: Path | None = None) -> str:
    """Read word lists and return the key by which `word_rows` gives them, laid over ours.

    A row replaces ours of the same list and word, whatever the kinds of places; weight
    `none` takes the word away. Equal content has an equal key, so nothing ever changes
    under a key. `ours` is an older copy of our list, used instead of today's.

    Raises:
        TableError: if a file is unreadable, has other columns than ours or a wrong value.
    """
    rows = _laid(paths, ours)
    key = _digest(rows)
    _LAID[key] = rows
    return key


def words_version(paths: Sequence[Path] = (), ours: Path | None = None) -> str:
    """Return the version by which reports quote our word list with those of `paths` over it.

    Raises:
        TableError: like `lay_words`.
    """
    return f"words-{_digest(_laid(paths, ours))}"


def word_rows(key: str) -> Rows:
    """Return the rows of the word lists: ours for an empty key."""
    return _LAID[key] if key else table("words")


def _laid(paths: Sequence[Path], ours: Path | None) -> Rows:
    base = table("words") if ours is None else read_table(ours)
    if not paths:
        return base
    rows = [row for path in paths for row in _rows(path)]
    replaced = {(row["list"], row["word"]) for row in rows}
    kept = (row for row in base if (row["list"], row["word"]) not in replaced)
    return (*kept, *(row for row in rows if row["weight"] != GONE))


def _digest(rows: Rows) -> str:
    return _digest_of_ours() if rows is table("words") else _hashed(rows)


@cache
def _digest_of_ours() -> str:
    return _hashed(table("words"))


def _hashed(rows: Rows) -> str:
    cells = [list(row.values()) for row in rows]
    return sha256(repr(cells).encode()).hexdigest()[:8]


def _rows(path: Path) -> Rows:
    rows = read_table(path, tuple(table("words")[0]))
    for number, row in enumerate(rows, start=2):
        _refuse_wrong(f"{path.name} 第{number}行", row)
    return rows


def _refuse_wrong(at: str, row: dict[str, str]) -> None:
    """Raise for a value that nothing would ever read: such a row would be silently dead."""
    if not row["word"].strip():
        raise TableError(f"{at}：没有词（word）；请补填或删去该行")
    kinds = row["scope"].split()
    allowed = {
        "list": (row["list"], sorted({each["list"] for each in table("words")})),
        "match": (row["match"], MATCHES),
        "weight": (row["weight"], [*Weight, GONE]),
        **{f"scope {kind}": (kind, list(PlaceKind)) for kind in kinds},
    }
    for column, (value, known) in allowed.items():
        if value not in known:
            alike = get_close_matches(value, known, n=1)
            hint = f"是否指 {alike[0]}？" if alike else ""
            raise TableError(
                f"{at}：{column.split()[0]} 的值“{value[:20]}”无效；{hint}可用：{'、'.join(known)}"
            )
    if not kinds and row["weight"] != GONE:
        raise TableError(f"{at}：没有适用类别（scope）；可用：{'、'.join(PlaceKind)}，以空格分隔")
