"""Which parameter files and word lists make up the rules of a jurisdiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from naming.lexicon.overlays import lay_words, words_version
from naming.parameters.kept import file_of, words_of
from naming.provinces import province_code
from rulebook.law import Standing
from rulebook.parameters import Parameter, ParameterError, Parameters, extra_of, load

FOLDER = Path(__file__).parent
HOME = "500000"
NATION = "cn"
WORD_OVERLAY = "word_overlay"
APPLIES_TO = "applies_to"


def parameters_for(
    jurisdiction: str = HOME, overlays: Sequence[Path] = (), version: str = ""
) -> Parameters:
    """Return the national parameters with those of `jurisdiction` laid over them.

    Args:
        jurisdiction: Code of a division of any level (500101 is under 500000 and cn), the
            Chinese name of a province, or a name that an office's file is said to apply to
            (`applies_to`); whatever has no file of its own gets the national ones.
        overlays: Folders of the office, later ones over earlier ones. Of each are used, if
            there: `cn.toml`, `<code>.toml` (TOML as ours), `words.csv` and
            `words-<code>.csv` (the columns of ours; a row of weight `none` takes a word
            away). The version that a report quotes names every file used. Files are read
            once in a run.
        version: What an old report quotes as its parameters: the files of that version are
            used, whatever the jurisdiction, so that the report can be made again.

    Raises:
        ParameterError: if a file is broken, or a version is unknown.
        TableError: if a word list is broken.
    """
    folders = tuple(overlays)
    if version:
        return _again(version, folders)
    return _laid(jurisdiction_code(jurisdiction.strip(), folders), folders)


@cache
def jurisdiction_code(jurisdiction: str, overlays: tuple[Path, ...] = ()) -> str:
    """Return the code of a jurisdiction given by code or name, empty for an unknown name.

    Raises:
        ParameterError: if a file of the office cannot be read.
    """
    if jurisdiction.isdigit():
        return jurisdiction[:6]
    for folder in overlays:
        for path in sorted(folder.glob("[0-9]*.toml")):
            if jurisdiction in extra_of(path, APPLIES_TO):
                return path.stem
    return province_code(jurisdiction)


def _levels(code: str) -> tuple[str, ...]:
    """Return the stems of the files for `code`, the widest division first."""
    if not code.isdigit():
        return (NATION,)
    return tuple(dict.fromkeys((NATION, f"{code[:2]}0000", f"{code[:4]}00", code)))


@cache
def _laid(code: str, overlays: tuple[Path, ...]) -> Parameters:
    stems = _levels(code)
    files = [folder / f"{stem}.toml" for folder in (FOLDER, *overlays) for stem in stems]
    names = ("words.csv", *(f"words-{stem}.csv" for stem in stems))
    words = [folder / name for folder in overlays for name in names]
    found = load([path for path in files if path.is_file()], known=True)
    return _with_words(found, [path for path in words if path.is_file()])


@cache
def _again(version: str, overlays: tuple[Path, ...]) -> Parameters:
    pieces = version.split("+")
    files = [file_of(piece, overlays) for piece in pieces if not piece.startswith("words-")]
    if not files:
        raise ParameterError(f"参数版本“{version[:80]}”没有写明参数文件", "请照抄报告中的参数版本")
    # what an old file does not know yet is as it is today
    today, then = load([FOLDER / f"{NATION}.toml"]), load(files)
    found = replace(then, items=MappingProxyType({**today.items, **then.items}))
    wanted = next((piece for piece in pieces if piece.startswith("words-")), "")
    if not wanted or wanted == words_version():
        return _with_words(found, [])
    ours, laid = words_of(wanted, overlays)
    return _with_words(found, laid, ours)


def _with_words(found: Parameters, paths: list[Path], ours: Path | None = None) -> Parameters:
    version = f"{found.version}+{words_version(paths, ours)}"
    if not paths and ours is None:
        return replace(found, version=version)
    key = lay_words(paths, ours)
    laid = Parameter(key, "、".join(path.parent.name for path in paths), Standing.ASSUMED)
    items = MappingProxyType({**found.items, WORD_OVERLAY: laid})
    return replace(found, version=version, items=items)


def word_overlay(parameters: Parameters) -> str:
    """Return the key of the word list that lies over ours, empty if none does."""
    return parameters.text(WORD_OVERLAY) if WORD_OVERLAY in parameters.items else ""
