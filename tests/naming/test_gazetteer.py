"""The two orders of a Chinese book, and how entries are bound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.gazetteer import (
    BookKind,
    Entry,
    bound,
    pinyin_order,
    stroke_order,
    strokes_in_words,
)

CHARACTERS = st.sampled_from("一二三人大小山水木火土石龙潭重庆桥镇乡村白黄青赤")
NAMES = st.text(CHARACTERS, min_size=1, max_size=5)


def entry(name: str, romanization: str, county: str = "", township: str = "") -> Entry:
    return Entry(0, name, romanization, "自然村、集镇", county=county, township=township)


def test_strokes_come_by_number_then_by_kind() -> None:
    ordered = sorted("龙十人二一七", key=stroke_order)
    # one stroke; two: 横横, 横竖, 横折, 撇点; five
    assert ordered == ["一", "二", "十", "七", "人", "龙"]


def test_a_character_nobody_knows_comes_last() -> None:
    assert sorted("\ue000一", key=stroke_order) == ["一", "\ue000"]


def test_letters_come_before_tones_and_tones_before_strokes() -> None:
    pairs = [("马坝", "Mǎbà"), ("麻坝", "Mábà"), ("骂坝", "Màbà"), ("马安", "Mǎ’ān")]
    ordered = sorted(pairs, key=lambda pair: pinyin_order(*pair))
    assert [name for name, _ in ordered] == ["马安", "麻坝", "马坝", "骂坝"]


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "一画"), (10, "十画"), (12, "十二画"), (20, "二十画"), (23, "二十三画")],
)
def test_numbers_of_strokes_are_written_as_an_index_heads_them(count: int, words: str) -> None:
    assert strokes_in_words(count) == words


def test_a_dictionary_is_parted_by_letters_and_numbered_through() -> None:
    entries = [entry("张家坝", "Zhāngjiābà"), entry("白沙", "Báishā"), entry("北碚", "Běibèi")]
    book = bound(BookKind.DICTIONARY, "某区", entries, year=2026, publisher="某区民政局")
    assert [section.heading for section in book.sections] == ["B", "Z"]
    assert [one.number for section in book.sections for one in section.entries] == [1, 2, 3]


def test_a_list_is_parted_by_divisions_the_county_itself_first() -> None:
    entries = [
        entry("大坝", "Dàbà", "万州区", "龙驹镇"),
        entry("长江", "Cháng Jiāng", "万州区"),
        entry("小坝", "Xiǎobà", "万州区", "白土镇"),
    ]
    book = bound(BookKind.LIST, "万州区", entries, year=2026, publisher="")
    assert [section.heading for section in book.sections] == [
        "万州区",
        "万州区 龙驹镇",
        "万州区 白土镇",
    ]


@given(st.lists(NAMES, min_size=1, max_size=30))
def test_every_entry_is_in_the_book_once_and_in_the_index_once(names: list[str]) -> None:
    book = bound(
        BookKind.DICTIONARY,
        "某区",
        [entry(name, "Mǒu") for name in names],
        year=2026,
        publisher="",
    )
    numbered = {one.number: one.name for s in book.sections for one in s.entries}
    indexed = [pair for _, pairs in book.index for pair in pairs]
    assert sorted(numbered.values()) == sorted(names)
    assert sorted(indexed) == sorted((name, number) for number, name in numbered.items())


@given(st.lists(NAMES, min_size=1, max_size=30))
def test_the_index_is_in_the_order_of_strokes(names: list[str]) -> None:
    book = bound(
        BookKind.CHRONICLE, "某区", [entry(n, "Mǒu") for n in names], year=2026, publisher=""
    )
    indexed = [name for _, pairs in book.index for name, _ in pairs]
    assert indexed == sorted(indexed, key=stroke_order)


def test_a_list_by_divisions_has_an_index_by_sound_with_the_stored_readings() -> None:
    """垭 is read yā here, 重 chóng: the stored spelling wins over what a dictionary says."""
    entries = [
        entry("重庆村", "Chóngqìng Cūn", "万州区", "白土镇"),
        entry("垭口", "Yākǒu", "万州区", "龙驹镇"),
        entry("石坡", "Shípō", "万州区", "白土镇"),
        entry("石坝", "Shíbà", "万州区", "龙驹镇"),
    ]
    book = bound(BookKind.LIST, "万州区", entries, year=2026, publisher="")
    listed = [(letter, [name for name, _ in pairs]) for letter, pairs in book.sounds]
    assert listed == [("C", ["重庆村"]), ("S", ["石坝", "石坡"]), ("Y", ["垭口"])]
    by_letters = bound(BookKind.DICTIONARY, "万州区", entries, year=2026, publisher="")
    assert by_letters.sounds == ()
