"""Papers about markers: the register form (界桩登记表) and the result tables (界桩成果表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry import LineString

from api.services import registering_markers as registering
from api.services.archiving_inspections import File, Form
from api.services.printing.docx import docx_of
from api.services.printing.pdf import pdf_of
from api.services.registering_markers import Registered
from api.store.queries.kept_files import file_of
from api.store.queries.marker_register import conditions_of, pictures_of
from api.store.session import Session
from boundary_data.line import KnownLine
from boundary_data.marker_form import FormFacts, Found, Issued, form_document
from boundary_data.marker_sheet import ChangeKind, MarkerSheet, SheetState
from boundary_data.marker_table import TableRow, line_sheet
from boundary_data.writers.workbook import workbook
from gis.grid import placed
from gis.lines import UnusableLine
from gis.maps.sketch import sketch

ROUND_M = 30.0
"""How much of the neighbourhood a sketch shows at least."""
DEGREE_M = 111_000.0


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a register form is made of: the marker, its line, what is filled in, its pictures."""

    found: Registered
    line: KnownLine
    facts: FormFacts
    pictures: list[dict[str, Any]]


def filled(db: Session, code: str, number: str, on: date) -> FilledForm:
    """Return what the register form of a marker says on a day.

    Raises:
        UnknownBoundary, UnknownMarker: There is no such line or marker on that day.
    """
    found = registering.find(db, code, number, on)
    line = registering.line_on(db, code, on)
    facts = FormFacts(
        sheet=found.sheet,
        line=line,
        chainage_m=_chainage_m(line, found.sheet),
        conditions=tuple(Found(**one) for one in conditions_of(db, found.kept.id, on)),
        versions=tuple(
            Issued(
                one.revision,
                ChangeKind(one.change["kind"]).zh,
                one.valid_from,
                one.change["document"] or one.change["reason"],
                one.person,
            )
            for one in found.versions
        ),
    )
    return FilledForm(found, line, facts, pictures_of(db, found.kept.id))


def form_file(db: Session, code: str, number: str, form: Form, *, on: date) -> File:
    """Return the register form of a marker as a file.

    Raises:
        UnknownBoundary, UnknownMarker: There is no such line or marker on that day.
        CannotPrint: The machine cannot set PDF.
    """
    made = filled(db, code, number, on)
    photos = [
        (one["caption"] or one["file"], kept[1])
        for one in made.pictures
        if (kept := file_of(db, one["sha256"])) is not None
        and kept[0] in ("image/jpeg", "image/png")
    ]
    revision = made.found.kept.revision
    document = form_document(
        made.facts,
        sketch_png=sketch_of(made.line, made.found.sheet),
        photos=photos,
        foot=f"{code}　{made.found.sheet.number}号　登记第 {revision} 版　{on.isoformat()}",
    )
    content = docx_of(document) if form == "docx" else pdf_of(document)
    return File(f"界桩登记表-{code}-{made.found.sheet.number}.{form}", content)


def line_table(db: Session, code: str, *, on: date) -> File:
    """Return the result table of a line's markers as a workbook.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line = registering.line_on(db, code, on)
    rows = [
        TableRow(sheet, kept.condition)
        for kept, sheet in registering.sheets_of(db, code, on)
        if sheet.state is SheetState.IN_USE
    ]
    return File(f"界桩成果表-{code}.xlsx", workbook([line_sheet(line, rows)]))


def sketch_of(line: KnownLine, sheet: MarkerSheet) -> bytes:
    """Return a picture (PNG) of a marker, its reference objects and the line there, north up."""
    here = sheet.position.point
    marks = [(sheet.number, here.x, here.y, False), *_reference_marks(sheet)]
    around = max([ROUND_M, *(one.distance_m or 0.0 for one in sheet.references)]) * 1.3 / DEGREE_M
    box = shapely.box(here.x - around, here.y - around, here.x + around, here.y + around)
    near = shapely.intersection(line.geometry, box)
    if near.is_empty or near.geom_type not in ("LineString", "MultiLineString"):
        near = LineString([here, here])
    return sketch(near, marks)


def _reference_marks(sheet: MarkerSheet) -> Sequence[tuple[str, float, float, bool]]:
    marks = []
    for number, one in enumerate(sheet.references, start=1):
        there = one.point
        if there is None and one.grid_azimuth_deg is not None and one.distance_m:
            there = placed(sheet.position.point, one.grid_azimuth_deg, one.distance_m)
        if there is not None:
            marks.append((str(number), there.x, there.y, True))
    return marks


def _chainage_m(line: KnownLine, sheet: MarkerSheet) -> float | None:
    try:
        return line.ruler.nearest(sheet.position.point)[1]
    except UnusableLine:
        return None
