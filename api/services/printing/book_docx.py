"""A gazetteer as DOCX: 16开, two columns, contents with pages that the word processor can renew."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from api.services.printing import book_pages as pages
from api.services.printing.book_contents import bookmark, contents, numbered_from_one
from api.services.printing.book_words import (
    LIST_HEADER,
    cells_of,
    guide_of,
    indexes_of,
    prose_of,
    runs_of,
)
from api.services.printing.docx import styled
from api.services.refusals import CannotPrint
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
        progress: Told after every section laid out and again after every section set: how many
            are, and how many there are.
    """
    import docx
    from docx.enum.section import WD_SECTION
    from docx.shared import Cm, Mm

    whole = 2 * (len(book.sections) + 1)
    starts = _starts(book, lambda done, _: progress(done, whole))
    file = docx.Document()
    first = file.sections[0]
    first.page_width, first.page_height = Mm(185), Mm(260)
    first.left_margin, first.right_margin = Mm(22), Mm(18)
    first.top_margin, first.bottom_margin = Mm(22), Mm(20)
    _framed(file, book)
    _cover(file, book, starts)
    for caption, content in pictures:
        file.add_heading(caption, 1).paragraph_format.page_break_before = True
        file.add_picture(io.BytesIO(content), width=Cm(14))
    for number, section in enumerate(book.sections):
        columns = 1 if book.kind is BookKind.LIST else 2
        _columns(made := file.add_section(WD_SECTION.NEW_PAGE), columns)
        numbered_from_one(made, begins=number == 0)
        made.different_first_page_header_footer = False
        _section(file, section, book.kind, number)
        progress(whole // 2 + number + 1, whole)
    for number, (heading, groups) in enumerate(indexes_of(book), len(book.sections)):
        _columns(file.add_section(WD_SECTION.NEW_PAGE), 3)
        _heading(file, pages.index_heading(heading), number)
        for head, pairs in groups:
            _set(file.add_paragraph(), pages.INDEX_LINE_PT, 0, (head, HEAD, SMALL_PT))
            said = "　".join(runs_of(pairs))
            _set(file.add_paragraph(), pages.INDEX_LINE_PT, 0, (said, BODY, SMALL_PT))
    progress(whole, whole)
    file.core_properties.title = book.title
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def _starts(
    book: Book, progress: Callable[[int, int], None]
) -> list[tuple[str, int]] | list[tuple[str, None]]:
    try:
        return pages.docx_starts(book, progress)
    except CannotPrint:
        # contents without pages, which the word processor puts in
        headings = [section.heading for section in book.sections]
        headings += [pages.index_heading(heading) for heading, _ in indexes_of(book)]
        return [(heading, None) for heading in headings]


def _set(paragraph: Any, line_pt: float, after_pt: float, *runs: tuple[str, str, float]) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line_pt)
    form.space_before, form.space_after = Pt(0), Pt(after_pt)
    for text, face, size in runs:
        styled(paragraph.add_run(text), face, size)


def _heading(file: Any, text: str, number: int) -> None:
    made = file.add_heading("", 1)
    _set(made, pages.HEAD_LINE_PT, pages.HEAD_AFTER_PT)
    bookmark(made, number, text)


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


def _cover(file: Any, book: Book, starts: list[tuple[str, int]] | list[tuple[str, None]]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

    for text, size in ((book.title, 30), (f"{book.year}年", 16), (book.publisher, 16)):
        line = file.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        styled(line.add_run(text), HEAD, size)
    line.add_run().add_break(WD_BREAK.PAGE)
    file.add_heading("凡例", 1)
    for text in guide_of(book):
        styled(file.add_paragraph().add_run(text), BODY, BODY_PT)
    file.add_heading("目录", 1).paragraph_format.page_break_before = True
    contents(file, starts, lambda run: styled(run, BODY, BODY_PT))


def _columns(section: Any, count: int) -> None:
    from docx.oxml.ns import qn

    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        from docx.oxml import OxmlElement

        columns = OxmlElement("w:cols")
        section._sectPr.append(columns)
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "454")


def _section(file: Any, section: Section, kind: BookKind, number: int) -> None:
    _heading(file, section.heading, number)
    if kind is BookKind.LIST:
        _table(file, section)
        return
    for one in section.entries:
        _set(
            file.add_paragraph(),
            pages.BODY_LINE_PT,
            pages.BODY_AFTER_PT,
            (f"{one.number} {one.name}", HEAD, BODY_PT),
            (f" {one.romanization} {prose_of(one, kind)}", BODY, BODY_PT),
        )


def _table(file: Any, section: Section) -> None:
    from docx.shared import Mm

    rows = [LIST_HEADER, *(cells_of(one) for one in section.entries)]
    # all rows at once: adding them one by one takes the square of their number
    table = file.add_table(rows=len(rows), cols=len(LIST_HEADER), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, pages.COLUMN_MM, strict=True):
        column.width = Mm(width)
    cells = table._cells
    width = len(LIST_HEADER)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = cells[at * width + column]
            cell.width = Mm(pages.COLUMN_MM[column])
            face = HEAD if at == 0 else BODY
            line = cell.paragraphs[0]
            _set(line, pages.CELL_LINE_PT, 0, (text, face, pages.CELL_PT))
    _dressed(table)


def _dressed(table: Any) -> None:
    """Let the header stand on every page, no row break, and cells have narrow margins."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(pages.CELL_MM).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    for at, row in enumerate(table._tbl.tr_lst):
        form = row.get_or_add_trPr()
        form.append(OxmlElement("w:cantSplit"))
        if at == 0:
            form.append(OxmlElement("w:tblHeader"))
