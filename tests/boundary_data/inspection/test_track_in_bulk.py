"""Tracks read in bulk say what they say point by point."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_data.problems import Problem
from boundary_data.track_columns import BEIJING, columns_of, seconds_of_all
from boundary_data.track_reading import read_track

POINT = {"lon": 106.5, "lat": 29.5, "time": "2025-04-21T09:30:00+08:00", "accuracy_m": 4.0}
ZONES = st.sampled_from(["", "Z", "+08:00", "-03:30", "+00:00"])


def told(raw: list[Any]) -> list[Problem]:
    problems: list[Problem] = []
    assert read_track(raw, "$.track", problems) is None
    return problems


@given(
    moments=st.lists(
        st.datetimes(min_value=datetime(1949, 1, 1), max_value=datetime(2200, 12, 31)),  # noqa: DTZ001  # the zone is written after it
        min_size=1,
        max_size=20,
    ),
    zone=ZONES,
    spec=st.sampled_from(["seconds", "milliseconds", "microseconds"]),
)
def test_times_are_those_of_the_calendar(moments: list[datetime], zone: str, spec: str) -> None:
    texts = [moment.isoformat(timespec=spec) + zone for moment in moments]
    read = [datetime.fromisoformat(text) for text in texts]
    expected = [(m if m.tzinfo else m.replace(tzinfo=BEIJING)).timestamp() for m in read]
    found = seconds_of_all(list(texts))
    assert found is not None
    assert np.abs(found - expected).max() < 1e-5


@given(st.from_regex(r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d", fullmatch=True))
def test_what_is_no_time_is_left_to_be_named(text: str) -> None:
    try:
        datetime.fromisoformat(text)
        is_time = True
    except ValueError:
        is_time = False
    assert (seconds_of_all(["2025-04-21T09:30:00", text]) is not None) == is_time


@pytest.mark.parametrize(
    "change",
    [
        {"lon": "106.5"},
        {"lon": True},
        {"lat": float("nan")},
        {"lat": 10**400},
        {"time": "2025-02-30T09:30:00+08:00"},
        {"time": 7},
        {"accuracy_m": "4"},
        {"speed": 3},
    ],
    ids=str,
)
def test_one_bad_point_among_good_ones_is_named_by_its_number(change: dict[str, Any]) -> None:
    (problem,) = told([POINT, {**POINT, **change}, POINT])
    assert problem.field.startswith("$.track[1].")


def test_points_of_different_shape_are_read_one_by_one() -> None:
    raw = [POINT, {"lon": 106.6, "lat": 29.6}]
    assert columns_of(raw) is None
    problems: list[Problem] = []
    track = read_track(raw, "$.track", problems)
    assert track is not None
    assert not problems
    assert np.isnan(track.seconds).tolist() == [False, True]
