"""Taking layers away (数据导出): areas, lines, markers, names in the formats of others."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.services.refusals import NothingThatDay, UnknownDivision
from api.store.queries.exporting import Rows, layer_on
from api.store.queries.mapping import county_by_code
from api.store.session import Session
from boundary_data.problems import Problem, UnusableInput
from boundary_data.writers.layers import Layer, write_layer
from gis.changing import out_of_cgcs2000, system_label
from gis.crs import TransformRefused, known_crs

KINDS = {"areas": "区划范围", "lines": "界线", "markers": "界桩", "names": "地名"}
LEVELS = {"province": 1, "county": 3, "township": 4}
SUFFIXES = {
    "gpkg": ".gpkg",
    "parquet": ".parquet",
    "shp": ".shp",
    "geojson": ".geojson",
    "fgb": ".fgb",
    "dxf": ".dxf",
    "kml": ".kml",
}
MOST_FEATURES = 200_000


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be taken away.

    Attributes:
        kind: A key of `KINDS`.
        form: A key of `SUFFIXES`.
        on: Day on which it holds.
        level: A key of `LEVELS`; names have none.
        county: Code of the county that it is of, empty for all.
        system: Coordinate system of the file.
        encoding: Of the texts of a Shapefile: UTF-8 or GBK.
    """

    kind: str
    form: str
    on: date
    level: str = "county"
    county: str = ""
    system: str = "EPSG:4490"
    encoding: str = "UTF-8"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file in a folder of its own, both to be removed when it has been sent.

    Attributes:
        path: The file; of a Shapefile, all its parts as one zip.
        name: What it is called for people.
        features: How many features it has.
        notes: What the format could not hold, in Chinese.
    """

    path: Path
    name: str
    features: int
    notes: Sequence[str]

    def remove(self) -> None:
        """Remove the file and its folder."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def export_layer(db: Session, wish: ExportWish) -> Exported:
    """Return a layer of the register as a file.

    Raises:
        UnusableInput: The format cannot hold it, the system is unknown, or it is too large.
        UnknownDivision: No county has that code.
        NothingThatDay: The register has nothing of the kind on that day.
    """
    rows = _rows(db, wish)
    columns = [column for column in rows[0] if column != "geometry"]
    try:
        target = known_crs(wish.system)
        moved = out_of_cgcs2000([row["geometry"] for row in rows], target)
    except TransformRefused as refused:
        raise UnusableInput(
            [Problem("crs", str(refused), "请写明 EPSG 代码，例如 EPSG:4490、EPSG:4545")]
        ) from refused
    title = f"{KINDS[wish.kind]}_{wish.on.isoformat()}"
    layer = Layer(
        moved.geometries,
        [{column: row[column] for column in columns} for row in rows],
        columns,
        system_label(target),
        wish.kind,
        wish.encoding,
    )
    folder = Path(tempfile.mkdtemp(prefix="diming-export-"))
    try:
        written = write_layer(layer, folder / f"{wish.kind}{SUFFIXES[wish.form]}")
        path, suffix = _one_file(folder, wish)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    notes = [note for note in (moved.remark, *written.notes) if note]
    return Exported(path, f"{title}{suffix}", len(rows), notes)


def _rows(db: Session, wish: ExportWish) -> Rows:
    county = None
    if wish.county:
        county = county_by_code(db, wish.county, wish.on)
        if county is None:
            raise UnknownDivision(
                f"{wish.on.isoformat()} 没有代码为“{wish.county}”的区县", "请核对区县代码", "county"
            )
    level = LEVELS[wish.level]
    rows = layer_on(db, wish.kind, wish.on, level=level, county=county, most=MOST_FEATURES + 1)
    if len(rows) > MOST_FEATURES:
        message = f"超过 {MOST_FEATURES} 个图形，不能一次导出"
        raise UnusableInput([Problem("county", message, "请用 county=区县代码 分区县导出")])
    if not rows:
        raise NothingThatDay(
            f"{wish.on.isoformat()} 没有可导出的{KINDS[wish.kind]}",
            "请换日期（on）、层级（level）或区县（county）",
            "on",
        )
    return rows


def _one_file(folder: Path, wish: ExportWish) -> tuple[Path, str]:
    """Return the file to be sent and its suffix; the parts of a Shapefile go into a zip."""
    suffix = SUFFIXES[wish.form]
    if wish.form != "shp":
        return folder / f"{wish.kind}{suffix}", suffix
    packed = folder / f"{wish.kind}.zip"
    parts = sorted(folder.glob(f"{wish.kind}.*"))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, part.name)
    return packed, ".zip"
