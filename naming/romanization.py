"""Romanization (罗马字母拼写) by the rules of 1984 for Chinese place names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from naming.lexicon.tables import table
from naming.pinyin import read
from naming.place_kind import PlaceKind
from naming.romanization_words import Word, words_of
from naming.syllables import capital, joined, plain


@dataclass(frozen=True, slots=True)
class Romanization:
    """The spelling of a name.

    Attributes:
        toned: With tone marks: `Shízhù Tǔjiāzú Zìzhìxiàn`.
        plain: For signs, without tone marks.
        uncertain: (character, possible readings) a person should confirm.
        source: Where the reading is from, see `naming.pinyin.Reading`.
    """

    toned: str
    plain: str
    uncertain: tuple[tuple[str, tuple[str, ...]], ...]
    source: str


@cache
def _stored() -> dict[str, str]:
    """Return spellings that are stored, never generated (minority languages)."""
    return {row["name"]: row["spelling"] for row in table("stored_spellings")}


@lru_cache(maxsize=32768)
def romanize(
    name: str, kind: PlaceKind | None = None, *, umlaut: str = "ü", code: str = ""
) -> Romanization:
    """Return the spelling of `name` as the name of a place of `kind`.

    `umlaut` is written for ü in the plain form; the scheme (汉语拼音方案) keeps ü. `code` is
    the code of the division the place lies in, or its first digits: some characters are
    read by region. A character without reading is kept as it is; digits stay digits.
    """
    reading = read(name, code)
    if name in _stored():
        spelled = [_stored()[name]]
        return Romanization(spelled[0], plain(spelled[0]).replace("ü", umlaut), (), "reviewed")
    spelled = [_spelling(w, name, reading.syllables) for w in words_of(name, kind)]
    toned = " ".join(spelled)
    return Romanization(
        toned=toned,
        plain=" ".join(plain(word) for word in spelled).replace("ü", umlaut),
        uncertain=reading.uncertain,
        source=reading.source,
    )


def _spelling(word: Word, name: str, syllables: tuple[str, ...]) -> str:
    text = name[word.start : word.end]
    if text in _stored():
        return _stored()[text]
    if word.digits:
        return word.digits
    return capital(joined(_with_final_r(text, syllables[word.start : word.end])))


def _with_final_r(text: str, syllables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the syllables with a written 儿 at the end of a word as r (rule no. 12)."""
    if len(text) > 1 and text.endswith("儿") and len(syllables[-2]) > 1:
        return (*syllables[:-2], f"{syllables[-2]}r")
    return syllables
