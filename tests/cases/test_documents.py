"""Documents of a case over HTTP: made at any time, kept when a step is taken, public when told."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import pytest

from tests.cases.office import CASES, Office, naming

KINDS = {
    "application",
    "opinion_request",
    "consultation_notice",
    "approval_reply",
    "filing_report",
    "filing_form",
    "announcement",
}


def words_of(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [c.text for t in file.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in file.paragraphs), *cells])


def document(office: Office, who: str, id: str, kind: str, form: str = "docx") -> Any:
    return office.ask(who, "GET", f"{CASES}/{id}/documents/{kind}.{form}")


@pytest.fixture(scope="module")
def closed(office: Office) -> str:
    """A case of two roads that was announced; it also asked a department and the public."""
    id = str(uuid4())
    body = naming("映雪坡路", "听涛坡路", contact="张某 023-58000000")
    assert office.draft("town", body, id).status_code == 201
    office.to(id, "accepted")
    asked = {"kind": "department", "asked_of": "万州区交通局", "question": "起止点是否准确"}
    opinion = office.ask("clerk", "PUT", f"{CASES}/{id}/opinions/{uuid4()}", json=asked)
    assert opinion.status_code == 200, opinion.text
    answer = {"answer": "agree", "opinion": "", "by_name": "李某"}
    path = f"{CASES}/{id}/opinions/{opinion.json()['id']}/answer"
    assert office.ask("clerk", "POST", path, json=answer).status_code == 200
    assert office.step("reviewer", id, "review").status_code == 200
    approval = {
        "approver_type": "county_government",
        "approver": "万州区人民政府",
        "number": "万州府[2026]18号",
    }
    assert office.step("approver", id, "approve", approval).status_code == 200
    assert (
        office.lay("clerk", id, "filing_report", fields={"summary": "命名两条道路"}).status_code
        == 200
    )
    assert office.step("clerk", id, "report").status_code == 200
    told = {
        "id": str(uuid4()),
        "number": "2026年第18号",
        "channels": ["government_site", "national_database"],
    }
    assert office.step("clerk", id, "publish", told).status_code == 200
    return id


def test_a_case_tells_which_documents_it_can_make(office: Office, closed: str) -> None:
    told = office.ask("clerk", "GET", f"{CASES}/{closed}/documents").json()["documents"]
    states = {one["kind"]: one["ready"] for one in told}
    assert states.keys() == KINDS
    assert [kind for kind, ready in states.items() if not ready] == ["consultation_notice"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("application", ["分水镇人民政府", "张某", "映雪坡路", "听涛坡路", "万州区民政局甲"]),
        ("opinion_request", ["万州区交通局：", "起止点是否准确"]),
        ("approval_reply", ["万州府〔2026〕18号", "万州区人民政府文件", "Yìngxuěpō Lù"]),
        (
            "filing_report",
            ["重庆市人民政府：", "万州府〔2026〕18号", "径送重庆市民政局甲", "备案登记表"],
        ),
        ("filing_form", ["备案机关意见", "DM500101-", "重庆市人民政府"]),
        ("announcement", ["2026年第18号", "Tīngtāopō Lù", "批准机关"]),
    ],
)
def test_a_document_tells_what_the_case_knows(
    office: Office, closed: str, kind: str, said: list[str]
) -> None:
    answer = document(office, "clerk", closed, kind)
    assert answer.status_code == 200, answer.text
    found = words_of(answer.content)
    assert [part for part in said if part not in found] == []


def test_a_document_comes_as_pdf(office: Office, closed: str) -> None:
    answer = document(office, "clerk", closed, "approval_reply", "pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert "private" in answer.headers["cache-control"]


def test_steps_keep_their_documents_under_their_hash(office: Office, closed: str) -> None:
    papers = office.ask("clerk", "GET", f"{CASES}/{closed}").json()["papers"]
    files = {p["paper"]: p for p in papers if p["files"]}
    assert files.keys() >= {
        *("application", "approval_reply", "filing_report", "filing_form", "other")
    }
    reply = files["approval_reply"]
    (file,) = reply["files"]
    path = f"{CASES}/{closed}/papers/{reply['id']}/files/{file['sha256']}"
    content = office.ask("clerk", "GET", path).content
    assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert "同意命名映雪坡路等2个地名" in words_of(content)


def test_a_kept_document_does_not_change_with_the_case(office: Office, closed: str) -> None:
    path = f"{CASES}/{closed}/documents/approval_reply/copies?form=pdf"
    kept = office.ask("clerk", "POST", path)
    assert kept.status_code == 201, kept.text
    papers = office.ask("clerk", "GET", f"{CASES}/{closed}").json()["papers"]
    reply = next(p for p in papers if p["paper"] == "approval_reply")
    kinds = sorted(file["name"].rsplit(".", 1)[-1] for file in reply["files"])
    assert kinds == ["docx", "pdf"]


def test_a_document_that_cannot_be_made_yet_says_what_it_lacks(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("未央坡路"), id)
    office.to(id, "accepted")
    refused = document(office, "clerk", id, "approval_reply")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/fields-lacking")
    assert "批准文号" in refused.json()["detail"]


def test_who_may_not_see_the_case_gets_no_document(office: Office, closed: str) -> None:
    assert document(office, "stranger", closed, "application").status_code == 404
    assert document(office, "", closed, "application").status_code == 401


def test_anybody_gets_an_announcement_without_what_is_private(office: Office, closed: str) -> None:
    told = office.ask("", "GET", "/api/v1/announcements").json()["announcements"]
    mine = next(one for one in told if one["number"] == "2026年第18号")
    answer = office.ask("", "GET", f"/announcements/{mine['id']}.docx")
    assert answer.status_code == 200, answer.text
    found = words_of(answer.content)
    assert "听涛坡路" in found
    assert "张某" not in found
    assert office.ask("", "GET", f"/announcements/{mine['id']}.pdf").content[:5] == b"%PDF-"
    assert office.ask("", "GET", f"/announcements/{uuid4()}.pdf").status_code == 404


def test_the_template_of_the_office_is_used(
    office: Office, closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "documents").mkdir()
    own = 'version = "wz-1"\ntitle = "关于{{ matter }}的函复"\nbody = "照办。"\n'
    place = tmp_path / "documents" / "approval_reply.toml"
    place.write_text(own, encoding="utf-8")
    monkeypatch.setenv("DIMING_OVERLAYS", str(tmp_path))
    assert "函复" in words_of(document(office, "clerk", closed, "approval_reply").content)
    place.write_text(own.replace("matter", "mater"), encoding="utf-8")
    refused = document(office, "clerk", closed, "approval_reply")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/template-broken")
    assert "第2行" in refused.json()["detail"]
