from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.characters import levels
from naming.judging import check_romanization
from naming.place_kind import PlaceKind
from naming.romanization import romanize

NATURAL, STREET, VILLAGE = PlaceKind.NATURAL, PlaceKind.STREET, PlaceKind.VILLAGE
DIVISION, FACILITY = PlaceKind.DIVISION, PlaceKind.FACILITY

# Examples printed in the rules of 1984 unless marked.
BY_THE_RULES = [
    ("太行山", NATURAL, "Tàiháng Shān"),
    ("松花江", NATURAL, "Sōnghuā Jiāng"),
    ("汾河", NATURAL, "Fén Hé"),
    ("太湖", NATURAL, "Tài Hú"),
    ("横街", STREET, "Héng Jiē"),
    ("通县", DIVISION, "Tōng Xiàn"),
    ("江苏省", DIVISION, "Jiāngsū Shěng"),
    ("黑龙江省", DIVISION, "Hēilóngjiāng Shěng"),
    ("景德镇市", DIVISION, "Jǐngdézhèn Shì"),
    ("左权县", DIVISION, "Zuǒquán Xiàn"),
    ("景山后街", STREET, "Jǐngshān Hòujiē"),
    ("解放路南小街", STREET, "Jiěfànglù Nánxiǎojiē"),
    ("张之洞路", STREET, "Zhāngzhīdòng Lù"),
    ("王村", VILLAGE, "Wángcūn"),
    ("周口店", VILLAGE, "Zhōukǒudiàn"),
    ("油坊桥", VILLAGE, "Yóufángqiáo"),
    ("铁匠营", VILLAGE, "Tiějiàngyíng"),
    ("大虎山", VILLAGE, "Dàhǔshān"),
    ("太平沟", VILLAGE, "Tàipínggōu"),
    ("五指山", NATURAL, "Wǔzhǐ Shān"),
    ("九龙江", NATURAL, "Jiǔlóng Jiāng"),
    ("三八路", STREET, "Sānbā Lù"),
    ("二马路", STREET, "2 Mǎlù"),
    ("经五路", STREET, "Jīng 5 Lù"),
    ("三环路", STREET, "3 Huánlù"),
    ("大川淀一巷", STREET, "Dàchuāndiàn 1 Xiàng"),
    ("三眼井胡同", STREET, "Sānyǎnjǐng Hútong"),
    ("盆儿胡同", STREET, "Pénr Hútong"),
    ("西安市", DIVISION, "Xī’ān Shì"),
    ("建瓯市", DIVISION, "Jiàn’ōu Shì"),
    ("天峨县", DIVISION, "Tiān’é Xiàn"),
    ("十里堡", VILLAGE, "Shílǐpù"),
    ("吴堡", VILLAGE, "Wúbǔ"),
    # by the same rules
    ("石柱土家族自治县", DIVISION, "Shízhù Tǔjiāzú Zìzhìxiàn"),
    ("秀山土家族苗族自治县", DIVISION, "Xiùshān Tǔjiāzú Miáozú Zìzhìxiàn"),
    ("上清寺街道", PlaceKind.TOWNSHIP, "Shàngqīngsì Jiēdào"),
    ("石坡村", PlaceKind.COMMITTEE, "Shípōcūn"),
    ("石坡村村民委员会", PlaceKind.COMMITTEE, "Shípōcūn Cūnmínwěiyuánhuì"),
    ("城区", DIVISION, "Chéngqū"),
    ("神农架林区", DIVISION, "Shénnóngjià Línqū"),
    ("北林区", DIVISION, "Běilín Qū"),
    ("黄海路8巷", STREET, "Huánghǎilù 8 Xiàng"),
    ("绿水街", STREET, "Lǜshuǐ Jiē"),
    ("珊瑚东暗沙", NATURAL, "Shānhú Dōng’ànshā"),
]


@pytest.mark.parametrize(("name", "kind", "spelling"), BY_THE_RULES)
def test_a_name_is_spelled_as_the_rules_of_1984_spell_it(name, kind, spelling):
    assert romanize(name, kind).toned == spelling


def test_the_form_for_signs_has_no_tones_and_keeps_the_umlaut():
    assert romanize("绿水街", STREET).plain == "Lüshui Jie"
    assert romanize("绿水街", STREET, umlaut="yu").plain == "Lyushui Jie"


@given(
    st.text(st.sampled_from(sorted(levels())), min_size=1, max_size=12), st.sampled_from(PlaceKind)
)
def test_every_regulated_name_has_a_spelling_that_starts_each_word_with_a_capital(name, kind):
    spelled = romanize(name, kind).toned
    assert all(word[0].isupper() or word[0].isdigit() for word in spelled.split())


@pytest.mark.parametrize(
    ("claimed", "rules"),
    [
        ("Lǜshuǐ Jiē", []),
        ("LÜSHUI JIE", []),
        ("Lvshui Jie", ["PY-15"]),
        ("LYUSHUI JIE", ["PY-8", "PY-15"]),
        ("Lǜshuǐ Street", ["PY-8", "PY-16"]),
        ("Lǜshuǐjiē", ["PY-1"]),
        ("Lùshuǐ Jiē", ["PY-8"]),
        ("Hóngshuǐ Jiē", ["PY-8"]),
    ],
)
def test_a_claimed_spelling_is_checked_by_the_rules_of_spelling(claimed, rules):
    found = check_romanization(claimed, "绿水街", "道路", on=date(2026, 11, 22))
    assert sorted({f.rule for f in found}) == sorted(rules)
