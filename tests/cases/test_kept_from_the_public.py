"""A name that is not published leaves by no door: each door is seen open first, then shut."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.services.registering.entries import Basis, NameEntry
from api.services.registering.registering import rename_place
from api.store.session import Engine, transaction
from naming.uncertain_day import uncertain_day
from tests.api.register.people import editor_for
from tests.cases.office import CASES, Office, naming, road

SECRET, SOUNDS_ALIKE = "霏岫滩路", "霏秀滩路"
LINE = {"type": "LineString", "coordinates": [[108.400, 30.800], [108.4088, 30.800]]}
V1 = "/api/v1"


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(written, "PNG")
    return written.getvalue()


@pytest.fixture(scope="module")
def told(office: Office, cases_engine: Engine) -> dict[str, Any]:
    """A road that everything is told of: announced, tagged, on a list, with sign and story."""
    id = office.draft("town", naming(items=[road(SECRET, geometry=LINE)])).json()["id"]
    office.to(id, "accepted")
    consulted = str(uuid4())
    asked = {"title": f"关于{SECRET}的公示"}
    opened = office.ask("clerk", "PUT", f"{CASES}/{id}/consultations/{consulted}", json=asked)
    assert opened.status_code in (200, 201), opened.text
    path = f"{CASES}/{id}/consultations/{consulted}/close"
    with office.on(date.fromisoformat(opened.json()["closes_on"]) + timedelta(days=1)):
        closed = office.ask("clerk", "POST", path, json={"summary": "无异议"})
    assert closed.status_code == 200, closed.text
    for who, verb in (("reviewer", "review"), ("approver", "approve")):
        body = {"approver_type": "county_government", "approver": "万州区人民政府", "number": "8号"}
        answer = office.step(who, id, verb, body if verb == "approve" else {})
        assert answer.status_code == 200, answer.text
    channels = ["government_site", "national_database"]
    wish = {"id": str(uuid4()), "number": "霏号", "channels": channels}
    assert office.step("clerk", id, "publish", wish).status_code == 200
    name = office.ask("clerk", "GET", f"{CASES}/{id}").json()["items"][0]["approved_name_id"]
    return {"name": name, "announcement": wish["id"], "consultation": consulted} | _beside(
        office, cases_engine, name
    )


def _beside(office: Office, engine: Engine, name: int) -> dict[str, Any]:
    """Give the name a tag, a story and a sign with photos, and put it on a protection list."""
    story, sign, photo, view = (str(uuid4()) for _ in range(4))
    octets = {"file-name": "a.png", "content-type": "application/octet-stream"}
    tell = {"name_id": name, "title": f"{SECRET}的故事", "body": "滩上有雾。", "published": True}
    plate = {
        "name_id": name,
        "kind": "street",
        "characters": SECRET,
        "romanization": "FEIXIUTAN LU",
        "place": {"lon": 108.401, "lat": 30.8},
    }
    for method, path, more in (
        ("PUT", f"{V1}/names/{name}/tags/literature", {"json": {"note": "诗"}}),
        ("PUT", f"{V1}/stories/{story}", {"json": tell}),
        ("PUT", f"{V1}/stories/{story}/photos/{photo}", {"content": picture(), "headers": octets}),
        ("PUT", f"{V1}/signs/{sign}", {"json": plate}),
        ("PUT", f"{V1}/signs/{sign}/photos/{view}", {"content": picture(), "headers": octets}),
    ):
        answer = office.ask("clerk", method, path, **more)
        assert answer.status_code in (200, 201), (path, answer.text)
    with transaction(engine, actor="test") as db:
        listing = db.execute(text(_LISTED), {"name": SECRET, "id": name}).scalar_one()
    moment = datetime.now(UTC).isoformat()
    made = {"story": story, "sign": sign, "photo": photo, "view": view, "listing": listing}
    return made | {"known": moment.replace("+", "%2B")}


_LISTED = """
INSERT INTO heritage_listing (list_id, name, key, standing, county_text, division_id,
                              place_name_id, valid, recorded)
SELECT (SELECT min(id) FROM heritage_list), :name, :name, 'protected', '万州区', p.county_id, n.id,
       daterange(NULL, NULL), tstzrange(now(), NULL)
