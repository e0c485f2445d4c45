"""An official document (公文) as PDF, laid out by GB/T 9704: A4, 156 by 225 mm of text.

The faces are 仿宋, 黑体 and 小标宋 where the machine has them, else the free Song and Hei faces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from api.services.printing.official import (
    Annex,
    OfficialPaper,
    column_shares,
    signature_indents_em,
    title_lines,
)
from api.services.printing.pdf import weasyprint

SONG = '"Noto Serif CJK SC", "SimSun", serif'
BODY = f'"FangSong_GB2312", "FangSong", "仿宋", {SONG}'
TITLE = f'"FZXiaoBiaoSong-B05S", "方正小标宋简体", {SONG}'
HEAD = '"SimHei", "黑体", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif'
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
"""Where the number of a case may go on in the next line."""
DOT = "\N{FULLWIDTH FULL STOP}"
STYLE = f"""
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm; }}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; font: 14pt {SONG};
  vertical-align: top; padding: 4mm 14pt 0 0; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; font: 14pt {SONG};
  vertical-align: top; padding: 4mm 0 0 14pt; }} }}
body {{ font: 16pt/28pt {BODY}; letter-spacing: -.2pt; margin: 0; text-align: justify; }}
.mark {{ color: #d00000; font-family: {TITLE}; font-weight: bold; text-align: center;
  line-height: 1.2; padding-top: 20mm; }}
