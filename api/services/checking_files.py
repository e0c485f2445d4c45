"""Check uploaded tables of names (批量审核) one after the other, beside the requests.

A job lives in memory for half an hour after its end. The upload lies in a temporary folder
while it is checked; the results are files without a name, gone with the process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import IO

import structlog

from api.services.annotating_names import COLUMNS, Annotated
from api.services.checking_names import RegisterChecker
from api.services.refusals import NoRoomForFiles, NotFinished, UnknownNameFile
from api.services.reporting_names import Cover, name_of, verdict_of, write_reports
from api.store.errors import DatabaseUnavailable
from api.store.session import Engine
from api.store.transactions import QueryTooSlow, reading
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import open_table
from rulebook.report import Mode

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".geojson", ".json", ".gpkg")
BEGINNINGS = {".xlsx": b"PK", ".gpkg": b"SQLite format 3\0"}
FORMS = ("csv", "xlsx", "html")
LISTED = 100
MOST_ROWS = 200_000
MOST_WAITING = 8
MOST_KEPT = 32
KEPT = timedelta(minutes=30)
PIECE = 1 << 16
LONGEST_STEM = 60
MOST_UNPACKED_BYTES = 512 * 1024 * 1024


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    COUNTING = "counting"
    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def words(self) -> str:
        """Return it in Chinese."""
        return _TITLES[self]

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self in (State.DONE, State.FAILED, State.STOPPED)


_TITLES = {
    State.WAITING: "排队等候",
    State.COUNTING: "正在读取",
    State.CHECKING: "正在审核",
    State.DONE: "审核完毕",
    State.FAILED: "未能完成",
    State.STOPPED: "已取消",
}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row that did not pass: its number, its name, its verdict (empty: unusable) and why."""

    row: int
    name: str
    verdict: str
    messages: tuple[str, ...]


@dataclass(slots=True)
class Job:
    """A table that is being checked, or has been."""

    id: str
    cover: Cover
    created: datetime
    state: State = State.WAITING
    rows_total: int | None = None
    rows_done: int = 0
    problems: list[ProblemRow] = field(default_factory=list)
    problems_total: int = 0
    failure: Exception | None = None
    ended: datetime | None = None
    unwanted: bool = False
    results: dict[str, IO[bytes]] = field(default_factory=dict)

    @property
    def expires(self) -> datetime | None:
        """Return when it is forgotten; None while it runs."""
        return self.ended + KEPT if self.ended else None

    def advance(self, rows: int) -> None:
        """Count rows that are done.

        Raises:
            Unwanted: if nobody waits for the rest.
        """
        self.rows_done += rows
        if self.unwanted:
            raise Unwanted

    def hear(self, each: Annotated) -> None:
        """Remember a row that did not pass; the first `LISTED` in full."""
        verdict = verdict_of(each)
        if verdict == "pass":
            return
        self.problems_total += 1
        if len(self.problems) < LISTED:
            findings = each.check.report.findings if each.check else ()
            said = (*(f.message for f in findings), *each.doubts)
            self.problems.append(ProblemRow(each.row.number, name_of(each)[:60], verdict, said))

    def end(self, state: State, failure: Exception | None = None) -> None:
        """Say how it ended."""
        self.failure = failure
        self.ended = datetime.now(UTC)
        self.state = state

    def forget(self) -> None:
        """Let go of the results."""
        for file in self.results.values():
            file.close()
        self.results.clear()


class Unwanted(Exception):
    """The person who sent the table has taken it back, or the program ends."""


