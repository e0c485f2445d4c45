"""Tables of signs that stand already: each row for itself, the same again changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import openpyxl
import pytest
from PIL import ExifTags, Image
from sqlalchemy import text

from api.services.loading.files import load_file
from api.services.loading.report import Outcome
from gis.gcj02 import to_gcj02
from tests.api.register.conftest import Office
from tests.api.register.test_http_signs import Hamlets, lettering, plate, put

V1 = "/api/v1"
HEADS = ("标志编号", "标准地名", "区县", "版面拼音", "经度", "纬度", "材质", "设置日期", "状况")
NAMES = iter(f"{one}家{two}标湾" for one in "赵钱孙李周吴郑王" for two in "东西南北中上下")


def row(code: str, name: str, **more: Any) -> dict[str, Any]:
    values = (code, name, "", "", "108.401", "30.8", "铝板", "2024/5/1", "陈旧")
    return dict(zip(HEADS, values, strict=True)) | more


def as_csv(rows: list[dict[str, Any]], encoding: str = "gbk") -> bytes:
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, rows[0].keys())
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: list[dict[str, Any]]) -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("标志", 0)
    sheet.append(list(rows[0]))
    for one in rows:
        sheet.append(list(one.values()))
    book.active = sheet
    book.save(written)
    return written.getvalue()


def send(
    office: Office, content: bytes, name: str = "标志.csv", who: Any = None, **asked: Any
) -> Any:
    return office.client.post(
        f"{V1}/sign-files",
        params=asked,
        files={"file": (name, content)},
        headers=(who or office.editor).headers,
    )


@pytest.fixture
def hamlet(hamlets: Hamlets) -> tuple[int, str]:
    name = next(NAMES)
    return hamlets(name).id, name


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_is_tried_then_entered_then_the_same(
    office: Office, hamlet: tuple[int, str], form: str
) -> None:
    code = f"T{uuid4().hex[:8]}"
    content = {"csv": as_csv, "xlsx": as_xlsx}[form]([row(code, hamlet[1])])
    tried = send(office, content, f"表.{form}", dry_run="true").json()
    assert (tried["outcome"], tried["added"], tried["results"][0]["sign"]) == ("dry_run", 1, None)
    assert office.client.get(f"{V1}/signs?q={code}&f=json").json()["numberMatched"] == 0
    done = send(office, content, f"表.{form}").json()
    assert (done["outcome"], done["added"], done["refused"]) == ("loaded", 1, 0), done
    sign = office.client.get(f"{V1}/signs/{done['results'][0]['sign']}").json()
    assert (sign["romanization"], sign["condition"], sign["set_up_on"], sign["kind"]) == (
        lettering(office, hamlet[1]),
        "worn",
        "2024-05-01",
        "settlement",
    )
    again = send(office, content, f"表.{form}").json()
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 1)
    changed = send(office, as_csv([row(code, hamlet[1], 材质="石材")])).json()
    assert (changed["changed"], changed["results"][0]["sign"]) == (1, sign["id"])


def test_each_row_is_told_why_it_is_not_taken(office: Office, hamlet: tuple[int, str]) -> None:
    code = f"T{uuid4().hex[:8]}"
    rows = [
        row(code, hamlet[1], 版面拼音="TUO VILLAGE"),
        row(code, hamlet[1]),
        row("T1", "没有这个地名湾"),
        row("T2", hamlet[1], 纬度=""),
        row("T3", hamlet[1], 经度="30.8", 纬度="108.4"),
        row("T4", hamlet[1], 设置日期="去年"),
        row("T5", hamlet[1], 状况="一般"),
    ]
    told = send(office, as_csv(rows)).json()
    said = {one["row"]: one["message"] for one in told["results"]}
    assert (told["added"], told["refused"]) == (1, 6), said
    for line, words in {
        2: "英文",
        3: "重复",
        4: "没有这个地名",
        5: "只填了一项",
        6: "写反",
        7: "读不懂",
        8: "不认识",
    }.items():
        assert words in said[line]
    (made,) = [one for one in told["results"] if one["sign"]]
    assert office.client.get(f"{V1}/signs/{made['sign']}").json()["condition"] == "wrong"


def test_one_takes_signs_of_ones_own_county_only(office: Office, hamlet: tuple[int, str]) -> None:
    content = as_csv([row(f"T{uuid4().hex[:8]}", hamlet[1])])
    told = send(office, content, who=office.neighbour).json()
    assert (told["added"], told["refused"]) == (0, 1)
    assert "管辖" in told["results"][0]["message"]
    assert send(office, content, who=office.applicant).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ"), ("a.xlsx", b"PK\x03\x04broken"), ("a.csv", b"")]
)
def test_what_is_no_table_is_refused(office: Office, name: str, content: bytes) -> None:
    answer = send(office, content, name)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_command_line_loads_a_table_and_the_doctor_stops_a_shifted_one(
    office: Office, hamlets: Hamlets, tmp_path: Path
) -> None:
    ids = [hamlets(next(NAMES)).id for _ in range(12)]
    with office.engine.connect() as connection:
        places = connection.execute(
            text(
                "SELECT n.name, ST_X(o.geom) AS lon, ST_Y(o.geom) AS lat FROM place_name n"
                " JOIN place o ON o.id = n.place_id WHERE n.id = ANY (:ids)"
            ),
            {"ids": ids},
        ).all()
    url = office.engine.url.render_as_string(hide_password=False)
    rows = [
        row(f"C{uuid4().hex[:8]}", one.name, 经度=f"{one.lon}", 纬度=f"{one.lat}") for one in places
    ]
    shifted = to_gcj02(np.array([(one.lon, one.lat) for one in places]))
    wrong = [
        one | {"经度": f"{lon:.6f}", "纬度": f"{lat:.6f}"}
        for one, (lon, lat) in zip(rows, shifted, strict=True)
    ]
    bad, good = tmp_path / "坏.csv", tmp_path / "好.csv"
    bad.write_bytes(as_csv(wrong, "utf-8"))
    good.write_bytes(as_csv(rows, "utf-8"))
    refused = load_file(url, "signs", bad)
    assert (refused.outcome, refused.added) == (Outcome.REFUSED, 0)
    assert "--trust-coordinates" in refused.refused[0].reason
    loaded = load_file(url, "signs", good)
    assert (loaded.outcome, loaded.added, loaded.refused_count) == (Outcome.LOADED, 12, 0)
    assert load_file(url, "signs", good).outcome is Outcome.UNCHANGED
    sent = send(office, as_csv(wrong)).json()
    assert (sent["outcome"], sent["changed"], sent["results"]) == ("refused", 0, [])
    assert sent["reasons"]


def photo(lon: float, lat: float) -> bytes:
    """Return a JPEG that says that it was taken there."""

    def parts(angle: float) -> tuple[float, float, float]:
        minutes = (angle - int(angle)) * 60
        return float(int(angle)), float(int(minutes)), (minutes - int(minutes)) * 60

    picture, written = Image.new("RGB", (40, 30), "blue"), io.BytesIO()
    tags = picture.getexif()
    tags[ExifTags.IFD.GPSInfo] = {1: "N", 2: parts(lat), 3: "E", 4: parts(lon)}
    tags[ExifTags.IFD.Exif] = {36867: "2026:11:20 09:30:00"}
    picture.save(written, "JPEG", exif=tags)
    return written.getvalue()


def test_a_photo_tells_how_far_from_the_sign_it_was_taken(
    office: Office, hamlet: tuple[int, str]
) -> None:
    sign = put(office, plate(office, hamlet)).json()
    told = []
    for lat in (30.8001, 30.81):
        made = office.client.put(
            f"{V1}/signs/{sign['id']}/photos/{uuid4()}",
            content=photo(108.401, lat),
            headers=office.editor.headers
            | {"file-name": "a.jpg", "content-type": "application/octet-stream"},
        )
        told.append(made.json())
    assert told[0]["distance_m"] == pytest.approx(11.1, abs=0.3)
    assert told[1]["distance_m"] == pytest.approx(1109, abs=3)
    assert [one["far"] for one in told] == [False, True]


def test_the_plate_is_a_picture_and_a_page_in_real_size(
    office: Office, hamlet: tuple[int, str]
) -> None:
    sign = put(office, plate(office, hamlet, width_mm=1200, height_mm=400)).json()
    png = office.client.get(f"{V1}/signs/{sign['id']}/preview.png?width=600")
    picture = Image.open(io.BytesIO(png.content))
    assert (png.headers["content-type"], picture.size) == ("image/png", (600, 200))
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1_000_000) or ()}
    assert {(255, 255, 255), (11, 92, 173)} <= colours
    pdf = office.client.get(f"{V1}/signs/{sign['id']}/preview.pdf").content
    assert pdf.startswith(b"%PDF")
    assert b"/FontFile" in pdf or b"/ObjStm" in pdf
    thought = office.client.get(f"{V1}/sign-previews/plate.png?characters=望涧路&width=300")
    assert Image.open(io.BytesIO(thought.content)).width == 300
    assert office.client.get(f"{V1}/signs/{sign['id']}/preview.png?width=9").status_code == 400


def test_a_planned_sign_is_due_when_it_stands(office: Office, hamlet: tuple[int, str]) -> None:
    body = plate(office, hamlet, state="planned", set_up_on=None)
    planned = put(office, body).json()
    assert planned["next_due"] is None
    early = office.client.put(
        f"{V1}/signs/{planned['id']}/inspections/{uuid4()}",
        json={"inspected_on": "2026-11-01", "condition": "good"},
        headers=office.editor.headers,
    )
    assert early.status_code == 409
    stands = put(
        office,
        body | {"state": "standing", "set_up_on": "2026-05-01"},
        planned["id"],
        tag=f'"s{planned["version"]}"',
    )
    assert stands.json()["next_due"] == "2027-05-01"


def test_the_list_of_signs_is_a_page_of_its_own(office: Office, hamlet: tuple[int, str]) -> None:
    sign = put(office, plate(office, hamlet)).json()
    page = office.client.get(f"/signs?q={hamlet[1]}")
    assert page.status_code == 200, page.text
    assert sign["id"] in page.text
    assert office.client.get(f"/signs/{sign['id']}").status_code == 200


BARE = ("标准地名", "标志类别", "设置地点", "材质")


def test_a_row_without_a_code_is_given_one_and_is_the_same_sign_again(
    office: Office, hamlet: tuple[int, str]
) -> None:
    id, name = hamlet
    first = dict(zip(BARE, (name, "居民点标志", "村口 东侧", "铝板"), strict=True))
    rows = [first, first | {"设置地点": "小学门前"}, first | {"设置地点": "村口东侧"}]
    content = as_csv(rows)
    done = send(office, content).json()
    assert [one["outcome"] for one in done["results"]] == ["added", "added", "refused"]
    assert "表中已有该地名" in done["results"][2]["message"]
    code, sign = done["results"][0]["code"], done["results"][0]["sign"]
    assert code.startswith(f"BZ-{id}-")
    assert code in done["results"][0]["message"]
    assert office.client.get(f"{V1}/signs/{sign}").json()["code"] == code
    again = send(office, content).json()
    assert (again["added"], again["same"], again["refused"]) == (0, 2, 1)
    assert [one["sign"] for one in again["results"][:2]] == [
        one["sign"] for one in done["results"][:2]
    ]
    changed = send(office, as_csv([first | {"材质": "石材"}])).json()
    assert (changed["changed"], changed["results"][0]["sign"]) == (1, sign)


def test_a_row_without_a_code_means_the_sign_that_stands_there(
    office: Office, hamlet: tuple[int, str]
) -> None:
    kept = put(office, plate(office, hamlet, place_words="村口东侧")).json()
    told = send(office, as_csv([dict(zip(BARE, (hamlet[1], "", "村口东侧", "石材"), strict=True))]))
    (row,) = told.json()["results"]
    assert (row["outcome"], row["sign"]) == ("changed", kept["id"])
    put(office, plate(office, hamlet, place_words="村口东侧"))
    two = as_csv([dict(zip(BARE, (hamlet[1], "", "村口　东侧 ", "木"), strict=True))], "utf-8")
    known = send(office, two).json()["results"][0]
    assert (known["outcome"], known["sign"]) == ("changed", kept["id"]), "by the code given before"


def test_a_table_without_names_says_what_to_add(office: Office) -> None:
    answer = send(office, as_csv([{"标志编号": "T1", "材质": "铝板"}]))
    assert answer.status_code == 422
    assert "标准地名" in answer.text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_in_as_the_same(
    office: Office, hamlet: tuple[int, str], form: str
) -> None:
    code = f"T{uuid4().hex[:8]}"
    body = plate(office, hamlet, code=code, axis="east_west", remark="=1+1", width_mm=1500)
    put(office, body)
    put(office, plate(office, hamlet, place_words="别处", state="planned"))
    asked = f"{V1}/sign-exports/signs.{form}?name={hamlet[0]}"
    answer = office.client.get(asked)
    assert answer.status_code == 200
    assert f"signs.{form}" in answer.headers["content-disposition"]
    table = read_back(answer.content, form)
    assert [(one["标准地名"], one["状态"]) for one in table] == [
        (hamlet[1], "在用"),
        (hamlet[1], "拟设"),
    ]
    assert (table[0]["标志编号"], table[0]["备注"]) == (code, "'=1+1")
    standing = office.client.get(f"{asked}&state=standing").content
    assert len(read_back(standing, form)) == 1
    told = send(office, answer.content, f"表.{form}").json()
    assert [one["outcome"] for one in told["results"]] == ["same", "changed"], str(told["results"])


def read_back(content: bytes, form: str) -> list[dict[str, Any]]:
    if form == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    heads = [str(head) for head in next(rows)]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_signs_go_out_as_points_and_those_that_wait_only_to_who_keeps_them(
    office: Office, hamlet: tuple[int, str]
) -> None:
    put(office, plate(office, hamlet, set_up_on="2020-05-01"))
    put(office, plate(office, hamlet, state="planned", place_words="拟设处"))
    asked = f"{V1}/sign-exports/signs.geojson?name={hamlet[0]}"
    features = office.client.get(asked).json()["features"]
    assert [one["geometry"]["coordinates"] for one in features] == [[108.401, 30.8]] * 2
    mine = office.client.get(f"{asked}&due=true", headers=office.editor.headers).json()["features"]
    assert [one["properties"]["state"] for one in mine] == ["standing"]
    others = office.client.get(f"{asked}&due=true", headers=office.neighbour.headers)
    assert others.json()["features"] == []
    assert office.client.get(f"{asked}&due=true").status_code == 401
    page = office.client.get(f"/signs?name={hamlet[0]}&due=yes", headers=office.editor.headers)
    assert f"signs.xlsx?name={hamlet[0]}&amp;due=true" in page.text
    assert "共 1 块" in page.text
