"""Check a table of names and give it back annotated: columns kept, verdicts added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from api.services.checking_names import NameCheck, NameWish, RegisterChecker
from api.store.queries.standpoints import Whereabouts
from boundary_data.readers.annotated import open_writer
from boundary_data.readers.table import BadRow, Column, Row, TableRows, open_table
from gis.measure import length_m
from naming.proposal import Details
from rulebook.report import Verdict

_NAMES = ("地名", "名称", "标准地名", "拟命名", "拟名称", "正式命名", "申报名称", "地名名称")
_COUNTIES = ("区县", "县区", "所在区县", "所属区县", "县", "区域", "所在区域")
_CODES = ("区划代码", "行政区划代码", "政区代码", "所属政区代码", "adcode", "division")
COLUMNS = (
    Column("name", _NAMES, required=True),
    Column("place_type", ("type", "类别", "地名类别", "地名类型", "类型")),
    Column("province", ("省", "省份", "所在省", "省级", "所属省")),
    Column("county", _COUNTIES),
    Column("code", _CODES),
    Column("lon", ("经度", "lng", "longitude", "x", "东经")),
    Column("lat", ("纬度", "latitude", "y", "北纬")),
    Column("romanization", ("申报拼写", "罗马字母拼写", "汉语拼音", "地名拼音")),
    Column("length_m", ("长度", "长度（米）", "长度(米)", "长度(m)")),
    Column("width_m", ("宽度", "宽度（米）", "宽度(米)", "宽度(m)")),
    Column("reason", ("命名缘由", "命名理由", "得名原由")),
    Column("former_name", ("原名", "原地名", "old_name", "更名前")),
    Column("derived_from", ("派生自", "沿用地名")),
)
ADDED = ("verdict", "rules", "categories", "romanization", "romanization_plain", "messages")
CHUNK = 500

Checker = Callable[[Sequence[NameWish]], list[NameCheck]]
Progress = Callable[[int], None]


@dataclass(slots=True)
class FileReport:
    """What a table of names came to: counts by verdict, rules and categories, bad rows."""

    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    bad_rows: list[tuple[int, str]] = field(default_factory=list)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """One row with what is written beside it; `check` is None for a row that cannot be used."""

    row: Row | BadRow
    check: NameCheck | None
    doubts: tuple[str, ...]

    def added(self) -> tuple[str, ...]:
        """Return the values of the added columns, in the order of `ADDED`."""
        if self.check is None:
            return ("", "", "", "", "", "；".join(self.doubts))
        report = self.check.report
        words = (*(f.message for f in report.findings), *self.doubts)
        return (
            report.verdict.value,
            ";".join(report.rules),
            ";".join(report.categories),
            report.romanization.toned,
            report.romanization.plain,
            "；".join(words),
        )


def annotate(
    path: Path, out: Path | None, checker: Checker, *, progress: Progress | None = None
) -> tuple[FileReport, list[Annotated]]:
    """Check the table `path` and write it to `out` with the columns of `ADDED`.

    An input column that has the name of an added one is kept as `<name>_input`.

    Rows are read and written in chunks, so that a long table needs no more memory than a
    short one. Without `out` the rows that are not passed are returned instead (at most
    `CHUNK`). A row that cannot be used keeps its cells, gets no verdict and a message with
    its number; the others go on.

    Raises:
        UnusableInput: if the table cannot be read at all or has no column of names.
        FileNotFoundError: if there is no such file.
    """
    report = FileReport()
    with open_table(path, COLUMNS) as table:
        report.remarks = table.remarks
        if out is None:
            return report, _worth_saying(_annotated(table, checker, report, progress))
        kept = _kept(table.headings)
        # a spreadsheet needs the mark to read Chinese; who sent none is a script
        mark = table.encoding != "utf-8"
        with open_writer(out, [*kept, *ADDED], mark=mark) as writer:
            for each in _annotated(table, checker, report, progress):
                cells = [*each.row.cells, *([None] * len(kept))][: len(kept)]
                writer.write([*cells, *each.added()], _geometry(each.row))
    return report, []


@dataclass(frozen=True, slots=True)
class AnnotatedTable:
    """A table whose rows are checked while they are read; iterate `rows` once.

    `headings` are those of the input as the output names them, `marked` says whether a
    spreadsheet wrote the input.
    """

    headings: tuple[str, ...]
    rows: Iterator[Annotated]
    marked: bool

    def line(self, each: Annotated) -> list[object]:
        """Return the cells of a row, as many as there are headings, and what is added."""
        wide = len(self.headings)
        return [*[*each.row.cells, *([None] * wide)][:wide], *each.added()]


@contextmanager
def annotated_table(
    path: Path, checker: Checker, report: FileReport, *, progress: Progress | None = None
) -> Iterator[AnnotatedTable]:
    """Give the table `path` with its checks, for writers of other forms than `annotate`'s.

    Raises:
        UnusableInput: if the table cannot be read at all or has no column of names.
        FileNotFoundError: if there is no such file.
    """
    with open_table(path, COLUMNS) as table:
        report.remarks = table.remarks
        yield AnnotatedTable(
            tuple(_kept(table.headings)),
            _annotated(table, checker, report, progress),
            table.encoding != "utf-8",
        )


def _kept(headings: Sequence[str]) -> list[str]:
    """Return the headings, those of added columns renamed so that none is there twice."""
    taken = {*ADDED, *headings}
    kept = []
    for heading in headings:
        name = heading
        while name in ADDED or (name != heading and name in taken):
            name += "_input"
        taken.add(name)
        kept.append(name)
    return kept


def _worth_saying(rows: Iterator[Annotated]) -> list[Annotated]:
    said: list[Annotated] = []
    for each in rows:
        quiet = each.check is not None and each.check.report.verdict is Verdict.PASS
        if not quiet and len(said) < CHUNK:
            said.append(each)
    return said


def _annotated(
    table: TableRows, checker: Checker, report: FileReport, progress: Progress | None
) -> Iterator[Annotated]:
    # the next chunk is begun before this one is finished: the register need not wait for us
    begun: list[_Chunk] = []
    for rows in _chunks(table):
        good = [(row, *_wish(row)) for row in rows if isinstance(row, Row)]
        begun.append(_Chunk(rows, good, _begin(checker, [wish for _, wish, _ in good])))
        if len(begun) > 1:
            yield from _finished(begun.pop(0), report, progress)
    for chunk in begun:
        yield from _finished(chunk, report, progress)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Rows that are being checked; `finish` gives the checks of the good ones."""

    rows: Sequence[Row | BadRow]
    good: Sequence[tuple[Row, NameWish, tuple[str, ...]]]
    finish: Callable[[], list[NameCheck]]


