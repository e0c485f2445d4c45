"""The report of a coverage audit as JSON, and its defects as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

import geopandas
import shapely

from boundary_data.coverage import CoverageReport, NamedDefect
from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.annotated import open_writer
from rulebook.rule import Finding

SUFFIXES = (".geojson", ".json", ".gpkg", ".xlsx", ".csv", ".html")
HEADINGS = {
    "kind": "类型代码",
    "title": "类型",
    "severity": "程度",
    "units": "涉及单元",
    "rows": "序号",
    "area_m2": "面积_平方米",
    "length_m": "长度_米",
    "width_m": "平均宽度_米",
    "lon": "经度",
    "lat": "纬度",
    "message": "说明",
    "repair": "处理建议",
}


def report_json(report: CoverageReport) -> dict[str, object]:
    """Return the report as JSON-able values: metres, square metres, lon/lat degrees."""
    return {
        "usable": True,
        "features": report.features,
        "counts": report.counts(),
        "defects": [named.entry() for named in report.defects],
        "note_counts": dict(Counter(named.defect.kind.value for named in report.notes)),
        "notes": [named.entry() for named in report.notes],
        "suspicions": [asdict(suspicion) for suspicion in report.suspicions],
        "findings": [_finding(finding) for finding in report.findings],
        "problems": [asdict(problem) for problem in report.problems],
        "remark": report.remark,
        "id_field": report.id_column,
        "tolerances": asdict(report.tolerances),
        "parameters": report.parameters,
    }


def refuse_suffix(path: Path) -> None:
    """Refuse a file that defects cannot be written to.

    Raises:
        UnusableInput: naming the suffixes that can be used.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnusableInput(
            [
                Problem(
                    "--out",
                    f"不能写出“{path.suffix or path.name}”文件",
                    f"可用：{'、'.join(SUFFIXES)}",
                )
            ]
        )


def write_defects(
    report: CoverageReport,
    path: Path,
    *,
    features: Features | None = None,
    labels: Sequence[str] = (),
    title: str = "图层",
    on: date | None = None,
) -> None:
    """Write defects and notes to `path`, the form by its suffix.

    GeoJSON and GeoPackage hold the gap, overlap, edge or point itself; tables its
    longitude and latitude; a page draws them. The file appears whole or not at all.

    Args:
        report: The audit.
        path: Its suffix is one of `SUFFIXES`.
        features: The layer that was audited, for a page.
        labels: What each of its units is called, for a page.
        title: What a page calls the layer.
        on: Day of the audit, for a page.

    Raises:
        UnusableInput: for a suffix that is none of `SUFFIXES`, or a page without its layer.
    """
    refuse_suffix(path)
    every = (*report.defects, *report.notes)
    match path.suffix.lower():
        case ".gpkg":
            _write_gpkg(every, path)
        case ".xlsx":
            from boundary_data.coverage_sheet import write_sheet

            with _whole(path) as part:
                rows = [(named, _flat(named)) for named in every]
                write_sheet(report, part, list(HEADINGS.values()), rows)
        case ".html":
            if features is None or on is None:
                raise UnusableInput([Problem("--out", "没有可画的图层", "请改用 .geojson")])
            from boundary_data.coverage_page import write_page

            write_page(report, features, labels, path, title=title, on=on)
        case suffix:
            spatial = suffix in {".geojson", ".json"}
            headings = list(HEADINGS) if spatial else list(HEADINGS.values())
            with open_writer(path, headings) as writer:
                for named in every:
                    writer.write(list(_flat(named).values()), geometry=named.defect.geometry)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a name to write under; what is written there appears at `path` when it is done."""
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _flat(named: NamedDefect) -> dict[str, object]:
    entry = named.entry()
    location = named.defect.location
    lon, lat = location if location is not None else (None, None)
    entry |= {
        "units": "、".join(named.units),
        "rows": "、".join(map(str, named.rows)),
        "lon": lon,
        "lat": lat,
    }
    return {key: entry[key] for key in HEADINGS}


def _write_gpkg(every: tuple[NamedDefect, ...], path: Path) -> None:
    rows = [_flat(named) for named in every]
    shapes = [named.defect.geometry for named in every]
    frame = geopandas.GeoDataFrame(
        {key: [row[key] for row in rows] for key in HEADINGS}, geometry=shapes, crs="EPSG:4490"
    )
    kinds = {0: "point", 1: "line", 2: "area"}
    dimension = shapely.get_dimensions(frame.geometry.to_numpy())
    with _whole(path) as part:
        for number, layer in kinds.items():
            chosen = frame[dimension == number]
            if len(chosen):
                chosen.to_file(part, layer=layer, driver="GPKG")
        if not part.exists():
            frame.to_file(part, layer="defects", driver="GPKG")


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.weight.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "field": finding.field,
        "source": str(finding.source),
        "standing": finding.source.standing.value,
        "evidence": dict(finding.evidence),
    }
