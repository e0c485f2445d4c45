"""Gazetteers compiled from the register with all samples."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest

from api.services.compiling_gazetteers import compile_book, print_book
from api.services.printing.book_words import position_of, prose_of
from api.services.refusals import NothingThatDay, UnknownDivision
from api.store.session import Session
from naming.gazetteer import Book, BookKind, Entry, bound

ON = date(2026, 11, 22)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHENGKOU = "500229"


def silent(_done: int, _whole: int) -> None:
    pass


@pytest.fixture(scope="module")
def small() -> Book:
    entries = [
        Entry(0, "白沙镇", "Báishā Zhèn", "乡镇、街道", "镇", "江津区", origin="因沙洲白得名"),
        Entry(0, "张家坝", "Zhāngjiābà", "自然村、集镇", county="江津区", lon=106.1, lat=29.055),
    ]
    return bound(BookKind.DICTIONARY, "江津区", entries, year=2026, publisher="江津区民政局")


def test_a_county_book_has_every_name_of_the_county(register: Session) -> None:
    book = compile_book(register, BookKind.DICTIONARY, CHENGKOU, ON)
    names = {one.name for section in book.sections for one in section.entries}
    assert book.title == "城口县标准地名词典"
    assert {"城口县", "葛城街道"} <= names


def test_an_unknown_code_is_told(register: Session) -> None:
    with pytest.raises(UnknownDivision):
        compile_book(register, BookKind.LIST, "999999", ON)


def test_too_many_for_the_web_are_told_how_else(register: Session) -> None:
    with pytest.raises(NothingThatDay) as refused:
        compile_book(register, BookKind.LIST, CHENGKOU, ON, most=3)
    assert "./diming book" in refused.value.remedy


def test_an_entry_says_kind_place_position_and_origin(small: Book) -> None:
    (first,), (second,) = (section.entries for section in small.sections)
    assert prose_of(first, BookKind.DICTIONARY) == "镇。在江津区。因沙洲白得名。"
    assert position_of(second) == "东经106°06′，北纬29°03′"


def test_a_docx_has_cover_guide_entries_and_index(register: Session, small: Book) -> None:
    content = print_book(register, small, "500116", "docx", ON, silent)
    said = "\n".join(line.text for line in docx.Document(io.BytesIO(content)).paragraphs)
    for words in (
        "江津区标准地名词典",
        "凡例",
        "1 白沙镇 Báishā Zhèn",
        "笔画索引",
        "五画",
        "白沙镇 1",
    ):
        assert words in said


def test_the_contents_of_a_docx_name_the_pages_of_its_parts_and_lead_to_them(
    register: Session,
) -> None:
    """Two letters of 90 and 3 entries, then the index: the first fills more than one page."""
    entries = [
        Entry(0, f"坝{n}村", f"Bà{n}cūn", "自然村、集镇", county="江津区", origin="因坝得名" * 9)
        for n in range(90)
    ] + [Entry(0, f"张{n}村", f"Zhāng{n}cūn", "自然村、集镇") for n in range(3)]
    book = bound(BookKind.DICTIONARY, "江津区", entries, year=2026, publisher="江津区民政局")
    told: list[tuple[int, int]] = []
    content = print_book(register, book, "500116", "docx", ON, lambda *one: told.append(one))
    body = docx.Document(io.BytesIO(content)).element.body
    lines = [
        ["".join(text.text for text in run.iter(f"{W}t")) for run in link.iter(f"{W}r")]
        for link in body.iter(f"{W}hyperlink")
    ]
    contents = {line[0]: int("".join(line[1:])) for line in lines}
    assert list(contents) == ["B", "Z", "笔画索引（所列为条目序号）"]
    assert contents["B"] == 1
    assert 2 < contents["Z"] == contents["笔画索引（所列为条目序号）"] - 1
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert [link.get(f"{W}anchor") in marks for link in body.iter(f"{W}hyperlink")] == [True] * 3
    fields = [mark.get(f"{W}fldCharType") for mark in body.iter(f"{W}fldChar")]
    assert fields == ["begin", "separate", *["begin", "separate", "end"] * 3, "end"]
    assert told == [(done, 6) for done in (1, 2, 3, 4, 5, 6)]


def test_a_pdf_has_cover_guide_contents_map_text_and_index(register: Session, small: Book) -> None:
    content = print_book(register, small, "500116", "pdf", ON, silent)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", content))
    assert content.startswith(b"%PDF")
    # cover, guide, contents, map, two letters, index; the objects may be packed in streams
    assert pages in (0, 7)
