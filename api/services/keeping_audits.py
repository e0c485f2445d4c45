"""Audits of boundary layers that were asked for over HTTP: carried out, and kept for a while.

The results lie in a folder of the host, so any process of the server can hand them out;
the upload itself is deleted as soon as it is read.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import IO, Any

import numpy as np
import shapely

from api.services.auditing_coverages import AuditWish, audited, labels_of
from api.services.refusals import UnknownBoundaryAudit
from boundary_data.coverage import CoverageReport, coverage_parameters, expected_box
from boundary_data.coverage_output import report_json, write_defects
from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.features import SUFFIXES, read_features

FORMS = ("geojson", "gpkg", "xlsx", "html")
KEPT_S = 1800
MOST_KEPT = 32
MOST_VERTICES = 3_000_000
LONGEST_STEM = 60
UPLOADED = tuple(s for s in SUFFIXES if s != ".shp")

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """An audit that was carried out: its id, what was audited, and the report as JSON."""

    id: str
    name: str
    report: Mapping[str, Any]


def audit_upload(upload: IO[bytes], name: str, wish: AuditWish) -> KeptAudit:
    """Return the audit of an uploaded file.

    Raises:
        UnusableInput: if the file is no layer that can be audited, or too large.
    """
    shown = _file_name(name)
    if Path(shown).suffix not in UPLOADED:
        said = f"不支持的文件类型“{Path(shown).suffix or '无扩展名'}”"
        told = f"可用：{'、'.join(UPLOADED)}；Shapefile 请打成 .zip"
        raise UnusableInput([Problem("file", said, told)])
    with tempfile.TemporaryDirectory(prefix="diming-boundary-audit-") as folder:
        path = Path(folder) / shown
        with path.open("wb") as file:
            shutil.copyfileobj(upload, file)
        if not path.stat().st_size:
            raise UnusableInput([Problem("file", "文件是空的", "请重新导出后上传")])
        features = read_features(path, expected=expected_box(coverage_parameters()))
    return audit_layer(features, wish, Path(shown).stem)


def audit_layer(features: Features, wish: AuditWish, name: str) -> KeptAudit:
    """Return the audit of a layer, its results kept for half an hour.

    Raises:
        UnusableInput: if it is no layer that can be audited, or too large.
    """
    shapes = np.asarray(list(features.geometries), dtype=object)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > MOST_VERTICES:
        said = f"图层有 {vertices} 个折点，超过一次可检查的上限 {MOST_VERTICES}"
        remedy = "请分成几个文件，或用命令 ./diming check-boundaries 处理"
        raise UnusableInput([Problem("file", said, remedy)])
    with _one_at_a_time:
        report = audited(features, wish)
    id = token_urlsafe(16)
    told = json.loads(json.dumps(report_json(report), ensure_ascii=False, default=str))
    _keep(id, report, features, wish, name)
    return KeptAudit(id, name, told)


def result_of(id: str, form: str) -> tuple[Path, str]:
    """Return the file of a kept audit in `form`, and the name of what was audited.

    Raises:
        UnknownBoundaryAudit: if there is none, or it is forgotten.
    """
    _forget_old()
    place = _folder() / id
    found = place / f"result.{form}"
    if not id.replace("-", "").replace("_", "").isalnum() or not found.is_file():
        raise UnknownBoundaryAudit(f"没有编号为 {id[:40]} 的界线检查，或已过保留时间")
    return found, (place / "name.txt").read_text("utf-8")


def _keep(id: str, report: CoverageReport, features: Features, wish: AuditWish, name: str) -> None:
    _forget_old()
    labels = labels_of(features, wish.id_field)
    with tempfile.TemporaryDirectory(dir=_folder(), prefix=".new-") as made:
        part = Path(made) / "audit"
        part.mkdir()
        for form in FORMS:
            out = part / f"result.{form}"
            write_defects(report, out, features=features, labels=labels, title=name, on=wish.on)
        (part / "name.txt").write_text(name, "utf-8")
        part.rename(_folder() / id)


def _folder() -> Path:
    """Return the folder of the results, which belongs to us alone."""
    folder = Path(tempfile.gettempdir()) / f"diming-boundary-audits-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def _forget_old() -> None:
    kept = sorted(
        (place for place in _folder().iterdir() if place.is_dir()),
        key=lambda place: place.stat().st_mtime,
        reverse=True,
    )
    now = time.time()
    for number, place in enumerate(kept):
        if number >= MOST_KEPT or now - place.stat().st_mtime > KEPT_S:
            shutil.rmtree(place, ignore_errors=True)


def _file_name(name: str) -> str:
    """Return the last part of a path as a file name that any system can hold."""
    last = Path(name.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    stem, suffix = Path(kept).stem[:LONGEST_STEM], Path(kept).suffix.lower()
    return f"{stem or '图层'}{suffix}"


def wish_for(on: date, gap_width_m: float | None, id_field: str | None) -> AuditWish:
    """Return how a layer is to be audited, by what a caller may say."""
    return AuditWish(on=on, gap_width_m=gap_width_m, id_field=id_field or None)
