"""Pages for everybody, the register and signs on pages: what is shown, and to whom."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

from tests.cases.office import Office, finished, naming

CHANNELS = ["government_site", "national_database"]


def page(office: Office, who: str, path: str, **params: Any) -> Any:
    return office.ask(who, "GET", path, params=params, headers={"Accept": "text/html"})


def send(office: Office, who: str, path: str, **fields: Any) -> Any:
    headers = {"Accept": "text/html"}
    return office.ask(who, "POST", path, data=fields, headers=headers, follow_redirects=False)


def announced(office: Office, name: str) -> dict[str, Any]:
    """Return the case of a road that is announced."""
    id = office.draft("town", naming(name)).json()["id"]
    office.to(id, "approved")
    told = {"id": str(uuid4()), "number": f"号{name}", "channels": CHANNELS}
    assert office.step("clerk", id, "publish", told).status_code == 200
    found: dict[str, Any] = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()
    return found


def test_an_announcement_shows_the_six_things_to_a_visitor(office: Office) -> None:
    case = announced(office, "霜岫坪路")
    shown = page(office, "", f"/announcements/{case['announcement_id']}").text
    heads = re.findall(r'<th scope="row">([^<]+)</th>', shown)
    six = ["标准地名", "罗马字母拼写", "所属政区", "位置描述", "批准机关", "批准时间"]
    assert [head for head in heads if head in six] == six
    assert "霜岫坪路" in page(office, "", "/announcements").text


def test_the_feed_leads_to_the_page(office: Office) -> None:
    case = announced(office, "霜岫坝路")
    assert f"/announcements/{case['announcement_id']}" in office.ask(
        "", "GET", "/announcements.atom"
    ).text.replace("/api/v1/announcements", "")


def test_a_wrong_code_tells_nothing_and_keeps_the_number(office: Office) -> None:
    case = announced(office, "霜岫沟路")
    shown = send(office, "", "/status", number=case["number"], code="AAAAAAAA")
    assert shown.status_code == 404
    assert f'value="{case["number"]}"' in shown.text
    assert "霜岫沟路" not in shown.text


def test_a_visitor_comments_once_on_what_is_consulted(office: Office) -> None:
    id = office.draft("town", naming("霜岫湾路")).json()["id"]
    office.to(id, "accepted")
    opened = send(office, "clerk", f"/cases/{id}/consultations", title="关于霜岫湾路的公示")
    assert opened.status_code == 303
    [one] = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()["consultations"]
    assert "关于霜岫湾路的公示" in page(office, "", "/consultations").text
    path = f"/consultations/{one['id']}/comments"
    said = {"id": str(uuid4()), "answer": "agree", "comment": "名字好记"}
    assert "意见已收到" in send(office, "", path, **said).text
    send(office, "", path, **said)
    [kept] = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()["consultations"]
    assert kept["comments"] == 1


def test_a_comment_without_words_is_refused_beside_the_form(office: Office) -> None:
    id = office.draft("town", naming("霜岫岭路")).json()["id"]
    office.to(id, "accepted")
    send(office, "clerk", f"/cases/{id}/consultations", title="公示")
    [one] = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()["consultations"]
    path = f"/consultations/{one['id']}/comments"
    shown = send(office, "", path, answer="agree", comment="", author="李某")
    assert shown.status_code == 422
    assert 'value="李某"' in shown.text


def test_the_first_page_shows_the_tasks_of_whoever_has_signed_in(office: Office) -> None:
    id = office.draft("town", naming("霜岫河路")).json()["id"]
    office.to(id, "submitted")
    assert "霜岫河路命名" in page(office, "clerk", "/").text
    assert "我的工作" not in page(office, "", "/").text


def test_a_name_of_the_register_is_found_by_sound_and_has_a_page(office: Office) -> None:
    name = announced(office, "霜岫池路")["items"][0]["approved_name_id"]
    assert f'href="/names/{name}"' in page(office, "", "/names", q="shuangxiuchi").text
    shown = page(office, "", f"/names/{name}").text
    assert "标准地名" in shown
    assert "修改档案" not in shown
    assert "修改档案" in page(office, "clerk", f"/names/{name}").text


def test_what_is_found_is_taken_out_from_the_page(office: Office) -> None:
    announced(office, "霜岫溪路")
    assert "name-exports" not in page(office, "", "/names", q="霜岫溪路").text
    shown = page(office, "", "/names", kind="street", status="standard").text
    link = re.search(r'href="(/api/v1/name-exports/names\.csv[^"]*)"', shown)
    assert link
    taken = office.ask("", "GET", html.unescape(link[1]))
    assert "霜岫溪路" in taken.text
    assert {line.split(",")[5] for line in taken.text.splitlines()[1:]} == {"标准地名"}


def test_two_editors_of_a_record_are_told_of_each_other(office: Office) -> None:
    name = announced(office, "霜岫塘路")["items"][0]["approved_name_id"]
    old = office.ask("clerk", "GET", f"/api/v1/names/{name}/record").headers["etag"].strip('"')
    written = {"tag": old, "why": "补充"}
    first = send(office, "clerk", f"/names/{name}/edit", **written, **{"field-meaning": "塘边"})
    assert first.status_code == 303
    second = send(office, "second", f"/names/{name}/edit", **written, **{"field-meaning": "塘上"})
    assert second.status_code == 412
    assert "现为“塘边”，您填的是“塘上”" in second.text
    assert "塘边" in page(office, "clerk", f"/names/{name}/history").text


def test_a_sign_is_set_up_looked_at_and_found_due(office: Office) -> None:
    name = announced(office, "霜岫洞路")["items"][0]["approved_name_id"]
    form = page(office, "clerk", "/signs/new", name=name)
    assert 'value="SHUANGXIUDONG LU"' in form.text
    path = f"/signs/{uuid4()}"
    told = {"name_id": name, "kind": "street", "state": "standing", "characters": "霜岫洞路"}
    bad = send(office, "clerk", path, **told, romanization="SHUANGXIUDONG LU", width_mm="宽")
    assert bad.status_code == 422
    good = send(office, "clerk", path, **told, romanization="SHUANGXIUDONG LU")
    assert good.status_code == 303
    look = {"inspected_on": "2020-01-01", "condition": "damaged", "note": "倒伏"}
    assert send(office, "clerk", f"{path}/inspections", **look).status_code in (303, 422)
    assert "霜岫洞路" in page(office, "", path).text


def test_many_names_come_from_a_table_and_single_ones_are_corrected(office: Office) -> None:
    id = str(uuid4())
    head = {"id": id, "kind": "naming", "applicant": "分水镇人民政府", "county": "500101"}
    head |= {"applicant_type": "乡镇人民政府", "batch": "yes"}
    assert send(office, "town", "/cases/new", **head).status_code == 201
    rows = "地名,类别,理由,位置,长度,宽度,起点,止点\n"
    rows += "".join(
        f"霜岫{one}路,道路,经过霜岫{one},镇东,850,6,江南大道,滨江路\n" for one in "甘苦"
    )
    tag = office.tag("town", id).strip('"')
    file = {"file": ("表.csv", rows.encode(), "text/csv")}
    data = {"tag": tag, "whole": "yes"}
    filled = office.ask("town", "POST", f"/cases/{id}/items", data=data, files=file)
    assert filled.status_code == 200, filled.text
    assert "采用的行<b>2</b>" in page(office, "town", finished(office, id)).text
    item = {"name": "霜岫甜路", "place_type": "道路", "reason": "经过", "county": "500101"}
    item |= {"kind": "naming", "tag": office.tag("town", id).strip('"')}
    assert send(office, "town", f"/cases/{id}/items/2", **item).status_code == 303
    kept = office.ask("town", "GET", f"/api/v1/cases/{id}").json()["items"]
    assert [one["name"] for one in kept] == ["霜岫甘路", "霜岫甜路"]
