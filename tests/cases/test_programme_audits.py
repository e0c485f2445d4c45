"""Audits of counties (地名问题核查) beside the requests: begun once, stopped, taken up again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from api.store.locks import PROGRAMME_AUDITS
from api.store.session import Engine
from tests.cases.office import Office

P = "/api/v1/programme"
COUNTY = "500101"


def test_without_a_county_all_those_acted_for_are_looked_through(
    office: Office, cases_engine: Engine
) -> None:
    with cases_engine.connect() as connection:
        before = connection.execute(text("SELECT max(id) FROM journal")).scalar_one()
    begun = office.ask(
        "clerk", "POST", "/programme/audits", data={"county": ""}, follow_redirects=False
    )
    assert begun.status_code == 303, begun.text
    id = begun.headers["location"].rpartition("/")[2]
    done = audited(office, id)
    assert (done["state"], [one["code"] for one in done["counties"]]) == ("done", [COUNTY])
    asked = text(
        "SELECT verb, subject_id FROM journal WHERE id > :before"
        " AND subject_kind IN ('programme', 'programme_audit') ORDER BY id"
    )
    with cases_engine.connect() as connection:
        lines = connection.execute(asked, {"before": before}).all()
    assert [(one.verb, one.subject_id) for one in lines] == [
        ("begin_work", id),
        ("audit", COUNTY),
        ("end_work", id),
    ]
    page = office.ask("clerk", "GET", begun.headers["location"]).text
    assert 'data-state="done"' in page
    assert f'href="/programme/issues?county={COUNTY}"' in page
    assert f"/programme/audits/{id}" in office.ask("clerk", "GET", "/programme").text


def audited(office: Office, id: str) -> Any:
    """Wait until an audit beside the requests is over."""
    for _ in range(1200):
        found = office.ask("clerk", "GET", f"{P}/audit-works/{id}").json()
        if found["ended_at"]:
            return found
        threading.Event().wait(0.05)
    raise AssertionError("the audit does not end")


@contextmanager
def under_way(
    engine: Engine, office: Office, who: str, codes: list[str], **more: Any
) -> Iterator[str]:
    """Hold an audit of somebody's organisation as a clerk of another process does."""
    values = {"results": [], "attempts": 1} | more
    counties = [{"code": code, "name": f"区县{code}"} for code in codes]
    with engine.connect() as holder:
        row = holder.execute(
            text(
                "INSERT INTO programme_audit (account_id, organisation_id, person, organisation,"
                " on_day, counties, results, state, attempts) SELECT id, :organisation, name, '某',"
                " current_date, CAST(:counties AS jsonb), CAST(:results AS jsonb), 'working',"
                " :attempts FROM account WHERE login = :who"
                " RETURNING id, pg_advisory_lock(:space, id)"
            ),
            {
                "organisation": office.organisations[who],
                "counties": json.dumps(counties),
                "results": json.dumps(values["results"]),
                "attempts": values["attempts"],
                "who": who,
                "space": PROGRAMME_AUDITS,
            },
        ).one()
        holder.commit()
        try:
            yield str(row[0])
        finally:  # the connection goes back to the pool and would keep the lock
            freed = text("SELECT pg_advisory_unlock(:space, :id)")
            holder.execute(freed, {"space": PROGRAMME_AUDITS, "id": row[0]})
            holder.commit()


def test_an_audit_under_way_is_not_begun_twice_and_is_stopped_by_its_own_office(
    office: Office, cases_engine: Engine
) -> None:
    asked = {"json": {"county": COUNTY}}
    with under_way(cases_engine, office, "clerk", [COUNTY]) as id:
        again = office.ask("second", "POST", f"{P}/audit-works", **asked)
        assert (again.status_code, str(again.json()["id"])) == (202, id)
        path = f"{P}/audit-works/{id}"
        assert office.ask("stranger", "DELETE", path).status_code == 403
        assert office.ask("town", "DELETE", path).status_code == 403
        stopped = office.ask("second", "DELETE", path).json()
        assert (stopped["state"], stopped["counties"]) == ("failed", [])
        assert "second员已停止" in stopped["failure"]
    assert audited(office, id)["state"] == "failed"
    refused = office.ask("stranger", "POST", f"{P}/audit-works", **asked)
    assert (refused.status_code, "管辖" in refused.json()["detail"]) == (422, True)
    assert office.ask("town", "POST", f"{P}/audit-works", **asked).status_code == 403
    assert office.ask("", "GET", f"{P}/audit-works").status_code == 401


def test_an_audit_left_lying_goes_on_with_the_next_county_and_one_that_kills_clerks_ends(
    office: Office, cases_engine: Engine
) -> None:
    first = {"code": COUNTY, "name": "万州区", "names": 7, "found": 1, "gone": 0, "open": 1}
    more = {"results": [first]}
    with under_way(cases_engine, office, "city", [COUNTY, "500103"], **more) as id:
        pass
    done = audited(office, id)
    assert (done["state"], done["counties"][0]) == ("done", first)
    assert [one["code"] for one in done["counties"]] == [COUNTY, "500103"]
    assert done["total"]["names"] == 7 + done["counties"][1]["names"]
    with under_way(cases_engine, office, "city", [COUNTY], attempts=3) as id:
        pass
    given_up = audited(office, id)
    assert (given_up["state"], "中断了3次" in given_up["failure"]) == ("failed", True)
