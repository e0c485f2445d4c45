"""A gazetteer as DOCX: 16开, two columns, contents that the word processor fills in."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from api.services.printing.book_words import (
    LIST_HEADER,
    cells_of,
    guide_of,
    indexes_of,
    prose_of,
    runs_of,
)
from api.services.printing.docx import styled
from naming.gazetteer import Book, BookKind, Section

BODY, HEAD = "宋体", "黑体"
BODY_PT, SMALL_PT = 10.5, 9


def book_docx(
    book: Book, pictures: Sequence[tuple[str, bytes]], progress: Callable[[int, int], None]
) -> bytes:
    """Return the bytes of the DOCX; the index names entries by their number.

    Args:
        book: The book.
        pictures: Maps to print before the text: caption and PNG.
        progress: Told after every section: how many are set, and how many there are.
    """
    import docx
    from docx.enum.section import WD_SECTION
    from docx.shared import Cm, Mm

    file = docx.Document()
    first = file.sections[0]
    first.page_width, first.page_height = Mm(185), Mm(260)
    first.left_margin, first.right_margin = Mm(22), Mm(18)
    first.top_margin, first.bottom_margin = Mm(22), Mm(20)
    _framed(file, book)
    _cover(file, book)
    for caption, content in pictures:
        file.add_heading(caption, 1)
        file.add_picture(io.BytesIO(content), width=Cm(14))
    for done, section in enumerate(book.sections, 1):
        columns = 1 if book.kind is BookKind.LIST else 2
        _columns(file.add_section(WD_SECTION.NEW_PAGE), columns)
        _section(file, section, book.kind)
        progress(done, len(book.sections) + 1)
    _columns(file.add_section(WD_SECTION.NEW_PAGE), 3)
    for heading, groups in indexes_of(book):
        file.add_heading(f"{heading}（所列为条目序号）", 1)
        for head, pairs in groups:
            styled(file.add_paragraph().add_run(head), HEAD, SMALL_PT)
            styled(file.add_paragraph().add_run("　".join(runs_of(pairs))), BODY, SMALL_PT)
    progress(len(book.sections) + 1, len(book.sections) + 1)
    file.core_properties.title = book.title
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def _framed(file: Any, book: Book) -> None:
    """Put the title at the head and the number at the foot of every page but the cover."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    section, centre = file.sections[0], WD_ALIGN_PARAGRAPH.CENTER
    section.different_first_page_header_footer = True
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.alignment = foot.alignment = centre
    styled(head.add_run(book.title), HEAD, SMALL_PT)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)
    style = file.styles["Heading 1"]
    style.font.size, style.font.color.rgb = Pt(14), RGBColor(0, 0, 0)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD)


def _cover(file: Any, book: Book) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

    for text, size in ((book.title, 30), (f"{book.year}年", 16), (book.publisher, 16)):
        line = file.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        styled(line.add_run(text), HEAD, size)
    line.add_run().add_break(WD_BREAK.PAGE)
    file.add_heading("凡例", 1)
    for text in guide_of(book):
        styled(file.add_paragraph().add_run(text), BODY, BODY_PT)
    file.add_heading("目录", 1)
    _contents(file.add_paragraph())


def _contents(paragraph: Any) -> None:
    """Put in a field that the word processor fills with headings and pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", 'TOC \\o "1-1" \\h \\z'), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                mark.set(qn("w:dirty"), "true")
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _columns(section: Any, count: int) -> None:
    from docx.oxml.ns import qn

    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        from docx.oxml import OxmlElement

        columns = OxmlElement("w:cols")
        section._sectPr.append(columns)
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "454")


def _section(file: Any, section: Section, kind: BookKind) -> None:
    file.add_heading(section.heading, 1)
    if kind is BookKind.LIST:
        _table(file, section)
        return
    for one in section.entries:
        line = file.add_paragraph()
        styled(line.add_run(f"{one.number} {one.name}"), HEAD, BODY_PT)
        styled(line.add_run(f" {one.romanization} {prose_of(one, kind)}"), BODY, BODY_PT)


def _table(file: Any, section: Section) -> None:
    rows = [LIST_HEADER, *(cells_of(one) for one in section.entries)]
    # all rows at once: adding them one by one takes the square of their number
    table = file.add_table(rows=len(rows), cols=len(LIST_HEADER), style="Table Grid")
    cells = table._cells
    width = len(LIST_HEADER)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            run = cells[at * width + column].paragraphs[0].add_run(text)
            styled(run, HEAD if at == 0 else BODY, SMALL_PT)
