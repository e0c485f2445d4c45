"""Contents (目录) of a DOCX book: a field with its entries in it, and the places they lead to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

NAME = "_Toc{:09d}"
RIGHT_MM = 145


def contents(
    file: Any, starts: Sequence[tuple[str, int | None]], style: Callable[[Any], Any]
) -> None:
    """Put in the contents: a field that the word processor can renew, filled with what is known.

    Args:
        file: The document.
        starts: Headings with their pages; None where the page is not known yet.
        style: Sets the letters of a run.
    """
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    for number, (heading, page) in enumerate(starts):
        line = file.add_paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(
            Mm(RIGHT_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        line.paragraph_format.space_after = Pt(4)
        if number == 0:
            _field(line, 'TOC \\o "1-1" \\h \\z', renew=True)
        link = _element("w:hyperlink", anchor=NAME.format(number), history="1")
        for text in (heading, "\t"):
            run = line.add_run(text)
            style(run)
            link.append(run._r)
        _field(line, f"PAGEREF {NAME.format(number)} \\h", into=link)
        run = line.add_run("" if page is None else str(page))
        style(run)
        link.append(run._r)
        _mark(line, "end", into=link)
        line._p.append(link)
    _mark(line, "end")


def bookmark(paragraph: Any, number: int, text: str) -> None:
    """Write a heading as the place to which entry `number` of the contents leads."""
    paragraph._p.append(_element("w:bookmarkStart", id=str(number), name=NAME.format(number)))
    paragraph.add_run(text)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def numbered_from_one(section: Any, *, begins: bool) -> None:
    """Number the pages of a section on from those before, or, if it `begins` the text, from 1."""
    from docx.oxml.ns import qn

    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    if begins:
        # the schema wants it before the columns
        section._sectPr.find(qn("w:cols")).addprevious(_element("w:pgNumType", start="1"))


def _field(line: Any, instruction: str, *, into: Any = None, renew: bool = False) -> None:
    begin = _mark(line, "begin", into=into)
    if renew:
        from docx.oxml.ns import qn

        begin.set(qn("w:dirty"), "true")
    from docx.oxml.ns import qn

    text = _element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    run = line.add_run()
    run._r.append(text)
    if into is not None:
        into.append(run._r)
    _mark(line, "separate", into=into)


def _mark(line: Any, kind: str, *, into: Any = None) -> Any:
    mark = _element("w:fldChar", fldCharType=kind)
    run = line.add_run()
    run._r.append(mark)
    if into is not None:
        into.append(run._r)
    return mark


def _element(tag: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made
