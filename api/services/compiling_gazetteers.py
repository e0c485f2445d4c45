"""Compiling gazetteers (标准地名录、词典、志) from the register, as DOCX or PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from api.services.printing.book_docx import book_docx
from api.services.printing.book_pdf import book_pdf
from api.services.refusals import NothingThatDay, UnknownDivision
from api.store.queries import mapping
from api.store.queries.divisions_under import named_divisions
from api.store.queries.gazetteer import (
    AreaWithNames,
    BookRow,
    areas_with_names,
    names_for_book,
)
from api.store.session import Session
from gis.maps.still import Piece, still_map
from naming.gazetteer import Book, BookKind, Entry, bound
from naming.place_kind import PlaceKind

Progress = Callable[[int, int], None]
BookForm = Literal["docx", "pdf"]
COUNTY, TOWNSHIP = 3, 4
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def areas_of_person(db: Session, division_ids: Sequence[int]) -> list[AreaWithNames]:
    """Return the counties (and the province) among and below divisions, with their names."""
    return areas_with_names(db, list(division_ids))


def compile_book(
    db: Session, kind: BookKind, code: str, on: date, *, most: int | None = None
) -> Book:
    """Return the book of an area: every published standard or listed name on a day.

    Args:
        db: A session for reading.
        kind: Which kind of book.
        code: Code of a county or a province.
        on: The day.
        most: Refuse, by returning nothing half, more entries than this.

    Raises:
        UnknownDivision: No division has the code today.
        NothingThatDay: The register has no such name there.
    """
    found = named_divisions(db, [code])
    if not found:
        raise UnknownDivision(f"没有区划代码 {code}", "请先用 /api/v1/divisions 查询代码", "code")
    rows = names_for_book(db, found[0].id, on)
    if not rows:
        raise NothingThatDay(f"{found[0].name}在{on}没有已公布的标准地名", "请换一个地区或日期")
    if most is not None and len(rows) > most:
        raise NothingThatDay(
            f"{found[0].name}共有{len(rows)}条，超过网上编纂的上限{most}条",
            f"请在服务器上执行 ./diming book {kind.value} {code}",
        )
    entries = [_entry(row) for row in rows]
    publisher = f"{found[0].name}民政局"
    return bound(kind, found[0].name, entries, year=on.year, publisher=publisher)


def print_book(
    db: Session, book: Book, code: str, form: BookForm, on: date, progress: Progress
) -> bytes:
    """Return the bytes of the book in a form; `progress` is told how many sections are set.

    Raises:
        CannotPrint: A PDF is wanted and the machine cannot make one.
    """
    pictures = _maps(db, book, code, on)
    if form == "pdf":
        return book_pdf(book, pictures, progress)
    return book_docx(book, pictures, progress)


def _entry(row: BookRow) -> Entry:
    told = row.fields
    category = PlaceKind(row.kind).label
    course = told.get("course", "")
    if told.get("starts_at") and told.get("ends_at"):
        course = f"起于{told['starts_at']}，止于{told['ends_at']}" + (
            f"，{course}" if course else ""
        )
    return Entry(
        number=0,
        name=row.name,
        romanization=row.romanization,
        category=category,
        type_words=row.type_words,
        county=row.county if row.county != row.name else "",
        township=row.township if row.township != row.name else "",
        location=str(told.get("location_description", "") or course),
        meaning=str(told.get("meaning", "")),
        origin=str(told.get("origin", "")),
        history=str(told.get("history", "") or told.get("government_history", "")),
        description=str(told.get("entity_description", "")),
        former=tuple(row.former),
        lon=row.lon,
        lat=row.lat,
    )


def _maps(db: Session, book: Book, code: str, on: date) -> list[tuple[str, bytes]]:
    """Return the map of the area: the divisions one level below, with the entries as points."""
    font = chinese_font()
    county = mapping.county_by_code(db, code, on)
    areas = mapping.areas_on(db, COUNTY if county is None else TOWNSHIP, on, county)
    if font is None or not areas:
        return []
    pieces = [Piece(str(area["name"]), area["geometry"]) for area in areas]
    points = [
        (one.lon, one.lat)
        for section in book.sections
        for one in section.entries
        if one.lon is not None and one.lat is not None
    ]
    synthetic = any(area["status"] == "synthetic" for area in areas)
    caption = f"{book.area}略图" + ("（示意，非法定界线）" if synthetic else "")
    return [(caption, still_map(pieces, points, font=font))]


def chinese_font() -> str | None:
    """Return the path of a font with Chinese letters; None if the machine has none."""
    try:
        told = subprocess.run(
            ["fc-match", "-f", "%{file}", "sans:lang=zh-cn"],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return None
    return told.stdout.strip() or None
