"""Knowing a line (界线) from the register: what a joint inspection is checked against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shapely.geometry import LineString, MultiLineString

from api.services.checking_inspections import Lines
from api.store.queries.registered_lines import RegisteredLine, registered_line
from api.store.session import Session
from boundary_data.line import KnownLine, LineLevel, LineStatus
from boundary_data.marker import Condition, KnownMarker, KnownReference, Standing

STATUSES = {
    "official": LineStatus.LEGAL,
    "public": LineStatus.PUBLIC,
    "synthetic": LineStatus.SYNTHETIC,
}


def lines_of(db: Session, on: date) -> Lines:
    """Return the register as an inspection asks it: a line code in, the line on `on` or None."""

    def known(code: str) -> KnownLine | None:
        found = registered_line(db, code, on)
        return None if found is None else _known(found)

    return known


def _known(line: RegisteredLine) -> KnownLine:
    return KnownLine(
        code=line.code,
        name=line.name,
        level=LineLevel(line.level),
        sides=tuple(code for code, _ in line.sides if code),
        side_names=tuple(name for code, name in line.sides if code),
        status=STATUSES[line.status],
        geometry=joined(line.arcs),
        accuracy_m=line.accuracy_m,
        markers=tuple(
            KnownMarker(
                number=marker["number"],
                point=marker["point"],
                standing=Standing(marker["standing"]),
                caretaker=marker["caretaker"],
                accuracy_m=marker["accuracy_m"],
                condition=Condition(marker["condition"]) if marker["condition"] else None,
                references=tuple(KnownReference(**one) for one in marker["references"]),
            )
            for marker in line.markers
        ),
        last_inspected_on=line.last_inspected_on,
    )


def joined(arcs: Sequence[LineString]) -> LineString | MultiLineString:
    """Return arcs as one line, or as several where one does not begin where the last ended.

    The direction and the order of the arcs are kept.
    """
    parts: list[list[tuple[float, ...]]] = []
    for arc in arcs:
        points = list(arc.coords)
        if parts and parts[-1][-1] == points[0]:
            parts[-1].extend(points[1:])
        else:
            parts.append(points)
    if len(parts) == 1:
        return LineString(parts[0])
    return MultiLineString(parts)