FROM place_name n JOIN place p ON p.id = n.place_id WHERE n.id = :id RETURNING id
"""

DOORS = (
    *("{V1}/names?q={SECRET}", "{V1}/names?q=feixiutanlu", "{V1}/names?q=fxtl"),
    *("{V1}/names?q=霏岫摊路", "{V1}/names?tag=literature"),
    *("{V1}/names?bbox=108.39,30.79,108.41,30.81", "{V1}/names?near=108.401,30.8&radius_m=500"),
    *("{V1}/names?q={SECRET}&known_at={known}", "{V1}/names/{name}?known_at={known}"),
    "{V1}/names?bbox=108.39,30.79,108.41,30.81&known_at={known}",
    *("{V1}/names/{name}", "{V1}/names/{name}/record", "{V1}/names/{name}/events"),
    "{V1}/standard-names?name={SECRET}",
    *("{V1}/name-exports/names.geojson?kind=street", "{V1}/name-exports/names.csv?kind=street"),
    *("{V1}/name-exports/names.national.json", "{V1}/name-exports/names.national.csv"),
    *("{V1}/name-tags/literature/names", "{V1}/stories?q=滩上有雾", "{V1}/stories?name={name}"),
    *("{V1}/stories?tag=literature", "{V1}/stories/{story}", "{V1}/stories/{story}/photos/{photo}"),
    *("{V1}/signs?name={name}", "{V1}/signs/{sign}", "{V1}/signs/{sign}/preview.svg"),
    *("{V1}/signs/{sign}/photos/{view}", "{V1}/sign-exports/signs.xlsx?name={name}"),
    *("{V1}/sign-exports/signs.csv?name={name}", "{V1}/sign-exports/signs.geojson"),
    *("{V1}/heritage?q={SECRET}", "{V1}/heritage/{listing}", "/heritage?q={SECRET}"),
    *("/heritage/{listing}", "/maps/heritage?listing={listing}", "/maps/heritage"),
    *("{V1}/layers/names?f=geojson&county=500101", "{V1}/announcements"),
    *("{V1}/announcements/{announcement}", "/announcements.atom", "/announcements.json"),
    *("/announcements", "/announcements/{announcement}", "/announcements/{announcement}.docx"),
    *("{V1}/consultations/{consultation}", "/consultations/{consultation}", "/names?q={SECRET}"),
    *("/names/{name}", "/signs?name={name}"),
    *("/signs/{sign}", "/tags/literature", "/stories/{story}", "check", "file"),
)


def through(office: Office, told: dict[str, Any], door: str) -> bool:
    """Tell whether a visitor gets the name, or a picture of it, by this door."""
    if door in ("check", "file"):
        return SECRET in (checked(office) if door == "check" else checked_file(office))
    path = door.format(V1=V1, SECRET=SECRET, **told)
    html = {"Accept": "text/html"} if not path.startswith(V1) else {}
    answer = office.ask("", "GET", path, headers=html)
    assert answer.status_code in (200, 404), (path, answer.text[:300])
    if answer.headers["content-type"] == "image/png":
        return True
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return any(SECRET in unescape(book.read(one).decode()) for one in book.namelist())
    if "standard-names" in path:
        return bool(answer.json()["found"])  # what was asked for is said again
    words = answer.text.replace(path, "").replace(f'value="{SECRET}"', "")
    escaped = json.dumps(SECRET)[1:-1]
    return answer.status_code == 200 and (SECRET in words or escaped in words)


def checked(office: Office) -> str:
    asked = {"name": SOUNDS_ALIKE, "place_type": "道路", "division": "500101", "line": LINE}
    return str(office.client.post(f"{V1}/name-checks", json=asked).text)


def checked_file(office: Office) -> str:
    table = f"地名,类别,区县\n{SOUNDS_ALIKE},道路,万州区\n".encode("utf-8-sig")
    sent = office.client.post(f"{V1}/name-files", files={"file": ("表.csv", table)}).json()
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if office.client.get(f"{V1}/name-files/{sent['id']}").json()["state"] == "done":
            result = office.client.get(f"{V1}/name-files/{sent['id']}/result?f=csv")
            return str(result.content.decode("utf-8-sig"))
        time.sleep(0.1)
    raise AssertionError("the table is not done")


def hide(office: Office, name: int, **told: Any) -> None:
    tag = office.ask("clerk", "GET", f"{V1}/names/{name}/record").headers["etag"]
    body = {"secrecy": "confidential", "published": False, "why": "经保密审查", **told}
    answer = office.ask(
        "clerk", "PUT", f"{V1}/names/{name}/publication", json=body, headers={"If-Match": tag}
    )
    assert answer.status_code == 200, answer.text


def test_no_door_lets_a_hidden_name_out(office: Office, told: dict[str, Any]) -> None:
    shut = [door for door in DOORS if not through(office, told, door)]
    assert shut == [], "each shows the name while it is published"
    hide(office, told["name"])
    assert [door for door in DOORS if through(office, told, door)] == []
    seen: Callable[[str], Any] = lambda who: office.ask(who, "GET", f"{V1}/names/{told['name']}")  # noqa: E731
    assert [seen(who).status_code for who in ("clerk", "stranger", "town")] == [200, 404, 404]
    hide(office, told["name"], secrecy="public", published=True)
    assert through(office, told, "{V1}/names/{name}")


def test_the_name_before_does_not_tell_the_hidden_one_after_it(
    office: Office, cases_engine: Engine
) -> None:
    case = office.draft("town", naming("霏岫浦路")).json()["id"]
    office.to(case, "approved")
    old = office.ask("clerk", "GET", f"{CASES}/{case}").json()["items"][0]["approved_name_id"]
    basis = Basis("万州区人民政府", "万州府〔2026〕20号", uncertain_day("2026-11-22"), why="更名")
    with transaction(cases_engine, actor="test") as db:
        person = editor_for(db, "万州区")
        later = Basis(basis.authority, basis.document, uncertain_day("2027-01-01"), why="更名")
        new, _ = rename_place(db, person, old, NameEntry("霏岫漘路"), later)
    for path in (f"{V1}/names/{old}", f"{V1}/names/{old}/events", f"/names/{old}"):
        assert "霏岫漘路" in office.ask("", "GET", path).text
    hide(office, new.id)
    for path in (f"{V1}/names/{old}", f"{V1}/names/{old}/events", f"/names/{old}"):
        assert "霏岫漘路" not in office.ask("", "GET", path).text
        assert "霏岫漘路" in office.ask("clerk", "GET", path).text


ASKED = """
    SELECT DISTINCT ON (d.level) n.id, n.name, d.id AS division FROM place_name n
    JOIN place p ON p.id = n.place_id JOIN division d ON d.id = p.is_division_id
    WHERE n.kind = 'standard' AND n.version_of IS NULL AND upper_inf(n.recorded)
      AND upper_inf(n.valid) AND d.level >= 3 AND p.county_id = (
          SELECT division_id FROM division_code WHERE code = '500101' LIMIT 1)
    ORDER BY d.level, n.id"""


def test_what_a_division_is_called_is_public_by_law_and_a_committee_may_be_kept_back(
    office: Office, cases_engine: Engine
) -> None:
    with transaction(cases_engine, actor="test") as db:
        *divisions, committee = (tuple(row) for row in db.execute(text(ASKED)))
    assert len(divisions) == 2, "a county, a town"
    body = {"secrecy": "confidential", "published": False, "why": "误设"}
    for id, _, _ in divisions:
        record = f"{V1}/names/{id}/record"
        told = {"If-Match": office.ask("clerk", "GET", record).headers["etag"]}
        path = f"{V1}/names/{id}/publication"
        refused = office.ask("clerk", "PUT", path, json=body, headers=told)
        assert (refused.status_code, "依法向社会公布" in refused.text) == (409, True)
    hidden = text("UPDATE place_name SET published = false WHERE id = :id")
    with (
        pytest.raises(DBAPIError, match="of a division"),
        transaction(cases_engine, actor="test") as db,
    ):
        db.execute(hidden, {"id": divisions[0][0]})
    id, name, division = committee
    doors = (f"{V1}/divisions?name={name}", f"{V1}/divisions/{division}", f"{V1}/names/{id}")

    def said(who: str) -> list[bool]:
        answers = [office.ask(who, "GET", door) for door in doors]
        return [one.status_code == 200 and f'"{name}"' in one.text for one in answers]

    assert said("") == [True] * 3
    hide(office, id)
    assert said("") == [False] * 3
    assert said("clerk") == [True] * 3
    hide(office, id, secrecy="public", published=True)
    assert said("") == [True] * 3
