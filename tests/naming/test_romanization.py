from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.characters import levels
from naming.facts import KnownNames, no_register
from naming.judging import check_romanization, judge
from naming.place_kind import PlaceKind
from naming.proposal import propose
from naming.romanization import romanize
from rulebook.law import Standing
from rulebook.parameters import Parameter
from rulebook.rule import Weight

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
    # every other example of the rules of 1984 that the catalogue lists
    ("大运河", NATURAL, "Dà Yùnhé"),
    ("西辽河", NATURAL, "Xīliáo Hé"),
    ("潮白新河", NATURAL, "Cháobái Xīnhé"),
    ("新通扬运河", NATURAL, "Xīntōngyáng Yùnhé"),
    ("北雁荡山", NATURAL, "Běiyàndàng Shān"),
    ("老秃顶子山", NATURAL, "Lǎotūdǐngzǐ Shān"),
    ("小金门岛", NATURAL, "Xiǎojīnmén Dǎo"),
    ("造币左路", STREET, "Zàobì Zuǒlù"),
    ("清波门直街", STREET, "Qīngbōmén Zhíjiē"),
    ("后赵家楼胡同", STREET, "Hòuzhàojiālóu Hútong"),
    ("朝阳门内大街", STREET, "Cháoyángménnèi Dàjiē"),
    ("南小街", STREET, "Nán Xiǎojiē"),
    ("小南街", STREET, "Xiǎo Nánjiē"),
    ("南横东街", STREET, "Nánhéng Dōngjiē"),
    ("修文西小巷", STREET, "Xiūwén Xīxiǎoxiàng"),
    ("东直门外南后街", STREET, "Dōngzhíménwài Nánhòujiē"),
    ("广安门北滨河路", STREET, "Guǎng’ānmén Běibīnhé Lù"),
    ("广渠南水关胡同", STREET, "Guǎngqú Nánshuǐguān Hútong"),
    ("江镇", VILLAGE, "Jiāngzhèn"),
    ("文家市", VILLAGE, "Wénjiāshì"),
    ("三岔河", VILLAGE, "Sānchàhé"),
    ("龙王集", VILLAGE, "Lóngwángjí"),
    ("南王家荡", VILLAGE, "Nánwángjiādàng"),
    ("东桑家堡子", VILLAGE, "Dōngsāngjiābǔzi"),
    ("渤海湾", NATURAL, "Bóhǎi Wān"),
    ("包头胡同东巷", STREET, "Bāotóu Hútong Dōngxiàng"),
    ("欧阳海水库", FACILITY, "Ōuyánghǎi Shuǐkù"),
    ("三门峡", NATURAL, "Sānmén Xiá"),
    ("二道沟", NATURAL, "Èrdào Gōu"),
    ("第二松花江", NATURAL, "Dì’èr Sōnghuā Jiāng"),
    ("第六屯", VILLAGE, "Dìliùtún"),
    ("八角场东街", STREET, "Bājiǎochǎng Dōngjiē"),
    ("五一广场", PlaceKind.PARK, "Wǔyī Guǎngchǎng"),
    ("1203高地", NATURAL, "1203 Gāodì"),
    ("1718峰", NATURAL, "1718 Fēng"),
    ("东四十二条", STREET, "Dōngsì 12 Tiáo"),
    ("第九弄", STREET, "Dì-9 Lòng"),
    ("大黄堡", VILLAGE, "Dàhuángbǎo"),
    ("月亮山种羊场", PlaceKind.OTHER, "Yuèliàngshān Zhǒngyángchǎng"),
    ("北京工人体育馆", PlaceKind.BUILDING, "Běijīng Gōngrén Tǐyùguǎn"),
    ("二七烈士纪念碑", PlaceKind.PARK, "Èrqī Lièshì Jìniànbēi"),
    ("浙江省测绘局", PlaceKind.OTHER, "Zhèjiāng Shěng Cèhuìjú"),
    ("费县汽车站", FACILITY, "Fèi Xiàn Qìchēzhàn"),
    ("郑州市玻璃厂", PlaceKind.OTHER, "Zhèngzhōu Shì Bōlichǎng"),
    # by the same rules
    ("广金北一岛", NATURAL, "Guǎngjīn Běiyīdǎo"),
    ("人民南路一段", STREET, "Rénmín Nánlù 1 Duàn"),
    ("永春南路二横", STREET, "Yǒngchūn Nánlù 2 Héng"),
    ("江北国际机场", FACILITY, "Jiāngběi Guójì Jīchǎng"),
    ("白沙沱长江大桥", FACILITY, "Báishātuó Chángjiāng Dàqiáo"),
    ("重庆大剧院", PlaceKind.BUILDING, "Chóngqìng Dàjùyuàn"),
    ("3号桥", FACILITY, "3 Hào Qiáo"),
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
        ("LYUSHUI JIE", ["PY-15"]),
        ("Lǜshuǐ Street", ["PY-16"]),
        ("Lǜshuǐjiē", ["PY-1"]),
        ("LÜSHUIJIE", ["PY-1"]),
        ("Lü Shui Jie", ["PY-1"]),
        ("Lüshui Rd.", ["PY-16"]),
        ("Lùshuǐ Jiē", ["PY-8"]),
        ("Hóngshuǐ Jiē", ["PY-8"]),
        ("lǜshuǐ jiē", ["PY-10"]),
        ("Lǜ’shuǐ Jiē", ["PY-11"]),
        ("LvShui Street", ["PY-15", "PY-16"]),
    ],
)
def test_a_claimed_spelling_is_checked_by_the_rules_of_spelling(claimed, rules):
    found = check_romanization(claimed, "绿水街", "道路", on=date(2026, 11, 22))
    assert sorted({f.rule for f in found}) == sorted(rules)


