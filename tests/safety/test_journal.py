"""The journal shows whoever may see it what was done, and what was done to itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.services.journal_marks import keep_mark, verified_with_marks
from api.services.verifying_journal import MarkUnreadable, verified
from api.store.queries.journal import write_line
from api.store.session import Engine, Session, transaction
from tests.safety.conftest import Crowd

LINES = "/api/v1/journal"


@pytest.fixture(scope="module")
def marked(safe_engine: Engine, crowd: Crowd) -> str:
    """Lines of a clerk of each county; the mark of the newest one."""
    for actor in ("user:wz.clerk", "user:ba.clerk", "user:cq.clerk"):
        with transaction(safe_engine, actor=actor) as db:
            write_line(db, verb="submit", subject_kind="trial", subject_id="1", after={"甲": "乙"})
    with Session(safe_engine) as db:
        return verified(db).mark


def _actors(client: TestClient, crowd: Crowd, login: str, query: str = "") -> set[str]:
    answer = client.get(f"{LINES}?limit=1000&{query}", headers=crowd.bearer(login))
    assert answer.status_code == 200, answer.text
    return {line["actor"] for line in answer.json()["lines"]}


@pytest.mark.usefixtures("marked")
def test_a_county_reads_only_what_its_own_people_did(client: TestClient, crowd: Crowd) -> None:
    assert _actors(client, crowd, "wz.auditor", "subject_kind=trial") == {"user:wz.clerk"}


@pytest.mark.usefixtures("marked")
def test_the_province_reads_everything(client: TestClient, crowd: Crowd) -> None:
    actors = _actors(client, crowd, "cq.auditor", "subject_kind=trial")
    assert actors == {"user:wz.clerk", "user:ba.clerk", "user:cq.clerk"}


@pytest.mark.usefixtures("marked")
def test_lines_are_found_by_who_what_and_when(client: TestClient, crowd: Crowd) -> None:
    assert _actors(client, crowd, "cq.auditor", "actor=user:ba.clerk") == {"user:ba.clerk"}
    assert _actors(client, crowd, "cq.auditor", "verb=nothing") == set()
    assert _actors(client, crowd, "cq.auditor", "until=2001-01-01") == set()
    assert "user:ba.clerk" in _actors(client, crowd, "cq.auditor", "since=2001-01-01&verb=submit")


@pytest.mark.parametrize("login", ["", "cq.clerk", "wz.approver"])
def test_nobody_else_reads_the_journal(client: TestClient, crowd: Crowd, login: str) -> None:
    wanted = 403 if login else 401
    for address in (LINES, f"{LINES}/check", "/audit", "/audit/export.csv", "/audit/check"):
        assert client.get(address, headers=crowd.bearer(login)).status_code == wanted, address


@pytest.mark.usefixtures("marked")
def test_the_page_shows_lines_in_words_of_people(client: TestClient, crowd: Crowd) -> None:
    page = client.get("/audit?verb=submit", headers=crowd.bearer("cq.auditor")).text
    assert "user:wz.clerk" in page
    assert "<td>提交</td>" in page


def test_the_export_has_every_line_and_no_formula(
    client: TestClient, crowd: Crowd, safe_engine: Engine
) -> None:
    with transaction(safe_engine, actor="=HYPERLINK(1)") as db:
        write_line(db, verb="export", subject_kind="trial", subject_id="2")
    answer = client.get("/audit/export.csv?verb=export", headers=crowd.bearer("cq.auditor"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[2] for row in rows] == ["操作人", "'=HYPERLINK(1)"]


def test_the_check_says_that_all_is_well(client: TestClient, crowd: Crowd, marked: str) -> None:
    told = client.get(f"{LINES}/check?expect={marked}", headers=crowd.bearer("wz.auditor")).json()
    assert told["whole"] is True
    assert told["mark"]


def test_a_mark_that_is_none_is_refused_with_what_to_do(client: TestClient, crowd: Crowd) -> None:
    answer = client.get(f"{LINES}/check?expect=17", headers=crowd.bearer("wz.auditor"))
    assert answer.status_code == 400
    assert "照抄" in answer.json()["remedy"]


TAMPERINGS = {
    "altered": "UPDATE journal SET actor = 'user:somebody' WHERE id = :line",
    "removed": "DELETE FROM journal WHERE id = :line",
    "dated back": "UPDATE journal SET at = at - interval '1 day' WHERE id = :line",
    "put in": (
        "INSERT INTO journal (id, actor, verb, subject_kind, subject_id, previous_hash, hash)"
        " OVERRIDING SYSTEM VALUE SELECT 0, 'x', 'y', 'z', '1', NULL, hash"
        " FROM journal WHERE id = :line"
    ),
    "altered with its hash": (
        "WITH forged AS (SELECT j.id, diming_journal_digest(ROW(j.id, j.at, 'user:somebody',"
        " j.verb, j.subject_kind, j.subject_id, j.clause, j.before, j.after, j.request_id, NULL,"
        " j.previous_hash, j.seals)::journal, j.previous_hash) AS hash FROM journal j"
        " WHERE id = :line)"
        " UPDATE journal j SET actor = 'user:somebody', hash = f.hash FROM forged f"
        " WHERE j.id = f.id"
    ),
    "exchanged with the next": (
        "UPDATE journal j SET actor = o.actor, verb = o.verb, subject_id = o.subject_id,"
        " after = o.after, at = o.at FROM journal o"
        " WHERE (j.id, o.id) IN ((:line, :line + 1), (:line + 1, :line))"
    ),
    "its seals": 'UPDATE journal SET seals = \'{"sign": {"n": 1}}\' WHERE id = :line',
    "another clause": "UPDATE journal SET clause = 'x' WHERE id = :line",
}
REWRITTEN = """
DO $$
DECLARE
    one journal;
    last bytea := (SELECT hash FROM journal WHERE id = {line} - 1);
