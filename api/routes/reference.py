"""The start page of visitors and the reference of the interface, from the OpenAPI document."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.problems.table import KINDS
from api.routes.pages import page

router = APIRouter(include_in_schema=False)

INDEX = """
<p>乡村地名合规审核、界线联检记录核验与区划、界线、地名查询。</p>
<h2>打开</h2>
<table>
<tr><th><a href="/sign-in">登录</a></th><td>申请、办理：办公网页，在本单位管理员处开通</td></tr>
<tr><th><a href="/announcements">地名公告</a></th><td>标准地名的公告，可订阅</td></tr>
<tr><th><a href="/consultations">征求意见</a></th><td>正在征求公众意见的拟用地名</td></tr>
<tr><th><a href="/status">办件进度</a></th><td>凭办件编号和查询码查询，无需登录</td></tr>
<tr><th><a href="/names">地名检索</a></th><td>按汉字、拼音、首字母、地点检索，每个地名一页</td></tr>
<tr><th><a href="/check">拟名审核</a></th><td>边输入边审核，可上传整张表格</td></tr>
<tr><th><a href="/maps/overview">总览地图</a></th><td>区县、乡镇与地名，可嵌入其他网页</td></tr>
<tr><th><a href="/lines">界线与界桩</a></th><td>各级界线、里程、走向说明、界桩登记表</td></tr>
<tr><th><a href="/docs">接口文档</a></th>
<td>每个接口的参数、示例与错误；机器可读的版本在 <a href="/openapi.json">/openapi.json</a></td></tr>
<tr><th><a href="/ready">就绪检查</a></th><td>数据库、结构与数据量；进程检查在
<a href="/health">/health</a></td></tr>
</table>
<h2>试一试</h2>
<table>
<tr><th><a href="/api/v1/names?q=%E9%BE%99%E6%BD%AD&amp;limit=5">名称含“龙潭”的地名</a></th>
<td><code>/api/v1/names?q=龙潭&amp;limit=5</code></td></tr>
<tr><th><a href="/api/v1/names?q=cq&amp;limit=5">拼音首字母为 cq 的地名</a></th>
<td><code>/api/v1/names?q=cq&amp;limit=5</code></td></tr>
<tr><th><a href="/api/v1/divisions/at?lon=106.55&amp;lat=29.56">某一点属于哪里</a></th>
<td><code>/api/v1/divisions/at?lon=106.55&amp;lat=29.56</code></td></tr>
<tr><th><a href="/api/v1/rules">审核规则目录</a></th><td><code>/api/v1/rules</code></td></tr>
</table>
"""


def index() -> HTMLResponse:
    """Return the page that says what this is and where to go."""
    return page("地名", INDEX)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Show the reference of the interface without any script or foreign asset."""
    document = request.app.openapi()
    parts = [
        '<nav><a href="/">首页</a><a href="/openapi.json">openapi.json</a></nav>',
        f"<p>{escape(document['info'].get('description', ''))}</p>",
    ]
    for tag in document["tags"]:
        parts.append(f"<h2>{escape(tag['name'])}</h2><p>{escape(tag['description'])}</p>")
        parts += [
            _operation(path, verb, operation, document)
            for path, verbs in document["paths"].items()
            for verb, operation in verbs.items()
            if tag["name"] in operation["tags"]
        ]
    parts.append(_problems())
    return page("接口文档", "".join(parts))


def _operation(path: str, verb: str, operation: dict[str, Any], document: dict[str, Any]) -> str:
    bodies = operation.get("requestBody", {}).get("content", {})
    body = bodies.get("application/json") or bodies.get("multipart/form-data")
    statuses = "".join(
        f"<tr><th>{status}</th><td>{escape(answer['description'])}</td></tr>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<details><summary><span class="verb">{verb.upper()}</span><code>{escape(path)}</code>'
        f" {escape(operation['summary'])}</summary><p>{escape(operation['description'])}</p>"
        f"{_parameters(operation.get('parameters', []))}{_body(body, document)}"
        f"<h3>回答</h3><table>{statuses}</table></details>"
    )


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><th><code>{escape(told['name'])}</code>"
        f"{' <span class=must>必填</span>' if told.get('required') else ''}</th>"
        f"<td>{escape(told.get('description', ''))}</td><td>{_limits(told['schema'])}</td></tr>"
        for told in parameters
    )
    return f"<h3>参数</h3><table>{rows}</table>" if rows else ""


def _limits(schema: dict[str, Any]) -> str:
    told = []
    if "default" in schema and schema["default"] is not None:
        told.append(f"默认 {schema['default']}")
    if schema.get("examples"):
        told.append(f"例如 {schema['examples'][0]}")
    choices = [str(choice) for choice in schema.get("enum", [])]
    if choices:
        told.append("可选 " + "、".join(choices))
    return escape("；".join(told))


def _body(body: dict[str, Any] | None, document: dict[str, Any]) -> str:
    if body is None:
        return ""
    examples: list[dict[str, Any]] = list(body.get("examples", {}).values())
    shown = json.dumps(examples[0]["value"], ensure_ascii=False, indent=2) if examples else ""
    name = body["schema"].get("$ref", "").rpartition("/")[2]
    fields = document["components"]["schemas"].get(name, {})
    rows = "".join(
        f"<tr><th><code>{escape(field)}</code>"
        f"{' <span class=must>必填</span>' if field in fields.get('required', []) else ''}</th>"
        f"<td>{escape(told.get('description', ''))}</td></tr>"
        for field, told in fields.get("properties", {}).items()
    )
    return f"<h3>正文</h3><table>{rows}</table><pre>{escape(shown)}</pre>"


def _problems() -> str:
    rows = "".join(
        f'<tr><th>{kind.status}</th><td><a href="{kind.type}">{escape(kind.title)}</a></td>'
        f"<td>{escape(kind.remedy)}</td></tr>"
        for kind in sorted(KINDS, key=lambda kind: kind.status)
    )
    return f"<h2>错误</h2><p>错误回答的类型为 application/problem+json。</p><table>{rows}</table>"
