"""Every way a file comes in, with what it is for, and what pretends to be that."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl
from PIL import Image

from tests.safety.wanzhou import MEASURE, NUMBERED, RECORD, SIGN, STORY

LIMIT_BYTES = 1_000_000
LINE = "500101-500235"


def _picture(form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(out, form)
    return out.getvalue()


def _with_program(made: Any, part: str) -> bytes:
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(part, b"program")
    return out.getvalue()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.class", b"program")
    return out.getvalue()


def _crashing() -> bytes:
    made = bytearray(PHONE)
    made[179], made[257] = 168, 33
    return bytes(made)


def _huge() -> bytes:
    at = PHONE.index(b"ispe") + 8
    return PHONE[:at] + (60_000).to_bytes(4) * 2 + PHONE[at + 8 :]


PICTURE = _picture()
PHONE = (Path(__file__).parents[1] / "boundary_data/pictures/phone.heic").read_bytes()
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TABLE = "地名,类别\n测试路,道路\n".encode()
SIGNS = "标志编号,地名\nT1,没有这个地名\n".encode()
TRACK = (
    b'<gpx version="1.1"><trk><trkseg><trkpt lat="30" lon="108"/>'
    b'<trkpt lat="30.1" lon="108.1"/></trkseg></trk></gpx>'
)
LAYER = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
 "properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates":
 [[[106, 29], [106.1, 29], [106.1, 29.1], [106, 29.1], [106, 29]]]}}]}"""
PAGE = b"<!doctype html><script>alert(1)</script>"
PROGRAM = b"MZ" + bytes(range(256))


@dataclass(frozen=True)
class Way:
    """A route that takes a file: where, how, and a file (with the ending of its name) it takes."""

    path: str
    good: bytes
    suffix: str
    raw: bool = True
    status: int = 201
    tagged: bool = False
    told: Mapping[str, str] = field(default_factory=dict)
    """What else the form says; `work` is a number of its own each time."""


