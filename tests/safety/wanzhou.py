"""Rows of the county 万州 in every table that a policy holds, and where each of them is found."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from api.store.session import Session
from boundary_data.inspection_schema import example

ROWS = Path(__file__).with_name("wanzhou.sql")
RECORD, TASK, CASE, PAPER, PHOTO = (str(UUID(int=number)) for number in range(1, 6))
ROUND, OPINION, CONSULTATION, COMMENT, ANNOUNCEMENT, MEASURE, STORY, STORY_PHOTO = (
    str(UUID(f"00000000-0000-0000-0000-0000000000{number}")) for number in range(10, 18)
)
SIGN, SIGN_VISIT, SIGN_REPAIR, SIGN_PHOTO, ISSUE, SENDING, DOCUMENT, CHANGE = (
    str(UUID(f"00000000-0000-0000-0000-0000000000{number}")) for number in range(18, 26)
)
ORDER = "00000000-0000-0000-0000-000000000077"
PICTURE, MONUMENT = (f"00000000-0000-0000-0000-0000000000{number}" for number in (27, 28))
NUMBERED = 1_000_001
"""The id of rows that have numbers: an item, a listing, an event, a table of names."""

_COUNTY = (
    "(SELECT division_id FROM division_code WHERE code = '500101' AND upper_inf(recorded) LIMIT 1)"
)
_PLACES = f"SELECT id FROM place WHERE diming_within(division_id, ARRAY[{_COUNTY}])"
_NAMES = f"SELECT id FROM place_name WHERE place_id IN ({_PLACES} LIMIT 50)"
_LINES = "SELECT id FROM boundary_line WHERE code = '500101-500235'"
_MARKERS = f"SELECT id FROM marker WHERE line_id IN ({_LINES})"
_BUREAU = "SELECT id FROM organisation WHERE name = '万州测试局'"

_OF_CASE = f"case_id = '{CASE}'"
_OF_NAME = f"place_name_id IN ({_NAMES})"
_OF_MARKER = f"marker_id IN ({_MARKERS})"
_OF_LINE = f"line_id IN ({_LINES})"
_OF_RECORD = f"record_id = '{RECORD}'"

OWN = {
    "account": "login = 'wz.clerk'",
    "announcement": _OF_CASE,
    "boundary_line_version": _OF_LINE,
    "boundary_monument": _OF_LINE,
    "boundary_monument_version": f"monument_id = '{MONUMENT}'",
    "case_document": _OF_CASE,
    "case_document_file": f"document_id = '{PAPER}'",
    "case_item": _OF_CASE,
    "case_opinion": _OF_CASE,
    "case_release": _OF_CASE,
    "case_step": _OF_CASE,
    "case_work": _OF_CASE,
    "check_report": _OF_CASE,
    "consultation": _OF_CASE,
    "consultation_comment": f"consultation_id = '{CONSULTATION}'",
    "division_event": f"id = {NUMBERED}",
    "division_event_part": f"event_id = {NUMBERED}",
    "division_name": f"division_id = {_COUNTY}",
    "filing": _OF_CASE,
    "heritage_list": "title = '测试名录'",
    "heritage_listing": f"id = {NUMBERED}",
    "heritage_measure": f"listing_id = {NUMBERED}",
    "heritage_measure_file": f"measure_id = '{MEASURE}'",
    "heritage_score": _OF_CASE,
    "inspection_photo": _OF_RECORD,
    "inspection_photo_part": f"photo_id = '{PHOTO}'",
    "inspection_record": f"id = '{RECORD}'",
    "inspection_revision": _OF_RECORD,
    "inspection_round": f"id = '{ROUND}'",
    "inspection_step": _OF_RECORD,
    "inspection_task": f"id = '{TASK}'",
    "journal": "actor = 'user:wz.clerk'",
    "kept_file": "sha256 = repeat('c', 64)",
    "line_change": _OF_LINE,
    "line_document": _OF_LINE,
    "map_sending": f"id = '{SENDING}'",
    "map_sending_item": f"sending_id = '{SENDING}'",
    "marker": _OF_LINE,
    "marker_condition": _OF_MARKER,
    "marker_picture": _OF_MARKER,
    "marker_position": _OF_MARKER,
    "marker_reference": _OF_MARKER,
    "marker_version": _OF_MARKER,
    "membership": f"organisation_id IN ({_BUREAU})",
    "name_event": _OF_NAME,
    "name_file": f"id = {NUMBERED}",
    "name_file_piece": f"name_file_id = {NUMBERED}",
    "name_key": _OF_NAME,
    "name_record": _OF_NAME,
    "name_reservation": _OF_CASE,
    "name_story": f"id = '{STORY}'",
    "name_tag": "tag = '测试标签'",
    "name_version": "version = 999",
    "naming_case": f"id = '{CASE}'",
    "place": f"id IN ({_PLACES} LIMIT 50)",
    "place_division": f"division_id = {_COUNTY}",
    "place_name": f"id IN ({_NAMES})",
    "programme_audit": f"id = {NUMBERED}",
    "programme_issue": f"id = '{ISSUE}'",
    "rectification_order": f"id = '{ORDER}'",
    "sign": f"id = '{SIGN}'",
    "sign_inspection": f"sign_id = '{SIGN}'",
    "sign_photo": f"sign_id = '{SIGN}'",
    "sign_repair": f"sign_id = '{SIGN}'",
    "stored_file": "sha256 = repeat('a', 64)",
    "story_photo": f"story_id = '{STORY}'",
}
"""Which rows of a table are 万州's."""

PUBLIC = frozenset(
    {
        *("announcement", "case_item", "consultation"),
        *("place", "place_name", "place_division", "name_event", "name_key", "name_record"),
        *("name_version", "name_tag", "name_story", "story_photo"),
        *("sign", "sign_inspection", "sign_repair", "sign_photo"),
        *("heritage_list", "heritage_listing", "heritage_measure", "heritage_measure_file"),
        # of the file's bytes no more than type and size; they are fetched by who has signed in
        "stored_file",
        *("division_name", "division_event", "division_event_part"),
        *("boundary_line_version", "boundary_monument", "boundary_monument_version", "line_change"),
        *("marker", "marker_condition", "marker_picture", "marker_position", "marker_reference"),
        "marker_version",
    }
)
"""Tables whose rows everybody reads: published, or (place, name_story) kept back by the queries."""

OFFICIAL = frozenset(
    {"account", "membership", "inspection_round"}
    | {"programme_audit", "programme_issue", "map_sending", "map_sending_item"}
)
"""Tables that everybody who has signed in reads."""

ANYBODY_ENTERS = {
    "journal": "whoever writes leaves a line",
    "naming_case": "whoever has an account may apply, in any county",
    "consultation_comment": "the public is asked",
    "stored_file": "bytes are kept by their hash before they are laid with a paper",
    "kept_file": "bytes are kept by their hash before they are laid with a document",
    "heritage_list": "a list has no place; its entries have",
    "inspection_round": "a round has no place; its tasks have",
    "division_event": "an event has no place; its parts have",
}
"""Tables where a row says of no county, and anybody (signed in, acting for a place) enters one."""


def lay_rows(db: Session) -> None:
    """Put the rows in, as the owner of the server."""
    body = json.dumps({**example(), "record_id": RECORD}).replace("'", "''")
    statements = ROWS.read_text("utf-8").replace("{BODY}", body)
    connection = db.connection().connection.driver_connection
    assert connection is not None
    connection.execute(statements)
    # for the rest of the transaction everything is asked again
    db.execute(text("SET LOCAL session_replication_role = origin"))
