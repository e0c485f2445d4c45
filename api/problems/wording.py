"""What a validation error says in Chinese: one line for each kind, message and remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

WORDS: dict[str, tuple[str, str]] = {
    "missing": ("缺少必填项", "请补上这一项"),
    "extra_forbidden": ("没有这个字段", "请核对名称，或删去这一项"),
    "json_invalid": ("不是合法的 JSON：{error}", "请在该位置修改"),
    "string_type": ("应为文字", "请填写用引号括起的文字"),
    "string_unicode": ("文字中有不成对的代理字符", "请使用 UTF-8 编码并删去该字符"),
    "string_too_short": ("至少要有 {min_length} 个字", "请补充内容"),
    "string_too_long": ("不得超过 {max_length} 个字", "请缩短内容"),
    "string_pattern_mismatch": ("格式不对", "请按格式 {pattern} 填写"),
    "int_type": ("应为整数", "请填写不带引号的整数"),
    "int_parsing": ("应为整数", "请填写整数，例如 10"),
    "int_from_float": ("应为整数", "请去掉小数部分"),
    "int_parsing_size": ("整数过大", "请填写较小的整数"),
    "float_type": ("应为数字", "请填写不带引号的数字"),
    "float_parsing": ("应为数字", "请填写数字，例如 106.55"),
    "finite_number": ("应为有限的数字", "请不要填写 NaN 或 Infinity"),
    "bool_type": ("应为 true 或 false", "请填写 true 或 false"),
    "bool_parsing": ("应为 true 或 false", "请填写 true 或 false"),
    "greater_than": ("必须大于 {gt}", "请修改数值"),
    "greater_than_equal": ("不得小于 {ge}", "请修改数值"),
    "less_than": ("必须小于 {lt}", "请修改数值"),
    "less_than_equal": ("不得大于 {le}", "请修改数值"),
    "date_type": ("应为日期", "请按 2025-11-30 的格式填写"),
    "date_parsing": ("不是存在的日期", "请按 2025-11-30 的格式填写"),
    "date_from_datetime_parsing": ("不是存在的日期", "请按 2025-11-30 的格式填写"),
    "date_from_datetime_inexact": ("应为日期，不带时间", "请按 2025-11-30 的格式填写"),
    "datetime_type": ("应为时间", "请按 2025-11-30T08:00:00+08:00 的格式填写"),
    "datetime_parsing": ("不是存在的时间", "请按 2025-11-30T08:00:00+08:00 的格式填写"),
    "datetime_from_date_parsing": (
        "不是存在的时间",
        "请按 2025-11-30T08:00:00+08:00 的格式填写",
    ),
    "timezone_aware": ("时间缺少时区", "请在末尾加上时区，例如 +08:00"),
    "uuid_type": ("应为编号（UUID）", "请填写形如 2f1e0c9a-5b7d-4c3e-8a6f-1d2c3b4a5e6f 的编号"),
    "uuid_parsing": ("应为编号（UUID）", "请填写形如 2f1e0c9a-5b7d-4c3e-8a6f-1d2c3b4a5e6f 的编号"),
    "enum": ("不在允许的值之内", "允许的值：{expected}"),
    "literal_error": ("不在允许的值之内", "允许的值：{expected}"),
    "list_type": ("应为数组", "请用方括号 [ ] 括起各项"),
    "tuple_type": ("应为数组", "请用方括号 [ ] 括起各项"),
    "too_long": ("最多 {max_length} 项，实有 {actual_length} 项", "请分批提交"),
    "too_short": ("至少 {min_length} 项，实有 {actual_length} 项", "请补充内容"),
    "dict_type": ("应为 JSON 对象", "请用花括号 {{ }} 括起各字段"),
    "model_type": ("应为 JSON 对象", "请用花括号 {{ }} 括起各字段"),
    "model_attributes_type": ("应为 JSON 对象", "请用花括号 {{ }} 括起各字段"),
    "union_tag_invalid": ("不在允许的值之内", "允许的值：{expected_tags}"),
    "union_tag_not_found": ("缺少区分类型的字段", "请补上字段 {discriminator}"),
}

JSON_ERRORS = {
    "Expecting value": "此处应有一个值",
    "Expecting property name enclosed in double quotes": "此处应为用双引号括起的字段名",
    "Expecting ',' delimiter": "此处应为逗号",
    "Expecting ':' delimiter": "此处应为冒号",
    "Extra data": "此处之后有多余的内容",
    "Unterminated string starting at": "文字缺少右引号",
    "Invalid control character at": "文字中有未转义的控制字符",
    "Invalid \\escape": "反斜杠转义不对",
    "Invalid \\uXXXX escape": "\\u 转义不对",
    "Illegal trailing comma before end of object": "对象末尾多了一个逗号",
    "Illegal trailing comma before end of array": "数组末尾多了一个逗号",
}


def words_for(kind: str, context: Mapping[str, Any], plain: str) -> tuple[str, str]:
    """Return message and remedy for a validation error.

    Args:
        kind: The `type` of pydantic's error.
        context: Its `ctx`; a `remedy` in it comes from our own validators.
        plain: Its `msg`, which is ours and Chinese when there is a `remedy`.
    """
    if "remedy" in context:
        return plain, str(context["remedy"])
    if kind == "value_error":
        return str(context.get("error", plain)), "请按要求修改这一项"
    if kind not in WORDS:
        return f"值不符合要求（{kind}）", "请对照接口文档 /docs 修改"
    message, remedy = WORDS[kind]
    told = {name: _said(value) for name, value in context.items()}
    return message.format_map(_Told(told)), remedy.format_map(_Told(told))


class _Told(dict[str, str]):
    """Leaves a gap where an error carries less than its words ask for."""

    def __missing__(self, key: str) -> str:
        return "…"


QUOTED = re.compile(r"'([^']*)'(?:, | or )?")


def _said(value: object) -> str:
    text = str(value)
    if text and QUOTED.sub("", text) == "":
        return "、".join(one or "（留空）" for one in QUOTED.findall(text))
    return next((told for said, told in JSON_ERRORS.items() if text.startswith(said)), text)
