import csv
from pathlib import Path

import pytest

from naming.characters import levels
from naming.generics import split
from naming.lexicon.tables import TableError, table
from naming.place_kind import PlaceKind, kind_of
from naming.wording import entries

CASES = Path(__file__).parent / "cases"
LISTS = sorted({row["list"] for row in table("words")})


def test_the_regulated_characters_are_8105_in_three_levels():
    counted = [list(levels().values()).count(level) for level in (1, 2, 3)]
    assert counted == [3500, 3000, 1605]


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_list_has_a_source_and_stands_once_for_the_same_kinds(name):
    listed = [(e.word, e.kinds) for e in entries(name)]
    assert all(e.source and e.kinds for e in entries(name))
    assert len(listed) == len(set(listed))


def test_no_list_holds_a_whole_refused_name():
    words = {row["word"] for row in table("words")}
    for path in CASES.glob("**/rejected.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            names = {row["name"] for row in csv.DictReader(stream)}
        assert not words & names, path


def test_every_kind_word_and_generic_belongs_to_a_known_kind():
    assert all(kind_of(row["word"]) for row in table("place_types"))
    assert all(PlaceKind(k) for row in table("generics") for k in row["kinds"].split())


def test_every_type_word_of_the_known_cases_is_understood():
    for file in ("accepted.csv", "rejected.csv", "romanization.csv"):
        with (CASES / file).open(encoding="utf-8-sig", newline="") as stream:
            unknown = {r["place_type"] for r in csv.DictReader(stream)} - {
                row["word"] for row in table("place_types")
            }
        assert unknown == set(), file


def test_a_missing_table_is_named():
    with pytest.raises(TableError, match=r"nothing\.csv"):
        table("nothing")


@pytest.mark.parametrize(
    ("name", "kind", "specific", "generic"),
    [
        ("渝澳大道", PlaceKind.STREET, "渝澳", "大道"),
        ("横街", PlaceKind.STREET, "横", "街"),
        ("大道", PlaceKind.STREET, "", "大道"),
        ("滨江路", PlaceKind.STREET, "滨江", "路"),
        ("石柱土家族自治县", PlaceKind.DIVISION, "石柱土家族", "自治县"),
        ("万柏林区", PlaceKind.DIVISION, "万柏林", "区"),
        ("石坡村村民委员会", PlaceKind.COMMITTEE, "石坡", "村村民委员会"),
        ("春莱花园", PlaceKind.BUILDING, "春莱", "花园"),
        ("云上时光", PlaceKind.BUILDING, "云上时光", ""),
    ],
)
def test_a_name_is_cut_before_its_longest_generic_part(name, kind, specific, generic):
    found = split(name, kind)
    assert (found.specific, found.generic) == (specific, generic)
