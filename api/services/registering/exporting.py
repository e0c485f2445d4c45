"""Taking names out of the register: GeoJSON, CSV, and the fields of the national database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from api.services.registering.trail import STATUS_WORDS
from api.store.queries.name_reads import ExportWish, rows_for_export
from api.store.session import Engine, Session
from api.store.standing import Standing
from api.store.transactions import reading
from naming.place_kind import PlaceKind
from naming.record_fields import record_fields

LIMIT_MS = 600_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
__all__ = ["MEDIA", "ExportWish", "export", "national_record"]
MEDIA = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "national.json": "application/json",
    "national.csv": "text/csv; charset=utf-8",
}
Row = Mapping[str, Any]


def export(engine: Engine, standing: Standing, wish: ExportWish, form: str) -> Iterator[str]:
    """Yield the text of an export piece by piece, from one state of the database.

    Args:
        engine: The database.
        standing: For whom; what is not published is left out whoever asks.
        wish: Which names.
        form: `geojson`, `csv`, `national.json` or `national.csv`.
    """
    with reading(engine, standing=standing, limit_ms=LIMIT_MS) as db:
        yield from _FORMS[form](rows(db, wish))


def rows(db: Session, wish: ExportWish) -> Iterator[Row]:
    """Yield the names that are asked for, by id."""
    return rows_for_export(db, wish)


def national_record(row: Row) -> dict[str, Any]:
    """Return a name with the fields of the national database (国家地名信息库).

    The names of the fields are those of its public interface; `gdm` is the geometry as it
    writes it: points as `multipoint`, lines as `linestring`, with nested coordinates.
    """
    fields = row["fields"]
    return {
        "id": row["id"],
        "place_code": row["place_code"],
        "standard_name": row["name"],
        "ethnic_minorities_writing": fields.get("minority_name", ""),
        "roman_alphabet_spelling": row["romanization"],
        "place_type": row["type_words"],
        "place_type_code": row["type_code"],
        "province_name": row["province"],
        "city_name": row["city"],
        "area_name": row["county"],
        "province": row["province_code"],
        "city": row["city_code"],
        "area": row["town_code"],
        "gdm": _gdm(row["geometry"]),
        "old_name": row["old_names"],
        "place_meaning": fields.get("meaning", ""),
        "place_origin": fields.get("origin", ""),
        "place_history": fields.get("history", ""),
        "government_history": fields.get("government_history", ""),
    }


def _gdm(geometry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if geometry is None:
        return None
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return {"type": "multipoint", "coordinates": [coordinates]}
    return {"type": kind.lower(), "coordinates": coordinates}


def _office_row(row: Row) -> dict[str, Any]:
    """Return a name as a row of a table for an office, headings in Chinese."""
    point = row["geometry"] if (row["geometry"] or {}).get("type") == "Point" else None
    told = {
        "编号": row["id"],
        "标准地名": row["name"],
        "罗马字母拼写": row["romanization"],
        "专名": row["specific"],
        "通名": row["generic"],
        "状态": STATUS_WORDS[row["status"]],
        "地名类别": PlaceKind(row["place_kind"]).label,
        "类别用语": row["type_words"],
        "类别代码": row["type_code"],
        "地名代码": row["place_code"],
        "所属政区": row["division"],
        "乡级政区代码": row["town_code"],
        "批准机关": row["authority"],
        "批准文号": row["document"],
        "批准时间": row["approved_on"],
        "使用起": row["valid_from"],
        "使用止": row["valid_to"],
        "曾用名": row["old_names"],
        "经度": point["coordinates"][0] if point else "",
        "纬度": point["coordinates"][1] if point else "",
    }
    fields = {field.label: row["fields"].get(key, "") for key, field in record_fields().items()}
    return told | fields


def _geojson(found: Iterable[Row]) -> Iterator[str]:
    apart = ("geometry", "fields")
    yield from feature_collection(
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": row["geometry"],
            "properties": {k: v for k, v in row.items() if k not in apart}
            | {"record": row["fields"]},
        }
        for row in found
    )


def feature_collection(features: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield features (GeoJSON) as the text of a collection, piece by piece."""
    yield '{"type":"FeatureCollection","features":['
    yield from _between(json.dumps(one, ensure_ascii=False, default=str) for one in features)
    yield "]}"


def _national_json(found: Iterable[Row]) -> Iterator[str]:
    yield '{"records":['
    yield from _between(
        json.dumps(national_record(row), ensure_ascii=False, default=str) for row in found
    )
    yield "]}"


def _between(parts: Iterable[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f",\n{part}" if number else part


def _table(of: Callable[[Row], dict[str, Any]]) -> Callable[[Iterable[Row]], Iterator[str]]:
    def lines(found: Iterable[Row]) -> Iterator[str]:
        yield BOM + table_line(of(_NOTHING))
        for row in found:
            yield table_line(map(safe_cell, of(row).values()))

    return lines


def table_line(cells: Iterable[Any]) -> str:
    """Return a line of a CSV table."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def safe_cell(value: Any) -> Any:
    """Return a cell as text that no spreadsheet takes for a formula."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


class _Nothing(dict[str, Any]):
    """A row from which only headings are made."""

    def __missing__(self, key: str) -> Any:
        return {"status": "standard", "place_kind": "other", "fields": {}, "geometry": None}.get(
            key, ""
        )


_NOTHING = _Nothing()
_FORMS: dict[str, Callable[[Iterable[Row]], Iterator[str]]] = {
    "geojson": _geojson,
    "csv": _table(_office_row),
    "national.json": _national_json,
    "national.csv": _table(national_record),
}
