"""An official document (公文) as DOCX, laid out by GB/T 9704, with the faces that offices have."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from api.services.printing.docx import BODY, BODY_PT, HEAD, TITLE, TITLE_PT, styled
from api.services.printing.official import (
    Annex,
    OfficialPaper,
    column_shares,
    signature_indents_em,
    title_lines,
)
from api.services.printing.official_pdf import DOT, mark_pt

SONG = "宋体"
LEADING_PT = 28.0
PAGE_NUMBER_PT, IMPRINT_PT, FORM_PT, ANNEX_PT = 14, 14, 14, 10.5
RED = "D00000"
TWIPS = 20
CLOSER = "-4"
"""How much closer characters stand so that 28 fill a line: in twentieths of a point."""
WIDE_CM = 15.6
FRAME = {
    "w": str(int(WIDE_CM / 2.54 * 72 * TWIPS)),
    "hRule": "exact",
    "wrap": "around",
    "vAnchor": "page",
    "hAnchor": "margin",
    "xAlign": "center",
}
"""A frame as wide as the text; how far down it stands is counted for each line of an imprint."""
TEXT_ENDS_CM = 29.7 - 3.5
IMPRINT_LINE_PT = 24
THICK, THIN = 8, 6
"""Lines of an imprint in eighths of a point: 0.35 and 0.25 mm."""
CELL_AIR_TWIPS = "80"
SPACES = ("w:autoSpaceDE", "w:autoSpaceDN")
BEHIND_SPACES = ("w:bidi", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
BEHIND_BORDERS = ("w:shd", "w:tabs", *SPACES, *BEHIND_SPACES)
BEHIND_FRAME = ("w:widowControl", "w:pBdr", *BEHIND_BORDERS)
"""What the schema wants behind spaces, borders and frames of a paragraph."""


def official_docx(paper: OfficialPaper) -> bytes:
    """Return the bytes of the DOCX."""
    # imported where it is needed: loading it would slow every start
    import docx

    file = docx.Document()
    _page(file)
    _head(file, paper)
    _body(file, paper)
    _foot(file, paper)
    for number, annex in enumerate(paper.annexes, 1):
        _annex(file, annex, f"附件{number}" if len(paper.attachments) > 1 else "附件")
    if paper.imprinted:
        _imprint(file, paper)
    file.core_properties.title = paper.title
    file.core_properties.author = paper.signer
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def _page(file: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    page = file.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.top_margin, page.bottom_margin = Cm(3.7), Cm(3.5)
    page.left_margin, page.right_margin = Cm(2.8), Cm(2.6)
    page.footer_distance = Cm(2.2)
    file.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (page.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(PAGE_NUMBER_PT)
        styled(line.add_run("— "), SONG, PAGE_NUMBER_PT)
        _field(line, "PAGE")
        styled(line.add_run(" —"), SONG, PAGE_NUMBER_PT)


def _head(file: Any, paper: OfficialPaper) -> None:
    if paper.letterhead:
        mark = _line(file, paper.letterhead, TITLE, mark_pt(paper.letterhead), side="CENTER")
        mark.runs[0].font.color.rgb = _red()
        mark.paragraph_format.space_before = _points(56)
        number = _line(file, paper.number, BODY, BODY_PT, side="CENTER", before=2 * LEADING_PT)
        _bordered(number, {"bottom": 12}, RED, space=10)
        number.paragraph_format.space_after = _points(LEADING_PT)
    elif paper.number:
        _line(file, paper.number, BODY, BODY_PT, side="CENTER")
    lines = title_lines(paper.title)
    for at, text in enumerate(lines):
        title = _line(file, text, TITLE, TITLE_PT, side="CENTER")
        title.paragraph_format.line_spacing = _points(34)
        if at == len(lines) - 1:
            title.paragraph_format.space_after = _points(LEADING_PT)


def _body(file: Any, paper: OfficialPaper) -> None:
    if paper.recipient:
        _line(file, f"{paper.recipient}：", BODY, BODY_PT)
    for text in paper.body:
        _line(file, text, BODY, BODY_PT, side="JUSTIFY", first_em=2)
    if paper.form:
        _form(file, paper.form)
    several = len(paper.attachments) > 1
    for number, text in enumerate(paper.attachments, 1):
        start = "附件：" if number == 1 else "　　　"
        said = f"{start}{f'{number}{DOT}' if several else ''}{text}"
        _line(file, said, BODY, BODY_PT, left_em=2, before=LEADING_PT if number == 1 else 0)


def _foot(file: Any, paper: OfficialPaper) -> None:
    if paper.signer or paper.day:
        # a page with nothing but a signature is no page of a document
        for last in file.paragraphs[-1 - len(paper.attachments) :]:
            last.paragraph_format.keep_with_next = True
        organ, day = signature_indents_em(paper.signer, paper.day)
        signed = _line(
            file, paper.signer, BODY, BODY_PT, side="RIGHT", right_em=organ, before=2 * LEADING_PT
        )
        signed.paragraph_format.keep_with_next = True
        _line(file, paper.day, BODY, BODY_PT, side="RIGHT", right_em=day)
    if paper.note:
        _line(file, paper.note, BODY, BODY_PT, first_em=2, before=12)


def _form(file: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    from docx.shared import Cm

    table = file.add_table(rows=len(rows), cols=4, style="Table Grid")
    table.autofit = False
    widths = (2.9, 4.9, 2.9, 4.9)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for at, row in enumerate(rows):
        cells = table.rows[at].cells
        if len(row) == 2:
            cells[1].merge(cells[3])
        for place, text in enumerate(row):
            _cell(cells[place], text, HEAD if place % 2 == 0 else BODY, FORM_PT, 6)


def _annex(file: Any, annex: Annex, tag: str) -> None:
    from docx.enum.text import WD_BREAK
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(file, tag, HEAD, BODY_PT)
    title = _line(file, annex.title, TITLE, TITLE_PT, side="CENTER", before=14)
    title.paragraph_format.line_spacing = _points(34)
    title.paragraph_format.space_after = _points(16)
    # all rows at once: adding them one by one takes the square of their number
    rows = (annex.header, *annex.rows)
    table = file.add_table(rows=len(rows), cols=len(annex.header), style="Table Grid")
    table.autofit = False
    _aired(table)
    cells, wide, lines = table._cells, len(annex.header), table._tbl.tr_lst
    shares = [Cm(WIDE_CM * share) for share in column_shares(annex)]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    for at, row in enumerate(rows):
        _attributed(lines[at].get_or_add_trPr(), "w:cantSplit")
        for column, text in enumerate(row):
            cells[at * wide + column].width = shares[column]
            _cell(cells[at * wide + column], text, HEAD if at == 0 else BODY, ANNEX_PT, 2)
    lines[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _imprint(file: Any, paper: OfficialPaper) -> None:
    """Put the imprint at the foot of the last page: lines thick, thin, thick (版记).

    Every line of it has a frame of its own: of two in one, some word processors hang neither.
    """
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    told = [f"抄送：{paper.copies_to}。"] if paper.copies_to else []
    told.append(f"{paper.printed_by}\t{paper.printed_on}印发")
    for at, text in enumerate(told):
        line = _line(file, text, BODY, IMPRINT_PT, left_em=1, right_em=1)
        line.paragraph_format.line_spacing = _points(IMPRINT_LINE_PT)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDE_CM - 0.5), WD_TAB_ALIGNMENT.RIGHT)
        last = at == len(told) - 1
        above, below = {} if at else {"top": THICK}, {"bottom": THICK if last else THIN}
        down_pt = TEXT_ENDS_CM / 2.54 * 72 - (len(told) - at) * IMPRINT_LINE_PT
        _framed(line, {**above, **below}, down_pt)
    # a frame is anchored to the paragraph behind it
    anchor = _line(file, "", BODY, 1)
    anchor.paragraph_format.line_spacing = _points(1)


def _framed(paragraph: Any, edges: Mapping[str, int], down_pt: float) -> None:
    """Put a paragraph so far down on its page, with lines (in eighths of a point) around it."""
    from docx.oxml import OxmlElement

    frame = OxmlElement("w:framePr")
    paragraph._p.get_or_add_pPr().insert_element_before(frame, *BEHIND_FRAME)
    told = {"y": str(round(down_pt * TWIPS)), "h": str(IMPRINT_LINE_PT * TWIPS)}
    for name, value in {**FRAME, **told}.items():
        frame.set(_name(name), value)
    _bordered(paragraph, edges, "000000", space=0)


def _aired(table: Any) -> None:
    """Give the cells of a table the air at their sides that columns are counted with."""
    from docx.oxml import OxmlElement

    air = OxmlElement("w:tblCellMar")
    table._tbl.tblPr.insert_element_before(air, "w:tblLook")
    for side in ("left", "right"):
        _attributed(air, f"w:{side}", w=CELL_AIR_TWIPS, type="dxa")


def _line(
    file: Any,
    text: str,
    font: str,
    size: float,
    *,
    side: str = "LEFT",
    first_em: float = 0,
    left_em: float = 0,
    right_em: float = 0,
    before: float = 0,
) -> Any:
    """Return a new paragraph; indents in characters of `size` points, `before` in points."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made = file.add_paragraph()
    form = made.paragraph_format
    form.line_spacing = _points(max(LEADING_PT, size * 1.2))
    form.space_after = _points(0)
    form.space_before = _points(before)
    form.first_line_indent = _points(first_em * size)
    form.left_indent, form.right_indent = _points(left_em * size), _points(right_em * size)
    sides: Any = WD_ALIGN_PARAGRAPH
    made.alignment = sides[side]
    for tag in SPACES:
        # figures stand as close to characters as characters do: 28 a line
        _spaced(made, tag)
    run = made.add_run(text)
    styled(run, font, size)
    if size == BODY_PT:
        _attributed(run._r.get_or_add_rPr(), "w:spacing", val=CLOSER)
    return made


