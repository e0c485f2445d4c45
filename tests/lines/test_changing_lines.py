"""A line is changed by its document: the old version stays, nothing tears, nothing is half."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest
import shapely
from sqlalchemy import text

from api.services.changing_lines import change_line, standing, tag_of
from api.store.checks import libpq_url
from api.store.session import engine_for, transaction
from boundary_data.line_change import LineProposal
from tests.lines.conftest import V1, Office, bent, off

LINE, OTHER, THIRD = "500101-500154", "500101-500235", "500154-500235"
BEFORE, AFTER = "2026-02-28", "2026-03-01"
COUNTS = (
    "SELECT ROW((SELECT count(*) FROM boundary_line_version), (SELECT count(*) FROM arc),"
    " (SELECT count(*) FROM division_area), (SELECT count(*) FROM delivery),"
    " (SELECT count(*) FROM line_change), (SELECT count(*) FROM journal))::text"
)


@pytest.fixture(scope="module")
def changed(office: Office) -> list[list[float]]:
    """The line LINE changed; returns its course before."""
    old = office.points(LINE)
    answer = office.change(LINE, bent(old), tag=office.tag(LINE))
    assert answer.status_code == 201, answer.text
    return old


@pytest.mark.usefixtures("changed")
def test_the_day_before_the_old_course_is_read_and_then_the_new(
    office: Office, changed: list[list[float]]
) -> None:
    assert office.points(LINE, BEFORE) == changed
    assert len(office.points(LINE, AFTER)) == len(changed) + 1


@pytest.mark.usefixtures("changed")
def test_the_profile_of_a_day_is_that_of_its_course(office: Office) -> None:
    lengths = [
        office.client.get(f"{V1}/lines/{LINE}/profile?on={day}").json()["line"]["length_m"]
        for day in (BEFORE, AFTER)
    ]
    assert lengths[1] > lengths[0]


def test_a_point_changes_sides_on_the_day(office: Office, changed: list[list[float]]) -> None:
    (x, y), (u, v) = changed[0], changed[1]
    lon, lat = (x + u) / 2 + 0.0003, (y + v) / 2 + 0.00018
    sides = [
        office.client.get(f"{V1}/locate?lon={lon}&lat={lat}&on={day}").json()["point"]["units"][0]
        for day in (BEFORE, AFTER)
    ]
    assert sides[0]["name"] != sides[1]["name"]


@pytest.mark.usefixtures("changed")
def test_both_versions_are_listed_with_their_documents(office: Office) -> None:
    line = office.client.get(f"{V1}/boundaries/{LINE}?on={AFTER}").json()["properties"]
    told = [(v["valid"]["from"], v["valid"]["to"], v["document"]) for v in line["versions"]]
    assert told == [("2023-06-30", AFTER, ""), (AFTER, None, "渝府〔2026〕8号")]


@pytest.mark.usefixtures("changed")
def test_the_line_of_the_towns_on_the_same_stretch_has_a_new_version_too(office: Office) -> None:
    kept = office.client.get(f"{V1}/boundaries/{LINE}/changes").json()["changes"][0]
    levels = [one["level"] for one in kept["report"]["lines"]]
    assert levels == [3, 4]


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_counties_are_what_their_towns_are_together(office: Office, day: str) -> None:
    apart = office.one(
        "SELECT count(*) FROM diming_areas_on(%s::date) c WHERE c.level = 3 AND NOT ST_Equals("
        "c.geom, (SELECT ST_Union(t.geom) FROM diming_areas_on(%s::date) t WHERE t.level = 4"
        " AND diming_ancestor(t.division_id, 3, %s::date) = c.division_id))"
        " AND c.division_id IN (SELECT division_id FROM division_code"
        " WHERE code IN ('500101', '500154'))",
        day,
        day,
        day,
    )
    assert apart == 0


@pytest.mark.usefixtures("changed")
def test_lines_elsewhere_have_no_new_version(office: Office) -> None:
    fresh = office.one(
        "SELECT count(DISTINCT line_id) FROM boundary_line_version WHERE document <> ''"
    )
    assert fresh == 2


@pytest.mark.usefixtures("changed")
def test_publishing_again_for_another_reason_changes_no_version(office: Office) -> None:
    from api.services.loading.delivering import Desk
    from api.services.loading.publishing import republish_all
    from api.services.loading.report import LoadReport, silent
    from api.store.loading.facts import Stamp
    from api.store.loading.staging import moment_of

    before = office.one("SELECT count(*) FROM boundary_line_version")
    engine = engine_for(office.url)
    with transaction(engine, actor="test") as db:
        delivery = db.execute(text("SELECT max(id) FROM delivery")).scalar_one()
        desk = Desk(
            db,
            Stamp(delivery, moment_of(db)),
            LoadReport("x", "x", "x"),
            silent,
            date(2026, 11, 22),
        )
        republish_all(desk)
    engine.dispose()
    assert office.one("SELECT count(*) FROM boundary_line_version") == before


@pytest.mark.usefixtures("changed")
def test_whoever_drew_from_the_version_before_is_told(office: Office) -> None:
    old = office.tag(LINE, BEFORE)
    answer = office.change(LINE, bent(office.points(LINE, AFTER), 0.002), tag=old)
    assert (answer.status_code, "新的版本" in answer.json()["detail"]) == (412, True)


def test_without_the_version_it_was_drawn_from_nothing_is_published(office: Office) -> None:
    assert office.change(OTHER, bent(office.points(OTHER))).status_code == 428


@pytest.mark.usefixtures("changed")
def test_a_second_change_on_the_same_day_is_refused(office: Office) -> None:
    answer = office.change(LINE, bent(office.points(LINE, AFTER), 0.002), tag=office.tag(LINE))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "valid_from"


def test_a_trial_reports_and_leaves_nothing(office: Office) -> None:
    before = office.one(COUNTS)
    answer = office.change(OTHER, bent(office.points(OTHER)), dry_run=True)
    assert answer.status_code == 200
    assert answer.json()["report"]["moved_area_m2"] > 1000
    assert office.one(COUNTS) == before


def test_what_ends_on_the_line_is_named_if_the_course_leaves_it(office: Office) -> None:
    answer = office.change(OTHER, off(office.points(OTHER)), tag=office.tag(OTHER))
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert "会撕裂" in error["message"]
    assert "（乡级）" in error["message"]
    assert "carry" in error["remedy"]


def test_an_end_of_the_line_is_not_moved_even_if_lines_are_carried(office: Office) -> None:
    points = office.points(OTHER)
    points[0] = [points[0][0] + 0.001, points[0][1]]
    answer = office.change(OTHER, points, tag=office.tag(OTHER), carry=True)
    assert "三交点" in answer.json()["errors"][0]["message"]


def test_a_county_line_is_not_changed_by_way_of_a_line_of_towns(office: Office) -> None:
    code = office.one(
        "SELECT l.code FROM boundary_line_arc a JOIN boundary_line_version v ON v.id = a.version_id"
        " JOIN boundary_line l ON l.id = v.line_id AND l.level = 4 WHERE a.arc_id IN ("
        " SELECT b.arc_id FROM boundary_line_arc b JOIN boundary_line_version w"
        " ON w.id = b.version_id JOIN boundary_line m ON m.id = w.line_id WHERE m.code = %s)"
        " ORDER BY l.code LIMIT 1",
        OTHER,
    )
    answer = office.change(code, bent(office.points(code)), tag=office.tag(code))
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["field"]) == (422, "code")
    assert "县级界线“万州—云阳线”" in error["message"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"document": " "}, "没有批准文号"),
        ({"person": ""}, "经办人"),
        ({"valid_from": "2026-02-01"}, "早于批准日期"),
        ({"approved_on": "2999-01-01", "valid_from": "2999-02-01"}, "在今天之后"),
    ],
)
def test_a_change_without_what_the_law_asks_is_refused(
    office: Office, more: dict[str, str], words: str
) -> None:
    answer = office.change(OTHER, bent(office.points(OTHER)), tag=office.tag(OTHER), **more)
    assert answer.status_code == 422
    assert any(words in error["message"] for error in answer.json()["errors"])


def test_the_same_course_is_no_change(office: Office) -> None:
    answer = office.change(OTHER, office.points(OTHER), tag=office.tag(OTHER))
    assert "没有变更" in answer.json()["errors"][0]["message"]


def test_the_same_change_sent_twice_is_one(office: Office) -> None:
    id, tag = str(uuid4()), office.tag(THIRD)
    points = bent(office.points(THIRD))
    first = office.change(THIRD, points, tag=tag, id=id)
    again = office.change(THIRD, points, tag=tag, id=id)
    other = office.change(THIRD, bent(points), tag=tag, id=id)
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 412]
    assert again.json()["report"] == first.json()["report"]


def test_lines_of_towns_are_carried_if_that_is_said(office: Office) -> None:
    code = "500235-500236"
    answer = office.change(code, off(office.points(code)), tag=office.tag(code), carry=True)
    assert answer.status_code == 201, answer.text
    valid = office.one(
        "SELECT bool_and(ST_IsValid(geom)) FROM diming_areas_on('2026-03-01') WHERE level = 4"
    )
    assert valid
    total = office.one(
        "SELECT max(s) - min(s) FROM (SELECT sum(area_m2) AS s FROM diming_areas_on('2026-03-01')"
        " WHERE level IN (3, 4) GROUP BY level) t"
    )
    assert total < 1.0


def test_a_server_that_dies_in_the_middle_leaves_nothing(office: Office) -> None:
    before = office.one(COUNTS)
    engine = engine_for(office.url)

    def die(step: str, done: int, total: int | None) -> None:
        if step.startswith("核对成果"):
            with psycopg.connect(libpq_url(office.url), autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    " AND database = (SELECT oid FROM pg_database WHERE datname ="
                    " current_database()) AND pid <> pg_backend_pid()"
                )

    proposal = LineProposal(
        id=uuid4(),
        code=OTHER,
        geometry=shapely.LineString(bent(office.points(OTHER))),
        document="渝府〔2026〕9号",
        approved_on=date(2026, 2, 1),
        valid_from=date(2026, 3, 1),
        person="张建国",
    )

    def publish() -> None:
        with transaction(engine, actor="test") as db:
            tag = tag_of(standing(db, OTHER, date(2026, 3, 1)))
            change_line(db, proposal, tag=tag, today=date(2026, 11, 1), progress=die)

    with pytest.raises(Exception, match=r"terminat|closed"):
        publish()
    engine.dispose()
    assert office.one(COUNTS) == before


APPROVED = (
    "UPDATE arc SET geom = ST_Translate(geom, 0.00000000001, 0) WHERE id = {arc}",
    "DELETE FROM arc WHERE id = {arc}",
    "UPDATE boundary_line_arc SET forward = NOT forward WHERE version_id = {version}",
    "DELETE FROM boundary_line_arc WHERE version_id = {version}",
    "INSERT INTO boundary_line_arc (version_id, seq, arc_id, forward)"
    " VALUES ({version}, 999, {arc}, true)",
    "UPDATE boundary_line_version SET document = '别的' WHERE id = {version}",
    "DELETE FROM boundary_line_version WHERE id = {version}",
    "UPDATE line_change SET document = '别的'",
    "DELETE FROM line_change",
)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("attack", APPROVED)
def test_the_database_itself_refuses_to_change_what_was_approved(
    office: Office, attack: str
) -> None:
    with psycopg.connect(libpq_url(office.url)) as connection:
        connection.execute(
            "UPDATE boundary_line_version SET approved = true WHERE document = '渝府〔2026〕8号'"
        )
        version, arc = connection.execute(
            "SELECT v.id, a.arc_id FROM boundary_line_version v JOIN boundary_line_arc a"
            " ON a.version_id = v.id WHERE v.approved LIMIT 1"
        ).fetchone() or (0, 0)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            connection.execute(attack.format(arc=arc, version=version).encode())
        connection.rollback()


@pytest.mark.usefixtures("changed")
def test_the_database_lets_an_approved_arc_be_ended(office: Office) -> None:
    with psycopg.connect(libpq_url(office.url)) as connection:
        connection.execute(
            "UPDATE boundary_line_version SET approved = true WHERE document = '渝府〔2026〕8号'"
        )
        done = connection.execute(
            "UPDATE arc SET valid = daterange(lower(valid), '2030-01-01') WHERE id IN (SELECT"
            " arc_id FROM boundary_line_arc a JOIN boundary_line_version v ON v.id = a.version_id"
            " WHERE v.approved)"
        )
        assert done.rowcount > 0
        connection.rollback()