class Desk:
    """Takes tables in, checks one at a time, and keeps the results for a while."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="name-files")

    def accept(self, engine: Engine, upload: IO[bytes], name: str, *, on: date, mode: Mode) -> Job:
        """Take the table `upload`, called `name` by its sender, and return its job.

        Raises:
            UnusableInput: if it is of no accepted form, or has no column of names.
            NoRoomForFiles: if too many tables are waiting.
        """
        shown = _file_name(name)
        _refuse_form(Path(shown).suffix, upload)
        job = Job(token_urlsafe(16), Cover(shown, on, mode), datetime.now(UTC))
        self._seat(job)
        folder = tempfile.TemporaryDirectory(prefix="diming-name-file-")
        try:
            path = Path(folder.name) / shown
            with path.open("wb") as file:
                shutil.copyfileobj(upload, file)
            _refuse_bomb(path)
            with open_table(path, COLUMNS):
                pass  # whoever sent no table of names is told at once
            self._clerk.submit(_carry_out, job, engine, folder)
        except BaseException:
            folder.cleanup()
            self.discard(job.id)
            raise
        return job

    def find(self, id: str) -> Job:
        """Return a job.

        Raises:
            UnknownNameFile: if there is none, or it is forgotten.
        """
        self._forget_old()
        job = self._jobs.get(id)
        if job is None:
            raise UnknownNameFile(f"没有编号为 {id[:40]} 的批量审核，或已过保留时间")
        return job

    def result(self, id: str, form: str) -> tuple[Job, int, Iterator[bytes]]:
        """Return a finished job, the bytes of its result in `form`, and the result in pieces.

        Raises:
            UnknownNameFile: if there is no such job, or it is forgotten.
            NotFinished: if it has no result yet, or never will.
        """
        job = self.find(id)
        if job.state is not State.DONE:
            raise NotFinished(f"“{job.cover.file_name}”{job.state.words}，没有结果可取")
        with self._lock:
            # a file of our own, so that nobody can close it while it is sent
            own = os.fdopen(os.dup(job.results[form].fileno()), "rb")
        size = os.fstat(own.fileno()).st_size
        return job, size, _pieces(own, size)

    def discard(self, id: str) -> None:
        """Stop and forget a job; nothing happens if there is none."""
        with self._lock:
            job = self._jobs.pop(id, None)
            if job is not None:
                job.unwanted = True
                job.forget()

    def close(self) -> None:
        """Stop everything and forget it."""
        for id in list(self._jobs):
            self.discard(id)
        self._clerk.shutdown(wait=True)

    def _seat(self, job: Job) -> None:
        self._forget_old()
        with self._lock:
            open_jobs = [one for one in self._jobs.values() if not one.state.over]
            if len(open_jobs) >= MOST_WAITING:
                raise NoRoomForFiles(f"已有 {len(open_jobs)} 个表格在排队")
            self._jobs[job.id] = job

    def _forget_old(self) -> None:
        now = datetime.now(UTC)
        with self._lock:
            over = sorted((j for j in self._jobs.values() if j.ended), key=lambda j: j.ended or now)
            old = [j for j in over if j.expires and j.expires <= now]
            old += over[len(old) : max(len(over) - MOST_KEPT, len(old))]
        for job in old:
            self.discard(job.id)


def _carry_out(job: Job, engine: Engine, folder: tempfile.TemporaryDirectory[str]) -> None:
    """Check the table in `folder`, and leave nothing of it on the disk."""
    with folder:
        path = next(Path(folder.name).iterdir())
        try:
            job.advance(0)
            job.state = State.COUNTING
            job.rows_total = _counted(path, job)
            job.state = State.CHECKING
            _check(job, engine, path)
            job.end(State.DONE)
        except Unwanted:
            job.end(State.STOPPED)
        except (UnusableInput, DatabaseUnavailable, QueryTooSlow) as failure:
            job.end(State.FAILED, failure)
        except Exception as failure:
            structlog.get_logger("api").exception("name file failed", job=job.id)
            job.end(State.FAILED, failure)
    if job.unwanted:
        job.forget()


def _counted(path: Path, job: Job) -> int:
    count = 0
    with open_table(path, COLUMNS) as table:
        for _ in table:
            count += 1
            if count > MOST_ROWS:
                said = f"超过一次可审核的行数上限 {MOST_ROWS}"
                remedy = "请分成几个文件，或用命令 ./diming check-names 处理"
                raise UnusableInput([Problem("file", said, remedy)])
            if job.unwanted:
                raise Unwanted
    return count


def _check(job: Job, engine: Engine, path: Path) -> None:
    """Check all rows against one state of the register, and keep the results."""
    out = path.parent / "results"
    out.mkdir()
    outs = [out / f"result.{form}" for form in FORMS]
    with (
        reading(engine) as db,
        RegisterChecker(db, on=job.cover.on, mode=job.cover.mode) as checker,
    ):
        write_reports(path, outs, checker, job.cover, progress=job.advance, listen=job.hear)
    job.results = {form: each.open("rb") for form, each in zip(FORMS, outs, strict=True)}


def _pieces(file: IO[bytes], size: int) -> Iterator[bytes]:
    with file:
        for offset in range(0, size, PIECE):
            # the place in the file is shared with everybody else who reads it
            yield os.pread(file.fileno(), PIECE, offset)


def _file_name(name: str) -> str:
    """Return the last part of a path as a file name that any system can hold."""
    last = Path(name.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    stem, suffix = Path(kept).stem[:LONGEST_STEM], Path(kept).suffix.lower()
    return f"{stem or '表格'}{suffix}"


def _refuse_form(suffix: str, upload: IO[bytes]) -> None:
    told = f"可用：{'、'.join(SUFFIXES)}"
    if suffix not in SUFFIXES:
        raise UnusableInput([Problem("file", f"不支持的文件类型“{suffix or '无扩展名'}”", told)])
    beginning = upload.read(16)
    upload.seek(0)
    if not beginning:
        raise UnusableInput([Problem("file", "文件是空的", "请重新导出后上传")])
    if not beginning.startswith(BEGINNINGS.get(suffix, b"")):
        message = f"内容不是 {suffix} 文件"
        raise UnusableInput([Problem("file", message, "请用原软件另存后上传，不要只改扩展名")])


def _refuse_bomb(path: Path) -> None:
    """Refuse a workbook that is small only because it is packed."""
    if path.suffix != ".xlsx":
        return
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        return  # the reader says so in better words
    if unpacked > MOST_UNPACKED_BYTES:
        limit = f"{MOST_UNPACKED_BYTES // 1024 // 1024} MiB"
        message = f"工作簿解开后超过 {limit}"
        raise UnusableInput([Problem("file", message, "请分成几个文件，或另存为 .csv")])