def _cell(cell: Any, text: str, font: str, size: float, air_pt: float) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = _points(air_pt)
    line.paragraph_format.line_spacing = _points(size * 1.4)
    styled(line.add_run(text), font, size)


def _field(paragraph: Any, instruction: str) -> None:
    """Put in a field that the word processor fills."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        styled(run, SONG, PAGE_NUMBER_PT)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = instruction
        run._r.append(mark)


def _bordered(paragraph: Any, edges: Mapping[str, int], colour: str, space: int = 1) -> None:
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:pBdr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *BEHIND_BORDERS)
    for edge, eighths in edges.items():
        told = {"val": "single", "sz": str(eighths), "space": str(space), "color": colour}
        _attributed(borders, f"w:{edge}", **told)


def _spaced(paragraph: Any, tag: str) -> None:
    from docx.oxml import OxmlElement

    off = OxmlElement(tag)
    off.set(_name("val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(off, *BEHIND_SPACES)


def _attributed(parent: Any, tag: str, **attributes: str) -> None:
    """Give an element a child with attributes of the word processor's namespace, or set them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    child = parent.find(qn(tag))
    if child is None:
        child = OxmlElement(tag)
        parent.append(child)
    for name, value in attributes.items():
        child.set(_name(name), value)


def _name(attribute: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{attribute}"))


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _red() -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(RED)
