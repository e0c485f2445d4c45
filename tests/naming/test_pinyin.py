import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.characters import levels
from naming.pinyin import initials, read, sound_keys
from naming.syllables import plain

REGULATED = st.text(st.sampled_from(sorted(levels())), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("涪陵区", "fú líng qū"),
        ("綦江区", "qí jiāng qū"),
        ("垫江县", "diàn jiāng xiàn"),
        ("北碚区", "běi bèi qū"),
        ("长寿区", "cháng shòu qū"),
        ("长坪村", "cháng píng cūn"),
        ("解家坝", "xiè jiā bà"),
        ("单家沟", "shàn jiā gōu"),
        ("十里堡", "shí lǐ pù"),
        ("瓦窑堡", "wǎ yáo bǔ"),
        ("厦门路", "xià mén lù"),
        ("六合区", "lù hé qū"),
        ("丰都县", "fēng dū xiàn"),
        ("阿什河", "ā shí hé"),
        ("金山大厦", "jīn shān dà shà"),
        ("厦坪镇", "xià píng zhèn"),
        ("曲溪村", "qū xī cūn"),
        ("解放路", "jiě fàng lù"),
        ("任家湾", "rén jiā wān"),
        ("水磨沟", "shuǐ mò gōu"),
        ("廊坊市", "láng fáng shì"),
    ],
)
def test_a_place_name_is_read_as_places_are(name, syllables):
    assert " ".join(read(name).syllables) == syllables


@pytest.mark.parametrize(
    ("name", "code", "syllables"),
    [
        ("新圩村", "360702", "xīn xū cūn"),
        ("新圩村", "320703", "xīn wéi cūn"),
        ("新圩村", "", "xīn xū cūn"),
        ("庄行镇", "310120", "zhuāng háng zhèn"),
        ("知行路", "310120", "zhī xíng lù"),
        ("浒湾镇", "361027", "xǔ wān zhèn"),
        ("浒湾镇", "411522", "hǔ wān zhèn"),
    ],
)
def test_some_characters_and_names_are_read_by_region(name, code, syllables):
    assert " ".join(read(name, code).syllables) == syllables


def test_a_reviewed_name_does_not_leak_into_other_names():
    assert read("六合村").syllables[0] == "liù"


def test_a_reading_that_differs_from_place_to_place_is_marked():
    assert [c for c, _ in read("张家堡").uncertain] == ["堡"]
    assert [c for c, _ in read("颉村").uncertain] == ["颉"]


def test_a_reviewed_or_unmistakable_reading_is_not_marked():
    assert read("吴堡").uncertain == ()
    assert read("厦门路").uncertain == ()
    assert read("石坡村").uncertain == ()


@given(REGULATED)
def test_the_printed_reading_is_among_the_sounds_compared_by(name):
    keys = sound_keys(name)
    assert keys[0] == " ".join(plain(s) for s in read(name).syllables)
    assert 1 <= len(keys) <= 16


@given(REGULATED)
def test_sounds_have_no_tones_and_a_syllable_a_character(name):
    for key in sound_keys(name):
        assert key == plain(key)
        assert len(key.split()) == len(name)


def test_initials_cover_all_readings():
    assert initials("重庆市")[0] == "cqs"
    assert "zqs" in initials("重庆市")
