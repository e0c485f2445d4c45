"""`evaluate`: the wording rules measured on names whose fate is known."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.naming import today
from api.cli.printing import InputUnusable, answer

if TYPE_CHECKING:
    from rich.progress import Progress

app = typer.Typer()


@app.command("evaluate")
def evaluate(
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            help="案例目录：rejected.csv、accepted.csv、romanization.csv、townships.csv，缺的不测",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天审核")
    ] = None,
) -> None:
    """用已知结果的地名实测审核规则：检出率、误报率和每个未检出的地名。

    不需要数据库，只用看字面就能判断的规则。缺省用随软件的案例。

    例：./diming evaluate --cases 案例目录 --json
    """
    from api.services.evaluating import OURS, evaluate_cases
    from api.services.evaluating import as_json as in_json
    from naming.case_files import CasesUnusable
    from naming.evaluation_page import evaluation_lines

    day = on.date() if on else today()
    try:
        with _progress() as bar:
            task = bar.add_task("实测", total=None)
            found = evaluate_cases(
                cases or OURS,
                on=day,
                started=lambda count: bar.update(task, total=count),
                progress=lambda count: bar.advance(task, count),
            )
    except CasesUnusable as wrong:
        raise InputUnusable(str(wrong), wrong.remedy) from None
    if as_json:
        answer(json.dumps(in_json(found), ensure_ascii=False, indent=2))
    else:
        answer("\n".join(evaluation_lines(found)))


def _progress() -> Progress:
    """Return a bar on stderr; on a stderr that is no terminal rich keeps it quiet."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Bar(*columns, console=console, disable=not console.is_terminal)
