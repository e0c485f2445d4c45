"""Compiling large gazetteers beside the requests (编纂地名书): progress and the finished file.

A book is set by a process of its own, so that nobody waits for it. What it tells, and the book,
lie in a folder that all processes of the service read; after a week they are removed. They are
told to whoever ordered the book, to the people of his organisation, and to administrators.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from api.services.compiling_gazetteers import BookForm, compile_book, print_book
from api.services.person import Person
from api.services.refusals import NothingThatDay, Refusal, TooManyRequests
from api.store.session import engine_for
from api.store.standing import VISITOR
from api.store.transactions import reading
from naming.gazetteer import BookKind

FOLDER = "books"
TOLD = "told.json"
KEPT_S = 7 * 24 * 3600
SILENT_S = 900
"""After so long without a word a work is taken for dead."""
QUERY_MS = 120_000
AT_ONCE = 2
CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class BookWork:
    """A book that is being compiled: what, for whom, how far (parts set, parts in all)."""

    id: str
    kind: str
    code: str
    form: str
    on: str
    account_id: int
    organisation_id: int = 0
    state: str = "waiting"
    title: str = ""
    count: int = 0
    done: int = 0
    whole: int = 0
    failure: str = ""
    told_at: float = field(default_factory=time.time)

    @property
    def over(self) -> bool:
        """Tell whether nothing more will come."""
        return self.state in ("done", "failed")

    @property
    def share(self) -> float:
        """Return how much is set, from 0 to 1."""
        return 1.0 if self.state == "done" else self.done / self.whole if self.whole else 0.0


def begin(
    folder: Path, url: str, *, kind: BookKind, code: str, form: BookForm, on: date, person: Person
) -> BookWork:
    """Begin to compile a book in a process of its own.

    Args:
        folder: Where the service keeps files.
        url: Address of the database.
        kind: Which kind of book.
        code: Code of a county or a province.
        form: DOCX or PDF.
        on: The day of the names.
        person: Who asks.

    Raises:
        TooManyRequests: As many books are being set already.
    """
    home = folder / FOLDER
    works = _sorted_out(home)
    if sum(not one.over for one in works) >= AT_ONCE:
        raise TooManyRequests("已有地名书正在编纂", "请等它们编完，再编下一本", wait_s=60)
    whose = (person.account_id, person.organisation_id)
    work = BookWork(str(uuid4()), kind.value, code, form, on.isoformat(), *whose)
    (home / work.id).mkdir(parents=True, mode=0o700)
    _tell(home, work)
    # a thread waits for the process, so that it leaves no trace when it has ended
    threading.Thread(target=_run, args=(home, url, work), daemon=True).start()
    return work


def find(folder: Path, id: UUID, person: Person) -> BookWork:
    """Return a work as it stands; one that fell silent has failed.

    Raises:
        NothingThatDay: There is none with this id that the person may see (his own, one of his
            organisation, any for an administrator), or it was removed after a week.
    """
    try:
        work = _standing(folder / FOLDER, str(id))
    except FileNotFoundError:
        raise _unknown() from None
    own = person.account_id == work.account_id or (
        work.organisation_id != 0 and person.organisation_id == work.organisation_id
    )
    if not own and not person.holds({"administrator"}):
        raise _unknown()
    return work


def _unknown() -> NothingThatDay:
    return NothingThatDay(
        "没有这次编纂，或不是由您所在的机构编纂的", "编好的书只保留七天，请重新编纂"
    )


def _standing(home: Path, id: str) -> BookWork:
    work = BookWork(**json.loads((home / id / TOLD).read_text("utf-8")))
    if not work.over and time.time() - work.told_at > SILENT_S:
        return replace(work, state="failed", failure="编纂中断，请重新编纂")
    return work


def file_of(folder: Path, work: BookWork) -> Path:
    """Return the path of a finished book."""
    return folder / FOLDER / work.id / f"book.{work.form}"


def _run(home: Path, url: str, work: BookWork) -> None:
    # the address of the database is told on the pipe: arguments can be read by others
    order = json.dumps({"home": str(home), "url": url, "work": asdict(work)})
    subprocess.run(
        [sys.executable, "-m", __name__], input=order, text=True, check=False, cwd=CHECKOUT
    )
    last = _standing(home, work.id)
    if not last.over:
        _tell(home, replace(last, state="failed", failure="编纂中断，请重新编纂"))


def compile_here(home: Path, url: str, work: BookWork) -> None:
    """Compile the book of `work` in this process, telling how far it is."""
    os.nice(5)
    engine = engine_for(url, pool_size=1)
    on, kind = date.fromisoformat(work.on), BookKind(work.kind)
    form: BookForm = "pdf" if work.form == "pdf" else "docx"
    _tell(home, work := replace(work, state="collecting"))

    def progress(done: int, whole: int) -> None:
        nonlocal work
        work = replace(work, done=done, whole=whole)
        _tell(home, work)

    try:
        # a book holds what is published, and is compiled with no more than a visitor sees
        with reading(engine, standing=VISITOR, limit_ms=QUERY_MS) as db:
            book = compile_book(db, kind, work.code, on)
            work = replace(work, state="setting", title=book.title, count=book.count)
            progress(0, len(book.sections) + 1)
            content = print_book(db, book, work.code, form, on, progress)
        target = file_of(home.parent, work)
        target.with_suffix(".part").write_bytes(content)
        target.with_suffix(".part").replace(target)
        _tell(home, replace(work, state="done"))
    except Refusal as refusal:
        _tell(home, replace(work, state="failed", failure=f"{refusal.message}。{refusal.remedy}"))
    finally:
        engine.dispose()


def _tell(home: Path, work: BookWork) -> None:
    told: Mapping[str, Any] = asdict(replace(work, told_at=time.time()))
    place = home / work.id
    (place / "told.new").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (place / "told.new").replace(place / TOLD)


def _sorted_out(home: Path) -> list[BookWork]:
    """Return the works there are, after removing those of the week before."""
    kept = []
    for place in home.iterdir() if home.is_dir() else ():
        if time.time() - place.stat().st_mtime > KEPT_S:
            shutil.rmtree(place, ignore_errors=True)
        elif (place / TOLD).is_file():
            kept.append(_standing(home, place.name))
    return kept


def _ordered() -> None:
    order = json.load(sys.stdin)
    compile_here(Path(order["home"]), order["url"], BookWork(**order["work"]))


if __name__ == "__main__":
    _ordered()
