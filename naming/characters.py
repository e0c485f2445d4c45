"""Characters: which may stand in a name, at which level, with which readings."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from unicodedata import category, normalize

from naming.lexicon.tables import character_rows, table

TABLE_LAST = 0x323AF


class Fault(StrEnum):
    """What is wrong with a character (or a pair of them) in a standard name."""

    CONTROL = "控制字符"
    SURROGATE = "残缺的编码"
    PRIVATE = "自造字（专用区编码）"
    VARIANT_MARK = "异体选择符"
    COMPATIBILITY = "兼容汉字或部首编码"
    SPACE = "空格"
    LETTER = "外文字母"
    DIGIT = "阿拉伯数字"
    PUNCTUATION = "标点"
    SYMBOL = "符号或表情"
    TRADITIONAL = "繁体字或异体字"
    OUTSIDE = "《通用规范汉字表》以外的字"


@cache
def levels() -> dict[str, int]:
    """Return the level (1, 2, 3) of every regulated character."""
    return {character: level for character, level, _ in character_rows()}


@cache
def table_readings() -> dict[str, tuple[str, ...]]:
    """Return the readings with tone marks of every regulated character."""
    return {character: readings for character, _, readings in character_rows()}


@cache
def simplified() -> dict[str, str]:
    """Return the regulated form of common traditional and variant characters."""
    return {row["variant"]: row["regulated"] for row in table("variants")}


@cache
def _uses() -> dict[str, int]:
    return {row["variant"]: int(row["chinese_uses"]) for row in table("variants")}


def current_uses(variant: str) -> int:
    """Return in how many places of today's village and town names `variant` stands."""
    return _uses().get(variant, 0)


@lru_cache(maxsize=32768)
def fault_of(character: str) -> Fault | None:
    """Return what keeps `character` out of a standard name, or None.

    Level 3 is not a fault here: that is a matter of the rules.
    """
    if character in levels():
        return None
    kind = category(character)
    if kind in ("Cc", "Cf") or character == "\N{REPLACEMENT CHARACTER}":
        return Fault.CONTROL
    if kind in ("Cs", "Co"):
        return Fault.SURROGATE if kind == "Cs" else Fault.PRIVATE
    if 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF:
        return Fault.VARIANT_MARK
    return _visible_fault(character, kind)


@lru_cache(maxsize=8192)
def faults_in(text: str) -> Mapping[Fault, tuple[str, ...]]:
    """Return the faulty characters of `text` by what is wrong with them, in order, each once."""
    found: dict[Fault, tuple[str, ...]] = {}
    for character in dict.fromkeys(text):
        fault = fault_of(character)
        if fault is not None:
            found[fault] = (*found.get(fault, ()), character)
    return MappingProxyType(found)


def _visible_fault(character: str, kind: str) -> Fault:
    by_kind = {"L": Fault.LETTER, "N": Fault.DIGIT, "P": Fault.PUNCTUATION, "Z": Fault.SPACE}
    if _folded(character) in levels():
        return Fault.COMPATIBILITY
    if character in simplified():
        return Fault.TRADITIONAL
    if kind in ("Lo", "Cn") and is_ideograph(character):
        return Fault.OUTSIDE
    return by_kind.get(kind[0], Fault.SYMBOL)


def _folded(character: str) -> str:
    """Return the compatibility-normalised form: ⼭ gives 山."""
    return normalize("NFKC", character)


def is_ideograph(character: str) -> bool:
    """Tell whether `character` is a CJK unified or compatibility ideograph."""
    point = ord(character)
    return (
        0x3400 <= point <= 0x4DBF
        or 0x4E00 <= point <= 0x9FFF
        or 0xF900 <= point <= 0xFAFF
        or 0x20000 <= point <= TABLE_LAST
    )
