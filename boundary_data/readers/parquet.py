"""GeoParquet in, where pyarrow is installed (`pip install diming[geoparquet]`)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import geopandas

from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.raw import RawFeatures
from boundary_data.readers.shapefile import features_of_frame

INSTALL = "请安装：.venv/bin/pip install '.[geoparquet]'；或另存为 GeoPackage、GeoJSON"


def refuse_without_pyarrow() -> None:
    """Refuse if the part that reads and writes GeoParquet is not installed.

    Raises:
        UnusableInput: if pyarrow is missing.
    """
    if find_spec("pyarrow") is None:
        raise UnusableInput([Problem("", "本机未装 GeoParquet 读写部件（pyarrow）", INSTALL)])


def read_parquet(path: Path) -> RawFeatures:
    """Return the features of the GeoParquet file `path`, coordinates as they stand.

    Raises:
        UnusableInput: if pyarrow is missing, or the file is damaged or holds no geometry.
    """
    refuse_without_pyarrow()
    import pyarrow

    try:
        frame = geopandas.read_parquet(path)
    except (pyarrow.ArrowException, ValueError, KeyError, TypeError) as error:
        raise UnusableInput(
            [
                Problem(
                    "",
                    f"无法读取“{path.name}”：{str(error)[:160]}",
                    "请确认是带图形的 GeoParquet 文件，或另存为 GeoPackage",
                )
            ]
        ) from error
    return features_of_frame(frame, [])