BEGIN
    FOR one IN SELECT * FROM journal WHERE id >= {line} ORDER BY id LOOP
        one.actor := 'user:somebody';
        one.previous_hash := last;
        last := diming_journal_digest(one, last);
        UPDATE journal SET actor = one.actor, previous_hash = one.previous_hash, hash = last
        WHERE id = one.id;
    END LOOP;
END $$;
"""
WHOLE_BUT_FALSE = {
    "rewritten from a line on": REWRITTEN,
    "its last lines cut off": "DELETE FROM journal WHERE id >= {line}",
    "emptied": "DELETE FROM journal",
}


@pytest.mark.parametrize("attack", TAMPERINGS.values(), ids=TAMPERINGS)
def test_the_chain_shows_what_was_done_to_a_line(
    safe_engine: Engine, marked: str, attack: str
) -> None:
    line = int(marked.partition(":")[0]) - 2
    with Session(safe_engine) as db:
        db.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        db.execute(text(attack), {"line": line})
        assert verified(db).broken_at is not None
        db.rollback()
    with Session(safe_engine) as db:
        assert verified(db).whole


def test_a_tail_that_was_cut_off_is_shown_by_its_mark(safe_engine: Engine, marked: str) -> None:
    line = int(marked.partition(":")[0])
    with Session(safe_engine) as db:
        db.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        db.execute(text("DELETE FROM journal WHERE id >= :line"), {"line": line})
        assert verified(db).whole, "a shorter chain is whole"
        assert verified(db, marked).missing == line
        db.rollback()


def test_a_mark_is_a_number_and_a_hash(safe_engine: Engine) -> None:
    with Session(safe_engine) as db, pytest.raises(MarkUnreadable):
        verified(db, "17:abc")


@pytest.mark.parametrize("attack", WHOLE_BUT_FALSE.values(), ids=WHOLE_BUT_FALSE)
def test_a_chain_that_is_whole_but_false_does_not_fit_the_marks_kept_outside(
    safe_engine: Engine, marked: str, attack: str, tmp_path: Path
) -> None:
    line = int(marked.partition(":")[0]) - 1
    with Session(safe_engine) as db:
        assert verified_with_marks(db, tmp_path).whole
        db.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        db.execute(text(attack.format(line=line)))
        assert verified(db).whole, "in itself"
        found = verified_with_marks(db, tmp_path)
        db.rollback()
    assert found.missing is not None
    assert "锚记" in found.said
    with Session(safe_engine) as db:
        assert verified_with_marks(db, tmp_path).whole


def test_a_mark_is_kept_once_and_for_each_database(
    safe_engine: Engine, marked: str, tmp_path: Path
) -> None:
    with Session(safe_engine) as db:
        for _ in range(3):
            keep_mark(db, tmp_path)
    (kept,) = (tmp_path / "journal-marks").iterdir()
    assert len(kept.read_text().splitlines()) == 1
    assert kept.read_text().split()[1].split(":")[0] == str(last_number(safe_engine))


def last_number(engine: Engine) -> int:
    with Session(engine) as db:
        return int(db.execute(text("SELECT max(id) FROM journal")).scalar_one())
