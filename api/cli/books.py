"""`diming book`: compiling a gazetteer from the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import opened_reader
from api.cli.printing import InputUnusable, answer, say

app = typer.Typer()


@app.command("book")
def book(
    kind: Annotated[str, typer.Argument(help="录（list）、典（dictionary）或志（chronicle）")],
    code: Annotated[str, typer.Argument(help="区县或省级区划代码，例如 500101")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="写到哪个文件；默认按书名命名，后缀定格式")
    ] = None,
    form: Annotated[str, typer.Option("--form", help="docx 或 pdf")] = "pdf",
    day: Annotated[str, typer.Option("--day", help="按哪一天的地名编纂，默认今天")] = "",
) -> None:
    """编纂标准地名录、标准地名词典或标准地名志，按音序排列，附笔画索引和略图。

    例：./diming book 典 500101
    例：./diming book 录 500000 --form docx -o 重庆市标准地名录.docx
    """
    from datetime import date, datetime

    from rich.console import Console
    from rich.progress import Progress

    from api.dependencies import CHINA
    from api.services.compiling_gazetteers import MEDIA, compile_book, print_book
    from api.services.refusals import Refusal
    from naming.gazetteer import BookKind

    wanted = BookKind.of(kind)
    if wanted is None:
        raise InputUnusable(f"没有“{kind}”这种书", "可用：录、典、志")
    form = out.suffix.lstrip(".").lower() if out is not None else form
    if form not in MEDIA:
        raise InputUnusable(f"不能写成“{form}”", "可用：docx、pdf")
    on = date.fromisoformat(day) if day else datetime.now(CHINA).date()
    try:
        with opened_reader() as (_, db), Progress(console=Console(stderr=True)) as bar:
            made = compile_book(db, wanted, code, on)
            say(f"{made.title}：{made.count} 条，{len(made.sections)} 部分")
            task = bar.add_task("排版", total=len(made.sections) + 1)
            content = print_book(
                db,
                made,
                code,
                "pdf" if form == "pdf" else "docx",
                on,
                lambda done, whole: bar.update(task, completed=done, total=whole),
            )
    except Refusal as refusal:
        raise InputUnusable(refusal.message, refusal.remedy) from refusal
    target = out or Path(f"{made.title}.{form}")
    target.write_bytes(content)
    answer(f"{target}：{made.count} 条，{len(content) / 1024:.0f} KiB")
