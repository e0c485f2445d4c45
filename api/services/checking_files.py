"""Take tables of names in (批量审核), tell how far they are, give their results back.

A table lies in the database from the moment it is sent until a day after its end: a restart
loses none, and any process may check it, tell of it and give it back. The file that was sent is
deleted when the check ends.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from secrets import token_urlsafe
from typing import IO

from api.services.annotating_names import COLUMNS
from api.services.cases.refusals import FileRefused
from api.services.examining_files import examine_workbook
from api.services.name_file_jobs import Job, State, token_hash
from api.services.refusals import NoRoomForFiles, NotFinished, UnknownNameFile
from api.services.sender import Sender
from api.services.working_files_off import clerk_for, pieces
from api.store.queries import name_files as filing
from api.store.session import Engine, Session
from api.store.standing import hold_visitor
from api.store.transactions import ConcurrentChange, reading, writing
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import open_table
from rulebook.report import Mode

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".geojson", ".json", ".gpkg")
BEGINNINGS = {".xlsx": b"PK", ".gpkg": b"SQLite format 3\0"}
MOST_WAITING = 8
LONGEST_STEM = 60


class Desk:
    """Takes tables in and gives results back; the clerk behind it checks one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._clerk = clerk_for(engine)

    def open(self) -> None:
        """Begin to work off what lies there, and what comes."""
        self._clerk.start()

    def close(self) -> None:
        """Put what is under way back in the queue, for whoever opens next."""
        self._clerk.stop()

    def accept(
        self,
        upload: IO[bytes],
        name: str,
        *,
        on: date,
        mode: Mode,
        sender: Sender,
        actor: str,
        request_id: str = "",
    ) -> Job:
        """Take the table `upload`, called `name` by its sender, and return its job.

        Raises:
            UnusableInput: if it is of no accepted form, or has no column of names.
            NoRoomForFiles: if too many tables are waiting, or the register is being loaded.
            DatabaseUnavailable: if it cannot be kept.
        """
        shown = _file_name(name)
        _refuse_form(Path(shown).suffix, upload)
        token = token_urlsafe(24)
        with tempfile.TemporaryDirectory(prefix="diming-name-file-") as folder:
            path = Path(folder) / shown
            with path.open("wb") as file:
                shutil.copyfileobj(upload, file)
            _refuse_programs(path)
            with open_table(path, COLUMNS):
                pass  # whoever sent no table of names is told at once
            try:
                with self._writing(sender, actor, request_id) as db:
                    waiting = filing.open_count(db)
                    if waiting >= MOST_WAITING:
                        raise NoRoomForFiles(f"已有 {waiting} 个表格在排队")
                    with path.open("rb") as file:
                        filing.seat(
                            db,
                            token_sha256=token_hash(token),
                            file_name=shown,
                            mode=mode.value,
                            on=on,
                            account_id=sender.account_id,
                            organisation_id=sender.organisation_id,
                            visitor=None if sender.account_id else sender.visitor,
                            pieces=pieces(file),
                        )
            except ConcurrentChange as busy:
                raise NoRoomForFiles("正在装载资料，暂不受理新的表格") from busy
        job = self.find(token, sender)
        self._clerk.wake()
        return job

    def find(self, token: str, sender: Sender) -> Job:
        """Return the job that `token` is for, to whoever sent it.

        Raises:
            UnknownNameFile: if there is none, it is another's, or it is forgotten.
        """
        with reading(self._engine, standing=sender.standing) as db:
            hold_visitor(db, sender.visitor)
            filed = filing.find(db, token_hash(token))
        if filed is None:
            raise UnknownNameFile(f"没有编号为 {token[:40]} 的批量审核，或已过保留时间")
        return Job.of(token, filed)

    def result(self, token: str, form: str, sender: Sender) -> tuple[Job, int, Iterator[bytes]]:
        """Return a finished job, the bytes of its result in `form`, and the result in pieces.

        Raises:
            UnknownNameFile: if there is no such job, or it is forgotten.
            NotFinished: if it has no result yet, or never will.
        """
        job = self.find(token, sender)
        if job.state is not State.DONE:
            raise NotFinished(f"“{job.file_name}”{job.state.words}，没有结果可取")
        # a copy without a name: nobody can take it away while it is sent
        own = tempfile.TemporaryFile(prefix="diming-result-")  # noqa: SIM115 closed by _sent
        with reading(self._engine, standing=sender.standing) as db:
            hold_visitor(db, sender.visitor)
            for piece in filing.pieces_of(db, job.id, form):
                own.write(piece)
        size = own.tell()
        own.seek(0)
        return job, size, _sent(own)

    def discard(self, token: str, sender: Sender, *, actor: str, request_id: str = "") -> None:
        """Stop a job and delete all that is kept of it.

        Raises:
            UnknownNameFile: if there is none, or it is forgotten.
        """
        job = self.find(token, sender)
        with self._writing(sender, actor, request_id) as db:
            filing.discard(db, token_hash(job.token))

    @contextmanager
    def _writing(self, sender: Sender, actor: str, request_id: str) -> Iterator[Session]:
        with writing(
            self._engine, actor=actor, request_id=request_id, standing=sender.standing
        ) as db:
            hold_visitor(db, sender.visitor)
            yield db


def _sent(own: IO[bytes]) -> Iterator[bytes]:
    with own:
        yield from pieces(own)


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


def _refuse_programs(path: Path) -> None:
    """Refuse a workbook that brings macros along, or is small only because it is packed."""
    if path.suffix == ".xlsx":
        try:
            examine_workbook(path.read_bytes(), path.name)
        except FileRefused as refused:
            raise UnusableInput([Problem("file", refused.message, refused.remedy)]) from refused
