"""Write the report on a table of names (审核报告): XLSX with colours, HTML for printing, CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from api.services.annotating_names import (
    Annotated,
    AnnotatedTable,
    Checker,
    FileReport,
    Progress,
    annotated_table,
)
from boundary_data.readers.annotated import Writer, open_writer
from rulebook.law import Standing
from rulebook.report import Mode

SUFFIXES = (".xlsx", ".html")
WORDS = {"pass": "通过", "note": "提示", "warn": "警告", "block": "不予通过", "": "无法审核"}
MEANINGS = {
    "pass": "未发现问题",
    "note": "可以通过，但有需要留意之处",
    "warn": "须核实或修改后再定",
    "block": "不符合有关规定，须另拟",
    "": "该行读不出地名或数据有误，请按说明更正后重新审核",
}
INKS = {"pass": "14662B", "note": "0B4F9E", "warn": "7A4B00", "block": "A4161A", "": "57606A"}
PAPERS = {"pass": "E7F5EA", "note": "E8F1FB", "warn": "FFF4DC", "block": "FDEAEA", "": "EEF1F4"}
"""Colours of the verdicts, text on ground, at least 4.5 : 1; never without the word."""
MODES = {Mode.NEW: "新命名", Mode.AUDIT: "核查现有地名（最重只到警告）"}
CONFIRMED = {Standing.CONFIRMED: "已核实", Standing.ASSUMED: "待确认"}
VERDICT = "审核结论"


@dataclass(slots=True)
class Cover:
    """What stands on the first page of a report; `report` and `versions` fill as rows go by."""

    file_name: str
    on: date
    mode: Mode
    report: FileReport = field(default_factory=FileReport)
    versions: set[tuple[str, str]] = field(default_factory=set)

    def facts(self) -> list[tuple[str, str]]:
        """Return pairs of label and text: the file, the day, the versions, the counts."""
        rules = sorted({catalogue for catalogue, _ in self.versions})
        parameters = sorted({parameters for _, parameters in self.versions})
        return [
            ("文件", self.file_name),
            ("审核日期", self.on.isoformat()),
            ("审核方式", MODES[self.mode]),
            ("规则版本", "、".join(rules)),
            ("参数版本", "、".join(parameters)),
            ("行数", str(self.report.rows)),
            *self._released(),
            *(("读取说明", remark) for remark in self.report.remarks),
        ]

    def _released(self) -> list[tuple[str, str]]:
        """Return which rules' findings were set aside by named statements, and how often."""
        told = (f"{rule} {count} 条" for rule, count in self.report.released.most_common())
        return [("已具名说明", "、".join(told))] if self.report.released else []

    def counts(self) -> list[tuple[str, int]]:
        """Return verdict and count, lightest first, rows that cannot be used last."""
        told = [(verdict, self.report.verdicts[verdict]) for verdict in WORDS if verdict]
        return [*told, ("", self.report.unusable)]


class ReportWriter(Protocol):
    """Takes annotated rows one after the other."""

    def write(self, each: Annotated, line: Sequence[object]) -> None:
        """Write one row; `line` are its cells with those added."""

    def finish(self) -> None:
        """Write what still has to be written; the file is whole afterwards."""

    def abandon(self) -> None:
        """Let go of what is unfinished."""


def verdict_of(each: Annotated) -> str:
    """Return the verdict of a row as the keys of `WORDS` have it."""
    return each.check.report.verdict.value if each.check else ""


def name_of(each: Annotated) -> str:
    """Return the name that a row is about, or its first cell if it cannot be used."""
    if each.check is not None:
        return each.check.report.name
    return next((str(cell) for cell in each.row.cells if cell not in (None, "")), "")


def write_reports(
    path: Path,
    outs: Sequence[Path],
    checker: Checker,
    cover: Cover,
    *,
    progress: Progress | None = None,
    listen: Callable[[Annotated], None] | None = None,
) -> FileReport:
    """Check the table `path` once and write each of `outs`, whose suffixes say the form.

    .xlsx has colours, filters, a summary and a legend; .html the same for printing; .csv is
    plain. Each file appears under its name only when it is whole. `listen` hears every row.

    Raises:
        UnusableInput: if the table cannot be used, or for any other suffix.
        FileNotFoundError: if there is no such file.
    """
    with (
        annotated_table(path, checker, cover.report, progress=progress) as table,
        ExitStack() as stack,
    ):
        writers = [stack.enter_context(_opened(out, table, cover)) for out in outs]
        for each in table.rows:
            if each.check is not None:
                judged = each.check.report
                cover.versions.add((judged.catalogue, judged.parameters))
            line = table.line(each)
            for writer in writers:
                writer.write(each, line)
            if listen:
                listen(each)
    return cover.report


@contextmanager
def _opened(out: Path, table: AnnotatedTable, cover: Cover) -> Iterator[ReportWriter]:
    from api.services.report_pages import Page
    from api.services.report_sheets import Book

    makers: dict[str, Callable[[Path, AnnotatedTable, Cover], ReportWriter]] = {
        ".xlsx": Book,
        ".html": Page,
    }
    maker = makers.get(out.suffix.lower())
    if maker is None:
        from api.services.annotating_names import ADDED

        with open_writer(out, [*table.headings, *ADDED], mark=table.marked) as writer:
            yield _Plain(writer)
        return
    part = out.with_name(f".{out.name}.part")
    report = maker(part, table, cover)
    try:
        yield report
        report.finish()
        part.replace(out)
    finally:
        with suppress(OSError):
            report.abandon()
        part.unlink(missing_ok=True)


class _Plain:
    """A table without colours, as `annotate` writes it."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def write(self, each: Annotated, line: Sequence[object]) -> None:  # noqa: ARG002
        self.writer.write(line)

    def finish(self) -> None:
        """The writer is finished by who opened it."""

    def abandon(self) -> None:
        """The writer is abandoned by who opened it."""
