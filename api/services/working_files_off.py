"""Check the tables of names that lie there (批量审核), one after the other, beside the requests.

Every process has one clerk. A clerk holds the table it works on; if its process ends, however,
the table is free again and the next clerk begins it anew. A table over which clerks have ended
`MOST_ATTEMPTS` times is given up with a remedy.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import IO

import structlog

from api.services.annotating_names import COLUMNS
from api.services.checking_names import RegisterChecker
from api.services.clerk import Clerk, Closing
from api.services.name_file_jobs import Failure, Reason, State, Tally
from api.services.reporting_names import Cover, write_reports
from api.store.errors import DatabaseUnavailable
from api.store.queries import name_files as filing
from api.store.queries.name_files import FiledTable
from api.store.session import Engine
from api.store.standing import VISITOR
from api.store.transactions import ConcurrentChange, QueryTooSlow, reading, writing
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import open_table
from rulebook.report import Mode

FORMS = ("csv", "xlsx", "html")
KEPT = timedelta(hours=24)
MOST_KEPT = 64
MOST_ROWS = 200_000
MOST_ATTEMPTS = 3
TELL_S = 0.4
"""How often it writes down how far it is, and asks whether anybody still waits for it."""
PIECE = 1 << 20
ACTOR = "name-files"


class Unwanted(Exception):
    """The person who sent the table has taken it back."""


def clerk_for(engine: Engine) -> Clerk:
    """Return a clerk that works off the tables that lie in the database of `engine`."""

    def next_one(closing: Event) -> bool:
        with writing(engine, actor=ACTOR, request_id="") as db:
            filing.expire(db, MOST_KEPT)
        with filing.claimed(engine) as filed:
            if filed is not None:
                _Worked(engine, filed, closing).carry_out()
        return filed is not None

    return Clerk("name files", next_one)


class _Worked:
    """One table that is held by this process."""

    def __init__(self, engine: Engine, filed: FiledTable, closing: Event) -> None:
        self.engine, self.filed, self.closing = engine, filed, closing
        self.tally = Tally(Cover(filed.file_name, filed.on, Mode(filed.mode)))
        self.rows_done = 0
        self.told = 0.0

    def carry_out(self) -> None:
        """Check the table, and leave nothing of it on the disk."""
        if self.filed.attempts >= MOST_ATTEMPTS:
            self._end(State.FAILED, _given_up(self.filed.attempts))
            return
        try:
            self._tell(attempts=self.filed.attempts + 1, state=State.COUNTING.value, rows_done=0)
            with tempfile.TemporaryDirectory(prefix="diming-name-file-") as folder:
                self._check(Path(folder))
        except Unwanted:
            return
        except Closing:
            self._put_back()
        except DatabaseUnavailable:
            raise  # nobody can write that down; it is begun anew when the database is back
        except (UnusableInput, QueryTooSlow, ConcurrentChange) as failure:
            self._end(State.FAILED, Failure.of(failure))
        except Exception as failure:
            structlog.get_logger("api").exception("name file failed", name_file=self.filed.id)
            self._end(State.FAILED, Failure.of(failure))

    def _check(self, folder: Path) -> None:
        """Check all rows against one state of the register, and keep the results."""
        path = folder / self.filed.file_name
        out = folder / "results"
        out.mkdir()
        with reading(self.engine) as db, path.open("wb") as file:
            for piece in filing.pieces_of(db, self.filed.id, filing.UPLOAD):
                file.write(piece)
        self._tell(rows_total=self._counted(path), state=State.CHECKING.value)
        outs = {form: out / f"result.{form}" for form in FORMS}
        cover = self.tally.cover
        with (
            # anybody may send a table, and nobody knows who it was
            reading(self.engine, standing=VISITOR) as db,
            RegisterChecker(db, on=cover.on, mode=cover.mode) as checker,
        ):
            write_reports(
                path,
                list(outs.values()),
                checker,
                cover,
                progress=self._advance,
                listen=self.tally.hear,
            )
        self._end(State.DONE, None, outs)

    def _counted(self, path: Path) -> int:
        count = 0
        with open_table(path, COLUMNS) as table:
            for _ in table:
                count += 1
                if count > MOST_ROWS:
                    said = f"超过一次可审核的行数上限 {MOST_ROWS}"
                    remedy = "请分成几个文件，或用命令 ./diming check-names 处理"
                    raise UnusableInput([Problem("file", said, remedy)])
                if count % 1000 == 0:
                    self._go_on()
        return count

    def _advance(self, rows: int) -> None:
        self.rows_done += rows
        self._go_on()

    def _go_on(self) -> None:
        """Tell how far it is, now and then.

        Raises:
            Unwanted: if nobody waits for the rest.
            Closing: if the process ends.
        """
        if self.closing.is_set():
            raise Closing
        if time.monotonic() - self.told >= TELL_S:
            self._tell(rows_done=self.rows_done)

    def _tell(self, **changes: object) -> None:
        self.told = time.monotonic()
        with writing(self.engine, actor=ACTOR, request_id="") as db:
            if not filing.carry_on(db, self.filed.id, tally=self.tally.kept(), **changes):
                raise Unwanted

    def _put_back(self) -> None:
        with writing(self.engine, actor=ACTOR, request_id="") as db:
            filing.carry_on(
                db,
                self.filed.id,
                state=State.WAITING.value,
                attempts=self.filed.attempts,
                rows_done=0,
                tally={},
            )

    def _end(
        self, state: State, failure: Failure | None, outs: dict[str, Path] | None = None
    ) -> None:
        with writing(self.engine, actor=ACTOR, request_id="") as db:
            filing.end(
                db,
                self.filed.id,
                state=state.value,
                kept=KEPT,
                rows_done=self.rows_done,
                tally=self.tally.kept(),
                failure=failure.kept() if failure else None,
                results={form: file_pieces(path) for form, path in (outs or {}).items()},
            )


def _given_up(attempts: int) -> Failure:
    return Failure(
        Reason.INTERRUPTED,
        f"审核这张表时服务中断了{attempts}次，已不再重试",
        "请把表格分成几个文件后重新上传；仍不能完成的，请联系系统管理员",
    )


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the rest of a file in pieces."""
    while piece := file.read(PIECE):
        yield piece


def file_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces, nothing being open before the first is asked for."""
    with path.open("rb") as file:
        yield from pieces(file)
