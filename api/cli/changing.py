"""`diming change-line`: a new course for a line, with the document that approved it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID, uuid4

import typer

from api.cli.printing import UNUSABLE_INPUT, InputUnusable, answer, complain

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from boundary_data.line_change import LineProposal
    from gis.lines import Line

app = typer.Typer()

DAY = ["%Y-%m-%d"]


@app.command("change-line")
def change(
    code: Annotated[str, typer.Argument(help="界线编号，例如 500101-500235")],
    file: Annotated[
        Path, typer.Argument(help="变更后的整条界线：只含这一条线的 GeoJSON、GPKG 或 SHP")
    ],
    document: Annotated[str, typer.Option(help="批准变更的文号")],
    approved_on: Annotated[datetime, typer.Option(formats=DAY, help="批准日期")],
    person: Annotated[str, typer.Option(help="经办人姓名")],
    valid_from: Annotated[
        datetime | None, typer.Option(formats=DAY, help="生效日期；缺省为批准日期")
    ] = None,
    based_on: Annotated[
        str, typer.Option("--based-on", help="所依据的版本编号（见试算报告）；发布时必填")
    ] = "",
    change_id: Annotated[
        str, typer.Option("--id", help="变更编号（UUID）；同一编号重复提交只算一次")
    ] = "",
    carry: Annotated[
        bool, typer.Option("--carry", help="把止于该线的下级界线一并接到新界线")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试算并报告，不发布")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出报告")] = False,
) -> None:
    """变更一条界线：核对、构成范围、检查、发布一次完成；原版本不动，按日期仍可查。

    例：./diming change-line 500101-500235 新界线.geojson --document 渝府〔2026〕8号 \
--approved-on 2026-06-01 --person 张建国 --dry-run
    """
    from api.cli.loading import progress_bar
    from api.cli.opening import opened_session
    from api.services.changed_lines import sentences
    from api.services.changing_lines import change_line
    from api.services.refusals import LineChangeRefused, Refusal
    from boundary_data.line_change import LineProposal
    from boundary_data.problems import UnusableInput
    from boundary_data.readers.features import read_features

    if not file.is_file():
        raise InputUnusable(f"文件 {file} 不存在", "请检查文件名")
    try:
        proposal = LineProposal(
            id=_uuid(change_id),
            code=code,
            geometry=_only_line(read_features(file).geometries, file),
            document=document.strip(),
            approved_on=approved_on.date(),
            valid_from=(valid_from or approved_on).date(),
            person=person.strip(),
            carry=carry,
        )
        with opened_session("命令行") as db, progress_bar() as progress:
            done = change_line(
                db,
                proposal,
                tag=based_on or None,
                today=_today(),
                dry_run=dry_run,
                progress=progress,
            )
    except UnusableInput as unusable:
        for problem in unusable.problems:
            complain(problem.message, problem.remedy)
        raise typer.Exit(UNUSABLE_INPUT) from unusable
    except LineChangeRefused as refused:
        for problem in refused.problems:
            complain(problem.message, problem.remedy)
        raise typer.Exit(UNUSABLE_INPUT) from refused
    except Refusal as refusal:
        raise InputUnusable(refusal.message, refusal.remedy) from refusal
    if as_json:
        answer(json.dumps(done.report, ensure_ascii=False, indent=2))
        return
    answer("\n".join(sentences(done.report)))
    answer(_outcome(proposal, dry_run=dry_run, created=done.created, report=done.report))


def _outcome(
    proposal: LineProposal, *, dry_run: bool, created: bool, report: dict[str, object]
) -> str:
    if dry_run:
        return f"试算，未发布；发布时请加 --based-on {report['old_version']}"
    said = "已发布" if created else "同一编号的变更早已发布，未作改动"
    return f"{said}，变更编号 {proposal.id}，新版本 {report['version']}"


def _only_line(geometries: Sequence[BaseGeometry | None], file: Path) -> Line:
    """Return the one line of a file; several stretches are one line of several parts."""
    import shapely

    from boundary_data.problems import Problem, UnusableInput

    drawn = [shape for shape in geometries if shape is not None and not shape.is_empty]
    parts = shapely.get_parts(drawn)
    if not len(parts) or any(part.geom_type != "LineString" for part in parts):
        raise UnusableInput(
            [Problem("geometry", f"{file.name} 不是只含线的图层", "请提交变更后的整条界线")]
        )
    return parts[0] if len(parts) == 1 else shapely.MultiLineString(list(parts))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text) if text else uuid4()
    except ValueError as wrong:
        raise InputUnusable(f"变更编号“{text}”不是 UUID", "请填写 UUID，或不写") from wrong


def _today() -> date:
    from api.dependencies import CHINA

    return datetime.now(CHINA).date()
