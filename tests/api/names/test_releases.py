"""A warning set aside by a named statement is told everywhere; a block never is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.schemas.name_checks import NameCheckOut
from api.services.checking_names import NameWish, check_wording
from api.services.reading_aloud import read_aloud, sentences
from api.store.queries.standpoints import Whereabouts
from rulebook.report import Mode, Verdict
from rulebook.rule import Release

DAY = date(2026, 11, 22)
STATED = Release("GN-9-4b", "张三", "该词语与所涉人物没有特定联系", date(2026, 11, 6))
HERE = Whereabouts(province="重庆市")


def checked(name: str, place_type: str, *releases: Release, mode: Mode = Mode.NEW) -> Any:
    wish = NameWish(name, place_type, HERE, releases=releases)
    return check_wording([wish], on=DAY, mode=mode)[0]


def test_the_summary_says_whose_statement_released_what() -> None:
    report = checked("孙悟空路", "道路", STATED).report
    assert report.verdict is Verdict.PASS
    assert read_aloud(report) == (
        "“孙悟空路”通过审核，其余未发现问题。1条警告已解除"
        "（张三2026年11月6日具名说明：该词语与所涉人物没有特定联系）。"
    )


def test_without_a_statement_the_warning_offers_the_one_of_the_law() -> None:
    told = NameCheckOut.of(checked("孙悟空路", "道路"))
    (finding,) = [f for f in told.findings if f.rule == "GN-9-4b"]
    offered = finding.statements[0]
    assert offered.text == "该词语与所涉人物没有特定联系"
    assert offered.source == "《地名管理条例实施办法》第三条"
    assert offered.standing == "confirmed"


def test_a_block_offers_no_statement_and_hears_none() -> None:
    stated = Release("BD-3a", "张三", "没有关系", DAY)
    told = NameCheckOut.of(checked("8号村", "村", stated), [stated])
    assert told.verdict == "block"
    (finding,) = [f for f in told.findings if f.rule == "BD-3a"]
    assert finding.statements == []
    assert finding.released is None
    assert [one.message for one in told.unheard] == ["BD-3a 的意见为不予通过，不能以说明解除"]


def test_a_statement_about_nothing_is_said_to_be_unheard() -> None:
    told = NameCheckOut.of(checked("晨曦路", "道路", STATED), [STATED])
    assert [one.message for one in told.unheard] == ["没有 GN-9-4b 的意见，说明未起作用"]


def test_the_released_finding_stays_and_offers_no_further_statement() -> None:
    told = NameCheckOut.of(checked("孙悟空路", "道路", STATED), [STATED])
    (finding,) = [f for f in told.findings if f.rule == "GN-9-4b"]
    assert finding.released is not None
    assert finding.released.by == "张三"
    assert finding.statements == []
    assert told.unheard == []
    assert any("该意见已解除，张三2026年11月6日具名说明" in line for line in told.spoken)


@pytest.mark.parametrize(
    ("name", "place_type"),
    [("8号村", "村"), ("孙悟空路", "道路"), ("加州花园", "居民区"), ("帝王府", "居民区")],
)
def test_every_sentence_is_chinese_and_none_is_said_twice(name: str, place_type: str) -> None:
    report = checked(name, place_type).report
    told = sentences(report)
    assert len(set(told)) == len(told)
    assert told[0].startswith(f"“{name}”")
    for line in told[1:]:
        assert "依据《" in line
        assert line.endswith("。")
        assert "。。" not in line
        # codes of rules and words of programs are for programs
        assert not any(rule in line for rule in report.rules)


def test_findings_that_differ_only_in_the_place_share_their_article() -> None:
    report = checked("加州花园", "居民区").report
    assert sum("依据《地名管理条例》第九条第（五）项" in line for line in sentences(report)) <= 2
