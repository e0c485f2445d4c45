"""Prints docs/document-templates.md: the fields that templates of documents may use (文书模板)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.services.printing.fields import ITEM_FIELDS, Kind, fields_of

HEAD = """# 文书模板

本页由字段表生成，请勿手改；改字段后运行
`python -m api.services.printing.fields_page > docs/document-templates.md`。

申请书、征求意见函、公示、批复、备案报告、备案登记表、公告都由模板生成，格式依照 GB/T 9704。
随附的模板在 `api/services/printing/templates/`；本单位把同名文件放进叠加目录
（`DIMING_OVERLAYS`）的 `documents/` 下，就代替随附的模板，不必重新启动。
启动时和每次生成时都检查模板：不认识的字段、写错的语法，会说明文件、行和改法。

模板是 TOML 文件，各项文字中用 `{{ 字段 }}` 填入内容，`{% if 字段 %}…{% endif %}` 表示有内容才写，
`{% for item in items %}…{% endfor %}` 逐个地名写。可用的项：

| 项 | 意思 |
|---|---|
| `version` | 模板的版本，必填；存卷的文书记下它 |
| `required` | 必须有内容的字段；案卷里没有的，不生成，并逐项说明 |
| `title` | 标题，必填 |
| `letterhead` `number` `recipient` | 发文机关标志、发文字号、主送机关 |
| `body` | 正文，一行一段 |
| `form` | 登记表各行，每行两格或四格（栏目、内容交替） |
| `attachments` | 附件说明，一行一个 |
| `signer` `day` `note` | 署名、成文日期、附注 |
| `copies_to` `printed_by` `printed_on` | 版记：抄送、印发机关、印发日期 |
| `annex` | 附件名单：`title`、`header`、`row`（可用 `item.字段`）、`from_names`（几个起才附） |
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD, *(_table(kind.zh, kind.value, fields_of(kind)) for kind in Kind)]
    parts.append("\n".join(_rows("一个地名的字段（`first.…`、`item.…`）", ITEM_FIELDS)))
    return "\n".join(parts) + "\n"


def _table(words: str, name: str, fields: Mapping[str, str]) -> str:
    return "\n".join(_rows(f"{words} `{name}.toml`", fields)) + "\n"


def _rows(head: str, fields: Mapping[str, str]) -> Iterator[str]:
    yield from (f"## {head}", "", "| 字段 | 意思 |", "|---|---|")
    yield from (f"| `{key}` | {words} |" for key, words in fields.items())


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
