"""A gazetteer as PDF: 16开, running heads, contents and index with page numbers.

Each section is set by itself, so that the work can be followed and pages are known when the
contents and the index are set at the end, in one pass.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

from api.services.printing.book_words import LIST_HEADER, cells_of, guide_of, indexes_of, prose_of
from api.services.printing.pdf import weasyprint
from naming.gazetteer import Book, BookKind, Section

SERIF = '"Noto Serif CJK SC", "FangSong", "Noto Sans CJK SC", serif'
SANS = '"Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif'
STYLE = f"""
@page {{ size: 185mm 260mm; margin: 22mm 18mm 20mm 22mm;
  @top-left {{ content: string(head); font: 9pt {SANS}; }}
  @top-right {{ content: string(entry, first-except) ; font: 9pt {SANS}; }}
  @bottom-center {{ content: counter(page); font: 9pt {SERIF}; }} }}
@page front {{ @bottom-center {{ content: counter(page, lower-roman); font: 9pt {SERIF}; }} }}
@page cover {{ @bottom-center {{ content: none; }} @top-left {{ content: none; }} }}
body {{ font: 10.5pt/1.6 {SERIF}; margin: 0; }}
h1 {{ font: bold 18pt/1.5 {SANS}; text-align: center; margin: 0 0 8mm; }}
h2 {{ font: bold 14pt/1.5 {SANS}; string-set: head content(); margin: 0 0 4mm;
  border-bottom: .6pt solid #000; break-after: avoid; }}
.front {{ page: front; }}
.cover {{ page: cover; text-align: center; padding-top: 60mm; break-after: page; }}
.cover b {{ display: block; font: bold 30pt/1.4 {SANS}; letter-spacing: .1em; }}
.two {{ columns: 2; column-fill: auto; column-gap: 8mm; column-rule: .4pt solid #666; }}
p {{ margin: 0 0 1.6mm; text-indent: 0; orphans: 2; widows: 2; }}
p b {{ font-family: {SANS}; string-set: entry content(); }}
p.in {{ text-indent: 2em; }} i {{ font-style: normal; color: #333; }}
table {{ width: 100%; border-collapse: collapse; font-size: 8.5pt; line-height: 1.35; }}
th, td {{ border: .4pt solid #444; padding: 1mm; text-align: left; }}
thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
.toc p {{ display: flex; justify-content: space-between; }}
.index {{ columns: 3; column-fill: auto; column-gap: 6mm; font-size: 8.5pt; line-height: 1.45; }}
.index h3 {{ font: bold 10pt/1.4 {SANS}; margin: 2mm 0 .5mm; break-after: avoid; }}
.index p {{ margin: 0; display: flex; justify-content: space-between; }}
img {{ max-width: 100%; max-height: 200mm; display: block; margin: 0 auto; }}
"""

Progress = Callable[[int, int], None]
"""Told how many sections are set, and how many there are."""


def book_pdf(book: Book, pictures: Sequence[tuple[str, bytes]], progress: Progress) -> bytes:
    """Return the bytes of the PDF.

    Args:
        book: The book.
        pictures: Maps to print before the text: caption and PNG.
        progress: Told after every section.

    Raises:
        CannotPrint: The machine lacks the libraries that set the text.
    """
    setter = Setter()
    body: list[Any] = []
    starts: list[tuple[str, int]] = []
    pages: dict[int, int] = {}
    for done, section in enumerate(book.sections, 1):
        made_up = setter.set_out(section_html(section, book.kind), first=len(body) + 1)
        starts.append((section.heading, len(body) + 1))
        for number, page in enumerate(made_up.pages, len(body) + 1):
            pages |= {int(a[1:]): number for a in page.anchors if a.startswith("e")}
        body += made_up.pages
        progress(done, len(book.sections) + 1)
    indexes: list[Any] = []
    for heading, groups in indexes_of(book):
        first = len(body) + len(indexes) + 1
        indexes += setter.set_out(_index(heading, groups, pages), first=first).pages
        starts.append((heading, first))
    front = setter.set_out(_front(book, pictures, starts), first=1)
    progress(len(book.sections) + 1, len(book.sections) + 1)
    whole = front.copy([*front.pages, *body, *indexes])
    made: bytes = whole.write_pdf()
    return made


class Setter:
    """Sets HTML on pages; all of it with the same fonts, which are dear to look up."""

    def __init__(self, more: str = "") -> None:
        self._html, self._style = weasyprint(), STYLE + more
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()

    def set_out(self, body: str, *, first: int) -> Any:
        """Return the set document, its pages numbered from `first`."""
        style = f"{self._style} @page:first {{ counter-reset: page {first}; }}"
        return self._html(
            string=f'<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
            f"<style>{style}</style><body>{body}</body></html>"
        ).render(font_config=self._fonts)


def section_html(section: Section, kind: BookKind, *, head_in_column: bool = False) -> str:
    """Return a section as it is set on pages, its heading above the columns or in the first."""
    head = f"<h2>{escape(section.heading)}</h2>"
    if kind is BookKind.LIST:
        header = "".join(f"<th>{word}</th>" for word in LIST_HEADER)
        rows = "".join(
            f'<tr id="e{one.number}">{"".join(f"<td>{escape(c)}</td>" for c in cells_of(one))}</tr>'
            for one in section.entries
        )
        return f"{head}<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
    entries = "".join(
        f'<p id="e{one.number}"><b>{escape(one.name)}</b> <i>{escape(one.romanization)}</i> '
        f"{escape(prose_of(one, kind))}</p>"
        for one in section.entries
    )
    if head_in_column:
        return f'<div class="two">{head}{entries}</div>'
    return f'{head}<div class="two">{entries}</div>'


def _index(
    heading: str,
    groups: Sequence[tuple[str, tuple[tuple[str, int], ...]]],
    pages: dict[int, int],
) -> str:
    listed = "".join(
        f"<h3>{escape(head)}</h3>"
        + "".join(
            f"<p><span>{escape(name)}</span><span>{pages.get(number, '')}</span></p>"
            for name, number in pairs
        )
        for head, pairs in groups
    )
    return f'<h2>{heading}</h2><div class="index">{listed}</div>'


def _front(
    book: Book, pictures: Sequence[tuple[str, bytes]], starts: Sequence[tuple[str, int]]
) -> str:
    contents = "".join(
        f"<p><span>{escape(words)}</span><span>{page}</span></p>" for words, page in starts
    )
    guide = "".join(f"<p class=in>{escape(text)}</p>" for text in guide_of(book))
    return (
        f'<div class="cover"><b>{escape(book.title)}</b><p>{book.year}年</p>'
        f"<p>{escape(book.publisher)}</p></div>"
        f'<div class="front"><h1>凡　例</h1>{guide}</div>'
        f'<div class="front" style="break-before:page"><h1>目　录</h1>'
        f'<div class="toc">{contents}</div></div>{"".join(_maps(pictures))}'
    )


def _maps(pictures: Sequence[tuple[str, bytes]]) -> Iterator[str]:
    for caption, content in pictures:
        data = base64.b64encode(content).decode()
        yield (
            f'<div class="front" style="break-before:page"><h1>{escape(caption)}</h1>'
            f'<img src="data:image/png;base64,{data}"></div>'
        )
