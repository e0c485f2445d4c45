"""Audits of boundary layers that were asked for over HTTP: carried out, watched, kept for a while.

One thread of each process carries them out, one after the other. Who asks waits for a while and
is then told to come back. How far each is and what it came to lies in a folder of the host, so
any process of the server can tell of it and hand the results out; the upload itself is deleted
as soon as it is read.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from secrets import token_urlsafe
from threading import Event
from typing import IO, Any

import numpy as np
import shapely
import structlog

from api.services.auditing_coverages import AuditWish, audited, labels_of
from api.services.boundary_audit_jobs import Place, Progress, State, new_place, own_folder
from api.services.name_file_jobs import Failure, Reason
from api.services.refusals import NoRoomForFiles, NotFinished, UnknownBoundaryAudit
from api.services.sender import Sender
from boundary_data.coverage import CoverageReport, coverage_parameters, expected_box
from boundary_data.coverage_output import report_json, write_defects
from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.features import SUFFIXES, read_features

FORMS = ("geojson", "gpkg", "xlsx", "html")
STEPS = 14
KEPT_S = 1800
MOST_KEPT = 32
MOST_WAITING = 8
MOST_VERTICES = 3_000_000
LONGEST_STEM = 60
UPLOADED = tuple(s for s in SUFFIXES if s != ".shp")
OTHERS = ("parents", "against", "markers")
Telling = Callable[[str], None]


class Closing(Exception):
    """The process ends; who asked has to ask again."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: the field of the form, its bytes, the name its sender gives it."""

    field: str
    bytes: IO[bytes]
    name: str


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """An audit: its id, what is audited, how far it is, and the report as JSON once it is done."""

    id: str
    name: str
    progress: Progress
    report: Mapping[str, Any] | None = None


class AuditDesk:
    """Takes audits in and carries them out one after the other."""

    def __init__(self) -> None:
        self._closing = Event()
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="boundary-audits")
        self._waiting: set[Future[None]] = set()

    def close(self) -> None:
        """Cut short what is under way, and end."""
        self._closing.set()
        self._clerk.shutdown(wait=True, cancel_futures=True)

    def accept_files(
        self, files: list[Upload], wish: AuditWish, sender: Sender, *, wait_s: float
    ) -> KeptAudit:
        """Take uploaded layers, the first of which is to be audited; wait so long for the end.

        Raises:
            UnusableInput: if a file is no layer that can be read, or too large.
            NoRoomForFiles: if too many audits are waiting.
        """
        named = [(_shown(upload), upload) for upload in files]
        box = tempfile.TemporaryDirectory(prefix="diming-boundary-audit-")
        try:
            paths = [_stored(Path(box.name), each, upload) for each, upload in named]
        except BaseException:
            box.cleanup()
            raise

        def read(tell: Telling) -> tuple[Features, AuditWish]:
            with box:
                layers = [_read(path, tell) for path in paths]
            sent = {upload.field: layer for upload, layer in zip(files, layers, strict=True)}
            more = replace(
                wish,
                parents=sent.get("parents"),
                against=sent.get("against"),
                markers=sent.get("markers"),
            )
            return layers[0], more

        return self._accept(read, Path(named[0][0]).stem, sender, wait_s)

    def accept_layer(
        self, features: Features, wish: AuditWish, name: str, sender: Sender, *, wait_s: float
    ) -> KeptAudit:
        """Take a layer that is at hand; wait so long for the end.

        Raises:
            UnusableInput: if it is no layer that can be audited, or too large.
            NoRoomForFiles: if too many audits are waiting.
        """
        return self._accept(lambda _: (features, wish), name, sender, wait_s)

    def _accept(
        self,
        read: Callable[[Telling], tuple[Features, AuditWish]],
        name: str,
        sender: Sender,
        wait_s: float,
    ) -> KeptAudit:
        _forget_old()
        self._waiting = {work for work in self._waiting if not work.done()}
        if len(self._waiting) >= MOST_WAITING:
            raise NoRoomForFiles(f"已有 {len(self._waiting)} 个界线检查在排队")
        id = token_urlsafe(16)
        place = new_place(_folder(), id, name)
        place.write("sender.json", json.dumps(sender.kept()))
        lock = place.held()
        work = self._clerk.submit(self._carry_out, place, lock, read, name)
        self._waiting.add(work)
        with suppress(NotYet):
            work.result(timeout=wait_s)
        return kept_audit(id, sender)

    def _carry_out(
        self,
        place: Place,
        lock: IO[bytes],
        read: Callable[[Telling], tuple[Features, AuditWish]],
        name: str,
    ) -> None:
        """Audit the layer; what it came to, or why it failed, is written down in any case."""
        step = 0

        def tell(phrase: str) -> None:
            nonlocal step
            if self._closing.is_set():
                raise Closing
            step = min(step + 1, STEPS)
            place.tell(Progress(State.CHECKING, phrase, step))

        with lock:
            try:
                tell("读取图层")
                features, wish = read(tell)
                _refuse_size(features)
                report = audited(features, wish, progress=tell)
                tell("写出结果")
                _keep(place, report, features, wish, name)
                place.tell(Progress(State.DONE, "", STEPS))
            except Closing:
                place.tell(Progress(State.FAILED, failure=Failure(Reason.INTERRUPTED)))
            except UnusableInput as unusable:
                place.tell(Progress(State.FAILED, failure=Failure.of(unusable)))
                raise
            except Exception as error:
                structlog.get_logger("api").exception("boundary audit failed")
                place.tell(Progress(State.FAILED, failure=Failure.of(error)))
                raise


