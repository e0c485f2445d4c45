"""The parts that server-made pages are put together from; everything is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.routes.console.rendering import render
from boundary_data.document import Block, Heading, Paragraph, Table

Cell = str | tuple[str, str]
"""Text, or an address and the text that links to it."""


def frame(
    request: Request, title: str, inner: str, *, back: tuple[str, str] | None = None
) -> HTMLResponse:
    """Return a page of the console with `title` (text) and `inner` (HTML made here).

    `back` is the page above this one: its address and what it is called.
    """
    caller = getattr(request.state, "caller", None)
    return render(request, "plain.html", caller, heading=title, inner=Markup(inner), back=back)


def links(ways: Sequence[tuple[str, str]]) -> str:
    """Return a row of links."""
    return f'<div class="ways">{"".join(_cell(way) for way in ways)}</div>'


def cells(*row: Cell) -> str:
    """Return a row of a table."""
    return f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>"


def table(header: Sequence[str], rows: Sequence[str]) -> str:
    """Return a table of rows from `cells`; it scrolls where it is wider than the page.

    Without a header it is a list of facts: what, and how it is.
    """
    body = f"<tbody>{''.join(rows)}</tbody>"
    if not header:
        return f'<table class="facts">{body}</table>'
    head = "".join(f"<th scope=col>{escape(word)}</th>" for word in header)
    # who has no mouse scrolls by the keys, for which the box has to take the focus
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(header[0])}表">'
        f"<table><thead><tr>{head}</tr></thead>{body}</table></div>"
    )


def blocks(content: Sequence[Block]) -> str:
    """Return a document's blocks as parts of a page; pictures are left to the caller."""
    made = []
    for block in content:
        if isinstance(block, Heading):
            made.append(f"<h2>{escape(block.text)}</h2>")
        elif isinstance(block, Paragraph):
            made.append(f"<p>{escape(block.text)}</p>")
        elif isinstance(block, Table) and block.rows:
            made.append(f"<h3>{escape(block.caption)}</h3>" if block.caption else "")
            made.append(table(block.header, [cells(*row) for row in block.rows]))
    return "".join(made)


def tiles(figures: Sequence[tuple[str, str, bool]]) -> str:
    """Return figures as tiles: what, how many, whether it is bad."""
    made = (
        f'<div class="tile{" late" if bad else ""}"><b>{escape(number)}</b>{escape(word)}</div>'
        for word, number, bad in figures
    )
    return f'<div class="tiles">{"".join(made)}</div>'


def pager(address: str, page: int, matched: int, shown: int) -> str:
    """Return the links to the pages before and after; nothing if there is only one."""
    last = max(-(-matched // shown), 1)
    joint = "&" if "?" in address else "?"
    ways = []
    if page > 1:
        ways.append((f"{address}{joint}page={page - 1}", "上一页"))
    if page < last:
        ways.append((f"{address}{joint}page={page + 1}", "下一页"))
    return f"<p>第 {page} 页，共 {last} 页</p>{links(ways)}" if last > 1 else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    address, words = cell
    return f'<a href="{escape(address)}">{escape(words)}</a>'
