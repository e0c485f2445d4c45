"""Saying whether the application can do its work."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.refusals import NotReady
from api.store import migrate
from api.store.queries import readiness
from api.store.session import Session


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of a database that is ready."""

    revision: str
    data_version: int
    counts: readiness.Counts


def report(db: Session) -> Readiness:
    """Return the state of the database.

    Raises:
        NotReady: It is not migrated to the newest revision, or nothing is loaded.
    """
    here, wanted = readiness.revision(db), migrate.head()
    if here != wanted:
        found = f"数据库结构为 {here}，程序需要 {wanted}" if here else "数据库尚未建立结构"
        raise NotReady((("migrations", found, "请执行 ./diming db upgrade"),))
    counts = readiness.counts(db)
    missing = tuple(
        (kind, f"尚未装载{word}", "请执行 ./diming load 装载数据")
        for kind, word, count in (
            ("divisions", "行政区划", counts.divisions),
            ("names", "地名", counts.names),
            ("areas", "区划范围", counts.areas),
        )
        if count == 0
    )
    if missing:
        raise NotReady(missing)
    return Readiness(here, readiness.data_version(db), counts)
