"""The fields of a record hold what their form says."""

from __future__ import annotations

import pytest

from naming.record_fields import FORMS, of_entity, problems_of, record_fields


def test_every_field_has_a_label_a_form_and_what_it_tells_of() -> None:
    for field in record_fields().values():
        assert field.label
        assert field.form in FORMS
        assert field.of in ("name", "entity", "entry")
        assert (field.form == "text") == bool(field.longest)
        assert (field.form == "choice") == bool(field.choices)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("meaning", 7, "应为文字"),
        ("minority_language", "彝" * 61, "超过 60 字"),
        ("length_m", "三百", "应为数字"),
        ("length_m", True, "应为数字"),
        ("length_m", float("nan"), "数值过大"),
        ("named_on", "去年", "不是日期"),
        ("use_period", "将来", "不能是“将来”"),
        ("planned", "是", "应为是或否"),
        ("famous", "x", "没有“famous”这一项"),
    ],
)
def test_a_wrong_value_is_told_with_its_remedy(key: str, value: object, words: str) -> None:
    (problem,) = problems_of({key: value})
    assert words in problem.message
    assert problem.remedy


@pytest.mark.parametrize("nothing", ["", None])
def test_a_field_may_be_erased(nothing: object) -> None:
    assert not list(problems_of({"meaning": nothing}))


def test_what_tells_of_the_entity_stays_with_it() -> None:
    assert of_entity({"meaning": "石头坡", "length_m": 300.0, "remark": "补登"}) == {
        "length_m": 300.0
    }
