"""A record measured in another system, or written another way, is told which it was."""

from typing import Any

import numpy as np
import pytest

from boundary_data.inspection_schema import example
from gis import gcj02
from tests.boundary_data.inspection.test_planted_mistakes import found
from tests.gis import planted

Record = dict[str, Any]


def measured(record: Record, wrong: planted.Wrong) -> Record:
    """The record with every measured position spoilt the same way."""
    known = {marker["number"]: marker for marker in record["line"]["markers"]}
    for check in record["marker_checks"]:
        if check.get("measured"):
            marker = known[check["number"]]
            lon, lat = wrong(np.array([[marker["lon"], marker["lat"]]]))[0]
            check["measured"] |= {"lon": float(lon), "lat": float(lat)}
    return record


@pytest.mark.parametrize(
    ("wrong", "rule", "said"),
    [
        (gcj02.to_gcj02, "CRS-8", "GCJ-02"),
        (gcj02.to_bd09, "CRS-8", "BD-09"),
        (gcj02.from_gcj02, "CRS-8", "多纠偏一次"),
        (planted.minutes, "CRS-10", "度分秒"),
        (planted.decimal_minutes, "CRS-10", "度分秒"),
        (planted.moved(60.0, 30.0), "CRS-9", "方向一致"),
    ],
)
def test_positions_of_another_system_are_named_as_what_they_are(
    wrong: planted.Wrong, rule: str, said: str
) -> None:
    findings = found(measured(example(), wrong))
    assert said in findings[rule].message
    assert {"CRS-8", "CRS-9", "CRS-10"} & findings.keys() == {rule}


@pytest.mark.parametrize(("wrong", "name"), [(gcj02.to_gcj02, "GCJ-02"), (gcj02.to_bd09, "BD-09")])
def test_a_track_from_a_shifted_map_is_named_by_its_map(wrong: planted.Wrong, name: str) -> None:
    record = example()
    for point in record["track"]:
        lon, lat = wrong(np.array([[point["lon"], point["lat"]]]))[0]
        point |= {"lon": float(lon), "lat": float(lat)}
    assert name in found(record)["CRS-8b"].message
