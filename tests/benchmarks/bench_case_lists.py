"""The lists of an office with 20,000 cases, 5,500 of them open, as times of a bare read."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.store.session import Engine
from tests.cases.office import CASES, Office, accounts, cases_engine, naming, office

__all__ = ["accounts", "cases_engine", "office"]

pytestmark = pytest.mark.benchmark
ROUNDS = 3
LAY = """
INSERT INTO naming_case (id, number, kind, stage, title, code_sha256, created_by, submitted_by,
    organisation_id, applicant, county_id, province_id, changed_at, submitted_on, accepted_on,
    approved_on, ended_on, written_by, approver_type)
SELECT gen_random_uuid(), 'DM' || t.number, t.kind, t.stage, t.title, t.code_sha256, t.created_by,
       t.created_by, t.organisation_id, t.applicant, t.county_id, t.province_id,
       now() - t.n * interval '7 minutes', current_date - t.n % 400,
       CASE WHEN t.stage <> 'submitted' THEN current_date - t.n % 400 END,
       CASE WHEN t.stage IN ('approved', 'closed') THEN current_date - t.n % 400 END,
       CASE WHEN t.stage = 'closed' THEN current_date - t.n % 400 END, ARRAY[t.created_by],
       CASE WHEN t.stage IN ('approved', 'closed') THEN 'county_government' END
FROM (SELECT n, '500101-2020-' || lpad(n::text, 5, '0') AS number, c.kind,
             CASE WHEN n > 5500 THEN 'closed'
             ELSE (ARRAY['submitted', 'accepted', 'reviewed', 'approved'])[1 + n % 4] END AS stage,
             '道路' || n || '命名' AS title, c.code_sha256, c.created_by, c.organisation_id,
             c.applicant, k.counties[1 + n % cardinality(k.counties)] AS county_id, c.province_id
      FROM naming_case c CROSS JOIN generate_series(1, 20000) n
      CROSS JOIN (SELECT array_agg(p.division_id) AS counties FROM (
          SELECT DISTINCT ON (x.code) x.division_id FROM division_code x
          WHERE x.code = ANY(:counties) AND upper_inf(x.recorded) AND upper_inf(x.valid)) p) k
      WHERE c.id = :id) t
"""
ITEMS = """
INSERT INTO case_item (case_id, row, name, place_type, division_id)
SELECT c.id, 1, '道路' || c.number, '道路', c.county_id FROM naming_case c
WHERE c.number LIKE 'DM500101-2020-%'
"""
ASKED = {
    "cases, first page": ("/cases", {}),
    "cases, page 500": ("/cases", {"page": "500"}),
    "cases at a stage": ("/cases", {"stage": "accepted"}),
    "cases, part of a name": ("/cases", {"q": "19999"}),
    "cases of a county": ("/cases", {"county": "500101"}),
    "cases that are late": ("/cases", {"stage": "overdue"}),
    "first page of the console": ("/", {}),
    "API: cases": (CASES, {}),
    "API: my tasks": (f"{CASES}/tasks", {}),
    "API: late": (f"{CASES}/overdue", {}),
}
COUNTIES = ("500101", "500102", "500103", "500104")


def test_lists_of_twenty_thousand_cases(office: Office, cases_engine: Engine) -> None:
    id = str(uuid4())
    assert office.draft("town", naming("霁岚坡路"), id).status_code == 201
    with cases_engine.begin() as db:
        db.execute(text(LAY), {"id": id, "counties": list(COUNTIES)})
        db.execute(text(ITEMS))
    with cases_engine.connect() as db:
        db.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    bare = _timed(lambda: _bare(cases_engine, id))
    print(f"bare read: {bare:.2f} ms")  # noqa: T201
    for who in ("clerk", "city"):
        for what, (path, query) in ASKED.items():
            answer = office.ask(who, "GET", path, params=query)
            assert answer.status_code == 200, answer.text
            spent = _timed(lambda p=path, q=query, w=who: office.ask(w, "GET", p, params=q))  # type: ignore[misc]  # bound at once
            print(f"{who}, {what}: {spent:.0f} ms, {spent / bare:.0f} times a bare read")  # noqa: T201


def _bare(engine: Engine, id: str) -> None:
    with engine.connect() as db:
        db.execute(text("SELECT number FROM naming_case WHERE id = :id"), {"id": id}).scalar_one()


def _timed(take: Callable[[], object]) -> float:
    """Return the median of some rounds in milliseconds."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        take()
        spent.append(time.perf_counter() - begun)
    return median(spent) * 1000