def kept_audit(id: str, sender: Sender) -> KeptAudit:
    """Return how far an audit is, with its report if it is done, to whoever sent it.

    Raises:
        UnknownBoundaryAudit: if there is none, it is another's, or it is forgotten.
    """
    _forget_old()
    place = Place(_folder() / id)
    try:
        if not _is_id(id) or not sender.owns(json.loads(place.read("sender.json"))):
            raise FileNotFoundError(id)
        progress = place.progress()
        report = json.loads(place.read("report.json")) if progress.state is State.DONE else None
        return KeptAudit(id, place.read("name.txt"), progress, report)
    except OSError as missing:
        raise _unknown(id) from missing


def result_of(id: str, form: str, sender: Sender) -> tuple[Path, str]:
    """Return the file of a kept audit in `form`, and the name of what was audited.

    Raises:
        UnknownBoundaryAudit: if there is none, or it is forgotten.
        NotFinished: if it has no result yet, or never will.
    """
    kept = kept_audit(id, sender)
    if kept.progress.state is not State.DONE:
        raise NotFinished(f"“{kept.name}”{kept.progress.state.words}，没有结果可取")
    return _folder() / id / f"result.{form}", kept.name


def wish_for(on: date, gap_width_m: float | None, id_field: str | None) -> AuditWish:
    """Return how a layer is to be audited, by what a caller may say."""
    return AuditWish(on=on, gap_width_m=gap_width_m, id_field=id_field or None)


def _keep(
    place: Place, report: CoverageReport, features: Features, wish: AuditWish, name: str
) -> None:
    labels = labels_of(features, wish.id_field)
    for form in FORMS:
        out = place.folder / f"result.{form}"
        write_defects(report, out, features=features, labels=labels, title=name, on=wish.on)
    told = json.dumps(report_json(report), ensure_ascii=False, default=str)
    place.write("report.json", told)


def _shown(upload: Upload) -> str:
    shown = _file_name(upload.name)
    if Path(shown).suffix not in UPLOADED:
        said = f"不支持的文件类型“{Path(shown).suffix or '无扩展名'}”"
        told = f"可用：{'、'.join(UPLOADED)}；Shapefile 请打成 .zip"
        raise UnusableInput([Problem(upload.field, said, told)])
    return shown


def _stored(folder: Path, shown: str, upload: Upload) -> Path:
    own = folder / upload.field
    own.mkdir()
    path = own / shown
    with path.open("wb") as file:
        shutil.copyfileobj(upload.bytes, file)
    if not path.stat().st_size:
        raise UnusableInput([Problem(upload.field, "文件是空的", "请重新导出后上传")])
    return path


def _read(path: Path, tell: Telling) -> Features:
    tell(f"读取 {path.name}")
    return read_features(path, expected=expected_box(coverage_parameters()))


def _refuse_size(features: Features) -> None:
    shapes = np.asarray(list(features.geometries), dtype=object)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > MOST_VERTICES:
        said = f"图层有 {vertices} 个折点，超过一次可检查的上限 {MOST_VERTICES}"
        remedy = "请分成几个文件，或用命令 ./diming check-boundaries 处理"
        raise UnusableInput([Problem("file", said, remedy)])


def _unknown(id: str) -> UnknownBoundaryAudit:
    return UnknownBoundaryAudit(f"没有编号为 {id[:40]} 的界线检查，或已过保留时间")


def _is_id(id: str) -> bool:
    return id.replace("-", "").replace("_", "").isalnum()


def _folder() -> Path:
    """Return the folder of the results, which belongs to us alone."""
    return own_folder(Path(tempfile.gettempdir()) / f"diming-boundary-audits-{os.getuid()}")


def _forget_old() -> None:
    kept = sorted(
        ((_touched(place), place) for place in _folder().iterdir() if place.is_dir()),
        key=lambda found: found[0],
        reverse=True,
    )
    now = time.time()
    for number, (touched, place) in enumerate(kept):
        if number >= MOST_KEPT or now - touched > KEPT_S:
            shutil.rmtree(place, ignore_errors=True)


def _touched(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except OSError:  # another process has just forgotten it
        return 0.0


def _file_name(name: str) -> str:
    """Return the last part of a path as a file name that any system can hold."""
    last = Path(name.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    stem, suffix = Path(kept).stem[:LONGEST_STEM], Path(kept).suffix.lower()
    return f"{stem or '图层'}{suffix}"
