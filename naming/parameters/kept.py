"""Old versions of parameter files and word lists, kept so that old reports can be made again.

`naming/parameters/versions` holds a copy of every parameter file and word list that a report
may quote, today's too; an office keeps its own in the folder `versions` beside its files.
`python -m naming.parameters.kept` copies today's there: run it when a version has changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from naming.lexicon.overlays import words_version
from naming.lexicon.tables import FOLDER as LEXICON
from rulebook.parameters import ParameterError, version_of

FOLDER = Path(__file__).parent
VERSIONS = "versions"


def file_of(version: str, overlays: Sequence[Path]) -> Path:
    """Return the parameter file that calls itself `version`.

    Raises:
        ParameterError: if none does; the message lists those there are.
    """
    known: dict[str, Path] = {}
    for folder in (FOLDER, *overlays):
        for path in sorted((*folder.glob("*.toml"), *(folder / VERSIONS).glob("*.toml"))):
            known.setdefault(version_of(path), path)
    if version not in known:
        raise ParameterError(
            f"没有保存版本为“{version[:40]}”的参数文件", f"可用的版本：{'、'.join(sorted(known))}"
        )
    return known[version]


def words_of(version: str, overlays: Sequence[Path]) -> tuple[Path | None, list[Path]]:
    """Return our word list (None for today's) and an office's, that together are `version`.

    Raises:
        ParameterError: if no lists kept make up that version.
    """
    ours: list[Path | None] = [None, *sorted((FOLDER / VERSIONS).glob("words-*.csv"))]
    for base, laid in product(ours, _laid(overlays)):
        if words_version(laid, base) == version:
            return base, laid
    raise ParameterError(
        f"没有保存版本为“{version[:40]}”的词表", "请找回当时的词表，放入覆盖目录的 versions 文件夹"
    )


def _laid(overlays: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield the lists of an office that may have been in force together: none, or one each."""
    yield []
    for folder in overlays:
        today = sorted(folder.glob("words*.csv"))
        yield today
        for path in (*today, *sorted((folder / VERSIONS).glob("words*.csv"))):
            yield [path]


def keep() -> list[Path]:
    """Copy today's parameter files and word list to the versions kept; return the copies."""
    target = FOLDER / VERSIONS
    target.mkdir(exist_ok=True)
    copies = {path: target / f"{version_of(path)}.toml" for path in sorted(FOLDER.glob("*.toml"))}
    copies[LEXICON / "words.csv"] = target / f"{words_version()}.csv"
    for path, copy in copies.items():
        shutil.copyfile(path, copy)
    return list(copies.values())


if __name__ == "__main__":
    keep()
