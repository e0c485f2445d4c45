"""On which pages the parts of a DOCX book begin: laid out once as a word processor lays it out.

The DOCX and this layout have the same paper, margins, columns, sizes, exact line spacing and
widths of table columns, and Chinese letters are as wide as high: so their pages are alike, but
for a line here and there. The contents stay a field that the word processor can bring up to date.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from api.services.printing.book_pdf import Setter, section_html
from api.services.printing.book_words import indexes_of, runs_of
from naming.gazetteer import Book

COLUMN_MM = (12, 27, 34, 20, 26, 26)
"""Widths of the columns of a list, in all 145 mm."""
BODY_LINE_PT, BODY_AFTER_PT = 16.8, 4.5
HEAD_LINE_PT, HEAD_AFTER_PT = 21, 11.3
CELL_PT, CELL_LINE_PT, CELL_MM = 8.5, 11.5, 1
INDEX_PT, INDEX_LINE_PT = 9, 13
STYLE = "".join(
    (
        f"h2 {{ line-height: {HEAD_LINE_PT}pt; margin: 0 0 {HEAD_AFTER_PT}pt; border: 0; }}",
        f"p {{ line-height: {BODY_LINE_PT}pt; margin: 0 0 {BODY_AFTER_PT}pt; }}",
        f"table {{ table-layout: fixed; font-size: {CELL_PT}pt; line-height: {CELL_LINE_PT}pt; }}",
        "td { word-break: break-word; }",
        *(
            f"th:nth-child({at}) {{ width: {width}mm; box-sizing: border-box; }}"
            for at, width in enumerate(COLUMN_MM, 1)
        ),
        f".runs p {{ font-size: {INDEX_PT}pt; line-height: {INDEX_LINE_PT}pt; margin: 0; }}",
        ".runs { columns: 3; column-fill: auto; column-gap: 8mm; }",
    )
)


def docx_starts(book: Book, progress: Callable[[int, int], None]) -> list[tuple[str, int]]:
    """Return the headings of a DOCX book with the pages on which they stand, from 1.

    Args:
        book: The book.
        progress: Told after every section: how many are laid out, and how many there are.

    Raises:
        CannotPrint: The machine lacks the libraries that set the text.
    """
    setter, starts, page = Setter(STYLE), [], 1
    whole = len(book.sections) + 1
    for done, section in enumerate(book.sections, 1):
        starts.append((section.heading, page))
        body = section_html(section, book.kind, head_in_column=True)
        page += len(setter.set_out(body, first=1).pages)
        progress(done, whole)
    for heading, groups in indexes_of(book):
        starts.append((index_heading(heading), page))
        runs = "".join(
            f"<p>{escape(head)}</p><p>{escape('　'.join(runs_of(pairs)))}</p>"
            for head, pairs in groups
        )
        body = f'<div class="runs"><h2>{index_heading(heading)}</h2>{runs}</div>'
        page += len(setter.set_out(body, first=1).pages)
    progress(whole, whole)
    return starts


def index_heading(heading: str) -> str:
    """Return the heading of an index that names entries by their number."""
    return f"{heading}（所列为条目序号）"
