"""The program that makes the tables of foreign names, on a small world."""

import json

import pytest

from naming.lexicon import build_foreign
from naming.lexicon.tables import read_table

CITIES = {
    "1": {"countrycode": "US", "population": 700_000, "alternatenames": ["西雅圖", "Seattle"]},
    "2": {"countrycode": "US", "population": 90_000, "alternatenames": ["塔科马", "苹果谷"]},
    "3": {"countrycode": "JP", "population": 900_000, "alternatenames": ["新潟", "静冈市"]},
    "4": {"countrycode": "DE", "population": 50_000, "alternatenames": ["科堡", "科马斯塔"]},
    "5": {"countrycode": "FR", "population": 50_000, "alternatenames": ["塔科斯", "石桥村"]},
}
VILLAGES = ["石桥村村民委员会", "苹果园村民委员会", "山谷村村民委员会", "圖里村民委员会"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    (folder / "cities.json").write_text(json.dumps(CITIES), encoding="utf-8")
    for name, rows in {
        "villages": [("1", name, "50") for name in VILLAGES * 40] + [("2", "塔科马嘎查", "15")],
        "provinces": [("50", "重庆市", "50")],
        "cities": [("6502", "克拉玛依市", "65")],
        "areas": [("150702", "塔科马区", "15"), ("500101", "万州区", "50")],
    }.items():
        lines = ["code,name,provinceCode", *(",".join(row) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    build_foreign.write_tables(folder / "cities.json", folder, folder)
    return folder


def names(folder, table):
    return {row["name"] for row in read_table(folder / f"{table}.csv")}


def test_cities_are_taken_in_regulated_characters(made):
    assert "西雅图" in names(made, "foreign_names")
    assert "西雅圖" not in names(made, "foreign_names")


def test_translated_names_and_small_cities_of_two_characters_are_left_out(made):
    assert not {"苹果谷", "科堡", "石桥村"} & names(made, "foreign_names")


def test_names_of_countries_that_write_chinese_are_left_out(made):
    assert not {"新潟", "静冈市", "上海", "中国"} & names(made, "foreign_names")


def test_villages_where_other_languages_are_native_count_for_nothing(made):
    uses = {r["name"]: r["chinese_uses"] for r in read_table(made / "foreign_names.csv")}
    assert uses["塔科马"] == "0"


def test_characters_of_foreign_names_weigh_more_than_those_of_villages(made):
    rows = read_table(made / "transliteration_characters.csv")
    weights = {row["character"]: float(row["weight"]) for row in rows}
    assert weights["塔"] > 2
    assert max(weights.get(c, -9) for c in "村石山") < 0


def test_chinese_divisions_that_sound_foreign_are_listed(made):
    assert names(made, "native_divisions") == {"塔科马", "克拉玛依"}
