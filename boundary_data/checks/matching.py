"""The marker checks of a record beside the markers of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boundary_data.inspection import JointInspection, MarkerCheck
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import KnownLine
from boundary_data.marker import KnownMarker, full_number, station_of


@dataclass(frozen=True, slots=True)
class Matched:
    """A marker check, its JSON path, its full number and the registered marker, if any."""

    check: MarkerCheck
    path: str
    number: str
    marker: KnownMarker | None


def matched(record: JointInspection, line: KnownLine | None) -> Iterator[Matched]:
    """Yield every marker check of `record` with the marker of `line` that it is about."""
    for index, check in enumerate(record.marker_checks):
        marker = line.marker(check.number, check.body) if line else None
        number = full_number(marker.number, None) if marker else _full(check)
        yield Matched(check, f"$.marker_checks[{index}]", number, marker)


def known(record: JointInspection, facts: InspectionFacts) -> Iterator[tuple[Matched, KnownMarker]]:
    """Yield the marker checks whose marker the register knows, with that marker."""
    for match in matched(record, facts.line):
        if match.marker is not None:
            yield match, match.marker


def named(code: str, record: JointInspection, facts: InspectionFacts) -> str:
    """Return the name of a division if the record or the line gives it, and its code."""
    names = {side.division_code: side.division_name for side in record.sides}
    if facts.line:
        names |= dict(zip(facts.line.sides, facts.line.side_names, strict=False))
    name = names.get(code)
    return f"{name}（{code}）" if name else code


def _full(check: MarkerCheck) -> str:
    number = full_number(check.number, check.body)
    return station_of(number) if number.endswith("Q") else number
