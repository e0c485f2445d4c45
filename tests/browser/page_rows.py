"""Something real for every parameter in the address of a page: a case, a sign, a record."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from starlette.testclient import TestClient

from api.store.session import Engine, Session
from tests.cases.office import CASES, Office, finished, naming
from tests.inspections.good_record import good_record
from tests.signed_in import signed_in

LINE, MARKER = "500101-500235", "001"
ROADS = ("绯岚坡路", "绯岚坝路", "绯岚沟路", "绯岚湾路")


class Rows:
    """Knows a row for every parameter; a page whose parameter is unknown is told by its path."""

    def __init__(self, told: dict[str, str]) -> None:
        self._told = told

    def address(self, path: str) -> str:
        """Return the address of a page with real rows; `path` is the path of its route.

        Raises:
            KeyError: There is no row for a parameter yet; it is to be added to `rows_of`.
        """
        made = path
        for name in re.findall(r"{(\w+)}", path):
            before = path.split("{", 1)[0]
            known = self._told.get(f"{before}{{{name}}}") or self._told.get(name)
            if known is None:
                raise KeyError(f"no row for {{{name}}} of {path}: add one to page_rows.rows_of")
            made = made.replace(f"{{{name}}}", known)
        if path.endswith(("/edit", "/items/{row}")) and path.startswith("/cases/"):
            made = made.replace(self._told["/cases/{id}"], self._told["draft"])
        if path.endswith("/appraisal"):
            made = made.replace(self._told["/cases/{id}"], self._told["nominated"])
        return made + self._told.get(f"?{path}", "")


def rows_of(office: Office, engine: Engine) -> Rows:
    """Return the rows, made by the officials of `office` or found in the register."""
    published = _published(office)
    draft = _draft(office)
    case = office.ask("clerk", "GET", f"{CASES}/{published}").json()
    name = str(case["items"][0]["approved_name_id"])
    with Session(engine) as db:
        listing = db.scalar(text("SELECT min(id) FROM heritage_listing"))
        account = db.scalar(text("SELECT id FROM account WHERE login = 'clerk'"))
    running = _running(office)
    [paper] = office.ask("clerk", "GET", f"{CASES}/{running}").json()["papers"][-1:]
    told = {
        "nominated": _nominated(office, name),
        "name": name,
        "story": _story(office, name),
        "tag": "tourism",
        "/cases/{id}": running,
        "paper_id": str(paper["id"]),
        "work": _work(office, running),
        "/books/works/{work}": _book(office),
        "/programme/audits/{id}": _audit(office),
        "draft": draft,
        "row": "1",
        "/announcements/{id}": str(case["announcement_id"]),
        "/consultations/{id}": _consulted(office),
        "/names/{id}": name,
        "/signs/{id}": _sign(office, name),
        "/accounts/{id}": str(account),
        "/inspections/{id}": _record(office.client, engine),
        "/maps/inspections/{id}": "",
        "listing_id": str(listing),
        "code": LINE,
        "number": MARKER,
        "slug": "no-such-page",
        "form": "pdf",
        "?/signs/new": f"?name={name}",
        "?/signs/check": f"?name_id={name}",
        "?/programme/names": "?measure=named",
        "?/orders/new": f"?name_id={name}",
    }
    told["/stories/{id}"] = told["story"]
    told["/maps/inspections/{id}"] = told["/inspections/{id}"]
    return Rows(told)


def _made(answer: Any) -> Any:
    assert answer.status_code in (200, 201, 202, 303), answer.text
    return answer


def _published(office: Office) -> str:
    id = str(_made(office.draft("town", naming(ROADS[0]))).json()["id"])
    office.to(id, "approved")
    told = {"id": str(uuid4()), "number": "2026年第88号", "channels": ["government_site"]}
    told["channels"] = ["government_site", "national_database"]
    _made(office.step("clerk", id, "publish", told))
    return id


def _running(office: Office) -> str:
    """A case under examination: a department and the public are asked, a paper lies in it."""
    id = str(_made(office.draft("town", naming(ROADS[1]))).json()["id"])
    office.to(id, "accepted")
    asked = {"kind": "department", "asked_of": "万州区交通局", "question": "起止点是否准确"}
    _made(office.ask("clerk", "PUT", f"{CASES}/{id}/opinions/{uuid4()}", json=asked))
    _made(office.lay("clerk", id, "consultation_report", fields={"process": "公示七日"}))
    return id


def _work(office: Office, case: str) -> str:
    """A work on the case beside the requests, at its end."""
    begun = office.ask(
        *("clerk", "POST", f"{CASES}/{case}/works"),
        json={"work": "check"},
        headers={"If-Match": office.tag("clerk", case)},
    )
    _made(begun)
    return finished(office, case, "clerk").rpartition("/")[2]


def _book(office: Office) -> str:
    """A book that is being set."""
    order = {"code": "500101", "kind": "list", "form": "docx"}
    begun = office.ask("clerk", "POST", "/books", data=order, follow_redirects=False)
    return str(_made(begun).headers["location"].rpartition("/")[2])


def _audit(office: Office) -> str:
    """An audit of the county beside the requests."""
    begun = office.ask("clerk", "POST", "/api/v1/programme/audit-works", json={"county": "500101"})
    return str(_made(begun).json()["id"])


def _consulted(office: Office) -> str:
    id = str(_made(office.draft("town", naming(ROADS[2]))).json()["id"])
    office.to(id, "accepted")
    page = f"/cases/{id}/consultations"
    _made(office.ask("clerk", "POST", page, data={"title": "关于绯岚沟路的公示"}))
    [one] = office.ask("clerk", "GET", f"{CASES}/{id}").json()["consultations"]
    said = {"id": str(uuid4()), "answer": "agree", "comment": "名字好记"}
    _made(office.ask("", "POST", f"/consultations/{one['id']}/comments", data=said))
    return str(one["id"])


def _draft(office: Office) -> str:
    """A draft of the clerk's own office, which may go on with it."""
    told = {"applicant": "万州区民政局", "applicant_type": "民政部门"}
    return str(_made(office.draft("clerk", naming(ROADS[3], **told))).json()["id"])


def _sign(office: Office, name: str) -> str:
    id = str(uuid4())
    told = {
        **{"name_id": name, "kind": "street", "state": "standing"},
        **{"characters": ROADS[0], "romanization": "FEILANPO LU"},
    }
    _made(office.ask("clerk", "POST", f"/signs/{id}", data=told))
    return id


def _nominated(office: Office, name: str) -> str:
    id = str(uuid4())
    told = {"id": id, "name_id": name, "reason": "清代场镇", "evidence": "县志有载"}
    _made(office.ask("clerk", "POST", "/heritage/nominate", data=told, follow_redirects=False))
    return id


def _story(office: Office, name: str) -> str:
    id = str(uuid4())
    told = {"name_id": int(name), "title": "绯岚坡的来历", "body": "坡上有岚。", "published": True}
    _made(office.ask("clerk", "PUT", f"/api/v1/stories/{id}", json=told))
    _made(office.ask("clerk", "PUT", f"/api/v1/names/{name}/tags/tourism", json={"note": "民宿"}))
    return id


def _record(client: TestClient, engine: Engine) -> str:
    client.headers.update(signed_in(engine))
    record = good_record(client, LINE, str(uuid4()))
    by = {"person": "张三", "division_code": "500101"}
    address = f"/api/v1/inspection-records/{record['record_id']}"
    _made(client.put(address, json={"by": by, "record": record}))
    del client.headers["authorization"]
    return str(record["record_id"])
