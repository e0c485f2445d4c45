"""Which parameter files make up the rules of a jurisdiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from naming.lexicon.overlays import WORDS_FILE, lay_words
from naming.provinces import province_code
from rulebook.law import Standing
from rulebook.parameters import Parameter, Parameters, load

FOLDER = Path(__file__).parent
HOME = "500000"
WORD_OVERLAY = "word_overlay"


def parameters_for(jurisdiction: str = HOME, overlays: Sequence[Path] = ()) -> Parameters:
    """Return the national parameters with those of `jurisdiction` laid over them.

    Args:
        jurisdiction: Six-digit code of a province or its Chinese name; one that has no
            file of its own gets the national parameters alone.
        overlays: Folders of the office, later ones over earlier ones. Of each are used, if
            there: `cn.toml`, `<code>.toml` (TOML as ours) and `words.csv` (the columns of
            ours; a row of weight `none` takes a word away). The version that a report
            quotes names every file used. Files are read once in a run.

    Raises:
        ParameterError: if a TOML file is broken.
        TableError: if a word list is broken.
    """
    return _laid(province_code(jurisdiction) or jurisdiction, tuple(overlays))


@cache
def _laid(code: str, overlays: tuple[Path, ...]) -> Parameters:
    names = ("cn.toml", f"{code}.toml") if code.isdigit() else ("cn.toml",)
    files = [folder / name for folder in (FOLDER, *overlays) for name in names]
    found = load([path for path in files if path.is_file()])
    words = [folder / WORDS_FILE for folder in overlays if (folder / WORDS_FILE).is_file()]
    return _with_words(found, words) if words else found


def _with_words(found: Parameters, paths: list[Path]) -> Parameters:
    key = lay_words(paths)
    laid = Parameter(key, "、".join(path.parent.name for path in paths), Standing.ASSUMED)
    items = MappingProxyType({**found.items, WORD_OVERLAY: laid})
    return replace(found, version=f"{found.version}+words-{key}", items=items)


def word_overlay(parameters: Parameters) -> str:
    """Return the key of the word list that lies over ours, empty if none does."""
    return parameters.text(WORD_OVERLAY) if WORD_OVERLAY in parameters.items else ""