.number {{ text-align: center; margin-top: 40pt; }}
.rule {{ border-top: 1.4pt solid #d00000; margin-top: 4mm; }}
h1 {{ font: bold 22pt/34pt {TITLE}; text-align: center; margin: 0 0 28pt; letter-spacing: 0; }}
.headed h1 {{ margin-top: 40pt; }}
p {{ margin: 0; text-indent: 2em; orphans: 2; widows: 2; }}
p.to {{ text-indent: 0; }}
.attached {{ margin-top: 28pt; display: table; padding-left: 2em; letter-spacing: 0; }}
.attached div {{ display: table-row; }} .attached span {{ display: table-cell; }}
.attached span:first-child {{ white-space: nowrap; }}
.signed {{ margin-top: 56pt; text-align: right; break-inside: avoid; break-before: avoid; }}
.note {{ margin-top: 12pt; }}
.annex {{ break-before: page; }}
.annex .tag {{ font-family: {HEAD}; text-indent: 0; }}
.annex h1 {{ margin: 14pt 0 16pt; }}
table {{ width: 100%; border-collapse: collapse; font-size: 10.5pt; line-height: 15pt;
  letter-spacing: 0; table-layout: fixed; }}
th, td {{ border: .6pt solid #000; padding: 3pt 4pt; text-align: left; vertical-align: middle;
  overflow-wrap: anywhere; font-weight: normal; }}
th {{ font-family: {HEAD}; text-align: center; }}
td.no {{ text-align: center; }}
thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
.form table {{ font-size: 14pt; line-height: 22pt; table-layout: fixed; }}
.form th {{ width: 21%; font: 13pt/22pt {HEAD}; }} .form td {{ padding: 8pt 6pt; }}
.imprint {{ float: footnote; display: block; font-size: 14pt; line-height: 24pt; text-indent: 0;
  letter-spacing: 0;
  border-top: 1pt solid #000; border-bottom: 1pt solid #000; }}
.imprint::footnote-call, .imprint::footnote-marker {{ content: none; }}
.imprint div {{ padding: 0 1em; }}
.imprint .last {{ display: flex; justify-content: space-between; }}
.imprint .copies + .last {{ border-top: .7pt solid #000; }}
@page {{ @footnote {{ margin-top: 14pt; }} }}
"""


def official_pdf(paper: OfficialPaper) -> bytes:
    """Return the bytes of the PDF.

    Raises:
        CannotPrint: The machine lacks the libraries that set the text.
    """
    made: bytes = weasyprint()(string=official_html(paper)).write_pdf()
    return made


def official_html(paper: OfficialPaper) -> str:
    """Return the document as one page of HTML with everything in it."""
    parts = "".join((*_head(paper), *_body(paper), *_foot(paper)))
    annexes = "".join(_annex(annex, number, paper) for number, annex in enumerate(paper.annexes, 1))
    headed = "headed" if paper.letterhead else ""
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(paper.title)}'
        f'</title><style>{STYLE}</style><body class="{headed}">{parts}{annexes}</body></html>'
    )


def mark_pt(letterhead: str) -> float:
    """Return the size of the letterhead in points, so that it fills a line and no more."""
    return min(46.0, 420.0 / max(len(letterhead), 1))


def _head(paper: OfficialPaper) -> Iterator[str]:
    if paper.letterhead:
        size = mark_pt(paper.letterhead)
        yield f'<div class="mark" style="font-size:{size:.1f}pt">{escape(paper.letterhead)}</div>'
        yield f'<div class="number">{escape(paper.number)}</div><div class="rule"></div>'
    lines = "<br>".join(escape(line) for line in title_lines(paper.title))
    yield f"<h1>{lines}</h1>"
    if paper.number and not paper.letterhead:
        yield f'<div class="number" style="margin:-14pt 0 28pt">{escape(paper.number)}</div>'


def _body(paper: OfficialPaper) -> Iterator[str]:
    if paper.recipient:
        yield f'<p class="to">{escape(paper.recipient)}：</p>'
    yield from (f"<p>{HYPHEN.sub('-<wbr>', escape(text))}</p>" for text in paper.body)
    if paper.form:
        rows = "".join(f"<tr>{''.join(_form_cells(row))}</tr>" for row in paper.form)
        yield f'<div class="form"><table>{rows}</table></div>'
    if paper.attachments:
        rows = "".join(
            f"<div><span>{'附件：' if number == 1 else '　　　'}{_numbered(number, paper)}</span>"
            f"<span>{escape(text)}</span></div>"
            for number, text in enumerate(paper.attachments, 1)
        )
        yield f'<div class="attached">{rows}</div>'


def _numbered(number: int, paper: OfficialPaper) -> str:
    return f"{number}{DOT}" if len(paper.attachments) > 1 else ""


def _form_cells(row: tuple[str, ...]) -> Iterator[str]:
    span = ' colspan="3"' if len(row) == 2 else ""
    for at, text in enumerate(row):
        yield f"<th>{escape(text)}</th>" if at % 2 == 0 else f"<td{span}>{escape(text)}</td>"


def _foot(paper: OfficialPaper) -> Iterator[str]:
    if paper.signer or paper.day:
        organ, day = signature_indents_em(paper.signer, paper.day)
        yield (
            f'<div class="signed"><div style="padding-right:{organ:.2f}em">{escape(paper.signer)}'
            f'</div><div style="padding-right:{day:.2f}em">{escape(paper.day)}</div></div>'
        )
    if paper.note:
        yield f'<p class="note">{escape(paper.note)}</p>'
    if paper.imprinted and not paper.annexes:
        yield _imprint(paper)


def _imprint(paper: OfficialPaper) -> str:
    copies = (
        f'<div class="copies">抄送：{escape(paper.copies_to)}。</div>' if paper.copies_to else ""
    )
    last = (
        f'<div class="last"><span>{escape(paper.printed_by)}</span>'
        f"<span>{escape(paper.printed_on)}印发</span></div>"
    )
    return f'<div class="imprint">{copies}{last}</div>'


def _annex(annex: Annex, number: int, paper: OfficialPaper) -> str:
    tag = f"附件{number}" if len(paper.attachments) > 1 else "附件"
    head = "".join(
        f'<th style="width:{share:.1%}">{escape(cell)}</th>'
        for cell, share in zip(annex.header, column_shares(annex), strict=True)
    )
    rows = "".join(
        f"<tr>{''.join(_annex_cell(at, cell) for at, cell in enumerate(row))}</tr>"
        for row in annex.rows
    )
    last = _imprint(paper) if paper.imprinted and number == len(paper.annexes) else ""
    return (
        f'<section class="annex"><p class="tag">{tag}</p><h1>{escape(annex.title)}</h1>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{last}</section>"
    )


def _annex_cell(at: int, text: str) -> str:
    first = ' class="no"' if at == 0 else ""
    return f"<td{first}>{escape(text)}</td>"
