"""JSON text that flaws would slip through elsewhere is refused with place and remedy."""

import pytest

from boundary_data import json_text
from boundary_data.problems import UnusableInput


def refusal(data: bytes) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        json_text.parse(data)
    return caught.value


def test_broken_json_names_line_and_column():
    assert "第2行第6列" in str(refusal(b'{"a": 1,\n"b": }'))


def test_a_repeated_key_is_named_with_its_path():
    problems = refusal(b'{"sides": [{"role": "lead", "role": "assist"}]}').problems
    assert [p.field for p in problems] == ["$.sides[0].role"]


def test_every_repeated_key_is_named():
    assert len(refusal(b'{"a": {"x": 1, "x": 2}, "b": 1, "b": 2}').problems) == 2


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(data: bytes):
    assert "空" in str(refusal(data))


def test_a_byte_order_mark_is_read_over():
    assert json_text.parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_another_encoding_is_named():
    assert "UTF-8" in str(refusal('{"a": "联检记录"}'.encode("gbk")))


def test_bottomless_nesting_is_refused():
    assert "嵌套" in str(refusal(b"[" * 200_000))


def test_a_number_of_five_thousand_digits_is_refused():
    assert "数" in str(refusal(b'{"a": ' + b"1" * 5000 + b"}"))


@pytest.mark.parametrize("data", [b"{} {}", b"not json", b"{'a': 1}", b'{"a": 1,}'])
def test_what_only_resembles_json_is_refused(data: bytes):
    assert refusal(data).problems[0].remedy