def _chunks(table: TableRows) -> Iterator[list[Row | BadRow]]:
    rows = iter(table)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _begin(checker: Checker, wishes: list[NameWish]) -> Callable[[], list[NameCheck]]:
    if not wishes:
        return list
    if isinstance(checker, RegisterChecker):
        return checker.begin(wishes)
    return partial(checker, wishes)


def _finished(chunk: _Chunk, report: FileReport, progress: Progress | None) -> Iterator[Annotated]:
    found = {
        row.number: (check, doubts)
        for (row, _, doubts), check in zip(chunk.good, chunk.finish(), strict=True)
    }
    for row in chunk.rows:
        each = _one(row, found)
        _count(report, each)
        yield each
    if progress:
        progress(len(chunk.rows))


def _one(row: Row | BadRow, found: dict[int, tuple[NameCheck, tuple[str, ...]]]) -> Annotated:
    if isinstance(row, BadRow):
        return Annotated(row, None, (f"第{row.number}行：{row.message}",))
    return Annotated(row, *found[row.number])


def _count(report: FileReport, each: Annotated) -> None:
    report.rows += 1
    if each.check is None:
        report.bad_rows.append((each.row.number, each.doubts[0]))
        return
    judged = each.check.report
    report.verdicts[judged.verdict.value] += 1
    report.rules.update(judged.rules)
    report.categories.update(judged.categories)


def _wish(row: Row) -> tuple[NameWish, tuple[str, ...]]:
    value = row.values
    doubts: list[str] = []
    lon, lat = _location(row, doubts)
    code = value.get("code", "")
    if code and not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        doubts.append(f"区划代码“{code[:20]}”不是6、9或12位数字，未采用")
        code = ""
    details = Details(
        romanization=value.get("romanization", ""),
        reason=value.get("reason", ""),
        former_name=value.get("former_name", ""),
        # what a renaming keeps of the old name is not new
        derived_from=value.get("derived_from", "") or value.get("former_name", ""),
        length_m=_number(value.get("length_m", ""), "长度", doubts),
        width_m=_number(value.get("width_m", ""), "宽度", doubts),
    )
    line = _geometry(row)
    if line is not None and line.geom_type.endswith("LineString"):
        details["measured_length_m"] = length_m(line)
    where = Whereabouts(code, value.get("county", ""), value.get("province", ""), lon, lat)
    name, place_type = value.get("name", ""), value.get("place_type", "")
    wish = NameWish(name, place_type, where, details, row=f"本表第{row.number}行")
    return wish, tuple(doubts)


def _location(row: Row, doubts: list[str]) -> tuple[float | None, float | None]:
    if row.geometry is not None and not row.geometry.is_empty:
        if not _finite(row.geometry):
            doubts.append("图形的坐标不全是数字，未采用")
            return None, None
        point = row.geometry.representative_point()
        return _on_earth(point.x, point.y, doubts)
    lon = _number(row.values.get("lon", ""), "经度", doubts)
    lat = _number(row.values.get("lat", ""), "纬度", doubts)
    if lon is None or lat is None:
        return None, None
    return _on_earth(lon, lat, doubts)


def _on_earth(lon: float, lat: float, doubts: list[str]) -> tuple[float | None, float | None]:
    if 3 <= lon <= 54 and 73 <= lat <= 136:
        doubts.append(f"坐标（{lon:g}，{lat:g}）的经纬度可能写反，未采用")
        return None, None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        doubts.append(f"坐标（{lon:g}，{lat:g}）超出经纬度范围，未采用；请使用CGCS2000经纬度（度）")
        return None, None
    return lon, lat


def _number(text: str, what: str, doubts: list[str]) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        doubts.append(f"{what}“{text[:20]}”不是数字，未采用")
        return None
    return number


def _finite(geometry: BaseGeometry) -> bool:
    return all(abs(bound) < float("inf") for bound in geometry.bounds)


def _geometry(row: Row | BadRow) -> BaseGeometry | None:
    if isinstance(row, BadRow) or row.geometry is None:
        return None
    return row.geometry if _finite(row.geometry) or row.geometry.is_empty else None
