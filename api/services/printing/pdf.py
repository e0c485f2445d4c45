"""A document as PDF, set as official Chinese documents are, with the fonts of the machine."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from api.services.printing.software import draws_chinese, lacking_packages, remedy
from api.services.refusals import CannotPrint
from boundary_data.document import Block, Document, Heading, Paragraph, Picture, Table

STYLE = """
@page { size: A4; margin: 3.7cm 2.6cm 3.5cm 2.8cm;
        @bottom-left { content: string(foot); font: 9pt "Noto Serif CJK SC", serif; }
        @bottom-right { content: "— " counter(page) " / " counter(pages) " —"; font-size: 10pt; } }
body { font: 14pt/1.75 "FangSong", "仿宋", "Noto Serif CJK SC", "WenQuanYi Micro Hei", serif; }
h1 { font: bold 22pt/1.5 "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 .3em; }
h2 { font: bold 15pt/1.6 "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; margin: 1em 0 .2em;
     break-after: avoid; }
.sub, figcaption, caption { text-align: center; }
p { margin: 0; } p.in { text-indent: 2em; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; line-height: 1.4;
        margin: .4em 0 1em; }
caption { font-size: 11pt; margin-bottom: .2em; }
th, td { border: .5pt solid #333; padding: 2pt 3pt; text-align: center; word-break: keep-all;
         overflow-wrap: break-word; }
thead { display: table-header-group; } tr { break-inside: avoid; }
figure { margin: .6em 0; text-align: center; break-inside: avoid; }
img { max-width: 100%; max-height: 17cm; } .foot { string-set: foot content(); height: 0;
     overflow: hidden; font-size: 1pt; color: transparent; }
"""


def pdf_of(document: Document) -> bytes:
    """Return the bytes of a PDF file.

    Raises:
        CannotPrint: The machine lacks the libraries that set the text.
    """
    made: bytes = weasyprint()(string=html_of(document)).write_pdf()
    return made


def weasyprint() -> Callable[..., Any]:
    """Return what makes a page from HTML (`string=`); it fetches nothing from anywhere.

    Raises:
        CannotPrint: The machine lacks the libraries that set the text.
    """
    try:
        # imported where it is needed: it loads system libraries and takes its time
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise _cannot("本机缺少排版 PDF 所需的软件包") from error
    if not draws_chinese():
        raise _cannot("本机没有中文字体，PDF 中的汉字会成为空框")
    return partial(HTML, url_fetcher=URLFetcher(allowed_protocols=("data",)))


def _cannot(message: str) -> CannotPrint:
    return CannotPrint(message, f"{remedy(lacking_packages())}；或改取 DOCX")


def html_of(document: Document) -> str:
    """Return the document as one page of HTML with everything in it."""
    body = "".join(_block(block) for block in document.blocks)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(document.title)}'
        f"</title><style>{STYLE}</style><body><div class=foot>{escape(document.foot)}</div>"
        f"<h1>{escape(document.title)}</h1><p class=sub>{escape(document.subtitle)}</p>{body}"
        "</body>"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(text, indented):
            return f"<p{' class=in' if indented else ''}>{escape(text)}</p>"
        case Table(caption, header, rows):
            return (
                f"<table><caption>{escape(caption)}</caption><thead>{_row(header, 'th')}</thead>"
                f"<tbody>{''.join(_row(row, 'td') for row in rows)}</tbody></table>"
            )
        case Picture(caption, content):
            kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
            data = base64.b64encode(content).decode()
            return (
                f'<figure><img src="data:image/{kind};base64,{data}">'
                f"<figcaption>{escape(caption)}</figcaption></figure>"
            )


def _row(cells: tuple[str, ...], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
