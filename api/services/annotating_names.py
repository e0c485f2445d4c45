"""Check a table of names and give it back annotated: columns kept, verdicts added."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol, runtime_checkable

from api.services.checking_names import NameCheck, NameWish
from api.services.name_columns import COLUMNS as COLUMNS
from api.services.reading_aloud import released_by
from api.services.reading_rows import geometry_of, wish_of
from boundary_data.readers.annotated import open_writer
from boundary_data.readers.table import BadRow, Row, TableRows, open_table
from rulebook.report import Verdict, unheard
from rulebook.rule import Finding

ADDED = ("verdict", "rules", "categories", "romanization", "romanization_plain", "messages")
CHUNK = 500
MOST_BAD_ROWS = 1000
"""Rows that cannot be used are told up to this many; the others are only counted."""

Checker = Callable[[Sequence[NameWish]], list[NameCheck]]
Progress = Callable[[int], None]


@runtime_checkable
class AheadChecker(Protocol):
    """A checker that takes chunks before the ones in front of them are done.

    `begin` returns what gives the checks of its chunk; it is called in the order begun.
    `ahead` says how many chunks are worth having begun at once.
    """

    ahead: int

    def begin(self, wishes: Sequence[NameWish]) -> Callable[[], list[NameCheck]]:
        """Begin to check a chunk."""
        ...

    def __call__(self, wishes: Sequence[NameWish]) -> list[NameCheck]:
        """Return a check for each wish, in order."""
        ...


@dataclass(slots=True)
class FileReport:
    """What a table of names came to: counts by verdict, rules and categories.

    Of the `unusable` rows the first are in `bad_rows`, with their numbers and what is wrong.
    `released` counts by rule the findings set aside by named statements; they are among those
    that `rules` and `categories` count.
    """

    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    released: Counter[str] = field(default_factory=Counter)
    unusable: int = 0
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
        words = (*(told(f) for f in report.findings), *self.doubts)
        return (
            report.verdict.value,
            ";".join(report.rules),
            ";".join(report.categories),
            report.romanization.toned,
            report.romanization.plain,
            "；".join(words),
        )


def told(finding: Finding) -> str:
    """Return the message of a finding, with the statement that sets it aside if one does."""
    if finding.released is None:
        return finding.message
    return f"{finding.message}（已解除，{released_by(finding.released)}）"


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
                writer.write([*cells, *each.added()], geometry_of(each.row))
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
    # further chunks are begun before this one is finished: nobody need wait for us
    begun: deque[_Chunk] = deque()
    ahead = checker.ahead if isinstance(checker, AheadChecker) else 1
    for rows in _chunks(table):
        good = [(row, *wish_of(row)) for row in rows if isinstance(row, Row)]
        begun.append(_Chunk(rows, good, _begin(checker, [wish for _, wish, _ in good])))
        if len(begun) >= ahead:
            yield from _finished(begun.popleft(), report, progress)
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
    if isinstance(checker, AheadChecker):
        return checker.begin(wishes)
    return partial(checker, wishes)


def _finished(chunk: _Chunk, report: FileReport, progress: Progress | None) -> Iterator[Annotated]:
    checks = zip(chunk.good, chunk.finish(), strict=True)
    for row in chunk.rows:
        if isinstance(row, BadRow):
            each = Annotated(row, None, (f"第{row.number}行：{row.message}",))
        else:
            (_, wish, doubts), check = next(checks)
            each = Annotated(row, check, (*doubts, *_unheard(wish, check)))
        _count(report, each)
        yield each
    if progress:
        progress(len(chunk.rows))


def _unheard(wish: NameWish, check: NameCheck) -> Iterator[str]:
    """Yield what to say of statements that set nothing aside."""
    if not wish.releases:
        return
    found = check.report.findings
    for release in unheard(wish.releases, found):
        if any(f.rule == release.rule for f in found):
            yield f"{release.rule}的意见为不予通过，不能以具名说明解除"
        else:
            yield f"没有{release.rule}的意见，具名说明未起作用"


def _count(report: FileReport, each: Annotated) -> None:
    report.rows += 1
    if each.check is None:
        report.unusable += 1
        if len(report.bad_rows) < MOST_BAD_ROWS:
            report.bad_rows.append((each.row.number, each.doubts[0]))
        return
    judged = each.check.report
    report.verdicts[judged.verdict.value] += 1
    if judged.findings:
        report.rules.update(judged.rules)
        report.categories.update(judged.categories)
        report.released.update(f.rule for f in judged.findings if f.released)
