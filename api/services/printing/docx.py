"""A document as DOCX, set as official Chinese documents are: A4, body in 仿宋 of 三号."""

from __future__ import annotations

import io
from typing import Any

from boundary_data.document import Block, Document, Heading, Paragraph, Picture, Table

BODY, HEAD, TITLE = "仿宋", "黑体", "方正小标宋简体"
PAGE_CM, WIDEST, PAGE_LETTERS, SMALL_PT = 15.6, 18, 84, 9
"""Room between the margins, the most letters that a column is widened for, how many letters of a
table go beside each other, and the size of one with more."""
BODY_PT, TITLE_PT, TABLE_PT, LEADING_PT = 16, 22, 10.5, 28


def docx_of(document: Document) -> bytes:
    """Return the bytes of a DOCX file."""
    # imported where it is needed: loading it would slow every start
    import docx
    from docx.shared import Cm

    file = docx.Document()
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.top_margin, page.bottom_margin = Cm(3.7), Cm(3.5)
    page.left_margin, page.right_margin = Cm(2.8), Cm(2.6)
    _line(file, document.title, TITLE, TITLE_PT, centred=True)
    if document.subtitle:
        _line(file, document.subtitle, BODY, BODY_PT, centred=True)
    for block in document.blocks:
        _block(file, block)
    if document.foot:
        foot = page.footer.paragraphs[0]
        styled(foot.add_run(document.foot), BODY, 9)
    file.core_properties.title = document.title
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def _block(file: Any, block: Block) -> None:
    from docx.shared import Cm, Pt

    match block:
        case Heading(text, level):
            made = _line(file, text, HEAD if level == 1 else BODY, BODY_PT)
            made.paragraph_format.keep_with_next = True
        case Paragraph(text, indented):
            made = _line(file, text, BODY, BODY_PT)
            if indented:
                made.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
        case Table():
            _table(file, block)
        case Picture(caption, content):
            file.add_picture(io.BytesIO(content), width=Cm(15.0))
            _line(file, caption, BODY, 12, centred=True)


def _table(file: Any, block: Table) -> None:
    if block.caption:
        _line(file, block.caption, HEAD, 12, centred=True)
    longest = _longest(block)
    size = TABLE_PT if sum(longest) <= PAGE_LETTERS else SMALL_PT
    table = file.add_table(rows=1, cols=len(block.header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        styled(cell.paragraphs[0].add_run(text), HEAD, size)
    _repeated(table.rows[0])
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            styled(cell.paragraphs[0].add_run(text), BODY, size)
    _as_wide_as_their_words(table, longest)


def _longest(block: Table) -> list[int]:
    """Return the room that each column wants, in Latin letters."""
    columns = zip(block.header, *block.rows, strict=True)
    return [min(max(_room(text) for text in one), WIDEST) for one in columns]


def _as_wide_as_their_words(table: Any, longest: list[int]) -> None:
    """Share the width of the page between the columns by their longest texts."""
    from docx.shared import Cm

    table.autofit = False
    widths = [Cm(PAGE_CM * room / sum(longest)) for room in longest]
    # some programs read the widths of the grid, some those of the cells
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _room(text: str) -> int:
    """Return how many Latin letters wide a text is, with the margins of its cell."""
    return sum(1 if char.isascii() else 2 for char in text) + 4


def _repeated(row: Any) -> None:
    """Repeat a row at the head of every page."""
    from docx.oxml import OxmlElement

    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _line(file: Any, text: str, font: str, size: float, *, centred: bool = False) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    made = file.add_paragraph()
    made.paragraph_format.line_spacing = Pt(max(LEADING_PT, size * 1.5))
    made.paragraph_format.space_after = Pt(0)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styled(made.add_run(text), font, size)
    return made


def styled(run: Any, font: str, size: float) -> None:
    """Give a run its Chinese font (Latin letters in Times New Roman) and its size in points."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.name = "Times New Roman"
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