@pytest.mark.parametrize(
    ("claimed", "name", "place_type"),
    [
        ("DAYAOQIAOLU", "大窑桥路", "道路"),
        ("Dàyáoqiáo Lù", "大窑桥路", "道路"),
        ("Da Yao Qiao Lu", "大窑桥路", "道路"),
        ("DàyáoqiáoLù", "大窑桥路", "道路"),
        ("Láodòngdōng Lù", "劳动东路", "道路"),
        ("Huanghailu 8Xiang", "黄海路8巷", "道路"),
        ("Xi'an Lu", "西安路", "道路"),
    ],
)
def test_a_style_that_official_lists_are_printed_in_is_a_note_at_most(claimed, name, place_type):
    found = check_romanization(claimed, name, place_type, on=date(2026, 11, 22))
    assert {f.weight for f in found} <= {Weight.NOTE}


@pytest.mark.parametrize(
    ("claimed", "name", "place_type", "rule", "right"),
    [
        ("Zhōukǒu Diàn", "周口店", "自然村", "PY-3", "Zhōukǒudiàn"),
        ("Èr Mǎlù", "二马路", "道路", "PY-7", "2 Mǎlù"),
        ("Xīān Lù", "西安路", "道路", "PY-11", "Xī’ān Lù"),
        ("Chóngshòu Lù", "长寿路", "道路", "PY-8", "Chángshòu Lù"),
        ("Zhǎngshòu Lù", "长寿路", "道路", "PY-8", "Chángshòu Lù"),
    ],
)
def test_what_is_wrong_with_a_claim_comes_with_what_is_right(
    claimed, name, place_type, rule, right
):
    (found,) = check_romanization(claimed, name, place_type, on=date(2026, 11, 22))
    assert found.rule == rule
    assert right in found.suggestion


def test_the_form_for_signs_obeys_the_parameter_of_the_office():
    base = no_register()
    lyu = Parameter("yu", "本局规定", Standing.CONFIRMED)
    items = {**base.parameters.items, "sign_umlaut": lyu}
    facts = KnownNames(parameters=replace(base.parameters, items=items))
    proposal = propose("绿水街", "道路", romanization="Lyushui Jie")
    report = judge(proposal, facts, on=date(2026, 11, 22), wording_only=True)
    assert report.romanization.plain == "Lyushui Jie"
    assert report.findings == ()
