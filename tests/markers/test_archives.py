"""What a line's archive must have, has and lacks; its documents are kept under their hash."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any
from uuid import uuid4

import openpyxl
from starlette.testclient import TestClient

from tests.markers.sheets import BY, LINE

ARCHIVE = f"/api/v1/lines/{LINE}/archive"
DOCUMENTS = f"{ARCHIVE}/documents"


def document(kind: str, **changes: Any) -> dict[str, Any]:
    title = {"agreement": "界线协议书", "approval": "批复"}.get(kind, kind)
    return {"id": str(uuid4()), "by": {**BY}, "kind": kind, "title": title, **changes}


def missing(client: TestClient) -> set[str]:
    return set(client.get(ARCHIVE).json()["missing"])


def test_a_line_without_documents_lacks_what_the_law_names(client: TestClient) -> None:
    lines = client.get("/api/v1/line-archives?level=county").json()["lines"]
    other = next(one["line"] for one in lines if one["line"] != LINE)
    found = client.get(f"/api/v1/lines/{other}/archive").json()
    assert {"界线协议书", "批准文件", "备案材料", "三交点协议书"} <= set(found["missing"])
    assert "界线方向图" not in found["missing"]
    assert not found["complete"]
    assert all(one["source"] for one in found["places"])


def test_a_township_line_must_have_what_the_municipal_standard_lists(client: TestClient) -> None:
    gaps = client.get("/api/v1/line-archives?level=township").json()
    code = gaps["lines"][0]["line"]
    found = client.get(f"/api/v1/lines/{code}/archive").json()
    assert {"界线方向图", "界线走向确认图", "边界点成果表", "界桩登记表"} <= set(found["missing"])


def test_a_registered_document_is_no_longer_missing(client: TestClient) -> None:
    assert "界线协议书" in missing(client)
    body = document("agreement", number="万云界协〔1999〕1号", dated_on="1999-06-18")
    assert client.post(DOCUMENTS, json=body).status_code == 201
    assert client.post(DOCUMENTS, json=body).status_code == 200
    assert "界线协议书" not in missing(client)
    [place] = [one for one in client.get(ARCHIVE).json()["places"] if one["kind"] == "agreement"]
    assert [one["number"] for one in place["documents"]] == ["万云界协〔1999〕1号"]
    assert client.post(DOCUMENTS, json={**body, "title": "另一份"}).status_code == 412


def test_a_file_is_kept_under_its_hash_and_not_exchanged(client: TestClient) -> None:
    body = document("approval")
    client.post(DOCUMENTS, json=body)
    address, content = f"{DOCUMENTS}/{body['id']}/file", "%PDF-1.7 批复".encode()
    assert client.get(address).status_code == 404
    headers = {"File-Name": "%E6%89%B9%E5%A4%8D.pdf"}
    made = client.put(address, content=content, headers=headers)
    assert made.status_code == 200, made.text
    assert made.json()["sha256"] == hashlib.sha256(content).hexdigest()
    assert client.get(address).content == content
    assert client.get(address).headers["content-type"] == "application/pdf"
    assert client.put(address, content=content, headers=headers).status_code == 200
    assert client.put(address, content=b"other", headers=headers).status_code == 409
    assert client.put(address, content=b"", headers=headers).status_code == 422


def test_a_withdrawn_document_is_missing_again_and_stays_on_record(client: TestClient) -> None:
    body = document("filing")
    client.post(DOCUMENTS, json=body)
    assert "备案材料" not in missing(client)
    reason = {"by": BY, "reason": "登记错了界线"}
    assert client.post(f"{DOCUMENTS}/{body['id']}/withdrawal", json=reason).status_code == 200
    assert "备案材料" in missing(client)
    [place] = [one for one in client.get(ARCHIVE).json()["places"] if one["kind"] == "filing"]
    assert place["documents"][0]["withdrawn_for"] == "登记错了界线"


def test_only_a_side_and_a_known_kind_are_taken(client: TestClient) -> None:
    foreign = document("agreement", by={"person": "甲", "division_code": "500102"})
    assert client.post(DOCUMENTS, json=foreign).status_code == 403
    unknown = client.post(DOCUMENTS, json=document("letter"))
    assert unknown.status_code == 409
    assert "agreement（界线协议书）" in unknown.json()["remedy"]


def test_the_list_over_all_lines_agrees_with_each_line(client: TestClient) -> None:
    gaps = client.get("/api/v1/line-archives?level=county").json()
    own = next(one for one in gaps["lines"] if one["line"] == LINE)
    assert set(own["missing"]) == missing(client)
    assert gaps["count"] == len(gaps["lines"])
    assert gaps["counts"]["界线详图"] == gaps["count"]


def test_the_list_comes_as_csv_and_xlsx(client: TestClient) -> None:
    answer = client.get("/api/v1/line-archives.csv?level=county")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/api/v1/line-archives.xlsx?level=county").content)
    )
    sheet = [[cell.value for cell in row] for row in book["缺漏"].iter_rows(min_row=2)]
    assert rows[0] == sheet[0]
    assert [row[0] for row in rows] == [row[0] for row in sheet]
    assert len(rows) == client.get("/api/v1/line-archives?level=county").json()["count"] + 1


def test_the_page_of_a_line_and_the_list_show_what_is_lacking(client: TestClient) -> None:
    page = client.get(f"/lines/{LINE}").text
    assert "界线档案" in page
    assert "必备文件缺" in page
    listed = client.get("/line-archives").text
    assert LINE in listed
    assert "界线详图" in listed
