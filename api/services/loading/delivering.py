"""One file, one transaction: hash, delivery, work, report, one journal line.

The same file again changes nothing and says so; a trial run does everything and takes it
back; whatever is raised midway leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from api.services.loading.report import LoadReport, Outcome, Progress, silent
from api.store.loading.deliveries import (
    SourceCard,
    close_delivery,
    last_accepted,
    open_delivery,
    source_id,
)
from api.store.loading.facts import Stamp
from api.store.loading.staging import moment_of, take_turn
from api.store.queries.journal import write_line
from api.store.session import Engine, Session, transaction

CHUNK = 1 << 20
CHINA = ZoneInfo("Asia/Shanghai")


class _TrialOver(Exception):
    """Takes a trial run back."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A file that came: its kind, path, source and the parameters it is loaded with."""

    kind: str
    path: Path
    source: SourceCard
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a loader works with: the transaction, the stamp of its rows, report, progress."""

    db: Session
    stamp: Stamp
    report: LoadReport
    progress: Progress
    today: date


Work = Callable[[Desk], None]


@dataclass(frozen=True, slots=True)
class LoadingOptions:
    """How files are loaded: by whom, whether only tried, who hears of the progress."""

    actor: str = "命令行"
    dry_run: bool = False
    progress: Progress = silent
    today: date | None = None


def deliver_all(
    engine: Engine, jobs: Sequence[tuple[Sending, Work]], options: LoadingOptions
) -> list[LoadReport]:
    """Load files one after the other, each in its transaction, and return their reports.

    A trial run loads them all in one transaction and takes it back, so that a file finds
    what the files before it would have brought.

    Raises:
        FileNotFoundError: There is no such file.
        Whatever the work raises; then nothing of that file is kept.
    """
    reports: list[LoadReport] = []
    if not options.dry_run:
        for sending, work in jobs:
            with transaction(engine, actor=options.actor) as db:
                reports.append(_load(db, sending, work, options))
        return reports
    try:
        with transaction(engine, actor=options.actor) as db:
            reports += [_load(db, sending, work, options) for sending, work in jobs]
            raise _TrialOver
    except _TrialOver:
        for report in reports:
            tried = report.outcome is Outcome.LOADED
            report.outcome = Outcome.DRY_RUN if tried else report.outcome
            report.delivery_id = None
    return reports


def _load(db: Session, sending: Sending, work: Work, options: LoadingOptions) -> LoadReport:
    begun = time.monotonic()
    report = LoadReport(
        kind=sending.kind,
        file_name=sending.path.name,
        sha256=sha256_of(sending.path),
        parameters=dict(sending.parameters),
    )
    take_turn(db)
    known = last_accepted(db, sending.source, sending.kind, sending.path.name, sending.parameters)
    if known is not None and known[1] == report.sha256:
        report.outcome, report.delivery_id = Outcome.UNCHANGED, known[0]
        return report
    report.delivery_id = open_delivery(
        db,
        source=source_id(db, sending.source),
        kind=sending.kind,
        file_name=sending.path.name,
        sha256=report.sha256,
    )
    today = options.today or datetime.now(CHINA).date()
    stamp = Stamp(report.delivery_id, moment_of(db))
    work(Desk(db, stamp, report, options.progress, today))
    report.seconds = time.monotonic() - begun
    close_delivery(db, report.delivery_id, report.as_json())
    _journal(db, report)
    return report


def _journal(db: Session, report: LoadReport) -> None:
    write_line(
        db,
        verb="refuse-delivery" if report.outcome is Outcome.REFUSED else "load",
        subject_kind="delivery",
        subject_id=str(report.delivery_id),
        after={
            "kind": report.kind,
            "file": report.file_name,
            "sha256": report.sha256,
            "rows": report.rows_read,
            "added": report.added,
            "changed": report.changed,
            "refused": report.refused_count,
            **({"overruled": report.overruled} if report.overruled else {}),
        },
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()