WAYS = {
    "PUT /api/v1/signs/{id}/photos/{photo}": Way(
        f"/api/v1/signs/{SIGN}/photos/{{new}}", PICTURE, ".png"
    ),
    "PUT /api/v1/stories/{id}/photos/{photo}": Way(
        f"/api/v1/stories/{STORY}/photos/{{new}}", PICTURE, ".png"
    ),
    "PUT /api/v1/lines/{code}/markers/{number}/pictures/{id}": Way(
        f"/api/v1/lines/{LINE}/markers/{{marker}}/pictures/{{new}}", PICTURE, ".png"
    ),
    "PUT /api/v1/inspection-records/{id}/photos/{photo}": Way(
        f"/api/v1/inspection-records/{RECORD}/photos/{{new}}", PICTURE, ".png"
    ),
    "PUT /api/v1/inspection-records/{id}/tracks/{track}": Way(
        f"/api/v1/inspection-records/{RECORD}/tracks/{{new}}", TRACK, ".gpx"
    ),
    "PUT /api/v1/lines/{code}/archive/documents/{id}/file": Way(
        f"/api/v1/lines/{LINE}/archive/documents/{{document}}/file", PDF, ".pdf", status=200
    ),
    "POST /api/v1/heritage/measures/{measure_id}/files": Way(
        f"/api/v1/heritage/measures/{MEASURE}/files", PDF, ".pdf"
    ),
    "POST /heritage/{listing_id}/measures/{measure_id}/files": Way(
        f"/heritage/{NUMBERED}/measures/{MEASURE}/files", PDF, ".pdf", raw=False, status=303
    ),
    "POST /names/{name}/stories/{story}/photos": Way(
        f"/names/{{name}}/stories/{STORY}/photos", PICTURE, ".png", raw=False, status=303
    ),
    "POST /signs/{id}/photos": Way(
        f"/signs/{SIGN}/photos", PICTURE, ".png", raw=False, status=303, told={"work": ""}
    ),
    "POST /signs/{id}/inspections": Way(
        f"/signs/{SIGN}/inspections",
        PICTURE,
        ".png",
        raw=False,
        status=303,
        told={"work": "", "inspected_on": "2026-11-01", "condition": "good"},
    ),
    "POST /signs/{id}/repairs": Way(
        f"/signs/{SIGN}/repairs",
        PICTURE,
        ".png",
        raw=False,
        status=303,
        told={
            **{"work": "", "repaired_on": "2026-11-01", "unit": "某厂"},
            **{"what": "换牌", "condition": "good"},
        },
    ),
    "POST /signs/table": Way(
        "/signs/table", SIGNS, ".csv", raw=False, status=200, told={"doing": "load"}
    ),
    "POST /api/v1/sign-files": Way("/api/v1/sign-files", SIGNS, ".csv", raw=False, status=200),
    "POST /api/v1/name-files": Way("/api/v1/name-files", TABLE, ".csv", raw=False, status=202),
    "POST /api/v1/boundary-audits": Way(
        "/api/v1/boundary-audits",
        LAYER,
        ".geojson",
        raw=False,
        status=200,
        told={"wait": "60"},
    ),
    "PUT /api/v1/cases/{id}/items": Way(
        "/api/v1/cases/{case}/items", TABLE, ".csv", raw=False, status=200, tagged=True
    ),
    "PATCH /api/v1/cases/{id}/items": Way(
        "/api/v1/cases/{case}/items", TABLE, ".csv", raw=False, status=200, tagged=True
    ),
    "POST /cases/{id}/items": Way("/cases/{case}/items", TABLE, ".csv", raw=False, status=303),
    "POST /api/v1/cases/{id}/works/table": Way(
        "/api/v1/cases/{case}/works/table", TABLE, ".csv", raw=False, status=202, tagged=True
    ),
    "POST /api/v1/cases/{id}/papers/{paper}/files": Way(
        "/api/v1/cases/{case}/papers/{paper}/files", PDF, ".pdf", raw=False, status=200
    ),
    "POST /cases/{id}/papers/{paper_id}": Way(
        "/cases/{case}/papers/{paper}", PDF, ".pdf", raw=False, status=303
    ),
}


HOSTILE: dict[str, Callable[[Way], tuple[bytes, str]]] = {
    "nothing": lambda way: (b"", f"空{way.suffix}"),
    "a program": lambda way: (PROGRAM, f"文件{way.suffix}"),
    "a page": lambda way: (PAGE, f"文件{way.suffix}"),
    "a drawing": lambda way: (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "图.svg"),
    "a page by its name": lambda way: (PAGE, "页.html"),
    "macros": lambda way: (_with_program(docx.Document(), "word/vbaProject.bin"), "文.docx"),
    "macros of a workbook": lambda way: (
        _with_program(openpyxl.Workbook(), "xl/vbaProject.bin"),
        "表.xlsx",
    ),
    "another ending": lambda way: (way.good, "文件.exe"),
    "two things at once": lambda way: (PICTURE + _archive(), f"文件{way.suffix}"),
    "a photo of a telephone, cut off": lambda way: (PHONE[:400], "IMG_1.HEIC"),
    "one that crashes its decoder": lambda way: (_crashing(), "IMG_2.HEIC"),
    "one that says it is huge": lambda way: (_huge(), "IMG_3.HEIC"),
    "one with an archive behind it": lambda way: (PHONE + _archive(), "IMG_4.HEIC"),
    "a page that begins like one": lambda way: (PHONE[:12] + PAGE, "IMG_5.HEIC"),
    "too much": lambda way: (way.good + b"\0" * LIMIT_BYTES, f"文件{way.suffix}"),
}
TOLD_BY_CONTENT = {"another ending"}
"""Pictures are what their bytes say; the ending of their name says nothing there."""
