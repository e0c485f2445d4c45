"""The leaflets of the office are open to everybody, as data and as a page."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from naming.place_kind import PlaceKind
from naming.procedure.words import CaseKind


def test_a_leaflet_tells_approver_filing_and_clause(client: TestClient) -> None:
    told = client.get("/api/v1/procedures/naming", params={"place": "building"}).json()
    authority = told["authority"]
    assert authority["approvers"] == ["住房城乡建设主管部门"]
    assert authority["filed_with"] == ["同级地名行政主管部门"]
    assert authority["asks"] == "同级地名行政主管部门"
    assert authority["source"]["text"] == "《地名管理条例》第十二条"


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_of_case_and_place_has_a_page(client: TestClient, kind: CaseKind) -> None:
    pages = [client.get("/procedure", params={"kind": kind, "place": one}) for one in PlaceKind]
    assert {page.status_code for page in pages} == {200}
    assert all(kind.zh in page.text for page in pages)


def test_an_unknown_kind_of_case_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.get("/api/v1/procedures/nope")
    assert answer.status_code == 400
    assert "heritage_listing" in answer.json()["errors"][0]["remedy"]
