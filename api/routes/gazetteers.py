"""Gazetteers over HTTP (标准地名录、词典、志), for areas that are quickly set."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import Day, Reader
from api.dependencies.callers import needs
from api.dependencies.days import Today
from api.services.compiling_gazetteers import MEDIA, compile_book, print_book
from naming.gazetteer import BookKind

router = APIRouter(prefix="/api/v1/gazetteers", tags=["地名"])
MOST = 1500
"""Entries set while somebody waits; larger books are ordered on `/books` or by `./diming book`."""

BINARY = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/{code}/{kind}.{form}",
    dependencies=[needs("editor", "clerk", "reviewer", "administrator")],
    summary="编纂标准地名录、词典或志",
    description=(
        "按区划代码编纂一地的地名书：list 录、dictionary 典、chronicle 志，DOCX 或 PDF。"
        f"超过 {MOST} 条的请在服务器上用 ./diming book 编纂。"
    ),
    response_class=Response,
    responses={200: {"content": {MEDIA["docx"]: BINARY, MEDIA["pdf"]: BINARY}}},
)
def gazetteer(
    db: Reader,
    today: Today,
    code: Annotated[
        str, Path(pattern="^[0-9]{6}$", description="区县或省级区划代码", examples=["500229"])
    ],
    kind: Annotated[Literal["list", "dictionary", "chronicle"], Path(description="种类")],
    form: Annotated[Literal["docx", "pdf"], Path(description="格式")],
    on: Annotated[Day | None, Query(description="按哪一天的地名，默认今天")] = None,
) -> Response:
    """Answer a book as a file."""
    day: date = on or today
    book = compile_book(db, BookKind(kind), code, day, most=MOST)
    content = print_book(db, book, code, form, day, lambda _done, _whole: None)
    name = quote(f"{book.title}.{form}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=MEDIA[form], headers=headers)
